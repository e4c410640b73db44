"""Static maps as SVG: shipped outlines, a sign for each place, names that keep clear of one another, a scale bar.

Each group of places is drawn twice, for a page and for a telephone, because names that fit the one are too small for
the other; style sheets show the one that suits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from whoholds.export.frame import Box, Frame, fit_frame, group_places
from whoholds.export.ground import draw_land, draw_scale_bar
from whoholds.export.labels import ASCENT, DESCENT, RINGS, SIZE, Placed, Wanted, place_labels
from whoholds.export.shapes import find_country
from whoholds.export.sides import Side
from whoholds.export.symbols import RADIUS, RING, draw_area_bar, draw_hatch, draw_sign, find_camps, is_area, opacity
from whoholds.export.wording import STATUS, tidy
from whoholds.model import Estimate, Status


@dataclass(frozen=True, slots=True)
class Format:
    """The size of a panel and how its proportions may vary (height by width)."""

    name: str
    width: float
    flattest: float
    tallest: float
    margin: float


FULL = Format("wide", 900.0, 0.40, 0.62, 70.0)
HALF = Format("wide", 440.0, 0.62, 0.9, 56.0)
PHONE = Format("narrow", 360.0, 0.75, 1.0, 44.0)


@dataclass(frozen=True, slots=True)
class Panel:
    """One group of places, drawn: which countries it shows, whether it takes half a row, and its SVGs by format."""

    caption: str
    half: bool
    drawings: tuple[tuple[str, str], ...]


def draw_maps(estimates: Sequence[Estimate], sides: Mapping[str, Side], links: Mapping[str, str]) -> list[Panel]:
    """A panel for each group of places that lie near one another, the largest first.

    ``sides`` by key; ``links`` gives, by place id, where on the page the evidence for it begins.
    """
    groups = group_places(estimates)
    return [_panel(number, group, sides, links, half=_is_half(groups, number)) for number, group in enumerate(groups)]


def _is_half(groups: Sequence[Sequence[Estimate]], number: int) -> bool:
    """The first panel spans the page; those after it go two to a row; a last one alone is half as well."""
    return number > 0 or (len(groups) > 1 and len(groups[0]) <= 2)


def _panel(
    number: int, group: Sequence[Estimate], sides: Mapping[str, Side], links: Mapping[str, str], *, half: bool
) -> Panel:
    formats = (HALF if half else FULL, PHONE)
    found = sorted({find_country(e.place.lon, e.place.lat) or e.place.country for e in group})
    drawn = tuple((f.name, _Drawing(f"m{number}{f.name[0]}", f, group, sides, links).svg()) for f in formats)
    return Panel(", ".join(found), half, drawn)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a place's sign stands on one drawing, and how far it reaches from its middle."""

    number: int
    estimate: Estimate
    x: float
    y: float
    reach: float

    @property
    def box(self) -> Box:
        """The room that the sign takes."""
        return Box(self.x - self.reach, self.y - self.reach, self.x + self.reach, self.y + self.reach)

    @property
    def wanted(self) -> Wanted:
        """The name beside the sign; settlements choose before areas, large before small."""
        weight = self.estimate.place.population + (0 if is_area(self.estimate) else 1e9)
        return Wanted(tidy(self.estimate.place.name), self.x, self.y, self.reach, weight)


def find_spots(group: Sequence[Estimate], frame: Frame) -> tuple[Spot, ...]:
    """A spot for each estimate: a settlement's where it lies, an area's at its middle or the nearest free point."""
    spots: list[Spot] = []
    for number, estimate in sorted(enumerate(group), key=lambda pair: (is_area(pair[1]), pair[0])):
        x, y = frame.x(estimate.place.lon), frame.y(estimate.place.lat)
        reach = RADIUS + (RING + 1 if estimate.status is Status.BESIEGED or is_area(estimate) else 1.5)
        spot = Spot(number, estimate, x, y, reach)
        if is_area(estimate):
            tried = [Spot(number, estimate, px, py, reach) for px, py in _around(x, y)]
            free = (one for one in tried if not any(one.box.overlaps(other.box) for other in spots))
            spot = next(free, spot)
        spots.append(spot)
    return tuple(sorted(spots, key=lambda spot: spot.number))


