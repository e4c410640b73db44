"""The course of one place: all that is needed to say who holds it on any day, from evidence that stays the same.

Between two days that evidence speaks of, only the hazard moves the belief. So a course is one *epoch* for each such day
(the belief at its end and what the evidence up to it comes to), and a question about a day is answered from the epoch
that it falls into. ``coursing.py`` makes courses, ``sweep.py`` reads them; here they become bytes and come back.
"""

from __future__ import annotations

import json
import sys
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from whoholds.model import Place, PlaceKind

Floats = npt.NDArray[np.float64]
Ints: TypeAlias = "array[int] | memoryview[int]"
FORMAT = f"2 {sys.byteorder}"
TIED = -1
"""As ``top``: two sides, or a side and nobody, are equally likely."""
WIDTH = 15
"""Numbers of an epoch."""
ENDLESS = 4_000_000
"""An ordinal behind every day."""


Backing = tuple[int, int, int]
"""How many origins back a side, the newest day of them, and whether (1) only the side itself spoke."""


@dataclass(slots=True)
class Epoch:
    """What holds from a day that evidence speaks of until the next one; days are ordinals, 0 for never.

    ``top`` is the likeliest of ``parties`` by its number, theirs together for contested, or :data:`TIED`; ``best`` the
    likeliest that is named. ``since`` is the day from which ``top`` has been the likeliest, 0 where that is no named
    party. ``lately`` is the backing of ``best`` since then, ``ever`` by all evidence; the next three are those of
    :class:`whoholds.control.display.Standing`. ``turns`` has from which day on the place is how active while nothing
    new is said. ``began`` remembers, by stretch of the silence and party, on which day a party became the likeliest.
    ``heard`` is the newest day of evidence, ``given`` the start map's word, where there is one.
    """

    first: int
    following: int
    parties: tuple[str, ...]
    named: tuple[bool, ...]
    belief: Floats
    top: int
    best: str
    since: int
    lately: Backing
    ever: Backing
    fought: int
    besieged: int
    boasts: tuple[tuple[str, int], ...]
    turns: tuple[tuple[int, float], ...]
    heard: int
    given: str = ""
    began: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many states a belief has."""
        return len(self.belief)


@dataclass(slots=True)
class Course:
    """The epochs of a place, in time.

    ``days[i]`` is the first day of epoch ``i`` (ordinal) and ``numbers[WIDTH * i:]`` has its numbers: which of
    ``parties``, ``top``, number of ``best`` (−1 for none), ``since``, ``lately``, ``ever``, ``fought``, ``besieged``,
    and where it ends in ``turns`` with ``levels``, in ``boasts`` (pairs of a number in ``sides`` and a day) and in
    ``beliefs``. ``shown`` is the epoch that was asked about last: often it is asked about again.

    ``given`` is a start map's word for the place. Where it speaks of a day, ``start``, the first epoch is that of the
    map alone, which begins with the day before; ``earlier`` is the course by the evidence about earlier days, if any.
    """

    place: Place
    sides: tuple[str, ...]
    parties: tuple[tuple[str, ...], ...]
    days: Ints
    numbers: Ints
    turns: Ints
    levels: array[float] | memoryview[float]
    boasts: Ints
    beliefs: Floats
    given: str = ""
    start: int = 0
    earlier: Course | None = None
    shown: Epoch | None = None

    def epoch(self, day: int) -> Epoch | None:
        """The epoch that a day falls into, ``None`` before the first."""
        if day < self.start:
            return self.earlier.epoch(day) if self.earlier is not None else None
        shown = self.shown
        if shown is None or not shown.first <= day < shown.following:
            at = bisect_right(self.days, day) - 1
            if at < 0:
                return None
            shown = self.shown = self._epoch(at)
        return shown

    def _epoch(self, at: int) -> Epoch:
        row = WIDTH * at
        numbers = self.numbers[row : row + WIDTH].tolist()
        party, top, best, since, o, b, w, all_o, all_b, all_w, fought, besieged, turns, boasts, end = numbers
        turned, boasted = (self.numbers[row - 3], self.numbers[row - 2]) if at else (0, 0)
        parties, said = self.parties[party], self.boasts[boasted:boasts].tolist()
        return Epoch(
            self.days[at],
            self.days[at + 1] if at + 1 < len(self.days) else ENDLESS,
            parties,
            (False,) + (True,) * (len(parties) - 1),
            self.beliefs[end - 2 * len(parties) - 1 : end],
            top,
            parties[best] if best >= 0 else "",
            since,
            (o, b, w),
            (all_o, all_b, all_w),
            fought,
            besieged,
            tuple([(self.sides[said[i]], said[i + 1]) for i in range(0, len(said), 2)]) if said else (),
            tuple(zip(self.turns[turned:turns], self.levels[turned:turns], strict=True)),
            0 if self.start and not at else self.days[at],
            self.given,
        )

    def to_bytes(self) -> bytes:
        """The course without what it remembers of questions; the same course gives the same bytes."""
        place = self.place
        where = (place.id, place.name, place.kind.value, place.country, place.admin1, place.lat, place.lon)
        lists = (self.days, self.numbers, self.turns, self.boasts)
        words = {
            "format": FORMAT,
            "place": (*where, place.population),
            "sides": self.sides,
            "parties": self.parties,
            "lengths": [*map(len, lists), len(self.levels), len(self.beliefs)],
            "start": (self.given, self.start),
        }
        head = json.dumps(words, ensure_ascii=True, separators=(",", ":")).encode()
        head += b" " * (-(len(head) + 4) % 8)
        whole = b"".join(array("i", one).tobytes() for one in lists)
        whole += b"\0" * (-len(whole) % 8)
        real = array("d", self.levels).tobytes() + np.asarray(self.beliefs, np.float64).tobytes()
        earlier = self.earlier.to_bytes() if self.earlier is not None else b""
        return len(head).to_bytes(4, "little") + head + whole + real + earlier


def read_course(data: bytes) -> Course:
    """The course in some bytes; raises ``ValueError`` or ``KeyError`` where they are none."""
    begins = 4 + int.from_bytes(data[:4], "little")
    words = json.loads(data[4:begins])
    if words["format"] != FORMAT:
        raise ValueError("a course of another format")
    *counts, levels, beliefs = words["lengths"]
    ends = begins + 4 * sum(counts)
    numbers = memoryview(data)[begins:ends].cast("i")
    lists, at = [], 0
    for count in counts:
        lists.append(numbers[at : at + count])
        at += count
    ends += -(ends - begins) % 8
    level = memoryview(data)[ends : ends + 8 * levels].cast("d")
    belief = np.frombuffer(data, np.float64, beliefs, ends + 8 * levels)
    days, rows, turns, boasts = lists
    place_id, name, kind, *where = words["place"]
    place = Place(place_id, name, PlaceKind(kind), *where)
    parties = tuple(tuple(some) for some in words["parties"])
    ends += 8 * (levels + beliefs)
    earlier = read_course(data[ends:]) if ends < len(data) else None
    given, start = words["start"]
    sides = tuple(words["sides"])
    return Course(place, sides, parties, days, rows, turns, level, boasts, belief, given, start, earlier)
