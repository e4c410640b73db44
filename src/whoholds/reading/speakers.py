"""Who a speaker is: the fullest name that the report gives, and what sort of source that makes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from spacy.tokens import Token

from whoholds.model import SourceKind, Span
from whoholds.reading.actors import country_of, group_side, show
from whoholds.reading.hops import Parsed
from whoholds.reading.lexicon import load_words

PRONOUNS = ("he", "she", "it", "they", "who", "which", "that", "we", "i")
BACK = 3
"""Sentences back in which the speaker behind "it said" is looked for."""


class Speakers:
    """The parsed sentences of a report, asked for who spoke before, and for longer names of a speaker."""

    def __init__(self, parsed: Sequence[Parsed]) -> None:
        """Remember the sentences, and every name in them that could be a speaker's."""
        self._parsed = tuple(parsed)
        self._at = {one.sentence.index: n for n, one in enumerate(self._parsed)}
        self._names = [
            (one.sentence.index, token.i, token) for one in self._parsed for token in one.doc if _may_speak(token)
        ]

    def sentence_before(self, one: Parsed) -> Span | None:
        """Where the sentence before this one stands."""
        n = self._at[one.sentence.index]
        return self._parsed[n - 1].sentence.span if n > 0 else None

    def before(self, one: Parsed, token: Token) -> Token | None:
        """The nearest earlier noun that could be speaking: a subject of its sentence before any other."""
        here = (one.sentence.index, token.i)
        near = [
            (index, at, name)
            for index, at, name in self._names
            if (index, at) < here and here[0] - index <= BACK and _agrees(token, name)
        ]
        spoke = [entry for entry in near if entry[2].dep_.startswith("nsubj") and entry[0] != here[0]]
        best = max(spoke or near, default=None, key=lambda entry: entry[:2])
        return best[2] if best else None

    def fullest(self, name: str) -> str:
        """The longest name in the report that ends in, or begins with, the words of a short one."""
        words = name.lower().split()
        if not words or len(words) > 2 or not name[:1].isupper():
            return name
        longer = [
            shown
            for _, _, token in self._names
            if token.lower_ == words[-1] and len((shown := show(token)).split()) > len(words) and len(shown) < 70
        ]
        return longer[0] if longer else name


def _may_speak(token: Token) -> bool:
    return token.tag_.startswith("NN") and token.dep_.split(":")[0] in ("nsubj", "obl", "nmod", "appos", "ROOT", "conj")


def _agrees(pronoun: Token, name: Token) -> bool:
    """Whether a noun can be what a pronoun means: one person for "he", a body for "it", several for "they"."""
    kind = kind_of_source(show(name))
    proper = name.tag_ == "NNP"
    if pronoun.lower_ in ("he", "she"):
        return proper or name.lower_ in ("spokesman", "spokeswoman", "official", "resident", "commander", "governor")
    if pronoun.lower_ == "it":
        return kind in (SourceKind.MONITOR, SourceKind.BELLIGERENT, SourceKind.UNNAMED) and name.tag_ != "NNS"
    return name.tag_ in ("NNS", "NNPS") or kind is SourceKind.BELLIGERENT


@cache
def _kinds() -> tuple[tuple[SourceKind, frozenset[str]], ...]:
    table: dict[str, Any] = load_words("attribution")["kinds"]
    return tuple((SourceKind(kind), frozenset(words)) for kind, words in table.items())


@cache
def kind_of_source(name: str) -> SourceKind:
    """What sort of source a name is: by its nouns, then by whether it names a party or a country."""
    words = [word.strip("'’.,").removesuffix("'s").removesuffix("’s") for word in name.lower().split()]
    for kind, nouns in _kinds():
        if any(word in nouns for word in words):
            return kind
    if group_side(name) or country_of(name):
        return SourceKind.BELLIGERENT
    return SourceKind.OFFICIAL if name[:1].isupper() else SourceKind.UNNAMED


def name_source(head: Token, one: Parsed, speakers: Speakers) -> tuple[str, SourceKind, Span]:
    """The speaker's name to show, its kind, and where it stands."""
    span = one.span(head, head)
    meant = head
    if head.lower_ in PRONOUNS:
        meant = speakers.before(one, head) or head
    if meant.lower_ in PRONOUNS:
        return meant.text, SourceKind.UNNAMED, span
    name = show(meant)
    if meant is head:
        span = _name_span(head, one)
    full = speakers.fullest(name)
    described = _description(meant)
    kind = kind_of_source(described) if described else kind_of_source(full)
    shown = f"{full}, {described}" if described and kind in (SourceKind.WITNESS, SourceKind.MONITOR) else full
    return shown, kind, span


def _name_span(head: Token, one: Parsed) -> Span:
    left = [token for token in head.subtree if token.i <= head.i]
    return one.span(left[0] if left else head, head)


def _description(head: Token) -> str:
    """What the report says somebody is: "Rami X, director of the Observatory", "spokesman Ali Y"."""
    for child in head.children:
        if child.dep_ == "appos" and child.tag_.startswith("NN"):
            of = [t for t in child.children if t.dep_ == "nmod"]
            return " ".join([show(child), *(f"of {show(t)}" for t in of[:1])])
    return ""
