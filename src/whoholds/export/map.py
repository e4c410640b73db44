"""Static maps as SVG: shipped outlines, a sign for each place, names that keep clear of one another, a scale bar.

Each group of places is drawn twice, for a page and for a telephone, because names that fit the one are too small for
the other; style sheets show the one that suits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from whoholds.export.frame import KM_PER_DEGREE, Box, Frame, fit_frame, group_places
from whoholds.export.labels import SIZE, Placed, Wanted, find_room, place_labels, text_width
from whoholds.export.shapes import Ring, clip_country, clip_lines, find_country, load_countries, load_provinces
from whoholds.export.sides import Side
from whoholds.export.symbols import RADIUS, RING, draw_area_bar, draw_hatch, draw_sign, is_area, opacity
from whoholds.export.wording import STATUS, tidy
from whoholds.model import Estimate, Status

COUNTRY_SIZE = 13.0
SPACING = 2.0
"""Letter spacing of country names."""
BEYOND = 0.5
"""Degrees by which outlines are drawn beyond the panel, so that its edge looks like no border."""


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
PHONE = Format("narrow", 360.0, 0.7, 1.25, 44.0)


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
        bar, bar_box = _scale_bar(frame)
        inner = Box(4, 4, frame.width - 4, frame.height - 4)
        placed = place_labels([self._wanted(e, frame) for e in self.group], inner, [bar_box])
        full = [bar_box, *(p.box for p in placed), *(self._sign_box(e, frame) for e in self.group)]
        return "\n".join(
            (
                f'<svg viewBox="0 0 {frame.width:.0f} {frame.height:.0f}" role="img" aria-label="{self._spoken()}">',
                f"<defs>{''.join(self._hatches())}</defs>",
                f'<rect class="sea" width="{frame.width:.0f}" height="{frame.height:.0f}"/>',
                *_land(frame, full),
                *(self._sign(e, frame) for e in self.group),
                *(self._label(p, e) for p, e in self._pairs(placed, frame)),
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
        """The sides that a sign shows: holder, then claimants, then other likely holders; no more than two."""
        keys = [estimate.holder, *estimate.claimed_by, *(key for key, share in estimate.holders if share >= 0.15)]
        return [self.sides[key] for key in dict.fromkeys(keys) if key in self.sides][:2]

    def _hatch_id(self, estimate: Estimate) -> str:
        return f"{self.key}-h{self.group.index(estimate)}"

    def _hatches(self) -> Iterator[str]:
        for e in self.group:
            if e.status is Status.CONTESTED:
                yield draw_hatch(self._hatch_id(e), self._camps(e))

    def _sign(self, estimate: Estimate, frame: Frame) -> str:
        x, y = frame.x(estimate.place.lon), frame.y(estimate.place.lat)
        hatch, faded = self._hatch_id(estimate), opacity(estimate)
        sign = draw_sign(estimate.status, self._camps(estimate), x, y, faded=faded, hatch=hatch)
        bar = draw_area_bar(x, y) if is_area(estimate) else ""
        marked = f'<g class="place {estimate.status}"><title>{escape(self._title(estimate))}</title>{sign}{bar}</g>'
        return self._linked(estimate, marked)

    def _linked(self, estimate: Estimate, drawn: str) -> str:
        link = self.links.get(estimate.place.id, "")
        return f'<a href="#{escape(link, quote=True)}">{drawn}</a>' if link else drawn

    def _reach(self, estimate: Estimate) -> float:
        return RADIUS + (RING + 1 if estimate.status is Status.BESIEGED or is_area(estimate) else 1.5)

    def _sign_box(self, estimate: Estimate, frame: Frame) -> Box:
        x, y, reach = frame.x(estimate.place.lon), frame.y(estimate.place.lat), self._reach(estimate)
        return Box(x - reach, y - reach, x + reach, y + reach)

    def _wanted(self, estimate: Estimate, frame: Frame) -> Wanted:
        place = estimate.place
        weight = place.population + (0 if is_area(estimate) else 1e9)
        return Wanted(tidy(place.name), frame.x(place.lon), frame.y(place.lat), self._reach(estimate), weight)

    def _pairs(self, placed: Sequence[Placed], frame: Frame) -> Iterator[tuple[Placed, Estimate]]:
        by_want = {self._wanted(e, frame): e for e in self.group}
        for p in placed:
            yield p, by_want[p.wanted]

    def _label(self, placed: Placed, estimate: Estimate) -> str:
        """A name, with a line to its sign when it had to move away."""
        line, style = "", "name area" if is_area(estimate) else "name"
        if placed.leader:
            away = math.hypot(placed.x - placed.wanted.x, 1e-9)
            shift = placed.wanted.reach / max(away, placed.wanted.reach)
            end_y = placed.y - SIZE * 0.3
            start_x = placed.wanted.x + (placed.x - placed.wanted.x) * shift
            start_y = placed.wanted.y + (end_y - placed.wanted.y) * shift
            line = f'<path class="leader" d="M{start_x:.1f} {start_y:.1f}L{placed.x:.1f} {end_y:.1f}"/>'
        text = escape(placed.wanted.text)
        name = (
            f'<text class="{style}" x="{placed.x:.1f}" y="{placed.y:.1f}" text-anchor="{placed.anchor}">{text}</text>'
        )
        return line + self._linked(estimate, name)


# ---------------------------------------------------------------- ground


def _land(frame: Frame, full: Sequence[Box]) -> Iterator[str]:
    """The countries in view, then the lines of their provinces, then the countries' names where there is room."""
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


def _scale_bar(frame: Frame) -> tuple[str, Box]:
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