def _around(x: float, y: float) -> Iterator[tuple[float, float]]:
    yield x, y
    for ring in RINGS:
        for step in range(8):
            angle = math.pi / 4 * step - math.pi / 2
            yield x + ring * math.cos(angle), y + ring * math.sin(angle)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One SVG in the making; ``key`` sets its ids apart from those of the page's other drawings."""

    key: str
    format: Format
    group: Sequence[Estimate]
    sides: Mapping[str, Side]
    links: Mapping[str, str]

    def svg(self) -> str:
        f = self.format
        places = [e.place for e in self.group]
        frame = fit_frame(places, width=f.width, flattest=f.flattest, tallest=f.tallest, margin=f.margin)
        spots, (bar, bar_box) = find_spots(self.group, frame), draw_scale_bar(frame)
        inner = Box(4, 4, frame.width - 4, frame.height - 4)
        placed = place_labels([spot.wanted for spot in spots], inner, [bar_box])
        full = [bar_box, *(p.box for p in placed), *(spot.box for spot in spots)]
        by_wanted = {spot.wanted: spot for spot in spots}
        return "\n".join(
            (
                f'<svg viewBox="0 0 {frame.width:.0f} {frame.height:.0f}" role="img" aria-label="{self._spoken()}">',
                f"<defs>{''.join(self._hatches(spots))}</defs>",
                f'<rect class="sea" width="{frame.width:.0f}" height="{frame.height:.0f}"/>',
                *draw_land(frame, tuple(full)),
                *(self._sign(spot) for spot in spots),
                *(self._label(p, by_wanted[p.wanted].estimate) for p in placed),
                bar,
                "</svg>",
            )
        )

    def _spoken(self) -> str:
        """The map in words, for those who cannot see it."""
        return "Map. " + escape("; ".join(self._title(e) for e in self.group), quote=True)

    def _title(self, estimate: Estimate) -> str:
        side = self.sides.get(estimate.holder)
        by = f" by {tidy(side.name)}, {estimate.probability:.0%}" if side else ""
        return f"{tidy(estimate.place.name)}: {STATUS[estimate.status]}{by}"

    def _camps(self, estimate: Estimate) -> list[Side]:
        return [self.sides[key] for key in find_camps(estimate) if key in self.sides]

    def _hatches(self, spots: Sequence[Spot]) -> Iterator[str]:
        for spot in spots:
            if spot.estimate.status is Status.CONTESTED:
                yield draw_hatch(f"{self.key}-h{spot.number}", self._camps(spot.estimate))

    def _sign(self, spot: Spot) -> str:
        estimate, x, y = spot.estimate, spot.x, spot.y
        hatch, faded = f"{self.key}-h{spot.number}", opacity(estimate)
        sign = draw_sign(estimate.status, self._camps(estimate), x, y, faded=faded, hatch=hatch)
        bar = draw_area_bar(x, y) if is_area(estimate) else ""
        marked = f'<g class="place {estimate.status}"><title>{escape(self._title(estimate))}</title>{sign}{bar}</g>'
        return self._linked(estimate, marked)

    def _linked(self, estimate: Estimate, drawn: str) -> str:
        link = self.links.get(estimate.place.id, "")
        return f'<a href="#{escape(link, quote=True)}">{drawn}</a>' if link else drawn

    def _label(self, placed: Placed, estimate: Estimate) -> str:
        style = "name area" if is_area(estimate) else "name"
        name = (
            f'<text class="{style}" x="{placed.x:.1f}" y="{placed.y:.1f}" text-anchor="{placed.anchor}">'
            f"{escape(placed.wanted.text)}</text>"
        )
        return (_leader(placed) if placed.leader else "") + self._linked(estimate, name)


def _leader(placed: Placed) -> str:
    """The line from the edge of a sign to a name that had to move away."""
    x, y = placed.wanted.x, placed.wanted.y
    end_x, end_y = placed.x, placed.y - (ASCENT - DESCENT) / 2 * SIZE
    if placed.anchor == "middle":
        end_y = placed.box.bottom if placed.box.bottom < y else placed.box.top
    away = math.hypot(end_x - x, end_y - y)
    part = min(placed.wanted.reach / away, 1.0) if away else 1.0
    start_x, start_y = x + (end_x - x) * part, y + (end_y - y) * part
    return f'<path class="leader" d="M{start_x:.1f} {start_y:.1f}L{end_x:.1f} {end_y:.1f}"/>'
