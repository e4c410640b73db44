"""Where things lie on a map panel: rectangles, the projection, and which places share a panel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from whoholds.model import Estimate, Place

FAR_APART_KM = 900.0
"""A place further than this from every other of a panel gets a panel of its own: the length of a large country."""
KM_PER_DEGREE = 111.32
LEAST_DEGREES = 1.6
"""The least height of a panel: below about 180 km the shipped outlines (1:50m) look coarse."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in SVG units."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share an area."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def within(self, other: Box) -> bool:
        """Whether it lies wholly inside the other."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom


@dataclass(frozen=True, slots=True)
class Frame:
    """Degrees to SVG units: equirectangular, true to scale at the middle latitude of the panel."""

    west: float
    north: float
    scale: float
    squeeze: float
    width: float
    height: float

    def x(self, lon: float) -> float:
        """Across, from a longitude."""
        return (lon - self.west) * self.squeeze * self.scale

    def y(self, lat: float) -> float:
        """Down, from a latitude."""
        return (self.north - lat) * self.scale

    @property
    def east(self) -> float:
        """The longitude of the right edge."""
        return self.west + self.width / self.scale / self.squeeze

    @property
    def south(self) -> float:
        """The latitude of the lower edge."""
        return self.north - self.height / self.scale

    @property
    def box(self) -> Box:
        """The whole panel."""
        return Box(0.0, 0.0, self.width, self.height)


def group_places(estimates: Sequence[Estimate]) -> list[list[Estimate]]:
    """The estimates that share a panel: chains of places near one another; the largest group first."""
    groups: list[list[Estimate]] = []
    for estimate in estimates:
        near = [group for group in groups if any(_km(estimate.place, o.place) <= FAR_APART_KM for o in group)]
        merged = [estimate, *(other for group in near for other in group)]
        groups = [group for group in groups if group not in near] + [merged]
    ordered = [sorted(group, key=lambda e: (e.place.name, e.place.id)) for group in groups]
    return sorted(ordered, key=lambda group: (-len(group), group[0].place.name))


def _km(one: Place, other: Place) -> float:
    middle = math.radians((one.lat + other.lat) / 2)
    across = (one.lon - other.lon + 180) % 360 - 180
    return math.hypot(across * math.cos(middle), one.lat - other.lat) * KM_PER_DEGREE


def fit_frame(places: Sequence[Place], *, width: float, flattest: float, tallest: float, margin: float) -> Frame:
    """The smallest frame that shows the places with a margin (in SVG units) around them.

    Its height is between ``flattest`` and ``tallest`` times its width.
    """
    lats, lons = [place.lat for place in places], [place.lon for place in places]
    mid_lat, mid_lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    squeeze = max(math.cos(math.radians(mid_lat)), 0.15)
    tall, wide = max(lats) - min(lats), (max(lons) - min(lons)) * squeeze
    ratio = min(max((tall or 0.1) / (wide or 0.1), flattest), tallest)
    height = width * ratio
    degrees_per_unit = max(
        wide / (width - 2 * margin), tall / (height - 2 * margin), LEAST_DEGREES / min(width, height)
    )
    west = mid_lon - width * degrees_per_unit / 2 / squeeze
    return Frame(west, mid_lat + height * degrees_per_unit / 2, 1 / degrees_per_unit, squeeze, width, height)
