"""The numbered steps by which a ledger file reaches the version that this whoholds writes.

Step 1 is ``schema.sql``, step 4 ``sheets.sql``, step 7 ``courses.sql``. A later step is appended to :data:`MIGRATIONS`
as SQL and never changed afterwards.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from importlib.resources import files

APPLICATION_ID = 0x77686F6C
"""``whol``: marks the file as ours (``PRAGMA application_id``)."""

_SPEAKERS = """
-- Find the origins of a new report by its speakers and its story, not by reading all that say the same.
CREATE INDEX copies_by_root ON copies (root);
CREATE INDEX origins_by_speaker ON origins (proposition, speaker, day);
DROP INDEX origins_by_proposition;
ALTER TABLE propositions ADD COLUMN last TEXT NOT NULL DEFAULT '';
UPDATE propositions SET last = coalesce((
    SELECT max(r.sort) FROM origins o JOIN claims c ON c.key = o.claim JOIN reports r ON r.key = c.report
    WHERE o.proposition = propositions.key
), '');
"""

_REREADING = """
-- A reviewer's correction of the place brings a place; corrections are few and are looked up for every question.
ALTER TABLE reviews ADD COLUMN place INTEGER REFERENCES places (key);
CREATE INDEX reviews_by_place ON reviews (place) WHERE place IS NOT NULL;
CREATE INDEX reviews_correcting ON reviews (claim, at) WHERE decision = 'correct';
"""

_LOOKING_UP = """
-- Look places up by name whatever the case, and see how frequent a word is before searching for it.
CREATE INDEX places_by_name ON places (name COLLATE NOCASE);
CREATE VIRTUAL TABLE claims_words USING fts5vocab (claims_fts, row);
"""

_COUNTING = """
-- Who is behind the claims about each place, and what each side is called, are counted along these without sorting.
CREATE INDEX claims_by_source ON claims (place, source, report);
CREATE INDEX claims_by_actor ON claims (actor_side, actor, report) WHERE actor_side <> '';
CREATE INDEX claims_by_opponent ON claims (opponent_side, opponent, report) WHERE opponent_side <> '';
"""

_NEARNESS = """
-- The circle that "20 km north of" a place means: its middle in degrees, its radius in kilometres, the words.
ALTER TABLE claims ADD COLUMN near_lat REAL;
ALTER TABLE claims ADD COLUMN near_lon REAL;
ALTER TABLE claims ADD COLUMN near_km REAL;
ALTER TABLE claims ADD COLUMN near_words TEXT;
"""

_STAYING = """
-- A course whose evidence has changed is of no more use, but its row tells until which day the evidence is as it was:
-- who still has that evidence at hand reads only what was said from then on.
DROP TRIGGER courses_end;
CREATE TRIGGER courses_end INSTEAD OF INSERT ON stirred BEGIN
    UPDATE courses SET until = NEW.day, course = CASE WHEN since < NEW.day THEN course END
        WHERE place = NEW.place AND until > NEW.day;
END;
"""

_SQL = files("whoholds.ledger")

MIGRATIONS: tuple[str, ...] = (
    _SQL.joinpath("schema.sql").read_text(encoding="utf-8"),
    _SPEAKERS,
    _REREADING,
    _SQL.joinpath("sheets.sql").read_text(encoding="utf-8"),
    _LOOKING_UP,
    _COUNTING,
    _SQL.joinpath("courses.sql").read_text(encoding="utf-8"),
    _NEARNESS,
    _STAYING,
)

LATEST = len(MIGRATIONS)


def version_of(db: sqlite3.Connection) -> int:
    """The version of an open ledger file, 0 for an empty one."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: sqlite3.Connection) -> None:
    """Bring an open ledger to :data:`LATEST` in one transaction, or leave it as it was."""
    db.execute("BEGIN IMMEDIATE")
    try:
        for number in range(version_of(db), LATEST):
            for statement in _statements(MIGRATIONS[number]):
                db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {LATEST}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: ``executescript`` would end the transaction."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
