"""What is news to who looked before: what changed, was denied or taken back, and what is thought otherwise now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from whoholds.control.changes import find_changes, find_denied, find_rethought, find_retracted
from whoholds.control.events import Event
from whoholds.looks import Look
from whoholds.model import Change, Estimate, KnownClaim

LATE = timedelta(days=60)
"""Denials in reports published so long before a look, or later, are news when they were not told at it."""


@dataclass(frozen=True, slots=True)
class Contradictions:
    """Disputed events in the reports of some days, and claims that were retracted, as known by a day.

    ``told`` are those of the claims behind them that were known to be so on an earlier day.
    """

    events: tuple[Event, ...]
    retracted: tuple[KnownClaim, ...]
    told: frozenset[str] = frozenset()

    def claim_ids(self) -> frozenset[str]:
        """The claims that deny something, or that were retracted."""
        denials = (claim_id for event in self.events for voice in event.denies for claim_id in voice.claim_ids)
        return frozenset((*denials, *(one.claim.id for one in self.retracted)))


def find_news(
    look: Look, *, now: Sequence[Estimate], then: Sequence[Estimate], told: Contradictions
) -> tuple[Change, ...]:
    """What is news since a look, to who knows more by now.

    ``now`` are the estimates of the day compared with, ``then`` those of the look's own day, both as known now. First
    comes what changed until that day; then what was denied and what was taken back since; last what is now thought
    otherwise of the day that was looked at.
    """
    before, after = ({estimate.place.id: estimate for estimate in some} for some in (look.estimates, now))
    known_before = look.told | told.told
    fresh = (
        *find_denied(told.events, before=before, after=after),
        *find_retracted(told.retracted, before=before, after=after),
    )
    return (
        *find_changes(look.estimates, now),
        *(change for change in fresh if not known_before.issuperset(change.claim_ids)),
        *find_rethought(look.estimates, then),
    )
