"""What some claims move on the map, remembered as long as nothing new is known of their places."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from whoholds.control.interface import Estimator
from whoholds.control.phase_filter import PhaseFilter
from whoholds.ledger.interface import ClaimFilter, Ledger
from whoholds.model import Cluster, Explanation, Place

MUCH_SAID, MANY_CLAIMS = 300, 1500
"""Pieces of evidence, and claims: of a place with more, no single claim moves much, and reading them all takes long."""
REMEMBERED = 20_000
"""Places explained that are at hand; of each only the effects of the claims asked about (our choice)."""

Evidence = Callable[[str], tuple[Place | None, Sequence[Cluster]]]
"""The place of an id with the evidence about it, ``None`` where there is none."""
_Key = tuple[int, date, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Effects:
    """Explanations by the course of their place, which the ledger keeps just as long as the evidence stays."""

    _kept: dict[_Key, Explanation | None] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def explain(
        self,
        ledger: Ledger,
        judge: Estimator,
        courses: Mapping[str, int],
        claims: Mapping[str, frozenset[str]],
        evidence: Evidence,
        *,
        on: date,
        known: date,
    ) -> Iterator[Explanation]:
        """For each place the explanation with what its claims of some ids move; none for one that much is said of."""
        for place_id, ids in claims.items():
            key = (courses[place_id], on, ids) if place_id in courses else None
            with self._lock:
                told, there = (self._kept.get(key), key in self._kept) if key else (None, False)
            if not there:
                told = _explain(ledger, judge, place_id, ids, evidence, on=on, known=known)
                self._keep(key, told)
            if told is not None:
                yield told

    def _keep(self, key: _Key | None, told: Explanation | None) -> None:
        if key is None:
            return
        with self._lock:
            self._kept[key] = told
            for oldest in list(self._kept)[: max(0, len(self._kept) - REMEMBERED)]:
                del self._kept[oldest]


def _explain(
    ledger: Ledger,
    judge: Estimator,
    place_id: str,
    ids: frozenset[str],
    evidence: Evidence,
    *,
    on: date,
    known: date,
) -> Explanation | None:
    only = ClaimFilter(place_id=place_id, known=known)
    if ledger.page(only, offset=0, limit=0).total > MANY_CLAIMS:
        return None
    place, clusters = evidence(place_id)
    if place is None or len(clusters) > MUCH_SAID:
        return None
    if isinstance(judge, PhaseFilter):
        return judge.explain(place, clusters, on=on, known=known, only=ids)
    return judge.explain(place, clusters, on=on, known=known)
