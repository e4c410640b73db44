"""The ledger page: all claims, filtered, sorted, a page at a time, and as files."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from whoholds.errors import PlaceError
from whoholds.export.interface import View
from whoholds.export.tables import ClaimsCsv
from whoholds.model import Act, Factuality, KnownClaim
from whoholds.web.api.claims import claims_json
from whoholds.web.asking import TheDesk
from whoholds.web.claim_rows import claim_rows
from whoholds.web.rendering import draw_page
from whoholds.web.searching import ClaimQuery, Order, TheClaims, find_claims, take

router = APIRouter(include_in_schema=False)
A_PAGE = 50
Offset = Annotated[int, Query(ge=0, le=100_000_000)]


@router.get("/claims")
@router.get("/ledger")
def show_claims(request: Request, desk: TheDesk, asked: TheClaims, offset: Offset = 0) -> HTMLResponse:
    """The ledger page."""
    found, trouble = _found(desk, asked)
    shown, page = take(found, offset=offset, limit=A_PAGE)
    return draw_page(
        request,
        "claims.html",
        page="ledger",
        rows=claim_rows(shown, desk.archive.reports_of(shown)),
        stretch=page,
        asked=asked,
        query=asked.asked,
        trouble=trouble,
        sides=desk.sides().values(),
        acts=list(Act),
        factualities=list(Factuality),
        orders=ORDERS,
    )


ORDERS = {
    Order.NEWEST: "newest first",
    Order.PUBLISHED: "oldest first",
    Order.PLACE: "place",
    Order.SOURCE: "source",
    Order.SCORE: "least surely read first",
    Order.SUREST: "most surely read first",
}


def _found(desk: TheDesk, asked: ClaimQuery) -> tuple[tuple[KnownClaim, ...], str]:
    try:
        return find_claims(desk, asked), ""
    except PlaceError as error:
        return (), f"{error.what}: {error.why}"


@router.get("/claims.csv")
def give_csv(desk: TheDesk, asked: TheClaims) -> Response:
    """The claims asked for as CSV, in the columns of `whoholds export csv`."""
    found, to = find_claims(desk, asked), BytesIO()
    view = View("", desk.newest(), desk.newest_word(), found, desk.archive.reports_of(found), ())
    ClaimsCsv().write(view, to)
    return _file(to.getvalue(), "text/csv; charset=utf-8", "claims.csv")


@router.get("/claims.json")
def give_json(desk: TheDesk, asked: TheClaims) -> Response:
    """The claims asked for as JSON, in the shape of the API."""
    found = find_claims(desk, asked)
    body = json.dumps(claims_json(found, desk.archive.reports_of(found)), ensure_ascii=False, indent=1)
    return _file(body.encode("utf-8", "replace"), "application/json", "claims.json")


def _file(body: bytes, media: str, name: str) -> Response:
    return Response(body, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
