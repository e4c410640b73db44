"""Reading a table of places: which format it is, its rows one by one, and why those that give no place do not."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path

from whoholds.errors import InputError
from whoholds.gazetteer.geonames import Entry
from whoholds.gazetteer.import_files import open_table
from whoholds.gazetteer.import_formats import ANY, GEONAMES, GEONAMES_COLUMNS, HEADED, SYNONYMS, BadRow, Format

SAMPLE = 20
"""Rows that must look alike for a file without a header to be taken for GeoNames'."""
MAX_ROWS = 15_000_000
"""GeoNames' file of the whole world has about 13 million."""
MAX_COLUMNS = 400
FAR_DEGREES = 4.0
"""How far outside the box around a country's settlements a point may lie: islands and long coasts do."""
TOLD_EVERY = 2000


@dataclass(slots=True)
class Tally:
    """What became of the rows of a table: how many gave an entry, and how many none, by reason."""

    format: str = ""
    good: int = 0
    bad: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """All rows seen."""
        return self.good + self.bad.total()

    def reasons(self, most: int = 8) -> list[str]:
        """The commonest reasons with their counts, in words."""
        return [f"{count:,} {reason}" for reason, count in sorted(self.bad.items(), key=lambda r: (-r[1], r[0]))[:most]]


Boxes = dict[str, tuple[float, float, float, float]]
"""By ISO2 code the lowest and highest latitude and longitude of a country's settlements."""


@dataclass(frozen=True, slots=True)
class Named:
    """An entry as a row gives it; ``main`` says that its first name is the place's own, not a variant."""

    entry: Entry
    main: bool


def read_table(
    path: Path,
    tally: Tally,
    *,
    country: str = "",
    boxes: Boxes | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> Iterator[Named]:
    """The places of a table, as they are read; ``tally`` counts along.

    ``country`` (ISO2) is that of rows that give none. ``boxes`` lets points be refused that lie far from their country.
    Raises :class:`InputError` when the file is no table that we know, or is larger than the limits.
    """
    with open_table(path) as lines:
        form, rows = _recognised(lines, path)
        tally.format = form.name
        for cells in rows:
            if tally.rows % TOLD_EVERY == 0:
                told(tally.rows)
            if tally.rows >= MAX_ROWS:
                raise InputError(f"{path} has more than {MAX_ROWS:,} rows", attempt="take the file of one country")
            try:
                entry = form.read(cells, country)
                _check_point(entry, boxes or {})
            except BadRow as why:
                tally.bad[str(why)] += 1
                continue
            except KeyError:
                tally.bad["too few columns"] += 1
                continue
            tally.good += 1
            yield Named(entry, form.main(cells))
    told(tally.rows)


def _recognised(lines: Iterator[str], path: Path) -> tuple[Format, Iterator[dict[str, str]]]:
    head = list(islice(lines, SAMPLE))
    if not head:
        raise InputError(f"{path} is empty")
    if all(_is_geonames(line) for line in head):
        return GEONAMES, _unheaded(chain(head, lines))
    delimiter = max("\t,;|", key=head[0].count)
    columns = next(csv.reader(head[:1], delimiter=delimiter))
    header = [" ".join(column.split()).lower().replace(" ", "_") for column in columns[:MAX_COLUMNS]]
    form = next((form for form in HEADED if form.columns <= set(header)), None) or _any(header, path)
    return form, _headed(header, chain(head[1:], lines), delimiter, quoted=form.name != "NGA GNS")


def _is_geonames(line: str) -> bool:
    cells = line.split("\t")
    return len(cells) == len(GEONAMES_COLUMNS) and cells[0].isdecimal()


def _any(header: list[str], path: Path) -> Format:
    missing = [f for f in ("name", "lat", "lon") if not set(SYNONYMS[f].split()) & set(header)]
    if missing:
        found = ", ".join(header[:12]) or "nothing"
        why = f"no column for {' and '.join(missing)} among {found}"
        raise InputError(f"{path} is no table of places", why=why, attempt="name its columns name, lat, lon, country")
    return ANY


def _unheaded(lines: Iterator[str]) -> Iterator[dict[str, str]]:
    for line in lines:
        yield dict(zip(GEONAMES_COLUMNS, line.split("\t"), strict=False))


def _headed(header: list[str], lines: Iterator[str], delimiter: str, *, quoted: bool) -> Iterator[dict[str, str]]:
    """Rows by their columns' names. Tables of GNS hold bare quotation marks in their names, so nothing is quoted."""
    rows = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield {}
            continue
        if any(row):
            yield dict(zip(header, row, strict=False))


def _check_point(entry: Entry, boxes: Boxes) -> None:
    place = entry.place
    if place.country in boxes and not _inside(place.lat, place.lon, boxes[place.country]):
        swapped = replace(place, lat=place.lon, lon=place.lat)
        hint = ", latitude and longitude swapped?" if _inside(swapped.lat, swapped.lon, boxes[place.country]) else ""
        raise BadRow(f"a point far from {place.country}{hint}")


def _inside(lat: float, lon: float, box: tuple[float, float, float, float]) -> bool:
    south, north, west, east = box
    return south - FAR_DEGREES <= lat <= north + FAR_DEGREES and west - FAR_DEGREES <= lon <= east + FAR_DEGREES
