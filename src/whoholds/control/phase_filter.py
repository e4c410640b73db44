"""The estimator: a forward filter over new, settled and contested, and its hindsight.

A side that says it captured a place speaks of a *transition*: nobody announces again what it has long held. So every
party has two states, newly holding and settled. The belief moves by the hazard alone between days with evidence, in
one matrix power however long the silence, and is multiplied by the evidence's likelihood on the day it speaks of.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import numpy as np

from whoholds.control.course import ENDLESS, Course, Epoch
from whoholds.control.coursing import Follower
from whoholds.control.display import Belief, show, speaks_for, weigh_standing
from whoholds.control.dossier import Dossier
from whoholds.control.evidence import end_of_day
from whoholds.control.hazard import Hazard
from whoholds.control.leaving_out import LeavingOut
from whoholds.control.sweep import Sweep
from whoholds.control.table import EvidenceTable, standard_table
from whoholds.control.track import (
    ONE_DAY,
    Floats,
    Segment,
    Track,
    after_last_evidence,
    fill,
    find_holders,
    find_run_start,
    forward,
    held,
    likeliest,
    smooth,
)
from whoholds.control.weighing import (
    Weighed,
    activity_levels,
    daily_likelihoods,
    find_parties,
    in_order,
    weigh,
)
from whoholds.model import Cluster, Effect, Estimate, Explanation, Place, Unresolved

CONTESTED = "contested"
"""What a start map says of a place that nobody holds alone."""


@dataclass(frozen=True)
class Daily:
    """Belief by day from ``first`` on: ``held[t, p]`` that ``sides[p]`` holds the place alone, ``contested[t]`` nobody.

    What they leave of 1 is unknown. Before the first evidence the belief is that before any evidence.
    """

    first: date
    sides: tuple[str, ...]
    held: Floats
    contested: Floats


@dataclass(frozen=True)
class PhaseFilter:
    """Estimates by ESTIMATE.md. ``start`` gives the holder of a place (by id) before the evidence, or ``contested``.

    A place that it does not have starts out unknown. ``start_day`` is the day that the map speaks of, ``start_days``
    that of single places: evidence about earlier days is summed up in it, and questions about earlier days do not use
    it. Without a day, the map holds until the first evidence.
    """

    start: Mapping[str, str] = field(default_factory=dict)
    start_day: date | None = None
    start_days: Mapping[str, date] = field(default_factory=dict)
    hazard: Hazard = field(default_factory=Hazard)
    table: EvidenceTable = field(default_factory=standard_table)

    def estimate(self, place: Place, clusters: Sequence[Cluster], *, on: date, known: date) -> Estimate:
        """Who holds ``place`` on ``on``, from evidence known by the end of ``known`` that speaks of no later day."""
        given = self._given(place.id, on)
        used = self._since_start(place.id, given, usable(clusters, on=on, known=known))
        track = self._follow(place.id, given, used, until=on)
        return self._show(place, track, used, track.after[-1], on=on, known=known)

    def settle(self, place: Place, clusters: Sequence[Cluster], *, on: date, known: date) -> Estimate:
        """The same in hindsight: evidence about later days, known by the end of ``known``, counts too."""
        given = self._given(place.id, on)
        used = self._since_start(place.id, given, usable(clusters, on=None, known=known))
        track = self._follow(place.id, given, used, until=max([on, *(c.about for c in used)]), stop=on)
        smoothed = smooth(track)
        at = max((i for i, s in enumerate(track.segments) if s.last <= on), default=0)
        until = [c for c in used if c.about <= on]
        seen = Track(track.parties, track.first, track.prior, track.segments[: at + 1], tuple(smoothed[: at + 1]))
        return self._show(place, seen, until, seen.after[-1], on=on, known=known)

    def explain(
        self,
        place: Place,
        clusters: Sequence[Cluster],
        *,
        on: date,
        known: date,
        only: Collection[str] | None = None,
    ) -> Explanation:
        """The estimate with the exact effect of leaving out each cluster, newest first, and the drift of silence.

        ``only`` gives no effects but of clusters with one of some claims, by their ids.
        """
        given = self._given(place.id, on)
        used = self._since_start(place.id, given, usable(clusters, on=on, known=known))
        track = self._follow(place.id, given, used, until=on)
        estimate = self._show(place, track, used, track.after[-1], on=on, known=known)
        side = estimate.holders[0][0] if estimate.holders else ""
        full = held(track, track.after[-1], side)
        without = LeavingOut(track, weigh(used, self.table), side, self.table, self.segments)
        effects = [
            Effect(cluster, full - without.share(number))
            for number, cluster in enumerate(used)
            if only is None or any(claim_id in only for claim_id in cluster.claim_ids)
        ]
        return Explanation(
            estimate=estimate,
            before=held(track, track.prior, side),
            effects=tuple(reversed(effects)),
            drift=full - held(track, after_last_evidence(track), side),
        )

    def daily(self, place: Place, clusters: Sequence[Cluster], *, first: date, last: date) -> Daily:
        """The belief of every day from ``first`` to ``last``, from all of ``clusters``.

        Each day uses the evidence that speaks of it or of earlier days (and, through the hazard, the activity of the
        few days after it, see ``activity.lead``); what was known when is for the caller to sort.
        """
        given = self._given(place.id, last)
        used = self._since_start(place.id, given, in_order(c for c in clusters if c.about <= last))
        track = self._follow(place.id, given, used, until=last, stop=first)
        rows = np.empty(((last - first).days + 1, len(track.prior)))
        rows[: max(0, (track.first - first).days)] = track.prior
        for segment, before in zip(track.segments, (track.prior, *track.after), strict=False):
            if segment.last >= first:
                fill(rows, (segment.first - first).days, segment, before)
        named = [i for i, party in enumerate(track.parties) if party]
        both = rows[:, 0:-1:2] + rows[:, 1:-1:2]
        return Daily(first, tuple(track.parties[i] for i in named), both[:, named], rows[:, -1])

    def course(self, place: Place, clusters: Sequence[Cluster]) -> Course | None:
        """The course of a place by all of some evidence: every day's estimate at once.

        ``None`` where the distances of a front or the tempo of a region have a say, where a start map has a day but no
        word, and where nothing at all is said: those are asked day by day.
        """
        given, day = self.start.get(place.id, ""), self._start_day(place.id)
        if not self.hazard.is_even or (day is not None and not given):
            return None
        first = day.toordinal() if day is not None else 0
        used = in_order(clusters)
        later = tuple(c for c in used if c.about.toordinal() >= first)
        if not later and not given:
            return None
        follower = Follower(
            self.table,
            self.hazard,
            lambda parties: self._prior(parties, given),
            self._again,
            parties=_parties_given(given),
            given=given,
            first=first,
        )
        course = follower.follow(place, weigh(later, self.table))
        if len(later) < len(used):
            plain = Follower(self.table, self.hazard, lambda parties: self._prior(parties, ""), self._again)
            early = tuple(c for c in used if c.about.toordinal() < first)
            course.earlier = plain.follow(place, weigh(early, self.table))
        return course

    def dossier(self, place_id: str, sides: Mapping[str, str]) -> Dossier | None:
        """An empty dossier of a place, whose course is that of :meth:`course`.

        ``None`` where there is none, and where a start map has a say.
        """
        if place_id in self.start or self._start_day(place_id) is not None or not self.hazard.is_even:
            return None
        follower = Follower(self.table, self.hazard, lambda parties: self._prior(parties, ""), self._again)
        return Dossier(follower, self.table, sides)

    def estimates(self, courses: Sequence[Course], *, on: date, known: date) -> list[Estimate | None]:
        """The estimate of each course on a day, equal to that of :meth:`estimate` from the same evidence.

        ``known`` is only written down. ``None`` where a course cannot tell, and the evidence must be asked.
        """
        moved = self._prior(("",), "") @ self.hazard.step_of((False,), days=1, activity=0.0)
        unheard = float((moved / moved.sum())[-1])
        return Sweep(on, known, self.table, self.hazard, unheard, self._outset).estimates(courses)

    def _outset(self, given: str, first: int) -> Epoch:
        """What a start map's word comes to from a day on, if nothing else is known."""
        parties = _parties_given(given)
        prior = self._prior(parties, given)
        top, best = likeliest(prior), parties[-1]
        since = first + 1 if best and top == 1 else 0
        named = (False,) + (True,) * (len(parties) - 1)
        nothing = (0, 0, 0)
        turns = ((first + 1, 0.0),)
        return Epoch(
            first, ENDLESS, parties, named, prior, top, best, since, nothing, nothing, 0, 0, (), turns, 0, given
        )

    def _again(self, parties: Sequence[str], silent: int) -> tuple[float, Floats | None]:
        share = self._forgotten(silent)
        return share, self._start_again(parties, share) if share else None

    def _show(
        self, place: Place, track: Track, used: Sequence[Cluster], belief: Floats, *, on: date, known: date
    ) -> Estimate:
        given = self._given(place.id, on)
        holders = find_holders(track, belief)
        since = _credited(
            find_run_start(track), holders[0][0] if holders else "", used, keep=track.first if given else None
        )
        seen = Belief(holders, float(belief[-1]), since)
        standing = weigh_standing(seen.top[0], since, used)
        return show(
            place, seen, standing, on=on, known=known, table=self.table, half_life=self.hazard.half_life, given=given
        )

    def _given(self, place_id: str, on: date) -> str:
        """The start map's word for a place, as far as it speaks of ``on``."""
        start_day = self._start_day(place_id)
        return self.start.get(place_id, "") if start_day is None or on >= start_day else ""

    def _start_day(self, place_id: str) -> date | None:
        return self.start_days.get(place_id, self.start_day)

    def _since_start(self, place_id: str, given: str, clusters: tuple[Cluster, ...]) -> tuple[Cluster, ...]:
        """The clusters that the start map does not already sum up."""
        start_day = self._start_day(place_id)
        return tuple(c for c in clusters if c.about >= start_day) if given and start_day is not None else clusters

    def _follow(
        self,
        place_id: str,
        given: str,
        used: Sequence[Cluster],
        *,
        until: date,
        stop: date | None = None,
        parties: tuple[str, ...] = (),
        first: date | None = None,
    ) -> Track:
        """Run forward from the first evidence to ``until``; a segment ends at ``stop`` too."""
        parties = parties or find_parties(used, "" if given == CONTESTED else given)
        days = (self._start_day(place_id), *(c.about for c in used))
        first = first or min([day for day in days if day is not None], default=until)
        first = min(first, until)
        prior = self._prior(parties, given)
        segments = tuple(self.segments(weigh(used, self.table), parties, first, until, stop=stop))
        return Track(parties, first, prior, segments, tuple(forward(prior, segments)))

    def _prior(self, parties: Sequence[str], given: str) -> Floats:
        """Belief before any evidence, over new and settled of each party, then contested."""
        table = self.table
        belief = np.zeros(2 * len(parties) + 1)
        named = [i for i, p in enumerate(parties) if p]
        belief[-1] = table.start_contested
        belief[2 * parties.index("") + 1] = table.start_other if named else 1.0 - table.start_contested
        for i in named:
            belief[2 * i : 2 * i + 2] = (1.0 - table.start_contested - table.start_other) / len(named) / 2.0
        if given:
            belief *= 1.0 - table.start_given
            belief[-1 if given == CONTESTED else 2 * parties.index(given) + 1] += table.start_given
        return np.asarray(belief / belief.sum())

    def segments(
        self,
        weighed: Sequence[Weighed],
        parties: tuple[str, ...],
        first: date,
        until: date,
        *,
        heard: date | None = None,
        stop: date | None = None,
    ) -> Iterator[Segment]:
        """The stretches of days from ``first`` to ``until`` by some evidence; one ends at ``stop`` too.

        ``heard`` is the last day of evidence before them.
        """
        likelihoods = daily_likelihoods(weighed, parties, self.table)
        levels = activity_levels(weighed, self.table)
        hazard = self.hazard
        turns = [day for day, _ in levels]
        ends = {until, *likelihoods, *(day - ONE_DAY for day in (*turns, *hazard.tempo.days, *hazard.fronts.days))}
        if stop is not None:
            ends.add(stop)
        day, heard = first, heard or first
        for end in sorted(e for e in ends if first <= e <= until):
            turn = bisect_right(turns, end)
            level = levels[turn - 1][1] if turn else 0.0
            move = partial(hazard.step, parties, activity=level, tempo=hazard.tempo.on(end), km=hazard.fronts.on(end))
            likelihood = likelihoods.get(end)
            forgotten = self._forgotten((end - heard).days) if likelihood is not None else 0.0
            if forgotten and day < end:
                yield Segment(day, end - ONE_DAY, move(days=1), move(days=(end - day).days), None)
                day = end
            step, whole = move(days=1), move(days=(end - day).days + 1)
            if forgotten:
                step = whole = step @ self._start_again(parties, forgotten)
            yield Segment(day, end, step, whole, likelihood, anew=forgotten > 0.5)
            heard = heard if likelihood is None else end
            day = end + ONE_DAY

    def _forgotten(self, silent: int) -> float:
        """How much of the belief starts again when a place is spoken of after a silence of so many days, from 0 to 1.

        Silence itself moves nothing but by the hazard. But a place that nobody spoke of for longer than the hazard's
        half-life comes up again because something happened, and what was known before is no guide to what.
        """
        stale = silent - self.hazard.half_life
        return 0.0 if stale <= 0 else float(1.0 - 0.5 ** (stale / self.hazard.half_life))

    def _start_again(self, parties: Sequence[str], share: float) -> Floats:
        """The matrix that puts a share of the belief back to that before any evidence."""
        size = 2 * len(parties) + 1
        return np.asarray((1.0 - share) * np.eye(size) + share * np.tile(self._prior(parties, ""), (size, 1)))


def _parties_given(given: str) -> tuple[str, ...]:
    """The parties that a start map's word for a place names, after the one that nobody has named."""
    return ("",) if given in ("", CONTESTED) else ("", given)


def usable(clusters: Iterable[Cluster], *, on: date | None, known: date) -> tuple[Cluster, ...]:
    """The clusters known by the end of ``known`` that speak of ``on`` or before, in the order of weighing."""
    instant = end_of_day(known)
    return in_order(c for c in clusters if c.known <= instant and (on is None or c.about <= on))


def _credited(run: date | Unresolved, side: str, used: Sequence[Cluster], *, keep: date | None) -> date | Unresolved:
    """The day of the first evidence in a run that makes its side the holder; a start map's own run stays as it is."""
    if isinstance(run, Unresolved) or run == keep:
        return run
    return min((c.about for c in used if c.about >= run and speaks_for(side, c)), default=run)
