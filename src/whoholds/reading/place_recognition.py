"""Which capitalised words of a sentence name places, by grammar and by the gazetteer: names found, not yet resolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from whoholds.gazetteer.interface import Candidate, Gazetteer
from whoholds.model import Part, PlaceKind
from whoholds.reading.lexicon import load_words
from whoholds.reading.names import PARTICLES, Line, find_runs, is_title_case
from whoholds.reading.place_words import country_words, place_words
from whoholds.reading.sides import group_side

LONGEST = 5
"""Words in one place name; 99.9 % of the names in the default gazetteer have no more, parentheses aside."""
DIVISIONS = (PlaceKind.PROVINCE, PlaceKind.DISTRICT, PlaceKind.REGION)


@dataclass(frozen=True, slots=True)
class Found:
    """A place name as found: words ``first`` to ``last`` of a line, what it may be, and what the words around say.

    ``kind`` is the sort of place that a type noun beside it gives ("village of X"), ``None`` without one. ``doubtful``
    says that the language model takes it for a person, and no word beside it for a place.
    """

    first: int
    last: int
    name: str
    candidates: tuple[Candidate, ...]
    kind: PlaceKind | None
    part: Part
    literal: bool
    country: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """What the language model takes for names of places and of others: (start, end) in the sentence.

    ``proper`` holds where words begin that it tags as proper nouns.
    """

    places: tuple[tuple[int, int], ...] = ()
    others: tuple[tuple[int, int], ...] = ()
    proper: frozenset[int] = frozenset()
    persons: tuple[tuple[int, int], ...] = ()

    def name(self, line: Line, first: int, last: int) -> bool:
        """Whether any of these words is tagged as a proper noun (or nothing is tagged)."""
        return not self.proper or any(line.words[i].start in self.proper for i in range(first, last + 1))

    def person(self, start: int, end: int) -> bool:
        """Whether they are, or lie inside, the name of a person."""
        return any(first <= start and end <= last for first, last in self.persons)

    def somebody(self, start: int, end: int) -> bool:
        """Whether they are, or lie inside, the name of somebody or something that is no place."""
        return any(first <= start and end <= last for first, last in self.others)

    def place(self, start: int, end: int) -> bool:
        """Whether characters ``start`` to ``end`` touch the name of a place."""
        return any(first < end and start < last for first, last in self.places)

    def other(self, start: int, end: int) -> bool:
        """Whether they lie inside the longer name of somebody or something else."""
        return any(first <= start and end <= last and last - first > end - start + 2 for first, last in self.others)


def find_places(line: Line, gazetteer: Gazetteer, marks: Marks) -> Iterator[Found]:
    """The place names of one sentence, left to right."""
    headline, before = is_title_case(line), -9
    for first, last in find_runs(line):
        listed = (before == first - 1 and line.gap(before) == ", ") or (
            before == first - 2 and line.lower(first - 1) == "and"
        )
        for found in _in_run(line, first, last, gazetteer, marks, headline=headline, listed=listed):
            before = found.last if found.literal else before
            yield found


def _in_run(
    line: Line, first: int, last: int, gazetteer: Gazetteer, marks: Marks, *, headline: bool, listed: bool
) -> Iterator[Found]:
    """The places inside one run of capitalised words: countries, listed names, and what grammar alone shows."""
    while first < last and line.lower(first) in OPENERS and line.gap(first) == " ":
        first += 1
    if _is_body(line, first, last, gazetteer) and not headline:
        return
    if not headline and _is_one_name(line, first, last, gazetteer):
        yield from _unlisted(line, first, last, marks, listed=listed, whole=True)
        return
    at, after_listed = first, False
    while at <= last:
        stop, found = _longest_listed(line, at, last, gazetteer)
        if found is None:
            rest = _unlisted_stop(line, at, last, gazetteer)
            if not headline:
                yield from _unlisted(line, at, rest, marks, listed=listed and at == first)
            at, after_listed = rest + 1, False
            continue
        if at > first and not after_listed and line.gap(at - 1) == " " and _is_tail(line, at, found):
            yield from _unlisted(line, at - 1, stop, marks, listed=False)
        elif _is_head(line, stop, last, found, gazetteer):
            yield from _unlisted(line, at, last, marks, listed=listed and at == first)
            return
        elif _is_known(line, found, marks) and _plausible(line, found, headline=headline):
            yield replace(found, doubtful=_is_doubtful(line, found, marks))
        at, after_listed = stop + 1, True


def _is_doubtful(line: Line, found: Found, marks: Marks) -> bool:
    own = line.words[found.first].start, line.words[found.last].end
    return found.kind is None and not _introduced(line, found.first) and marks.person(*own)


def _is_known(line: Line, found: Found, marks: Marks) -> bool:
    """Whether a listed name stands by itself, not inside the name of somebody or something else."""
    own = line.words[found.first].start, line.words[found.last].end
    if found.kind is not None or _introduced(line, found.first):
        return True
    return _largest(found) >= FAMILIAR or not marks.other(*own)


def _introduced(line: Line, first: int) -> bool:
    """Whether the word before a name leads to a place: "in", "from", "captured", "northern"."""
    words = place_words()
    return line.lower(first - 1) in words.strong | words.taking | words.directions


def _is_tail(line: Line, at: int, found: Found) -> bool:
    """Whether a listed name is only the end of a longer one that no list has ("Tharthar Barrage", "Uncle Sam")."""
    before = line.words[at - 1]
    own = found.kind is not None or _largest(found, by_main_name=True) >= FAMILIAR
    plain = before.lower in place_words().not_places | OPENERS | place_words().directions or before.possessive
    return before.capital and not own and not plain and not _country(before.text)


def _is_head(line: Line, stop: int, last: int, found: Found, gazetteer: Gazetteer) -> bool:
    """Whether a listed name is only the beginning of a longer one that no list has ("Wad Tirab al-Gibli")."""
    if stop == last or line.gap(stop) != " " or line.lower(stop + 1) in place_words().types:
        return False
    if _largest(found, by_main_name=True) >= FAMILIAR:
        return False
    words = place_words()
    further = line.words[stop + 1]
    if further.lower in words.not_places | words.directions | words.types.keys() or _country(further.text):
        return False
    return _longest_listed(line, stop + 1, last, gazetteer)[1] is None


def _is_one_name(line: Line, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether "the village of" stands before a run that no list has as a whole: none of its words is a place then."""
    before = line.lower(first - 2) if line.lower(first - 1) == "of" else line.lower(first - 1)
    single = before in place_words().types and not before.endswith("s")
    if line.lower(first) not in GENERIC and _is_familiar(line.written(first, first), gazetteer):
        return False
    return single and 0 < last - first < LONGEST - 1 and not gazetteer.find_candidates(line.written(first, last))


