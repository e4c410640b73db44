"""The map of a day with the table that is equal to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from whoholds.export.legend import draw_legend
from whoholds.export.symbols import find_camps
from whoholds.web.asking import TheDays, TheDesk
from whoholds.web.rendering import draw_page
from whoholds.web.rows import draw_still, row_of

router = APIRouter(include_in_schema=False)


@router.get("/")
def show_map(request: Request, desk: TheDesk, days: TheDays) -> HTMLResponse:
    """The map page."""
    return draw_page(request, "map.html", **desk.remember("map page", days, make=lambda: _contents(desk, days)))


def _contents(desk: TheDesk, days: TheDays) -> dict[str, Any]:
    estimates, sides = desk.estimates(days.on, days.known), desk.sides()
    shown = {side for one in estimates for side in find_camps(one)}
    changes = desk.changes(days.on - timedelta(days=1), days.on, days.known)
    return {
        "on": days.on.isoformat(),
        "known": days.known.isoformat(),
        "newest": max(desk.newest(), desk.newest_word()).isoformat(),
        "first": desk.first().isoformat(),
        "maps": draw_still(estimates, sides, f"on={days.on}&known={days.known}"),
        "legend": draw_legend({key: sides[key] for key in sorted(shown) if key in sides}),
        "rows": [row_of(one, sides, number) for number, one in enumerate(estimates)],
        "changes": [
            {"place_id": one.place.id, "place": one.place.name, "what": desk.name_sides_in(one.what)} for one in changes
        ],
    }
