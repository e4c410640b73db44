"""Which capitalised words of a sentence name places, by grammar and by the gazetteer: names found, not yet resolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from whoholds.gazetteer.interface import Candidate, Gazetteer
from whoholds.model import Part, PlaceKind
from whoholds.reading.names import PARTICLES, Line, find_runs, is_title_case
from whoholds.reading.place_clues import (
    DIVISIONS,
    GENERIC,
    follows_plural,
    is_literal,
    list_goes_on,
    part_of,
    type_beside,
)
from whoholds.reading.place_filters import is_common_word, is_introduced, is_somebody
from whoholds.reading.place_found import Found, Marks
from whoholds.reading.place_unlisted import find_numbered, find_unlisted, keeps_noun
from whoholds.reading.place_words import country_words, place_words
from whoholds.reading.sides import group_side

LONGEST = 5
"""Words in one place name; 99.9 % of the names in the default gazetteer have no more, parentheses aside."""


def find_places(line: Line, gazetteer: Gazetteer, marks: Marks) -> Iterator[Found]:
    """The place names of one sentence, left to right."""
    numbered = tuple(find_numbered(line))
    yield from numbered
    taken = {i for found in numbered for i in (found.first, found.last)}
    headline, before = is_title_case(line), -9
    for first, last in find_runs(line):
        listed = (before == first - 1 and line.gap(before) == ", ") or (
            before == first - 2 and line.lower(first - 1) == "and"
        )
        if first in taken:
            continue
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
        yield from _namesake_of_body(line, first, last, gazetteer)
        return
    if not headline and _is_person_like(line, first, last, gazetteer):
        return
    last = _before_title(line, first, last, gazetteer)
    if not headline and _is_one_name(line, first, last, gazetteer):
        yield from find_unlisted(line, first, last, marks, listed=listed, whole=True)
        return
    at, after_listed = first, False
    while at <= last:
        stop, found = _longest_listed(line, at, last, gazetteer)
        goes_on = after_listed and (follows_plural(line, first) or list_goes_on(line, last))
        if found is None:
            rest = _unlisted_stop(line, at, last, gazetteer)
            if not headline:
                yield from find_unlisted(line, at, rest, marks, listed=(listed and at == first) or goes_on)
            at, after_listed = rest + 1, after_listed and rest < last
            continue
        if at > first and not after_listed and line.gap(at - 1) == " " and _is_tail(line, at, found):
            yield from find_unlisted(line, at - 1, stop, marks, listed=False)
        elif _is_head(line, stop, last, found, gazetteer):
            in_list = (listed and at == first) or follows_plural(line, first)
            yield from find_unlisted(line, at, last, marks, listed=listed and at == first, whole=not in_list)
            return
        elif (goes_on and not is_common_word(line, at, stop)) or (
            _is_known(line, found, marks) and _plausible(line, found, marks, headline=headline)
        ):
            yield replace(found, doubtful=_is_doubtful(line, found, marks))
        at, after_listed = stop + 1, True


def _before_title(line: Line, first: int, last: int, gazetteer: Gazetteer) -> int:
    """Where a listed name ends that somebody's title follows: "Texas Senator John Smith", "Hall County Sheriff"."""
    titles = place_words().titles
    title = next((i for i in range(first + 1, last + 1) if line.lower(i) in titles), last + 1)
    stop, found = _longest_listed(line, first, title - 1, gazetteer)
    return title - 1 if found is not None and stop == title - 1 else last


def _namesake_of_body(line: Line, first: int, last: int, gazetteer: Gazetteer) -> Iterator[Found]:
    """The place that a body is called after, never literal: "Aleppo Media Centre", "Ohio Department of Health"."""
    stop, found = _longest_listed(line, first, last - 1, gazetteer)
    if found is None or is_common_word(line, first, stop) or line.lower(first) in place_words().given:
        return
    wide = found.kind is PlaceKind.COUNTRY or any(c.place.kind in DIVISIONS for c in found.candidates)
    if wide or _largest(found, by_main_name=True) >= TOWN:
        yield replace(found, literal=False)


