"""Fine-tune the encoder on tags, trees and names at once."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
import torch
from corpus import Corpus, group_sentences, read_corpus, read_towns
from encoder import (
    GUM,
    NAMES,
    OURS,
    UNER,
    Encoder,
    Labels,
    blur,
    join_feats,
    list_labels,
    list_pieces,
    save,
    to_tensors,
)
from noise import roughen
from torch import Tensor, nn
from treebank import Sentence
from wire import write_sentences

from whoholds.reading.encoder import JOINED, find_names
from whoholds.reading.trees import find_heads

IGNORED = -100
LONGEST = 150  # words; a longer text is left out
Group = list[Sentence]


def source_of(sentences: Sequence[Sentence]) -> int:
    """Whose names the text has."""
    document = sentences[0].document
    return OURS if document == "wire" else GUM if document.startswith("GUM") else UNER


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the heads should say: (texts, words) each, IGNORED where nobody knows."""

    tags: Tensor
    feats: Tensor
    names: Tensor
    arcs: Tensor
    deps: Tensor


def list_wanted(labels: Labels, batch: Sequence[Group], wide: int) -> Wanted:
    """The gold labels of a batch; a text is one or more sentences, whose further roots hang on the first."""
    tables = [np.full((len(batch), wide), IGNORED, dtype=np.int64) for _ in range(5)]
    tags, feats, names, arcs, deps = tables
    known = [{label: i for i, label in enumerate(group)} for group in (labels.tags, labels.feats, labels.deps)]
    for row, group in enumerate(batch):
        start, top = 0, -1
        for sentence in group:
            for word, token in enumerate(sentence.tokens if sentence.parsed else (), start):
                head, dep = start + token.head, token.dep
                if head == word and top >= 0:
                    head, dep = top, JOINED
                elif head == word:
                    top = word
                tags[row, word] = known[0].get(token.tag, IGNORED)
                feats[row, word] = known[1].get(join_feats(token.pos, token.feats), IGNORED)
                arcs[row, word] = 0 if head == word else head + 1
                deps[row, word] = known[2].get(dep, IGNORED)
            if sentence.names is not None:
                names[row, start : start + len(sentence.tokens)] = list_marks(sentence)
            start += len(sentence.tokens)
    return Wanted(*map(torch.from_numpy, tables))


def list_marks(sentence: Sentence) -> list[int]:
    """A B-, I- or O mark for each word."""
    marks = [0] * len(sentence.tokens)
    for name in sentence.names or ():
        marks[name.start : name.end] = [NAMES.index(f"I-{name.label}")] * (name.end - name.start)
        marks[name.start] = NAMES.index(f"B-{name.label}")
    return marks


def find_loss(encoder: Encoder, scores: tuple[Tensor, ...], wanted: Wanted, share: float) -> Tensor:
    """Sum of the cross entropies; names count `share`."""
    tags, feats, names, arcs, dep_word, dep_head = scores
    padded = (wanted.arcs < 0)[:, None, :].expand(-1, arcs.shape[1], -1)
    arcs = torch.cat([arcs[:, :, :1], arcs[:, :, 1:].masked_fill(padded, -1e4)], 2)
    chosen = wanted.arcs.clamp(min=0)[:, :, None].expand(-1, -1, dep_head.shape[2])
    deps = encoder.heads.score_labels(dep_word, dep_head.gather(1, chosen))

    parts = (
        (0.5, tags, wanted.tags),
        (0.5, feats, wanted.feats),
        (share, names, wanted.names),
        (1.0, arcs, wanted.arcs),
        (1.0, deps, wanted.deps),
    )
    known = [part for part in parts if bool((part[2] >= 0).any())]
    return sum((weight * _cross(logits, gold) for weight, logits, gold in known), torch.zeros(()))


def _cross(logits: Tensor, gold: Tensor) -> Tensor:
    return nn.functional.cross_entropy(logits.flatten(0, 1), gold.flatten(), ignore_index=IGNORED)


def draw_batches(corpus: Corpus, random: Random, towns: list[str], arguments: argparse.Namespace) -> list[list[Group]]:
    """An epoch: every sentence roughened anew, GUM's news again, sentences of ours in between."""
    news = [s for s in corpus.train if s.document.startswith("GUM_news")]
    drawn = [*corpus.train, *news * arguments.news]
    groups = [*group_sentences(drawn, random), *([s] for s in write_sentences(arguments.wire, random, towns))]
    rough = [[roughen(s, random, towns) for s in group] for group in groups]
    rough = [group for group in rough if sum(len(s.tokens) for s in group) <= LONGEST]
    rough.sort(key=lambda group: (sum(len(s.tokens) for s in group), random.random()))
    batches: list[list[Group]] = [[]]
    for group in rough:
        if batches[-1] and sum(len(s.tokens) for s in group) * (len(batches[-1]) + 1) > arguments.words:
            batches.append([])
        batches[-1].append(group)
    random.shuffle(batches)
    return batches


