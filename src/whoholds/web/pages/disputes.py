"""Who contradicts whom, and about which places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from whoholds.control.events import Event, Voice, act_of, rivals_of
from whoholds.export.evidence import Sentences
from whoholds.export.privacy import find_private_names
from whoholds.export.wording import ACT, put_day
from whoholds.model import KnownClaim
from whoholds.web.asking import Days, TheDays, TheDesk
from whoholds.web.card import Said, name_side, tell
from whoholds.web.contradicting import claims_of, count_contradictions
from whoholds.web.desk import LOOKED_THROUGH, Desk
from whoholds.web.rendering import draw_page

router = APIRouter(include_in_schema=False)
MOST = 100
"""Disputes on the page, the newest; the ledger page lists every disputed claim."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A dispute in words: what is said of a place, the statements for it, and those against it."""

    place_id: str
    place: str
    told: str
    days: str
    kind: str
    confirms: tuple[Said, ...]
    against: tuple[Said, ...]


@router.get("/disputes")
def show_disputes(request: Request, desk: TheDesk, days: TheDays) -> HTMLResponse:
    """The page, of all that is known by a day."""
    shown = desk.remember("disputes", days, make=lambda: _make(desk, days))
    return draw_page(request, "disputes.html", page="disputes", on=days.on, known=days.known, **shown)


def _make(desk: Desk, days: Days) -> dict[str, Any]:
    events = [event for event in desk.disputes(days.known) if event.first <= days.on]
    events.sort(key=lambda event: (-event.last.toordinal(), event.place.name, event.id))
    told = _once(events)
    by_id, shown = {event.id: event for event in events}, told[:MOST]
    behind = claims_of([*shown, *(rival for one in shown for rival in rivals_of(one, by_id))])
    claims = desk.claims_named(behind, known=days.known)
    sides = desk.sides()
    pairs = [(name_side(says, sides), name_side(other, sides), n) for says, other, n in count_contradictions(events)]
    disputes = [_shown(one, by_id, claims, desk) for one in shown]
    return {
        "disputes": disputes,
        "total": len(told),
        "counted": pairs,
        "since": desk.since(days.known, LOOKED_THROUGH),
    }


def _once(events: Sequence[Event]) -> list[Event]:
    """Of two rivals that nobody denies the first is told, with the other against it."""
    told: list[Event] = []
    named: set[str] = set()
    for event in events:
        if event.denies or event.id not in named:
            told.append(event)
            named.update(event.rivals)
    return told


def _shown(event: Event, by_id: Mapping[str, Event], claims: Mapping[str, KnownClaim], desk: Desk) -> Shown:
    rivals = rivals_of(event, by_id)
    actor = name_side(event.actor, desk.sides()) or "somebody"
    days = put_day(event.first) if event.first == event.last else f"{put_day(event.first)} to {put_day(event.last)}"
    against = (*event.denies, *(voice for rival in rivals for voice in rival.confirms))
    return Shown(
        event.place.id,
        event.place.name,
        f"{actor} {ACT[act_of(event)]} it",
        days,
        "denied" if event.denies else "rival claims",
        _said(event.confirms, claims, desk),
        _said(against, claims, desk),
    )


def _said(voices: Sequence[Voice], claims: Mapping[str, KnownClaim], desk: Desk) -> tuple[Said, ...]:
    carried = [claims[claim_id] for voice in voices for claim_id in voice.claim_ids if claim_id in claims]
    carried.sort(key=lambda one: (str(one.published), one.claim.id))
    sentences = Sentences(desk.archive.reports_of(carried), find_private_names(carried))
    return tell(carried, sentences, desk.why_copy)
