"""A baseline, never the default: whatever the newest report says is so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from whoholds.control.voting import Chosen, estimate_by, explain_by, voted
from whoholds.model import Cluster, Estimate, Explanation, Place


@dataclass(frozen=True, slots=True)
class LastReport:
    """The last word wins, whoever speaks. ``start`` gives the holder of a place (by id) before it."""

    start: Mapping[str, str] = field(default_factory=dict)

    def estimate(self, place: Place, clusters: Sequence[Cluster], *, on: date, known: date) -> Estimate:
        """Who holds ``place`` on ``on``, judged from what was known by the end of ``known``."""
        return estimate_by(newest, place, clusters, start=self.start, on=on, known=known)

    def explain(self, place: Place, clusters: Sequence[Cluster], *, on: date, known: date) -> Explanation:
        """The same estimate, with what each cluster moved."""
        return explain_by(newest, place, clusters, start=self.start, on=on, known=known)


def newest(clusters: Sequence[Cluster], given: str, _on: date) -> Chosen:
    """The vote of the newest cluster that votes at all."""
    said = [(voted(c), c.about) for c in clusters if voted(c)]
    if not said:
        return given, None
    side, since = said[-1]
    for vote, day in reversed(said):
        if vote != side:
            break
        since = day
    return side, since
