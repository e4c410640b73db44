"""The reviewer's queue: what would move the map most, then what the reader doubts; every act is appended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, unquote, urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from whoholds.errors import LedgerError, PlaceError, UsageError
from whoholds.export.evidence import find_sentence, reading_of
from whoholds.export.wording import FACTUALITY, put_period
from whoholds.ledger.interface import ClaimFilter
from whoholds.ledger.rereading import CORRECTABLE, value_of
from whoholds.model import (
    Act,
    Claim,
    Decision,
    Evidentiality,
    Factuality,
    Interest,
    Part,
    Place,
    Report,
    Review,
    SourceKind,
    Unresolved,
)
from whoholds.reviewing import Queued
from whoholds.web.asking import TheDesk, TheSigning
from whoholds.web.card import instant_day, standing_of
from whoholds.web.desk import QUEUED, Desk
from whoholds.web.rendering import draw_page
from whoholds.web.second_coding import BLIND, Mark, as_read, mark_of, measure_agreement, shown_alpha

router = APIRouter(include_in_schema=False)
A_PAGE = 20
REVIEWER = "whoholds_reviewer"
"""Cookie that remembers the name of who reviews, so that it is typed once."""
A_YEAR = 365 * 24 * 3600
CHOICES: dict[str, list[str]] = {
    "act": list(Act),
    "part": list(Part),
    "factuality": list(Factuality),
    "source_kind": list(SourceKind),
    "interest": list(Interest),
    "evidentiality": list(Evidentiality),
}
LABELS = {name: name.replace("_", " ") for name in CORRECTABLE} | {"when": "about (day or FIRST..LAST)"}


@dataclass(frozen=True, slots=True)
class Item:
    """One claim of the queue, its sentence in three parts, with its fields as a correction may change them."""

    claim_id: str
    report_id: str
    outlet: str
    published: str
    before: str
    quote: str
    after: str
    source: str
    standing: tuple[str, ...]
    reading: str
    firmness: str
    about: str
    why: str
    unlocated: str
    withdrawn: bool
    fields: dict[str, str]
    reviews: tuple[Review, ...]


@router.get("/review")
def show_queue(
    request: Request,
    desk: TheDesk,
    place: Annotated[str, Query(max_length=300)] = "",
    claim: Annotated[str, Query(max_length=1000)] = "",
    blind: bool = False,
    reviewed: bool = False,
    kept: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    """The queue, one claim of it, or the queue of a blind second coder."""
    who = unquote(request.cookies.get(REVIEWER, ""))
    trouble = ""
    queue: tuple[Queued, ...] = ()
    try:
        queue = _queue(desk, place=place, claim=claim, reviewed=reviewed or blind)
    except (PlaceError, LedgerError) as error:
        trouble = str(error)
    if blind:
        queue = tuple(_for_second_coder(queue, who))
    shown = queue[:A_PAGE]
    reports = desk.archive.reports_of(one.known for one in shown)
    items = [_item(desk, one, reports[one.known.claim.report_id], blind=blind) for one in shown]
    return draw_page(
        request,
        "review.html",
        page="review",
        items=items,
        waiting=len(queue),
        since=None if place else desk.since(desk.newest_word(), QUEUED),
        asked={"place": place, "claim": claim, "blind": "1" if blind else "", "reviewed": "1" if reviewed else ""},
        who=who,
        trouble=trouble,
        kept=kept,
        choices=CHOICES,
        labels=LABELS,
        agreement=[(one, shown_alpha(one)) for one in _agreement(desk)],
    )


def _queue(desk: Desk, *, place: str, claim: str, reviewed: bool) -> tuple[Queued, ...]:
    on, known = desk.newest(), desk.newest_word()

    def make() -> tuple[Queued, ...]:
        since = None if place else desk.since(known, QUEUED)
        return desk.archive.review_queue(on=on, known=known, place=place, since=since, reviewed=True, limit=0)

    queue = desk.remember("queue", place, make=make)
    if claim:
        return tuple(one for one in queue if one.known.claim.id == claim) or _alone(desk, claim)
    return tuple(one for one in queue if reviewed or not one.reviews)


def _alone(desk: Desk, claim: str) -> tuple[Queued, ...]:
    """A claim that the queue leaves out, because it was withdrawn."""
    found = desk.archive.claims(ClaimFilter(claim_ids=(claim,)))
    return tuple(Queued(one, 0.0, "", tuple(desk.archive.ledger.reviews(claim))) for one in found)


def _for_second_coder(queue: tuple[Queued, ...], who: str) -> list[Queued]:
    """What others coded and this person did not; copies that were reviewed in one act wait once."""
    seen: set[Mark] = set()
    waiting = []
    for one in queue:
        mark = mark_of(one.reviews)
        if one.reviews and mark not in seen and all(review.who != who for review in one.reviews):
            seen.add(mark)
            waiting.append(one)
    return waiting


def _item(desk: Desk, queued: Queued, report: Report, *, blind: bool) -> Item:
    known = queued.known
    claim = as_read(known.claim, queued.reviews, desk.archive.place_meant) if blind else known.claim
    before, quote, after = find_sentence(report.text, claim.quote.start, claim.quote.end)
    return Item(
        claim.id,
        report.id,
        known.publisher or "an unnamed outlet",
        instant_day(known.published),
        before,
        quote,
        after,
        claim.attribution.source,
        standing_of(claim),
        reading_of(claim),
        FACTUALITY[claim.factuality],
        put_period(claim.when),
        "" if blind else queued.why,
        claim.place.reason if isinstance(claim.place, Unresolved) else "",
        known.retracted is not None and not blind,
        {name: _shown_value(claim, name) for name in CORRECTABLE if name != "place_name"},
        () if blind else queued.reviews,
    )


def _shown_value(claim: Claim, field: str) -> str:
    if field == "place" and isinstance(claim.place, Place):
        return claim.place.id
    return value_of(claim, field)


def _agreement(desk: Desk) -> list[Any]:
    def make() -> list[Any]:
        reviews = list(desk.archive.ledger.reviews())
        coded = {one.claim_id for one in reviews if one.why.startswith(BLIND)}
        claims = {claim_id: one.claim for claim_id, one in desk.claims_named(coded).items()}
        return list(measure_agreement([one for one in reviews if one.claim_id in claims], claims)) if coded else []

    return desk.remember("agreement", make=make)


# ---------------------------------------------------------------- deciding


@router.post("/review")
async def decide(request: Request, desk: TheDesk, signing: TheSigning) -> Response:
    """Append a decision, then go on with the queue; or say on the same page why it was not kept."""
    form = {key: value for key, value in (await request.form(max_fields=60)).items() if isinstance(value, str)}
    signing.check_write(request, form.get("csrf", ""))
    if not desk.writable:
        raise HTTPException(403, "This ledger's file may only be read here.")
    return await run_in_threadpool(_decide, desk, form)


def _decide(desk: Desk, form: dict[str, str]) -> Response:
    decision = form.get("decision", "")
    if decision not in set(Decision):
        raise UsageError(f"{decision[:40]!r} is no decision", attempt=f"one of {', '.join(Decision)}")
    if decision != Decision.ACCEPT and form.get("blind") != "1" and not form.get("why", "").strip():
        raise UsageError(f"Nothing was kept: to {decision} a claim takes a reason", attempt="go back and write one")
    who, claim_id, blind = form.get("who", "").strip(), form.get("claim", ""), form.get("blind") == "1"
    why = f"{BLIND}: {form.get('why', '')}".removesuffix(": ") if blind else form.get("why", "")
    changed = _changed(form) if decision == Decision.CORRECT else {}
    made = desk.archive.review(
        claim_id, Decision(decision), who=who, why=why, corrections=changed, copies=form.get("alone") != "1"
    )
    query = {key: form.get(key, "") for key in ("place", "blind", "reviewed")} | {"kept": str(len(made))}
    answer = RedirectResponse(f"/review?{urlencode({k: v for k, v in query.items() if v})}", status_code=303)
    answer.set_cookie(REVIEWER, quote(who), max_age=A_YEAR, httponly=True, samesite="strict")
    return answer


def _changed(form: dict[str, str]) -> dict[str, str]:
    """The fields that a form gives another value than its page showed."""
    return {
        name: form[f"new_{name}"].strip()
        for name in CORRECTABLE
        if f"new_{name}" in form and form[f"new_{name}"].strip() != form.get(f"old_{name}", "")
    }
