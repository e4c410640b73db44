"""Country outlines from Natural Earth (1:50m, public domain), compiled by ``scripts/compile_shapes.py``."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

Ring = tuple[tuple[float, float], ...]
"""A closed line of (longitude, latitude) in degrees; the first point is not repeated at the end."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country's usual English name and its rings, outer and inner alike (they are filled by the even-odd rule)."""

    name: str
    rings: tuple[Ring, ...]
    boxes: tuple[tuple[float, float, float, float], ...]
    """West, south, east and north of each ring."""


@cache
def load_countries() -> tuple[Country, ...]:
    """Every country, by name."""
    packed = resources.files(__name__).joinpath("countries.json.gz").read_bytes()
    return tuple(_country(entry["name"], entry["rings"]) for entry in json.loads(gzip.decompress(packed)))


def _country(name: str, flat: Sequence[Sequence[float]]) -> Country:
    rings = tuple(tuple(zip(ring[0::2], ring[1::2], strict=True)) for ring in flat)
    boxes = []
    for ring in rings:
        lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
        boxes.append((min(lons), min(lats), max(lons), max(lats)))
    return Country(name, rings, tuple(boxes))


def find_country(lon: float, lat: float) -> str:
    """The name of the country at a point, ``""`` at sea (or on a coast that the outlines cut off)."""
    for country in load_countries():
        crossed = sum(
            _crossings(ring, lon, lat)
            for ring, (west, south, east, north) in zip(country.rings, country.boxes, strict=True)
            if west <= lon <= east and south <= lat <= north
        )
        if crossed % 2:
            return country.name
    return ""


def _crossings(ring: Ring, lon: float, lat: float) -> int:
    """How often a ray to the east from a point crosses a ring."""
    count = 0
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1):
            count += 1
    return count


def clip_country(country: Country, west: float, south: float, east: float, north: float) -> Iterator[Ring]:
    """The parts of a country's rings inside a rectangle of degrees."""
    for ring, (left, bottom, right, top) in zip(country.rings, country.boxes, strict=True):
        if left <= east and right >= west and bottom <= north and top >= south:
            inside = clip_ring(ring, west, south, east, north)
            if len(inside) >= 3:
                yield inside


def clip_ring(ring: Ring, west: float, south: float, east: float, north: float) -> Ring:
    """A ring cut to a rectangle, edge by edge (Sutherland and Hodgman 1974)."""
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        ring = tuple(_cut(ring, axis, limit, sign))
    return ring


def _cut(ring: Ring, axis: int, limit: float, sign: int) -> Iterator[tuple[float, float]]:
    for before, point in zip((ring[-1:] + ring[:-1]), ring, strict=True):
        was_in, is_in = sign * (before[axis] - limit) >= 0, sign * (point[axis] - limit) >= 0
        if was_in != is_in:
            part = (limit - before[axis]) / (point[axis] - before[axis])
            yield (before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1]))
        if is_in:
            yield point


@cache
def load_provinces() -> tuple[Ring, ...]:
    """The lines between first-level divisions of every country (open lines, not rings)."""
    packed = resources.files(__name__).joinpath("provinces.json.gz").read_bytes()
    return tuple(tuple(zip(line[0::2], line[1::2], strict=True)) for line in json.loads(gzip.decompress(packed)))


def clip_lines(lines: Sequence[Ring], west: float, south: float, east: float, north: float) -> Iterator[Ring]:
    """The stretches of lines whose segments touch a rectangle of degrees."""
    for line in lines:
        stretch: list[tuple[float, float]] = []
        for one, two in pairwise(line):
            across = min(one[0], two[0]) <= east and max(one[0], two[0]) >= west
            if across and min(one[1], two[1]) <= north and max(one[1], two[1]) >= south:
                stretch = stretch or [one]
                stretch.append(two)
            elif stretch:
                yield tuple(stretch)
                stretch = []
        if stretch:
            yield tuple(stretch)
