"""What one claim says about who holds its place: the side it favours, who speaks, for which day, how strongly."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from whoholds.control.table import EvidenceTable
from whoholds.model import (
    Act,
    Attribution,
    Claim,
    Factuality,
    Interest,
    KnownClaim,
    Part,
    Period,
    Place,
    PlaceKind,
    SourceKind,
    Unresolved,
)

REGIONS = frozenset({PlaceKind.DISTRICT, PlaceKind.PROVINCE, PlaceKind.REGION, PlaceKind.COUNTRY})
STATES = frozenset({Act.HOLDS, Act.BESIEGES})
PARTIAL = frozenset({Part.PART, Part.OUTSKIRTS, Part.FACILITY})
_SWAPPED = {Interest.OWN: Interest.ADVERSARY, Interest.ADVERSARY: Interest.OWN}
_LISTENERS = {SourceKind.WITNESS: "witness", SourceKind.JOURNALIST: "witness", SourceKind.MONITOR: "monitor"}


@dataclass(frozen=True, slots=True)
class Proposition:
    """One claim as evidence. ``denies`` says that it contradicts somebody's claim of the same act and side.

    ``act`` is the act it counts as, which differs from the claim's where only a part of the place is meant, or where
    the claim says that something failed. The other fields are those of :class:`whoholds.model.Cluster`.
    """

    claim_id: str
    report_id: str
    place_id: str
    act: Act
    side: str
    against: str
    speaker: str
    denies: bool
    about: date
    known: datetime
    weight: float
    origin: str


def side_key(side: str, name: str, sides: Mapping[str, str]) -> str:
    """The party's key: the reader's, else its name folded (``name:rebels``), then merged by the user's table."""
    key = side or (f"name:{_fold(name)}" if _fold(name) else "")
    return sides.get(key, key)


def read_proposition(known: KnownClaim, *, table: EvidenceTable, sides: Mapping[str, str]) -> Proposition | Unresolved:
    """What a claim says about who holds its place, or why it says nothing of use."""
    claim = known.claim
    if not isinstance(claim.place, Place):
        return Unresolved(f"its place is not located: {claim.place.reason}")
    if isinstance(known.published, Unresolved):
        return Unresolved(f"nobody knows when it was published: {known.published.reason}")
    if claim.factuality is Factuality.PLANNED:
        return Unresolved("a plan, aim or forecast is no evidence")
    if claim.part is Part.REGION and claim.place.kind not in REGIONS:
        return Unresolved("it speaks of the region, not of the place itself")
    published = _in_utc(known.published)
    about = resolve_day(claim.when, act=claim.act, published=published.date())
    if isinstance(about, Unresolved):
        return about
    return _read_stance(known, claim.place, about, published, table=table, sides=sides)


