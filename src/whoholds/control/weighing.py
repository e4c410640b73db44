"""How much each cluster counts beside the others, and the log-likelihood it adds on its day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log

import numpy as np
import numpy.typing as npt

from whoholds.control.table import HOLDER_ROWS, EvidenceTable, row_kind
from whoholds.model import Cluster

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A cluster and the factor (0–1) by which its row is scaled."""

    cluster: Cluster
    factor: float


def in_order(clusters: Iterable[Cluster]) -> tuple[Cluster, ...]:
    """By day, then publication, then id: the one order in which evidence is weighed, however it came."""
    return tuple(sorted(clusters, key=lambda c: (c.about, c.known, c.id)))


def find_parties(clusters: Iterable[Cluster], start: str = "") -> tuple[str, ...]:
    """Every side that the evidence or the start names, sorted, after ``""``: the side that nobody has named yet."""
    return tuple(sorted({"", start, *(c.side for c in clusters), *(c.against for c in clusters)}))


def weigh(clusters: Sequence[Cluster], table: EvidenceTable) -> tuple[Weighed, ...]:
    """Damp the repetitions of a camp and cap what it says in its own favour; ``clusters`` in the order of weighing."""
    weighed: list[Weighed] = []
    spoken: dict[tuple[str, ...], list[date]] = {}
    purse: dict[str, tuple[float, date]] = {}
    for cluster in clusters:
        factor = cluster.weight * _damping(cluster, spoken, table)
        if row_kind(cluster) in HOLDER_ROWS and cluster.side:
            factor = _cap(cluster, factor, purse, table)
        weighed.append(Weighed(cluster, factor))
    return tuple(weighed)


def _damping(cluster: Cluster, spoken: dict[tuple[str, ...], list[date]], table: EvidenceTable) -> float:
    """The damping of the m-th origin of one camp that says the same within some days."""
    camp = (row_kind(cluster), cluster.side, cluster.against if not cluster.side else "", cluster.speaker)
    since = cluster.about - timedelta(days=table.damping_days)
    recent = [day for day in spoken.get(camp, []) if day > since]
    spoken[camp] = [*recent, cluster.about]
    return float(table.damping ** len(recent))


def _cap(cluster: Cluster, factor: float, purse: dict[str, tuple[float, date]], table: EvidenceTable) -> float:
    """Keep what a camp says in its own favour within its purse, which somebody else's word fills up again."""
    if cluster.speaker != "own":
        purse.pop(cluster.side, None)
        return factor
    spent, day = purse.get(cluster.side, (0.0, cluster.about))
    spent *= 0.5 ** ((cluster.about - day).days / table.camp_cap_half_life)
    strength = -table.row(cluster).values[0]
    allowed = min(factor, max(0.0, log(table.camp_cap) - spent) / strength) if strength > 0 else factor
    purse[cluster.side] = (spent + allowed * strength, cluster.about)
    return allowed


def log_likelihood(weighed: Weighed, parties: Sequence[str], table: EvidenceTable) -> Floats:
    """What one cluster adds to each state (new and settled of each party, then contested), its best state at 0."""
    cluster = weighed.cluster
    other_settled, other_new, contested, own_new, own_settled = table.row(cluster).values
    parts = np.empty(2 * len(parties) + 1)
    for i, party in enumerate(parties):
        favoured = party == cluster.side if cluster.side else party != cluster.against
        parts[2 * i] = own_new if favoured else other_new
        parts[2 * i + 1] = own_settled if favoured else other_settled
    parts[-1] = contested
    scaled = parts * weighed.factor
    top: float = scaled.max()
    return np.asarray(np.maximum(scaled - top, -log(table.clip)))


def daily_likelihoods(weighed: Sequence[Weighed], parties: Sequence[str], table: EvidenceTable) -> dict[date, Floats]:
    """The likelihood factors of each day with evidence, scaled so that the best state has 1; days ascending."""
    sums: dict[date, Floats] = {}
    for one in weighed:
        day = one.cluster.about
        added = log_likelihood(one, parties, table)
        sums[day] = sums[day] + added if day in sums else added
    return {day: np.exp(total - total.max()) for day, total in sorted(sums.items())}


def activity_levels(weighed: Sequence[Weighed], table: EvidenceTable) -> tuple[tuple[date, float], ...]:
    """From which day on how active the place is, ascending; 0 before the first.

    Fighting lasts from some days before the day that evidence speaks of until two weeks after: its level is 0, ⅓, ⅔ or
    1. A report of a change says besides that something happened by that day: until then the level is much higher.
    """
    fought: dict[date, float] = {}
    event: dict[date, float] = {}
    for one in weighed:
        kind, about = row_kind(one.cluster), one.cluster.about
        first, over = about - timedelta(days=table.activity_lead), about + timedelta(days=1)
        strength = table.activity.get(kind, 0.0) * one.factor
        _last(fought, strength, first, over + timedelta(days=table.activity_days))
        _last(event, one.factor if kind in ("change", "lost") else 0.0, first, over)
    levels: list[tuple[date, float]] = []
    stirred = happened = 0.0
    for day in sorted({*fought, *event}):
        stirred += fought.get(day, 0.0)
        happened += event.get(day, 0.0)
        level = _third(stirred / table.activity_full) + table.activity_event * _third(happened / table.activity_full)
        if not levels or levels[-1][1] != level:
            levels.append((day, level))
    return tuple(levels)


def _last(steps: dict[date, float], strength: float, first: date, over: date) -> None:
    if strength > 0.0:
        steps[first] = steps.get(first, 0.0) + strength
        steps[over] = steps.get(over, 0.0) - strength


def _third(share: float) -> float:
    """To the nearest third from 0 to 1: few levels mean few matrices."""
    return round(min(1.0, max(0.0, share)) * 3) / 3
