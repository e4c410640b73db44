"""Compiling places and names into one SQLite file that can be asked without loading it."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from whoholds.gazetteer.geonames import CONFLICT_COUNTRIES, Entry, read_settlements
from whoholds.gazetteer.match import key_of, skeleton_of_key
from whoholds.gazetteer.tables import admin1_names, read_divisions

FORMAT = 3
"""Raised whenever the tables or the folding of names change, so that an old file is compiled anew."""

SCHEMA = """
CREATE TABLE place (id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
    country TEXT NOT NULL, admin1 TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL, population INTEGER NOT NULL);
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, written TEXT NOT NULL, main INTEGER NOT NULL,
    PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE skeleton (country TEXT NOT NULL, skeleton TEXT NOT NULL, key TEXT NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (country, skeleton, key, place)) WITHOUT ROWID;
"""

INSERT_PLACE = """INSERT INTO place (rowid, id, name, kind, country, admin1, lat, lon, population)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""


def compile_world(to: Path, *, told: Callable[[int], None] = lambda _: None) -> int:
    """Compile every settlement of the world and all divisions to ``to``; returns the number of places."""
    return compile_entries(to, [*read_divisions(), *read_settlements(admin1=admin1_names())], told=told)


def compile_conflict(to: Path, *, told: Callable[[int], None] = lambda _: None) -> int:
    """Compile the shipped file: conflict countries in full, elsewhere the larger towns, all divisions."""
    settlements = read_settlements(countries=CONFLICT_COUNTRIES, admin1=admin1_names())
    return compile_entries(to, [*read_divisions(), *settlements], told=told)


def compile_entries(to: Path, entries: Iterable[Entry], *, told: Callable[[int], None] = lambda _: None) -> int:
    """Write a gazetteer file whole or not at all; ``told`` hears the number of places done so far, now and then."""
    to.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name}.", suffix=".part")
    os.close(handle)
    try:
        count = _fill(Path(unfinished), entries, told)
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(to)
    finally:
        Path(unfinished).unlink(missing_ok=True)
    return count


def _fill(path: Path, entries: Iterable[Entry], told: Callable[[int], None]) -> int:
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(SCHEMA)
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        count = 0
        for count, entry in enumerate(entries, start=1):
            _insert(connection, count, entry)
            if count % 5000 == 0:
                told(count)
        connection.commit()
        told(count)
        return count
    finally:
        connection.close()


def _insert(connection: sqlite3.Connection, number: int, entry: Entry) -> None:
    place = entry.place
    row = (place.id, place.name, place.kind.value, place.country, place.admin1, place.lat, place.lon, place.population)
    connection.execute(INSERT_PLACE, (number, *row))
    seen: set[str] = set()
    for written in entry.names:
        key = key_of(written)
        if key and key not in seen:
            connection.execute("INSERT INTO name VALUES (?, ?, ?, ?)", (key, number, written, not seen))
            skeleton = (place.country, skeleton_of_key(key), key, number)
            connection.execute("INSERT INTO skeleton VALUES (?, ?, ?, ?)", skeleton)
            seen.add(key)
