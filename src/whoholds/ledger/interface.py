"""The door of the room: a ledger keeps reports, claims and reviews, and never edits one.

``memory.py`` is the reference; every other ledger must answer the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from whoholds.model import Act, Claim, CopyLink, Estimate, Factuality, KnownClaim, Place, Report, Review, Sketch


class Outcome(StrEnum):
    """What adding a report did."""

    NEW = "new"
    ALREADY_KNOWN = "already_known"
    COPY = "copy"
    CORRECTION = "correction"
    KILL = "kill"


@dataclass(frozen=True, slots=True)
class Added:
    """What one ``add`` did: the outcome, the origin it was filed under, and which claims it kept or retracted.

    ``because`` says in words why it counts as a copy, a correction or a kill.
    """

    report_id: str
    outcome: Outcome
    origin: str
    claims: int
    retracted: int = 0
    because: str = ""


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims to list; an empty field does not restrict. ``known`` keeps what was published by that day's end.

    ``since`` and ``until`` are days of publication, both in. ``side`` is the actor's or the opponent's. ``source``
    and ``text`` are looked up by whole words, all of which must be there, whatever case or accents: in the source's
    name, and in quotes, actors and places. ``place_name`` and ``report_id`` (a story's gives all its versions) must be
    whole. ``place_ids`` keeps what is about one of many places. ``retracted_since`` keeps what was retracted on that
    day or later (and by ``known``). ``limit`` 0 gives all.
    """

    place_id: str = ""
    place_name: str = ""
    side: str = ""
    source: str = ""
    acts: tuple[Act, ...] = ()
    factuality: Factuality | None = None
    known: date | None = None
    since: date | None = None
    until: date | None = None
    located: bool | None = None
    text: str = ""
    report_id: str = ""
    claim_ids: tuple[str, ...] = field(default=())
    place_ids: tuple[str, ...] = field(default=())
    retracted_since: date | None = None
    limit: int = 0


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A stretch of a list of claims, and how many the whole list has."""

    claims: tuple[KnownClaim, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A stretch of a list of reports, each with how many claims were read from it, and how many the list has."""

    reports: tuple[tuple[Report, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that estimates answer: who holds what on a day, as known on another, worked out by a ``recipe``.

    ``place_id`` narrows it to one place.
    """

    recipe: str
    on: date
    known: date
    place_id: str = ""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a ledger remembers of a question: estimates by name and id, and ids of the places to be worked out, sorted.

    ``seen`` stands for all that was kept at that moment; it goes back with what was worked out from then on.
    """

    estimates: tuple[Estimate, ...]
    missing: tuple[str, ...]
    seen: tuple[int, int] = (0, 0)


class CopyRule(Protocol):
    """How copies of a story are told; given to a ledger when it is opened, so that the ledger knows no intake."""

    @property
    def id(self) -> str:
        """Its name and version; origins found by another rule are out of date."""
        ...

    @property
    def rare(self) -> int:
        """How many reports, the first by publication, a phrase tells apart; for later ones it is boilerplate."""
        ...

    @property
    def least(self) -> int:
        """How many phrases two reports must share to be worth judging."""
        ...

    def sketch(self, report: Report) -> Sketch:
        """The traits of a report by which its copies are told."""
        ...

    def judge(self, later: Sketch, earlier: Sketch, *, shared: int) -> CopyLink | None:
        """Whether ``later`` copies ``earlier``, with which it shares that many rare phrases, and why."""
        ...


class Ledger(Protocol):
    """Where reports and claims are kept."""

    def add(self, report: Report, claims: Sequence[Claim]) -> Added:
        """Keep a report with its claims in one transaction; a report already kept changes nothing.

        Which origin it stems from is found here, from the reports already kept, whatever their order of arrival.
        A report equal in all its fields is the same; one with a known id and anything else different is another
        version of that story, and is kept beside it.
        Raises :class:`whoholds.errors.LedgerError` and leaves nothing behind when it cannot be written.
        """
        ...

    def review(self, *reviews: Review) -> None:
        """Append acts of reviewers, all of them or none; each counts from its own instant, see ``rereading.py``.

        Raises :class:`whoholds.errors.LedgerError` for a claim that is not kept, :class:`whoholds.errors.UsageError`
        for a review without a name, a field that cannot be corrected, or a value that it cannot have.
        """
        ...

    def claims(self, only: ClaimFilter) -> Iterator[KnownClaim]:
        """The claims that pass the filter, by publication, then report id, then place in the text.

        Each is as reviewers had read it by the end of ``only.known``, and the filter looks at that.
        A claim retracted by the end of ``only.known`` is still listed, with its ``retracted`` instant.
        Claims of reports without a publication instant come last, and only when ``only.known`` is ``None``.
        """
        ...

    def page(self, only: ClaimFilter, *, offset: int, limit: int, newest_first: bool = False) -> ClaimPage:
        """A stretch of what ``claims`` gives, or of that from its end, and how many there are; ``only.limit`` is void.

        Like a page of a book: for a list of a million, only the claims of the stretch are put together.
        """
        ...

    def report_page(self, text: str = "", *, offset: int, limit: int) -> ReportPage:
        """A stretch of the reports with all words of ``text`` (all reports for none), newest first."""
        ...

    def days(self) -> tuple[tuple[date, int], ...]:
        """How many claims were published on each day that has any, as read, by day."""
        ...

    def report(self, report_id: str) -> Report | None:
        """The report of that id: a story's id gives its first version, ``story@digest`` any of them."""
        ...

    def copies(self, report_id: str) -> Iterator[tuple[str, CopyLink]]:
        """The ids of the reports filed directly under this one as copies, with the reason for each, by publication."""
        ...

    def copied(self, report_id: str) -> tuple[str, CopyLink] | None:
        """The id of the earlier report that this one copies, with the reason; ``None`` for an original."""
        ...

    def search(self, text: str, *, known: date | None = None, limit: int = 0) -> Iterator[Report]:
        """The reports with all words of ``text`` in title or text, by publication; ``limit`` 0 gives them all."""
        ...

    def places(self, *, box: tuple[float, float, float, float] | None = None) -> Iterator[Place]:
        """Each place that a kept claim is about, by id, as the claim kept last, or else the last review, has it.

        ``box`` (south, west, north, east in degrees, ends in) keeps those inside it.
        """
        ...

    def reports(self) -> Iterator[Report]:
        """All reports, by publication, then id."""
        ...

    def place_ids(self) -> tuple[str, ...]:
        """Ids of all places that a kept claim is about, sorted."""
        ...

    def places_named(self, name: str) -> tuple[Place, ...]:
        """The places with a claim that have this id or, whatever the case, this name, by id."""
        ...

    def newest(self) -> tuple[date | None, date | None]:
        """The day of the newest dated report and that of the newest review, ``None`` where there is none."""
        ...

    def sources(self, known: date, place_ids: Sequence[str] = ()) -> dict[str, dict[str, int]]:
        """How many standing claims each source is behind, by place id, as known by the end of a day.

        ``place_ids`` narrows it; empty gives all places.
        """
        ...

    def side_names(self, known: date) -> dict[str, dict[str, int]]:
        """How often the claims known by a day's end call each side, actor or opponent, by which name."""
        ...

    def generation(self) -> tuple[int, int]:
        """Two numbers that grow with every report and every review; while they stay, so does all that is known."""
        ...

    def recall(self, asked: Asked) -> Recalled:
        """What is remembered of a question, never stale; a ledger without a memory gives all places as missing."""
        ...

    def remember(self, asked: Asked, found: Mapping[str, Estimate | None], recalled: Recalled) -> None:
        """Keep estimates that were worked out for ``recalled.missing``; ``None`` for a place without evidence.

        A ledger may forget them, and does so where anything was added since, or where it cannot write.
        """
        ...

    def courses(self, recipe: str, known: date, place_id: str = "") -> dict[str, int] | None:
        """The places whose course as known by a day is kept, with its key; ``None`` of a ledger without memory.

        A course is what an estimator makes of all evidence about a place, for every day; see ``control/course.py``.
        It is never stale. A key is never used for another course.
        """
        ...

    def course_bytes(self, keys: Sequence[int]) -> dict[int, bytes]:
        """Courses by key as they were given, empty for a place without evidence, as far as they are kept."""
        ...

    def keep_courses(
        self,
        recipe: str,
        known: date,
        made: Mapping[str, bytes],
        seen: tuple[int, int],
        *,
        busy: Collection[str] = (),
    ) -> dict[str, int]:
        """Keep courses by place, followed from what is known by a day; gives the keys of those kept, maybe none.

        ``seen`` is the generation from before the evidence was read. Of ``busy`` places a ledger need not find out on
        which other days just the same is known.
        """
        ...

    def course_ends(self, keys: Sequence[int]) -> dict[int, date | None]:
        """From which day judged from on the evidence behind courses may not be what it was when they were kept.

        By key, as far as a ledger has them still; ``None`` where it is so on all days.
        """
        ...

    def touched(self, first: date, last: date) -> dict[str, tuple[str, ...]]:
        """The claims that were published, withdrawn or reviewed from one day to another, both in.

        By each place that they are about or, by a reviewer, were said to be about; ids in any order.
        """
        ...

    def check(self) -> tuple[str, ...]:
        """What is wrong with what is kept, a sentence each; empty when all is well. Reads everything."""
        ...

    def reviews(self, claim_id: str = "") -> Iterator[Review]:
        """All reviews in the order they were appended, of one claim or of all."""
        ...

    def close(self) -> None:
        """Release files and connections."""
        ...
