"""Who contradicts whom, and about which places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from whoholds.export.evidence import Sentences
from whoholds.export.privacy import find_private_names
from whoholds.model import KnownClaim
from whoholds.web.asking import TheDays, TheDesk
from whoholds.web.card import Said, fold, name_side
from whoholds.web.contradicting import Dispute, count_contradictions, find_disputes
from whoholds.web.desk import Desk
from whoholds.web.rendering import draw_page

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A dispute in words."""

    place_id: str
    place: str
    about: object
    kind: str
    one: list[Said]
    other: list[Said]


@router.get("/disputes")
def show_disputes(request: Request, desk: TheDesk, days: TheDays) -> HTMLResponse:
    """The page, of all that is known by a day."""
    shown = desk.remember("disputes", days, make=lambda: _make(desk, days))
    return draw_page(request, "disputes.html", page="disputes", on=days.on, known=days.known, **shown)


def _make(desk: Desk, days: TheDays) -> dict[str, Any]:
    clusters = [one for one in desk.gathered(days.known).clusters if one.about <= days.on]
    ids = {claim_id for one in clusters for claim_id in one.claim_ids}
    claims = {one.claim.id: one for one in desk.claims() if one.claim.id in ids}
    disputes, sides = find_disputes(clusters, claims), desk.sides()
    counted = [
        (name_side(says, sides), name_side(other, sides), n) for says, other, n in count_contradictions(disputes)
    ]
    return {"disputes": [_shown(one, desk) for one in disputes[:200]], "total": len(disputes), "counted": counted}


def _shown(dispute: Dispute, desk: Desk) -> Shown:
    carried = (*dispute.one, *dispute.other)
    sentences = Sentences(desk.archive.reports_of(carried), find_private_names(carried))

    def said(claims: tuple[KnownClaim, ...]) -> list[Said]:
        return fold(claims, sentences, desk.why_copy)

    place = next((one.claim.place_name for one in carried), dispute.place_id)
    return Shown(dispute.place_id, place, dispute.about, dispute.kind, said(dispute.one), said(dispute.other))
