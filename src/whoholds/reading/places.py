"""Place names of a report, and words that stand for them, resolved to places or left unlocated with a reason."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span as SpacySpan

from whoholds.gazetteer.interface import Gazetteer
from whoholds.model import Part, Place, PlaceKind, Report, Span, Unresolved
from whoholds.reading.hops import Parsed, Toponym
from whoholds.reading.names import Line, read_line
from whoholds.reading.place_anaphora import find_anaphors
from whoholds.reading.place_clues import DIVISIONS
from whoholds.reading.place_filters import PERSON_LABELS, surnames_of
from whoholds.reading.place_found import Found, Marks
from whoholds.reading.place_nearness import nearness_of
from whoholds.reading.place_recognition import find_places, names_of_persons
from whoholds.reading.place_resolution import (
    Context,
    resolve_place,
    sure_places,
    weigh_countries,
    weigh_divisions,
)
from whoholds.reading.place_sides import find_sides
from whoholds.reading.place_small import find_small
from whoholds.reading.place_words import country_words, place_words

PRECISION = {PlaceKind.DISTRICT: (2, 3), PlaceKind.PROVINCE: (3, 4), PlaceKind.REGION: (3, 5)}
"""ACLED geo_precision and UCDP where_prec of an area; a point named is (1, 1), near it (2, 2)."""
PROPER = ("NNP", "NNPS", "FW", "ADD")
PLACE_LABELS = ("LOC", "GPE", "PLACE", "FAC")
ALIKE = 0.9
"""Likeness (difflib ratio) from which the gazetteer's spelling is shown for what the report wrote."""