def names_of_persons(line: Line, gazetteer: Gazetteer) -> Iterator[str]:
    """The last words, in lower case, of runs that stand where people act and that no list has."""
    for first, last in find_runs(line):
        if (
            not is_title_case(line)
            and _is_person_like(line, first, last, gazetteer)
            and not _is_body(line, first, last, gazetteer)
        ):
            yield line.lower(last)


def _is_person_like(line: Line, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether two or three plain words that no list has together stand where people act: "Floyd Chaney called"."""
    words = place_words()
    if (
        not 1 <= last - first <= 2
        or line.lower(first) in OPENERS
        or line.lower(last + 1) in words.types
        or follows_plural(line, first)
    ):
        return False
    if line.lower(first - 1) in words.strong | words.weak | words.taking | words.directions | words.types.keys():
        return False
    inside = range(first, last + 1)
    if any(line.lower(i) in words.generic | words.types.keys() | words.directions | PARTICLES for i in inside):
        return False
    if any(line.gap(i) != " " or _country(line.words[i].text) for i in inside if i < last):
        return False
    pairs = [(i, j) for i in inside for j in range(i + 1, last + 1)]
    return not any(gazetteer.find_candidates(line.written(i, j)) for i, j in pairs) and not any(
        _is_familiar(line.written(i, i), gazetteer) for i in inside
    )


def _is_doubtful(line: Line, found: Found, marks: Marks) -> bool:
    own = line.words[found.first].start, line.words[found.last].end
    return found.kind is None and not is_introduced(line, found.first) and marks.person(*own)


def _is_known(line: Line, found: Found, marks: Marks) -> bool:
    """Whether a listed name stands by itself, not inside the name of somebody or something else."""
    own = line.words[found.first].start, line.words[found.last].end
    if found.kind is not None or is_introduced(line, found.first):
        return True
    return _largest(found) >= FAMILIAR or not marks.other(*own)


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
    if further.lower in FIRST_WORDS or follows_plural(line, stop):
        return False
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
        if at == stop and (division := _abbreviated(line, at, gazetteer)):
            return stop, division
        if at == stop and (line.lower(at) in place_words().not_places or len(written) < 3):
            continue
        if at == stop < last and line.lower(at) in FIRST_WORDS and line.gap(at) in (" ", "-"):
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


def _abbreviated(line: Line, at: int, gazetteer: Gazetteer) -> Found | None:
    """A division by its abbreviation: "Charleston, W.Va." and "Delano, Minn.", but not the Ga of "Ga was seen"."""
    word = line.words[at].text
    dotted = word if word.endswith(".") else f"{word}."
    name = place_words().abbreviations.get(dotted)
    if name is None or (
        word != dotted and not (line.text[line.words[at].end :][:1] == "." and line.gap(at - 1) == ", ")
    ):
        return None
    found = tuple(c for c in gazetteer.find_candidates(name) if c.place.kind is PlaceKind.PROVINCE)
    return Found(at, at, name, found, PlaceKind.PROVINCE, Part.REGION, True) if found else None


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
            return Found(first, stop, written, found, kind, part, is_literal(line, first, stop))
    return None


SIDES = frozenset(word for word in place_words().directions if word.endswith(("north", "south", "east", "west")))
FIRST_WORDS = place_words().generic - {"camp", "port", "old", "new"}
"""Words that begin a name of two and are no place themselves then, though a village is called so: "Tal Halaf"."""
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
    name = f"{line.lower(last + 1)} {written}"
    if line.words[last].possessive and line.lower(last + 1) in SIDES and (there := gazetteer.find_candidates(name)):
        return Found(first, last + 1, name, there, PlaceKind.REGION, Part.REGION, True, iso)
    return Found(first, last, written, (), PlaceKind.COUNTRY, Part.REGION, False, iso)


def _direction_before(line: Line, first: int) -> tuple[int, str]:
    """Where "northern" or "the north of" before a country begins, and the direction; ``""`` without one."""
    if line.gap(first - 1) in (" ", "-") and line.lower(first - 1) in place_words().directions:
        start = first - 1
        if line.gap(start - 1) == "-" and line.lower(start - 1) in place_words().directions:
            start -= 1
        return start, line.written(start, first - 1)
    start = first - 2
    if line.gap(start - 1) == "-" and line.lower(start - 1) in SIDES:
        start -= 1
    if line.lower(first - 1) == "of" and line.lower(first - 2) in SIDES and line.lower(start - 1) == "the":
        return start, line.written(start, first - 2).lower()
    return first, ""


def _found(line: Line, first: int, last: int, written: str, candidates: tuple[Candidate, ...]) -> Found:
    kind, literal = type_beside(line, first, last), is_literal(line, first, last)
    if kind is not None and kind.value in ("facility", "crossing", "road", "water") and keeps_noun(line, last):
        own = line.written(first, last + 1)
        return Found(first, last + 1, own, (), kind, Part.FACILITY if kind.value == "facility" else Part.WHOLE, literal)
    return Found(first, last, written, candidates, kind, part_of(line, first, last, kind), literal)


def _unlisted_stop(line: Line, at: int, last: int, gazetteer: Gazetteer) -> int:
    """The last word before the next listed name of the run."""
    stop = at
    while stop < last and _longest_listed(line, stop + 1, last, gazetteer)[1] is None:
        stop += 1
    return stop


def _is_body(line: Line, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether a run is the name of an organisation or a person: it ends in a body's noun or begins with a title."""
    words = place_words()
    if first == last:
        return False
    if line.lower(last) in words.organisations:
        return True
    if follows_plural(line, first) or line.lower(first - 1) == "and":
        return False
    person = line.lower(first) in words.titles or line.lower(first) in words.given
    return person and not gazetteer.find_candidates(line.written(first, last))


def _plausible(line: Line, found: Found, marks: Marks, *, headline: bool) -> bool:
    """Whether a listed name is used as a place: grammar says so, or it is big enough to need no more."""
    words = place_words()
    if is_common_word(line, found.first, found.last):
        return False
    if found.candidates and found.kind is None and not is_introduced(line, found.first):
        if found.first == found.last and not headline and not _is_marked(line, found, marks):
            return False
        if is_somebody(line, found.first, found.last, people=_largest(found), surnames=marks.surnames):
            return False
    if not found.candidates or found.kind is not None:
        return True
    before = line.lower(found.first - 1)
    placed = before in words.strong | words.weak | words.taking | words.directions
    largest = max(candidate.place.population for candidate in found.candidates)
    single = found.first == found.last and line.lower(found.first) in words.english
    if single:
        return placed and before in words.strong and not headline
    if placed or (found.last > found.first and line.lower(found.first) not in words.titles | words.given):
        return True
    division = any(candidate.place.kind in DIVISIONS for candidate in found.candidates)
    if not headline and marks.place(line.words[found.first].start, line.words[found.last].end):
        return True
    return largest >= 10_000 or division or (not headline and largest >= 500)


TOWN = 5_000
"""Inhabitants of a place that is taken for itself where the language model sees a common noun ("Izyum, …")."""


def _is_marked(line: Line, found: Found, marks: Marks) -> bool:
    """Whether the language model takes a single word for a name, or a preposition stands before it."""
    start, end = line.words[found.first].start, line.words[found.last].end
    if marks.name(line, found.first, found.last) or marks.place(start, end):
        return True
    town = start in marks.nouns and _largest(found, by_main_name=True) >= TOWN
    return town or line.lower(found.first - 1) in place_words().weak - {"and", "or"}
