"""Counts over many claims of the SQLite ledger, made by the database: who is behind what, what each side is called."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from whoholds.ledger.interface import ClaimFilter
from whoholds.ledger.queries import AS_READ, find_corrected
from whoholds.ledger.rows import PLACE, place_of
from whoholds.ledger.versions import UNDATED, end_of, moment
from whoholds.model import Place

Tally = dict[str, dict[str, int]]

_WITHDRAWN = "SELECT x.report FROM retractions x JOIN reports n ON n.key = x.notice WHERE n.sort <= :until"
_LAST_SAID = (
    "SELECT claim, decision, row_number() OVER (PARTITION BY claim ORDER BY at DESC, key DESC) AS back FROM reviews "
    "WHERE at <= :until AND decision IN ('accept', 'reject', 'retract')"
)
_PUT_ASIDE = f"SELECT claim FROM ({_LAST_SAID}) WHERE back = 1 AND decision <> 'accept'"  # noqa: S608
# The plus keeps SQLite from going through the claims report by report: an index has all that is counted, in order.
_PUBLISHED = "+c.report IN (SELECT key FROM reports WHERE sort <= :until)"
_SOURCES = (
    "SELECT c.place, c.source, count(*) FROM claims c WHERE c.place IS NOT NULL "  # noqa: S608
    f"AND {_PUBLISHED} AND {AS_READ} AND c.report NOT IN ({_WITHDRAWN}) AND c.key NOT IN ({_PUT_ASIDE})"
)


def count_sources(db: sqlite3.Connection, known: date, place_ids: Sequence[str]) -> Tally:
    """How many standing claims each source is behind, by place id."""
    values = {"until": end_of(known)}
    counts: Tally = {}
    few = 0 < len(place_ids) <= _FEW
    narrow = " AND c.place IN (SELECT key FROM places WHERE id = :place)" if few else ""
    ids = dict(db.execute("SELECT key, id FROM places"))
    for one in place_ids if few else ("",):
        rows = db.execute(f"{_SOURCES}{narrow} GROUP BY c.place, c.source", values | {"place": one})
        _tally(counts, ((ids[place], source, count) for place, source, count in rows))
    again = find_corrected(db, ClaimFilter(known=known, located=True))
    _tally(counts, ((one.claim.place_id, one.claim.attribution.source, 1) for one in again if one.retracted is None))
    wanted = set(place_ids) or set(counts)
    return {place: counts[place] for place in sorted(wanted & set(counts))}


_FEW = 200
"""Up to so many places each is looked up by itself; for more the whole is read once."""


def count_side_names(db: sqlite3.Connection, known: date) -> Tally:
    """How often each side is called by which name."""
    values = {"until": end_of(known)}
    counts: Tally = {}
    for who in ("actor", "opponent"):
        query = (
            f"SELECT c.{who}_side, c.{who}, count(*) FROM claims c "  # noqa: S608
            f"WHERE c.{who}_side <> '' AND c.{who} <> '' AND {_PUBLISHED} AND {AS_READ} GROUP BY 1, 2"
        )
        _tally(counts, db.execute(query, values))
    for one in find_corrected(db, ClaimFilter(known=known)):
        called = ((one.claim.actor_side, one.claim.actor, 1), (one.claim.opponent_side, one.claim.opponent, 1))
        _tally(counts, (row for row in called if row[0] and row[1]))
    return counts


def _tally(counts: Tally, rows: Iterable[tuple[str, str, int]]) -> None:
    for key, name, count in rows:
        by_name = counts.setdefault(key, {})
        by_name[name] = by_name.get(name, 0) + count


def count_days(db: sqlite3.Connection) -> tuple[tuple[date, int], ...]:
    """How many claims were published on each day, by day; those of undated reports are left out."""
    query = (
        "SELECT substr(r.sort, 1, 10), sum(c.made) FROM (SELECT report, count(*) AS made FROM claims "
        "GROUP BY report) c JOIN reports r ON r.key = c.report WHERE r.sort < :undated GROUP BY 1 ORDER BY 1"
    )
    return tuple((date.fromisoformat(day), count) for day, count in db.execute(query, {"undated": UNDATED}))


def newest(db: sqlite3.Connection) -> tuple[date | None, date | None]:
    """The day of the newest dated report and of the newest review."""
    dated = "SELECT max(sort) FROM reports WHERE sort < :undated"  # by the index, and without those that have no day
    row = db.execute(f"SELECT ({dated}), (SELECT max(at) FROM reviews)", {"undated": UNDATED}).fetchone()  # noqa: S608
    report, review = (None if at is None else moment(at).date() for at in row)
    return report, review


def places_named(db: sqlite3.Connection, name: str) -> tuple[Place, ...]:
    """The places with a claim that have this id or name, by id."""
    found = _places_where(db, "p.id = :name OR p.name = :name COLLATE NOCASE", name)
    if not found and not name.isascii():
        # SQLite folds ASCII only; for other letters the few thousand names are compared here.
        rows = db.execute("SELECT DISTINCT name FROM places").fetchall()
        alike = [known for (known,) in rows if known.casefold() == name.casefold()]
        found = tuple(place for one in alike for place in _places_where(db, "p.name = :name", one))
    return found


def _places_where(db: sqlite3.Connection, condition: str, name: str) -> tuple[Place, ...]:
    query = (
        f"SELECT {PLACE} FROM places p WHERE ({condition}) AND (EXISTS (SELECT 1 FROM claims c WHERE c.place = p.key) "  # noqa: S608
        "OR EXISTS (SELECT 1 FROM reviews v WHERE v.place = p.key)) ORDER BY p.id, p.key"
    )
    return tuple({row[0]: place_of(row) for row in db.execute(query, {"name": name})}.values())
