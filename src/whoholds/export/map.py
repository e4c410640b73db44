"""A static map as SVG: shipped country shapes, a symbol for each place, labels that do not collide, a scale bar."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from importlib import resources
from typing import Any

from whoholds.export.sides import call
from whoholds.model import Estimate, Status

WIDTH = 720.0
"""Width of a panel in SVG units; it scales with the page."""
FAR_APART_KM = 1300.0
"""Places further from every place of a panel than this get a panel of their own."""
MARGIN = 0.22
RADIUS = 6.0
CHARACTER = 6.4
"""Mean width of a label's character at 12 units, measured on DejaVu Sans."""
KM_PER_DEGREE = 111.32
OFFSETS = (
    (10, 4),
    (-10, 4),
    (0, -11),
    (0, 19),
    (10, -9),
    (-10, -9),
    (10, 16),
    (-10, 16),
    (26, -20),
    (-26, -20),
    (26, 28),
)
GREY = "#777777"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in SVG units."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether two rectangles share an area."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """Degrees to SVG units: equirectangular, true at the middle latitude of the panel."""

    west: float
    north: float
    scale: float
    squeeze: float
    height: float

    def x(self, lon: float) -> float:
        """Across, from a longitude."""
        return (lon - self.west) * self.squeeze * self.scale

    def y(self, lat: float) -> float:
        """Down, from a latitude."""
        return (self.north - lat) * self.scale


@cache
def _countries() -> tuple[dict[str, Any], ...]:
    packed = resources.files("whoholds.export").joinpath("shapes/countries.json.gz").read_bytes()
    return tuple(json.loads(gzip.decompress(packed)))


def draw_maps(estimates: Sequence[Estimate], names: Mapping[str, str], hues: Mapping[str, str]) -> list[str]:
    """One SVG for each group of places that lie near one another, the largest group first."""
    return [_draw(group, names, hues, number) for number, group in enumerate(_groups(estimates))]


def _groups(estimates: Sequence[Estimate]) -> list[list[Estimate]]:
    groups: list[list[Estimate]] = []
    for estimate in estimates:
        near = [group for group in groups if any(_km(estimate, other) <= FAR_APART_KM for other in group)]
        merged = [estimate, *(other for group in near for other in group)]
        groups = [group for group in groups if group not in near] + [merged]
    ordered = [sorted(group, key=lambda e: (e.place.name, e.place.id)) for group in groups]
    return sorted(ordered, key=lambda group: (-len(group), group[0].place.name))


def _km(one: Estimate, other: Estimate) -> float:
    middle = math.radians((one.place.lat + other.place.lat) / 2)
    across = (one.place.lon - other.place.lon) * math.cos(middle)
    return math.hypot(across, one.place.lat - other.place.lat) * KM_PER_DEGREE


def _frame(group: Sequence[Estimate]) -> Frame:
    lats, lons = [e.place.lat for e in group], [e.place.lon for e in group]
    squeeze = max(math.cos(math.radians((min(lats) + max(lats)) / 2)), 0.2)
    tall = max(max(lats) - min(lats), 1.2) * (1 + 2 * MARGIN)
    wide = max((max(lons) - min(lons)) * squeeze, 1.2) * (1 + 2 * MARGIN)
    wide = max(wide, tall * 0.9)
    tall = max(tall, wide * 0.5)
    north = (min(lats) + max(lats)) / 2 + tall / 2
    west = (min(lons) + max(lons)) / 2 - wide / 2 / squeeze
    scale = WIDTH / wide
    return Frame(west, north, scale, squeeze, tall * scale)


# ---------------------------------------------------------------- drawing


def _draw(group: Sequence[Estimate], names: Mapping[str, str], hues: Mapping[str, str], number: int) -> str:
    frame = _frame(group)
    listed = ", ".join(f"{e.place.name} {_status(e, names)}" for e in group)
    parts = [
        f'<svg viewBox="0 0 {WIDTH:.0f} {frame.height:.0f}" role="img" aria-label="Map: {escape(listed, quote=True)}">',
        f"<defs>{''.join(_hatch(side, hue, number) for side, hue in sorted(hues.items()))}{_hatch('', GREY, number)}"
        f'<clipPath id="edge{number}"><rect width="{WIDTH:.0f}" height="{frame.height:.0f}"/></clipPath></defs>',
        f'<rect class="sea" width="{WIDTH:.0f}" height="{frame.height:.0f}"/><g clip-path="url(#edge{number})">',
        *_land(frame),
        *(_symbol(e, frame, hues, number) for e in group),
        *_labels(group, frame),
        "</g>",
        _scale_bar(frame),
        "</svg>",
    ]
    return "\n".join(parts)


def _status(estimate: Estimate, names: Mapping[str, str]) -> str:
    held = f" by {call(estimate.holder, names)}" if estimate.holder else ""
    return f"{estimate.status.replace('_', ' ')}{held}"


def _hatch(side: str, hue: str, number: int) -> str:
    key = f"{number}-{_key(side)}"
    return (
        f'<pattern id="hatch-{key}" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="4" height="4" class="paper"/><rect width="2" height="4" fill="{hue}"/></pattern>'
    )


def _key(side: str) -> str:
    return "".join(ch if ch.isalnum() else "-" for ch in side) or "none"


def _land(frame: Frame) -> Iterator[str]:
    """The countries in view, each one path, with its name where its largest part in view has its middle."""
    for country in _countries():
        rings = [ring for ring in country["rings"] if _in_view(ring, frame)]
        if rings:
            yield f'<path class="land" d="{"".join(_path(ring, frame) for ring in rings)}"/>'
            yield _country_name(country["name"], max(rings, key=len), frame)


