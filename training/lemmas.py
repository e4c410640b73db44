"""A rule lemmatiser: the exceptions and endings of WordNet, and the closed classes."""

from __future__ import annotations

from spacy.language import Language

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
    lemmatiser = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    lemmatiser.initialize(nlp=nlp)
    exceptions, rules = (lemmatiser.lookups.get_table(f"lemma_{name}") for name in ("exc", "rules"))
    for part, lemmas in CLOSED_CLASSES.items():
        exceptions.set(part, {form: [lemma] for form, lemma in lemmas.items()})
        rules.set(part, [["", ""]])
