"""Reports, claims and reviews as rows of the SQLite ledger, and back again, without losing a thing."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

from whoholds.ledger.versions import instant, moment, sort_of
from whoholds.model import (
    Act,
    Attribution,
    Claim,
    Decision,
    Evidentiality,
    Factuality,
    Interest,
    Nearness,
    Part,
    Period,
    Place,
    PlaceKind,
    Report,
    ReportKind,
    Review,
    SourceKind,
    Span,
    Unresolved,
)

Row = Sequence[Any]

REPORT = "r.key, n.name, r.text, r.title, r.publisher, r.published, r.published_unresolved, r.url, r.kind"
PLACE = "p.id, p.name, p.kind, p.country, p.admin1, p.lat, p.lon, p.population"
CLAIM_COLUMNS = (
    "id, act, actor, actor_side, opponent, opponent_side, place_name, part, country, factuality, score, made_by, "
    "place_unresolved, first_day, first_day_unresolved, last_day, last_day_unresolved, period_unresolved, "
    "source, source_kind, interest, evidentiality, source_side, source_start, source_end, cue_start, cue_end, "
    "quote_start, quote_end, place_start, place_end, time_start, time_end, "
    "near_lat, near_lon, near_km, near_words"
)
CLAIM = ", ".join(f"c.{column.strip()}" for column in CLAIM_COLUMNS.split(","))
CLAIM_WIDTH = CLAIM_COLUMNS.count(",") + 1
REVIEW = "v.decision, v.who, v.at, v.why, v.field, v.old, v.new"

REMEMBERED = 30_000
"""Places and days that are made once: many claims have them in common."""

_act, _part, _factuality = cache(Act), cache(Part), cache(Factuality)
_source_kind, _interest, _evidentiality = cache(SourceKind), cache(Interest), cache(Evidentiality)
_date = lru_cache(maxsize=REMEMBERED)(date.fromisoformat)


# ---------------------------------------------------------------- reports


def report_to_row(report: Report, digest: str) -> Row:
    """Story, digest, sha256, title, text, publisher, published, why not, url, kind."""
    known = not isinstance(report.published, Unresolved)
    why = report.published.reason if isinstance(report.published, Unresolved) else None
    published = sort_of(report) if known else None
    words = (report.title, report.text, report.publisher)
    return (report.id, digest, report.sha256, *words, published, why, report.url, report.kind.value)


def report_of(row: Row, replaces: tuple[str, ...]) -> Report:
    """The report in a row of :data:`REPORT`."""
    _, name, text, title, publisher, published, why, url, kind = row
    when = moment(published) if published is not None else Unresolved(why)
    return Report(name, text, title, publisher, when, url, ReportKind(kind), replaces)


def prints_to_blob(prints: Sequence[int]) -> bytes:
    """Phrase numbers as 8 bytes each, little end first."""
    return struct.pack(f"<{len(prints)}q", *prints)


def prints_of(blob: bytes) -> tuple[int, ...]:
    """The phrase numbers that :func:`prints_to_blob` wrote."""
    return struct.unpack(f"<{len(blob) // 8}q", blob)


# ---------------------------------------------------------------- claims


def claim_to_row(claim: Claim) -> Row:
    """The values of :data:`CLAIM_COLUMNS`."""
    said = claim.attribution
    return (
        *(claim.id, claim.act.value, claim.actor, claim.actor_side, claim.opponent, claim.opponent_side),
        *(claim.place_name, claim.part.value, claim.country, claim.factuality.value, float(claim.score)),
        *(claim.made_by, claim.place.reason if isinstance(claim.place, Unresolved) else None),
        *_period_to_row(claim.when),
        *(said.source, said.kind.value, said.interest.value, said.evidentiality.value, said.side),
        *_ends(said.source_span),
        *_ends(said.cue_span),
        *_ends(claim.quote),
        *_ends(claim.place_span),
        *_ends(claim.time_span),
        *_near_to_row(claim.near),
    )


def claim_of(row: Row, *, claim_id: str, report_id: str, place: Row) -> Claim:
    """The claim in a row of :data:`CLAIM`, with a row of :data:`PLACE` and the ids that it goes by now."""
    act, actor, actor_side, opponent, opponent_side, place_name, part, country, factuality, score = row[1:11]
    made_by, unlocated = row[11:13]
    return Claim(
        claim_id,
        report_id,
        _act(act),
        actor,
        actor_side,
        opponent,
        opponent_side,
        place_name,
        place_of(place) if unlocated is None else Unresolved(unlocated),
        _part(part),
        country,
        _period_of(row[13:18]),
        _attribution_of(row[18:27]),
        _factuality(factuality),
        Span(row[27], row[28]),
        _span_of(row[29], row[30]),
        _span_of(row[31], row[32]),
        score,
        made_by,
        None if row[33] is None else Nearness(*row[33:37]),
    )


def _near_to_row(near: Nearness | None) -> Row:
    return (None,) * 4 if near is None else (float(near.lat), float(near.lon), float(near.radius_km), near.words)


def _attribution_of(row: Row) -> Attribution:
    source, kind, interest, evidentiality, side, start, end, cue_start, cue_end = row
    how = (_source_kind(kind), _interest(interest), _evidentiality(evidentiality))
    return Attribution(source, *how, side, _span_of(start, end), _span_of(cue_start, cue_end))


def _period_to_row(when: Period | Unresolved) -> Row:
    if isinstance(when, Unresolved):
        return (None, None, None, None, when.reason)
    return (*_day_to_row(when.first), *_day_to_row(when.last), None)


def _day_to_row(day: date | Unresolved) -> Row:
    return (None, day.reason) if isinstance(day, Unresolved) else (day.isoformat(), None)


def _period_of(row: Row) -> Period | Unresolved:
    first, first_why, last, last_why, why = row
    if why is not None:
        return Unresolved(why)
    return Period(_day_of(first, first_why), _day_of(last, last_why))


def _day_of(day: str | None, why: str) -> date | Unresolved:
    return Unresolved(why) if day is None else _date(day)


def _ends(span: Span | None) -> tuple[int | None, int | None]:
    return (None, None) if span is None else (span.start, span.end)


def _span_of(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


# ---------------------------------------------------------------- places and reviews


def place_to_row(place: Place) -> Row:
    """The values of :data:`PLACE`."""
    where = (float(place.lat), float(place.lon))
    return (place.id, place.name, place.kind.value, place.country, place.admin1, *where, place.population)


def place_of(row: Row) -> Place:
    """The place in a row of :data:`PLACE`."""
    return _place(*row)


@lru_cache(maxsize=REMEMBERED)
def _place(
    place_id: str, name: str, kind: str, country: str, admin1: str, lat: float, lon: float, population: int
) -> Place:
    return Place(place_id, name, PlaceKind(kind), country, admin1, lat, lon, population)


def review_to_row(review: Review) -> Row:
    """The values of :data:`REVIEW`, which its place is not among."""
    judged = (review.decision.value, review.who, instant(review.at), review.why)
    return (*judged, review.field, review.old, review.new)


def review_of(row: Row, *, claim_id: str, place: Row) -> Review:
    """The review in a row of :data:`REVIEW`, with a row of :data:`PLACE` that is empty where it names none."""
    decision, who, at, why, field, old, new = row
    named = None if place[0] is None else place_of(place)
    return Review(claim_id, Decision(decision), who, moment(at), why, field, old, new, named)
