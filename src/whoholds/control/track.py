"""The course of belief about one place: stretches of days moved by one matrix, and what can be read off them.

States are new and settled of each party, in the order of the parties, then contested.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from whoholds.model import Unresolved

Floats = npt.NDArray[np.float64]
ONE_DAY = timedelta(days=1)
TIE = 1e-9
"""Two sides whose probabilities differ by less are equally likely, whatever the rounding."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Days ``first`` to ``last`` on which one matrix moves the belief; evidence, if any, speaks of ``last`` only.

    ``step`` is the matrix of one day, ``whole`` that of all its days. ``anew`` says that most of the belief started
    again here, after a long silence.
    """

    first: date
    last: date
    step: Floats
    whole: Floats
    likelihood: Floats | None
    anew: bool = False


@dataclass(frozen=True)
class Track:
    """The course of belief about one place: ``after[i]`` is the belief at the end of ``segments[i].last``.

    ``prior`` is the belief before the first day; ``rest`` moves it after the last segment.
    """

    parties: tuple[str, ...]
    first: date
    prior: Floats
    segments: tuple[Segment, ...]
    after: tuple[Floats, ...]


def forward(prior: Floats, segments: Sequence[Segment]) -> Iterator[Floats]:
    """Belief at the end of each segment."""
    belief = prior
    for segment in segments:
        belief = belief @ segment.whole
        if segment.likelihood is not None:
            belief = belief * segment.likelihood
        belief = belief / belief.sum()
        yield belief


def fill(rows: Floats, at: int, segment: Segment, before: Floats) -> None:
    """Write the beliefs of a segment's days into ``rows``, whose row 0 may lie inside or after the segment."""
    days = (segment.last - segment.first).days + 1
    skipped = max(0, -at)
    belief = before @ power(segment.step, skipped) if skipped else before
    for row in range(at + skipped, at + days):
        belief = belief @ segment.step
        rows[row] = belief
    if segment.likelihood is not None:
        belief = belief * segment.likelihood
        rows[at + days - 1] = belief / belief.sum()


def smooth(track: Track) -> list[Floats]:
    """Belief at the end of each segment given the evidence of later segments too."""
    smoothed = list(track.after)
    message = np.ones_like(track.prior)
    for i in range(len(track.segments) - 1, 0, -1):
        segment = track.segments[i]
        weighted = message if segment.likelihood is None else message * segment.likelihood
        message = segment.whole @ weighted
        message = message / message.max()
        both = track.after[i - 1] * message
        smoothed[i - 1] = both / both.sum()
    return smoothed


def power(step: Floats, days: int) -> Floats:
    """The matrix of several days; a long silence costs a few multiplications."""
    return step if days == 1 else np.linalg.matrix_power(step, days)


def held(track: Track, belief: Floats, side: str) -> float:
    """Probability that ``side`` holds the place, new or settled."""
    if side not in track.parties:
        return 0.0
    i = track.parties.index(side)
    return float(belief[2 * i] + belief[2 * i + 1])


def find_holders(track: Track, belief: Floats) -> tuple[tuple[str, float], ...]:
    """Named sides with their probabilities, largest first, then by key."""
    pairs = [(p, held(track, belief, p)) for p in track.parties if p]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def likeliest(belief: Floats) -> int:
    """Index of the likeliest of: each party (in order), contested; −1 where two are equally likely."""
    values = belief.tolist()
    masses = [values[i] + values[i + 1] for i in range(0, len(values) - 1, 2)]
    masses.append(values[-1])
    most = max(masses)
    alike = [i for i, mass in enumerate(masses) if mass > most - TIE]
    return alike[0] if len(alike) == 1 else -1


def find_run_start(track: Track) -> date | Unresolved:
    """The first day of the run, up to the end of the track, on which the same side has been the likeliest."""
    last = likeliest(track.after[-1])
    if last in (-1, len(track.parties)) or not track.parties[last]:
        return Unresolved("no side is the likeliest")
    for i in range(len(track.segments) - 1, -1, -1):
        before = track.after[i - 1] if i else track.prior
        if track.segments[i].anew:
            return track.segments[i].last
        if likeliest(before) != last:
            return first_day_in(track.segments[i], before, last)
    return track.first


def first_day_in(segment: Segment, before: Floats, side: int) -> date:
    """The first day of a segment on which ``side`` is the likeliest to the end: mostly its last, the evidence's day."""
    if segment.likelihood is not None and likeliest(before @ segment.whole) != side:
        return segment.last
    belief, day = before @ segment.step, segment.first
    while day < segment.last:
        if likeliest(belief) == side:
            return day
        belief, day = belief @ segment.step, day + ONE_DAY
    return segment.last


def after_last_evidence(track: Track) -> Floats:
    """The belief at the end of the last day that any evidence speaks of."""
    heard = [
        after for segment, after in zip(track.segments, track.after, strict=True) if segment.likelihood is not None
    ]
    return heard[-1] if heard else track.prior
