"""The rows of the table that is equal to the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from whoholds.export.legend import draw_row_sign
from whoholds.export.map import draw_maps
from whoholds.export.sides import Side, put_holder
from whoholds.export.symbols import is_area
from whoholds.export.wording import STATUS, how_sure, put_age, put_short_day
from whoholds.model import Estimate
from whoholds.web.rendering import place_url

MOST_DRAWN = 100
"""Places on a map that the server draws; with more, keeping names apart takes seconds, and the table serves."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Who holds a place, in words fit to be read, beside its sign."""

    place_id: str
    place: str
    region: str
    status: str
    sign: Markup
    holder: str
    sure: str
    since: str
    origins: int
    newest: str
    age: str


def row_of(estimate: Estimate, sides: Mapping[str, Side], number: int) -> PlaceRow:
    """The row of an estimate; ``number`` tells its sign from others on the page."""
    place = estimate.place
    return PlaceRow(
        place.id,
        place.name,
        ", ".join(part for part in ("" if is_area(estimate) else place.admin1, place.country) if part),
        STATUS[estimate.status],
        draw_row_sign(estimate, sides, f"r{number}"),
        put_holder(estimate, sides),
        how_sure(estimate),
        put_short_day(estimate.since),
        estimate.origins,
        put_short_day(estimate.last_evidence),
        put_age(estimate),
    )


def draw_still(
    estimates: Sequence[Estimate], sides: Mapping[str, Side], query: str
) -> list[tuple[str, bool, list[tuple[str, Markup]]]]:
    """The maps for a browser without JavaScript, each sign and name a link to its place."""
    if len(estimates) > MOST_DRAWN:
        return []
    links = {one.place.id: f"{place_url(one.place.id)}?{query}" for one in estimates}
    panels = draw_maps(estimates, sides, links)
    return [(panel.caption, panel.half, [(name, _to_pages(svg)) for name, svg in panel.drawings]) for panel in panels]


def _to_pages(svg: str) -> Markup:
    """A drawing links within a page; here its links lead to the pages of places. No word in it can hold a quote."""
    return Markup(svg.replace('href="#/places/', 'href="/places/'))  # noqa: S704