@torch.inference_mode()
def score(encoder: Encoder, sentences: list[Sentence]) -> dict[str, float]:
    """Attachment, tags and names on gold words, in per cent."""
    encoder.eval()
    count: Counter[str] = Counter()
    order = sorted(sentences, key=lambda sentence: len(sentence.tokens))
    for start in range(0, len(order), 32):
        batch = order[start : start + 32]
        source = torch.full((len(batch),), UNER)
        out = encoder(*to_tensors(encoder, [sentence.words for sentence in batch]), source)
        for row, sentence in enumerate(batch):
            count += _count(encoder, sentence, [scores[row : row + 1] for scores in out])
    shares = {name: count[name] / count["words"] for name in ("uas", "las", "tag")}
    shares["names"] = 2 * count["names right"] / max(1, count["names"])
    return {name: round(100 * share, 2) for name, share in shares.items()}


def _count(encoder: Encoder, sentence: Sentence, scores: Sequence[Tensor]) -> Counter[str]:
    """What is right in one sentence; `names` are those of gold and those found."""
    words = len(sentence.tokens)
    tags, _, names, arcs, dep_word, dep_head = scores
    heads = find_heads(arcs[0, :words, : words + 1].numpy())
    above = torch.tensor([0 if head == word else head + 1 for word, head in enumerate(heads)])
    labels = encoder.heads.score_labels(dep_word[:, :words], dep_head[:, above])[0].argmax(-1).tolist()
    tag = tags[0, :words].argmax(-1).tolist()
    count: Counter[str] = Counter(words=words)
    for word, token in enumerate(sentence.tokens):
        hangs = heads[word] == token.head
        count["uas"] += hangs
        count["las"] += hangs and encoder.labels.deps[labels[word]] == token.dep
        count["tag"] += encoder.labels.tags[tag[word]] == token.tag
    if sentence.names is not None:
        found = set(find_names(names[0, :words].numpy(), NAMES))
        gold = {(name.start, name.end, name.label) for name in sentence.names}
        count.update({"names right": len(found & gold), "names": len(found) + len(gold)})
    return count


def train(arguments: argparse.Namespace) -> None:
    """Fine-tune; saves after every pass."""
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(1)
    random, towns, corpus = Random(arguments.seed), read_towns(), read_corpus(arguments.data)
    encoder = Encoder(list_labels(corpus.train), list_pieces())
    if arguments.most:
        corpus = replace(corpus, train=corpus.train[:: len(corpus.train) // arguments.most])
    steps = arguments.epochs * (len(draw_batches(corpus, random, towns, arguments)) + 5)
    optimizer, schedule = make_optimizer(encoder, arguments, steps)
    start = time.monotonic()
    for epoch in range(arguments.epochs):
        encoder.train()
        losses = [
            learn(encoder, batch, optimizer, schedule, arguments)
            for batch in draw_batches(corpus, random, towns, arguments)
        ]
        save(encoder, arguments.out)
        seconds, loss = round(time.monotonic() - start), round(sum(losses) / len(losses), 3)
        print(epoch, seconds, loss, score(encoder, corpus.valid), flush=True)


def make_optimizer(
    encoder: Encoder, arguments: argparse.Namespace, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """The body learns at `rate`, what is new at `faster` times that; up over a twelfth of the steps, then down."""
    slow = [*encoder.body.encoder.parameters(), *encoder.body.embeddings.LayerNorm.parameters()]
    fast = [*encoder.cases.parameters(), *encoder.heads.parameters()]
    optimizer = torch.optim.AdamW([{"params": slow}, {"params": fast}], lr=arguments.rate, weight_decay=0.01)
    rates = [arguments.rate, arguments.rate * arguments.faster]
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, rates, total_steps=steps, pct_start=0.08, final_div_factor=100
    )
    return optimizer, schedule


def learn(
    encoder: Encoder,
    batch: Sequence[Group],
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    arguments: argparse.Namespace,
) -> float:
    """One step; the loss before it."""
    ids, *rest = to_tensors(encoder, [[word for sentence in group for word in sentence.words] for group in batch])
    wanted = list_wanted(encoder.labels, batch, rest[-1].shape[1])
    source = torch.tensor([source_of(group) for group in batch])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = encoder(blur(ids, encoder.vocabulary, arguments.blur), *rest, source)
    loss = find_loss(encoder, tuple(part.float() for part in scores), wanted, arguments.share)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
    optimizer.step()
    schedule.step()
    return loss.item()


def read_arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--faster", type=float, default=5.0, help="how much faster the new layers learn")
    parser.add_argument("--share", type=float, default=1.0, help="how much names weigh")
    parser.add_argument("--news", type=int, default=1, help="how many times more to draw the news of GUM")
    parser.add_argument("--wire", type=int, default=1500)
    parser.add_argument("--blur", type=float, default=0.06, help="share of the pieces hidden in training")
    parser.add_argument("--words", type=int, default=700)
    parser.add_argument("--most", type=int, help="how many sentences to learn from: for a short trial")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    train(read_arguments())
