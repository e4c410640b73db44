"""The user's gazetteer file: places out of tables that the user added, with the table each came from.

One SQLite file of the same tables as the compiled one. A table is added whole or not at all, and adding it again
replaces what it gave before. A row that repeats a place listed already keeps the listed place's id, so that claims
about it stay one place's claims.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from whoholds.errors import InputError, MissingPartError
from whoholds.gazetteer.geonames import Entry
from whoholds.gazetteer.imports import Named
from whoholds.gazetteer.match import key_of, skeleton_of_key
from whoholds.model import Place, PlaceKind

USER_FORMAT = 1_000_001
"""Apart from the compiled files' numbers, so that neither is taken for the other."""

SCHEMA = """
CREATE TABLE source (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, format TEXT NOT NULL, origin TEXT NOT NULL,
    sha256 TEXT NOT NULL, rows INTEGER NOT NULL, bad INTEGER NOT NULL, added TEXT NOT NULL);
CREATE TABLE place (id TEXT NOT NULL, source INTEGER NOT NULL, same_as TEXT NOT NULL, name TEXT NOT NULL,
    kind TEXT NOT NULL, country TEXT NOT NULL, admin1 TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
    population INTEGER NOT NULL, PRIMARY KEY (id, source)) WITHOUT ROWID;
CREATE INDEX place_of_source ON place (source);
CREATE TABLE name (key TEXT NOT NULL, id TEXT NOT NULL, source INTEGER NOT NULL, written TEXT NOT NULL,
    main INTEGER NOT NULL, PRIMARY KEY (key, id, source)) WITHOUT ROWID;
CREATE INDEX name_of_source ON name (source);
CREATE TABLE skeleton (country TEXT NOT NULL, skeleton TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL,
    source INTEGER NOT NULL, PRIMARY KEY (country, skeleton, key, id, source)) WITHOUT ROWID;
CREATE INDEX skeleton_of_source ON skeleton (source);
"""
_BY_KEY = """SELECT place.id, place.name, kind, country, admin1, lat, lon, population, same_as, name.written, name.main,
    source.name FROM name JOIN place USING (id, source) JOIN source ON source.number = name.source WHERE key = ?
    ORDER BY source.number, place.id"""
_BY_ID = "SELECT id, name, kind, country, admin1, lat, lon, population FROM place WHERE id = ? ORDER BY source LIMIT 1"
_BY_SKELETON = """SELECT DISTINCT skeleton.key, CASE place.same_as WHEN '' THEN place.id ELSE place.same_as END
    FROM skeleton JOIN place USING (id, source) WHERE skeleton.country = ? AND skeleton.skeleton = ?"""


@dataclass(frozen=True, slots=True)
class Source:
    """A table that was added: its name, where it came from, the digest of its file, and what its rows gave."""

    name: str
    format: str
    origin: str
    sha256: str
    rows: int
    bad: int
    added: str


@dataclass(frozen=True, slots=True)
class ImportedName:
    """One place under one of its names; ``same_as`` is the id of the listed place that it repeats, or ``""``."""

    place: Place
    same_as: str
    written: str
    main: bool
    source: str


def user_file() -> Path:
    """Where added tables are kept: ``$WHOHOLDS_GAZETTEER``, else ``gazetteer.sqlite`` in the user's data folder."""
    import platformdirs

    given = os.environ.get("WHOHOLDS_GAZETTEER")
    return Path(given) if given else platformdirs.user_data_path("whoholds") / "gazetteer.sqlite"


class ImportedPlaces:
    """The user's gazetteer file, opened for asking."""

    def __init__(self, path: Path) -> None:
        """Open ``path`` for reading; raises :class:`MissingPartError` when it is no gazetteer of this format."""
        self._connection = _connect(path, f"{path.resolve().as_uri()}?mode=ro")

    def by_key(self, key: str) -> Iterator[ImportedName]:
        """All places that have a name with that folded key."""
        for row in self._connection.execute(_BY_KEY, (key,)):
            yield ImportedName(_place(row), row[8], row[9], bool(row[10]), row[11])

    def by_skeleton(self, country: str, skeleton: str) -> list[tuple[str, str]]:
        """(folded key, place id) of the names of a country with that skeleton."""
        return self._connection.execute(_BY_SKELETON, (country, skeleton)).fetchall()

    def place(self, place_id: str) -> Place | None:
        """The place of that id."""
        row = self._connection.execute(_BY_ID, (place_id,)).fetchone()
        return _place(row) if row else None

    def names(self) -> Iterator[str]:
        """All names as written."""
        for (written,) in self._connection.execute("SELECT DISTINCT written FROM name ORDER BY key, id"):
            yield written

    def sources(self) -> tuple[Source, ...]:
        """The tables added, in the order of their names."""
        rows = self._connection.execute(
            "SELECT name, format, origin, sha256, rows, bad, added FROM source ORDER BY name"
        ).fetchall()
        return tuple(Source(*row) for row in rows)

    def close(self) -> None:
        """Release the file."""
        self._connection.close()


