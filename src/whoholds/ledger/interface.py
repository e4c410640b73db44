"""The door of the room: a ledger keeps reports, claims and reviews, and never edits one.

``memory.py`` is the reference; every other ledger must answer the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from whoholds.model import Act, Claim, KnownClaim, Report, Review


class Outcome(StrEnum):
    """What adding a report did."""

    NEW = "new"
    ALREADY_KNOWN = "already_known"
    COPY = "copy"
    CORRECTION = "correction"
    KILL = "kill"


@dataclass(frozen=True, slots=True)
class Added:
    """What one ``add`` did: the outcome, the origin it was filed under, and which claims it kept or retracted.

    ``because`` says in words why it counts as a copy, a correction or a kill.
    """

    report_id: str
    outcome: Outcome
    origin: str
    claims: int
    retracted: int = 0
    because: str = ""


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims to list; an empty field does not restrict. ``known`` keeps what was published by that day's end.

    ``since`` and ``until`` are days of publication, both in. ``text`` is searched in quotes, actors and places.
    """

    place_id: str = ""
    place_name: str = ""
    side: str = ""
    source: str = ""
    acts: tuple[Act, ...] = ()
    known: date | None = None
    since: date | None = None
    until: date | None = None
    located: bool | None = None
    text: str = ""
    report_id: str = ""
    claim_ids: tuple[str, ...] = field(default=())
    limit: int = 0


class Ledger(Protocol):
    """Where reports and claims are kept."""

    def add(self, report: Report, claims: Sequence[Claim]) -> Added:
        """Keep a report with its claims in one transaction; a report already kept changes nothing.

        Which origin it stems from is found here, from the reports already kept, whatever their order of arrival.
        Raises :class:`whoholds.errors.LedgerError` and leaves nothing behind when it cannot be written.
        """
        ...

    def review(self, review: Review) -> None:
        """Append one act of a reviewer."""
        ...

    def claims(self, only: ClaimFilter) -> Iterator[KnownClaim]:
        """The claims that pass the filter, by publication, then report id, then place in the text.

        A claim retracted by the end of ``only.known`` is still listed, with its ``retracted`` instant.
        """
        ...

    def report(self, report_id: str) -> Report | None:
        """The report of that id."""
        ...

    def reports(self) -> Iterator[Report]:
        """All reports, by publication, then id."""
        ...

    def place_ids(self) -> tuple[str, ...]:
        """Ids of all places that a kept claim is about, sorted."""
        ...

    def reviews(self, claim_id: str = "") -> Iterator[Review]:
        """All reviews in the order they were appended, of one claim or of all."""
        ...

    def close(self) -> None:
        """Release files and connections."""
        ...
