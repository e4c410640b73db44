"""Which claims stem from one statement: the rule by which a speaker quoted five times counts once.

Claims are compared only when they say the same: same act, place, side, and both affirm or both deny. Then

1. *Copies.* In copies of one story, claims of one kind of source are one statement: that of the earliest report
   that has it; where several speakers of that kind stand there, the one of the same name.
2. *Speakers.* Claims of one named speaker about days at most :data:`SAME_DAYS` apart are one statement: the earliest
   published within reach. Witnesses and officials without a name ("residents", "an official") are not one speaker.

Each claim looks only at claims published before it, so nothing that is published later ever moves it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from whoholds.ledger.versions import Order
from whoholds.ledger.words import folded
from whoholds.model import Attribution, Claim, Factuality, Period, SourceKind, Unresolved

SAME_DAYS = 2
"""Outlets date one statement by when it was made, heard or printed: up to two days apart (our ruling, issue 5)."""

_NAMELESS = frozenset({SourceKind.NARRATOR, SourceKind.UNNAMED})


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim as far as its origin goes; ``root`` is the report that its report copies, or that report itself."""

    key: int
    order: tuple[Order, int, int, str]
    report: int
    root: int
    kind: SourceKind
    speaker: str
    day: date | None


def proposition(claim: Claim) -> str:
    """What a claim says, as text that is equal for two claims that say the same."""
    place = claim.place_id or f"~{folded(claim.place_name)}"
    side = claim.actor_side or f"~{folded(claim.actor)}"
    denied = "not" if claim.factuality is Factuality.DENIED else ""
    return "|".join((claim.act.value, place, side, denied))


def speaker(said: Attribution) -> str:
    """The name that a speaker is known by, ``""`` for one without a name. A fighting party speaks with one voice."""
    named = said.kind is SourceKind.BELLIGERENT or any(letter.isupper() for letter in said.source)
    return folded(said.source) if named and said.kind not in _NAMELESS else ""


def day_of(claim: Claim, published: datetime | Unresolved) -> date | None:
    """The day a claim speaks of, else that of its publication (UTC), ``None`` when neither is known."""
    first = claim.when.first if isinstance(claim.when, Period) else None
    if isinstance(first, date):
        return first
    return None if isinstance(published, Unresolved) else published.date()


def origin_name(report_name: str, said_by: str) -> str:
    """The id of an origin: the report that first had it, and who speaks there."""
    return f"{report_name}/{said_by}"


def file_statements(same: Iterable[Statement]) -> dict[int, int]:
    """For each of the claims that say the same, by key: the key of the first claim of its origin."""
    ordered = sorted(same, key=lambda one: one.order)
    bases: dict[tuple[int, SourceKind], list[Statement]] = {}
    voices: dict[str, list[Statement]] = {}
    filed: dict[int, int] = {}
    for one in ordered:
        told = bases.setdefault((one.root, one.kind), [])
        if not told or told[0].report == one.report:
            told.append(one)
        copied = _first_told(one, told)
        filed[one.key] = filed[copied.key] if copied is not one else _first_said(one, voices)
    return filed


def _first_told(one: Statement, told: list[Statement]) -> Statement:
    """The claim of the earliest copy that ``one`` repeats, ``one`` itself when it repeats none."""
    by_name = next((early for early in told if early.speaker == one.speaker), None)
    return by_name or told[0]


def _first_said(one: Statement, voices: dict[str, list[Statement]]) -> int:
    """The key of the statement of the same speaker within reach of its day, else its own."""
    if not one.speaker or one.day is None:
        return one.key
    said = voices.setdefault(one.speaker, [])
    for early in said:
        if early.day is not None and abs((early.day - one.day).days) <= SAME_DAYS:
            return early.key
    said.append(one)
    return one.key