def find_toponyms(parsed: Sequence[Parsed], *, report: Report, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Every place that the parsed sentences name or stand for, left to right.

    Countries come out too (never literal): they are context, not places that a claim is about.
    """
    lines = [read_line(one.sentence.span.of(report.text)) for one in parsed]
    alike = {name for line in lines for name in names_of_persons(line, gazetteer)}
    surnames = surnames_of(parsed, gazetteer, alike=alike)
    found = [
        pair for one, line in zip(parsed, lines, strict=True) for pair in _found_in(one, line, gazetteer, surnames)
    ]
    context = _context(found, report)
    resolved = [
        toponym
        for i, (place, span) in enumerate(found)
        if (toponym := _toponym(place, span, _at(context, found, i, report.text), gazetteer, report)) is not None
    ]
    anaphors = find_anaphors(parsed, resolved, report.title)
    sides = find_sides(parsed, resolved, text=report.text, country=context.country, gazetteer=gazetteer)
    return tuple(sorted((*resolved, *anaphors, *sides), key=lambda toponym: toponym.span))


def _found_in(one: Parsed, line: Line, gazetteer: Gazetteer, surnames: frozenset[str]) -> Iterator[tuple[Found, Span]]:
    start = one.sentence.span.start
    for place in (*find_places(line, gazetteer, _marks(one, surnames)), *find_small(line, gazetteer)):
        if place.first == 0 and not place.candidates and _is_common(one, line.words[place.first].start):
            continue
        yield place, Span(start + line.words[place.first].start, start + line.words[place.last].end)


def _is_common(one: Parsed, start: int) -> bool:
    """Whether the word that opens a sentence, and is a capital only for that, is tagged as a common word."""
    return any(token.idx == start and token.tag_[:3] not in ("NNP", "FW") for token in one.doc)


def _marks(one: Parsed, surnames: frozenset[str]) -> Marks:
    """The names that the language model marked, as places or as others."""
    ents = [(ent.start_char, _end_of(ent), ent.label_ in PLACE_LABELS) for ent in one.doc.ents]
    places = tuple((start, end) for start, end, place in ents if place)
    proper = frozenset(token.idx for token in one.doc if token.tag_ in PROPER)
    nouns = frozenset(token.idx for token in one.doc if token.tag_.startswith("NN"))
    persons = tuple((ent.start_char, ent.end_char) for ent in one.doc.ents if ent.label_ in PERSON_LABELS)
    return Marks(
        places, tuple((start, end) for start, end, place in ents if not place), proper, persons, surnames, nouns
    )


def _end_of(ent: SpacySpan) -> int:
    """Where the name ends that the model marked, a direction after it left out: "al-Zarbeh South of Aleppo"."""
    last = ent[-1]
    if len(ent) > 1 and last.lower_ in place_words().directions:
        last = ent[-2]
    return last.idx + len(last)


def _context(found: Sequence[tuple[Found, Span]], report: Report) -> Context:
    """What the report tells of where it is, from its places and from the countries it names."""
    places = [place for place, _ in found]
    named = [(place.country, _weight(span, report.text)) for place, span in found if place.country]
    named += [(iso, IN_TITLE) for iso in _countries_of(report.title)]
    weights = weigh_countries(places, named)
    country = max(sorted(weights), key=lambda iso: weights[iso], default="")
    divisions = (c.place for place in places for c in place.candidates if c.place.kind in DIVISIONS)
    provinces = frozenset(place.name.casefold() for place in divisions)
    return Context(
        country,
        frozenset(iso for iso, _ in named),
        provinces,
        sure_places(places, country),
        weight=weigh_divisions(places, country),
    )


IN_TITLE, LOCATED, NAMED = 2.0, 2.0, 0.5
"""What the mention of a country weighs: in the title; after "in" or "of"; as an adjective or a party to something."""


def _at(context: Context, found: Sequence[tuple[Found, Span]], i: int, text: str) -> Context:
    return replace(context, within=_within(found, i, text))


BETWEEN = re.compile(r"(?: [a-z]+)?(?:,| in| \(|, in|, in the| in the)(?: [a-z-]+){0,3} ?(?:of )?")


def _within(found: Sequence[tuple[Found, Span]], i: int, text: str) -> frozenset[str]:
    """What the next name puts a name in ("X, Y province", "X in northern Y"): division names and ISO codes."""
    if i + 1 >= len(found):
        return frozenset()
    larger, span = found[i + 1]
    gap = text[found[i][1].end : span.start]
    if len(gap) > 40 or not BETWEEN.fullmatch(gap):
        return frozenset()
    if larger.kind is PlaceKind.COUNTRY:
        return frozenset((larger.country,))
    return frozenset(c.place.name.casefold() for c in larger.candidates if c.place.kind in DIVISIONS)


def _weight(span: Span, text: str) -> float:
    return LOCATED if text[: span.start].endswith(("in ", "of ", "across ", "In ", "inside ")) else NAMED


def _countries_of(title: str) -> list[str]:
    lower = f" {title.lower()} "
    return [iso for name, iso in country_words().items() if f" {name} " in lower and len(name) > 2]


def _toponym(
    one: Found,
    span: Span,
    context: Context,
    gazetteer: Gazetteer,
    report: Report,
) -> Toponym | None:
    if one.kind is PlaceKind.COUNTRY:
        why = "a country, which no claim is about"
        return Toponym(span, span.of(report.text), one.name, Unresolved(why), (), Part.REGION, False, one.country, why)
    place, candidates, reason = resolve_place(one, context=context, gazetteer=gazetteer)
    if one.doubtful and not (isinstance(place, Place) and place.country == context.country):
        return None
    part = one.part
    if isinstance(place, Place) and place.kind in DIVISIONS and part is not Part.OUTSKIRTS:
        part = Part.REGION
    near = nearness_of(report.text, span.start, place) if part is Part.OUTSKIRTS and isinstance(place, Place) else None
    return Toponym(
        span,
        span.of(report.text),
        _shown(one, place),
        place,
        tuple(candidate.place for candidate in candidates),
        part,
        one.literal,
        place.country if isinstance(place, Place) else one.country or context.country,
        reason,
        *_precision(place, part),
        near=near,
    )


def _precision(place: Place | Unresolved, part: Part) -> tuple[int, int]:
    if isinstance(place, Place) and place.kind in PRECISION:
        return PRECISION[place.kind]
    return {Part.OUTSKIRTS: (2, 2), Part.REGION: (3, 4)}.get(part, (1, 1))


def _shown(one: Found, place: Place | Unresolved) -> str:
    """The gazetteer's spelling where it is plain and much like the written one, else as the report has it."""
    if isinstance(place, Unresolved):
        return one.name
    likeness = difflib.SequenceMatcher(None, place.name.lower(), one.name.lower()).ratio()
    if likeness >= ALIKE and place.name.isascii():
        return place.name
    return one.name
