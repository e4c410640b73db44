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
        read = read_standing(claim, instant, table, sides or {})
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


def read_standing(
    claim: KnownClaim, instant: datetime | None, table: EvidenceTable, sides: Mapping[str, str]
) -> Proposition | Unresolved:
    """What a claim says as known at an instant, or why that is nothing of use."""
    if claim.retracted is not None and (instant is None or _utc(claim.retracted) <= instant):
        return Unresolved("it was retracted")
    return read_proposition(claim, table=table, sides=sides)


def _cluster_place(propositions: Sequence[Proposition], table: EvidenceTable) -> list[Cluster]:
    """The clusters of one place."""
    filed: dict[Filed, list[Proposition]] = {}
    for p in name_winners(propositions, table):
        filed.setdefault(filed_under(p), []).append(p)
    merged = {key: merge_statements(same, table) for key, same in filed.items()}
    return sorted(settle_disputes(merged, table), key=lambda c: (c.about, c.id))


Filed = tuple[bool, tuple[str, ...]]
"""Whether it is a denial, and what it means: only propositions alike in both can be one statement."""


def filed_under(p: Proposition) -> Filed:
    """Which propositions may be one statement with this one: same origin, speaker and meaning."""
    return p.denies, (p.origin, ROW_OF_ACT[p.act], p.side, p.against if not p.side else "", p.speaker)


def merge_statements(same: Iterable[Proposition], table: EvidenceTable) -> tuple[Cluster, ...]:
    """The statements among propositions filed alike: those about days that follow one another closely are one."""
    statements: list[list[Proposition]] = []
    first: date | None = None
    for p in sorted(same, key=lambda p: (p.about, p.claim_id)):
        if first is None or p.about - first > timedelta(days=table.same_statement_days):
            statements.append([])
            first = p.about
        statements[-1].append(p)
    return tuple([_merge(statement) for statement in statements])


def settle_disputes(merged: Mapping[Filed, Sequence[Cluster]], table: EvidenceTable) -> list[Cluster]:
    """The evidence in the statements of one place, by what they are filed under: who contradicts whom is marked."""
    said = [c for (denies, _), some in merged.items() if not denies for c in some]
    denied = [c for (denies, _), some in merged.items() if denies for c in some]
    return _dispute(_mark_rivals(said, table), denied, table)


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
    """Mark the claims that a denial meets; a denial joins the claim nearest to it, or stands for one that is unseen.

    It meets a change that the side itself claims, which is the one it denies, within a few days.
    """
    if not denied:
        return [*said]
    deniable: dict[str, list[Cluster]] = {}
    for c in said:
        if c.speaker == "own" and c.act in (Act.TAKES, Act.LOSES):
            deniable.setdefault(c.side, []).append(c)
    disputed: set[str] = set()
    joined: dict[str, list[Cluster]] = {}
    alone: list[Cluster] = []
    for denial in sorted(denied, key=lambda c: (c.about, c.id)):
        met = [c for c in deniable.get(denial.side, ()) if abs((c.about - denial.about).days) <= table.dispute_days]
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
        if names_winner(p):
            winners.setdefault(p.about, set()).add(p.side)
    return [with_winner(p, winners, table) for p in propositions]


def names_winner(p: Proposition) -> bool:
    """Whether it says who has taken the place."""
    return bool(p.side) and not p.denies and ROW_OF_ACT[p.act] == "change"


def lacks_winner(p: Proposition) -> bool:
    """Whether it is a loss to nobody named."""
    return p.act is Act.LOSES and not p.side and not p.denies


def with_winner(p: Proposition, winners: Mapping[date, Iterable[str]], table: EvidenceTable) -> Proposition:
    """A loss to nobody named with its winner, if there is one only; ``winners`` are the sides by day."""
    if not lacks_winner(p):
        return p
    near = (timedelta(days=n) for n in range(-table.same_statement_days, table.same_statement_days + 1))
    found = {side for days in near for side in winners.get(p.about + days, ())} - {p.against}
    return replace(p, side=found.pop()) if len(found) == 1 else p


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


def _with_denials(claim: Cluster, denials: Sequence[Cluster]) -> Cluster:
    ids = {*claim.claim_ids, *(i for d in denials for i in d.claim_ids)}
    return replace(claim, disputed=True, claim_ids=tuple(sorted(ids)))


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
