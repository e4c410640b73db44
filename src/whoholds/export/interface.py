"""The door of the room: an export writes one view of a ledger in one format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Protocol

from whoholds.model import Estimate, Explanation, KnownClaim, Report


@dataclass(frozen=True, slots=True)
class View:
    """All that an export may show: claims with their reports, estimates and explanations, on and as known on a day.

    ``reports`` is keyed by report id and holds every report that ``claims`` point into.
    """

    title: str
    on: date
    known: date
    claims: Sequence[KnownClaim]
    reports: Mapping[str, Report]
    estimates: Sequence[Estimate]
    explanations: Sequence[Explanation] = ()


class Export(Protocol):
    """A file format."""

    def write(self, view: View, to: BinaryIO) -> None:
        """Write the whole view; the same view gives the same bytes."""
        ...
