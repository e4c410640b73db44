"""Names that no list has but that grammar shows to be places, and where a list that lost its commas comes apart."""

from __future__ import annotations

from collections.abc import Iterator

from whoholds.model import Part, PlaceKind
from whoholds.reading.names import PARTICLES, Line
from whoholds.reading.place_clues import (
    GENERIC,
    follows_plural,
    is_in_list,
    is_literal,
    is_located,
    is_placed,
    part_of,
    type_beside,
)
from whoholds.reading.place_filters import is_common_word
from whoholds.reading.place_found import Found, Marks
from whoholds.reading.place_words import place_words
from whoholds.reading.sides import group_side


def find_unlisted(
    line: Line, first: int, last: int, marks: Marks, *, listed: bool, whole: bool = False
) -> Iterator[Found]:
    """Names that no list has but grammar shows to be places; a list without commas comes apart unless ``whole``."""
    words = place_words()
    while first <= last and line.lower(first) in words.not_places | {"the"}:
        first += 1
    while first < last and line.lower(last) in words.not_places:
        last -= 1
    if first > last or len(line.written(first, last)) < 3 or group_side(line.written(first, last)):
        return
    kind, span = type_beside(line, first, last), (line.words[first].start, line.words[last].end)
    shown = kind is not None or listed or is_placed(line, first) or is_in_list(line, first) or is_located(line, last)
    if (not shown and not _may_be_unlisted(line, first, last, marks)) or (
        kind is None and not listed and marks.other(*span)
    ):
        return
    if kind is None and not listed and _ends_a_name(line, first, last):
        return
    if (kind is None and len(line.written(first, last)) < 4) or is_common_word(line, first, last):
        return
    if not (marks.name(line, first, last) or marks.place(*span)) or (not shown and marks.somebody(*span)):
        return
    if not is_literal(line, first, last) and not listed:
        return
    in_list = listed or is_in_list(line, first) or follows_plural(line, first)
    if kind is not None and keeps_noun(line, last):
        last += 1
    for piece_first, piece_last in [(first, last)] if whole else _pieces(line, first, last, in_list=in_list):
        name = line.written(piece_first, piece_last)
        yield Found(piece_first, piece_last, name, (), kind, part_of(line, piece_first, piece_last, kind), True)


def _ends_a_name(line: Line, first: int, last: int) -> bool:
    """Whether one word follows another capital as part of its name: the Development of "Workforce Development"."""
    if first != last or first == 0 or line.gap(first - 1) != " " or not line.words[first - 1].capital:
        return False
    words = place_words()
    return line.lower(first - 1) not in words.not_places | words.directions | words.strong | {"the"}


def _may_be_unlisted(line: Line, first: int, last: int, marks: Marks) -> bool:
    """Whether the language model alone is enough: a name of several words, or one after a preposition or a verb."""
    words = place_words()
    if not marks.place(line.words[first].start, line.words[last].end):
        return False
    return (
        first < last
        or line.lower(first - 1) in words.weak | words.taking | words.directions
        or "-" in line.written(first, last)
    )


def _pieces(line: Line, first: int, last: int, *, in_list: bool) -> Iterator[tuple[int, int]]:
    """The names in a run too long for one: each begins at a capital that no generic word or article stands before.

    In a list that lost its commas, what has an article or a generic word is whole when the next article comes.
    """
    if last - first < (2 if in_list else 3):
        yield first, last
        return
    start = first
    for i in range(first + 1, last + 1):
        joined = line.gap(i - 1) != " " or not line.words[i].capital or line.lower(i - 1) in GENERIC
        article = line.lower(i) in PARTICLES and line.gap(i) == "-"
        ended = in_list and article and line.gap(i - 1) == " " and _is_whole(line, start, i - 1)
        begun = not joined and line.lower(i - 1) not in PARTICLES and not _article_follows(line, i)
        if ended or begun:
            yield start, i - 1
            start = i
    yield start, last


def _is_whole(line: Line, start: int, last: int) -> bool:
    """Whether words are a name that needs no article after it: "al-Shaghour", "Khan Touman"; "Halap" may need one."""
    return start < last and (line.lower(start) in PARTICLES or line.lower(start) in GENERIC)


def _article_follows(line: Line, i: int) -> bool:
    """Whether a word is the article of the next: "Al" in "Qoraa Al Kabireh" belongs to the name before it."""
    return line.lower(i) in PARTICLES


def keeps_noun(line: Line, last: int) -> bool:
    """Whether the noun after a name is part of it: "Tabqa Dam", "Castello Road"."""
    return line.gap(last) == " " and line.lower(last + 1) in place_words().own_name and line.words[last + 1].capital


NUMBERED = ("base", "regiment", "brigade", "checkpoint", "hill", "point", "battalion")
"""Nouns that make a place of the number after them ("Base 46", "the regiment 137") where something happens at it."""


def find_numbered(line: Line) -> Iterator[Found]:
    """Bases and the like that have a number for a name, after words of place only: "Brigade 93 said" is a unit."""
    words = place_words()
    for i in range(len(line.words) - 1):
        if line.lower(i) not in NUMBERED or not line.words[i + 1].text.isdecimal() or line.gap(i) != " ":
            continue
        before = line.lower(i - 2) if line.lower(i - 1) == "the" else line.lower(i - 1)
        if before in words.strong | words.taking | {"at", "on", "from", "of", "and", "to"}:
            yield Found(i, i + 1, line.written(i, i + 1), (), PlaceKind.FACILITY, Part.FACILITY, True)
