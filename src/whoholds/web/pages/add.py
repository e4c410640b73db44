"""Adding a report: paste or drop it, see its claims, and only then keep it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, File, Form, HTTPException, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from whoholds.errors import InputError
from whoholds.intake.interface import Skipped
from whoholds.ledger.interface import Added
from whoholds.model import Claim, KnownClaim, Report
from whoholds.web.asking import TheDesk, TheSigning, day_asked
from whoholds.web.card import instant_day
from whoholds.web.claim_rows import ClaimRow, claim_rows
from whoholds.web.drafts import Draft, Drafts, read_pasted, read_upload
from whoholds.web.marking import Piece, cut_text
from whoholds.web.rendering import draw_page

router = APIRouter(include_in_schema=False)
Words = Annotated[str, Form(max_length=2000)]
Csrf = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True, slots=True)
class Looked:
    """A report of a draft as the page shows it."""

    report: Report
    published: str
    pieces: tuple[Piece, ...]
    rows: list[ClaimRow]
    known: bool


@router.get("/add")
def ask_report(request: Request) -> HTMLResponse:
    """The form."""
    return draw_page(request, "add.html", page="add", given={})


@router.post("/add")
def look(
    request: Request,
    desk: TheDesk,
    signing: TheSigning,
    text: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
    published: Words = "",
    publisher: Words = "",
    title: Words = "",
    url: Words = "",
    csrf: Csrf = "",
) -> HTMLResponse:
    """What would be kept: the words of each claim underlined, and what was read; nothing is kept yet."""
    signing.check_write(request, csrf)
    given = {"text": text, "published": published, "publisher": publisher, "title": title, "url": url}
    drafts: Drafts = request.app.state.drafts
    try:
        day = day_asked(published, "published")
        if file is not None and file.filename:
            items = read_upload(file.file.read(), file.filename, published=day)
        else:
            items = [read_pasted(text, published=day, publisher=publisher, title=title, url=url)]
        draft = drafts.read(items)
    except InputError as error:
        return draw_page(request, "add.html", code=400, page="add", given=given, trouble=str(error))
    looked = [_looked(desk, report, claims) for report, claims in draft.reports]
    return draw_page(request, "look.html", page="add", draft=draft, looked=looked)


def _looked(desk: TheDesk, report: Report, claims: tuple[Claim, ...]) -> Looked:
    shown = [KnownClaim(claim, report.publisher, report.published, "") for claim in claims]
    kept = desk.archive.ledger.report(report.id)
    known = kept is not None and kept.sha256 == report.sha256
    rows = claim_rows(shown, {report.id: report})
    return Looked(report, instant_day(report.published), cut_text(report.text, shown), rows, known)


@router.post("/add/keep")
def keep(request: Request, desk: TheDesk, signing: TheSigning, draft: Words = "", csrf: Csrf = "") -> Response:
    """Keep the reports of a draft with the claims that were shown."""
    signing.check_write(request, csrf)
    if not desk.writable:
        raise HTTPException(403, "This ledger's file may only be read here.")
    drafts: Drafts = request.app.state.drafts
    taken = drafts.take(draft)
    kept = _keep(desk, taken)
    return draw_page(request, "added.html", page="add", kept=kept, skipped=taken.skipped)


def _keep(desk: TheDesk, draft: Draft) -> list[tuple[Report, Added | Skipped]]:
    return [(report, desk.archive.ledger.add(report, claims)) for report, claims in draft.reports]
