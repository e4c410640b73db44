"""How fast a place changes hands when nobody says anything: the only thing that makes certainty fade.

``h(i → j) = tempo · g(distance to j) · (1 + κ · activity)``, capped. The distances are those of one war (towns of
Ukraine, 2022–2024, changes per 30 days against the distance to the nearest place of the other side).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from math import exp, log

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

PER_30_DAYS: tuple[tuple[float, float], ...] = (
    (3.0, 0.105),
    (6.0, 0.064),
    (10.0, 0.033),
    (20.0, 0.0064),
    (40.0, 0.0009),
)
"""Upper edge in km, probability of a change in 30 days; beyond the last edge its value holds."""

AT_REST = 0.0001
"""Daily rate where no distance is known and nothing is heard, between those of 10–20 km and 20–40 km.

Fitted, with ``kappa``, on simulated reports over the courses of one war (seeds 11 and 12, docs/decisions/0026).
"""

REMEMBERED = 20_000
"""Matrices kept, some 500 bytes each: few numbers of parties, few levels of activity, many lengths of silence."""

Shape = tuple[bool, ...]
"""Which parties are named."""
_Kind = tuple[Shape, float, float]
"""Which parties are named, the activity and the tempo: all that a matrix depends on without distances."""


def distance_factor(km: float) -> float:
    """Daily hazard at that distance from the nearest place of the other side."""
    edges = [edge for edge, _ in PER_30_DAYS]
    per_30 = PER_30_DAYS[min(bisect_right(edges, km), len(edges) - 1)][1]
    return -log(1.0 - per_30) / 30.0


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast a region's war moves, relative to the war that the distances were measured on.

    ``days`` are ascending; ``factors[i]`` holds from ``days[i]`` on, and 1 before the first.
    """

    days: tuple[date, ...] = ()
    factors: tuple[float, ...] = ()

    def on(self, day: date) -> float:
        """The factor on a day."""
        at = bisect_right(self.days, day)
        return self.factors[at - 1] if at else 1.0


@dataclass(frozen=True, slots=True)
class Fronts:
    """How far the nearest place of each party is, in km: ``km[i]`` from ``days[i]`` (ascending) on.

    A party that a mapping lacks is at no known distance, and so is every party before the first day.
    """

    days: tuple[date, ...] = ()
    km: tuple[Mapping[str, float], ...] = ()

    def on(self, day: date) -> Mapping[str, float]:
        """The distances of a day."""
        return self.km[at - 1] if (at := self.period(day)) else {}

    def period(self, day: date) -> int:
        """The number of steps up to a day."""
        return bisect_right(self.days, day)


def regional_tempo(
    flips: float, expected: float, *, half_life: float = 90.0, prior: float = 5.0, gap: float = 0.0
) -> float:
    """Gamma–Poisson tempo: changes seen against changes expected, both already faded with ``half_life``.

    ``prior`` is the number of expected changes that the factor 1 is worth before anything is seen; ``gap`` days since
    both counts were taken fade them once more.
    """
    fade = exp(-log(2.0) * gap / half_life)
    return (prior + flips * fade) / (prior + expected * fade)


