"""Courses that the SQLite ledger remembers: what a place's evidence comes to on any day, while the evidence stays."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from whoholds.ledger.sheets import generation
from whoholds.ledger.versions import end_of

KEPT = 3
"""Courses kept of a place and recipe, the latest first: as it is judged from so many days (our choice)."""
_ENDLESS = "~"

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


def keep(
    db: sqlite3.Connection, recipe: str, known: date, made: Mapping[str, bytes], seen: tuple[int, int]
) -> dict[str, int]:
    """Keep courses, unless something was added since, and give their keys; part of one transaction."""
    if generation(db) != seen:
        return {}
    if db.execute("SELECT 1 FROM courses WHERE recipe = ? LIMIT 1", (recipe,)).fetchone() is None:
        db.execute("DELETE FROM courses WHERE recipe NOT IN (SELECT recipe FROM sheets)")
    day = known.isoformat()
    turns = {
        place: (last or day, following or _ENDLESS)
        for place, last, following in db.execute(_TURNS, {"places": json.dumps([*made]), "until": end_of(known)})
    }
    keys = {}
    for place, course in made.items():
        since, until = turns.get(place, (day, day))
        cursor = db.execute(
            "INSERT OR REPLACE INTO courses (recipe, place, since, until, course) VALUES (?, ?, ?, ?, ?)",
            (recipe, place, since, until, course or None),
        )
        keys[place] = int(cursor.lastrowid or 0)
        db.execute(
            "DELETE FROM courses WHERE place = :place AND recipe = :recipe AND key <= (SELECT key FROM courses "
            "WHERE place = :place AND recipe = :recipe ORDER BY key DESC LIMIT 1 OFFSET :kept)",
            {"place": place, "recipe": recipe, "kept": KEPT},
        )
    return keys
