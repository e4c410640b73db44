"""How sure the scores of ``control.py`` are: resampled by sector × month, as days of one front and month go together.

A sector is a square of a degree. Each resample draws as many cells as there are, with repetition; a change of hands,
true or found, belongs to the cell of its day and place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
TOLERANCES = (7, 14, 30)


@dataclass
class Cell:
    """Sums over the settlement-days of one sector in one month; ``hits`` and ``finds`` by tolerance in days."""

    days: int = 0
    error: float = 0.0
    true: int = 0
    found: int = 0
    hits: dict[int, int] = field(default_factory=lambda: dict.fromkeys(TOLERANCES, 0))
    finds: dict[int, int] = field(default_factory=lambda: dict.fromkeys(TOLERANCES, 0))

    def row(self) -> list[float]:
        """All sums in one fixed order."""
        counts = [n for days in TOLERANCES for n in (self.hits[days], self.finds[days])]
        return [self.days, self.error, self.true, self.found, *counts]


def interval(cells: Iterable[Cell], *, times: int, seed: int = 0) -> Mapping[str, tuple[float, float]]:
    """The middle 95 % of the Brier score and of F1 by tolerance over so many resamples."""
    sums = np.array([cell.row() for cell in cells], dtype=float)
    chance = np.random.default_rng(seed)
    drawn = np.stack([sums[chance.integers(len(sums), size=len(sums))].sum(axis=0) for _ in range(times)])
    scores = {"Brier": drawn[:, 1] / drawn[:, 0]}
    for n, days in enumerate(TOLERANCES):
        scores[f"F{days}"] = _f1(drawn[:, 4 + 2 * n], drawn[:, 5 + 2 * n], drawn[:, 2], drawn[:, 3])
    return {name: _middle(values) for name, values in scores.items()}


def _f1(hits: Floats, finds: Floats, true: Floats, found: Floats) -> Floats:
    recall, precision = hits / np.maximum(true, 1.0), finds / np.maximum(found, 1.0)
    return np.asarray(2.0 * recall * precision / np.maximum(recall + precision, 1e-12))


def _middle(values: Floats) -> tuple[float, float]:
    low, high = np.quantile(values, (0.025, 0.975))
    return float(low), float(high)


def told(intervals: Mapping[str, tuple[float, float]]) -> str:
    """The intervals as one line."""
    return ", ".join(f"{name} {low:.3f}–{high:.3f}" for name, (low, high) in intervals.items())


Key = tuple[int, int, int, int]
"""Degree of latitude and longitude, year and month."""


def add_errors(cells: dict[Key, Cell], keys: Sequence[Key], errors: Floats) -> None:
    """Add the squared errors of a place's days, each with its cell's key."""
    for key, error in zip(keys, errors.tolist(), strict=True):
        cell = cells.setdefault(key, Cell())
        cell.days += 1
        cell.error += error
