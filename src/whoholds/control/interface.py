"""The door of the room: an estimator turns the evidence about one place into who holds it on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from whoholds.model import Cluster, Estimate, Explanation, Place


class Estimator(Protocol):
    """A way to judge who holds a place.

    ``clusters`` is all evidence about the place, in any order: the answer must not depend on the order, and must
    use only clusters known by the end of ``known``.
    """

    def estimate(self, place: Place, clusters: Sequence[Cluster], *, on: date, known: date) -> Estimate:
        """Who holds ``place`` on ``on``, judged from what was known by the end of ``known``."""
        ...

    def explain(self, place: Place, clusters: Sequence[Cluster], *, on: date, known: date) -> Explanation:
        """The same estimate, with what each cluster moved."""
        ...
