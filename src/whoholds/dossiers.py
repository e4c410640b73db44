"""Dossiers of the places that much is said of, at hand from one question to the next.

When another day is judged from, or something was added, only the claims that were published, withdrawn or reviewed in
between are read. Whether the rest is still as it was is told by the course that the ledger keeps of the same evidence.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from whoholds.control.course import Course
from whoholds.control.dossier import Dossier
from whoholds.control.phase_filter import PhaseFilter
from whoholds.ledger.interface import ClaimFilter, Ledger
from whoholds.model import KnownClaim

MUCH = 100
"""Claims from which on a place has a dossier: with fewer it is read anew in some milliseconds (our choice)."""
AT_HAND = 500_000
"""Claims in all dossiers together, a kilobyte each; the smallest dossiers go first, as they are soonest made anew."""
ASKED_AT_ONCE = 200
"""Claims asked for by their ids in one query."""

Read = Callable[[str], Sequence[KnownClaim]]
"""The located claims about a place, as known by the day judged from."""


@dataclass(slots=True)
class File:
    """A dossier as known by a day, at a generation of the ledger, which keeps its course under ``key``."""

    dossier: Dossier
    known: date
    seen: tuple[int, int]
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Dossiers:
    """Dossiers by recipe and place; one question at a time amends them."""

    _files: dict[tuple[str, str], File] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def follow(
        self,
        ledger: Ledger,
        judge: PhaseFilter,
        sides: Mapping[str, str],
        recipe: str,
        known: date,
        places: Sequence[str],
        read: Read,
    ) -> Iterator[tuple[str, Sequence[KnownClaim], Course | None]]:
        """For each place its course as known by a day, where it has a dossier; else its claims, read now."""
        seen = ledger.generation()
        changed = self._changed(ledger, recipe, known, places, seen)
        wanted = {claim_id for claims in changed.values() for claim_id in claims}
        come = _by_place(claims_named(ledger, sorted(wanted), ClaimFilter(known=known, located=True)))
        for place in places:
            file = self._files.get((recipe, place))
            if place in changed and file is not None:
                file.dossier.amend(changed[place], come.get(place, ()), known=known)
                file.known, file.seen, file.key = known, seen, None
                yield place, (), file.dossier.course()
                continue
            self._files.pop((recipe, place), None)
            claims = read(place)
            dossier = judge.dossier(place, sides) if len(claims) >= MUCH else None
            if dossier is None:
                yield place, claims, None
                continue
            dossier.amend((), claims, known=known)
            self._files[recipe, place] = File(dossier, known, seen)
            yield place, (), dossier.course()
        if ledger.generation() != seen:
            self._forget(recipe, places)

    def kept(self, recipe: str, keys: Mapping[str, int]) -> None:
        """Note under which keys the ledger keeps the courses just followed, and let go of what is too much."""
        for place, key in keys.items():
            if (recipe, place) in self._files:
                self._files[recipe, place].key = key
        many = sum(len(file.dossier) for file in self._files.values())
        for one in sorted(self._files, key=lambda one: len(self._files[one].dossier)):
            if many <= AT_HAND:
                break
            many -= len(self._files.pop(one).dossier)

    def has(self, recipe: str, place: str) -> bool:
        """Whether a place has a dossier."""
        return (recipe, place) in self._files

    def _forget(self, recipe: str, places: Iterable[str]) -> None:
        for place in places:
            self._files.pop((recipe, place), None)

    def _changed(
        self, ledger: Ledger, recipe: str, known: date, places: Sequence[str], seen: tuple[int, int]
    ) -> dict[str, set[str]]:
        """The claims to be read again of each place whose dossier can be amended."""
        files = {place: file for place in places if (file := self._files.get((recipe, place))) is not None}
        older = [file.key for file in files.values() if file.seen != seen and file.key is not None]
        ends = ledger.course_ends(older) if older else {}
        spans: dict[tuple[date, date], dict[str, tuple[str, ...]]] = {}
        found: dict[str, set[str]] = {}
        for place, file in files.items():
            if file.seen != seen and file.key not in ends:
                continue
            first = min(file.known, known) + timedelta(days=1)
            end = ends.get(file.key) if file.seen != seen and file.key is not None else None
            span = (min(first, end or first), max(file.known, known))
            if span not in spans:
                spans[span] = ledger.touched(*span) if span[0] <= span[1] else {}
            again = {*spans[span].get(place, ()), *file.dossier.since(span[0])}
            if 2 * len(again) <= len(file.dossier) + MUCH:
                found[place] = again
        return found


def claims_named(ledger: Ledger, ids: Sequence[str], only: ClaimFilter) -> Iterator[KnownClaim]:
    """Those of the claims of some ids that pass a filter, asked for a few at a time: a query takes no more."""
    for at in range(0, len(ids), ASKED_AT_ONCE):
        yield from ledger.claims(replace(only, claim_ids=tuple(ids[at : at + ASKED_AT_ONCE])))


def _by_place(claims: Iterable[KnownClaim]) -> dict[str, list[KnownClaim]]:
    found: dict[str, list[KnownClaim]] = {}
    for one in claims:
        found.setdefault(one.claim.place_id, []).append(one)
    return found
