"""Compile the country shapes that ship: ``python scripts/compile_shapes.py PACKAGE/countries-50m.json``.

The input is the npm package ``world-atlas`` 2.0.2 (Natural Earth 1:50m, public domain), a TopoJSON file. The output is
``src/whoholds/export/shapes/countries.json.gz``: for each country its name and its outer and inner rings, flat lists of
longitude and latitude in degrees, to two places (about a kilometre), the same bytes on every run.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src" / "whoholds" / "export" / "shapes" / "countries.json.gz"


def decode_arcs(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
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


def ring_of(indices: list[int], arcs: list[list[tuple[float, float]]]) -> list[float]:
    """The points of a ring, flat; a negative index is an arc run backwards."""
    points: list[tuple[float, float]] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc if not points else arc[1:])
    return [value for point in points for value in point]


def rings_of(geometry: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> Iterator[list[float]]:
    """The rings of a polygon or of several."""
    polygons = {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}.get(geometry["type"] or "", [])
    for polygon in polygons or []:
        for indices in polygon or []:
            yield ring_of(indices, arcs)


def main() -> None:
    """Read the topology named on the command line and write the shapes."""
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    arcs = decode_arcs(topology)
    countries = [
        {"name": geometry["properties"]["name"], "rings": list(rings_of(geometry, arcs))}
        for geometry in topology["objects"]["countries"]["geometries"]
    ]
    countries.sort(key=lambda country: country["name"])
    text = json.dumps(countries, ensure_ascii=False, separators=(",", ":"))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))


if __name__ == "__main__":
    main()
