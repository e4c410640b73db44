"""What is shown of a belief: the holder that may be named, and the status word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from whoholds.control.table import HOLDER_ROWS, EvidenceTable, row_kind
from whoholds.model import Act, Cluster, Estimate, Place, Status, Unresolved

SUPPORTING = HOLDER_ROWS | {"siege", "repelled"}


@dataclass(frozen=True, slots=True)
class Belief:
    """Who is how likely to hold a place on a day: ``holders`` largest first, without the side that nobody has named.

    ``since`` is the first day of the run in which the likeliest side has been the likeliest.
    """

    holders: tuple[tuple[str, float], ...]
    contested: float
    since: date | Unresolved

    @property
    def top(self) -> tuple[str, float]:
        """The likeliest side and its probability, ``("", 0.0)`` when no side is named."""
        return self.holders[0] if self.holders else ("", 0.0)


def show(
    place: Place,
    belief: Belief,
    clusters: Sequence[Cluster],
    *,
    on: date,
    known: date,
    table: EvidenceTable,
    half_life: float,
    given: str = "",
) -> Estimate:
    """The estimate that a belief amounts to. ``clusters`` is the evidence used, ``given`` the start map's holder."""
    side, probability = belief.top
    backing = find_backing(side, belief.since, clusters)
    status = _status(belief, backing, clusters, on=on, table=table, half_life=half_life, given=given)
    named = status in (Status.HELD, Status.BESIEGED, Status.CLAIMED_UNCONFIRMED, Status.NO_REPORT)
    named = named and probability >= table.named
    days = [c.about for c in clusters]
    return Estimate(
        place=place,
        on=on,
        known=known,
        status=status,
        holder=side if named else "",
        probability=probability if named else 0.0,
        contested=belief.contested,
        holders=belief.holders,
        origins=len({c.origin or c.id for c in backing}),
        since=belief.since if named else Unresolved("nobody is likely enough to be named as holder"),
        last_evidence=max(days) if days else Unresolved("no report speaks of it"),
        claimed_by=find_claimants(side if named else "", clusters, on=on, table=table, confirmed=status is Status.HELD),
    )


def _status(
    belief: Belief,
    backing: Sequence[Cluster],
    clusters: Sequence[Cluster],
    *,
    on: date,
    table: EvidenceTable,
    half_life: float,
    given: str,
) -> Status:
    side, probability = belief.top
    if not clusters:
        return Status.NO_REPORT
    if belief.contested >= max(table.contested, probability):
        return Status.CONTESTED
    if probability < table.named and belief.contested >= table.fought and is_fought_over(clusters, on=on, table=table):
        return Status.CONTESTED
    own_word = bool(backing) and side != given and all(c.speaker == "own" for c in backing)
    if probability < table.named:
        claimed = own_word and (on - max(c.about for c in backing)).days <= table.claim_days
        return Status.CLAIMED_UNCONFIRMED if claimed else Status.UNKNOWN
    newest = max((c.about for c in backing), default=max(c.about for c in clusters))
    if (on - newest).days > half_life:
        return Status.UNKNOWN
    if own_word:
        return Status.CLAIMED_UNCONFIRMED
    return Status.BESIEGED if is_besieged(side, clusters, on=on, table=table) else Status.HELD


def find_backing(side: str, since: date | Unresolved, clusters: Sequence[Cluster]) -> tuple[Cluster, ...]:
    """The clusters that favour a side as holder since it became the likeliest."""
    return tuple(
        c
        for c in clusters
        if side and c.side == side and row_kind(c) in SUPPORTING and (isinstance(since, Unresolved) or c.about >= since)
    )


def speaks_for(side: str, cluster: Cluster) -> bool:
    """Whether a cluster favours a side as holder, or speaks against another one."""
    if row_kind(cluster) not in SUPPORTING | {"not_held", "lost"}:
        return False
    return cluster.side == side if cluster.side else cluster.against != side


def is_fought_over(clusters: Sequence[Cluster], *, on: date, table: EvidenceTable) -> bool:
    """Whether a recent word has fighting in the place, or somebody inside a part of it."""
    return any(c.act in (Act.CLASHES, Act.ENTERS) and 0 <= (on - c.about).days <= table.fought_days for c in clusters)


def is_besieged(side: str, clusters: Sequence[Cluster], *, on: date, table: EvidenceTable) -> bool:
    """Whether a recent word has the place surrounded, by somebody other than its holder."""
    return any(
        c.act is Act.BESIEGES and c.against != side and 0 <= (on - c.about).days <= table.siege_days for c in clusters
    )


def find_claimants(
    holder: str, clusters: Sequence[Cluster], *, on: date, table: EvidenceTable, confirmed: bool
) -> tuple[str, ...]:
    """The sides that have lately said of themselves that they hold or took the place, sorted.

    The holder is left out once others confirm it.
    """
    sides = {
        c.side
        for c in clusters
        if c.speaker == "own" and row_kind(c) in HOLDER_ROWS and c.side and (on - c.about).days <= table.claim_days
    }
    return tuple(sorted(sides - {holder} if confirmed else sides))
