"""Who holds what by courses: what the evidence about a place comes to on every day, followed once and then read off.

The ledger keeps courses and throws them away with a place's evidence; those used last are at hand here.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from whoholds.control.course import Course, read_course
from whoholds.control.phase_filter import PhaseFilter
from whoholds.dossiers import Dossiers
from whoholds.ledger.interface import Asked, Ledger
from whoholds.model import Cluster, Estimate, KnownClaim, Place

WHOLE = 4
"""Answers about all places at hand, and days judged from of which all courses are at hand together."""
Key = TypeVar("Key")
Value = TypeVar("Value")
AT_HAND = 60_000
"""Courses in memory, those used last: with 50 claims a place some 8 kB each (:mod:`benchmarks.ledger`)."""

MANY, THAWED = 20_000, 500
"""Values made at once from which on they are set aside, and how often before all are looked through (our choice)."""

Evidence = Callable[[str], tuple[Place | None, Sequence[Cluster]]]
"""The place of an id, as its claims have it, with the evidence about it; ``None`` where there is none."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where evidence comes from: a place's located claims as known by a day, and the evidence in them.

    ``sides`` merges parties as for ``gather_clusters``.
    """

    claims: Callable[[str], Sequence[KnownClaim]]
    gather: Callable[[str, Sequence[KnownClaim]], tuple[Place | None, Sequence[Cluster]]]
    sides: Mapping[str, str]

    def evidence(self, place_id: str) -> tuple[Place | None, Sequence[Cluster]]:
        """The evidence about a place with the place, ``None`` where its claims give none."""
        return self.gather(place_id, self.claims(place_id))


@dataclass(frozen=True, slots=True)
class Whole:
    """The courses of all places with evidence known by a day, as long as the ledger's generation is ``seen``."""

    seen: tuple[int, int]
    courses: dict[str, Course]


class Quiet:
    """How often what was made without a search for garbage was set aside since the last search through all of it."""

    turns = 0
    lock = threading.Lock()


@contextmanager
def no_collection() -> Iterator[None]:
    """No search for garbage while many small values are made that all stay: it would take a third of the time.

    Nor is what was made looked through later, where it is much: it is set aside (``gc.freeze``), and only each
    :data:`THAWED`-th time is all of it looked through once. What nobody needs is still let go of at once; what may
    wait for longer are the few values that refer to each other in a ring.
    """
    was, before = gc.isenabled(), gc.get_count()[0]
    gc.disable()
    try:
        yield
    finally:
        if was:
            if gc.get_count()[0] - before > MANY:
                _set_aside()
            gc.enable()


def _set_aside() -> None:
    with Quiet.lock:
        Quiet.turns += 1
        thaw = Quiet.turns % THAWED == 0
    if thaw:
        gc.unfreeze()
    else:
        gc.freeze()


