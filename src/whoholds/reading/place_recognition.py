"""Which capitalised words of a sentence name places, by grammar and by the gazetteer: names found, not yet resolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whoholds.gazetteer.interface import Candidate, Gazetteer
from whoholds.model import Part, PlaceKind
from whoholds.reading.actors import group_side
from whoholds.reading.names import Line, find_runs, is_title_case
from whoholds.reading.place_words import country_words, place_words

LONGEST = 5
"""Words in one place name; no settlement of the shipped gazetteer has more outside parentheses."""
DIVISIONS = (PlaceKind.PROVINCE, PlaceKind.DISTRICT, PlaceKind.REGION)


@dataclass(frozen=True, slots=True)
class Found:
    """A place name as found: words ``first`` to ``last`` of a line, what it may be, and what the words around say.

    ``kind`` is the sort of place that a type noun beside it gives ("village of X"), ``None`` without one.
    """

    first: int
    last: int
    name: str
    candidates: tuple[Candidate, ...]
    kind: PlaceKind | None
    part: Part
    literal: bool
    country: str = ""


def find_places(line: Line, gazetteer: Gazetteer) -> Iterator[Found]:
    """The place names of one sentence, left to right."""
    headline = is_title_case(line)
    for first, last in find_runs(line):
        yield from _in_run(line, first, last, gazetteer, headline=headline)


def _in_run(line: Line, first: int, last: int, gazetteer: Gazetteer, *, headline: bool) -> Iterator[Found]:
    """The places inside one run of capitalised words: countries, listed names, and what grammar alone shows."""
    if _is_body(line, first, last) and not headline:
        return
    at = first
    while at <= last:
        stop, found = _longest_listed(line, at, last, gazetteer)
        if found is not None:
            if _plausible(line, found, headline=headline):
                yield found
            at = stop + 1
            continue
        rest = _unlisted_stop(line, at, last, gazetteer)
        if not headline and (unlisted := _unlisted(line, at, rest)) is not None:
            yield unlisted
        at = rest + 1


def _longest_listed(line: Line, at: int, last: int, gazetteer: Gazetteer) -> tuple[int, Found | None]:
    for stop in range(min(last, at + LONGEST - 1), at - 1, -1):
        written = line.written(at, stop)
        if at == stop and (line.lower(at) in place_words().not_places or len(written) < 3):
            continue
        if iso := _country(written):
            return stop, _country_found(line, at, stop, written, iso)
        if candidates := _candidates(line, at, stop, gazetteer):
            return stop, _found(line, at, stop, written, candidates)
    return at, None


def _candidates(line: Line, at: int, stop: int, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """What a name may name; a lost apostrophe ("Syrias", "Aleppos") is tried without its s."""
    written = line.written(at, stop)
    found = gazetteer.find_candidates(written)
    if not found and written.endswith("s") and stop + 1 < len(line.words):
        found = tuple(c for c in gazetteer.find_candidates(written[:-1]) if c.place.population > 50_000)
    return found


def _country(written: str) -> str:
    lower = written.lower()
    return country_words().get(lower) or (country_words().get(lower[:-1], "") if lower.endswith("s") else "")


def _country_found(line: Line, first: int, last: int, written: str, iso: str) -> Found:
    """A country: only "northern Syria" is a place that a claim can be about."""
    if line.lower(first - 1) in place_words().directions:
        name = line.written(first - 1, last)
        return Found(first - 1, last, name.removesuffix("'s"), (), PlaceKind.REGION, Part.REGION, True, iso)
    return Found(first, last, written, (), PlaceKind.COUNTRY, Part.REGION, False, iso)


def _found(line: Line, first: int, last: int, written: str, candidates: tuple[Candidate, ...]) -> Found:
    kind, literal = _type_beside(line, first, last), _is_literal(line, first, last)
    if kind is not None and kind.value in ("facility", "crossing", "road", "water") and _keeps_noun(line, last):
        own = line.written(first, last + 1)
        return Found(first, last + 1, own, (), kind, Part.FACILITY if kind.value == "facility" else Part.WHOLE, literal)
    return Found(first, last, written, candidates, kind, _part(line, first, last, kind), literal)


def _keeps_noun(line: Line, last: int) -> bool:
    return line.gap(last) == " " and line.lower(last + 1) in place_words().own_name and line.words[last + 1].capital


def _unlisted_stop(line: Line, at: int, last: int, gazetteer: Gazetteer) -> int:
    """The last word before the next listed name of the run."""
    stop = at
    while stop < last and _longest_listed(line, stop + 1, last, gazetteer)[1] is None:
        stop += 1
    return stop


def _unlisted(line: Line, first: int, last: int) -> Found | None:
    """A name in no list that grammar shows to be a place: a type noun beside it, or "in", "near", "outside" before."""
    words = place_words()
    while first <= last and line.lower(first) in words.not_places | {"the"}:
        first += 1
    if first > last or last - first >= LONGEST or len(line.written(first, last)) < 4:
        return None
    kind = _type_beside(line, first, last)
    before = line.lower(first - 1)
    if kind is None and before not in words.strong:
        return None
    if not _is_literal(line, first, last) or group_side(line.written(first, last)):
        return None
    if kind is not None and _keeps_noun(line, last):
        last += 1
    return Found(first, last, line.written(first, last), (), kind, _part(line, first, last, kind), True)


def _type_beside(line: Line, first: int, last: int) -> PlaceKind | None:
    """The kind that a noun gives: "X province", "the village of X", "the town X"."""
    types = place_words().types
    after = line.lower(last + 1) if line.gap(last) == " " else ""
    if after in types:
        return types[after]
    before = line.lower(first - 1)
    if before == "of" and line.lower(first - 2) in types:
        return types[line.lower(first - 2)]
    return types.get(before)


def _is_literal(line: Line, first: int, last: int) -> bool:
    """Whether the name means the place itself, not people or bodies called after it ("the Kunduz governor")."""
    words = place_words()
    gap, after = line.gap(last), line.lower(last + 1)
    if gap == "-" and after in words.suffixes:
        return False
    if gap == " " and after in words.people and not line.words[last].possessive:
        return False
    if gap == " " and after in words.speech and line.lower(first - 1) not in words.strong:
        return False
    return line.lower(first - 1) not in words.titles | words.given


def _is_body(line: Line, first: int, last: int) -> bool:
    """Whether a run is the name of an organisation or a person: it ends in a body's noun or begins with a title."""
    words = place_words()
    if first == last:
        return False
    if line.lower(last) in words.organisations:
        return True
    return line.lower(first) in words.titles or line.lower(first) in words.given


