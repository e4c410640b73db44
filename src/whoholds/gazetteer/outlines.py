"""Which first-order division a point lies in, by outlines from Natural Earth under GeoNames' codes.

``tables/outlines.json.gz`` is written by ``scripts/compile_divisions.py``: public domain, hundredths of a degree, lines
straightened by up to .015°, so that a point within two kilometres of a border may be told on its wrong side.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import accumulate

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Outline:
    """An area and GeoNames' code of the division that it belongs to (``SY.09``).

    ``rings``, outer and inner alike (the even-odd rule), are longitudes and latitudes in turn, in hundredths of a
    degree, each point counted from the one before. ``boxes`` are west, south, east and north of each.
    """

    code: str
    rings: tuple[Sequence[int], ...]
    boxes: tuple[Box, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "boxes", tuple(_box(ring) for ring in self.rings))

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a point in degrees lies inside."""
        x, y = 100 * lon, 100 * lat
        inside = False
        for ring, (west, south, east, north) in zip(self.rings, self.boxes, strict=True):
            if west <= x <= east and south <= y <= north:
                inside ^= _is_in_ring(ring, x, y)
        return inside


def _box(ring: Sequence[int]) -> Box:
    xs, ys = list(accumulate(ring[0::2])), list(accumulate(ring[1::2]))
    return min(xs, default=0), min(ys, default=0), max(xs, default=0), max(ys, default=0)


def _is_in_ring(ring: Sequence[int], x: float, y: float) -> bool:
    """Whether a ray to the east from a point crosses a ring an odd number of times."""
    points = list(zip(accumulate(ring[0::2]), accumulate(ring[1::2]), strict=True))
    inside = False
    for (x1, y1), (x2, y2) in zip(points, (*points[1:], points[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
    return inside


def outline_at(outlines: Iterable[Outline], lat: float, lon: float) -> Outline | None:
    """The first outline that a point lies in."""
    return next((outline for outline in outlines if outline.holds(lat, lon)), None)


@cache
def load_outlines() -> dict[str, tuple[Outline, ...]]:
    """The outlines of each country's divisions, by ISO2 code."""
    packed = resources.files("whoholds.gazetteer").joinpath("tables", "outlines.json.gz").read_bytes()
    found: dict[str, list[Outline]] = {}
    for code, rings in json.loads(gzip.decompress(packed)):
        found.setdefault(code[:2], []).append(Outline(code, tuple(map(tuple, rings))))
    return {iso: tuple(outlines) for iso, outlines in found.items()}


def code_at(lat: float, lon: float, *, country: str) -> str:
    """GeoNames' code of the country's first-order division that a point lies in, ``""`` where no outline says."""
    found = outline_at(load_outlines().get(country, ()), lat, lon)
    return found.code if found else ""
