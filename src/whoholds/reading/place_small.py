"""Places written in small letters with their sort beside them: "clashes in idlib province", "deir ezzor city"."""

from __future__ import annotations

from collections.abc import Iterator

from whoholds.gazetteer.interface import Gazetteer
from whoholds.model import Part, PlaceKind
from whoholds.reading.names import Line
from whoholds.reading.place_clues import DIVISIONS, is_literal, part_of
from whoholds.reading.place_found import Found
from whoholds.reading.place_words import place_words

SORTS = {"province": PlaceKind.PROVINCE, "governorate": PlaceKind.PROVINCE, "oblast": PlaceKind.PROVINCE}
TOWNS = {"city": PlaceKind.SETTLEMENT}
TOWN = 50_000
"""Inhabitants of a town that needs no capital letter to be known before "city"."""
SHORTEST = 4
"""Letters of the shortest such name; shorter ones are words."""


def find_small(line: Line, gazetteer: Gazetteer) -> Iterator[Found]:
    """The names of provinces and of large towns that a sentence writes in small letters, right before their sort."""
    if not any(sort in line.text for sort in (*SORTS, *TOWNS)):
        return
    for i, word in enumerate(line.words):
        kind = SORTS.get(word.text) or TOWNS.get(word.text)
        if kind is not None and not line.words[max(i - 1, 0)].capital:
            yield from _before(line, i, kind, gazetteer)


def _before(line: Line, at: int, kind: PlaceKind, gazetteer: Gazetteer) -> Iterator[Found]:
    """The longest name of at most three words right before the sort."""
    for first in range(max(at - 3, 0), at):
        name = line.written(first, at - 1)
        if not _may_be_name(line, first, at - 1) or len(name) < SHORTEST:
            continue
        found = tuple(
            c
            for c in gazetteer.find_candidates(name)
            if (c.place.kind in DIVISIONS if kind is PlaceKind.PROVINCE else c.place.population >= TOWN)
        )
        if found:
            part = Part.REGION if kind is PlaceKind.PROVINCE else part_of(line, first, at - 1, kind)
            yield Found(first, at - 1, name, found, kind, part, is_literal(line, first, at - 1))
            return


def _may_be_name(line: Line, first: int, last: int) -> bool:
    """Whether words are joined, all in small letters, and none of them is a plain word of English."""
    words = place_words()
    plain = words.english | words.common | words.not_places | words.directions | words.strong | words.weak
    inside = range(first, last + 1)
    if line.gap(first - 1) == "-" or any(line.words[i].text != line.lower(i) or line.lower(i) in plain for i in inside):
        return False
    return all(line.gap(i) in (" ", "-") for i in range(first, last + 1))
