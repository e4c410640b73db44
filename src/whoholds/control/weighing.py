"""How much each cluster counts beside the others, and the log-likelihood it adds on its day."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from math import log

import numpy as np
import numpy.typing as npt

from whoholds.control.table import HOLDER_ROWS, EvidenceTable, row_kind
from whoholds.model import Cluster

Floats = npt.NDArray[np.float64]


Purse = tuple[float, date]
"""What a camp has spent of what it may say in its own favour, and on which day it last did."""
Camp = tuple[str, str, str, str]
"""Who says the same of the same side: kind of row, side, opponent where no side is named, role of the speaker."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A cluster and the factor (0–1) by which its row is scaled.

    ``repeats`` counts what its camp said in the days before it, ``purse`` is that of its side before it spoke.
    """

    cluster: Cluster
    factor: float
    repeats: int = 0
    purse: Purse | None = None


def in_order(clusters: Iterable[Cluster]) -> tuple[Cluster, ...]:
    """By day, then publication, then id: the one order in which evidence is weighed, however it came."""
    return tuple(sorted(clusters, key=lambda c: (c.about, c.known, c.id)))


def find_parties(clusters: Iterable[Cluster], start: str = "") -> tuple[str, ...]:
    """Every side that the evidence or the start names, sorted, after ``""``: the side that nobody has named yet."""
    return tuple(sorted({"", start, *(c.side for c in clusters), *(c.against for c in clusters)}))


def weigh(clusters: Sequence[Cluster], table: EvidenceTable, *, after: Sequence[Weighed] = ()) -> tuple[Weighed, ...]:
    """Damp the repetitions of a camp and cap what it says in its own favour; ``clusters`` in the order of weighing.

    ``after`` is what was weighed of the days before them: the result begins with it.
    """
    weighed: list[Weighed] = [*after]
    spoken = _lately_spoken(after, clusters[0].about, table) if after and clusters else {}
    purses: dict[str, Purse | None] = {}
    for cluster in clusters:
        repeats = _count_repeats(cluster, spoken, table)
        factor, side = damp(cluster, repeats, table), cluster.side
        if side not in purses:
            purses[side] = _purse_after(after, side, table)
        purse = purses[side]
        if is_spending(cluster):
            factor, purses[side] = cap(cluster, factor, purse, table)
        weighed.append(Weighed(cluster, factor, repeats, purse))
    return tuple(weighed)


def _lately_spoken(weighed: Sequence[Weighed], first: date, table: EvidenceTable) -> dict[Camp, deque[date]]:
    """When each camp spoke in the days before one that still count as repetition on it."""
    spoken: dict[Camp, deque[date]] = {}
    for one in reversed(weighed):
        if one.cluster.about <= first - timedelta(days=table.damping_days):
            break
        spoken.setdefault(camp_of(one.cluster), deque()).appendleft(one.cluster.about)
    return spoken


def _purse_after(weighed: Sequence[Weighed], side: str, table: EvidenceTable) -> Purse | None:
    """The purse of a side after what was weighed: as the last word that spends or fills it left it."""
    for one in reversed(weighed):
        if one.cluster.side == side and is_spending(one.cluster):
            return cap(one.cluster, damp(one.cluster, one.repeats, table), one.purse, table)[1]
    return None


def is_spending(cluster: Cluster) -> bool:
    """Whether a cluster says who holds the place: in its own favour it spends, else it fills the side's purse again."""
    return bool(cluster.side) and row_kind(cluster) in HOLDER_ROWS


def camp_of(cluster: Cluster) -> Camp:
    """The camp that a cluster speaks for."""
    return (row_kind(cluster), cluster.side, "" if cluster.side else cluster.against, cluster.speaker)


def damp(cluster: Cluster, repeats: int, table: EvidenceTable) -> float:
    """The factor of a cluster whose camp said the same so often in the days before."""
    return cluster.weight * float(table.damping**repeats)


def _count_repeats(cluster: Cluster, spoken: dict[Camp, deque[date]], table: EvidenceTable) -> int:
    """How often its camp said the same within some days before."""
    since, recent = cluster.about - timedelta(days=table.damping_days), spoken.setdefault(camp_of(cluster), deque())
    while recent and recent[0] <= since:
        recent.popleft()
    recent.append(cluster.about)
    return len(recent) - 1


