"""What a user gives beside the ledger, looked up in it: a start map and a table of sides.

Neither is kept in the ledger, which holds only what was reported and reviewed; they are given with each question.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from whoholds.control.phase_filter import CONTESTED
from whoholds.control.propositions import side_key
from whoholds.control.start_map import Start, merge_sides, read_sides, read_start_map
from whoholds.errors import InputError, PlaceError
from whoholds.model import Place

LARGEST = 50_000_000
"""Bytes of a table; a start map of all places of a country is some hundred kilobytes."""
SHOWN = 5
"""So many rows that cannot be used are named in one message."""


@dataclass(frozen=True, slots=True)
class Given:
    """``start`` and ``start_days`` by place id, ``places`` those of the start map; ``sides`` merges keys of parties.

    ``titles`` says what a party is to be called, by its key.
    """

    start: Mapping[str, str] = field(default_factory=dict)
    start_days: Mapping[str, date] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    sides: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


def read_given(
    start_map: Path | None, sides: Path | None, *, called: Mapping[str, str], find_place: Callable[[str, str], Place]
) -> Given:
    """Read both tables, either of which may be missing.

    ``called`` gives what each side of the ledger is called, by its key; ``find_place`` gives the place that a name or
    id means in a country (ISO 3166-1 alpha-2, or ``""``), or raises :class:`PlaceError`. Raises :class:`InputError` for
    a table that cannot be read, naming the file and the line.
    """
    keys = {name.casefold(): key for key, name in sorted(called.items())}
    merged: dict[str, str] = {}
    titles: dict[str, str] = {}
    if sides is not None:
        rows = read_sides(_lines(sides), name=str(sides))
        pairs = {_key(row.side, keys, called): _key(row.belongs_to, keys, called) for row in rows}
        merged = merge_sides(pairs, name=str(sides))
        named = {_key(row.belongs_to, keys, called): row.name for row in rows if row.name}
        titles = {merged.get(key, key): name for key, name in named.items()}
        keys |= {name.casefold(): key for key, name in titles.items()}
    if start_map is None:
        return Given(sides=merged, titles=titles)
    found = _find_starts(read_start_map(_lines(start_map), name=str(start_map)), start_map, find_place)
    holders = {place.id: _holder(row, keys, called, merged, start_map) for row, place in found}
    days = {place.id: row.since for row, place in found if row.since is not None}
    return Given(holders, days, tuple(place for _, place in found), merged, titles)


def _lines(path: Path) -> io.StringIO:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise InputError(f"cannot read {path}", why=f"it has {size} bytes", attempt="a table of fewer rows")
        return io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")
    except OSError as error:
        raise InputError(f"cannot read {path}", why=error.strerror or str(error), attempt="another file") from error
    except UnicodeDecodeError as error:
        why = f"byte {error.start} is not UTF-8"
        raise InputError(f"cannot read {path}", why=why, attempt="save it as CSV in UTF-8") from error


def _find_starts(
    rows: Sequence[Start], path: Path, find_place: Callable[[str, str], Place]
) -> list[tuple[Start, Place]]:
    """Each row with its place; what cannot be found is told together: one run shows all that is to be mended."""
    found, unclear = [], []
    seen: dict[str, Start] = {}
    for row in rows:
        try:
            place = find_place(row.place, row.country)
        except PlaceError as error:
            unclear.append(f"line {row.line}: {error.what}{f' ({error.why})' if error.why else ''}")
            continue
        first = seen.setdefault(place.id, row)
        if first.holder != row.holder:
            unclear.append(f"line {row.line}: {row.place} is {first.place} of line {first.line}, with another holder")
        found.append((row, place))
    if unclear:
        more = f"; and {len(unclear) - SHOWN} more" if len(unclear) > SHOWN else ""
        raise InputError(
            f"{len(unclear)} rows of {path} cannot be used",
            why="; ".join(unclear[:SHOWN]) + more,
            attempt="place ids as `whoholds gazetteer find NAME` shows them, or a column country",
        )
    return found


def _key(side: str, keys: Mapping[str, str], called: Mapping[str, str]) -> str:
    """The key that a user means: a key as it is, a name that claims use, else the key of a party known by name only."""
    return side if side in called or ":" in side else keys.get(side.casefold()) or side_key("", side, {})


def _holder(
    row: Start, keys: Mapping[str, str], called: Mapping[str, str], merged: Mapping[str, str], path: Path
) -> str:
    if row.holder.casefold() == CONTESTED:
        return CONTESTED
    if ":" not in row.holder and row.holder.casefold() not in keys:
        known = ", ".join(sorted(called.values())[:8]) or "none yet"
        raise InputError(
            f"{path}:{row.line}: no claim calls a side {row.holder!r}",
            why=f"sides of this ledger: {known}",
            attempt="a key such as group:taliban or state:AF, or one of these names",
        )
    key = _key(row.holder, keys, called)
    return merged.get(key, key)
