"""A place's card: who holds it, how sure, and the evidence for and against."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from whoholds.export.evidence import put_verdict
from whoholds.export.legend import draw_row_sign
from whoholds.export.symbols import is_area
from whoholds.export.wording import STATUS, how_sure
from whoholds.web.asking import TheDays, TheDesk
from whoholds.web.card import lay_out, name_side
from whoholds.web.chart import draw_chart
from whoholds.web.rendering import draw_fragment, draw_page
from whoholds.web.rows import put_holder

router = APIRouter(include_in_schema=False)


@router.get("/places/{place_id:path}/card")
def show_card(desk: TheDesk, days: TheDays, place_id: str) -> HTMLResponse:
    """The card alone, for the map's side panel."""
    drawn = draw_fragment("card.html", **_contents(desk, days, place_id))
    return HTMLResponse(drawn.encode("utf-8", "replace"))


@router.get("/places/{place_id:path}")
def show_place(request: Request, desk: TheDesk, days: TheDays, place_id: str) -> HTMLResponse:
    """The card as a page of its own."""
    return draw_page(request, "place.html", page="map", **_contents(desk, days, place_id))


def _contents(desk: TheDesk, days: TheDays, place_id: str) -> dict[str, Any]:
    return desk.remember("card", place_id, days, make=lambda: _make(desk, days, place_id))


def _make(desk: TheDesk, days: TheDays, place_id: str) -> dict[str, Any]:
    told, sides = desk.told(place_id, days.on, days.known), desk.sides()
    estimate = told.explanation.estimate
    return {
        "on": days.on,
        "known": days.known,
        "place": estimate.place,
        "area": is_area(estimate),
        "estimate": estimate,
        "explanation": told.explanation,
        "likeliest": name_side(estimate.holders[0][0], sides) if estimate.holders else "",
        "verdict": put_verdict(estimate, sides),
        "status": STATUS[estimate.status],
        "holder": put_holder(estimate, sides),
        "sure": how_sure(estimate),
        "sign": draw_row_sign(estimate, sides, "card"),
        "shares": [(name_side(key, sides), share) for key, share in estimate.holders if share >= LEAST_SHOWN],
        "card": lay_out(told, desk.why_copy),
        "chart": draw_chart(desk.history(estimate.place.id, days.on, days.known), sides),
    }


LEAST_SHOWN = 0.01
"""Shares below one per cent are not listed."""