def open_imported(path: Path | None = None) -> ImportedPlaces | None:
    """The user's gazetteer, ``None`` when no table was ever added."""
    chosen = path or user_file()
    return ImportedPlaces(chosen) if chosen.is_file() else None


def keep_table(
    to: Path,
    entries: Iterable[Named],
    *,
    name: str,
    origin: str,
    sha256: str,
    listed: Callable[[Entry], str],
    counts: Callable[[], tuple[str, int, int]],
) -> int:
    """Write one table into the user's file, whole or not at all; returns how many places it gave.

    ``listed`` gives the id of the place that an entry repeats, or ``""``. ``counts`` is asked at the end for the
    format's name and the numbers of good and bad rows. Raises :class:`InputError` when no row could be used.
    """
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        connection = _writable(to)
    except OSError as refused:
        raise MissingPartError(
            f"{to} cannot be written", why=str(refused), attempt="set WHOHOLDS_GAZETTEER"
        ) from refused
    try:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            number = _replace_source(connection, name)
            for one in entries:
                _insert(connection, number, one, listed)
            form, good, bad = counts()
            if not good:
                raise InputError(f"no row of {origin} gives a place", attempt="see the reasons above")
            now = datetime.now(UTC).isoformat(timespec="seconds")
            row = (number, name, form, origin, sha256, good, bad, now)
            connection.execute("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            kept = connection.execute("SELECT count(*) FROM place WHERE source = ?", (number,)).fetchone()[0]
        return int(kept)
    except sqlite3.OperationalError as busy:
        raise MissingPartError(
            f"{to} cannot be written", why=str(busy), attempt="try again, or free some space"
        ) from busy
    finally:
        connection.close()


def forget_table(path: Path, name: str) -> bool:
    """Take an added table out again; whether there was one of that name."""
    connection = _writable(path)
    try:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            known = connection.execute("SELECT 1 FROM source WHERE name = ?", (name,)).fetchone() is not None
            _replace_source(connection, name)
        return known
    finally:
        connection.close()


def _replace_source(connection: sqlite3.Connection, name: str) -> int:
    """The number of a table, whose former rows are taken out."""
    row = connection.execute("SELECT number FROM source WHERE name = ?", (name,)).fetchone()
    number = row[0] if row else connection.execute("SELECT coalesce(max(number), 0) + 1 FROM source").fetchone()[0]
    for table in ("place", "name", "skeleton"):
        connection.execute(f"DELETE FROM {table} WHERE source = ?", (number,))  # noqa: S608  three words of ours
    connection.execute("DELETE FROM source WHERE number = ?", (number,))
    return int(number)


def _insert(connection: sqlite3.Connection, number: int, one: Named, listed: Callable[[Entry], str]) -> None:
    place = one.entry.place
    row = (place.id, number, listed(one.entry), place.name, place.kind.value, place.country, place.admin1)
    point = (place.lat, place.lon, place.population)
    added = connection.execute(
        "INSERT OR IGNORE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, *point)
    ).rowcount
    if one.main and not added:
        connection.execute("UPDATE place SET name = ? WHERE id = ? AND source = ?", (place.name, place.id, number))
    for i, written in enumerate(one.entry.names):
        if key := key_of(written):
            name = (key, place.id, number, written, one.main and i == 0)
            connection.execute("INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?, ?)", name)
            skeleton = (place.country, skeleton_of_key(key), key, place.id, number)
            connection.execute("INSERT OR IGNORE INTO skeleton VALUES (?, ?, ?, ?, ?)", skeleton)


def _writable(path: Path) -> sqlite3.Connection:
    fresh = not path.is_file() or path.stat().st_size == 0
    connection = _connect(path, f"{path.resolve().as_uri()}?mode=rwc", fresh=fresh)
    connection.isolation_level = None
    return connection


def _connect(path: Path, uri: str, *, fresh: bool = False) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        if fresh:
            connection.executescript(SCHEMA)
            connection.execute(f"PRAGMA user_version = {USER_FORMAT}")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as broken:
        raise MissingPartError(f"the gazetteer {path} cannot be opened", why=str(broken), attempt=_MEND) from broken
    if version != USER_FORMAT:
        connection.close()
        raise MissingPartError(f"{path} is no gazetteer of added tables", why=f"format {version}", attempt=_MEND)
    return connection


_MEND = "move that file away and add the tables again"


def _place(row: tuple[Any, ...]) -> Place:
    return Place(row[0], row[1], PlaceKind(row[2]), *row[3:8])
