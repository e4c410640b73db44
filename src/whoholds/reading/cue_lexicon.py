"""The words that show somebody is saying something, and what each form of a verb of saying makes of its content."""

from __future__ import annotations

from functools import cache
from typing import Any

from whoholds.reading.hops import Commitment
from whoholds.reading.lexicon import load_words, regular_forms

NOUN_PART = ("DT", "JJ", "NN", "CD", "HY", "PR", "PO", "VB", "RB", "AF")
QUOTE_MARKS = frozenset(["``", "''", '"', "“", "”", "«", "»", '""', '"""'])
FINITE = ("VBD", "VBZ", "VBP", "MD", "VBN", "VB")


@cache
def cue_words() -> dict[str, Any]:
    """The tables of ``attribution.toml``."""
    return load_words("attribution")


@cache
def forms_of_saying() -> dict[str, tuple[str, Commitment]]:
    """Every form of a verb of saying, with its lemma and what it makes of its content."""
    words = cue_words()
    forms: dict[str, tuple[str, Commitment]] = {}
    for name, commitment in (("said", Commitment.SAID), ("denied", Commitment.DENIED), ("planned", Commitment.PLANNED)):
        for lemma in words["cues"][name]:
            for form in (*regular_forms(lemma), *words["irregular"].get(lemma, ())):
                forms[form] = (lemma, commitment)
    return forms
