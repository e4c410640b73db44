"""Claims that speak of one thing make an event: who says so, who denies it, and which events cannot both be true.

An event is a change, a holding, a siege or fighting at one place, in favour of one side, on days that agree. Estimates
do not look at events; people do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from whoholds.control.evidence import name_winners
from whoholds.control.propositions import Proposition, read_proposition, side_key
from whoholds.control.table import HOLDER_ROWS, ROW_OF_ACT, EvidenceTable, standard_table
from whoholds.model import Act, Factuality, KnownClaim, Place, SourceKind, Unresolved

SAME_DAYS = timedelta(days=2)
"""Outlets date one thing by when it happened, was told or was printed: days so near one another agree."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One origin that says or denies something: ``reach`` reports carry it, first on ``known``.

    ``role`` is that of :class:`whoholds.model.Cluster`, seen from the event's side; ``side`` is the speaker's party.
    ``hedged`` says that the speaker does not commit to it.
    """

    source: str
    kind: SourceKind
    side: str
    role: str
    hedged: bool
    origin: str
    reach: int
    known: date
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """What some claims say happened or is so at a place, from ``first`` to ``last``, in favour of ``side``.

    ``what`` is a family of rows of the evidence table: ``change`` (the place comes into the side's hands),
    ``holding``, ``siege`` (the side is surrounded there), ``pressure`` (it is attacked there), ``repelled``,
    ``foothold``, ``clash``. ``side`` is ``""`` where nobody is named; ``against`` is the side that it speaks against.
    ``confirms`` and ``denies`` are ordered by publication. ``rivals`` are ids of events that cannot be true beside it:
    another side holds or takes the place on the same day.
    """

    id: str
    place: Place
    what: str
    side: str
    against: str
    first: date
    last: date
    confirms: tuple[Voice, ...]
    denies: tuple[Voice, ...]
    rivals: tuple[str, ...] = ()

    @property
    def actor(self) -> str:
        """The side that acts: of a siege or an attack the one outside, else ``side``."""
        return self.against if self.what in ("siege", "pressure") else self.side

    @property
    def disputed(self) -> bool:
        """Whether somebody denies it, or says what cannot be true beside it."""
        return bool(self.denies or self.rivals)


@dataclass(frozen=True, slots=True)
class _Said:
    """One claim as far as events go."""

    place: Place
    proposition: Proposition
    denied: bool
    known: KnownClaim

    @property
    def what(self) -> str:
        return ROW_OF_ACT[self.proposition.act]


def find_events(
    claims: Iterable[KnownClaim], *, sides: Mapping[str, str] | None = None, table: EvidenceTable | None = None
) -> tuple[Event, ...]:
    """The events in the standing claims about any places, by place name and id, then by first day.

    Left out is what gives no evidence (plans, the undated, the unlocated) and what was retracted.
    """
    table, merged = table or standard_table(), sides or {}
    said = [one for claim in claims if (one := _read(claim, merged, table)) is not None]
    said.sort(key=lambda one: (one.place.id, one.proposition.about, one.proposition.claim_id))
    events = []
    for _, group in groupby(said, key=lambda one: one.place.id):
        events += _mark_rivals(_events_of_place(_with_winners(list(group), table), merged, table))
    return tuple(sorted(events, key=lambda event: (event.place.name, event.place.id, event.first, event.id)))


def _read(claim: KnownClaim, sides: Mapping[str, str], table: EvidenceTable) -> _Said | None:
    """A claim, and apart from it whether it is denied: the denial is of what the claim would say if it were not."""
    said = claim.claim
    if claim.retracted is not None or not isinstance(said.place, Place):
        return None
    denied = said.factuality is Factuality.DENIED
    affirmed = replace(claim, claim=replace(said, factuality=Factuality.CERTAIN)) if denied else claim
    proposition = read_proposition(affirmed, table=table, sides=sides)
    return None if isinstance(proposition, Unresolved) else _Said(said.place, proposition, denied, claim)


def _with_winners(said: Sequence[_Said], table: EvidenceTable) -> list[_Said]:
    """A loss to nobody named confirms the one claim to have taken the place in the same days."""
    affirmed = [one for one in said if not one.denied]
    named = name_winners([one.proposition for one in affirmed], table)
    told = [replace(one, proposition=proposition) for one, proposition in zip(affirmed, named, strict=True)]
    return [*told, *(one for one in said if one.denied)]


def _events_of_place(said: Sequence[_Said], sides: Mapping[str, str], table: EvidenceTable) -> list[Event]:
    """The events of one place: affirmed claims in chains of near days, each denial with every event that it denies."""
    chains: list[list[_Said]] = []
    for one in (one for one in said if not one.denied):
        fits = [chain for chain in chains if _same(chain[0], one) and one.proposition.about - _last(chain) <= SAME_DAYS]
        if fits:
            fits[-1].append(one)
        else:
            chains.append([one])
    reach = timedelta(days=table.dispute_days)
    denials: dict[int, list[_Said]] = {}
    for denial in (one for one in said if one.denied):
        met = [n for n, chain in enumerate(chains) if _meets(denial, chain, sides, reach)]
        if not met:
            chains.append([denial])
            met = [len(chains) - 1]
        for n in met:
            denials.setdefault(n, []).append(denial)
    return [_event(chain, denials.get(n, []), sides) for n, chain in enumerate(chains)]


def _same(one: _Said, other: _Said) -> bool:
    return (one.what, one.proposition.side) == (other.what, other.proposition.side) and (
        bool(one.proposition.side) or one.proposition.against == other.proposition.against
    )


def _last(chain: Sequence[_Said]) -> date:
    return max(one.proposition.about for one in chain)


def _meets(denial: _Said, chain: Sequence[_Said], sides: Mapping[str, str], reach: timedelta) -> bool:
    """Whether a denial is about an event: the same thing in favour of the same side, within some days.

    "We have not lost it" names no winner: it denies every change of these days in favour of somebody else.
    """
    first, last = chain[0].proposition.about, _last(chain)
    if chain[0].denied or not first - reach <= denial.proposition.about <= last + reach:
        return False
    told = chain[0].proposition
    if chain[0].what != denial.what:
        return False
    if denial.proposition.side:
        return told.side == denial.proposition.side
    loser = denial.proposition.against or side_key(denial.known.claim.attribution.side, "", sides)
    return bool(told.side) and told.side != loser


def _event(chain: Sequence[_Said], denials: Sequence[_Said], sides: Mapping[str, str]) -> Event:
    first = chain[0]
    affirmed = [one for one in chain if not one.denied]
    against = next((one.proposition.against for one in chain if one.proposition.against), "")
    days = [one.proposition.about for one in chain]
    told = "told" if affirmed else "denied only"
    words = (first.place.id, first.what, first.proposition.side, against, min(days).isoformat(), told)
    digest = hashlib.sha256("\n".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    confirms, denies = _voices(affirmed, sides), _voices(denials, sides)
    return Event(
        f"event:{digest}",
        first.place,
        first.what,
        first.proposition.side,
        against,
        min(days),
        max(days),
        confirms,
        denies,
    )


def _voices(said: Iterable[_Said], sides: Mapping[str, str]) -> tuple[Voice, ...]:
    """The origins among some claims, by first publication."""
    ordered = sorted(said, key=lambda one: (one.proposition.known, one.proposition.claim_id))
    by_origin: dict[tuple[str, str], list[_Said]] = {}
    for one in ordered:
        by_origin.setdefault((one.proposition.origin, one.proposition.speaker), []).append(one)
    return tuple(_voice(group, sides) for group in by_origin.values())


def _voice(group: Sequence[_Said], sides: Mapping[str, str]) -> Voice:
    first = group[0]
    spoken = first.known.claim.attribution
    return Voice(
        source=spoken.source,
        kind=spoken.kind,
        side=side_key(spoken.side, "", sides),
        role=first.proposition.speaker,
        hedged=all(one.known.claim.factuality is Factuality.HEDGED for one in group),
        origin=first.proposition.origin,
        reach=len({one.proposition.report_id for one in group}),
        known=first.proposition.known.date(),
        claim_ids=tuple(sorted(one.proposition.claim_id for one in group)),
    )


def _mark_rivals(events: Sequence[Event]) -> list[Event]:
    return [
        replace(event, rivals=tuple(sorted(other.id for other in events if _excludes(event, other))))
        for event in events
    ]


def _excludes(one: Event, other: Event) -> bool:
    """Whether two events cannot both be true: two sides are each said to hold or to have taken the place on one day."""
    return (
        one.what in HOLDER_ROWS
        and other.what in HOLDER_ROWS
        and bool(one.side and other.side and one.confirms and other.confirms)
        and one.side != other.side
        and one.first <= other.last
        and other.first <= one.last
    )


_ACT_OF: dict[str, Act] = {row: act for act, row in reversed(list(ROW_OF_ACT.items()))}


def act_of(event: Event) -> Act:
    """The act that an event is told as: ``takes`` for a change, ``holds`` for a holding."""
    return _ACT_OF[event.what]


def rivals_of(event: Event, by_id: Mapping[str, Event]) -> tuple[Event, ...]:
    """The events that cannot be true beside one, as far as they are among those given by id."""
    return tuple(by_id[rival] for rival in event.rivals if rival in by_id)
