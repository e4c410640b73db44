"""Who holds what: places, estimates, changes, sides, and how many claims each day has."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Request, Response

from whoholds.export.claims_json import change_json, estimate_json, explanation_json
from whoholds.web.api.answering import Limit, Offset, answer, links_of, make_body
from whoholds.web.api.shapes import DayCount, OneChange, OneEstimate, OneSide, Places
from whoholds.web.asking import EARLIEST, TheDays, TheDesk, asked_day, day_asked
from whoholds.web.searching import take

router = APIRouter()


@router.get("/places", response_model=Places, summary="Places that claims are about, by id")
def list_places(request: Request, desk: TheDesk, limit: Limit = 100, offset: Offset = 0) -> Response:
    """As the gazetteer has them; unlocated names are none."""
    places = desk.remember("places", make=lambda: tuple(desk.archive.ledger.places()))
    shown, page = take(places, offset=offset, limit=limit)
    items = [asdict(place) | {"kind": str(place.kind)} for place in shown]
    body = {"items": items, "total": page.total, "limit": limit, "offset": offset, "links": links_of(request, page)}
    return answer(request, make_body(body))


@router.get("/places/{place_id:path}", response_model=OneEstimate, summary="One place with its evidence")
def one_place(request: Request, desk: TheDesk, days: TheDays, place_id: str) -> Response:
    """The estimate, and under `evidence` what each piece of evidence moved; the keys of `whoholds explain --json`."""
    body = desk.remember(
        "place json",
        place_id,
        days,
        make=lambda: make_body(explanation_json(desk.explained(place_id, days.on, days.known).explanation)),
    )
    return answer(request, body)


@router.get("/estimates", response_model=list[OneEstimate], summary="Who holds each place on a day")
def list_estimates(request: Request, desk: TheDesk, days: TheDays) -> Response:
    """Every place with a claim, by name; the keys of `whoholds who --json`."""
    body = desk.remember_day(
        "estimates json",
        days,
        make=lambda: make_body([estimate_json(one) for one in desk.estimates(days.on, days.known)]),
    )
    return answer(request, body)


@router.get("/changes", response_model=list[OneChange], summary="What became different between two days")
def list_changes(
    request: Request,
    desk: TheDesk,
    days: TheDays,
    since: Annotated[
        str, asked_day("the day to compare with, judged from as many days before `known`; default: `on` less a week")
    ] = "",
) -> Response:
    """What is judged otherwise, was denied or taken back since, and what is now thought otherwise of the past."""
    before = day_asked(since, "since") or max(days.on - timedelta(days=7), EARLIEST)
    found = desk.changes(before, days.on, days.known)
    body = [
        change_json(one) | {"what": desk.name_sides_in(one.what), "kind": one.kind, "claims": list(one.claim_ids)}
        for one in found
    ]
    return answer(request, make_body(body))


@router.get("/sides", response_model=list[OneSide], summary="The sides, with the colour and shape of each")
def list_sides(request: Request, desk: TheDesk) -> Response:
    """The same on every day, and in the order of their keys: never as friend or enemy."""
    sides = desk.sides().values()
    body = [{"key": one.key, "name": one.name, "colour": one.hue, "shape": one.shape} for one in sides]
    return answer(request, make_body(body))


@router.get("/histogram", response_model=list[DayCount], summary="How many claims were published on each day")
def list_days(request: Request, desk: TheDesk) -> Response:
    """Days with at least one, in order."""
    return answer(request, make_body([{"day": day.isoformat(), "claims": n} for day, n in desk.histogram()]))
