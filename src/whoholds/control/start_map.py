"""Who held what before the first report: a CSV that the user may give, with the columns ``place`` and ``side``.

``place`` is a place id or a name (which the caller resolves), ``side`` a party's key, or ``contested``. Further columns
are left alone. A place without a row starts out unknown.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable

from whoholds.errors import InputError

COLUMNS = ("place", "side")


def read_start_map(lines: Iterable[str], *, name: str = "start map") -> dict[str, str]:
    """The side of each place as the file names it, in the file's order.

    Raises :class:`whoholds.errors.InputError` for a missing column, an empty cell, or a place given two sides.
    """
    rows = csv.DictReader(lines)
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise InputError(
            f"{name} is no start map",
            why=f"it has no column {' and no column '.join(missing)}",
            attempt="a first line that reads: place,side",
        )
    start: dict[str, str] = {}
    for row in rows:
        place, side = ((row[column] or "").strip() for column in COLUMNS)
        if not place or not side:
            raise InputError(
                f"{name}:{rows.line_num} names no {'side' if place else 'place'}", attempt="fill both cells"
            )
        if start.setdefault(place, side) != side:
            raise InputError(
                f"{name}:{rows.line_num} gives {place} a second side",
                why=f"{start[place]} before, {side} here",
                attempt="keep one of the two rows",
            )
    return start
