"""The reference: a ledger in memory that works everything out anew from the set of reports whenever it is asked.

Slow and plain on purpose; the databases are tested against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from whoholds.ledger.gate import check_report
from whoholds.ledger.interface import Added, Asked, ClaimFilter, ClaimPage, CopyRule, Outcome, Recalled, ReportPage
from whoholds.ledger.rereading import check_review, reread
from whoholds.ledger.series import (
    Kept,
    Match,
    find_matches,
    is_notice,
    likeliest_target,
    root_of,
    withdraws,
    withdraws_itself,
)
from whoholds.ledger.sieve import passes, retracted_late_enough
from whoholds.ledger.statements import Statement, day_of, file_statements, origin_name, proposition, speaker
from whoholds.ledger.told import ITSELF, because_notice, no_such_claim, outcome_of
from whoholds.ledger.unrelated import Unrelated
from whoholds.ledger.versions import (
    claim_name,
    digest_of,
    end_of,
    instant,
    moment,
    names_of,
    normal,
    order_of,
    version_id,
)
from whoholds.ledger.words import words
from whoholds.model import Claim, CopyLink, Decision, Estimate, KnownClaim, Place, Report, Review

_JUDGED = (Decision.ACCEPT, Decision.REJECT, Decision.RETRACT)


@dataclass(frozen=True, slots=True)
class Filing:
    """All that follows from the set of reports, by report key, and by claim number for ``origins``.

    ``notices`` gives for each report the keys of those that withdraw it, with the reason.
    """

    names: dict[int, str]
    matches: dict[int, Match]
    parents: dict[int, int]
    notices: dict[int, dict[int, str]]
    origins: dict[int, int]


@dataclass(slots=True)
class MemoryLedger:
    """Reports, claims and reviews in lists that only grow."""

    rule: CopyRule = field(default_factory=Unrelated)
    _kept: list[Kept] = field(default_factory=list)
    _reports: list[Report] = field(default_factory=list)
    _claims: list[tuple[int, Claim]] = field(default_factory=list)
    _reviews: list[tuple[int, Review]] = field(default_factory=list)
    _filing: Filing | None = None

    # ------------------------------------------------------------ writing

    def add(self, report: Report, claims: Sequence[Claim]) -> Added:
        """See :meth:`whoholds.ledger.interface.Ledger.add`."""
        check_report(report, claims)
        report, digest = normal(report), digest_of(report)
        order = order_of(report, digest)
        for one in self._kept:
            if one.order == order:
                return self._told(one.key, Outcome.ALREADY_KNOWN, claims=0, retracted=0)
        kept = Kept(len(self._kept), order, self.rule.sketch(report))
        self._kept.append(kept)
        self._reports.append(report)
        self._claims.extend((kept.key, claim) for claim in claims)
        self._filing = None
        withdrawn = {target for target, notices in self._file().notices.items() if kept.key in notices}
        if kept.key in self._file().notices:
            withdrawn.add(kept.key)
        retracted = sum(1 for key, _ in self._claims if key in withdrawn)
        return self._told(kept.key, self._outcome(kept.key), claims=len(claims), retracted=retracted)

    def review(self, *reviews: Review) -> None:
        """See :meth:`whoholds.ledger.interface.Ledger.review`."""
        numbers = {self._claim_name(key, claim): number for number, (key, claim) in enumerate(self._claims)}
        for review in reviews:
            check_review(review)
            if review.claim_id not in numbers:
                raise no_such_claim(review.claim_id)
        made = [(numbers[one.claim_id], replace(one, at=moment(instant(one.at)))) for one in reviews]
        self._reviews.extend(made)

    def close(self) -> None:
        """Nothing to release."""

    # ------------------------------------------------------------ reading

    def claims(self, only: ClaimFilter) -> Iterator[KnownClaim]:
        """See :meth:`whoholds.ledger.interface.Ledger.claims`."""
        read = self._read_by(end_of(only.known))
        found = [number for number in range(len(self._claims)) if self._passes(number, read[number], only)]
        found.sort(key=self._place_in_order)
        known = (self._known(number, read[number], end_of(only.known)) for number in found)
        chosen = [
            one
            for one in known
            if (not only.claim_ids or one.claim.id in only.claim_ids) and retracted_late_enough(one, only)
        ]
        return iter(chosen[: only.limit or None])

    def page(self, only: ClaimFilter, *, offset: int, limit: int, newest_first: bool = False) -> ClaimPage:
        """See :meth:`whoholds.ledger.interface.Ledger.page`."""
        found = list(self.claims(replace(only, limit=0)))[:: -1 if newest_first else 1]
        return ClaimPage(tuple(found[offset : offset + limit]), len(found))

    def report_page(self, text: str = "", *, offset: int, limit: int) -> ReportPage:
        """See :meth:`whoholds.ledger.interface.Ledger.report_page`."""
        found = list(self.search(text) if text.strip() else self.reports())[::-1]
        made = Counter(one.claim.report_id for one in self.claims(ClaimFilter()))
        return ReportPage(tuple((one, made[one.id]) for one in found[offset : offset + limit]), len(found))

    def days(self) -> tuple[tuple[date, int], ...]:
        """See :meth:`whoholds.ledger.interface.Ledger.days`."""
        published = (self._kept[key].order[0][:10] for key, _ in self._claims)
        counts = Counter(day for day in published if not day.startswith("9999"))
        return tuple((date.fromisoformat(day), counts[day]) for day in sorted(counts))

    def report(self, report_id: str) -> Report | None:
        """See :meth:`whoholds.ledger.interface.Ledger.report`."""
        return next((self._named(one) for one in self._kept if report_id in self._ids(one)), None)

    def reports(self) -> Iterator[Report]:
        """All reports, by publication, then id."""
        return iter([self._named(one) for one in self._in_order()])

    def copies(self, report_id: str) -> Iterator[tuple[str, CopyLink]]:
        """See :meth:`whoholds.ledger.interface.Ledger.copies`."""
        filing = self._file()
        heads = {one.key for one in self._kept if report_id in self._ids(one)}
        found = [one.key for one in self._in_order() if filing.parents.get(one.key) in heads]
        return iter([(filing.names[key], filing.matches[key].link) for key in found])

    def copied(self, report_id: str) -> tuple[str, CopyLink] | None:
        """See :meth:`whoholds.ledger.interface.Ledger.copied`."""
        filing = self._file()
        match = next((filing.matches.get(one.key) for one in self._kept if report_id in self._ids(one)), None)
        return None if match is None else (filing.names[match.earlier.key], match.link)

    def search(self, text: str, *, known: date | None = None, limit: int = 0) -> Iterator[Report]:
        """See :meth:`whoholds.ledger.interface.Ledger.search`."""
        wanted = set(words(text))
        found = [
            self._named(one)
            for one in self._in_order()
            if one.order[0] <= end_of(known)
            and wanted
            and wanted <= {*words(self._reports[one.key].title), *words(self._reports[one.key].text)}
        ]
        return iter(found[: limit or None])

    def places(self, *, box: tuple[float, float, float, float] | None = None) -> Iterator[Place]:
        """See :meth:`whoholds.ledger.interface.Ledger.places`."""
        south, west, north, east = box or (-90.0, -180.0, 90.0, 180.0)
        latest = {one.place.id: one.place for _, one in self._reviews if one.place is not None}
        latest |= {claim.place.id: claim.place for _, claim in self._claims if isinstance(claim.place, Place)}
        inside = [one for one in latest.values() if south <= one.lat <= north and west <= one.lon <= east]
        return iter(sorted(inside, key=lambda one: one.id))

    def place_ids(self) -> tuple[str, ...]:
        """Ids of all places that a kept claim is about, sorted."""
        return tuple(one.id for one in self.places())

    def reviews(self, claim_id: str = "") -> Iterator[Review]:
        """All reviews in the order they were appended, of one claim or of all."""
        named = [replace(review, claim_id=self._claim_name(*self._claims[number])) for number, review in self._reviews]
        return iter([review for review in named if claim_id in ("", review.claim_id)])

    def places_named(self, name: str) -> tuple[Place, ...]:
        """See :meth:`whoholds.ledger.interface.Ledger.places_named`."""
        folded_name = name.casefold()
        return tuple(one for one in self.places() if name == one.id or one.name.casefold() == folded_name)

    def newest(self) -> tuple[date | None, date | None]:
        """See :meth:`whoholds.ledger.interface.Ledger.newest`."""
        published = [one.day for one in self._reports if isinstance(one.day, date)]
        reviewed = [review.at.date() for _, review in self._reviews]
        return max(published, default=None), max(reviewed, default=None)

    def sources(self, known: date, place_ids: Sequence[str] = ()) -> dict[str, dict[str, int]]:
        """See :meth:`whoholds.ledger.interface.Ledger.sources`."""
        counts: dict[str, Counter[str]] = {}
        for one in self.claims(ClaimFilter(known=known, located=True)):
            if one.retracted is None and (not place_ids or one.claim.place_id in place_ids):
                counts.setdefault(one.claim.place_id, Counter())[one.claim.attribution.source] += 1
        return {place: dict(found) for place, found in sorted(counts.items())}

    def side_names(self, known: date) -> dict[str, dict[str, int]]:
        """See :meth:`whoholds.ledger.interface.Ledger.side_names`."""
        counts: dict[str, Counter[str]] = {}
        for claim in (one.claim for one in self.claims(ClaimFilter(known=known))):
            for side, name in ((claim.actor_side, claim.actor), (claim.opponent_side, claim.opponent)):
                if side and name:
                    counts.setdefault(side, Counter())[name] += 1
        return {side: dict(names) for side, names in counts.items()}

    def generation(self) -> tuple[int, int]:
        """How many reports and reviews there are."""
        return (len(self._kept), len(self._reviews))

    def recall(self, asked: Asked) -> Recalled:
        """Remembers nothing: every place with a claim by then is missing."""
        claims = self.claims(ClaimFilter(known=asked.known, located=True, place_id=asked.place_id))
        return Recalled((), tuple(sorted({one.claim.place_id for one in claims})))

    def remember(self, asked: Asked, found: Mapping[str, Estimate | None], recalled: Recalled) -> None:
        """Forgets at once."""

    def courses(self, recipe: str, known: date, place_id: str = "") -> dict[str, int] | None:  # noqa: ARG002
        """None: the reference remembers nothing."""
        return None

    def course_bytes(self, keys: Sequence[int]) -> dict[int, bytes]:  # noqa: ARG002
        """None of them."""
        return {}

    def keep_courses(self, *_: object) -> dict[str, int]:
        """Forgotten at once."""
        return {}

    def course_ends(self, keys: Sequence[int]) -> dict[int, date | None]:  # noqa: ARG002
        """None of them is kept."""
        return {}

    def touched(self, first: date, last: date) -> dict[str, tuple[str, ...]]:
        """See :meth:`whoholds.ledger.interface.Ledger.touched`."""
        found: dict[str, list[str]] = {}
        for number, (key, claim) in enumerate(self._claims):
            reviews = [review for about, review in self._reviews if about == number]
            turns = [self._kept[one].order[0] for one in (key, *self._file().notices.get(key, {}))]
            turns += [instant(review.at) for review in reviews]
            if any(first.isoformat() <= turn <= end_of(last) for turn in turns):
                said_of = {claim.place_id, *(review.place.id for review in reviews if review.place)} - {""}
                for place in said_of:
                    found.setdefault(place, []).append(self._claim_name(key, claim))
        return {place: tuple(claims) for place, claims in found.items()}

    def check(self) -> tuple[str, ...]:
        """Memory has no way to go wrong."""
        return ()

    # ------------------------------------------------------------ what follows from the set of reports

    def _file(self) -> Filing:
        if self._filing is None:
            found = {one.key: matches for one, matches in find_matches(self._kept, self.rule)}
            best = {key: matches[0] for key, matches in found.items() if matches}
            parents = {key: match.earlier.key for key, match in best.items()}
            self._filing = Filing(self._names(), best, parents, self._notices(found), self._origins(parents))
        return self._filing

    def _names(self) -> dict[int, str]:
        stories: dict[str, list[Kept]] = {}
        for one in self._kept:
            stories.setdefault(one.order[1], []).append(one)
        named = {story: names_of(story, (one.order for one in versions)) for story, versions in stories.items()}
        return {one.key: named[one.order[1]][one.order[2]] for one in self._kept}

    def _notices(self, found: dict[int, list[Match]]) -> dict[int, dict[int, str]]:
        withdrawn: dict[int, dict[int, str]] = {}
        for notice in [one for one in self._kept if is_notice(self._reports[one.key])]:
            report = self._reports[notice.key]
            for target in [one for one in self._kept if withdraws(report.replaces, notice.order, one.order)]:
                withdrawn.setdefault(target.key, {})[notice.key] = f"{report.id} names it"
            if withdraws_itself(report):
                withdrawn.setdefault(notice.key, {})[notice.key] = ITSELF
            match = None if report.replaces else likeliest_target(report.publisher, found[notice.key])
            if match is not None:
                withdrawn.setdefault(match.earlier.key, {})[notice.key] = match.link.because
        return withdrawn

    def _origins(self, parents: dict[int, int]) -> dict[int, int]:
        same: dict[str, list[Statement]] = {}
        for number, (key, claim) in enumerate(self._claims):
            same.setdefault(proposition(claim), []).append(self._statement(number, key, claim, parents))
        return {number: first for group in same.values() for number, first in file_statements(group).items()}

    def _statement(self, number: int, key: int, claim: Claim, parents: dict[int, int]) -> Statement:
        report, said = self._reports[key], claim.attribution
        order = (self._kept[key].order, claim.quote.start, claim.quote.end, claim.id)
        return Statement(
            number, order, key, root_of(key, parents), said.kind, speaker(said), day_of(claim, report.published)
        )

    # ------------------------------------------------------------ one claim, one report

    def _read_by(self, until: str) -> list[Claim]:
        """Every claim as reviewers had read it by an instant."""
        reviews: dict[int, list[tuple[str, int, Review]]] = {}
        for count, (number, review) in enumerate(self._reviews):
            if instant(review.at) <= until:
                reviews.setdefault(number, []).append((instant(review.at), count, review))
        return [
            reread(claim, (review for _, _, review in sorted(reviews.get(number, []), key=lambda one: one[:2])))
            for number, (_, claim) in enumerate(self._claims)
        ]

    def _first_said(self, number: int, claim: Claim) -> int:
        """The number of the claim that first made the statement of a claim, had it been read as reviewers read it."""
        if claim == self._claims[number][1]:
            return self._file().origins[number]
        parents = self._file().parents
        others = [
            self._statement(other, key, one, parents)
            for other, (key, one) in enumerate(self._claims)
            if other != number and proposition(one) == proposition(claim)
        ]
        own = self._statement(number, self._claims[number][0], claim, parents)
        return file_statements([*others, own])[number]

    def _known(self, number: int, claim: Claim, until: str) -> KnownClaim:
        key = self._claims[number][0]
        first_number = self._first_said(number, claim)
        first_key, first = self._claims[first_number]
        first = claim if first_number == number else first
        report, names = self._reports[key], self._file().names
        named = replace(claim, id=self._claim_name(key, claim), report_id=names[key])
        said_by = speaker(first.attribution) or first.attribution.kind.value
        origin = origin_name(names[first_key], said_by)
        return KnownClaim(named, report.publisher, report.published, origin, self._retracted(number, until))

    def _retracted(self, number: int, until: str) -> datetime | None:
        notices = self._file().notices.get(self._claims[number][0], {})
        instants = [at for at in (self._kept[key].order[0] for key in notices) if at <= until]
        judged = [
            (instant(review.at), count, review.decision)
            for count, (about, review) in enumerate(self._reviews)
            if about == number and review.decision in _JUDGED and instant(review.at) <= until
        ]
        if judged and max(judged)[2] is not Decision.ACCEPT:
            instants.append(max(judged)[0])
        return moment(min(instants)) if instants else None

    def _passes(self, number: int, claim: Claim, only: ClaimFilter) -> bool:
        key = self._claims[number][0]
        published = self._kept[key].order[0]
        return (
            published <= end_of(only.known)
            and (only.since is None or only.since.isoformat() <= published[:10])
            and (only.until is None or published[:10] <= only.until.isoformat())
            and (not only.report_id or only.report_id in (*self._ids(self._kept[key]), self._reports[key].id))
            and passes(claim, claim.quote.of(self._reports[key].text), only)
        )

    def _place_in_order(self, number: int) -> tuple[str, str, int, int, str]:
        key, claim = self._claims[number]
        return (
            self._kept[key].order[0],
            self._file().names[key],
            claim.quote.start,
            claim.quote.end,
            claim.id,
        )

    def _in_order(self) -> list[Kept]:
        return sorted(self._kept, key=lambda one: (one.order[0], self._file().names[one.key]))

    def _claim_name(self, key: int, claim: Claim) -> str:
        return claim_name(claim.id, report_name=self._file().names[key], story=self._reports[key].id)

    def _ids(self, one: Kept) -> tuple[str, str]:
        return self._file().names[one.key], version_id(*one.order[1:])

    def _named(self, one: Kept) -> Report:
        return replace(self._reports[one.key], id=self._file().names[one.key])

    def _told(self, key: int, outcome: Outcome, *, claims: int, retracted: int) -> Added:
        filing = self._file()
        origin = filing.names[root_of(key, filing.parents)]
        return Added(filing.names[key], outcome, origin, claims, retracted, self._because(key))

    def _because(self, key: int) -> str:
        filing = self._file()
        withdrawn = {filing.names[to]: by[key] for to, by in sorted(filing.notices.items()) if key in by and to != key}
        if is_notice(self._reports[key]):
            return because_notice(self._reports[key], withdrawn)
        match = filing.matches.get(key)
        return match.link.because if match else ""

    def _outcome(self, key: int) -> Outcome:
        return outcome_of(self._reports[key].kind, copied=key in self._file().parents)
