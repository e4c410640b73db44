"""A stretch of the list of claims, put together without the rest of the list."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

from whoholds.ledger.interface import ClaimFilter, ClaimPage, ReportPage
from whoholds.ledger.judged import Judged, is_correcting, judged_reviews
from whoholds.ledger.queries import (
    AS_READ,
    LOOKED_UP,
    MATCHING,
    STANDING,
    WALKED,
    Standing,
    Values,
    conditions_of,
    corrected_claims,
    find_claims,
    known_rows,
    report_at,
    reread_row,
    walks,
)
from whoholds.ledger.words import words
from whoholds.model import KnownClaim

_PUBLISHED = "r.sort <= :until"
BACKWARDS = ", ".join(f"{part} DESC" for part in STANDING.split(", "))


def find_page(db: sqlite3.Connection, only: ClaimFilter, *, offset: int, limit: int, newest_first: bool) -> ClaimPage:
    """See :meth:`whoholds.ledger.interface.Ledger.page`."""
    only = replace(only, limit=0)
    if only.retracted_since is not None:  # few are, and only the claim itself tells which
        found = list(find_claims(db, only))[:: -1 if newest_first else 1]
        return ClaimPage(tuple(found[offset : offset + limit]), len(found))
    judged = judged_reviews(db, only)
    keys = sorted(key for key, reviews in judged.items() if is_correcting(reviews))
    corrected = list(corrected_claims(db, only, keys, judged))
    conditions, values = conditions_of(only)
    where = f" WHERE {' AND '.join([*conditions, AS_READ] if keys else conditions)}" if conditions or keys else ""
    total = _count(db, conditions, where, values)
    tables = LOOKED_UP
    if walks(db, only):
        tables = WALKED
    elif only.place_id and _is_soon_met(db, total, offset + limit):
        # The plus keeps SQLite from looking the place up after all.
        tables, where = WALKED, where.replace("c.place IN", "+c.place IN")
    # A corrected claim may stand anywhere among the others, which are therefore listed from their beginning.
    query = (
        f"SELECT {STANDING}, c.key FROM {tables}{where} "  # noqa: S608
        f"ORDER BY {BACKWARDS if newest_first else STANDING} LIMIT :many OFFSET :pass_over"
    )
    listed = {"many": limit + (offset if corrected else 0), "pass_over": 0 if corrected else offset}
    read = [
        ((sort, name, start, end, one), key) for sort, name, start, end, one, key in db.execute(query, values | listed)
    ]
    merged: list[tuple[Standing, int | KnownClaim]] = [*read, *corrected]
    merged.sort(key=lambda one: one[0], reverse=newest_first)
    chosen = merged[offset : offset + limit] if corrected else merged
    return ClaimPage(_put_together(db, [what for _, what in chosen], judged, values), total + len(corrected))


def _is_soon_met(db: sqlite3.Connection, total: int, wanted: int) -> bool:
    """Whether so many of some claims are met sooner by walking through all claims than by sorting theirs."""
    every = db.execute("SELECT coalesce(max(key), 0) FROM claims").fetchone()[0]
    return total > 0 and wanted * every / total < total


def _count(db: sqlite3.Connection, conditions: list[str], where: str, values: Values) -> int:
    """How many claims pass; where only words are looked for, their index knows without the claims."""
    if conditions == [MATCHING] and AS_READ not in where:
        query = "SELECT count(*) FROM claims_fts WHERE claims_fts MATCH :match"
    elif _PUBLISHED in conditions and _needed([one for one in conditions if one != _PUBLISHED]) == "claims c":
        return _count_published(db, where, values)
    else:
        query = f"SELECT count(*) FROM {_needed(conditions)}{where}"  # noqa: S608
    return int(db.execute(query, values).fetchone()[0])


def _count_published(db: sqlite3.Connection, where: str, values: Values) -> int:
    """The same of what was published by an instant, where all else is asked of the claims themselves.

    Where few reports are later, all claims less theirs are counted: those need no look at the report of each.
    """
    rest = where.replace(_PUBLISHED, "1")
    every = int(db.execute(f"SELECT count(*) FROM claims c{rest}", values).fetchone()[0])  # noqa: S608
    later = "SELECT count(*) FROM (SELECT 1 FROM reports r WHERE r.sort > :until LIMIT :most)"
    most = 1 + every // 20
    if db.execute(later, values | {"most": most}).fetchone()[0] < most:
        apart = rest.replace("c.place IN", "+c.place IN").replace(" WHERE ", " WHERE r.sort > :until AND ", 1)
        query = f"SELECT count(*) FROM reports r CROSS JOIN claims c ON c.report = r.key{apart}"  # noqa: S608
        return every - int(db.execute(query, values).fetchone()[0])
    query = f"SELECT count(*) FROM claims c JOIN reports r ON r.key = c.report{where}"  # noqa: S608
    return int(db.execute(query, values).fetchone()[0])


def _needed(conditions: list[str]) -> str:
    """The tables that conditions speak of: counting all claims must not look up the report of each."""
    if any("n." in one for one in conditions):
        return LOOKED_UP
    return "claims c JOIN reports r ON r.key = c.report" if any("r." in one for one in conditions) else "claims c"


def _put_together(
    db: sqlite3.Connection, chosen: list[int | KnownClaim], judged: Judged, values: Values
) -> tuple[KnownClaim, ...]:
    """All that is known of the claims that were chosen by key, in the order given; others are put together already."""
    wanted = json.dumps([one for one in chosen if isinstance(one, int)])
    rows = known_rows(db, ["c.key IN (SELECT value FROM json_each(:wanted))"], values | {"wanted": wanted})
    by_key = {row[-3]: reread_row(row, judged) for row in rows}
    return tuple(by_key[one] if isinstance(one, int) else one for one in chosen)


def find_report_page(db: sqlite3.Connection, text: str, *, offset: int, limit: int) -> ReportPage:
    """See :meth:`whoholds.ledger.interface.Ledger.report_page`."""
    if text.strip() and not words(text):
        return ReportPage((), 0)
    where, match = "", " AND ".join(f'"{word}"' for word in words(text))
    if match:
        where = " WHERE r.key IN (SELECT rowid FROM reports_fts WHERE reports_fts MATCH :match)"
    values = {"match": match, "many": limit, "pass_over": offset}
    total = db.execute(f"SELECT count(*) FROM reports r{where}", values).fetchone()[0]  # noqa: S608
    rows = db.execute(
        f"SELECT r.key, (SELECT count(*) FROM claims c WHERE c.report = r.key) FROM reports r "  # noqa: S608
        f"JOIN names n ON n.report = r.key{where} ORDER BY r.sort DESC, n.name DESC LIMIT :many OFFSET :pass_over",
        values,
    ).fetchall()
    return ReportPage(tuple((report_at(db, key), made) for key, made in rows), total)
