"""Places, reviews and settings of the SQLite ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from whoholds.ledger.queries import claim_key
from whoholds.ledger.rows import PLACE, REVIEW, place_of, review_of
from whoholds.ledger.versions import claim_name
from whoholds.model import Place, Review

_LATEST = (
    f"SELECT {PLACE}, max(latest) FROM (SELECT p.*, coalesce("  # noqa: S608
    "(SELECT max(key) FROM claims WHERE place = p.key), "
    "(SELECT max(key) FROM reviews WHERE place = p.key) - (SELECT max(key) + 1 FROM reviews)) AS latest "
    "FROM places p {narrow}) p WHERE latest IS NOT NULL GROUP BY p.id"
)
"""Places of claims by the claim's key, those that only reviews name by a number below every claim's."""


def find_places(db: sqlite3.Connection, box: tuple[float, float, float, float] | None) -> Iterator[Place]:
    """Each place by id, as the claim kept last, or else the last review, has it; ``box``: south, west, north, east."""
    if box is None:
        rows = db.execute(f"{_LATEST.format(narrow='')} ORDER BY id").fetchall()
    else:
        near = (
            "WHERE p.id IN (SELECT b.id FROM places b JOIN places_box x ON x.key = b.key "
            "WHERE x.north >= ? AND x.east >= ? AND x.south <= ? AND x.west <= ?)"
        )
        within = "lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
        inside = f"SELECT * FROM ({_LATEST.format(narrow=near)}) WHERE {within} ORDER BY id"  # noqa: S608
        south, west, north, east = box
        reach = (south, west, north, east)
        rows = db.execute(inside, (*reach, south, north, west, east)).fetchall()
    return (place_of(row[:8]) for row in rows)


def place_ids(db: sqlite3.Connection) -> tuple[str, ...]:
    """Ids of all places with a claim, sorted."""
    kept = "EXISTS (SELECT 1 FROM {} k WHERE k.place = p.key)"
    either = f"{kept.format('claims')} OR {kept.format('reviews')}"
    rows = db.execute(f"SELECT DISTINCT p.id FROM places p WHERE {either} ORDER BY p.id")  # noqa: S608
    return tuple(place_id for (place_id,) in rows)


def find_reviews(db: sqlite3.Connection, claim_id: str) -> Iterator[Review]:
    """Reviews in the order they were appended, of one claim or of all."""
    query = (
        f"SELECT {REVIEW}, {PLACE}, c.id, n.name, r.story FROM reviews v JOIN claims c ON c.key = v.claim "  # noqa: S608
        "JOIN reports r ON r.key = c.report JOIN names n ON n.report = c.report LEFT JOIN places p ON p.key = v.place"
    )
    key = claim_key(db, claim_id) if claim_id else None
    if claim_id:
        rows = db.execute(f"{query} WHERE v.claim = ? ORDER BY v.key", (key,)).fetchall()
    else:
        rows = db.execute(f"{query} ORDER BY v.key").fetchall()
    return (
        review_of(row[:7], claim_id=claim_name(row[15], report_name=row[16], story=row[17]), place=row[7:15])
        for row in rows
    )


def filed_by(db: sqlite3.Connection) -> str:
    """The copy rule that the ledger was filed by, ``""`` while it is empty."""
    row = db.execute("SELECT value FROM settings WHERE name = 'copy rule'").fetchone()
    return row[0] if row else ""
