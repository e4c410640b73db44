"""What a single piece of evidence moves: the belief with all evidence but that one.

Leaving out a cluster changes the days around it (its own, the activity before and after, what its camp repeated or had
left to say); what comes later moves the belief as it did. So only those days are gone through again, and what the later
ones make of their outcome is read off messages that are passed back from the end once for all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

import numpy as np

from whoholds.control.table import EvidenceTable
from whoholds.control.track import ONE_DAY, Floats, Segment, Track, forward
from whoholds.control.weighing import Camp, Purse, Weighed, camp_of, cap, damp, is_spending

Segments = Callable[..., Iterator[Segment]]
"""``PhaseFilter.segments``."""


class LeavingOut:
    """Answers for one place: how likely ``side`` holds it at the end of a track without one of the clusters."""

    def __init__(
        self, track: Track, weighed: Sequence[Weighed], side: str, table: EvidenceTable, segments: Segments
    ) -> None:
        self._track, self._weighed, self._table, self._segments = track, weighed, table, segments
        self._days = [one.cluster.about for one in weighed]
        self._heard = [n for n, segment in enumerate(track.segments) if segment.likelihood is not None]
        self._heard_days = [track.segments[n].last for n in self._heard]
        self._camps: dict[Camp, list[int]] = {}
        self._spending: dict[str, list[int]] = {}
        for number, one in enumerate(weighed):
            self._camps.setdefault(camp_of(one.cluster), []).append(number)
            if is_spending(one.cluster):
                self._spending.setdefault(one.cluster.side, []).append(number)
        self._messages = self._pass_back(side)

    def share(self, number: int) -> float:
        """The probability of the side without a cluster, by its number in the order of weighing."""
        table, track, left = self._table, self._track, self._weighed[number].cluster
        changed = self._reweighed(number)
        last = max([left.about, *(self._days[other] for other in changed)])
        settled = last + timedelta(days=1 + table.activity_days)
        begin = bisect_left(self._heard_days, left.about - timedelta(days=table.activity_lead)) - 1
        end = bisect_left(self._heard_days, settled)
        until = self._heard_days[end] if end < len(self._heard) else track.segments[-1].last
        start = self._heard_days[begin] if begin >= 0 else track.first - ONE_DAY
        before = track.after[self._heard[begin]] if begin >= 0 else track.prior
        some = self._around(start, until, number, changed)
        heard = start if begin >= 0 else track.first
        anew = tuple(self._segments(some, track.parties, start + ONE_DAY, until, heard=heard))
        *_, belief = (before, *forward(before, anew))
        towards, altogether = self._messages[self._heard[end] if end < len(self._heard) else -1]
        return float(belief @ towards / (belief @ altogether))

    def _around(self, start: date, until: date, number: int, changed: dict[int, float]) -> list[Weighed]:
        """The evidence but one that has a say on the days after ``start`` until another, weighed anew."""
        table = self._table
        first = bisect_left(self._days, start - timedelta(days=table.activity_days + 1))
        after = bisect_right(self._days, until + timedelta(days=table.activity_lead))
        after = min(after, bisect_right(self._days, self._track.segments[-1].last))
        return [
            Weighed(self._weighed[n].cluster, changed[n]) if n in changed else self._weighed[n]
            for n in range(first, after)
            if n != number
        ]

    def _reweighed(self, number: int) -> dict[int, float]:
        """The factors that change when a cluster is left out: of what its camp repeats, and of its side's own words."""
        left, table = self._weighed[number].cluster, self._table
        damped: dict[int, float] = {}
        camp = self._camps[camp_of(left)]
        for other in camp[bisect_right(camp, number) :]:
            one = self._weighed[other]
            if one.cluster.about - left.about >= timedelta(days=table.damping_days):
                break
            damped[other] = damp(one.cluster, one.repeats - 1, table)
        if not is_spending(left):
            return damped
        return self._capped(number, damped)

    def _capped(self, number: int, damped: dict[int, float]) -> dict[int, float]:
        """The same where the side's purse is another without the cluster, until it is as it was."""
        changed: dict[int, float] = {}
        purse: Purse | None = self._weighed[number].purse
        spending = self._spending[self._weighed[number].cluster.side]
        pending = max(damped, default=-1)
        for other in spending[bisect_right(spending, number) :]:
            one = self._weighed[other]
            if other > pending and purse == one.purse:
                break
            factor = damped.get(other, damp(one.cluster, one.repeats, self._table))
            factor, purse = cap(one.cluster, factor, purse, self._table)
            if factor != one.factor:
                changed[other] = factor
        return changed

    def _pass_back(self, side: str) -> list[tuple[Floats, Floats]]:
        """What turns the belief at the end of each segment into the side's share at the end, and into the whole."""
        track = self._track
        towards, altogether = np.zeros_like(track.prior), np.ones_like(track.prior)
        if side in track.parties:
            at = track.parties.index(side)
            towards[2 * at : 2 * at + 2] = 1.0
        messages = [(towards, altogether)]
        for segment in reversed(track.segments[1:]):
            if segment.likelihood is not None:
                towards, altogether = towards * segment.likelihood, altogether * segment.likelihood
            towards, altogether = segment.whole @ towards, segment.whole @ altogether
            scale = altogether.max()
            towards, altogether = towards / scale, altogether / scale
            messages.append((towards, altogether))
        return messages[::-1]
