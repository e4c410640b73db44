"""The ledger in one SQLite file, readable by eight others while one writes, and by Datasette unchanged."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

from whoholds.errors import LedgerError
from whoholds.ledger import courses, doctor, filing, lookups, pages, queries, sheets, tallies
from whoholds.ledger.gate import check_report
from whoholds.ledger.interface import Added, Asked, ClaimFilter, ClaimPage, CopyRule, Outcome, Recalled, ReportPage
from whoholds.ledger.opening import connect, remembering
from whoholds.ledger.problems import told_plainly
from whoholds.ledger.rereading import check_review
from whoholds.ledger.rows import CLAIM_COLUMNS, CLAIM_WIDTH, claim_to_row, place_to_row, report_to_row, review_to_row
from whoholds.ledger.series import is_notice
from whoholds.ledger.told import because_notice, no_such_claim, outcome_of
from whoholds.ledger.unrelated import Unrelated
from whoholds.ledger.versions import digest_of, normal
from whoholds.model import Claim, CopyLink, Estimate, KnownClaim, Place, Report, Review, Unresolved

_AT_HAND = 4
"""Whole sheets kept in memory, some 20 MB each for 20,000 places."""


def open_sqlite(path: str | Path, *, read_only: bool = False, copies: CopyRule | None = None) -> SqliteLedger:
    """Open the ledger at ``path``, made when it is missing and may be written.

    ``copies`` is how copies of a story are told when reports are added; without it every report is a story of its own.
    Raises :class:`LedgerError` when it cannot be opened, :class:`LedgerTooNewError` when a newer whoholds wrote it.
    """
    path = Path(path)
    with told_plainly(path, "open"):
        db = connect(path, read_only=read_only)
    return SqliteLedger(db, path, copies or Unrelated(), read_only=read_only)


class SqliteLedger:
    """One open file; adding is one transaction a report. Threads that share it take turns."""

    def __init__(self, db: sqlite3.Connection, path: Path, rule: CopyRule, *, read_only: bool = False) -> None:
        self.path = path
        self._db = db
        self._read_only = read_only
        self._recalled: dict[Asked, Recalled] = {}
        self._rule = rule
        self._lock = threading.RLock()

    # ------------------------------------------------------------ writing

    def add(self, report: Report, claims: Sequence[Claim]) -> Added:
        """See :meth:`whoholds.ledger.interface.Ledger.add`."""
        check_report(report, claims)
        report, digest = normal(report), digest_of(report)
        with self._transaction("add to") as db:
            found = queries.report_key(db, report.id, digest)
            if found is not None:
                return self._told(found, Outcome.ALREADY_KNOWN, claims=0, retracted=0)
            self._agree_on_rule()
            key = self._keep(report, digest, claims)
            filing.file_report(db, key, self._rule, report)
            outcome = outcome_of(report.kind, copied=queries.is_copy(db, key))
            return self._told(key, outcome, claims=len(claims), retracted=queries.count_retracted(db, key))

    def review(self, *reviews: Review) -> None:
        """See :meth:`whoholds.ledger.interface.Ledger.review`."""
        for review in reviews:
            check_review(review)
        with self._transaction("write a review to") as db:
            for review in reviews:
                claim = queries.claim_key(db, review.claim_id)
                if claim is None:
                    raise no_such_claim(review.claim_id)
                place = self._keep_place(review.place)
                db.execute(
                    "INSERT INTO reviews (claim, place, decision, who, at, why, field, old, new) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (claim, place, *review_to_row(review)),
                )

    def close(self) -> None:
        """Release the file; closing twice does nothing."""
        self._db.close()

    # ------------------------------------------------------------ reading

    def claims(self, only: ClaimFilter) -> Iterator[KnownClaim]:
        """See :meth:`whoholds.ledger.interface.Ledger.claims`."""
        with self._reading():
            return queries.find_claims(self._db, only)

    def page(self, only: ClaimFilter, *, offset: int, limit: int, newest_first: bool = False) -> ClaimPage:
        """See :meth:`whoholds.ledger.interface.Ledger.page`."""
        with self._reading():
            return pages.find_page(self._db, only, offset=offset, limit=limit, newest_first=newest_first)

    def report_page(self, text: str = "", *, offset: int, limit: int) -> ReportPage:
        """See :meth:`whoholds.ledger.interface.Ledger.report_page`."""
        with self._reading():
            return pages.find_report_page(self._db, text, offset=offset, limit=limit)

    def days(self) -> tuple[tuple[date, int], ...]:
        """See :meth:`whoholds.ledger.interface.Ledger.days`."""
        with self._reading():
            return tallies.count_days(self._db)

    def report(self, report_id: str) -> Report | None:
        """See :meth:`whoholds.ledger.interface.Ledger.report`."""
        with self._reading():
            return queries.find_report(self._db, report_id)

    def reports(self) -> Iterator[Report]:
        """All reports, by publication, then id."""
        with self._reading():
            keys = queries.report_keys(self._db)
        return self._each_report(keys)

    def copies(self, report_id: str) -> Iterator[tuple[str, CopyLink]]:
        """See :meth:`whoholds.ledger.interface.Ledger.copies`."""
        with self._reading():
            return queries.find_copies(self._db, report_id)

    def copied(self, report_id: str) -> tuple[str, CopyLink] | None:
        """See :meth:`whoholds.ledger.interface.Ledger.copied`."""
        with self._reading():
            return queries.find_copied(self._db, report_id)

    def search(self, text: str, *, known: date | None = None, limit: int = 0) -> Iterator[Report]:
        """See :meth:`whoholds.ledger.interface.Ledger.search`."""
        with self._reading():
            keys = queries.search_reports(self._db, text, known=known, limit=limit)
        return self._each_report(keys)

    def places(self, *, box: tuple[float, float, float, float] | None = None) -> Iterator[Place]:
        """See :meth:`whoholds.ledger.interface.Ledger.places`."""
        with self._reading():
            return lookups.find_places(self._db, box)

    def place_ids(self) -> tuple[str, ...]:
        """Ids of all places that a kept claim is about, sorted."""
        with self._reading():
            return lookups.place_ids(self._db)

    def reviews(self, claim_id: str = "") -> Iterator[Review]:
        """All reviews in the order they were appended, of one claim or of all."""
        with self._reading():
            return lookups.find_reviews(self._db, claim_id)

    def places_named(self, name: str) -> tuple[Place, ...]:
        """See :meth:`whoholds.ledger.interface.Ledger.places_named`."""
        with self._reading():
            return tallies.places_named(self._db, name)

    def newest(self) -> tuple[date | None, date | None]:
        """See :meth:`whoholds.ledger.interface.Ledger.newest`."""
        with self._reading():
            return tallies.newest(self._db)

    def sources(self, known: date, place_ids: Sequence[str] = ()) -> dict[str, dict[str, int]]:
        """See :meth:`whoholds.ledger.interface.Ledger.sources`."""
        with self._reading():
            return tallies.count_sources(self._db, known, place_ids)

    def side_names(self, known: date) -> dict[str, dict[str, int]]:
        """See :meth:`whoholds.ledger.interface.Ledger.side_names`."""
        with self._reading():
            return tallies.count_side_names(self._db, known)

    def generation(self) -> tuple[int, int]:
        """See :meth:`whoholds.ledger.interface.Ledger.generation`."""
        with self._reading():
            return sheets.generation(self._db)

    def recall(self, asked: Asked) -> Recalled:
        """See :meth:`whoholds.ledger.interface.Ledger.recall`."""
        with self._reading():
            kept = self._recalled.get(asked)
            if kept is not None and kept.seen == sheets.generation(self._db):
                return kept
            recalled = sheets.recall(self._db, asked)
            if not recalled.missing and not asked.place_id:
                self._recalled[asked] = recalled
                for oldest in list(self._recalled)[:-_AT_HAND]:
                    del self._recalled[oldest]
            return recalled

    def remember(self, asked: Asked, found: Mapping[str, Estimate | None], recalled: Recalled) -> None:
        """See :meth:`whoholds.ledger.interface.Ledger.remember`; a reader writes by a connection of its own."""
        try:
            with self._remembering() as db:
                sheets.remember(db, asked, found, recalled.seen)
        except (LedgerError, sqlite3.Error):
            return  # nothing is lost: it is worked out again when it is asked again

    def courses(self, recipe: str, known: date, place_id: str = "") -> dict[str, int] | None:
        """See :meth:`whoholds.ledger.interface.Ledger.courses`."""
        with self._reading():
            return courses.find_courses(self._db, recipe, known, place_id)

    def course_bytes(self, keys: Sequence[int]) -> dict[int, bytes]:
        """See :meth:`whoholds.ledger.interface.Ledger.course_bytes`."""
        with self._reading():
            return courses.read_bytes(self._db, keys)

    def keep_courses(
        self,
        recipe: str,
        known: date,
        made: Mapping[str, bytes],
        seen: tuple[int, int],
        *,
        busy: Collection[str] = (),
    ) -> dict[str, int]:
        """See :meth:`whoholds.ledger.interface.Ledger.keep_courses`; a reader writes by a connection of its own."""
        try:
            with self._remembering() as db:
                return courses.keep(db, recipe, known, made, seen, busy=busy)
        except (LedgerError, sqlite3.Error):
            return {}

    def course_ends(self, keys: Sequence[int]) -> dict[int, date | None]:
        """See :meth:`whoholds.ledger.interface.Ledger.course_ends`."""
        with self._reading():
            return courses.find_ends(self._db, keys)

    def touched(self, first: date, last: date) -> dict[str, tuple[str, ...]]:
        """See :meth:`whoholds.ledger.interface.Ledger.touched`."""
        with self._reading():
            return courses.find_touched(self._db, first, last)

    def check(self) -> tuple[str, ...]:
        """What is wrong with the file, a sentence each; empty when all is well. Reads everything."""
        with self._reading():
            return doctor.check(self._db, self._rule)

    # ------------------------------------------------------------ parts of the above

    def _agree_on_rule(self) -> None:
        """File all reports by one copy rule: two in one ledger would make origins a matter of arrival."""
        filed_by = lookups.filed_by(self._db)
        if filed_by == self._rule.id:
            return
        if filed_by and isinstance(self._rule, Unrelated):
            why = f"copies in it were found by {filed_by}, and it was opened without a rule"
            raise LedgerError(f"cannot add to the ledger {self.path}", why=why, attempt="open_sqlite(path, copies=…)")
        if filed_by:
            filing.refile(self._db, self._rule)
        self._db.execute("INSERT OR REPLACE INTO settings (name, value) VALUES ('copy rule', ?)", (self._rule.id,))

    def _keep(self, report: Report, digest: str, claims: Sequence[Claim]) -> int:
        """Write down a report and its claims; gives the report's key."""
        db = self._db
        cursor = db.execute(
            "INSERT INTO reports (story, digest, sha256, title, text, publisher, published, published_unresolved, url, "
            "kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            report_to_row(report, digest),
        )
        key = int(cursor.lastrowid or 0)
        replaced = [(key, position, one) for position, one in enumerate(report.replaces)]
        db.executemany("INSERT INTO replacements (report, position, replaced) VALUES (?, ?, ?)", replaced)
        numbered = [(self._keep_claim(key, claim, report), claim) for claim in claims]
        filing.index_words(db, key, report, numbered)
        return key

    def _keep_claim(self, report_key: int, claim: Claim, report: Report) -> int:
        db, place_key = self._db, self._keep_place(claim.place)
        marks = ", ".join("?" * (CLAIM_WIDTH + 3))
        query = f"INSERT INTO claims (report, place, quote, {CLAIM_COLUMNS}) VALUES ({marks})"  # noqa: S608
        cursor = db.execute(query, (report_key, place_key, claim.quote.of(report.text), *claim_to_row(claim)))
        key = int(cursor.lastrowid or 0)
        filing.enter_claim(db, key, claim, report)
        return key

    def _keep_place(self, place: Place | Unresolved | None) -> int | None:
        """The key of a place, ``None`` for none."""
        return filing.enter_place(self._db, place, place_to_row(place)) if isinstance(place, Place) else None

    def _told(self, key: int, outcome: Outcome, *, claims: int, retracted: int) -> Added:
        name, origin = queries.name_and_origin(self._db, key)
        return Added(name, outcome, origin, claims, retracted, self._because(key))

    def _because(self, key: int) -> str:
        report = queries.report_at(self._db, key)
        if is_notice(report):
            return because_notice(report, queries.withdrawn_by(self._db, key))
        return queries.copied_because(self._db, key)

    def _each_report(self, keys: Sequence[int]) -> Iterator[Report]:
        for key in keys:
            with self._reading():
                report = queries.report_at(self._db, key)
            yield report

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock, told_plainly(self.path, "read"):
            yield

    def _remembering(self) -> AbstractContextManager[sqlite3.Connection]:
        return remembering(self.path) if self._read_only else self._transaction("remember estimates in")

    @contextmanager
    def _transaction(self, doing: str) -> Iterator[sqlite3.Connection]:
        """All or nothing: what happens inside is written as a whole when it ends, or not at all."""
        with self._lock, told_plainly(self.path, doing):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
