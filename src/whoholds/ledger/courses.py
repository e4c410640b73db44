"""Courses that the SQLite ledger remembers: what a place's evidence comes to on any day, while the evidence stays."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from whoholds.ledger.sheets import generation
from whoholds.ledger.tallies import newest
from whoholds.ledger.versions import claim_name, end_of

KEPT = 3
"""Courses kept of a place and recipe, the latest first: as it is judged from so many days (our choice).

That by all that is known is kept besides: it is always asked for again.
"""
_ENDLESS = "~"

_FORGET = """
DELETE FROM courses WHERE place = :place AND recipe = :recipe AND until <> :endless AND key <= (
    SELECT key FROM courses WHERE place = :place AND recipe = :recipe ORDER BY key DESC LIMIT 1 OFFSET :kept
)
"""
_TOUCHED = """
WITH touched AS (
    SELECT c.key FROM reports r JOIN claims c ON c.report = r.key WHERE r.sort BETWEEN :first AND :last
    UNION
    SELECT c.key FROM reports n JOIN retractions x ON x.notice = n.key JOIN claims c ON c.report = x.report
        WHERE n.sort BETWEEN :first AND :last
    UNION
    SELECT v.claim FROM reviews v WHERE v.at BETWEEN :first AND :last
)
SELECT p.place, c.id, n.name, r.story FROM touched t JOIN claims c ON c.key = t.key
    JOIN claim_places p ON p.claim = c.key JOIN reports r ON r.key = c.report JOIN names n ON n.report = c.report
"""
_TURNS = """
WITH said AS (
    SELECT p.id AS place, c.key AS claim, c.report AS report FROM places p JOIN claims c ON c.place = p.key
        WHERE p.id IN (SELECT value FROM json_each(:places))
    UNION
    SELECT p.id, c.key, c.report FROM places p JOIN reviews v ON v.place = p.key JOIN claims c ON c.key = v.claim
        WHERE p.id IN (SELECT value FROM json_each(:places))
), turns AS (
    SELECT said.place, r.sort AS at FROM said JOIN reports r ON r.key = said.report
    UNION ALL SELECT said.place, r.sort FROM said JOIN retractions x ON x.report = said.report
        JOIN reports r ON r.key = x.notice
    UNION ALL SELECT said.place, v.at FROM said JOIN reviews v ON v.claim = said.claim
)
SELECT place, substr(max(CASE WHEN at <= :until THEN at END), 1, 10),
    substr(min(CASE WHEN at > :until THEN at END), 1, 10)
FROM turns GROUP BY place
"""
"""The last day by which the evidence about some places changed, and the next one: of publications, notices, reviews."""


def find_courses(db: sqlite3.Connection, recipe: str, known: date, place_id: str) -> dict[str, int]:
    """The key of the course of each place, or of one, that holds for what was known by the end of a day."""
    # The plus keeps SQLite from going through all courses of a recipe where one place is asked about.
    narrow = "place = :place AND +recipe = :recipe" if place_id else "recipe = :recipe"
    rows = db.execute(
        f"SELECT place, key FROM courses WHERE {narrow} AND since <= :known AND until > :known",  # noqa: S608
        {"recipe": recipe, "known": known.isoformat(), "place": place_id},
    )
    return dict(rows.fetchall())


def read_bytes(db: sqlite3.Connection, keys: Sequence[int]) -> dict[int, bytes]:
    """The bytes of some courses by key, empty where there is no evidence."""
    query = "SELECT key, course FROM courses WHERE key IN (SELECT value FROM json_each(?))"
    return {key: course or b"" for key, course in db.execute(query, (json.dumps(keys),))}


def find_touched(db: sqlite3.Connection, first: date, last: date) -> dict[str, tuple[str, ...]]:
    """The claims that were published, withdrawn or reviewed on some days, by each place they are or were said about."""
    found: dict[str, dict[str, None]] = {}
    for place, claim_id, name, story in db.execute(_TOUCHED, {"first": first.isoformat(), "last": end_of(last)}):
        found.setdefault(place, {})[claim_name(claim_id, report_name=name, story=story)] = None
    return {place: tuple(claims) for place, claims in found.items()}


def find_ends(db: sqlite3.Connection, keys: Sequence[int]) -> dict[int, date | None]:
    """Until which day the evidence behind some courses stays as it was when they were followed, by key."""
    query = "SELECT key, until FROM courses WHERE key IN (SELECT value FROM json_each(?))"
    rows = db.execute(query, (json.dumps(keys),))
    return {key: None if until >= _ENDLESS else date.fromisoformat(until) for key, until in rows}


def keep(
    db: sqlite3.Connection,
    recipe: str,
    known: date,
    made: Mapping[str, bytes],
    seen: tuple[int, int],
    *,
    busy: Collection[str],
) -> dict[str, int]:
    """Keep courses, unless something was added since, and give their keys; part of one transaction.

    Of places that are ``busy`` it is not looked up for how many days judged from their course holds.
    """
    if generation(db) != seen:
        return {}
    if db.execute("SELECT 1 FROM courses WHERE recipe = ? LIMIT 1", (recipe,)).fetchone() is None:
        db.execute("DELETE FROM courses WHERE recipe NOT IN (SELECT recipe FROM sheets)")
    day = known.isoformat()
    some = json.dumps([place for place in made if place not in busy])
    turns = {
        place: (last or day, following or _ENDLESS)
        for place, last, following in db.execute(_TURNS, {"places": some, "until": end_of(known)})
    }
    following = _ENDLESS if known >= _last_turn(db) else (known + timedelta(days=1)).isoformat()
    turns.update(dict.fromkeys(busy, (day, following)))
    keys = {}
    for place, course in made.items():
        since, until = turns.get(place, (day, day))
        cursor = db.execute(
            "INSERT OR REPLACE INTO courses (recipe, place, since, until, course) VALUES (?, ?, ?, ?, ?)",
            (recipe, place, since, until, course or None),
        )
        keys[place] = int(cursor.lastrowid or 0)
        db.execute(_FORGET, {"place": place, "recipe": recipe, "kept": KEPT, "endless": _ENDLESS})
    return keys


def _last_turn(db: sqlite3.Connection) -> date:
    """The last day on which anything was published or reviewed."""
    return max((day for day in newest(db) if day is not None), default=date.min)
