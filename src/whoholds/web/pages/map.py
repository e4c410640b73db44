"""The map of a day with the table that is equal to it."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request, Response

from whoholds.export.legend import draw_legend
from whoholds.export.symbols import find_camps
from whoholds.web.api.answering import HTML, answer, pack
from whoholds.web.asking import Days, TheDays, TheDesk
from whoholds.web.desk import Desk
from whoholds.web.rendering import draw_fragment
from whoholds.web.rows import draw_still, row_of

router = APIRouter(include_in_schema=False)


MOST_ROWS = 2_000
"""Rows of the table; the API gives the rest, and the changes among so many."""


@router.get("/")
def show_map(request: Request, desk: TheDesk, days: TheDays) -> Response:
    """The map page."""
    return answer(request, desk.remember_day("map page", days, make=lambda: pack(_draw(desk, days), HTML)))


def _draw(desk: Desk, days: Days) -> bytes:
    estimates, sides = desk.estimates(days.on, days.known), desk.sides()
    shown = {side for one in estimates for side in find_camps(one)}
    few = len(estimates) <= MOST_ROWS
    changes = desk.changes(days.on - timedelta(days=1), days.on, days.known) if few else ()
    drawn = draw_fragment(
        "map.html",
        page="map",
        on=days.on.isoformat(),
        known=days.known.isoformat(),
        newest=desk.newest().isoformat(),
        latest=max(desk.newest(), desk.newest_word()).isoformat(),
        first=desk.first().isoformat(),
        maps=draw_still(estimates, sides, f"on={days.on}&known={days.known}"),
        legend=draw_legend({key: sides[key] for key in sorted(shown) if key in sides}),
        rows=[row_of(one, sides, number) for number, one in enumerate(estimates[:MOST_ROWS])],
        more=max(len(estimates) - MOST_ROWS, 0),
        changes=[
            {"place_id": one.place.id, "place": one.place.name, "what": desk.name_sides_in(one.what)} for one in changes
        ],
    )
    return drawn.encode("utf-8", "replace")