def resolve_day(when: Period | Unresolved, *, act: Act, published: date) -> date | Unresolved:
    """The day that a claim is evidence about, never after ``published``.

    A state is placed on the last day that it is said for, as far as that had come when it was published: "since
    Friday" speaks of the day of publication. An event is placed in the middle of its period, rounded down, so that
    the error is the smallest; on the known end where the other is open. A day after publication is a forecast, save
    for one day, which is the reader's or the writer's time zone.
    """
    if isinstance(when, Unresolved):
        return Unresolved(f"nobody knows for which day: {when.reason}")
    first = when.first if isinstance(when.first, date) else None
    last = when.last if isinstance(when.last, date) else None
    start = first or last
    if start is None:
        return Unresolved("nobody knows for which day: the period is open at both ends")
    if start - published > timedelta(days=1):
        return Unresolved("it speaks of a day after its publication")
    if act in STATES:
        return min(last or published, published)
    return min(start + (((last or start) - start) // 2), published)


def _read_stance(
    known: KnownClaim,
    place: Place,
    about: date,
    published: datetime,
    *,
    table: EvidenceTable,
    sides: Mapping[str, str],
) -> Proposition | Unresolved:
    claim = known.claim
    actor = side_key(claim.actor_side, claim.actor, sides)
    opponent = side_key(claim.opponent_side, claim.opponent, sides)
    opponent = "" if opponent == actor else opponent
    act = _act_meant(claim)
    side, against, turned = _favoured(act, actor, opponent)
    if not side and not against and act is not Act.CLASHES:
        return Unresolved("it names no side")
    speaker = speaker_role(claim.attribution, side, against, turned=turned, sides=sides)
    base = Proposition(
        claim_id=claim.id,
        report_id=claim.report_id,
        place_id=place.id,
        act=act,
        side=side,
        against=against,
        speaker=speaker,
        denies=False,
        about=about,
        known=published,
        weight=_weight(claim, table),
        origin=known.origin,
    )
    return _deny(base, turned=turned) if claim.factuality is Factuality.DENIED else base


def _act_meant(claim: Claim) -> Act:
    """Taking, losing or holding a part is a foothold; losing one leaves the loser in the rest."""
    if claim.part in PARTIAL and claim.act in (Act.TAKES, Act.HOLDS, Act.LOSES):
        return Act.ENTERS if claim.act is not Act.LOSES else Act.CLASHES
    return claim.act


def _favoured(act: Act, actor: str, opponent: str) -> tuple[str, str, bool]:
    """The side that an act favours as holder, the side it speaks against, and whether the latter is the actor."""
    if act in (Act.TAKES, Act.HOLDS, Act.REPELS, Act.ENTERS):
        return actor, opponent, False
    if act is Act.CLASHES:
        return "", "", False
    return opponent, actor, True


def speaker_role(attribution: Attribution, side: str, against: str, *, turned: bool, sides: Mapping[str, str]) -> str:
    """The role of the speaker seen from the favoured side; ``turned`` when the claim's actor is the other side."""
    party = side_key(attribution.side, "", sides)
    if party and party in (side, against):
        return "own" if party == side else "adversary"
    if attribution.kind is SourceKind.NARRATOR or attribution.interest is Interest.NARRATOR:
        return "narrator"
    interest = _SWAPPED.get(attribution.interest, attribution.interest) if turned else attribution.interest
    if interest in (Interest.OWN, Interest.ADVERSARY):
        return str(interest)
    return _LISTENERS.get(attribution.kind, "independent")


def _deny(said: Proposition, *, turned: bool) -> Proposition | Unresolved:
    """Turn a claim into its denial.

    The other side's denial meets the claim it denies. Anybody else's "failed to capture" is an attempt beaten back,
    and "does not hold" speaks against the one named. A denial of fighting, or of an advance, is no evidence.
    """
    if said.act is Act.TAKES or said.act is Act.LOSES:
        if said.speaker == "adversary":
            return replace(said, denies=True)
        mirrored = {"own": "adversary"}.get(said.speaker, said.speaker)
        if turned and not said.side:
            return replace(said, act=Act.HOLDS, side=said.against, against="", speaker=mirrored)
        return replace(said, act=Act.REPELS, side=said.against, against=said.side, speaker=mirrored)
    if said.act is Act.HOLDS and said.side:
        mirrored = {"own": "adversary", "adversary": "own"}.get(said.speaker, said.speaker)
        return replace(said, side="", against=said.side, speaker=mirrored)
    return Unresolved("a denial of fighting or of an advance is no evidence of its own")


def _weight(claim: Claim, table: EvidenceTable) -> float:
    """Factuality × part × sureness of the reading × how exactly an event's day is known, from 0 to 1."""
    hedged = table.factuality["hedged"] if claim.factuality is Factuality.HEDGED else table.factuality["certain"]
    days = claim.when.days if isinstance(claim.when, Period) else 1
    vague = 1.0
    if claim.act not in STATES and isinstance(days, int) and days > table.vague_days:
        vague = table.vague_days / days
    return hedged * table.part[claim.part] * min(1.0, max(0.0, claim.score)) * vague


@lru_cache(maxsize=10_000)
def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _in_utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