def _plausible(line: Line, found: Found, *, headline: bool) -> bool:
    """Whether a listed name is used as a place: grammar says so, or it is big enough to need no more."""
    words = place_words()
    if not found.candidates or found.kind is not None:
        return True
    before = line.lower(found.first - 1)
    placed = before in words.strong | words.weak | words.taking | words.directions
    largest = max(candidate.place.population for candidate in found.candidates)
    single = found.first == found.last and line.lower(found.first) in ENGLISH
    if single:
        return placed and before in words.strong and not headline
    if placed:
        return True
    division = any(candidate.place.kind in DIVISIONS for candidate in found.candidates)
    return largest >= 10_000 or division or (not headline and largest >= 500)


ENGLISH = frozenset(
    [
        "of",
        "bar",
        "nice",
        "mobile",
        "reading",
        "bath",
        "hope",
        "union",
        "liberty",
        "orange",
        "delta",
        "victory",
        "media",
        "martial",
        "post",
        "male",
        "most",
        "split",
        "police",
        "center",
        "central",
        "march",
        "price",
        "sale",
        "true",
        "young",
        "best",
        "good",
        "eagle",
        "temple",
        "general",
        "along",
        "man",
        "mission",
        "chance",
        "bury",
        "surprise",
        "enterprise",
        "independence",
        "alliance",
        "progress",
        "advance",
        "battle",
        "gap",
    ]
)


def _part(line: Line, first: int, last: int, kind: PlaceKind | None) -> Part:
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
