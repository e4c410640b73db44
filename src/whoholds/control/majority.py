"""A baseline: the side with most votes in thirty days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from whoholds.control.voting import Chosen, estimate_by, explain_by, voted
from whoholds.model import Cluster, Estimate, Explanation, Place


@dataclass(frozen=True, slots=True)
class Majority:
    """The most frequent word of thirty days, else what it was last.

    ``start`` gives the holder of a place (by id) before it.
    """

    start: Mapping[str, str] = field(default_factory=dict)

    def estimate(self, place: Place, clusters: Sequence[Cluster], *, on: date, known: date) -> Estimate:
        """Who holds ``place`` on ``on``, judged from what was known by the end of ``known``."""
        return estimate_by(commonest, place, clusters, start=self.start, on=on, known=known)

    def explain(self, place: Place, clusters: Sequence[Cluster], *, on: date, known: date) -> Explanation:
        """The same estimate, with what each cluster moved."""
        return explain_by(commonest, place, clusters, start=self.start, on=on, known=known)


WINDOW = timedelta(days=30)


def commonest(clusters: Sequence[Cluster], given: str, on: date) -> Chosen:
    """The most frequent vote of the newest thirty days that have any, ties to the newest."""
    said = [(voted(c), c.about) for c in clusters if voted(c)]
    if not said:
        return given, None
    end = on if said[-1][1] > on - WINDOW else said[-1][1]
    recent = [(vote, day) for vote, day in said if day > end - WINDOW]
    votes = [vote for vote, _ in recent]
    latest = {vote: i for i, vote in enumerate(votes)}
    side = max(votes, key=lambda v: (votes.count(v), latest[v]))
    return side, next(day for vote, day in recent if vote == side)
