"""How the course of a place is followed: day by day of evidence, each with just what had been said of days until then.

The belief on a day uses evidence about that day or earlier ones only, so each epoch is a run of the filter of its own.
But what one more day of evidence changes is the activity of a few days before it (``lead`` of the table), unless it
names a new party: so each run goes on from the last day that it shares with the run before it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from whoholds.control.course import WIDTH, Course, Floats
from whoholds.control.display import FOUGHT, SUPPORTING, is_boast
from whoholds.control.hazard import Hazard, Shape
from whoholds.control.table import UNFAVOURED, EvidenceTable, row_kind
from whoholds.control.track import likeliest
from whoholds.control.weighing import Weighed, activity_level, activity_steps, likelihood_of
from whoholds.model import Act, Cluster, Place

Start = Callable[[Sequence[str]], Floats]
"""The belief over the states of some parties before any evidence."""
Again = Callable[[Sequence[str], int], "tuple[float, Floats | None]"]
"""How much of the belief starts again after so many silent days, and the matrix that does it (``None`` for nothing)."""
State = tuple[Floats, int, int]
"""A belief, the likeliest by it (see :attr:`Bound.top`), and the day since when."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The end of a stretch of days that one matrix moves: its last day, the belief then, and the sums of activity.

    ``top`` is the likeliest then and ``run`` since when; ``heard`` the last day of evidence up to it; ``seen`` counts
    the steps of activity that are in the sums.
    """

    last: int
    belief: Floats
    top: int
    run: int
    heard: int
    seen: int
    stirred: float
    happened: float
    level: float


@dataclass(slots=True)
class Spoken:
    """What speaks for one side: the days of it, and what favours it as holder as day, origin and whether it boasts."""

    days: list[int] = field(default_factory=list)
    backing: list[tuple[int, str, bool]] = field(default_factory=list)
    since: int = 0
    origins: set[str] = field(default_factory=set)
    counted: int = 0
    own: bool = True

    def standing(self, since: int) -> tuple[int, int, int]:
        """How many origins back it since a day, the newest day of them, and whether only the side itself spoke."""
        if since != self.since:
            self.since, self.origins, self.own = since, set(), True
            self.counted = bisect_left(self.backing, (since,))
        for _, origin, own in self.backing[self.counted :]:
            self.origins.add(origin)
            self.own = self.own and own
        self.counted = len(self.backing)
        newest = self.backing[-1][0] if self.origins else 0
        return len(self.origins), newest, int(self.own and bool(self.origins))

    def cut(self, first: int) -> None:
        """Forget what speaks of a day or of later ones."""
        del self.days[bisect_left(self.days, first) :], self.backing[bisect_left(self.backing, (first,)) :]
        self.since, self.origins, self.counted, self.own = 0, set(), 0, True


@dataclass(slots=True)
class Told:
    """What was written down of each epoch so far; see :class:`whoholds.control.course.Course`."""

    parties: dict[tuple[str, ...], int] = field(default_factory=dict)
    numbers: array[int] = field(default_factory=lambda: array("i"))
    turns: array[int] = field(default_factory=lambda: array("i"))
    levels: array[float] = field(default_factory=lambda: array("d"))
    boasts: array[int] = field(default_factory=lambda: array("i"))
    beliefs: list[Floats] = field(default_factory=list)
    ends: int = 0

    def cut(self, keep: int) -> tuple[str, ...]:
        """Forget all but so many epochs; gives the parties of the last of them."""
        row = WIDTH * keep
        index, turns, boasts, self.ends = (
            (self.numbers[row - WIDTH], *self.numbers[row - 3 : row]) if keep else (-1, 0, 0, 0)
        )
        del self.numbers[row:], self.turns[turns:], self.levels[turns:], self.boasts[boasts:], self.beliefs[keep:]
        self.parties = {party: number for party, number in self.parties.items() if number <= index}
        return [*self.parties][-1] if self.parties else ("",)


class Follower:
    """Makes the course of one place; ``start`` and ``again`` are the filter's own.

    ``given`` is a start map's word for the place, ``first`` the day (ordinal) that it speaks of, 0 for none.
    """

    def __init__(
        self,
        table: EvidenceTable,
        hazard: Hazard,
        start: Start,
        again: Again,
        *,
        parties: tuple[str, ...] = ("",),
        given: str = "",
        first: int = 0,
    ) -> None:
        self._table, self._hazard = table, hazard
        self._start, self._again = start, again
        self._known = parties
        self._given, self._first = given, first
        self._bounds: list[Bound] = []
        self._fought: dict[int, float] = {}
        self._event: dict[int, float] = {}
        self._steps: list[int] = []
        self._days: list[int] = []
        self._said: list[list[Weighed]] = []
        self._likelihoods: dict[int, Floats] = {}
        self._lately: dict[str, Spoken] = {}
        self._ever: dict[str, Spoken] = {}
        self._against: dict[str, list[int]] = {}
        self._sieges: dict[str, list[int]] = {}
        self._boasts: dict[str, list[int]] = {}
        self._fights: list[int] = []
        self._sides: tuple[str, ...] = ()
        self._told = Told()

    def follow(self, place: Place, weighed: Sequence[Weighed], *, shared: int = 0) -> Course:
        """The course that some evidence makes, weighed, in the order of weighing.

        So many at its beginning, all of whole days, are what was followed before: only what comes after them is gone
        through, and what came after them before is forgotten.
        """
        sides = tuple(sorted({side for one in weighed for side in (one.cluster.side, one.cluster.against)} - {""}))
        if sides != self._sides:
            self._sides, shared = sides, 0
        self._go_back(weighed[shared - 1].cluster.about.toordinal() if shared else 0)
        if self._first and not self._told.beliefs:
            self._tell_start()
        for about, group in groupby(weighed[shared:], key=lambda one: one.cluster.about):
            day = about.toordinal()
            self._hear(day, list(group))
            self._tell(day, self._move(day))
        told = self._told
        return Course(
            place,
            sides,
            tuple(told.parties),
            array("i", [self._first - 1] if self._first else []) + array("i", self._days),
            told.numbers[:],
            told.turns[:],
            told.levels[:],
            told.boasts[:],
            np.concatenate(told.beliefs) if told.beliefs else np.empty(0),
            self._given,
            self._first,
        )

    def _tell_start(self) -> None:
        """Write down the epoch of the start map alone."""
        told, prior = self._told, self._start(self._known)
        told.parties[self._known] = 0
        told.turns.append(self._first)
        told.levels.append(0.0)
        told.beliefs.append(prior)
        told.ends = len(prior)
        top, best = likeliest(prior), len(self._known) - 2
        since = self._first if best >= 0 and top == best + 1 else 0
        told.numbers.extend((0, top, best + 1 if best >= 0 else -1, since, *([0] * 8), 1, 0, told.ends))

    def _tell(self, day: int, bound: Bound) -> None:
        """Write down the epoch that begins with a day."""
        told = self._told
        for turn, level in self._silence(bound):
            told.turns.append(turn)
            told.levels.append(level)
        first = day - self._table.claim_days
        for side, days in sorted(self._boasts.items()):
            if days and days[-1] >= first:
                told.boasts.extend((self._sides.index(side), days[-1]))
        told.beliefs.append(bound.belief)
        index = told.parties.setdefault(self._known, len(told.parties))
        standing = self._standing(bound)
        told.ends += len(bound.belief)
        told.numbers.extend((index, *standing, len(told.turns), len(told.boasts), told.ends))

    # ------------------------------------------------------------ what is forgotten

    def _go_back(self, last: int) -> None:
        """Forget what speaks of days after one."""
        keep = bisect_right(self._days, last)
        if keep == len(self._days):
            return
        known = self._told.cut(keep)
        if known != self._known:
            self._known = known
            self._bounds.clear()
            self._likelihoods.clear()
        first = self._days[keep]
        for day in self._days[keep:]:
            self._likelihoods.pop(day, None)
        del self._days[keep:], self._said[keep:]
        while self._bounds and self._reaches(self._bounds[-1], first):
            self._bounds.pop()
        for days in (*self._against.values(), *self._sieges.values(), *self._boasts.values(), self._fights):
            del days[bisect_left(days, first) :]
        for spoken in (*self._lately.values(), *self._ever.values()):
            spoken.cut(first)
        self._calm(first - self._table.activity_lead)

    def _calm(self, begin: int) -> None:
        """Sum up anew, in the same order, how active the place is from a day on, by what is remembered still."""
        for day in self._steps[bisect_left(self._steps, begin) :]:
            self._fought.pop(day, None)
            self._event.pop(day, None)
        del self._steps[bisect_left(self._steps, begin) :]
        # Words of a day are felt until so many days after the next one.
        lasting = bisect_left(self._days, begin - 1 - self._table.activity_days)
        for said in self._said[lasting:]:
            for one in said:
                self._stir(one, begin)

    # ------------------------------------------------------------ what was said

    def _hear(self, day: int, said: list[Weighed]) -> None:
        """Take in what speaks of one more day."""
        self._days.append(day)
        self._said.append(said)
        named = {side for one in said for side in (one.cluster.side, one.cluster.against)}
        if not named <= set(self._known):
            self._known = tuple(sorted({*self._known, *named}))
            self._bounds.clear()
            self._likelihoods.clear()
        for one in said:
            self._stir(one, 0)
            self._note(one.cluster, day)

    def _stir(self, one: Weighed, begin: int) -> None:
        """Take in from which day until which the evidence says that the place is fought over, from a day on."""
        fought, event = activity_steps(one, self._table)
        for steps, changes in ((self._fought, fought), (self._event, event)):
            for day, change in changes:
                if day < begin:
                    continue
                if day not in self._fought and day not in self._event:
                    insort(self._steps, day)
                steps[day] = steps.get(day, 0.0) + change

    def _note(self, c: Cluster, day: int) -> None:
        """What the cluster says for its side, and against another one; see :mod:`whoholds.control.display`."""
        kind = row_kind(c)
        if c.act in FOUGHT:
            self._fights.append(day)
        if c.act is Act.BESIEGES:
            self._sieges.setdefault(c.against, []).append(day)
        if is_boast(c):
            self._boasts.setdefault(c.side, []).append(day)
        if c.side and kind in SUPPORTING:
            backing = (day, c.origin or c.id, c.speaker == "own")
            self._lately.setdefault(c.side, Spoken()).backing.append(backing)
            self._ever.setdefault(c.side, Spoken()).backing.append(backing)
            self._ever[c.side].days.append(day)
        elif not c.side and kind in UNFAVOURED.values():
            self._against.setdefault(c.against, []).append(day)

    # ------------------------------------------------------------ the filter

    def _move(self, until: int) -> Bound:
        """The belief at the end of a day of evidence, from all that was taken in."""
        bounds = self._bounds
        while bounds and self._reaches(bounds[-1], until):
            bounds.pop()
        bound = bounds[-1] if bounds else self._outset()
        shape = tuple(map(bool, self._known))
        for end, level, seen, stirred, happened in self._stretches(bound, until):
            state = (bound.belief, bound.top, bound.run)
            if self._days[bisect_left(self._days, end)] == end:
                state = self._pass_spoken(shape, level, bound, end)
                heard = end
            else:
                state = self._pass_silent(shape, level, bound.last + 1, end, state)
                heard = bound.heard
            bound = Bound(end, *state, heard, seen, stirred, happened, level)
            bounds.append(bound)
        return bound

    def _reaches(self, bound: Bound, day: int) -> bool:
        """Whether evidence about a day has a say on a bound."""
        # A bound without evidence is there because activity turns on the day after it.
        return bound.last + self._table.activity_lead + (bound.heard < bound.last) >= day

    def _outset(self) -> Bound:
        prior, first = self._start(self._known), self._first or self._days[0]
        return Bound(first - 1, prior, likeliest(prior), first, first, 0, 0.0, 0.0, 0.0)

    def _stretches(self, bound: Bound, until: int) -> Iterator[tuple[int, float, int, float, float]]:
        """The last day of each stretch after a bound, its level of activity, and what the next one starts from."""
        seen, stirred, happened, level, last = bound.seen, bound.stirred, bound.happened, bound.level, bound.last
        steps, days = self._steps, self._days
        for end in days[bisect_right(days, last) : bisect_right(days, until)]:
            while seen < len(steps) and (day := steps[seen]) <= end:
                sums = self._step(day, stirred, happened)
                now = activity_level(*sums, self._table)
                if now != level or seen == 0:
                    if day - 1 > last:
                        yield day - 1, level, seen, stirred, happened
                        last = day - 1
                    level = now
                stirred, happened = sums
                seen += 1
            yield end, level, seen, stirred, happened
            last = end

    def _step(self, day: int, stirred: float, happened: float) -> tuple[float, float]:
        return stirred + self._fought.get(day, 0.0), happened + self._event.get(day, 0.0)

    def _silence(self, bound: Bound) -> Iterator[tuple[int, float]]:
        """How active the place is after a bound if nothing new is said: from which days on which level."""
        stirred, happened, level = bound.stirred, bound.happened, bound.level
        turn = bound.last + 1
        for day in self._steps[bound.seen :]:
            stirred, happened = self._step(day, stirred, happened)
            now = activity_level(stirred, happened, self._table)
            if now != level:
                if day > turn:
                    yield turn, level
                turn, level = day, now
        yield turn, level

    def _pass_silent(self, shape: Shape, level: float, day: int, end: int, state: State) -> State:
        """The belief, the likeliest and since when, after days without evidence."""
        before, top, run = state
        moved = before @ self._hazard.step_of(shape, days=end - day + 1, activity=level)
        belief = moved / moved.sum()
        now = likeliest(belief)
        if now != top:
            run = first_likely(before, self._hazard.step_of(shape, days=1, activity=level), now, day, end)
        return belief, now, run

    def _pass_spoken(self, shape: Shape, level: float, bound: Bound, end: int) -> State:
        """The same after days the last of which evidence speaks of."""
        state, day = (bound.belief, bound.top, bound.run), bound.last + 1
        share, again = self._again(self._known, end - bound.heard)
        if again is not None and day < end:
            state, day = self._pass_silent(shape, level, day, end - 1, state), end
        before, top, run = state
        step = self._hazard.step_of(shape, days=1, activity=level)
        whole = self._hazard.step_of(shape, days=end - day + 1, activity=level)
        if again is not None:
            step = whole = step @ again
        moved = before @ whole
        belief = moved * self._likelihood(end)
        belief = belief / belief.sum()
        now = likeliest(belief)
        if share > 0.5:
            run = end
        elif now != top:
            run = first_likely(before, step, now, day, end) if likeliest(moved) == now else end
        return belief, now, run

    def _likelihood(self, day: int) -> Floats:
        found = self._likelihoods.get(day)
        if found is None:
            said = self._said[bisect_left(self._days, day)]
            found = self._likelihoods[day] = likelihood_of(said, self._known, self._table)
        return found

    # ------------------------------------------------------------ what it comes to

    def _standing(self, bound: Bound) -> tuple[int, ...]:
        """The numbers of an epoch that say who is the likeliest and what backs him; see :class:`Epoch`."""
        shares = bound.belief.tolist()
        named = [(-(shares[2 * i] + shares[2 * i + 1]), i) for i, party in enumerate(self._known) if party]
        best = min(named)[1] if named else -1
        side = self._known[best] if named else ""
        since, now, ever = 0, (0, 0, 0), (0, 0, 0)
        if side in self._ever:
            ever = self._ever[side].standing(0)
        if best == bound.top and best >= 0:
            kept = bool(self._given) and bound.run == (self._first or self._days[0])
            since = bound.run if kept else self._credited(side, bound.run)
            if side in self._lately:
                now = self._lately[side].standing(since)
        besieged = max([days[-1] for against, days in self._sieges.items() if days and against != side], default=0)
        return bound.top, best, since, *now, *ever, self._fights[-1] if self._fights else 0, besieged

    def _credited(self, side: str, run: int) -> int:
        """The day of the first evidence in a run that speaks for its side, else the run's own."""
        speaking = [days for against, days in self._against.items() if against != side]
        if side in self._ever:
            speaking.append(self._ever[side].days)
        firsts = [days[at] for days in speaking if (at := bisect_left(days, run)) < len(days)]
        return min(firsts, default=run)


def first_likely(before: Floats, step: Floats, side: int, day: int, end: int) -> int:
    """The first day of a stretch on which ``side`` is the likeliest, its last if it is so on none before."""
    belief = before @ step
    while day < end and likeliest(belief) != side:
        belief, day = belief @ step, day + 1
    return day
