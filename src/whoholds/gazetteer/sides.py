"""Sides of a country: what "northern Syria" or "the north-east of Nigeria" covers, as one point amid settlements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

THIRD = 1 / 3
"""The share of a country's settlements, counted from one edge, that lie on that side."""


@dataclass(frozen=True, slots=True)
class Side:
    """A direction; ``north`` and ``east`` are 1, 0 or -1."""

    name: str
    adjective: str
    north: int
    east: int


_SIDES = (
    Side("north", "northern", 1, 0), Side("south", "southern", -1, 0), Side("east", "eastern", 0, 1),
    Side("west", "western", 0, -1), Side("northeast", "northeastern", 1, 1), Side("northwest", "northwestern", 1, -1),
    Side("southeast", "southeastern", -1, 1), Side("southwest", "southwestern", -1, -1),
    Side("central", "central", 0, 0),
)  # fmt: skip
_BY_WORD = {word: side for side in _SIDES for word in (side.name, side.adjective)}


def side_of(word: str) -> Side | None:
    """The side that a word names: "northern", "north", "North-Eastern"."""
    return _BY_WORD.get(word.lower().replace("-", ""))


def point_on_side(points: Sequence[tuple[float, float]], side: Side) -> tuple[float, float]:
    """The median (lat, lon) of the settlements on one side; the same settlements give the same point."""
    lats, lons = sorted(lat for lat, _ in points), sorted(lon for _, lon in points)
    inside = [(lat, lon) for lat, lon in points if _within(lat, lats, side.north) and _within(lon, lons, side.east)]
    chosen = inside or list(points)
    return round(median(lat for lat, _ in chosen), 2), round(median(lon for _, lon in chosen), 2)


def _within(value: float, ordered: Sequence[float], direction: int) -> bool:
    low, high = ordered[int(len(ordered) * THIRD)], ordered[int(len(ordered) * (1 - THIRD))]
    if direction > 0:
        return value >= high
    return value <= low if direction < 0 else True
