"""Who contradicts whom: claims that the other side denies, and rival claims to one place within a few days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, groupby

from whoholds.model import Act, Cluster, Factuality, KnownClaim

RIVAL_DAYS = timedelta(days=3)
"""Two sides that name themselves holder of a place within so many days contradict one another; later, it has changed
hands."""
HOLDING = frozenset({Act.TAKES, Act.HOLDS})
MOST_CARRIERS = 6


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two statements about one place that cannot both be so, with the claims that make each."""

    place_id: str
    about: date
    kind: str
    one: tuple[KnownClaim, ...]
    other: tuple[KnownClaim, ...]


def find_disputes(clusters: Sequence[Cluster], claims: Mapping[str, KnownClaim]) -> tuple[Dispute, ...]:
    """The disputes in the evidence, newest first. ``claims`` by id holds all that the clusters are made of."""
    found = [one for cluster in clusters if cluster.disputed for one in _denied(cluster, claims)]
    for _, group in groupby(clusters, key=lambda cluster: cluster.place_id):
        found += _rivals([one for one in group if one.act in HOLDING and one.side], claims)
    return tuple(sorted(found, key=lambda one: (-one.about.toordinal(), one.place_id, one.kind)))


def _denied(cluster: Cluster, claims: Mapping[str, KnownClaim]) -> Iterable[Dispute]:
    carried = [claims[claim_id] for claim_id in cluster.claim_ids if claim_id in claims]
    said = tuple(one for one in carried if one.claim.factuality is not Factuality.DENIED)
    denied = tuple(one for one in carried if one.claim.factuality is Factuality.DENIED)
    if denied:
        yield Dispute(cluster.place_id, cluster.about, "denied", said[:MOST_CARRIERS], denied[:MOST_CARRIERS])


def _rivals(clusters: Sequence[Cluster], claims: Mapping[str, KnownClaim]) -> Iterable[Dispute]:
    """The nearest pair of statements for each two sides that both name themselves holder within :data:`RIVAL_DAYS`."""
    nearest: dict[tuple[str, str], tuple[Cluster, Cluster]] = {}
    for one, other in combinations(clusters, 2):
        apart = abs(one.about - other.about)
        if one.side == other.side or apart > RIVAL_DAYS:
            continue
        pair = (min(one.side, other.side), max(one.side, other.side))
        kept = nearest.get(pair)
        if kept is None or apart < abs(kept[0].about - kept[1].about):
            nearest[pair] = (one, other)
    for one, other in nearest.values():
        carried = [tuple(claims[i] for i in side.claim_ids if i in claims)[:MOST_CARRIERS] for side in (one, other)]
        yield Dispute(one.place_id, max(one.about, other.about), "rival claims", carried[0], carried[1])


def count_contradictions(disputes: Iterable[Dispute]) -> list[tuple[str, str, int]]:
    """How often each speaker's party (or the speaker, where it has none) contradicts another, most often first."""
    counts: dict[tuple[str, str], int] = {}
    for one in disputes:
        for says, against in _pairs(one):
            counts[says, against] = counts.get((says, against), 0) + 1
    return sorted(((says, against, n) for (says, against), n in counts.items()), key=lambda row: (-row[2], row))


def _pairs(one: Dispute) -> set[tuple[str, str]]:
    if one.kind == "denied":
        return {(speaker_of(d), speaker_of(s)) for d in one.other for s in one.one if speaker_of(d) != speaker_of(s)}
    pairs = {tuple(sorted((speaker_of(a), speaker_of(b)))) for a in one.one[:1] for b in one.other[:1]}
    return {(a, b) for a, b in pairs if a != b}


def speaker_of(known: KnownClaim) -> str:
    """The key of the party that speaks, else the source's name, else the outlet's."""
    said = known.claim.attribution
    return said.side or (known.publisher if said.source == "narrator" else said.source)
