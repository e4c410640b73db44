"""What is shown of a belief: the holder that may be named, and the status word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from whoholds.control.table import HOLDER_ROWS, EvidenceTable, row_kind
from whoholds.model import Act, Cluster, Estimate, Place, Status, Unresolved

SUPPORTING = HOLDER_ROWS | {"siege", "repelled"}
FOUGHT = (Act.CLASHES, Act.ENTERS)
"""Fighting in the place, or somebody inside a part of it."""
NAMING = (Status.HELD, Status.BESIEGED, Status.CLAIMED_UNCONFIRMED, Status.NO_REPORT)
"""Statuses beside which a holder may be named."""
NOBODY = Unresolved("nobody is likely enough to be named as holder")
UNHEARD = Unresolved("no report speaks of it")


@dataclass(slots=True)  # not frozen, which is slower to make: a day takes one a place
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


@dataclass(slots=True)  # not frozen, which is slower to make: a day takes one a place
class Standing:
    """What the evidence behind a belief comes to, as far as its status needs it. Days are ordinals, 0 for never.

    ``heard`` is the newest day that any evidence speaks of, 0 where there is none. Of the evidence that favours the
    likeliest side as holder since it became so: ``origins`` counts who said it, ``backed`` is the newest day and
    ``own_word`` says that only the side itself spoke (at least once). ``fought`` is the newest word of fighting,
    ``besieged`` that of a siege by somebody else; ``boasts`` has each side that said of itself that it holds or took
    the place, with the newest day.
    """

    heard: int
    origins: int
    backed: int
    own_word: bool
    fought: int
    besieged: int
    boasts: tuple[tuple[str, int], ...]


def weigh_standing(side: str, since: date | Unresolved, clusters: Sequence[Cluster]) -> Standing:
    """The standing of the likeliest side, which became so at ``since``, by the evidence used."""
    backing = find_backing(side, since, clusters)
    boasts: dict[str, int] = {}
    for c in clusters:
        if is_boast(c):
            boasts[c.side] = max(boasts.get(c.side, 0), c.about.toordinal())
    return Standing(
        heard=_newest(clusters),
        origins=len({c.origin or c.id for c in backing}),
        backed=_newest(backing),
        own_word=bool(backing) and all(c.speaker == "own" for c in backing),
        fought=_newest(c for c in clusters if c.act in FOUGHT),
        besieged=_newest(c for c in clusters if c.act is Act.BESIEGES and c.against != side),
        boasts=tuple(sorted(boasts.items())),
    )


def _newest(clusters: Iterable[Cluster]) -> int:
    return max((c.about.toordinal() for c in clusters), default=0)


def show(
    place: Place,
    belief: Belief,
    standing: Standing,
    *,
    on: date,
    known: date,
    table: EvidenceTable,
    half_life: float,
    given: str = "",
) -> Estimate:
    """The estimate that a belief and its standing amount to; ``given`` is the start map's holder."""
    side, probability = belief.top
    status = find_status(belief, standing, on=on, table=table, half_life=half_life, given=given)
    named = status in NAMING and probability >= table.named
    holder = side if named else ""
    return Estimate(
        place,
        on,
        known,
        status,
        holder,
        probability if named else 0.0,
        belief.contested,
        belief.holders,
        standing.origins,
        belief.since if named else NOBODY,
        date.fromordinal(standing.heard) if standing.heard else UNHEARD,
        find_claimants(holder, standing, on=on, table=table, confirmed=status is Status.HELD),
    )


def find_status(
    belief: Belief, standing: Standing, *, on: date, table: EvidenceTable, half_life: float, given: str
) -> Status:
    """The status word for a belief on a day."""
    side, probability = belief.top
    today = on.toordinal()
    if not standing.heard:
        return Status.NO_REPORT
    if belief.contested >= max(table.contested, probability):
        return Status.CONTESTED
    fresh = today - standing.fought <= table.fought_days
    if probability < table.named and belief.contested >= table.fought and fresh:
        return Status.CONTESTED
    own_word = standing.own_word and side != given
    if probability < table.named:
        claimed = own_word and today - standing.backed <= table.claim_days
        return Status.CLAIMED_UNCONFIRMED if claimed else Status.UNKNOWN
    if today - (standing.backed or standing.heard) > half_life:
        return Status.UNKNOWN
    if own_word:
        return Status.CLAIMED_UNCONFIRMED
    return Status.BESIEGED if today - standing.besieged <= table.siege_days else Status.HELD


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


def is_boast(cluster: Cluster) -> bool:
    """Whether a side says of itself that it holds or took the place."""
    return cluster.speaker == "own" and bool(cluster.side) and row_kind(cluster) in HOLDER_ROWS


def find_claimants(
    holder: str, standing: Standing, *, on: date, table: EvidenceTable, confirmed: bool
) -> tuple[str, ...]:
    """The sides that have lately said of themselves that they hold or took the place, sorted.

    The holder is left out once others confirm it.
    """
    if not standing.boasts:
        return ()
    first = on.toordinal() - table.claim_days
    return tuple([side for side, day in standing.boasts if day >= first and not (confirmed and side == holder)])
