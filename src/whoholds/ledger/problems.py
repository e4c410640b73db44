"""What SQLite's errors mean to a user: what happened, why, and what to try."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whoholds.errors import LedgerError

_MEANINGS: tuple[tuple[str, str, str], ...] = (
    ("SQLITE_FULL", "the disk is full", "make room, then run the command again: nothing was half-written"),
    ("SQLITE_READONLY", "the file or its folder may only be read", "chmod u+w on both, or --ledger elsewhere"),
    ("SQLITE_BUSY", "another program is writing to it", "wait for it to end, then run the command again"),
    ("SQLITE_LOCKED", "another program is writing to it", "wait for it to end, then run the command again"),
    ("SQLITE_NOTADB", "the file is not a SQLite database", "--ledger with another file"),
    ("SQLITE_CORRUPT", "the file is damaged", "whoholds doctor  # then restore a copy"),
    ("SQLITE_CANTOPEN", "the file or its folder cannot be opened", "check that the folder exists and is yours"),
    ("SQLITE_PERM", "the file may not be opened", "check who owns it"),
    ("SQLITE_IOERR", "the disk failed to read or write", "check the disk, then whoholds doctor"),
    ("SQLITE_TOOBIG", "a text is larger than a database can keep", "split the report"),
)


@contextmanager
def told_plainly(path: Path, doing: str) -> Iterator[None]:
    """Turn what SQLite raises while ``doing`` something with the ledger at ``path`` into a :class:`LedgerError`."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        why, attempt = next(
            ((why, attempt) for start, why, attempt in _MEANINGS if name.startswith(start)),
            (str(error), "whoholds doctor"),
        )
        raise LedgerError(f"cannot {doing} the ledger {path}", why=why, attempt=attempt) from error
