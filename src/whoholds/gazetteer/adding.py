"""One table added to the user's gazetteer, from the file to the last row: the door for the command line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from whoholds.errors import InputError
from whoholds.gazetteer.compiled import CompiledGazetteer
from whoholds.gazetteer.imported import keep_table, user_file
from whoholds.gazetteer.imports import Tally, read_table

GEONAMES_FOLDER = "https://download.geonames.org/export/dump/"


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a table did: places kept, rows that gave one and rows that gave none, with reasons and counts."""

    name: str
    format: str
    places: int
    rows: int
    bad: int
    reasons: tuple[str, ...]
    sha256: str


def add_table(
    path: Path,
    gazetteer: CompiledGazetteer,
    *,
    name: str = "",
    origin: str = "",
    country: str = "",
    to: Path | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> Added:
    """Add the table in ``path`` to the user's file, under ``name`` (default: the file's own), replacing its last state.

    ``gazetteer`` is the one without added tables: it says which rows repeat a listed place and where countries lie.
    Raises :class:`InputError` when the table cannot be read or gives no place at all.
    """
    tally, digest = Tally(), _digest(path)
    chosen = name or path.name.split(".")[0]
    try:
        places = keep_table(
            to or user_file(),
            read_table(path, tally, country=country, boxes=gazetteer.boxes(), told=told),
            name=chosen,
            origin=origin or path.name,
            sha256=digest,
            listed=gazetteer.listed_as,
            counts=lambda: (tally.format, tally.good, tally.bad.total()),
        )
    except InputError as refused:
        if not tally.bad or tally.good:
            raise
        raise InputError(
            f"no row of {path} gives a place",
            why="; ".join(tally.reasons(4)),
            attempt="see docs/cli.md for the columns",
        ) from refused
    return Added(chosen, tally.format, places, tally.rows, tally.bad.total(), tuple(tally.reasons()), digest)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as missing:
        raise InputError(f"there is no file {path}") from missing
    except OSError as refused:
        raise InputError(f"{path} cannot be read", why=refused.strerror or str(refused)) from refused
