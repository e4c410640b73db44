"""What lies under the signs of a map: countries, lines of provinces, names of countries, a scale bar."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape

from whoholds.export.frame import KM_PER_DEGREE, Box, Frame
from whoholds.export.labels import find_room, text_width
from whoholds.export.shapes import Ring, clip_country, clip_lines, load_countries, load_provinces

COUNTRY_SIZE = 13.0
SPACING = 2.0
"""Letter spacing of country names."""
BEYOND = 0.5
"""Degrees by which outlines are drawn beyond the panel, so that its edge looks like no border."""
GROUNDS = 64
"""Grounds remembered: from day to day the signs change, and what lies under them does not."""


@lru_cache(maxsize=GROUNDS)
def draw_land(frame: Frame, full: tuple[Box, ...]) -> tuple[str, ...]:
    """The countries in view, then the lines of their provinces, then the countries' names where there is room.

    ``full`` is where no name may stand.
    """
    return tuple(_land(frame, full))


def _land(frame: Frame, full: Sequence[Box]) -> Iterator[str]:
    edges = (frame.west - BEYOND, frame.south - BEYOND, frame.east + BEYOND, frame.north + BEYOND)
    seen = [(country, tuple(clip_country(country, *edges))) for country in load_countries()]
    seen = [(country, rings) for country, rings in seen if rings]
    for _, rings in seen:
        yield f'<path class="land" d="{"".join(_path(ring, frame) + "Z" for ring in rings)}"/>'
    lines = "".join(_path(line, frame) for line in clip_lines(load_provinces(), *edges))
    if lines:
        yield f'<path class="province" d="{lines}"/>'
    taken = list(full)
    for country, rings in seen:
        name, box = _country_name(country.name, max(rings, key=_area), frame, taken)
        taken += [box] if box else []
        yield name


def _path(line: Ring, frame: Frame) -> str:
    points: list[str] = []
    for lon, lat in line:
        point = f"{frame.x(lon):.1f} {frame.y(lat):.1f}"
        if not points or point != points[-1]:
            points.append(point)
    return "M" + "L".join(points)


def _area(ring: Ring) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True))) / 2


def _country_name(name: str, ring: Ring, frame: Frame, full: Sequence[Box]) -> tuple[str, Box | None]:
    """A country's name inside the part of it that can be seen, clear of everything else; nothing where none fits."""
    wide = text_width(name.upper(), COUNTRY_SIZE) + SPACING * len(name) + 8
    outline = [(frame.x(lon), frame.y(lat)) for lon, lat in ring]
    spots = [
        (x, y)
        for x, y in _grid(frame, wide)
        if all(_inside(outline, x + dx, y) for dx in (-wide / 2, -wide / 4, 0, wide / 4, wide / 2))
    ]
    if not spots:
        return "", None
    mid_x, mid_y = (sum(axis) / len(spots) for axis in zip(*spots, strict=True))
    spots.sort(key=lambda spot: ((spot[0] - mid_x) ** 2 + (spot[1] - mid_y) ** 2, spot))
    box = find_room(wide, COUNTRY_SIZE * 2, spots, full)
    if box is None:
        return "", None
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2 + COUNTRY_SIZE * 0.36
    return f'<text class="country" x="{x:.0f}" y="{y:.0f}">{escape(name)}</text>', box


def _grid(frame: Frame, wide: float) -> Iterator[tuple[float, float]]:
    step = 14.0
    for row in range(1, int(frame.height / step)):
        for column in range(int(wide / 2 / step) + 1, int((frame.width - wide / 2) / step) + 1):
            yield column * step, row * step


def _inside(outline: Sequence[tuple[float, float]], x: float, y: float) -> bool:
    odd = False
    for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            odd = not odd
    return odd


def draw_scale_bar(frame: Frame) -> tuple[str, Box]:
    """A round number of kilometres, about a fifth of the width, at the lower left, with the room it takes."""
    units_per_km = frame.scale / KM_PER_DEGREE
    length = frame.width / 5 / units_per_km
    step = 10 ** math.floor(math.log10(length))
    km = max(factor * step for factor in (1, 2, 5) if factor * step <= length)
    wide, y = km * units_per_km, frame.height - 12
    text = f"{km:g} km"
    drawn = (
        f'<g class="scale"><path d="M10 {y - 5:.1f}v5h{wide:.1f}v-5"/>'
        f'<text x="{15 + wide:.1f}" y="{y:.1f}">{text}</text></g>'
    )
    return drawn, Box(0, y - 14, 20 + wide + text_width(text, 11), frame.height)
