"""What keeps a listed name from being taken for its place: persons of the report, and common words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from whoholds.gazetteer.interface import Gazetteer
from whoholds.reading.hops import Parsed
from whoholds.reading.names import Line
from whoholds.reading.place_words import place_words

PERSON_LABELS = ("PER", "PERSON")
SHORTEST_SURNAME = 3
KNOWN_BY_NAME = 100_000
"""Inhabitants of a city that stays itself even in a report with a person of its name."""
_CONTRACTED = re.compile(r"['’](?:ve|ll|re|m|d|t)$")
_NAME = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")


LARGE = 100_000
"""Inhabitants of a place whose name no person's first name is: "Dimashq Daraa" is two places."""


def surnames_of(parsed: Iterable[Parsed], gazetteer: Gazetteer, *, alike: Iterable[str] = ()) -> frozenset[str]:
    """Last words, in lower case, of persons whom the report gives with more than one word.

    ``alike`` are last words of names that only look like persons'. A name that also stands by itself after "in" or
    "near" is left out: there it is a place.
    """
    sentences = tuple(parsed)
    people = {name for one in sentences for name in _last_names(one, gazetteer)} | set(alike)
    placed = {name for one in sentences for name in _after_prepositions(one)}
    return frozenset(people - placed)


def _last_names(one: Parsed, gazetteer: Gazetteer) -> Iterator[str]:
    words = place_words()
    for ent in one.doc.ents:
        name = ent.text.split()[-1].lower()
        if ent.label_ not in PERSON_LABELS or len(ent.text.split()) < 2 or not _NAME.fullmatch(name):
            continue
        first = ent.text.split()[0]
        if first.lower() in words.generic or "-" in name or _is_large(first, gazetteer):
            continue
        if first.istitle() and ent[-1].is_title and first.lower() not in ("the", "of"):
            yield name.removesuffix("'s").removesuffix("’s")
    for token, following in zip(one.doc, one.doc[1:], strict=False):
        before = token.lower_.rstrip(".")
        if following.text[:1].isupper() and (before in words.titles or (token.is_title and before in words.given)):
            further = following.nbor() if following.i + 1 < len(one.doc) else following
            last = further if further.text[:1].isupper() and further.tag_.startswith("NNP") else following
            if len(last.text) >= SHORTEST_SURNAME:
                yield last.lower_


def _is_large(name: str, gazetteer: Gazetteer) -> bool:
    return any(candidate.place.population >= LARGE for candidate in gazetteer.find_candidates(name))


def _after_prepositions(one: Parsed) -> Iterator[str]:
    for token, following in zip(one.doc, one.doc[1:], strict=False):
        if token.lower_ in ("in", "near", "outside", "into", "across", "around") and following.text[:1].isupper():
            yield following.lower_


def is_introduced(line: Line, first: int) -> bool:
    """Whether the word before a name leads to a place: "in", "from", "captured", "northern"."""
    words = place_words()
    return line.lower(first - 1) in words.strong | words.taking | words.directions


def is_common_word(line: Line, first: int, last: int) -> bool:
    """Whether a single word is a noun that names no place alone: "School", "Army", though a village has it."""
    words = place_words()
    if first == last and _CONTRACTED.search(line.lower(first)):
        return True
    return first == last and line.lower(first) in words.types.keys() | words.organisations | words.common


def is_somebody(line: Line, first: int, last: int, *, people: int, surnames: frozenset[str]) -> bool:
    """Whether a name is that of a person of the report, by the words before it or because the report introduced one.

    ``people`` is the population of the largest place of that name.
    """
    words = place_words()
    before = line.lower(first - 1).rstrip(".")
    if line.gap(first - 1) in (" ", ". ") and (before in words.titles or _is_given(line, first - 1)):
        return people < KNOWN_BY_NAME or before in words.titles
    if first == last and _is_given(line, first) and line.gap(first) == " " and _is_plain_capital(line, first + 1):
        return people < KNOWN_BY_NAME
    return first == last and line.lower(first) in surnames and people < KNOWN_BY_NAME


def _is_plain_capital(line: Line, i: int) -> bool:
    words = place_words()
    return i < len(line.words) and line.words[i].capital and line.lower(i) not in words.types.keys() | words.people


def _is_given(line: Line, i: int) -> bool:
    return i >= 0 and line.words[i].capital and line.lower(i) in place_words().given
