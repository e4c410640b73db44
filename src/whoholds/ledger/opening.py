"""Opening a ledger file: is it one, is it of a version we know, may it be written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whoholds.errors import LedgerError, LedgerTooNewError
from whoholds.ledger.migrations import APPLICATION_ID, LATEST, migrate, version_of
from whoholds.ledger.words import folded

BUSY_SECONDS = 20.0
"""How long a writer waits for another: longer than the longest report takes to add."""


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """An open connection to a ledger of the latest version; see :func:`whoholds.ledger.sqlite.open_sqlite`."""
    _check_path(path, read_only=read_only)
    db = _connect(path, read_only=read_only)
    try:
        _check_kind(db, path)
        if not read_only:
            _prepare(db)
        elif version_of(db) < LATEST:
            raise LedgerError(
                f"cannot read the ledger {path}",
                why=f"it has version {version_of(db)}, which must first be brought to {LATEST}",
                attempt="open it once where it may be written: whoholds doctor",
            )
    except BaseException:
        db.close()
        raise
    return db


def _check_path(path: Path, *, read_only: bool) -> None:
    if path.is_dir():
        raise LedgerError(
            f"cannot open the ledger {path}", why="it is a folder", attempt=f"--ledger {path}/NAME.sqlite"
        )
    if path.exists():
        return
    if read_only:
        raise LedgerError(f"there is no ledger at {path}", attempt="whoholds add FILE…  # makes one")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = f"its folder cannot be made: {error.strerror}"
        raise LedgerError(f"cannot open the ledger {path}", why=why, attempt="--ledger elsewhere") from error


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Reading a file in a folder that may not be written needs SQLite's word that nobody writes to it."""
    mode = "?mode=ro" if read_only else ""
    db = _open(f"{path.absolute().as_uri()}{mode}")
    if not read_only:
        return db
    try:
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        db.close()
        if path.with_name(path.name + "-wal").exists():
            raise
        db = _open(f"{path.absolute().as_uri()}?mode=ro&immutable=1")
    return db


def _open(uri: str) -> sqlite3.Connection:
    db = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    db.create_function("folded", 1, folded, deterministic=True)
    return db


@contextmanager
def remembering(path: Path) -> Iterator[sqlite3.Connection]:
    """A transaction of its own in a ledger that is otherwise only read, for what may be forgotten.

    Raises ``sqlite3.Error`` when the file may not be written, or another writer is at it.
    """
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=0.5, isolation_level=None)
    try:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("BEGIN IMMEDIATE")
        yield db
        db.execute("COMMIT")
    finally:
        db.close()


def _check_kind(db: sqlite3.Connection, path: Path) -> None:
    application = db.execute("PRAGMA application_id").fetchone()[0]
    tables = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if application != APPLICATION_ID and (application or tables):
        raise LedgerError(
            f"{path} is not a ledger of whoholds",
            why="another program made this database",
            attempt="--ledger elsewhere",
        )
    if version_of(db) > LATEST:
        raise LedgerTooNewError(
            f"the ledger {path} was written by a newer whoholds",
            why=f"it has version {version_of(db)}, this one knows up to {LATEST}",
            attempt="pip install --upgrade whoholds",
        )


def _prepare(db: sqlite3.Connection) -> None:
    """Readers beside a writer (WAL); a commit outlives a killed process, the very last ones perhaps not a power cut.

    The log is folded in every 64 MB: each report writes to as many places of the file as it has phrases.
    """
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA wal_autocheckpoint = 16000")
    db.execute("PRAGMA cache_size = -65536")
    if version_of(db) < LATEST:
        migrate(db)
