"""Train the names further, over a tok2vec that stays as it is: most sentences of `train.py` have no names marked."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.util import fix_random_seed
from thinc.api import Adam

from corpus import Corpus, read_corpus
from measure import score_texts
from train import draw_batches


def tune(nlp: Language, corpus: Corpus, arguments: argparse.Namespace) -> None:
    """Run the steps on sentences with names; the averaged weights are scored and saved at the end."""
    marked = [sentence for sentence in corpus.train if sentence.names is not None]
    others = [name for name in nlp.pipe_names if name != "ner"]
    optimizer = Adam(0.001, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
    batches = draw_batches(nlp, marked, arguments.seed, words=arguments.words, wire=arguments.wire)
    for _, batch in zip(range(arguments.steps), batches, strict=False):
        nlp.update(batch, sgd=optimizer, drop=arguments.dropout, exclude=others, annotates=["tok2vec"])
    with nlp.use_params(optimizer.averages):
        scores = score_texts(nlp, corpus.valid)
        nlp.to_disk(arguments.out)
    print({name: scores[name] for name in ("ents_p", "ents_r", "ents_f", "dep_las")})


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--words", type=int, default=300)
    parser.add_argument("--wire", type=int, default=1500)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    start, given = time.monotonic(), read_arguments()
    fix_random_seed(given.seed)
    tune(spacy.load(given.trained), read_corpus(given.data), given)
    print(f"{time.monotonic() - start:.0f} s")
