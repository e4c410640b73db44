"""A place's card: who holds it, how sure, and the evidence for and against."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from whoholds.export.evidence import put_verdict
from whoholds.export.legend import draw_row_sign
from whoholds.export.sides import put_holder
from whoholds.export.symbols import is_area
from whoholds.export.wording import STATUS, how_sure
from whoholds.web.api.answering import HTML, Body, answer, pack
from whoholds.web.asking import Days, TheDays, TheDesk
from whoholds.web.card import lay_out, name_side
from whoholds.web.chart import draw_chart
from whoholds.web.desk import Desk
from whoholds.web.rendering import draw_fragment

router = APIRouter(include_in_schema=False)


@router.get("/places/{place_id:path}/card")
def show_card(request: Request, desk: TheDesk, days: TheDays, place_id: str) -> Response:
    """The card alone, for the map's side panel."""
    return answer(request, _drawn(desk, days, place_id, "card.html"))


@router.get("/places/{place_id:path}")
def show_place(request: Request, desk: TheDesk, days: TheDays, place_id: str) -> Response:
    """The card as a page of its own."""
    return answer(request, _drawn(desk, days, place_id, "place.html"))


def _drawn(desk: Desk, days: Days, place_id: str, template: str) -> Body:
    def make() -> Body:
        drawn = draw_fragment(template, page="map", **_contents(desk, days, place_id))
        return pack(drawn.encode("utf-8", "replace"), HTML)

    return desk.remember("card", template, place_id, days, make=make)


def _contents(desk: Desk, days: Days, place_id: str) -> dict[str, Any]:
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
        "unweighed": told.unweighed,
        "card": lay_out(told, desk.why_copy),
        "chart": draw_chart(desk.history(estimate.place.id, days.on, days.known), sides),
    }


LEAST_SHOWN = 0.01
"""Shares below one per cent are not listed."""
