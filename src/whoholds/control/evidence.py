"""From claims to evidence: one proposition from one origin counts once, and a claim and its denial are one dispute.

``gather_clusters(claims, known=day)`` uses only what was published by the end of that day and not retracted by then,
so that an estimate "as known on a day" can never see what came later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from whoholds.control.propositions import Proposition, read_proposition
from whoholds.control.table import HOLDER_ROWS, ROW_OF_ACT, EvidenceTable, row_kind, standard_table
from whoholds.model import Act, Cluster, KnownClaim, Unresolved


@dataclass(frozen=True, slots=True)
class SetAside:
    """A claim that gives no evidence, and why."""

    claim_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """The evidence in some claims: clusters by place and day, and the claims that gave none, by id."""

    clusters: tuple[Cluster, ...]
    set_aside: tuple[SetAside, ...]

    def by_place(self) -> dict[str, tuple[Cluster, ...]]:
        """The clusters of each place, keyed by place id, in order of id."""
        return {place: tuple(group) for place, group in groupby(self.clusters, key=lambda c: c.place_id)}


def end_of_day(day: date) -> datetime:
    """The last instant of a day, in UTC."""
    return datetime.combine(day, time.max, UTC)


def gather_clusters(
    claims: Iterable[KnownClaim],
    *,
    known: date | None = None,
    sides: Mapping[str, str] | None = None,
    table: EvidenceTable | None = None,
) -> Gathered:
    """Gather the claims of any places, in any order, into clusters ordered by place, day and id.

    ``known`` leaves out what was published after the end of that day, and what had been retracted by then; without
    it everything is seen and every retraction obeyed. ``sides`` merges parties: from a key to the one it stands for.
    """
    table = table or standard_table()
    instant = end_of_day(known) if known else None
    propositions: list[Proposition] = []
    aside: list[SetAside] = []
    for claim in claims:
        if instant and not isinstance(claim.published, Unresolved) and _utc(claim.published) > instant:
            continue
        read = _read_standing(claim, instant, table, sides or {})
        if isinstance(read, Unresolved):
            aside.append(SetAside(claim.claim.id, read.reason))
        else:
            propositions.append(read)
    clusters = cluster_propositions(propositions, table=table)
    return Gathered(clusters, tuple(sorted(aside, key=lambda s: (s.claim_id, s.reason))))


def cluster_propositions(propositions: Iterable[Proposition], *, table: EvidenceTable) -> tuple[Cluster, ...]:
    """The clusters of propositions about any places, in any order, ordered by place, day and id."""
    ordered = sorted(propositions, key=lambda p: p.place_id)
    return tuple(
        c for _, group in groupby(ordered, key=lambda p: p.place_id) for c in _cluster_place(list(group), table)
    )


def _read_standing(
    claim: KnownClaim, instant: datetime | None, table: EvidenceTable, sides: Mapping[str, str]
) -> Proposition | Unresolved:
    if claim.retracted is not None and (instant is None or _utc(claim.retracted) <= instant):
        return Unresolved("it was retracted")
    return read_proposition(claim, table=table, sides=sides)


def _cluster_place(propositions: Sequence[Proposition], table: EvidenceTable) -> list[Cluster]:
    """The clusters of one place."""
    propositions = name_winners(propositions, table)
    said = _mark_rivals([_merge(group) for group in _statements(propositions, table, denials=False)], table)
    denied = [_merge(group) for group in _statements(propositions, table, denials=True)]
    return sorted(_dispute(said, denied, table), key=lambda c: (c.about, c.id))


def _statements(propositions: Sequence[Proposition], table: EvidenceTable, *, denials: bool) -> list[list[Proposition]]:
    """Propositions that are one statement: same origin, speaker, meaning, and days that follow one another closely."""
    chosen = sorted((p for p in propositions if p.denies is denials), key=lambda p: (_meaning(p), p.about, p.claim_id))
    statements: list[list[Proposition]] = []
    for _, group in groupby(chosen, key=_meaning):
        latest: date | None = None
        for p in group:
            if latest is None or p.about - latest > timedelta(days=table.same_statement_days):
                statements.append([])
                latest = p.about
            statements[-1].append(p)
    return statements


def _meaning(p: Proposition) -> tuple[str, ...]:
    return (p.origin, ROW_OF_ACT[p.act], p.side, p.against if not p.side else "", p.speaker)


def _merge(statement: Sequence[Proposition]) -> Cluster:
    """One cluster of the copies of a statement: the first that was published says when, about what and how firmly."""
    in_time = sorted(statement, key=lambda p: (p.known, p.report_id, p.claim_id))
    first = max(
        (p for p in in_time if p.report_id == in_time[0].report_id and p.known == in_time[0].known),
        key=lambda p: (p.weight, p.claim_id),
    )
    against = next((p.against for p in in_time if p.against), "")
    return Cluster(
        id=_name(first, against),
        place_id=first.place_id,
        act=first.act,
        side=first.side,
        against=against,
        speaker=first.speaker,
        disputed=False,
        about=first.about,
        known=first.known,
        weight=first.weight,
        reach=len({p.report_id for p in in_time}),
        claim_ids=tuple(sorted({p.claim_id for p in in_time})),
        origin=first.origin,
    )


def _name(first: Proposition, against: str) -> str:
    words = (first.place_id, first.origin, first.act, first.side, against, first.speaker, first.about.isoformat())
    digest = hashlib.sha256("\n".join(words).encode("utf-8", "surrogatepass"))
    return f"evidence:{digest.hexdigest()[:16]}"


def _dispute(said: Sequence[Cluster], denied: Sequence[Cluster], table: EvidenceTable) -> list[Cluster]:
    """Mark the claims that a denial meets; a denial joins the claim nearest to it, or stands for one that is unseen."""
    disputed: set[str] = set()
    joined: dict[str, list[Cluster]] = {}
    alone: list[Cluster] = []
    for denial in sorted(denied, key=lambda c: (c.about, c.id)):
        met = [c for c in said if _meets(denial, c, table)]
        if not met:
            weight = denial.weight * table.factuality["lone_denial"]
            alone.append(replace(denial, disputed=True, weight=weight))
            continue
        disputed.update(c.id for c in met)
        nearest = min(met, key=lambda c: (abs((c.about - denial.about).days), c.about, c.id))
        joined.setdefault(nearest.id, []).append(denial)
    return [_with_denials(c, joined.get(c.id, [])) if c.id in disputed else c for c in said] + alone


def name_winners(propositions: Sequence[Proposition], table: EvidenceTable) -> list[Proposition]:
    """Give a loss to nobody named to the one side that is said to have taken the place in the same days, if it is one.

    "We have withdrawn" on the day of the other side's claim to have come in is the admission of that claim. The
    propositions are of one place; they come back in their order.
    """
    winners: dict[date, set[str]] = {}
    for p in propositions:
        if p.side and not p.denies and ROW_OF_ACT[p.act] == "change":
            winners.setdefault(p.about, set()).add(p.side)

    def won(loss: Proposition) -> str:
        near = (timedelta(days=n) for n in range(-table.same_statement_days, table.same_statement_days + 1))
        found = {side for days in near for side in winners.get(loss.about + days, ())} - {loss.against}
        return found.pop() if len(found) == 1 else ""

    def with_winner(p: Proposition) -> Proposition:
        side = won(p) if p.act is Act.LOSES and not p.side and not p.denies else ""
        return replace(p, side=side) if side else p

    return [with_winner(p) for p in propositions]


def _mark_rivals(said: Sequence[Cluster], table: EvidenceTable) -> list[Cluster]:
    """Mark as disputed what two sides say each for itself and what cannot both be true: each denies the other.

    "We are still there" contradicts the other side's word that it holds the place that day, or took it then or up to so
    many days before, as a denial would. Who says that he took it does not contradict who held it before.
    """
    own = [c for c in said if c.speaker == "own" and c.side and row_kind(c) in HOLDER_ROWS]
    sides: dict[tuple[str, date], set[str]] = {}
    for c in own:
        sides.setdefault((row_kind(c), c.about), set()).add(c.side)
    near = [timedelta(days=n) for n in range(table.dispute_days + 1)]

    def is_denied(c: Cluster) -> bool:
        if row_kind(c) == "holding":
            rivals = [sides.get(("holding", c.about)), *(sides.get(("change", c.about - days)) for days in near)]
        else:
            rivals = [sides.get(("holding", c.about + days)) for days in near]
        return any(found and found != {c.side} for found in rivals)

    denied = {c.id for c in own if is_denied(c)}
    return [replace(c, disputed=True) if c.id in denied else c for c in said]


def _meets(denial: Cluster, claim: Cluster, table: EvidenceTable) -> bool:
    """Whether a denial is about a claim: the same change, claimed by its own side, within a few days."""
    return (
        claim.speaker == "own"
        and claim.act in (Act.TAKES, Act.LOSES)
        and claim.side == denial.side
        and abs((claim.about - denial.about).days) <= table.dispute_days
    )


def _with_denials(claim: Cluster, denials: Sequence[Cluster]) -> Cluster:
    ids = {*claim.claim_ids, *(i for d in denials for i in d.claim_ids)}
    return replace(claim, disputed=True, claim_ids=tuple(sorted(ids)))


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
