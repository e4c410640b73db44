"""The facade: one ledger, opened with its gazetteer, reader and estimator. Each verb is one call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from whoholds.control.events import Event, find_events
from whoholds.control.evidence import Gathered, gather_clusters
from whoholds.control.interface import Estimator
from whoholds.control.phase_filter import PhaseFilter
from whoholds.control.recipe import recipe_of
from whoholds.courses import Courses, Sources, no_collection
from whoholds.dossiers import claims_named
from whoholds.effects import Effects
from whoholds.errors import LedgerError
from whoholds.export.interface import View
from whoholds.export.sides import likeliest_names
from whoholds.gazetteer.interface import Gazetteer
from whoholds.given import Given, read_given
from whoholds.intake.interface import Skipped
from whoholds.ledger.interface import Added, Asked, ClaimFilter, Ledger
from whoholds.looks import Look
from whoholds.model import Change, Claim, Cluster, Decision, Estimate, Explanation, KnownClaim, Place, Report, Review
from whoholds.news import LATE, Contradictions, find_news
from whoholds.places_meant import PlaceNames
from whoholds.reading.pipeline import Reader
from whoholds.reviewing import Queued, order_queue, write_reviews

_AT_ONCE = 1000
"""Places worked out between two writes to the ledger's memory, so that who breaks off loses little."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A report that was added, what the ledger made of it, and the claims that were read from it."""

    report: Report
    added: Added
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Archive:
    """A ledger with all that reads into it and judges from it.

    The reader and the gazetteer are opened when first needed: asking who holds what needs neither.
    """

    ledger: Ledger
    open_reader: Callable[[], Reader]
    open_gazetteer: Callable[[], Gazetteer]
    estimator: Estimator = field(default_factory=PhaseFilter)
    given: Given = field(default_factory=Given)
    courses: Courses = field(default_factory=Courses)
    effects: Effects = field(default_factory=Effects)

    def informed(self, *, start_map: Path | None = None, sides: Path | None = None) -> Archive:
        """The same archive, judging from a user's start map and table of sides too; see ``given.py``.

        Raises :class:`InputError` for a table that cannot be read or looked up.
        """
        if start_map is None and sides is None:
            return self
        called = likeliest_names(self.ledger.side_names(date.max))
        given = read_given(start_map, sides, called=called, find_place=self._names.find_likely)
        estimator = self.estimator
        if isinstance(estimator, PhaseFilter):
            estimator = replace(estimator, start=given.start, start_days=given.start_days)
        return replace(self, estimator=estimator, given=given)

    # ------------------------------------------------------------ keeping

    def add(self, items: Iterable[Report | Skipped]) -> Iterator[Kept | Skipped]:
        """Read and keep each report in a transaction of its own; what could not be read is passed on as it came."""
        reader: Reader | None = None
        for item in items:
            if isinstance(item, Skipped):
                yield item
                continue
            reader = reader or self.open_reader()
            claims = reader.read_claims(item)
            yield Kept(item, self.ledger.add(item, claims), claims)

    def claims(self, only: ClaimFilter) -> Iterator[KnownClaim]:
        """The kept claims that pass a filter, in the order of publication."""
        return self.ledger.claims(only)

    # ------------------------------------------------------------ asking

    def newest_day(self) -> date:
        """The last day on which any kept report was published: the default for both handles of time.

        Raises :class:`LedgerError` for a ledger that holds no dated report.
        """
        day, _ = self.ledger.newest()
        if day is None:
            raise LedgerError(
                "this ledger cannot answer",
                why="it holds no report whose day of publication is known",
                attempt="whoholds add FILE --published DAY",
            )
        return day

    def newest_word(self) -> date:
        """The last day on which anything became known, a review too: what is known by then is all that is known."""
        _, reviewed = self.ledger.newest()
        return max(self.newest_day(), reviewed or date.min)

    def who(self, place: str = "", *, on: date, known: date) -> tuple[Estimate, ...]:
        """Who holds a place on a day, as known on another; every place with a claim when none is named.

        Places come in the order of their names. Raises :class:`PlaceError` for a place that no claim is about.
        """
        wanted = self.find_place(place).id if place else ""
        asked = Asked(recipe_of(self.estimator, self.given.sides), on, known, wanted)
        seen = self.ledger.generation()
        answer = self.courses.answered(asked, seen)
        if answer is None:
            with no_collection():
                found = self._find_out(asked)
                if self.given.places:
                    found += self._unheard({estimate.place.id for estimate in found}, asked)
                answer = tuple(sorted(found, key=lambda estimate: _by_name(estimate.place)))
            if not wanted:
                self.courses.note_answer(asked, seen, answer)
        return answer

    def _find_out(self, asked: Asked) -> list[Estimate]:
        """The estimates that answer a question, in any order; what had to be worked out is remembered."""
        judge, sources = self._follower, self._sources(asked.known)
        whole = judge is not None and not asked.place_id
        at_hand = self.courses.answer(self.ledger, judge, asked, sources.evidence) if judge and whole else None
        if at_hand is not None:
            return at_hand
        recalled = self.ledger.recall(asked)
        found, missing = [*recalled.estimates], [*recalled.missing]
        if judge is not None and missing:
            told, missing = self.courses.estimates(self.ledger, judge, asked, missing, sources.evidence)
            found += told
        for some in _batches(missing):
            if judge is not None:
                fresh = self.courses.work_out(self.ledger, judge, asked, some, sources)
            else:
                fresh = {place_id: self._estimate(place_id, on=asked.on, known=asked.known) for place_id in some}
            found += [estimate for estimate in fresh.values() if estimate is not None]
            if not asked.place_id:
                self.ledger.remember(asked, fresh, recalled)
        if whole and not recalled.estimates:
            self.courses.note_whole(self.ledger, asked, found, recalled.seen)
        return found

    @property
    def _follower(self) -> PhaseFilter | None:
        """The estimator, where it follows courses and the ledger keeps them."""
        keeps = self.ledger.courses("", date.max) is not None
        return self.estimator if keeps and isinstance(self.estimator, PhaseFilter) else None

    def _sources(self, known: date) -> Sources:
        """Where the evidence known by a day comes from."""
        return Sources(partial(self._located, known), partial(self._clusters_in, known), self.given.sides)

    def _located(self, known: date, place_id: str) -> tuple[KnownClaim, ...]:
        return tuple(self.ledger.claims(ClaimFilter(known=known, place_id=place_id, located=True)))

    def _clusters_in(
        self, known: date, place_id: str, claims: Sequence[KnownClaim]
    ) -> tuple[Place | None, Sequence[Cluster]]:
        """A place with the evidence about it, ``None`` where its claims give none."""
        clusters = self._gather(claims, known).clusters
        return (_places_of(claims)[place_id] if clusters else None), clusters

    def _unheard(self, heard: set[str], asked: Asked) -> Iterator[Estimate]:
        """The places of the start map that no evidence is about, as far as the map speaks of the day."""
        places = [one for one in self.given.places if one.id not in heard and asked.place_id in ("", one.id)]
        judge = self._follower
        if judge is not None:
            found = self.courses.unheard(judge, asked, places)
        else:
            found = [self.estimator.estimate(place, (), on=asked.on, known=asked.known) for place in places]
        return (estimate for estimate in found if estimate.holder or estimate.contested > 0.5)

    def _estimate(self, place_id: str, *, on: date, known: date) -> Estimate | None:
        """The estimate for one place, worked out from its claims; ``None`` when they give no evidence."""
        place, clusters = self._sources(known).evidence(place_id)
        return None if place is None else self.estimator.estimate(place, clusters, on=on, known=known)

    def explain(self, place: str, *, on: date, known: date) -> tuple[Explanation, tuple[KnownClaim, ...]]:
        """What moved the estimate of one place, with the claims behind it. Raises as ``who`` does."""
        wanted = self.find_place(place)
        claims = tuple(self.ledger.claims(ClaimFilter(place_id=wanted.id, known=known)))
        clusters = self._gather(claims, known).by_place().get(wanted.id, ())
        return self.estimator.explain(wanted, clusters, on=on, known=known), claims

    def changes(self, *, since: date, on: date) -> tuple[Change, ...]:
        """What became different between two days, each judged from what was known on it: see ``news.find_news``."""
        before, now, then = (self.who(on=day, known=known) for day, known in ((since, since), (on, on), (since, on)))
        return find_news(Look(since, since, before), now=now, then=then, told=self.contradicted_since(since, known=on))

    def contradicted_since(self, before: date, *, known: date) -> Contradictions:
        """What was denied and what was taken back after one day until another, looked for where anything was said."""
        first = before + timedelta(days=1)
        touched = self.ledger.touched(first, known)
        places, ids = tuple(sorted(touched)), sorted({one for some in touched.values() for one in some})
        if not places:
            return Contradictions((), ())
        since = before - LATE
        claims = self.ledger.claims(ClaimFilter(known=known, since=since, located=True, place_ids=places))
        events = tuple(event for event in find_events(claims, sides=self.given.sides) if event.disputed)
        retracted = self.ledger.claims(ClaimFilter(known=known, located=True, retracted_since=first))
        then = claims_named(self.ledger, ids, ClaimFilter(known=before, since=since, located=True))
        denied = frozenset(claim_id for event in events for voice in event.denies for claim_id in voice.claim_ids)
        again = Contradictions(find_events(then, sides=self.given.sides), ()).claim_ids()
        return Contradictions(events, tuple(retracted), denied - frozenset(ids) | again)

    def look(self, *, on: date, known: date) -> Look:
        """All that is told of a day, to be compared with what is known later by :meth:`news_since`."""
        told = self.contradictions(known, since=known - LATE).claim_ids()
        return Look(on, known, self.who(on=on, known=known), told)

    def news_since(self, look: Look, *, on: date, known: date) -> tuple[Change, ...]:
        """What is news to who had a look: see :func:`whoholds.news.find_news`."""
        told = self.contradictions(known, since=look.known - LATE)
        now, then = self.who(on=on, known=known), self.who(on=look.on, known=known)
        return find_news(look, now=now, then=then, told=told)

    def contradictions(self, known: date, *, since: date) -> Contradictions:
        """The disputed events in reports since a day, and all claims that were retracted, as known by a day."""
        retracted = self.ledger.claims(ClaimFilter(known=known, located=True, retracted_since=date.min))
        return Contradictions(self.events(known=known, since=since, disputed=True), tuple(retracted))

    def events(
        self, *, known: date, place: str = "", since: date | None = None, disputed: bool = False
    ) -> tuple[Event, ...]:
        """What the claims known by a day say happened or was so, with who confirms and who denies it, place by place.

        ``since`` leaves out reports published before that day, ``disputed`` what nobody contradicts. Raises
        :class:`PlaceError` as ``who`` does.
        """
        wanted = self.find_place(place).id if place else ""
        claims = self.ledger.claims(ClaimFilter(known=known, place_id=wanted, since=since, located=True))
        return tuple(event for event in find_events(claims, sides=self.given.sides) if event.disputed or not disputed)

    def view(self, title: str, *, on: date, known: date) -> View:
        """Everything an export may show of a day, as known on another."""
        claims = tuple(self.ledger.claims(ClaimFilter(known=known)))
        places, gathered = self._evidence(known)
        by_place = sorted(gathered.by_place().items(), key=lambda pair: _by_name(places[pair[0]]))
        explanations = tuple(self.estimator.explain(places[key], found, on=on, known=known) for key, found in by_place)
        asked = Asked(recipe_of(self.estimator, self.given.sides), on, known)
        unheard = self._unheard({explanation.estimate.place.id for explanation in explanations}, asked)
        estimates = tuple(explanation.estimate for explanation in explanations)
        shown = tuple(sorted((*estimates, *unheard), key=lambda estimate: _by_name(estimate.place)))
        return View(title, on, known, claims, self.reports_of(claims), shown, explanations)

    def whose_word(self, estimates: Iterable[Estimate]) -> dict[str, str]:
        """The named sources behind each estimate's place, most frequent first, as one string a place id."""
        known_on: dict[date, list[str]] = {}
        for estimate in estimates:
            known_on.setdefault(estimate.known, []).append(estimate.place.id)
        counted = [self.ledger.sources(known, places) for known, places in known_on.items()]
        return {place: _named_first(counts) for by_place in counted for place, counts in by_place.items()}

    def side_names(self, known: date) -> dict[str, str]:
        """What each side is called in the claims known by the end of a day, by its key."""
        counts: dict[str, Counter[str]] = {}
        for side, names in self.ledger.side_names(known).items():
            counts.setdefault(self.given.sides.get(side, side), Counter()).update(names)
        return likeliest_names(counts) | dict(self.given.titles)

    def reports_of(self, claims: Iterable[KnownClaim]) -> dict[str, Report]:
        """The reports that some claims point into, by id."""
        wanted = dict.fromkeys(one.claim.report_id for one in claims)
        return {report_id: report for report_id in wanted if (report := self.ledger.report(report_id)) is not None}

    def _evidence(self, known: date, place_id: str = "") -> tuple[dict[str, Place], Gathered]:
        claims = tuple(self.ledger.claims(ClaimFilter(known=known, place_id=place_id, located=True)))
        return _places_of(claims), self._gather(claims, known)

    def _gather(self, claims: Iterable[KnownClaim], known: date) -> Gathered:
        return gather_clusters(claims, known=known, sides=self.given.sides)

    # ------------------------------------------------------------ reviewing

    def review_queue(
        self,
        *,
        on: date,
        known: date,
        place: str = "",
        since: date | None = None,
        reviewed: bool = False,
        limit: int = 50,
    ) -> tuple[Queued, ...]:
        """The claims known by a day that a reviewer should look at, the most urgent first.

        First come those that move the estimate for ``on`` most, then those that the reader doubts. Claims that
        somebody reviewed already are left out unless ``reviewed``, those in reports published before ``since``
        always. Raises :class:`PlaceError` as ``who`` does.
        """
        wanted = self.find_place(place).id if place else ""
        claims = tuple(self.ledger.claims(ClaimFilter(known=known, place_id=wanted, since=since)))
        reviews: dict[str, list[Review]] = {}
        for review in self.ledger.reviews():
            reviews.setdefault(review.claim_id, []).append(review)
        ids: dict[str, set[str]] = {}
        for one in claims:
            if one.claim.place_id:
                ids.setdefault(one.claim.place_id, set()).add(one.claim.id)
        explanations = self.effects.explain(
            self.ledger,
            self.estimator,
            self.ledger.courses(recipe_of(self.estimator, self.given.sides), known) or {},
            {key: frozenset(ids[key]) for key in sorted(ids)},
            self._sources(known).evidence,
            on=on,
            known=known,
        )
        queue = order_queue(claims, explanations, reviews)
        return tuple([one for one in queue if reviewed or not one.reviews][: limit or None])

    def review(
        self,
        claim_id: str,
        decision: Decision,
        *,
        who: str,
        why: str = "",
        corrections: Mapping[str, str] | None = None,
        copies: bool = True,
        at: datetime | None = None,
    ) -> tuple[Review, ...]:
        """Keep what a reviewer decides about a claim and, unless told otherwise, about its copies; gives what was kept.

        ``corrections`` gives the new value of each field in ``rereading.CORRECTABLE``, as text: a place by its name or
        id (``""`` takes the claim off the map), ``when`` as ``2021-08-08`` or ``2021-08-01..2021-08-08``. A decision
        counts from ``at`` on (now): what was known before stays. Raises :class:`UsageError` for words that do not fit
        together, :class:`LedgerError` for an unknown claim, :class:`PlaceError` for an unknown place.
        """
        return write_reviews(
            self.ledger,
            claim_id,
            decision,
            who=who,
            why=why,
            at=at or datetime.now(UTC),
            corrections=corrections or {},
            copies=copies,
            find_place=self.place_meant,
        )

    # ------------------------------------------------------------ places

    def place_meant(self, name: str) -> Place:
        """The one place of ledger and gazetteer that goes by a name or an id; raises :class:`PlaceError` if unclear."""
        return self._names.find_any(name)

    def find_place(self, name: str) -> Place:
        """The place of the ledger that a user means by a name, an id or an alias of the gazetteer.

        Raises :class:`PlaceError` when no claim is about it, or when it may be more than one place.
        """
        return self._names.find_kept(name, also=self.given.places)

    @property
    def _names(self) -> PlaceNames:
        return PlaceNames(self.ledger, self.open_gazetteer)


def _places_of(claims: Iterable[KnownClaim]) -> dict[str, Place]:
    """The places of some claims by id, each under the name that most of its claims use."""
    places: dict[str, Place] = {}
    used: dict[str, Counter[str]] = {}
    for one in claims:
        if isinstance(one.claim.place, Place):
            places[one.claim.place.id] = one.claim.place
            used.setdefault(one.claim.place.id, Counter())[one.claim.place_name] += 1
    return {
        place_id: replace(place, name=max(used[place_id], key=lambda name: (used[place_id][name], name)))
        for place_id, place in places.items()
    }


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _named_first(counts: Mapping[str, int]) -> str:
    """The three most frequent sources, the narrator last, and how many more there are."""
    named = sorted(counts, key=lambda source: (source == "narrator", -counts[source], source))
    return ", ".join(named[:3]) + (f" and {len(named) - 3} more" if len(named) > 3 else "")


def _by_name(place: Place) -> tuple[str, str]:
    return place.name.casefold(), place.id
