"""Make the folder that ships: the trained pipeline with a rule lemmatiser, without the words it was trained on."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import spacy
from spacy.language import Language

META = {
    "lang": "en",
    "name": "whoholds",
    "license": "CC BY-SA 4.0",
    "author": "whoholds contributors",
    "description": "Tagger, parser, lemmatiser and names for conflict news, trained on open treebanks",
}

CLOSED_CLASSES = {
    "pron": {
        "me": "I",
        "him": "he",
        "her": "she",
        "us": "we",
        "them": "they",
        "'em": "they",
        "i": "I",
        "an": "a",
        "my": "my",
        "these": "this",
        "those": "that",
        "whom": "who",
    },
    "det": {"an": "a", "these": "this", "those": "that"},
    "part": {"n't": "not", "n\u2019t": "not", "nt": "not"},
    "aux": {
        "'s": "be",
        "\u2019s": "be",
        "'re": "be",
        "\u2019re": "be",
        "'m": "be",
        "\u2019m": "be",
        "'ve": "have",
        "\u2019ve": "have",
        "'d": "would",
        "\u2019d": "would",
        "'ll": "will",
        "\u2019ll": "will",
        "wo": "will",
        "ca": "can",
        "is": "be",
        "are": "be",
        "was": "be",
        "were": "be",
        "been": "be",
        "am": "be",
        "being": "be",
        "has": "have",
        "had": "have",
        "having": "have",
        "does": "do",
        "did": "do",
        "done": "do",
    },
}


def add_lemmatiser(nlp: Language) -> None:
    """WordNet's exceptions and endings, by part of speech, from spacy-lookups-data; closed classes from us."""
    lemmatiser = nlp.add_pipe("lemmatizer", after="morphologizer", config={"mode": "rule"})
    lemmatiser.initialize(nlp=nlp)
    exceptions, rules = (lemmatiser.lookups.get_table(f"lemma_{name}") for name in ("exc", "rules"))
    for part, lemmas in CLOSED_CLASSES.items():
        exceptions.set(part, {form: [lemma] for form, lemma in lemmas.items()})
        rules.set(part, [["", ""]])


def list_strings(nlp: Language) -> list[str]:
    """The labels: every other string comes from the text that is read, so none is shipped."""
    labels = {label for name in nlp.pipe_names for label in getattr(nlp.get_pipe(name), "labels", ())}
    return sorted(labels)


def package(trained: Path, names: Path, out: Path, version: str) -> None:
    """Write the pipeline over the old one; README and licence beside it stay."""
    nlp = spacy.load(trained)
    if "ner" in nlp.pipe_names:
        nlp.remove_pipe("ner")
    nlp.add_pipe("ner", source=spacy.load(names, vocab=nlp.vocab))
    add_lemmatiser(nlp)
    nlp.meta.update(META | {"version": version})
    strings = list_strings(nlp)
    out.mkdir(parents=True, exist_ok=True)
    for part in filter(Path.is_dir, list(out.iterdir())):
        shutil.rmtree(part)
    nlp.to_disk(out)
    (out / "vocab/strings.json").write_text(json.dumps(strings))


def read_arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("names", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--version", default="0.1.0")
    return parser.parse_args()


if __name__ == "__main__":
    arguments = read_arguments()
    package(arguments.trained, arguments.names, arguments.out, arguments.version)
