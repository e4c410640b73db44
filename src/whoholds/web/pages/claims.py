"""The ledger page: all claims, filtered, sorted, a page at a time, and as files."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from whoholds.errors import PlaceError, UsageError
from whoholds.export.interface import View
from whoholds.export.tables import ClaimsCsv
from whoholds.model import Act, Factuality
from whoholds.web.api.claims import claims_json
from whoholds.web.asking import TheDesk
from whoholds.web.claim_rows import claim_rows
from whoholds.web.rendering import draw_page
from whoholds.web.searching import ClaimQuery, Found, Order, Page, TheClaims, find_all, find_claims

router = APIRouter(include_in_schema=False)
A_PAGE = 50
Offset = Annotated[int, Query(ge=0, le=100_000_000)]


@router.get("/claims")
@router.get("/ledger")
def show_claims(request: Request, desk: TheDesk, asked: TheClaims, offset: Offset = 0) -> HTMLResponse:
    """The ledger page."""
    found, trouble = _found(desk, asked, offset)
    return draw_page(
        request,
        "claims.html",
        page="ledger",
        rows=claim_rows(found.claims, desk.archive.reports_of(found.claims)),
        stretch=found.page,
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


def _found(desk: TheDesk, asked: ClaimQuery, offset: int) -> tuple[Found, str]:
    try:
        return find_claims(desk, asked, offset=offset, limit=A_PAGE), ""
    except (PlaceError, UsageError) as error:
        return Found((), Page(0, 0, A_PAGE)), str(error)


@router.get("/claims.csv")
def give_csv(desk: TheDesk, asked: TheClaims) -> Response:
    """The claims asked for as CSV, in the columns of `whoholds export csv`."""
    found, to = find_all(desk, asked), BytesIO()
    view = View("", desk.newest(), desk.newest_word(), found, desk.archive.reports_of(found), ())
    ClaimsCsv().write(view, to)
    return _file(to.getvalue(), "text/csv; charset=utf-8", "claims.csv")


@router.get("/claims.json")
def give_json(desk: TheDesk, asked: TheClaims) -> Response:
    """The claims asked for as JSON, in the shape of the API."""
    found = find_all(desk, asked)
    body = json.dumps(claims_json(found, desk.archive.reports_of(found)), ensure_ascii=False, indent=1)
    return _file(body.encode("utf-8", "replace"), "application/json", "claims.json")


def _file(body: bytes, media: str, name: str) -> Response:
    return Response(body, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