def _longest_listed(line: Line, at: int, last: int, gazetteer: Gazetteer) -> tuple[int, Found | None]:
    for stop in range(min(last, at + LONGEST - 1), at - 1, -1):
        written = line.written(at, stop)
        if at == stop and (line.lower(at) in place_words().not_places or len(written) < 3):
            continue
        if group_side(written):
            continue
        if stop == last and (facility := _with_nouns(line, at, stop, gazetteer)) is not None:
            return stop, facility
        iso = _country(written)
        if iso and not any(
            c.place.kind is PlaceKind.SETTLEMENT and c.place.country == iso for c in _listed(written, gazetteer)
        ):
            return stop, _country_found(line, at, stop, written, iso, gazetteer)
        if candidates := _candidates(line, at, stop, gazetteer):
            if candidates[0].place.kind is PlaceKind.COUNTRY:
                return stop, _country_found(line, at, stop, written, candidates[0].place.country, gazetteer)
            return stop, _found(line, at, stop, written, candidates)
    return at, None


def _with_nouns(line: Line, first: int, last: int, gazetteer: Gazetteer) -> Found | None:
    """A listed facility, road or quarter that is named with the nouns after it: "Kuweires military airport"."""
    types = place_words().types
    for stop in range(last + 3, last, -1):
        if line.lower(stop) not in types or any(line.gap(i) != " " for i in range(last, stop)):
            continue
        if line.lower(stop) not in place_words().own_name and _largest_named(line.written(first, last), gazetteer):
            continue  # the airport of a town: the town is the place
        written = line.written(first, stop)
        found = tuple(c for c in gazetteer.find_candidates(written) if c.place.kind in OWN_KINDS)
        if found:
            kind = found[0].place.kind
            part = Part.FACILITY if kind is PlaceKind.FACILITY else Part.WHOLE
            return Found(first, stop, written, found, kind, part, _is_literal(line, first, stop))
    return None


