"""Who holds many places on one day, each read off its course: the same numbers, to the bit, as one place at a time.

Places are moved together from the last day that evidence speaks of to the day asked about, those with as many states in
one multiplication of matrices. What that comes to in words is told by ``display.py`` as for a single place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from whoholds.control.course import TIED, WIDTH, Course, Floats
from whoholds.control.coursing import first_likely
from whoholds.control.display import Belief, Standing, show
from whoholds.control.hazard import Hazard, Shape
from whoholds.control.table import EvidenceTable
from whoholds.control.track import TIE, likeliest
from whoholds.model import Estimate, Unresolved

NONE_LIKELIEST = Unresolved("no side is the likeliest")
Moves = tuple[tuple[int, float], ...]
"""The stretches of days between an epoch's first day and the day asked about: how many days of which activity."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A course at the epoch of the day asked about: its number in the question, and how its belief moves until then."""

    number: int
    course: Course
    at: int
    parties: tuple[str, ...]
    moves: Moves


@dataclass(frozen=True, slots=True)
class Sweep:
    """What every question about a day shares. ``unheard`` is the share of contested where nothing was said yet."""

    on: date
    known: date
    table: EvidenceTable
    hazard: Hazard
    unheard: float

    def estimates(self, courses: Sequence[Course]) -> list[Estimate | None]:
        """The estimate of each course; ``None`` where only the evidence itself can tell (two sides close together)."""
        found: list[Estimate | None] = [None] * len(courses)
        by_size: dict[int, list[Asked]] = {}
        for number, course in enumerate(courses):
            at = bisect_right(course.days, self.on.toordinal()) - 1
            if at < 0:
                found[number] = self._unheard_of(course)
            else:
                asked = self._ask(number, course, at)
                by_size.setdefault(len(asked.parties), []).append(asked)
        for some in by_size.values():
            for asked, estimate in zip(some, self._together(some), strict=True):
                found[asked.number] = estimate
        return found

    def _unheard_of(self, course: Course) -> Estimate:
        """Nothing speaks of the day or of an earlier one."""
        belief = Belief((), self.unheard, NONE_LIKELIEST)
        standing = Standing(0, 0, 0, False, 0, 0, ())
        return show(course.place, belief, standing, on=self.on, known=self.known, table=self.table, half_life=0.0)

    def _ask(self, number: int, course: Course, at: int) -> Asked:
        numbers, row = course.numbers, WIDTH * at
        first, last = numbers[row - 3] if at else 0, numbers[row + 12]
        until = self.on.toordinal() + 1
        since = course.days[at] + 1
        moves: Moves
        if since >= until:
            moves = ()
        elif last - first == 1:
            moves = ((until - since, course.levels[first]),)
        else:
            turns = [day for day in course.turns[first:last] if day < until]
            lengths = [later - turn for turn, later in pairwise([*turns, until])]
            moves = tuple(zip(lengths, course.levels[first:last], strict=False))
        return Asked(number, course, at, course.parties[numbers[row]], moves)

    def _together(self, some: Sequence[Asked]) -> Iterator[Estimate | None]:
        """The estimates of courses with as many parties."""
        size = 2 * len(some[0].parties) + 1
        beliefs = np.empty((len(some), size))
        tops = np.empty((len(some), 1 + max(len(asked.moves) for asked in some)), np.int64)
        for row, asked in enumerate(some):
            end = asked.course.numbers[WIDTH * asked.at + 14]
            beliefs[row] = asked.course.beliefs[end - size : end]
            tops[row] = asked.course.numbers[WIDTH * asked.at + 1]
        for step in range(tops.shape[1] - 1):
            rows = [row for row, asked in enumerate(some) if len(asked.moves) > step]
            self._move(beliefs, tops, rows, [some[row] for row in rows], step)
        steady = (tops == tops[:, :1]).all(axis=1).tolist()
        shares = beliefs[:, 0:-1:2] + beliefs[:, 1:-1:2]
        orders = np.argsort(-shares, axis=1, kind="stable").tolist()
        last = tops[:, -1].tolist()
        for row, (asked, held, contested, order) in enumerate(
            zip(some, shares.tolist(), beliefs[:, -1].tolist(), orders, strict=True)
        ):
            parties = asked.parties
            holders = tuple([(parties[i], held[i]) for i in order if parties[i]])
            yield self._tell(asked, holders, contested, last[row], steady=steady[row])

    def _move(
        self, beliefs: Floats, tops: npt.NDArray[np.int64], rows: list[int], some: Sequence[Asked], step: int
    ) -> None:
        """Move the beliefs in some rows by their next stretch of days, and write down the likeliest by then."""
        kinds: dict[tuple[Shape, int, float], int] = {}
        matrices: list[Floats] = []
        which = []
        shapes: dict[tuple[str, ...], Shape] = {}
        for asked in some:
            shape = shapes.get(asked.parties)
            if shape is None:
                shape = shapes[asked.parties] = tuple(map(bool, asked.parties))
            days, level = asked.moves[step]
            kind = kinds.setdefault((shape, days, level), len(kinds))
            if kind == len(matrices):
                matrices.append(self.hazard.step_of(shape, days=days, activity=level))
            which.append(kind)
        moved = np.matmul(beliefs[rows][:, None, :], np.stack(matrices)[which])[:, 0, :]
        moved = moved / moved.sum(axis=1, keepdims=True)
        beliefs[rows] = moved
        tops[rows, step + 1 :] = likeliest_of(moved)[:, None]

    def _tell(
        self, asked: Asked, holders: tuple[tuple[str, float], ...], contested: float, top: int, *, steady: bool
    ) -> Estimate | None:
        """The estimate of one course with its belief on the day asked about; ``None`` where its epoch cannot tell."""
        course, at, parties = asked.course, asked.at, asked.parties
        numbers = course.numbers[WIDTH * at : WIDTH * at + WIDTH].tolist()
        best, since, fought, besieged = numbers[2], 0, numbers[10], numbers[11]
        if (holders[0][0] if holders else "") != (parties[best] if best >= 0 else ""):
            return None
        origins, backed, own = numbers[7:10]
        if 0 <= top < len(parties) and parties[top]:
            since = numbers[3] if steady else self._began(asked)
            # Whoever became the likeliest in a silence has nothing that backs him since.
            origins, backed, own = numbers[4:7] if since == numbers[3] else (0, 0, 0)
        first, last = course.numbers[WIDTH * at - 2] if at else 0, numbers[13]
        boasts: tuple[tuple[str, int], ...] = ()
        if first < last:
            pairs = course.boasts[first:last].tolist()
            boasts = tuple([(course.sides[side], day) for side, day in zip(pairs[::2], pairs[1::2], strict=True)])
        return show(
            course.place,
            Belief(holders, contested, date.fromordinal(since) if since else NONE_LIKELIEST),
            Standing(course.days[at], origins, backed, bool(own), fought, besieged, boasts),
            on=self.on,
            known=self.known,
            table=self.table,
            half_life=self.hazard.half_life,
        )

    def _began(self, asked: Asked) -> int:
        """Since when the likeliest has been so, where that changed in the silence before the day asked about."""
        course, parties, epoch = asked.course, asked.parties, asked.course.epoch(asked.at)
        size = 2 * len(parties) + 1
        belief, top, run = course.beliefs[epoch.beliefs - size : epoch.beliefs], epoch.top, epoch.since
        shape, day = tuple(map(bool, parties)), course.days[asked.at] + 1
        for number, (days, level) in enumerate(asked.moves):
            before = belief
            moved = before @ self.hazard.step_of(shape, days=days, activity=level)
            belief = moved / moved.sum()
            now = likeliest(belief)
            if now != top:
                key = (asked.at, number, now)
                if key not in course.began:
                    step = self.hazard.step_of(shape, days=1, activity=level)
                    course.began[key] = first_likely(before, step, now, day, day + days - 1)
                run = course.began[key]
            top, day = now, day + days
        return run


def likeliest_of(beliefs: Floats) -> npt.NDArray[np.int64]:
    """The same as :func:`whoholds.control.track.likeliest`, of each row."""
    masses = np.concatenate([beliefs[:, 0:-1:2] + beliefs[:, 1:-1:2], beliefs[:, -1:]], axis=1)
    alike = masses > masses.max(axis=1, keepdims=True) - TIE
    return np.where(alike.sum(axis=1) == 1, alike.argmax(axis=1), TIED)
