"""Measure a pipeline on treebanks, names, stripped text, speed, load time and size."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from corpus import to_example
from treebank import Sentence


def score_texts(nlp: Language, sentences: list[Sentence]) -> dict[str, float]:
    """Scores on gold words and gold sentences; punctuation counts, as in the CoNLL shared task."""
    examples = [to_example(nlp.vocab, [sentence]) for sentence in sentences]
    for example, doc in zip(examples, nlp.pipe(one_sentence(e.predicted) for e in examples), strict=True):
        example.predicted = doc
    scores = nlp.evaluate([]) if not examples else _score(nlp, examples)
    return scores | attachment(examples)


def one_sentence(doc: Doc) -> Doc:
    """The document marked as a single sentence, as the reader hands it over."""
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


def _score(nlp: Language, examples: list[Example]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for _, pipe in nlp.pipeline:
        if hasattr(pipe, "score"):
            scores |= pipe.score(examples)
    return scores


def attachment(examples: list[Example]) -> dict[str, float]:
    """UAS and LAS over all words, punctuation included."""
    pairs = [(p, g) for e in examples if e.reference.has_annotation("DEP")
             for p, g in zip(e.predicted, e.reference, strict=True)]
    heads = sum(p.head.i == g.head.i for p, g in pairs)
    both = sum(p.head.i == g.head.i and p.dep_.lower() == g.dep_.lower() for p, g in pairs)
    return {"dep_uas": heads / len(pairs), "dep_las": both / len(pairs)}
