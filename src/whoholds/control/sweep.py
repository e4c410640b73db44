"""Who holds many places on one day, each read off its course: the same numbers, to the bit, as one place at a time.

Places are moved together from the last day that evidence speaks of to the day asked about, those with as many states in
one multiplication of matrices. What that comes to in words is told by ``display.py`` as for a single place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from whoholds.control.course import TIED, Course, Epoch, Floats
from whoholds.control.coursing import first_likely
from whoholds.control.display import Belief, Standing, show
from whoholds.control.hazard import Hazard, Shape
from whoholds.control.table import EvidenceTable
from whoholds.control.track import TIE, likeliest
from whoholds.model import Estimate, Place, Unresolved

NONE_LIKELIEST = Unresolved("no side is the likeliest")
Moves = tuple[tuple[int, float], ...]
"""The stretches of days between an epoch's first day and the day asked about: how many days of which activity."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A course at the epoch of the day asked about: its number in the question, and how its belief moves until then."""

    number: int
    place: Place
    epoch: Epoch
    moves: Moves


@dataclass(frozen=True, slots=True)
class Sweep:
    """What every question about a day shares.

    ``unheard`` is the share of contested where nothing was said yet, ``outset`` the epoch of a start map's word alone
    that begins with a day, for a map that speaks of no day.
    """

    on: date
    known: date
    table: EvidenceTable
    hazard: Hazard
    unheard: float
    outset: Callable[[str, int], Epoch]

    def estimates(self, courses: Sequence[Course]) -> list[Estimate | None]:
        """The estimate of each course; ``None`` where only the evidence itself can tell (two sides close together)."""
        found: list[Estimate | None] = [None] * len(courses)
        by_size: dict[int, list[Asked]] = {}
        today = self.on.toordinal()
        for number, course in enumerate(courses):
            epoch = course.epoch(today)
            if epoch is None and course.given and not course.start:
                epoch = self.outset(course.given, today - 1)
            if epoch is None:
                found[number] = self._unheard_of(course)
            else:
                asked = Asked(number, course.place, epoch, moves_until(today, epoch))
                by_size.setdefault(len(epoch.belief), []).append(asked)
        for some in by_size.values():
            for asked, estimate in zip(some, self._together(some), strict=True):
                found[asked.number] = estimate
        return found

    def _unheard_of(self, course: Course) -> Estimate:
        """Nothing speaks of the day or of an earlier one."""
        belief = Belief((), self.unheard, NONE_LIKELIEST)
        standing = Standing(0, 0, 0, False, 0, 0, ())
        return show(course.place, belief, standing, on=self.on, known=self.known, table=self.table, half_life=0.0)

    def _together(self, some: Sequence[Asked]) -> Iterator[Estimate | None]:
        """The estimates of courses with as many parties; the first of them is always the one that nobody named."""
        beliefs = np.array([asked.epoch.belief for asked in some])
        tops = np.empty((len(some), 1 + max(len(asked.moves) for asked in some)), np.int64)
        tops[:] = np.array([asked.epoch.top for asked in some])[:, None]
        for step in range(tops.shape[1] - 1):
            rows = [row for row, asked in enumerate(some) if len(asked.moves) > step]
            self._move(beliefs, tops, rows, [some[row] for row in rows], step)
        steady = (tops == tops[:, :1]).all(axis=1)
        shares = (beliefs[:, 0:-1:2] + beliefs[:, 1:-1:2])[:, 1:]
        order = np.argsort(-shares, axis=1, kind="stable")
        held = np.take_along_axis(shares, order, axis=1)
        columns = (order + 1, held, beliefs[:, -1], tops[:, -1], steady)
        sorts: dict[tuple[object, ...], tuple[str, ...]] = {}
        for asked, ranks, ranked, contested, top, same in zip(some, *(c.tolist() for c in columns), strict=True):
            key = (asked.epoch.parties, *ranks)
            sides = sorts.get(key)
            if sides is None:
                sides = sorts[key] = tuple([asked.epoch.parties[rank] for rank in ranks])
            yield self._tell(asked, tuple(zip(sides, ranked, strict=True)), contested, top, steady=same)

    def _move(
        self, beliefs: Floats, tops: npt.NDArray[np.int64], rows: list[int], some: Sequence[Asked], step: int
    ) -> None:
        """Move the beliefs in some rows by their next stretch of days, and write down the likeliest by then."""
        kinds: dict[tuple[Shape, int, float], int] = {}
        which = [kinds.setdefault((asked.epoch.named, *asked.moves[step]), len(kinds)) for asked in some]
        matrices = [self.hazard.step_of(named, days=days, activity=level) for named, days, level in kinds]
        moved = np.matmul(beliefs[rows][:, None, :], np.stack(matrices)[which])[:, 0, :]
        moved = moved / moved.sum(axis=1, keepdims=True)
        beliefs[rows] = moved
        tops[rows, step + 1 :] = likeliest_of(moved)[:, None]

    def _tell(
        self, asked: Asked, holders: tuple[tuple[str, float], ...], contested: float, top: int, *, steady: bool
    ) -> Estimate | None:
        """The estimate of one course with its belief on the day asked about; ``None`` where its epoch cannot tell."""
        epoch = asked.epoch
        if (holders[0][0] if holders else "") != epoch.best:
            return None
        since, backing = 0, epoch.ever
        if 0 < top < len(epoch.parties):
            since = epoch.since if steady else self._began(asked)
            # Whoever became the likeliest in a silence has nothing that backs him since.
            backing = epoch.lately if since == epoch.since else (0, 0, 0)
        origins, backed, own = backing
        return show(
            asked.place,
            Belief(holders, contested, date.fromordinal(since) if since else NONE_LIKELIEST),
            Standing(epoch.heard, origins, backed, own == 1, epoch.fought, epoch.besieged, epoch.boasts),
            on=self.on,
            known=self.known,
            table=self.table,
            half_life=self.hazard.half_life,
            given=epoch.given,
        )

    def _began(self, asked: Asked) -> int:
        """Since when the likeliest has been so, where that changed in the silence before the day asked about."""
        epoch = asked.epoch
        belief, top, run, day = epoch.belief, epoch.top, epoch.since, epoch.first + 1
        for number, (days, level) in enumerate(asked.moves):
            before = belief
            moved = before @ self.hazard.step_of(epoch.named, days=days, activity=level)
            belief = moved / moved.sum()
            now = likeliest(belief)
            if now != top:
                if (number, now) not in epoch.began:
                    step = self.hazard.step_of(epoch.named, days=1, activity=level)
                    epoch.began[number, now] = first_likely(before, step, now, day, day + days - 1)
                run = epoch.began[number, now]
            top, day = now, day + days
        return run


def moves_until(day: int, epoch: Epoch) -> Moves:
    """How the belief at the end of an epoch's first day moves until a later day, if nothing new is said."""
    if day == epoch.first:
        return ()
    if len(epoch.turns) == 1:
        return ((day - epoch.first, epoch.turns[0][1]),)
    turns = [turn for turn in epoch.turns if turn[0] <= day]
    ends = [*(turn[0] for turn in turns[1:]), day + 1]
    return tuple([(end - first, level) for (first, level), end in zip(turns, ends, strict=True)])


def likeliest_of(beliefs: Floats) -> npt.NDArray[np.int64]:
    """The same as :func:`whoholds.control.track.likeliest`, of each row."""
    masses = np.concatenate([beliefs[:, 0:-1:2] + beliefs[:, 1:-1:2], beliefs[:, -1:]], axis=1)
    alike = masses > masses.max(axis=1, keepdims=True) - TIE
    return np.where(alike.sum(axis=1) == 1, alike.argmax(axis=1), TIED)
