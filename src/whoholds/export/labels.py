"""Where the names on a map go, so that none lies on a sign, on another name or outside the panel."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whoholds.export.frame import Box

SIZE = 12.0
"""Font size of a place's name, in SVG units."""
NARROW, WIDE = frozenset("iljtfrI.,'’-() "), frozenset("mwMW@%")
ASCENT, DESCENT = 0.86, 0.3
"""Parts of the font size that a name takes above and below its baseline, with a little air."""
NEAR = ((1, 0), (-1, 0), (0, -1), (0, 1), (0.8, -0.7), (-0.8, -0.7), (0.8, 0.7), (-0.8, 0.7))
"""Directions around a sign, the most readable first (right, left, above, below, corners; after Imhof 1975)."""
RINGS = (24.0, 38.0, 54.0, 74.0)
"""Distances at which a name is tried with a line leading to its place."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name to be put near a point; of two, the one with the greater weight chooses first."""

    text: str
    x: float
    y: float
    reach: float
    weight: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A name where it was put: its text begins, centres or ends at ``x`` by ``anchor``; ``leader`` if far off."""

    wanted: Wanted
    x: float
    y: float
    anchor: str
    leader: bool
    box: Box


def text_width(text: str, size: float = SIZE) -> float:
    """An upper guess of a text's width: what DejaVu Sans takes, the widest of the fonts that the page may meet."""
    return size * sum(0.37 if ch in NARROW else 0.95 if ch in WIDE else 0.72 if ch.isupper() else 0.62 for ch in text)


def place_labels(
    wanted: Sequence[Wanted], panel: Box, taken: Sequence[Box], *, size: float = SIZE
) -> tuple[Placed, ...]:
    """Each name at the first free spot around its point, further off with a leader line if need be.

    ``taken`` are areas that names keep clear of. A name that fits nowhere is left out. Heavier names choose first.
    """
    signs = [Box(w.x - w.reach, w.y - w.reach, w.x + w.reach, w.y + w.reach) for w in wanted]
    full, placed = [*signs, *taken], []
    for want in sorted(wanted, key=lambda w: (-w.weight, w.text, w.x)):
        free = (
            spot
            for spot in _spots(want, size)
            if spot.box.within(panel) and not any(spot.box.overlaps(other) for other in full)
        )
        if (spot := next(free, None)) is not None:
            full.append(spot.box)
            placed.append(spot)
    return tuple(placed)


def _spots(want: Wanted, size: float) -> Iterator[Placed]:
    for across, down in NEAR:
        gap = want.reach + (3 if across else 2)
        yield _spot(want, across * gap, down * gap, size, leader=False)
    for ring in RINGS:
        for step in range(16):
            angle = (step // 2 if step % 2 else -(step // 2)) * math.pi / 8
            yield _spot(want, ring * math.cos(angle), ring * math.sin(angle), size, leader=True)


def _spot(want: Wanted, across: float, down: float, size: float, *, leader: bool) -> Placed:
    """The name beyond the point (across, down) from the sign's middle."""
    wide = text_width(want.text, size)
    anchor = "middle" if abs(across) < 2 else "start" if across > 0 else "end"
    x = want.x + across
    left = x - wide / 2 if anchor == "middle" else x if anchor == "start" else x - wide
    lift = (ASCENT - DESCENT) / 2 * size if abs(across) >= 2 else ASCENT * size if down > 0 else -DESCENT * size
    y = want.y + down + lift
    return Placed(want, x, y, anchor, leader, Box(left, y - ASCENT * size, left + wide, y + DESCENT * size))


def find_room(wide: float, tall: float, points: Sequence[tuple[float, float]], full: Sequence[Box]) -> Box | None:
    """The box around one of the points that keeps clear of all of ``full``, the first that does."""
    for x, y in points:
        box = Box(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
        if not any(box.overlaps(other) for other in full):
            return box
    return None
