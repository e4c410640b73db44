"""Tables that a user gives beside the ledger: who held what before the first report, and which sides belong together.

Both are CSV with a first line of column names; further columns are left alone. Names in them are as the user has them:
who reads a table for a ledger looks them up.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from whoholds.errors import InputError

START_COLUMNS = ("place", "holder", "since")
SIDES_COLUMNS = ("side", "belongs_to", "name")


@dataclass(frozen=True, slots=True)
class Start:
    """One row of a start map: the holder of a place (by id or name), or ``contested``, from ``since`` on.

    ``country`` (ISO 3166-1 alpha-2) tells namesakes apart; ``line`` is where the row stands in the file.
    """

    place: str
    holder: str
    since: date | None
    country: str
    line: int


@dataclass(frozen=True, slots=True)
class Belonging:
    """One row of a table of sides: ``side`` counts as ``belongs_to``; what that is to be called, ``""`` as before."""

    side: str
    belongs_to: str
    name: str
    line: int


def read_start_map(lines: Iterable[str], *, name: str = "start map") -> tuple[Start, ...]:
    """The rows of a start map with the columns ``place``, ``holder`` and, if wanted, ``since`` and ``country``.

    Raises :class:`whoholds.errors.InputError` for a missing column, an empty cell, a day that is none, or a place that
    two rows give different holders.
    """
    seen: dict[tuple[str, str], Start] = {}
    for line, cells in _rows(lines, ("place", "holder"), kind="start map", name=name, example=START_COLUMNS):
        row = Start(cells["place"], cells["holder"], _since(cells, name, line), cells.get("country", "").upper(), line)
        first = seen.setdefault((row.place.casefold(), row.country), row)
        if (first.holder, first.since) != (row.holder, row.since):
            raise InputError(
                f"{name}:{line} gives {row.place} a second holder",
                why=f"{first.holder} in line {first.line}, {row.holder} here",
                attempt="keep one of the two rows",
            )
    return tuple(seen.values())


def read_sides(lines: Iterable[str], *, name: str = "table of sides") -> tuple[Belonging, ...]:
    """The rows of a table of sides with the columns ``side``, ``belongs_to`` and, if wanted, ``name``.

    A row that gives a side to itself only names it. Raises :class:`whoholds.errors.InputError` for a missing column, an
    empty cell, or a side that two rows give to different ones.
    """
    seen: dict[str, Belonging] = {}
    for line, cells in _rows(lines, ("side", "belongs_to"), kind="table of sides", name=name, example=SIDES_COLUMNS):
        row = Belonging(cells["side"], cells["belongs_to"], cells.get("name", ""), line)
        first = seen.setdefault(row.side.casefold(), row)
        if first.belongs_to != row.belongs_to:
            raise InputError(
                f"{name}:{line} gives {row.side} a second time",
                why=f"to {first.belongs_to} in line {first.line}, to {row.belongs_to} here",
                attempt="keep one of the two rows",
            )
    return tuple(seen.values())


def merge_sides(pairs: Mapping[str, str], *, name: str = "table of sides") -> dict[str, str]:
    """Each side's key with the key that it counts as in the end, followed through sides that belong to others.

    Raises :class:`whoholds.errors.InputError` where sides belong to one another in a circle.
    """
    merged: dict[str, str] = {}
    for side in pairs:
        path = [side]
        while (to := pairs.get(path[-1], path[-1])) != path[-1]:
            if to in path:
                raise InputError(
                    f"{name} goes in a circle", why=" → ".join([*path, to]), attempt="drop one of these rows"
                )
            path.append(to)
        if path[-1] != side:
            merged[side] = path[-1]
    return merged


def _rows(
    lines: Iterable[str], needed: Sequence[str], *, kind: str, name: str, example: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table with their line numbers, cells trimmed; blank rows are left out."""
    rows = csv.DictReader(lines)
    columns = [(column or "").strip().casefold() for column in rows.fieldnames or ()]
    missing = [column for column in needed if column not in columns]
    if missing:
        raise InputError(
            f"{name} is no {kind}",
            why=f"it has no column {' and no column '.join(missing)}",
            attempt=f"a first line that reads: {','.join(example)}",
        )
    rows.fieldnames = columns
    for row in rows:
        cells = {column: (row[column] or "").strip() for column in columns if column}
        empty = next((column for column in needed if not cells[column]), "")
        if empty and any(cells.values()):
            raise InputError(
                f"{name}:{rows.line_num} names no {empty}", attempt=f"fill the cells {' and '.join(needed)}"
            )
        if not empty:
            yield rows.line_num, cells


def _since(cells: Mapping[str, str], name: str, line: int) -> date | None:
    given = cells.get("since", "")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise InputError(f"{name}:{line}: {given!r} is no day", attempt="since as 2021-07-01, or left empty") from None