@dataclass(frozen=True)
class Hazard:
    """Daily rates of change between parties, and the matrix they make.

    ``fronts`` are the distances to the nearest places of the parties, where known; ``at_rest`` is the daily rate where
    they are not. ``kappa`` is how many times over full activity adds the rate. ``to_contested`` is the rate of becoming
    contested relative to the rate of changing hands; ``contested_end`` the daily rate at which a contest ends;
    ``settle`` the daily rate from newly held to settled; ``stranger`` the share, relative to a named party, of a
    party that no report has named.
    """

    fronts: Fronts = field(default_factory=Fronts)
    tempo: Tempo = field(default_factory=Tempo)
    at_rest: float = AT_REST
    kappa: float = 30.0
    cap: float = 0.3
    settle: float = 1.0 / 6.0
    to_contested: float = 0.7
    contested_end: float = 1.0 / 38.0
    stranger: float = 0.1

    def rates(
        self, parties: Sequence[str], *, activity: float, tempo: float = 1.0, km: Mapping[str, float] | None = None
    ) -> Floats:
        """Daily rate ``[i, j]`` of a place held by party i coming to be held by j; zero on the diagonal.

        Parties at no known distance share ``at_rest`` among them: one more name makes no place less safe.
        """
        far = np.array([1.0 if p else self.stranger for p in parties])
        near = np.zeros(len(parties))
        for j, party in enumerate(parties):
            if km and party in km:
                far[j], near[j] = 0.0, distance_factor(km[party])
        rates = np.zeros((len(parties), len(parties)))
        for i in range(len(parties)):
            others = far.copy()
            others[i] = 0.0
            crowd = max(others.sum(), 1.0 if near.any() else 1e-12)
            rates[i] = near + self.at_rest * others / crowd
            rates[i, i] = 0.0
        rates *= tempo * (1.0 + self.kappa * activity)
        leaving = rates.sum(axis=1, keepdims=True) * (1.0 + self.to_contested)
        return rates * np.where(leaving > self.cap, self.cap / np.maximum(leaving, 1e-12), 1.0)

    def matrix(
        self, parties: Sequence[str], *, activity: float, tempo: float = 1.0, km: Mapping[str, float] | None = None
    ) -> Floats:
        """One day's transition matrix: rows from, columns to; states new and settled of each party, then contested."""
        n = len(parties)
        rates = self.rates(parties, activity=activity, tempo=tempo, km=km)
        step = np.zeros((2 * n + 1, 2 * n + 1))
        out = rates.sum(axis=1)
        fought = out * self.to_contested
        stay = 1.0 - out - fought
        for i in range(n):
            new, settled = 2 * i, 2 * i + 1
            for phase in (new, settled):
                step[phase, 0 : 2 * n : 2] = rates[i]
                step[phase, 2 * n] = fought[i]
            step[new, new] = stay[i] * (1.0 - self.settle)
            step[new, settled] = stay[i] * self.settle
            step[settled, settled] = stay[i]
        share = np.array([1.0 if p else self.stranger for p in parties])
        step[2 * n, 0 : 2 * n : 2] = self.contested_end * share / share.sum()
        step[2 * n, 2 * n] = 1.0 - self.contested_end
        return step

    def step(
        self,
        parties: Sequence[str],
        *,
        days: int,
        activity: float,
        tempo: float = 1.0,
        km: Mapping[str, float] | None = None,
    ) -> Floats:
        """The matrix of some days. Without distances parties differ only in being named, so that places share it."""
        if km:
            return np.linalg.matrix_power(self.matrix(parties, activity=activity, tempo=tempo, km=km), days)
        return self._shared((tuple(map(bool, parties)), activity, tempo), days)

    def step_of(self, named: Shape, *, days: int, activity: float) -> Floats:
        """The same for parties of which it is only known which are named, at the usual tempo."""
        return self._shared((named, activity, 1.0), days)

    @property
    def is_even(self) -> bool:
        """Whether tempo and distances are nowhere known, so that parties differ only in being named."""
        return not self.tempo.days and not self.fronts.days

    @cached_property
    def _shared(self) -> Callable[[_Kind, int], Floats]:
        """The matrices that were needed before: of one day, and of stretches of days."""

        @lru_cache(maxsize=REMEMBERED)
        def shared(kind: _Kind, days: int) -> Floats:
            named, activity, tempo = kind
            if days > 1:
                made = np.linalg.matrix_power(shared(kind, 1), days)
            else:
                made = self.matrix(["x" if one else "" for one in named], activity=activity, tempo=tempo)
            made.setflags(write=False)
            return made

        return shared

    @cached_property
    def half_life(self) -> float:
        """Days after which support is stale: half are gone where fighting is heard of now and then (activity ⅓).

        The rate at rest alone would call nothing stale for years, and a report of a town's fall is seldom followed by
        one of its recapture.
        """
        return log(2.0) / (self.at_rest * (1.0 + self.kappa / 3.0) * (1.0 + self.to_contested))
