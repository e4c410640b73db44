"""The course of one place: all that is needed to say who holds it on any day, from evidence that stays the same.

Between two days that evidence speaks of, only the hazard moves the belief. So a course is one *epoch* for each such day
(the belief at its end and what the evidence up to it comes to), and a question about a day is answered from the epoch
that it falls into. ``coursing.py`` makes courses, ``sweep.py`` reads them; here they become bytes and come back.
"""

from __future__ import annotations

import json
import sys
from array import array
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from whoholds.model import Place, PlaceKind

Floats = npt.NDArray[np.float64]
Ints: TypeAlias = "array[int] | memoryview[int]"
FORMAT = f"1 {sys.byteorder}"
TIED = -1
"""As ``top``: two sides, or a side and nobody, are equally likely."""
WIDTH = 15
"""Numbers of an epoch, in the order of :class:`Epoch`."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """What holds from a day that evidence speaks of until the next one; days are ordinals, 0 for never.

    ``parties`` is an index into :attr:`Course.parties`; ``top`` the likeliest of these parties, their number for
    contested, or :data:`TIED`; ``best`` the likeliest that is named, −1 while none is. ``since`` is the day from which
    ``top`` has been the likeliest, 0 where that is no named party. ``origins``, ``backed`` and ``own`` are those of
    :class:`whoholds.control.display.Standing` for ``best``, by the evidence since then; ``all_…`` by all evidence.
    ``turns``, ``boasts`` and ``beliefs`` say where this epoch's end in the lists of the course.
    """

    parties: int
    top: int
    best: int
    since: int
    origins: int
    backed: int
    own: int
    all_origins: int
    all_backed: int
    all_own: int
    fought: int
    besieged: int
    turns: int
    boasts: int
    beliefs: int


@dataclass(slots=True)
class Course:
    """The epochs of a place, in time.

    ``days[i]`` is the first day of epoch ``i`` (ordinal) and ``numbers[WIDTH * i:]`` its :class:`Epoch`. ``turns`` and
    ``levels`` list, epoch by epoch, from which later day on the place is how active while nothing new is said;
    ``boasts`` has pairs of an index into ``sides`` and a day; ``beliefs`` the belief at the end of each epoch's first
    day. ``began`` remembers, for the days asked about, where in a silence a side became the likeliest.
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
    began: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def epoch(self, at: int) -> Epoch:
        """An epoch by its number."""
        return Epoch(*self.numbers[WIDTH * at : WIDTH * at + WIDTH])

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
        }
        head = json.dumps(words, ensure_ascii=True, separators=(",", ":")).encode()
        head += b" " * (-(len(head) + 4) % 8)
        whole = b"".join(array("i", one).tobytes() for one in lists)
        whole += b"\0" * (-len(whole) % 8)
        real = array("d", self.levels).tobytes() + np.asarray(self.beliefs, np.float64).tobytes()
        return len(head).to_bytes(4, "little") + head + whole + real


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
    return Course(place, tuple(words["sides"]), parties, days, rows, turns, level, boasts, belief)
