"""What the words around a name say of it: that it is a place, of which sort, how much of it, or that it is none."""

from __future__ import annotations

from whoholds.model import Part, PlaceKind
from whoholds.reading.names import PARTICLES, Line
from whoholds.reading.place_words import place_words

DIVISIONS = (PlaceKind.PROVINCE, PlaceKind.DISTRICT, PlaceKind.REGION)
PARTS = frozenset(place_words().partial)
OUTSKIRTS = frozenset(place_words().outskirts_before)
GENERIC = place_words().generic
FARTHEST_TYPE = 9
"""Words from a name to the plural noun that it shares with the names after it."""
LISTING = ("of", "including", "namely", "like", "are", "in")
"""Words between a plural noun and the places that it counts up: "villages including A and B"."""


def is_placed(line: Line, first: int) -> bool:
    """Whether "in", "near", "outside" or "areas of" stand before a name, an article between them or not."""
    before = first - 2 if line.lower(first - 1) == "the" else first - 1
    if line.lower(before) == "of":
        if line.lower(before - 1) in place_words().of_nouns:
            return "under" not in (line.lower(before - 2), line.lower(before - 3))  # "under the control of" a party
        return any(f"{line.lower(before - 1)} of" in phrases for phrases in (PARTS, OUTSKIRTS))
    return line.lower(before) in place_words().strong


def is_located(line: Line, last: int) -> bool:
    """Whether the words after a name say where it lies: "X near Y", "X, east of Y", "X in Y province"."""
    after = [line.lower(i) for i in range(last + 1, last + 4)]
    if after[:1] and after[0] in ("near", "outside"):
        return True
    return len(after) == 3 and after[0] in place_words().directions and after[1] == "of"


def is_in_list(line: Line, first: int) -> bool:
    """Whether a name goes on a list of places: "the villages of A, B and C", "neighbourhoods of A B and C"."""
    start = first - 1 if line.lower(first - 1) == "the" else first
    plural = follows_plural(line, start)
    return plural and (line.lower(start - 1) in ("and", "including", "namely") or line.gap(start - 1) == ", ")


def follows_plural(line: Line, first: int) -> bool:
    """Whether a noun in the plural, up to eight words back, begins a list of places: "the villages of"."""
    types = place_words().types
    before = [line.lower(i) for i in range(max(first - 9, 0), first)]
    return any(
        word in types and word.endswith("s") and before[n + 1 : n + 2] and before[n + 1] in LISTING
        for n, word in enumerate(before)
    )


def list_goes_on(line: Line, last: int) -> bool:
    """Whether "and" and one more name stand after a run of names."""
    further = last + 2 if line.lower(last + 2) not in PARTICLES else last + 3
    return line.lower(last + 1) == "and" and further < len(line.words) and line.words[further].capital


def type_beside(line: Line, first: int, last: int) -> PlaceKind | None:
    """The kind that a noun gives: "X province", "the village of X", "the town X"."""
    types = place_words().types
    after = line.lower(last + 1) if line.gap(last) == " " else ""
    if after in ("military", "air", "international", "district", "city", "old") and line.lower(last + 2) in types:
        return types[line.lower(last + 2)]
    if after in types:
        return types[after]
    if shared := _shared_type(line, last):
        return types[shared]
    before = line.lower(first - 1)
    if before == "of" and line.lower(first - 2) in types:
        return types[line.lower(first - 2)]
    return types.get(before)


def _shared_type(line: Line, last: int) -> str:
    """The plural noun that names share: "the Bahi and Mabrouk fields", "A, B and C counties"; ``""`` without one."""
    at, joined = last + 1, False
    while at < min(last + FARTHEST_TYPE, len(line.words)):
        if line.words[at].lower == "and":
            joined = True
        elif not line.words[at].capital and line.gap(at) != "-":
            break
        at += 1
    noun, begun = line.lower(at), line.lower(last + 1) == "and" or line.gap(last) == ", "
    named = joined and begun and at > last + 2 and line.words[at - 1].capital
    return noun if named and noun.endswith("s") and noun in place_words().types else ""


def is_literal(line: Line, first: int, last: int) -> bool:
    """Whether the name means the place itself, not people or bodies called after it ("the Kunduz governor")."""
    words = place_words()
    gap, after = line.gap(last), line.lower(last + 1)
    if gap == "-" and after in words.suffixes:
        return False
    if line.lower(first - 1) == "of" and line.lower(first - 2) in words.types:
        return True
    if after in ("military", "air", "police") and line.lower(last + 2) in words.types:
        return True
    if gap == " " and after in words.people and not line.words[last].possessive:
        return False
    if gap == " " and after in words.speech and line.lower(first - 1) not in words.strong:
        return False
    return line.lower(first - 1) not in words.titles | words.given


def part_of(line: Line, first: int, last: int, kind: PlaceKind | None) -> Part:
    """How much of the place the words around it mean."""
    words = place_words()
    before = " ".join(line.lower(i) for i in range(max(first - 6, 0), first))
    after = line.lower(last + 1) if line.gap(last) in (" ", "") else ""
    stripped = _without_type(before)
    if kind is PlaceKind.FACILITY:
        return Part.FACILITY
    if any(stripped.endswith(phrase) for phrase in words.centre_before) or after in words.centre_after:
        return Part.CENTRE
    if (
        any(f" {stripped}".endswith(f" {phrase}") for phrase in words.outskirts_before)
        or after in words.outskirts_after
    ):
        return Part.OUTSKIRTS
    if kind in DIVISIONS:
        return Part.REGION
    direction = stripped.split(" ")[-1] in words.directions
    if direction or any(stripped.endswith(phrase) for phrase in words.partial):
        return Part.PART
    return Part.WHOLE


def _without_type(before: str) -> str:
    """The words before a name without "the northern city of" and the like."""
    parts = before.split(" ")
    if parts[-1:] == ["of"] and len(parts) > 1 and parts[-2] in place_words().types:
        parts = parts[:-2]
        while parts and (parts[-1] in place_words().directions or parts[-1] in ("the", "a", "key", "strategic", "its")):
            parts = parts[:-1]
    while parts and parts[-1] == "the":
        parts = parts[:-1]
    return " ".join(parts)
