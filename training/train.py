"""Train the pipeline: seeded, with averaged weights, saved every few thousand steps."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import spacy
from corpus import draw_epoch, read_corpus, read_silver, to_example, with_silver
from measure import score_texts
from spacy.language import Language
from spacy.training import Example
from spacy.training.batchers import minibatch_by_words
from spacy.util import fix_random_seed, load_config
from thinc.api import Adam
from treebank import Sentence

SCORES = ("tag_acc", "pos_acc", "dep_uas", "dep_las", "ents_f")


def build(config: Path, vectors: Path, sentences: list[Sentence]) -> Language:
    """The untrained pipeline with its labels and, where it reads them, its vectors."""
    nlp = spacy.util.load_model_from_config(load_config(config), auto_fill=True)
    nlp.vocab.vectors.from_disk(vectors)
    nlp.initialize(lambda: (to_example(nlp.vocab, [sentence]) for sentence in sentences))
    return nlp


def open_pipeline(arguments: argparse.Namespace, sentences: list[Sentence]) -> Language:
    """The pipeline to go on from, or a new one; without names where they are learned elsewhere."""
    nlp = spacy.load(arguments.resume) if arguments.resume else build(arguments.config, arguments.vectors, sentences)
    for name in arguments.without:
        nlp.remove_pipe(name)
    return nlp


def find_rate(step: int, arguments: argparse.Namespace) -> float:
    """The learning rate: up from nothing over `warm` steps, then in a line down to `last_rate` at the last step."""
    if step < arguments.warm:
        return float(arguments.rate * step / arguments.warm)
    done = (step - arguments.warm) / max(1, arguments.steps - arguments.warm)
    return float(arguments.rate + done * (arguments.last_rate - arguments.rate))


def draw_batches(
    nlp: Language, sentences: list[Sentence], seed: int, *, words: int, wire: int
) -> Iterator[list[Example]]:
    """Batches of about `words` words, for ever."""
    random = Random(seed)
    while True:
        yield from minibatch_by_words(draw_epoch(sentences, nlp.vocab, random, wire=wire), size=words)


def train(arguments: argparse.Namespace) -> None:
    """Run the steps; the average of all weights so far is what is scored and saved."""
    fix_random_seed(arguments.seed)
    corpus = read_corpus(arguments.data)
    if arguments.silver:
        corpus = replace(corpus, train=with_silver(corpus.train, read_silver(arguments.silver, arguments.least)))
    marked = [sentence for sentence in corpus.train if sentence.names is not None]
    news = [sentence for sentence in corpus.train if sentence.document.startswith("GUM_news")]
    nlp = open_pipeline(arguments, corpus.train)
    optimizer = Adam(arguments.rate, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
    start = time.monotonic()
    sentences = [*(corpus.train if "parser" in nlp.pipe_names else []), *marked * arguments.names]
    sentences += news * arguments.news
    batches = draw_batches(nlp, sentences, arguments.seed, words=arguments.words, wire=arguments.wire)
    for step, batch in zip(range(1, arguments.steps + 1), batches, strict=False):
        optimizer.learn_rate = find_rate(step, arguments)
        nlp.update(batch, sgd=optimizer, drop=arguments.dropout)
        if step % arguments.every == 0 or step == arguments.steps:
            with nlp.use_params(optimizer.averages):
                scores = score_texts(nlp, corpus.valid)
                nlp.to_disk(arguments.out)
            print(
                step,
                round(time.monotonic() - start),
                *(f"{k} {100 * (scores.get(k) or 0):.2f}" for k in SCORES),
                flush=True,
            )


def read_arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--config", type=Path, default=Path(__file__).parent / "config.cfg")
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--resume", type=Path, help="a pipeline to go on from, instead of a new one")
    parser.add_argument("--names", type=int, default=0, help="how many times more to draw sentences with names")
    parser.add_argument("--news", type=int, default=0, help="how many times more to draw the news of GUM")
    parser.add_argument("--without", nargs="*", default=[], help="components of the resumed pipeline to leave out")
    parser.add_argument("--silver", type=Path, help="names from teacher.py for the sentences without")
    parser.add_argument("--least", type=float, default=0.6, help="how sure the teacher must be of a name")
    parser.add_argument("--rate", type=float, default=0.001)
    parser.add_argument("--last-rate", type=float, default=0.001)
    parser.add_argument("--warm", type=int, default=0)
    parser.add_argument("--steps", type=int, default=8000)
    parser.add_argument("--every", type=int, default=400)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--wire", type=int, default=1500)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    train(read_arguments())
