"""Claims and reports. An article's text stays in the ledger: the API gives quotes, offsets, digest and address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response

from whoholds.export.claims_json import claim_json
from whoholds.export.privacy import call_source, find_private_names, mask
from whoholds.ledger.interface import ClaimFilter
from whoholds.model import KnownClaim, Report, Unresolved
from whoholds.web.api.answering import Limit, Offset, answer, links_of, make_body
from whoholds.web.api.shapes import Claims, OneClaim, OneReport, Reports
from whoholds.web.asking import TheDesk
from whoholds.web.searching import Page, TheClaims, find_claims

router = APIRouter()


def claims_json(claims: Iterable[KnownClaim], reports: Mapping[str, Report]) -> list[dict[str, Any]]:
    """Claims with where they were published; private people appear by their role, in the quote too."""
    claims = list(claims)
    private = find_private_names(claims)
    return [_claim_json(one, reports[one.claim.report_id], private.get(one.claim.report_id, ())) for one in claims]


def _claim_json(known: KnownClaim, report: Report, private: Iterable[str]) -> dict[str, Any]:
    given = claim_json(known.claim, report)
    return given | {
        "quote": mask(given["quote"], private),
        "source": call_source(known.claim.attribution),
        "report_id": report.id,
        "publisher": known.publisher,
        "published": _instant(known.published),
        "url": report.url,
        "origin": known.origin,
        "retracted": known.retracted.isoformat() if known.retracted else "",
    }


def _instant(at: datetime | Unresolved) -> str:
    return at.isoformat() if isinstance(at, datetime) else ""


def report_json(report: Report, claims: int) -> dict[str, Any]:
    """What is known of a report, without its text."""
    return {
        "id": report.id,
        "title": report.title,
        "publisher": report.publisher,
        "published": _instant(report.published),
        "url": report.url,
        "kind": str(report.kind),
        "sha256": report.sha256,
        "characters": len(report.text),
        "claims": claims,
    }


@router.get("/claims", response_model=Claims, summary="Claims that pass a filter, a page at a time")
def list_claims(request: Request, desk: TheDesk, asked: TheClaims, limit: Limit = 100, offset: Offset = 0) -> Response:
    """Newest first unless `sort` says otherwise. `total` counts all that pass."""
    found = find_claims(desk, asked, offset=offset, limit=limit)
    items = claims_json(found.claims, desk.archive.reports_of(found.claims))
    links = links_of(request, found.page)
    body = {"items": items, "total": found.page.total, "limit": limit, "offset": offset, "links": links}
    return answer(request, make_body(body))


@router.get("/claims/{claim_id:path}", response_model=OneClaim, summary="One claim")
def one_claim(request: Request, desk: TheDesk, claim_id: str) -> Response:
    """The claim as reviewers have it now."""
    for one in desk.archive.claims(ClaimFilter(claim_ids=(claim_id,))):
        return answer(request, make_body(claims_json([one], desk.archive.reports_of([one]))[0]))
    raise HTTPException(404, "No claim of that id is kept.")


@router.get("/reports", response_model=Reports, summary="Reports, newest first, a page at a time")
def list_reports(
    request: Request,
    desk: TheDesk,
    q: Annotated[str, Query(max_length=300, description="words that title or text must have")] = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """Their titles and where they were published, without their texts."""
    found = desk.archive.ledger.report_page(q, offset=offset, limit=limit)
    page = Page(found.total, offset, limit)
    items = [report_json(one, made) for one, made in found.reports]
    body = {"items": items, "total": page.total, "limit": limit, "offset": offset, "links": links_of(request, page)}
    return answer(request, make_body(body))


@router.get("/reports/{report_id:path}", response_model=OneReport, summary="One report with its claims")
def one_report(request: Request, desk: TheDesk, report_id: str) -> Response:
    """What is known of it, its claims with their offsets, and whether it is a copy."""
    report = desk.archive.ledger.report(report_id)
    if report is None:
        raise HTTPException(404, "No report of that id is kept.")
    claims = [one for one in desk.archive.claims(ClaimFilter(report_id=report.id)) if one.claim.report_id == report.id]
    copied = desk.archive.ledger.copied(report.id)
    body = report_json(report, len(claims)) | {
        "copy_of": copied[0] if copied else "",
        "copy_because": copied[1].because if copied else "",
        "claim_list": claims_json(claims, {report.id: report}),
    }
    return answer(request, make_body(body))
