"""A baseline: nothing ever changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from whoholds.control.voting import Chosen, estimate_by, explain_by, voted
from whoholds.model import Cluster, Estimate, Explanation, Place


@dataclass(frozen=True, slots=True)
class Persistence:
    """The first word stands for ever. ``start`` gives the holder of a place (by id) before it."""

    start: Mapping[str, str] = field(default_factory=dict)

    def estimate(self, place: Place, clusters: Sequence[Cluster], *, on: date, known: date) -> Estimate:
        """Who holds ``place`` on ``on``, judged from what was known by the end of ``known``."""
        return estimate_by(oldest, place, clusters, start=self.start, on=on, known=known)

    def explain(self, place: Place, clusters: Sequence[Cluster], *, on: date, known: date) -> Explanation:
        """The same estimate, with what each cluster moved."""
        return explain_by(oldest, place, clusters, start=self.start, on=on, known=known)


def oldest(clusters: Sequence[Cluster], given: str, _on: date) -> Chosen:
    """The start map's holder, else the vote of the first cluster that votes for a side."""
    if given:
        return given, None
    return next(((voted(c), c.about) for c in clusters if voted(c)), ("", None))
