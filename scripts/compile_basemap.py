"""Compile the ground of the web map: ``python scripts/compile_basemap.py`` writes ``web/static/basemap.json``.

It reads the shapes that ship with exports (``export/shapes``) and takes their rings apart, so that the line between two
countries is drawn once and can be told from a coast. Lines are packed (``pack_line``); the same input gives the same
bytes. Keys of the file:

- ``lines``: packed lines in hundredths of a degree, longitude first;
- ``kinds``: for each line ``c`` (coast), ``b`` (border) or ``d`` (border in dispute);
- ``rings``: for each ring its lines in order, ``~n`` for line n run backwards;
- ``names``: name, longitude, latitude (of the widest ring's middle) and extent in degrees of each country;
- ``provinces``: packed lines between first-level divisions.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from whoholds.export.shapes import Country, load_countries, load_provinces

TARGET = Path(__file__).parents[1] / "src" / "whoholds" / "web" / "static" / "basemap.json"
Point = tuple[int, int]
"""Longitude and latitude in hundredths of a degree."""
EVERYWHERE = (-180.0, -90.0, 180.0, 90.0)
DISPUTED: dict[frozenset[str], tuple[float, float, float, float]] = {
    frozenset(pair): box
    for pair, box in (
        (("Armenia", "Azerbaijan"), EVERYWHERE),
        (("China", "India"), EVERYWHERE),
        (("China", "Siachen Glacier"), EVERYWHERE),
        (("China", "Pakistan"), EVERYWHERE),
        (("Bhutan", "China"), EVERYWHERE),
        (("Cyprus", "Northern Cyprus"), EVERYWHERE),
        (("Egypt", "Sudan"), (33.0, 21.0, 38.0, 24.0)),
        (("Ethiopia", "Sudan"), (35.0, 12.0, 37.0, 15.0)),
        (("Guyana", "Venezuela"), EVERYWHERE),
        (("India", "Pakistan"), (70.0, 32.4, 80.0, 38.0)),
        (("India", "Siachen Glacier"), EVERYWHERE),
        (("Israel", "Palestine"), EVERYWHERE),
        (("Israel", "Syria"), EVERYWHERE),
        (("Israel", "Lebanon"), EVERYWHERE),
        (("Kenya", "South Sudan"), EVERYWHERE),
        (("Kosovo", "Serbia"), EVERYWHERE),
        (("Morocco", "Western Sahara"), EVERYWHERE),
        (("North Korea", "South Korea"), EVERYWHERE),
        (("Pakistan", "Siachen Glacier"), EVERYWHERE),
        (("Russia", "Ukraine"), (32.0, 44.0, 36.8, 46.4)),
        (("Somalia", "Somaliland"), EVERYWHERE),
        (("South Sudan", "Sudan"), (27.0, 9.0, 30.0, 11.0)),
    )
}
"""Borders drawn dashed, chosen by hand: those on which a state or a de-facto authority maintains another claim. The box
(west, south, east, north) limits it to a stretch. No entry says who is right; what is missing here is drawn plain."""


def hundredths(ring: Iterable[tuple[float, float]]) -> list[Point]:
    """A ring's points as whole numbers, none twice in a row."""
    points: list[Point] = []
    for lon, lat in ring:
        point = (round(lon * 100), round(lat * 100))
        if not points or points[-1] != point:
            points.append(point)
    return points[:-1] if len(points) > 1 and points[0] == points[-1] else points


def edge(one: Point, two: Point) -> tuple[Point, Point]:
    """The stretch between two points, the same in both directions."""
    return (one, two) if one < two else (two, one)


def find_users(rings: Sequence[tuple[str, list[Point]]]) -> dict[tuple[Point, Point], frozenset[str]]:
    """The countries on the two sides of each stretch."""
    users: dict[tuple[Point, Point], set[str]] = defaultdict(set)
    for name, ring in rings:
        for one, two in zip(ring, (*ring[1:], ring[0]), strict=True):
            users[edge(one, two)].add(name)
    return {key: frozenset(names) for key, names in users.items()}


def kind_of(names: frozenset[str], one: Point, two: Point) -> str:
    """Coast, border, or border in dispute."""
    if len(names) < 2:
        return "c"
    west, south, east, north = DISPUTED.get(names, (0.0, 0.0, 0.0, 0.0))
    lon, lat = (one[0] + two[0]) / 200, (one[1] + two[1]) / 200
    return "d" if west <= lon <= east and south <= lat <= north and names in DISPUTED else "b"


def cut_ring(ring: list[Point], users: dict[tuple[Point, Point], frozenset[str]]) -> Iterator[tuple[str, list[Point]]]:
    """A ring as lines, each with one kind and the same neighbour all along."""
    turns = [
        (users[edge(a, b)], kind_of(users[edge(a, b)], a, b)) for a, b in zip(ring, ring[1:] + ring[:1], strict=True)
    ]
    first = next((n for n in range(len(turns)) if turns[n] != turns[n - 1]), 0)
    ring, turns = ring[first:] + ring[: first + 1], turns[first:] + turns[:first]
    start = 0
    for n in range(1, len(turns) + 1):
        if n == len(turns) or turns[n] != turns[start]:
            yield turns[start][1], ring[start : n + 1]
            start = n


def pack_line(points: Sequence[Point]) -> str:
    """Steps between points as letters: zigzag, then five bits a letter from ``?`` on (Google's polyline coding)."""
    letters: list[str] = []
    x = y = 0
    for lon, lat in points:
        for step in (lon - x, lat - y):
            value = step << 1 if step >= 0 else ~(step << 1)
            while value >= 0x20:
                letters.append(chr((0x20 | (value & 0x1F)) + 63))
                value >>= 5
            letters.append(chr(value + 63))
        x, y = lon, lat
    return "".join(letters)


def call_country(country: Country) -> list[object]:
    """A country's name, the middle of its widest ring, and how wide that is in degrees."""
    west, south, east, north = max(country.boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    ring = country.rings[country.boxes.index((west, south, east, north))]
    lat = (south + north) / 2
    crossed = sorted(
        x1 + (lat - y1) / (y2 - y1) * (x2 - x1)
        for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True)
        if (y1 > lat) != (y2 > lat)
    )
    left, right = max(zip(crossed[::2], crossed[1::2], strict=False), key=lambda span: span[1] - span[0])
    return [country.name, round((left + right) / 2, 2), round(lat, 2), round(right - left, 2)]


def compile_basemap() -> str:
    """The whole file as text."""
    countries = load_countries()
    rings = [(c.name, points) for c in countries for ring in c.rings if len(points := hundredths(ring)) > 2]
    users = find_users(rings)
    lines: list[str] = []
    kinds: list[str] = []
    seen: dict[tuple[Point, ...], int] = {}
    packed_rings: list[list[int]] = []
    for _, ring in rings:
        indices = []
        for kind, line in cut_ring(ring, users):
            there, back = tuple(line), tuple(reversed(line))
            if back in seen:
                indices.append(~seen[back])
                continue
            if there not in seen:
                seen[there] = len(lines)
                lines.append(pack_line(line))
                kinds.append(kind)
            indices.append(seen[there])
        packed_rings.append(indices)
    return json.dumps(
        {
            "lines": lines,
            "kinds": "".join(kinds),
            "rings": packed_rings,
            "names": [call_country(country) for country in countries],
            "provinces": [pack_line([(round(x * 100), round(y * 100)) for x, y in line]) for line in load_provinces()],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def main() -> None:
    """Write the file."""
    TARGET.write_text(compile_basemap() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