def _in_view(ring: Sequence[float], frame: Frame) -> bool:
    lons, lats = ring[0::2], ring[1::2]
    across = frame.x(max(lons)) >= 0 and frame.x(min(lons)) <= WIDTH
    return across and frame.y(min(lats)) >= 0 and frame.y(max(lats)) <= frame.height


def _path(ring: Sequence[float], frame: Frame) -> str:
    points = (f"{frame.x(lon):.1f} {frame.y(lat):.1f}" for lon, lat in zip(ring[0::2], ring[1::2], strict=True))
    return "M" + "L".join(points) + "Z"


def _country_name(name: str, ring: Sequence[float], frame: Frame) -> str:
    """A country's name in the middle of the part of its outline that can be seen."""
    seen = [
        (x, y)
        for lon, lat in zip(ring[0::2], ring[1::2], strict=True)
        if 0 <= (x := frame.x(lon)) <= WIDTH and 0 <= (y := frame.y(lat)) <= frame.height
    ]
    if len(seen) < 2:
        return ""
    x, y = (sum(axis) / len(seen) for axis in zip(*seen, strict=True))
    wide = len(name) * CHARACTER
    if wide > WIDTH / 3 or max(a for a, _ in seen) - min(a for a, _ in seen) < 2 * wide:
        return ""
    x = min(max(x, wide), WIDTH - wide)
    return f'<text class="country" x="{x:.0f}" y="{min(max(y, 18), frame.height - 12):.0f}">{escape(name)}</text>'


def _symbol(estimate: Estimate, frame: Frame, hues: Mapping[str, str], number: int) -> str:
    """The place's sign: filled when held, hatched when contested, dashed when only claimed, ringed when besieged."""
    x, y = frame.x(estimate.place.lon), frame.y(estimate.place.lat)
    side = estimate.holder or next(iter(estimate.claimed_by), "")
    hue, at = hues.get(side, GREY), f'cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}"'
    faded = f'opacity="{_opacity(estimate):.2f}"'
    title = f"<title>{escape(estimate.place.name)}: {estimate.status.replace('_', ' ')}</title>"
    match estimate.status:
        case Status.HELD:
            drawn = f'<circle {at} fill="{hue}" {faded} class="rim"/>'
        case Status.CONTESTED:
            drawn = f'<circle {at} fill="url(#hatch-{number}-{_key(side)})" stroke="{hue}" stroke-width="1.5"/>'
        case Status.BESIEGED:
            ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS + 4}" fill="none" stroke="{GREY}" stroke-width="2"/>'
            drawn = f'{ring}<circle {at} fill="{hue}" {faded} class="rim"/>'
        case Status.CLAIMED_UNCONFIRMED:
            drawn = f'<circle {at} class="paper" stroke="{hue}" stroke-width="2" stroke-dasharray="3 2"/>'
        case _:
            drawn = f'<circle {at} class="paper" stroke="{GREY}" stroke-width="1.5"/>'
    return f'<g class="place {estimate.status}">{title}{drawn}</g>'


def _opacity(estimate: Estimate) -> float:
    """Full for evidence of today, half from sixty days on."""
    if not isinstance(estimate.last_evidence, date):
        return 0.5
    return max(1.0 - (estimate.on - estimate.last_evidence).days / 120, 0.5)


def _labels(group: Sequence[Estimate], frame: Frame) -> Iterator[str]:
    """Each name at the first free position around its place; a far one with a line, one that fits nowhere left out."""
    taken = [_around(e, frame) for e in group]
    for estimate in sorted(group, key=lambda e: (-e.place.population, e.place.id)):
        x, y = frame.x(estimate.place.lon), frame.y(estimate.place.lat)
        for right, down in OFFSETS:
            box = label_box(estimate.place.name, x + right, y + down, leftwards=right < 0, centred=right == 0)
            inside = box.left >= 2 and box.right <= WIDTH - 2 and box.top >= 2 and box.bottom <= frame.height - 2
            if inside and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                yield _label(estimate.place.name, x, y, right, down)
                break


def _around(estimate: Estimate, frame: Frame) -> Box:
    x, y, reach = frame.x(estimate.place.lon), frame.y(estimate.place.lat), RADIUS + 2
    return Box(x - reach, y - reach, x + reach, y + reach)


def label_box(name: str, x: float, y: float, *, leftwards: bool, centred: bool) -> Box:
    """Where a label of a name lies when its anchor is at ``x``, ``y`` (its baseline)."""
    wide = len(name) * CHARACTER
    left = x - wide if leftwards else x - wide / 2 if centred else x
    return Box(left, y - 11, left + wide, y + 3)


def _label(name: str, x: float, y: float, right: float, down: float) -> str:
    anchor = "end" if right < 0 else "middle" if right == 0 else "start"
    line = ""
    if abs(right) > 20:
        line = f'<line class="leader" x1="{x:.1f}" y1="{y:.1f}" x2="{x + right:.1f}" y2="{y + down - 4:.1f}"/>'
    return (
        f'{line}<text class="name" x="{x + right:.1f}" y="{y + down:.1f}" text-anchor="{anchor}">{escape(name)}</text>'
    )


def _scale_bar(frame: Frame) -> str:
    """A round number of kilometres, about a fifth of the width."""
    units_per_km = frame.scale / KM_PER_DEGREE
    length = WIDTH / 5 / units_per_km
    step = 10 ** math.floor(math.log10(length))
    km = max(factor * step for factor in (1, 2, 5) if factor * step <= length)
    wide, y = km * units_per_km, frame.height - 14
    return (
        f'<g class="scale"><path d="M12 {y - 4:.1f}v4h{wide:.1f}v-4" fill="none"/>'
        f'<text x="{16 + wide:.1f}" y="{y:.1f}">{km:g} km</text></g>'
    )
