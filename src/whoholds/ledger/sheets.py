"""Estimates that the SQLite ledger remembers: a sheet for each day asked about and day judged from.

What is remembered follows from the claims; ``sheets.sql`` throws away a place's rows when its evidence changes. Rows
are kept only if nothing was added while they were worked out, so that what is read is what working it out anew gives.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date

from whoholds.ledger.interface import Asked, Recalled
from whoholds.ledger.rows import Row, place_of, place_to_row
from whoholds.ledger.versions import end_of
from whoholds.model import Estimate, Status, Unresolved

KEPT = 60
"""Sheets kept, the latest first: with 20,000 places one is about 4 MB (:mod:`benchmarks.ledger`)."""

_PLACE = "place, name, kind, country, admin1, lat, lon, population"
_SAID = (
    "status, holder, probability, contested, holders, origins, since, since_unresolved, last_evidence, "
    "last_evidence_unresolved, claimed_by"
)
_WIDTH = (_PLACE + "," + _SAID).count(",") + 1


def generation(db: sqlite3.Connection) -> tuple[int, int]:
    """How much is kept: it grows with every report and review, and nothing else changes what is known."""
    query = "SELECT coalesce((SELECT max(key) FROM reports), 0), coalesce((SELECT max(key) FROM reviews), 0)"
    reports, reviews = db.execute(query).fetchone()
    return (reports, reviews)


def recall(db: sqlite3.Connection, asked: Asked) -> Recalled:
    """What is remembered of a question, and the places of it that must be worked out."""
    seen = generation(db)
    narrow = " AND place = :place" if asked.place_id else ""
    values = {"sheet": _sheet(db, asked), "place": asked.place_id, "until": end_of(asked.known)}
    rows = db.execute(f"SELECT {_PLACE}, {_SAID} FROM estimates WHERE sheet = :sheet{narrow}", values).fetchall()  # noqa: S608
    heard = f"FROM heard WHERE since <= :until{narrow}"
    (places,) = db.execute(f"SELECT count(*) {heard}", values).fetchone()
    missing: tuple[str, ...] = ()
    # Every row is of a place that was heard of, so that none is missing where they are equal.
    if places > len(rows):
        found = {row[0] for row in rows}
        missing = tuple(
            place for (place,) in db.execute(f"SELECT place {heard} ORDER BY place", values) if place not in found
        )
    ordered = sorted(_estimates(rows, asked), key=lambda one: (one.place.name.casefold(), one.place.id))
    return Recalled(tuple(ordered), missing, seen)


def remember(db: sqlite3.Connection, asked: Asked, found: Mapping[str, Estimate | None], seen: tuple[int, int]) -> None:
    """Keep what was worked out, unless something was added since; part of one transaction."""
    if generation(db) != seen:
        return
    values = (asked.recipe, asked.on.isoformat(), asked.known.isoformat())
    db.execute("INSERT OR IGNORE INTO sheets (recipe, about, known) VALUES (?, ?, ?)", values)
    sheet = _sheet(db, asked)
    marks = ", ".join("?" * (_WIDTH + 1))
    query = f"INSERT OR REPLACE INTO estimates (sheet, {_PLACE}, {_SAID}) VALUES ({marks})"  # noqa: S608
    db.executemany(query, [(sheet, *_to_row(place, estimate)) for place, estimate in sorted(found.items())])
    db.execute("DELETE FROM sheets WHERE key <= (SELECT key FROM sheets ORDER BY key DESC LIMIT 1 OFFSET ?)", (KEPT,))


def _sheet(db: sqlite3.Connection, asked: Asked) -> int | None:
    row = db.execute(
        "SELECT key FROM sheets WHERE (recipe, about, known) = (?, ?, ?)",
        (asked.recipe, asked.on.isoformat(), asked.known.isoformat()),
    ).fetchone()
    return None if row is None else int(row[0])


# ---------------------------------------------------------------- estimates as rows


def _to_row(place_id: str, estimate: Estimate | None) -> Row:
    if estimate is None:
        return (place_id, *[None] * (_WIDTH - 1))
    holders = json.dumps(estimate.holders, ensure_ascii=False, separators=(",", ":"))
    return (
        *place_to_row(estimate.place),
        *(estimate.status.value, estimate.holder, estimate.probability, estimate.contested, holders, estimate.origins),
        *_day_to_row(estimate.since),
        *_day_to_row(estimate.last_evidence),
        json.dumps(estimate.claimed_by, ensure_ascii=False) if estimate.claimed_by else "",
    )


def _estimates(rows: list[Row], asked: Asked) -> Iterator[Estimate]:
    """The estimates in rows of one sheet; all lists of holders are read in one go, as there may be 20,000."""
    told = [row for row in rows if row[8] is not None]
    shares = json.loads(f"[{','.join(row[12] for row in told)}]")
    days: dict[str, date] = {}
    for row, holders in zip(told, shares, strict=True):
        status, holder, probability, contested, _, origins, since, no_since, last, no_last, claimed = row[8:]
        yield Estimate(
            place_of(row[:8]),
            asked.on,
            asked.known,
            _STATUS[status],
            holder,
            probability,
            contested,
            tuple([(side, share) for side, share in holders]),
            origins,
            Unresolved(no_since) if since is None else _day(since, days),
            Unresolved(no_last) if last is None else _day(last, days),
            tuple(json.loads(claimed)) if claimed else (),
        )


_STATUS = {str(status): status for status in Status}


def _day_to_row(day: date | Unresolved) -> Row:
    return (None, day.reason) if isinstance(day, Unresolved) else (day.isoformat(), None)


def _day(text: str, days: dict[str, date]) -> date:
    """The day that a text names; many places share few days."""
    found = days.get(text)
    if found is None:
        found = days[text] = date.fromisoformat(text)
    return found
