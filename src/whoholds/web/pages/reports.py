"""The reports: a list to search, and each with the words of its claims underlined beside what was read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse

from whoholds.ledger.interface import ClaimFilter
from whoholds.web.asking import TheDesk
from whoholds.web.card import instant_day
from whoholds.web.claim_rows import claim_rows
from whoholds.web.desk import Desk
from whoholds.web.marking import cut_text
from whoholds.web.rendering import draw_page
from whoholds.web.searching import Page

router = APIRouter(include_in_schema=False)
A_PAGE = 50


@router.get("/reports")
def list_reports(
    request: Request,
    desk: TheDesk,
    q: Annotated[str, Query(max_length=300)] = "",
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
) -> HTMLResponse:
    """The list, newest first."""
    found = desk.archive.ledger.report_page(q, offset=offset, limit=A_PAGE)
    rows = [{"report": one, "published": instant_day(one.published), "claims": made} for one, made in found.reports]
    page = Page(found.total, offset, A_PAGE)
    return draw_page(request, "reports.html", page="reports", rows=rows, stretch=page, q=q, query={"q": q})


@router.get("/reports/{report_id:path}")
def show_report(
    request: Request, desk: TheDesk, report_id: str, claim: Annotated[str, Query(max_length=1000)] = ""
) -> HTMLResponse:
    """One report with its claims; ``claim`` is the one that somebody came for."""
    report = desk.archive.ledger.report(report_id)
    if report is None:
        raise HTTPException(404, "No report of that name is kept.")
    claims = [one for one in desk.archive.claims(ClaimFilter(report_id=report.id)) if one.claim.report_id == report.id]
    copied = desk.archive.ledger.copied(report.id)
    copies = desk.archive.ledger.copies(report.id)
    return draw_page(
        request,
        "report.html",
        page="reports",
        report=report,
        link=report.url if report.url.startswith(("https://", "http://")) else "",
        published=instant_day(report.published),
        pieces=cut_text(report.text, claims),
        rows=claim_rows(claims, {report.id: report}),
        chosen=claim,
        copied=_linked(desk, copied[0], desk.put_because(*copied)) if copied else None,
        copies=[_linked(desk, name, link.because.replace(report.id, "this report")) for name, link in copies],
    )


def _linked(desk: Desk, report_id: str, because: str) -> dict[str, str]:
    """A report that another copies or is copied by, as a link to it shows it."""
    found = desk.archive.ledger.report(report_id)
    title = (found.title or found.id) if found else report_id
    return {"id": report_id, "title": title, "outlet": found.publisher if found else "", "because": because}
