"""The open ledger as the app sees it: who holds what by day, remembered until the ledger changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from whoholds.archive import Archive
from whoholds.control.events import Event
from whoholds.control.evidence import gather_clusters
from whoholds.control.phase_filter import PhaseFilter
from whoholds.dossiers import claims_named
from whoholds.errors import LedgerError
from whoholds.export.sides import Side, know_sides, name_sides_in
from whoholds.ledger.interface import ClaimFilter
from whoholds.looks import Look
from whoholds.model import Change, Cluster, CopyLink, Estimate, Explanation, KnownClaim, Place, Report
from whoholds.news import find_news
from whoholds.web.chart import Course, History
from whoholds.web.contradicting import claims_of
from whoholds.web.recent import Recent

REMEMBERED, REMEMBERED_DAYS = 400, 40
"""Answers kept at once: small ones, and those about all places of a day (of 20,000 places such a one takes some MB)."""

MOST_WEIGHED, SHOWN_UNWEIGHED = 1_000, 100
"""Claims of a place that are weighed one by one, by leaving each out, and how many are shown of one with more."""
SHORTEST_COURSE, LONGEST_COURSE = timedelta(days=14), timedelta(days=1100)
"""How far back the chart of a place goes at least and at most: a fortnight, three years."""
LOOKED_THROUGH, QUEUED = 20_000, 1_000
"""Newest claims that are looked through for disputes, and for what a reviewer should see first: it takes them all."""

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Told:
    """A place explained, with the claims behind it and the reports they stand in.

    ``unweighed`` counts the claims of a place that has too many to weigh one by one, 0 where they were weighed; then
    ``claims`` are the newest, and the explanation has no effects.
    """

    explanation: Explanation
    claims: tuple[KnownClaim, ...]
    reports: dict[str, Report]
    unweighed: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """An archive at ``path`` with what was lately asked of it. ``writable`` is false where we may only read."""

    archive: Archive
    path: Path
    writable: bool
    _recent: Recent = field(default_factory=lambda: Recent(REMEMBERED))
    _days: Recent = field(default_factory=lambda: Recent(REMEMBERED_DAYS))

    @property
    def version(self) -> str:
        """Another word whenever a report or a review was added, by us or by another program."""
        return "-".join(map(str, self.archive.ledger.generation()))

    def remember(self, *key: object, make: Callable[[], Made]) -> Made:
        """What ``make`` gives, until the ledger changes."""
        return self._recent.get((self.version, *key), make)

    def remember_day(self, *key: object, make: Callable[[], Made]) -> Made:
        """The same for what is about all places of a day."""
        return self._days.get((self.version, *key), make)

    # ------------------------------------------------------------ days

    def newest(self) -> date:
        """The last day of any report; today while there is none."""
        return self.remember("newest", make=self._newest)

    def _newest(self) -> date:
        try:
            return self.archive.newest_day()
        except LedgerError:
            return date.today()

    def newest_word(self) -> date:
        """The last day on which anything became known, reviews too."""
        return self.remember("newest word", make=self._newest_word)

    def _newest_word(self) -> date:
        try:
            return self.archive.newest_word()
        except LedgerError:
            return date.today()

    def histogram(self) -> tuple[tuple[date, int], ...]:
        """How many claims were published on each day that has any, by day."""
        return self.remember("histogram", make=self.archive.ledger.days)

    def first(self) -> date:
        """The first day with a claim, or the newest while there is none."""
        days = self.histogram()
        return days[0][0] if days else self.newest()

    def since(self, known: date, most: int) -> date | None:
        """From which day on no more than so many claims were published up to another; ``None`` where all are no more.

        A day alone is never cut.
        """
        start = None
        for day, count in reversed([one for one in self.histogram() if one[0] <= known]):
            most -= count
            if most < 0:
                return start or day
            start = day
        return None

    # ------------------------------------------------------------ what is known

    def disputes(self, known: date) -> tuple[Event, ...]:
        """What somebody denies, or what cannot be true beside something else, as known by the end of a day.

        In the newest reports, where there are many: see :meth:`since` and :data:`LOOKED_THROUGH`.
        """
        since = self.since(known, LOOKED_THROUGH)
        make = partial(self.archive.events, known=known, since=since, disputed=True)
        return self.remember("events", known, make=make)

    def disputed(self) -> frozenset[str]:
        """Ids of the claims behind everything that is disputed."""
        return self.remember("disputed", make=lambda: claims_of(self.disputes(self.newest_word())))

    def sides(self) -> dict[str, Side]:
        """Every side that claims name, with its name, hue and shape: the same on every day and every page."""

        def make() -> dict[str, Side]:
            names = self.archive.side_names(self.newest_word())
            return know_sides(names, names)

        return self.remember("sides", make=make)

    def estimates(self, on: date, known: date) -> tuple[Estimate, ...]:
        """Who holds each place with a claim, by name."""
        return self.remember_day("who", on, known, make=lambda: self.archive.who(on=on, known=known))

    def changes(self, since: date, on: date, known: date) -> tuple[Change, ...]:
        """What is news since a day, judged from as many days before ``known`` as it lies before ``on``.

        So both handles of time go back together, and who moves one of them is judged from the same days again.
        """
        before = known - max(on - since, timedelta(0))

        def make() -> tuple[Change, ...]:
            look = Look(since, before, self.estimates(since, before))
            told = self.remember_day("contradicted", before, known, make=contradicted)
            return find_news(look, now=self.estimates(on, known), then=self.estimates(since, known), told=told)

        contradicted = partial(self.archive.contradicted_since, before, known=known)
        return self.remember_day("changes", since, on, known, make=make)

    def told(self, place_id: str, on: date, known: date) -> Told:
        """One place explained. Raises :class:`whoholds.errors.PlaceError` for a place that no claim is about."""

        def make() -> Told:
            told = self.explained(place_id, on, known)
            return replace(told, reports=self.archive.reports_of(told.claims))

        return self.remember("told", place_id, on, known, make=make)

    def explained(self, place_id: str, on: date, known: date) -> Told:
        """The same without the reports."""

        def make() -> Told:
            place = self.archive.find_place(place_id)
            only = ClaimFilter(place_id=place.id, known=known)
            if self.archive.ledger.page(only, offset=0, limit=0).total > MOST_WEIGHED:
                return self._unweighed(place, only, on=on, known=known)
            explanation, claims = self.archive.explain(place.id, on=on, known=known)
            return Told(explanation, claims, {})

        return self.remember("explained", place_id, on, known, make=make)

    def _unweighed(self, place: Place, only: ClaimFilter, *, on: date, known: date) -> Told:
        """A place with its estimate and its newest claims: to leave out each of many thousands takes minutes."""
        newest = self.archive.ledger.page(only, offset=0, limit=SHOWN_UNWEIGHED, newest_first=True)
        (estimate,) = self.archive.who(place.id, on=on, known=known)
        plain, claims = Explanation(estimate, estimate.probability, (), 0.0), newest.claims[::-1]
        return Told(plain, claims, {}, newest.total)

    def history(self, place_id: str, on: date, known: date) -> History:
        """How the estimate of a place ran up to a day, judged from what was known by another."""

        def make() -> History:
            claims = self.archive.claims(ClaimFilter(place_id=place_id, known=known, located=True))
            gathered = gather_clusters(claims, known=known, sides=self.archive.given.sides)
            clusters = [one for one in gathered.clusters if one.about <= on]
            return self._history(place_id, clusters, on)

        return self.remember("history", place_id, on, known, make=make)

    def _history(self, place_id: str, clusters: Sequence[Cluster], on: date) -> History:
        heard = tuple(sorted({cluster.about for cluster in clusters}))
        first = min([on - SHORTEST_COURSE, *heard])
        if not isinstance(self.archive.estimator, PhaseFilter) or not clusters:
            return History(first, (), heard)
        place = self.archive.find_place(place_id)
        daily = self.archive.estimator.daily(place, clusters, first=max(first, on - LONGEST_COURSE), last=on)
        named = [Course(side, tuple(map(float, daily.held[:, at]))) for at, side in enumerate(daily.sides)]
        return History(daily.first, (*named, Course("contested", tuple(map(float, daily.contested)))), heard)

    def claims_named(self, ids: Iterable[str], *, known: date | None = None) -> dict[str, KnownClaim]:
        """Claims by their ids."""
        found = claims_named(self.archive.ledger, sorted(ids), ClaimFilter(known=known))
        return {one.claim.id: one for one in found}

    # ------------------------------------------------------------ words

    def name_sides_in(self, words: str) -> str:
        """A sentence about sides with their names in place of their keys."""
        return name_sides_in(words, {key: side.name for key, side in self.sides().items()})

    def why_copy(self, report_id: str) -> str:
        """Why a report counts as a copy of an earlier one, ``""`` for an original."""
        found = self.archive.ledger.copied(report_id)
        return self.put_because(*found) if found else ""

    def put_because(self, earlier_id: str, link: CopyLink) -> str:
        """Why a report counts as a copy of an earlier one, which goes by its outlet there."""
        earlier = self.archive.ledger.report(earlier_id)
        outlet = earlier.publisher if earlier and earlier.publisher else "an unnamed outlet"
        return link.because.replace(earlier_id, outlet)
