"""What can be wrong with a ledger file, found by reading all of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from whoholds.ledger.interface import CopyRule
from whoholds.ledger.unrelated import Unrelated


def check(db: sqlite3.Connection, rule: CopyRule) -> tuple[str, ...]:
    """Findings, a sentence each."""
    return (*_file(db), *_links(db), *_words(db), *_spans(db), *_rule(db, rule))


def _file(db: sqlite3.Connection) -> Iterator[str]:
    for (finding,) in db.execute("PRAGMA integrity_check"):
        if finding != "ok":
            yield f"the file is damaged: {finding}"


def _links(db: sqlite3.Connection) -> Iterator[str]:
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} points at a row of {parent} that is not there"
    for table in ("names", "sketches"):
        query = f"SELECT count(*) FROM reports WHERE key NOT IN (SELECT report FROM {table})"  # noqa: S608
        yield from _count(db, query, f"reports are missing in {table}")
    yield from _count(
        db, "SELECT count(*) FROM claims WHERE key NOT IN (SELECT claim FROM origins)", "claims have no origin"
    )


def _words(db: sqlite3.Connection) -> Iterator[str]:
    for kept in ("reports", "claims"):
        rows = f"(SELECT id FROM {kept}_fts_docsize)"  # noqa: S608
        missing = f"SELECT count(*) FROM {kept} WHERE key NOT IN {rows}"  # noqa: S608
        yield from _count(db, missing, f"{kept} cannot be found by their words")
        ghosts = f"SELECT count(*) FROM {rows} WHERE id NOT IN (SELECT key FROM {kept})"  # noqa: S608
        yield from _count(db, ghosts, f"words are indexed for {kept} that are not there")


def _spans(db: sqlite3.Connection) -> Iterator[str]:
    ends = ("quote_end", "place_end", "time_end", "source_end", "cue_end")
    columns = ", ".join(f"c.{end}" for end in ends)
    query = (
        f"SELECT r.key, r.text, c.id, c.quote, c.quote_start, {columns} "  # noqa: S608
        "FROM reports r JOIN claims c ON c.report = r.key ORDER BY r.key, c.key"
    )
    for _, text, claim, quote, start, *stops in db.execute(query):
        if any(stop is not None and stop > len(text) for stop in stops):
            yield f"claim {claim} points behind the end of its report"
        elif text[start : stops[0]] != quote:
            yield f"the quote of claim {claim} is not what its report says there"


def _rule(db: sqlite3.Connection, rule: CopyRule) -> Iterator[str]:
    """Nothing to say to one who opened the ledger without a rule, only to look."""
    if isinstance(rule, Unrelated):
        return
    for (kept,) in db.execute("SELECT value FROM settings WHERE name = 'copy rule'"):
        if kept != rule.id:
            yield f"copies were found by {kept}, not by {rule.id}"


def _count(db: sqlite3.Connection, query: str, what: str) -> Iterator[str]:
    (count,) = db.execute(query).fetchone()
    if count:
        yield f"{count} {what}"