OWN_KINDS = (PlaceKind.FACILITY, PlaceKind.ROAD, PlaceKind.CROSSING, PlaceKind.WATER, PlaceKind.NEIGHBOURHOOD)
OPENERS = (
    place_words().strong
    | place_words().weak
    | frozenset(("the", "a", "an", "after", "before", "as", "while", "when", "but", "this", "its"))
)
"""Words that stand before a name in a sentence and are capitalised at its start."""


def _listed(written: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    return gazetteer.find_candidates(written)


def _candidates(line: Line, at: int, stop: int, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """What a name may name; a lost apostrophe ("Syrias", "Aleppos") is tried without its s."""
    written = line.written(at, stop)
    found = gazetteer.find_candidates(written)
    if not found and written.endswith("s") and stop + 1 < len(line.words):
        found = tuple(c for c in gazetteer.find_candidates(written[:-1]) if c.place.population > 50_000)
    return found


FAMILIAR = 50_000
"""Inhabitants of a place that is taken for itself even where the language model sees part of another name."""


def _is_familiar(name: str, gazetteer: Gazetteer) -> bool:
    """Whether a name is the main name of a town that needs no introduction."""
    return any(c.how == "exact" and c.place.population >= FAMILIAR for c in gazetteer.find_candidates(name))


def _largest_named(name: str, gazetteer: Gazetteer) -> int:
    return max((candidate.place.population for candidate in gazetteer.find_candidates(name)), default=0)


def _largest(found: Found, *, by_main_name: bool = False) -> int:
    sizes = (c.place.population for c in found.candidates if c.how == "exact" or not by_main_name)
    return max(sizes, default=0)


def _country(written: str) -> str:
    lower = written.lower()
    return country_words().get(lower) or (country_words().get(lower[:-1], "") if lower.endswith("s") else "")


def _country_found(line: Line, first: int, last: int, written: str, iso: str, gazetteer: Gazetteer) -> Found:
    """A country: only a side of it ("northern Syria", "the north of Syria") is a place that a claim can be about."""
    at, direction = _direction_before(line, first)
    name = f"{direction} {written}"
    if direction and (candidates := gazetteer.find_candidates(name)):
        return Found(at, last, name, candidates, PlaceKind.REGION, Part.REGION, True, iso)
    return Found(first, last, written, (), PlaceKind.COUNTRY, Part.REGION, False, iso)


def _direction_before(line: Line, first: int) -> tuple[int, str]:
    """Where "northern" or "the north of" before a country begins, and the direction; ``""`` without one."""
    if line.gap(first - 1) in (" ", "-") and line.lower(first - 1) in place_words().directions:
        start = first - 1
        if line.gap(start - 1) == "-" and line.lower(start - 1) in place_words().directions:
            start -= 1
        return start, line.written(start, first - 1)
    nouns = place_words().directions
    if [line.lower(first - 1), line.lower(first - 3)] == ["of", "the"] and line.lower(first - 2) in nouns:
        return first - 2, line.lower(first - 2)
    return first, ""


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


def _unlisted(line: Line, first: int, last: int, marks: Marks, *, listed: bool, whole: bool = False) -> Iterator[Found]:
    """Names that no list has but grammar shows to be places; a list without commas comes apart unless ``whole``."""
    words = place_words()
    while first <= last and line.lower(first) in words.not_places | {"the"}:
        first += 1
    while first < last and line.lower(last) in words.not_places:
        last -= 1
    if first > last or len(line.written(first, last)) < 4 or group_side(line.written(first, last)):
        return
    kind, span = _type_beside(line, first, last), (line.words[first].start, line.words[last].end)
    shown = kind is not None or listed or _placed(line, first) or _in_list(line, first) or _located(line, last)
    if (not shown and not marks.place(*span)) or (kind is None and marks.other(*span)):
        return
    if not marks.name(line, first, last) or (not shown and marks.somebody(*span)):
        return
    if not _is_literal(line, first, last):
        return
    if kind is not None and _keeps_noun(line, last):
        last += 1
    for piece_first, piece_last in [(first, last)] if whole else _pieces(line, first, last):
        name = line.written(piece_first, piece_last)
        yield Found(piece_first, piece_last, name, (), kind, _part(line, piece_first, piece_last, kind), True)


def _placed(line: Line, first: int) -> bool:
    """Whether "in", "near", "outside" or "areas of" stand before a name, an article between them or not."""
    before = first - 2 if line.lower(first - 1) == "the" else first - 1
    if line.lower(before) == "of":
        return any(f"{line.lower(before - 1)} of" in phrases for phrases in (PARTS, OUTSKIRTS))
    return line.lower(before) in place_words().strong


def _located(line: Line, last: int) -> bool:
    """Whether the words after a name say where it lies: "X near Y", "X, east of Y", "X in Y province"."""
    after = [line.lower(i) for i in range(last + 1, last + 4)]
    if after[:1] and after[0] in ("near", "outside"):
        return True
    return len(after) == 3 and after[0] in place_words().directions and after[1] == "of"


def _in_list(line: Line, first: int) -> bool:
    """Whether a name goes on a list of places: "the villages of A, B and C", "neighbourhoods of A B and C"."""
    types = place_words().types
    before = [line.lower(i) for i in range(max(first - 9, 0), first)]
    plural = any(
        word in types and word.endswith("s") and before[n + 1 : n + 2] == ["of"] for n, word in enumerate(before)
    )
    return (plural and before[-1:] == ["and"]) or (plural and line.gap(first - 1) == ", ")


def _pieces(line: Line, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The names in a run too long for one: each begins at a capital that no generic word or article stands before."""
    if last - first < 3:
        yield first, last
        return
    start = first
    for i in range(first + 1, last + 1):
        joined = line.gap(i - 1) != " " or not line.words[i].capital or line.lower(i - 1) in GENERIC
        if not joined and line.lower(i - 1) not in PARTICLES and not _article_follows(line, i):
            yield start, i - 1
            start = i
    yield start, last


def _article_follows(line: Line, i: int) -> bool:
    """Whether a word is the article of the next: "Al" in "Qoraa Al Kabireh" belongs to the name before it."""
    return line.lower(i) in PARTICLES


PARTS = frozenset(place_words().partial)
OUTSKIRTS = frozenset(place_words().outskirts_before)
GENERIC = frozenset(load_words("places")["generic"]["words"])


def _type_beside(line: Line, first: int, last: int) -> PlaceKind | None:
    """The kind that a noun gives: "X province", "the village of X", "the town X"."""
    types = place_words().types
    after = line.lower(last + 1) if line.gap(last) == " " else ""
    if after in ("military", "air", "international", "district", "city", "old") and line.lower(last + 2) in types:
        return types[line.lower(last + 2)]
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


def _is_body(line: Line, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether a run is the name of an organisation or a person: it ends in a body's noun or begins with a title."""
    words = place_words()
    if first == last:
        return False
    if line.lower(last) in words.organisations:
        return True
    person = line.lower(first) in words.titles or line.lower(first) in words.given
    return person and not gazetteer.find_candidates(line.written(first, last))


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
    if placed or (found.last > found.first and line.lower(found.first) not in words.titles | words.given):
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