@dataclass(frozen=True, slots=True)
class Courses:
    """Courses by the key that the ledger keeps them under, which it never gives to another."""

    _at_hand: dict[int, Course | None] = field(default_factory=dict)
    _whole: dict[tuple[str, date], Whole] = field(default_factory=dict)
    _answers: dict[Asked, tuple[tuple[int, int], tuple[Estimate, ...]]] = field(default_factory=dict)
    _given: dict[str, dict[str, Course | None]] = field(default_factory=dict)
    _dossiers: Dossiers = field(default_factory=Dossiers)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, ledger: Ledger, judge: PhaseFilter, asked: Asked, evidence: Evidence) -> list[Estimate] | None:
        """The estimates of all places, where the courses of all are at hand and nothing was added since."""
        with self._lock:
            whole = self._whole.get((asked.recipe, asked.known))
        if whole is None or whole.seen != ledger.generation():
            return None
        return [*self._read_off(judge, asked, whole.courses, evidence).values()]

    def note_whole(self, ledger: Ledger, asked: Asked, found: Iterable[Estimate], seen: tuple[int, int]) -> None:
        """Have the courses of all places found at hand together for other days, if the ledger keeps each of them."""
        kept = ledger.courses(asked.recipe, asked.known) or {}
        if not all(estimate.place.id in kept for estimate in found):
            return
        courses = self._find(ledger, kept)
        if len(courses) < len(kept) or ledger.generation() != seen:
            return
        whole = Whole(seen, {place: course for place, course in courses.items() if course is not None})
        self._keep_newest(self._whole, (asked.recipe, asked.known), whole)

    def answered(self, asked: Asked, seen: tuple[int, int]) -> tuple[Estimate, ...] | None:
        """What was answered lately to the same question, if nothing was added since."""
        with self._lock:
            then, answer = self._answers.get(asked, ((-1, -1), ()))
        return answer if then == seen else None

    def note_answer(self, asked: Asked, seen: tuple[int, int], answer: tuple[Estimate, ...]) -> None:
        """Have an answer at hand for when it is asked for again."""
        self._keep_newest(self._answers, asked, (seen, answer))

    def _keep_newest(self, among: dict[Key, Value], key: Key, value: Value) -> None:
        with self._lock:
            among.pop(key, None)
            among[key] = value
            for oldest in list(among)[:-WHOLE]:
                del among[oldest]

    def estimates(
        self, ledger: Ledger, judge: PhaseFilter, asked: Asked, places: Sequence[str], evidence: Evidence
    ) -> tuple[list[Estimate], list[str]]:
        """The estimates of those of some places whose course is kept, and the ids of the others."""
        kept = ledger.courses(asked.recipe, asked.known, asked.place_id) or {}
        courses = self._find(ledger, {place: kept[place] for place in places if place in kept})
        followed = {place: course for place, course in courses.items() if course is not None}
        told = self._read_off(judge, asked, followed, evidence)
        return [*told.values()], [place for place in places if place not in courses]

    def unheard(self, judge: PhaseFilter, asked: Asked, places: Sequence[Place]) -> list[Estimate]:
        """The estimates of places of a start map that no evidence is about."""
        with self._lock:
            made = self._given.get(asked.recipe, {})
        if not all(place.id in made for place in places):
            made = made | {place.id: judge.course(place, ()) for place in places if place.id not in made}
            self._keep_newest(self._given, asked.recipe, made)
        courses = {place.id: course for place in places if (course := made[place.id]) is not None}
        by_id = {place.id: place for place in places}
        found = self._read_off(judge, asked, courses, lambda place_id: (by_id[place_id], ()))
        rest = [place for place in places if place.id not in courses]
        return [*found.values(), *(judge.estimate(place, (), on=asked.on, known=asked.known) for place in rest)]

    def work_out(
        self, ledger: Ledger, judge: PhaseFilter, asked: Asked, places: Sequence[str], sources: Sources
    ) -> dict[str, Estimate | None]:
        """The estimates of some places, from courses that are followed now, and kept as far as the ledger does that."""
        seen, recipe, known = ledger.generation(), asked.recipe, asked.known
        found: dict[str, Estimate | None] = dict.fromkeys(places)
        made: dict[str, Course | None] = {}
        with self._dossiers.lock:
            followed = self._dossiers.follow(ledger, judge, sources.sides, recipe, known, places, sources.claims)
            for place_id, claims, course in followed:
                place, clusters = sources.gather(place_id, claims)
                course = course or (judge.course(place, clusters) if place is not None else None)
                if place is None or course is not None:
                    made[place_id] = course
                else:
                    found[place_id] = judge.estimate(place, clusters, on=asked.on, known=known)
            data = {place_id: course.to_bytes() if course else b"" for place_id, course in made.items()}
            busy = [place_id for place_id in made if self._dossiers.has(recipe, place_id)]
            keys = ledger.keep_courses(recipe, known, data, seen, busy=busy)
            self._dossiers.kept(recipe, keys)
        self._put((key, made[place_id]) for place_id, key in keys.items())
        return found | self._read_off(judge, asked, {key: one for key, one in made.items() if one}, sources.evidence)

    def _read_off(
        self, judge: PhaseFilter, asked: Asked, courses: Mapping[str, Course], evidence: Evidence
    ) -> dict[str, Estimate]:
        """The estimates of courses by place; where a course cannot tell, the evidence is asked."""
        told = judge.estimates([*courses.values()], on=asked.on, known=asked.known)
        found: dict[str, Estimate] = {}
        for place_id, estimate in zip(courses, told, strict=True):
            if estimate is not None:
                found[place_id] = estimate
                continue
            place, clusters = evidence(place_id)
            if place is not None:
                found[place_id] = judge.estimate(place, clusters, on=asked.on, known=asked.known)
        return found

    def _find(self, ledger: Ledger, keys: Mapping[str, int]) -> dict[str, Course | None]:
        """The courses kept under some keys by place, ``None`` where there is no evidence."""
        with self._lock:
            missing = [key for key in keys.values() if key not in self._at_hand]
        read = ledger.course_bytes(missing) if missing else {}
        self._put((key, read_course(data) if data else None) for key, data in read.items())
        with self._lock:
            return {place: self._at_hand[key] for place, key in keys.items() if key in self._at_hand}

    def _put(self, made: Iterable[tuple[int, Course | None]]) -> None:
        """Have courses at hand, and let go of the oldest where there are too many."""
        with self._lock:
            self._at_hand.update(made)
            for oldest in list(self._at_hand)[: max(0, len(self._at_hand) - AT_HAND)]:
                del self._at_hand[oldest]
