"""The sign of a place: the side by hue and shape, how sure by fill and outline, age by opacity."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from html import escape

from whoholds.export.sides import NOBODY, Side
from whoholds.model import Estimate, PlaceKind, Status

RADIUS = 6.5
RING = 4.5
"""Gap and stroke of the ring around a besieged place, beyond the radius."""
FADING_DAYS = 60
"""From this age of the newest evidence on, a sign is as pale as it gets."""
PALEST = 0.4
WIDER = frozenset({PlaceKind.PROVINCE, PlaceKind.DISTRICT, PlaceKind.REGION, PlaceKind.COUNTRY})
"""Kinds of place that are areas: their sign stands at the middle, with a bar under it."""


def is_area(estimate: Estimate) -> bool:
    """Whether the place is a district, province or region rather than a settlement."""
    return estimate.place.kind in WIDER


def find_camps(estimate: Estimate) -> tuple[str, ...]:
    """The sides that a sign shows, at most two: the holder, or the claimants, or the rivals where it is contested."""
    claimed = estimate.status is Status.CLAIMED_UNCONFIRMED
    keys = [estimate.holder, *estimate.claimed_by][: 1 if estimate.holder and not claimed else None]
    if estimate.status is Status.CONTESTED:
        keys = [estimate.holder, *(side for side, _ in estimate.holders), *estimate.claimed_by]
    return tuple(dict.fromkeys(key for key in keys if key))[:2]


def opacity(estimate: Estimate) -> float:
    """1 for evidence of today, falling to ``PALEST`` for evidence of ``FADING_DAYS`` ago and older."""
    if not isinstance(estimate.last_evidence, date):
        return PALEST
    days = max((estimate.on - estimate.last_evidence).days, 0)
    return max(1.0 - days / FADING_DAYS * (1 - PALEST), PALEST)


def outline(shape: str, x: float, y: float, radius: float) -> str:
    """The start of an SVG element with the given shape around a middle, attributes and end still to come."""
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"'
    if shape == "square":
        half = radius * 0.89
        return f'<rect x="{x - half:.1f}" y="{y - half:.1f}" width="{2 * half:.1f}" height="{2 * half:.1f}"'
    corners, turn, size = {"diamond": (4, 0.0, 1.22), "triangle": (3, -90.0, 1.32), "hexagon": (6, 0.0, 1.08)}[shape]
    drop = radius * 0.2 if shape == "triangle" else 0.0
    points = " ".join(
        f"{x + radius * size * math.cos(angle):.1f},{y + drop + radius * size * math.sin(angle):.1f}"
        for angle in (math.radians(turn + 360 / corners * n) for n in range(corners))
    )
    return f'<polygon points="{points}"'


def draw_sign(status: Status, sides: Sequence[Side], x: float, y: float, *, faded: float, hatch: str) -> str:
    """The sign of a status. ``sides``: holder or claimant first, rivals after; ``hatch``: the id of their pattern."""
    side = sides[0] if sides else NOBODY
    body = outline(side.shape, x, y, RADIUS)
    pale = f' opacity="{faded:.2f}"' if faded < 1 else ""
    match status:
        case Status.HELD:
            return f'{body} fill="{side.hue}" class="rim"{pale}/>'
        case Status.CONTESTED:
            return f'{body} fill="url(#{hatch})" class="rim strong"{pale}/>'
        case Status.BESIEGED:
            ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS + RING:.1f}" class="ring"/>'
            return f'{ring}{body} fill="{side.hue}" class="rim"{pale}/>'
        case Status.CLAIMED_UNCONFIRMED:
            dashes = f'{body} class="paper" stroke="{side.hue}" stroke-width="2" stroke-dasharray="3.2 2"{pale}/>'
            return dashes + _draw_rival_claim(sides, x, y, pale)
        case Status.NO_REPORT:
            return f'{outline("circle", x, y, RADIUS * 0.35)} fill="{NOBODY.hue}"/>'
        case _:
            return f'{outline("circle", x, y, RADIUS * 0.8)} class="paper" stroke="{NOBODY.hue}" stroke-width="1.6"/>'


def _draw_rival_claim(sides: Sequence[Side], x: float, y: float, pale: str) -> str:
    """A second side that claims the place as well: its own small dashed shape inside the first; else nothing."""
    if len(sides) < 2:
        return ""
    inner = outline(sides[1].shape, x, y, RADIUS * 0.5)
    return f'{inner} fill="none" stroke="{sides[1].hue}" stroke-width="1.6" stroke-dasharray="2 1.2"{pale}/>'


def draw_area_bar(x: float, y: float) -> str:
    """The bar under a sign that stands for a whole area."""
    return f'<path class="bar" d="M{x - 9:.1f} {y + RADIUS + 4:.1f}h18"/>'


def draw_hatch(hatch: str, sides: Sequence[Side]) -> str:
    """A pattern of slanting stripes: the two likeliest sides in turn, or one side and paper."""
    first = sides[0].hue if sides else NOBODY.hue
    second = f'fill="{sides[1].hue}"' if len(sides) > 1 else 'class="paper"'
    return (
        f'<pattern id="{escape(hatch)}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" class="paper"/>'
        f'<rect width="1.8" height="6" fill="{first}"/><rect x="3" width="1.8" height="6" {second}/></pattern>'
    )