def cap(cluster: Cluster, factor: float, purse: Purse | None, table: EvidenceTable) -> tuple[float, Purse | None]:
    """Keep what a camp says in its own favour within its purse, which somebody else's word fills up again.

    Gives the factor and the purse afterwards, ``None`` for a full one.
    """
    if cluster.speaker != "own":
        return factor, None
    spent, day = purse or (0.0, cluster.about)
    spent *= 0.5 ** ((cluster.about - day).days / table.camp_cap_half_life)
    strength = -table.row(cluster).values[0]
    allowed = min(factor, max(0.0, log(table.camp_cap) - spent) / strength) if strength > 0 else factor
    return allowed, (spent + allowed * strength, cluster.about)


def log_likelihood(weighed: Weighed, parties: Sequence[str], table: EvidenceTable) -> Floats:
    """What one cluster adds to each state (new and settled of each party, then contested), its best state at 0."""
    side, against = weighed.cluster.side, weighed.cluster.against
    favoured = tuple([party == side if side else party != against for party in parties])
    return _spread(table.row(weighed.cluster).values, favoured, weighed.factor, table.clip)


@lru_cache(maxsize=20_000)
def _spread(values: tuple[float, ...], favoured: tuple[bool, ...], factor: float, clip: float) -> Floats:
    """The same; few rows and factors make most of a ledger's evidence."""
    other_settled, other_new, contested, own_new, own_settled = values
    parts = np.empty(2 * len(favoured) + 1)
    for i, own in enumerate(favoured):
        parts[2 * i] = own_new if own else other_new
        parts[2 * i + 1] = own_settled if own else other_settled
    parts[-1] = contested
    scaled = parts * factor
    top: float = scaled.max()
    added = np.asarray(np.maximum(scaled - top, -log(clip)))
    added.setflags(write=False)
    return added


def likelihood_of(weighed: Sequence[Weighed], parties: Sequence[str], table: EvidenceTable) -> Floats:
    """The likelihood factor of each state by the clusters of one day, scaled so that the best state has 1."""
    total = log_likelihood(weighed[0], parties, table)
    for one in weighed[1:]:
        total = total + log_likelihood(one, parties, table)
    return np.asarray(np.exp(total - total.max()))


def daily_likelihoods(weighed: Sequence[Weighed], parties: Sequence[str], table: EvidenceTable) -> dict[date, Floats]:
    """The likelihood factors of each day with evidence; days ascending, as in the order of weighing."""
    by_day = groupby(weighed, key=lambda one: one.cluster.about)
    return {day: likelihood_of(list(said), parties, table) for day, said in by_day}


Steps = tuple[tuple[int, float], ...]
"""By how much activity rises from a day on (ordinal), and from which later day it falls again."""


def activity_steps(weighed: Weighed, table: EvidenceTable) -> tuple[Steps, Steps]:
    """What one cluster adds to the activity of its place: by its fighting, and by the event that it reports.

    Fighting lasts from some days before the day that evidence speaks of until two weeks after. A report of a change
    says besides that something happened by that day.
    """
    kind, about = row_kind(weighed.cluster), weighed.cluster.about.toordinal()
    first, over = about - table.activity_lead, about + 1
    strength = table.activity.get(kind, 0.0) * weighed.factor
    event = weighed.factor if kind in ("change", "lost") else 0.0
    return (
        ((first, strength), (over + table.activity_days, -strength)) if strength > 0.0 else (),
        ((first, event), (over, -event)) if event > 0.0 else (),
    )


def activity_level(stirred: float, happened: float, table: EvidenceTable) -> float:
    """How active a place is: 0, ⅓, ⅔ or 1 by its fighting, and much more up to the day of a change."""
    return _third(stirred / table.activity_full) + table.activity_event * _third(happened / table.activity_full)


def activity_levels(weighed: Sequence[Weighed], table: EvidenceTable) -> tuple[tuple[date, float], ...]:
    """From which day on how active the place is, ascending; 0 before the first."""
    fought: dict[int, float] = {}
    event: dict[int, float] = {}
    for one in weighed:
        for into, steps in zip((fought, event), activity_steps(one, table), strict=True):
            for day, change in steps:
                into[day] = into.get(day, 0.0) + change
    levels: list[tuple[date, float]] = []
    stirred = happened = 0.0
    for day in sorted({*fought, *event}):
        stirred += fought.get(day, 0.0)
        happened += event.get(day, 0.0)
        level = activity_level(stirred, happened, table)
        if not levels or levels[-1][1] != level:
            levels.append((date.fromordinal(day), level))
    return tuple(levels)


def _third(share: float) -> float:
    """To the nearest third from 0 to 1: few levels mean few matrices.

    Halfway between two it goes by the share alone, not by what rounding left of sums over other days.
    """
    return round(round(min(1.0, max(0.0, share)) * 3, 9)) / 3
