"""What a ledger remembers of estimates is never stale: after every step it answers as one that remembers nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_ledger_sets import DAYS, RULE, claims_of, reports, reviews_of

from fakes import KOBAR
from whoholds.archive import Archive
from whoholds.ledger.interface import ClaimFilter, Ledger
from whoholds.ledger.memory import MemoryLedger
from whoholds.ledger.sqlite import open_sqlite
from whoholds.model import Estimate, Report

ASKED = [(DAYS[1], DAYS[1]), (DAYS[4], DAYS[4]), (DAYS[2], DAYS[5])]


def archive_of(ledger: Ledger) -> Archive:
    def nothing() -> object:
        raise AssertionError("neither a reader nor a gazetteer is needed")

    return Archive(ledger, nothing, nothing)  # type: ignore[arg-type]


def answers(ledger: Ledger, step: int = 0) -> list[tuple[Estimate, ...]]:
    """By days that were asked about before, and by other days that only the kept courses can tell without evidence."""
    archive = archive_of(ledger)
    other = [(DAYS[step % len(DAYS)], known) for known in DAYS]
    return [archive.who(on=on, known=known) for on, known in (*ASKED, *other)]


@settings(max_examples=30, deadline=None)
@given(st.lists(reports, min_size=1, max_size=7), st.data())
def test_remembered_estimates_are_those_worked_out_anew(given_reports: list[Report], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "l.sqlite"
        memory, sqlite = MemoryLedger(RULE), open_sqlite(path, copies=RULE)
        reader = open_sqlite(path, read_only=True)

        def compare(step: int) -> None:
            expected = answers(memory, step)
            assert answers(sqlite, step) == expected
            assert answers(sqlite, step) == expected
            assert answers(reader, step) == expected
            assert answers(reader, step + 1) == answers(memory, step + 1)

        for step, report in enumerate(given_reports):
            for ledger in (memory, sqlite):
                ledger.add(report, claims_of(report, 0))
            compare(step)
            if data.draw(st.booleans()):
                claim = data.draw(st.sampled_from([one.claim.id for one in memory.claims(ClaimFilter())]))
                day = data.draw(st.sampled_from(DAYS))
                review = data.draw(reviews_of(claim, datetime(day.year, day.month, day.day, tzinfo=UTC)))
                memory.review(review)
                sqlite.review(review)
                compare(step)
        reader.close()
        sqlite.close()


@settings(max_examples=60, deadline=None)
@given(st.lists(reports, min_size=1, max_size=9), st.data())
def test_dossiers_at_hand_are_amended_to_what_is_known(given_reports: list[Report], data: st.DataObject) -> None:
    """Archives that stay open, as the app's does, while reports, notices and reviews come in any order.

    One writes, one reads beside it and learns of each change from the file; all places have a dossier.
    """
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr("whoholds.dossiers.MUCH", 1)
        path = Path(folder) / "l.sqlite"
        memory, sqlite = MemoryLedger(RULE), open_sqlite(path, copies=RULE)
        reader = open_sqlite(path, read_only=True)
        plain, archives = archive_of(memory), [archive_of(sqlite), archive_of(reader)]

        def compare() -> None:
            for known in data.draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=4)):
                on = data.draw(st.sampled_from(DAYS))
                expected = plain.who(on=on, known=known)
                for archive in archives:
                    if data.draw(st.booleans()):
                        assert archive.who(on=on, known=known) == expected

        for report in given_reports:
            for ledger in (memory, sqlite):
                ledger.add(report, claims_of(report, 0))
            compare()
            if data.draw(st.booleans()):
                claim = data.draw(st.sampled_from([one.claim.id for one in memory.claims(ClaimFilter())]))
                day = data.draw(st.sampled_from(DAYS))
                review = data.draw(reviews_of(claim, datetime(day.year, day.month, day.day, tzinfo=UTC)))
                memory.review(review)
                sqlite.review(review)
                compare()
        reader.close()
        sqlite.close()


@settings(max_examples=40, deadline=None)
@given(st.lists(reports, min_size=1, max_size=7), st.data())
def test_both_ledgers_know_which_claims_were_touched(given_reports: list[Report], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        memory, sqlite = MemoryLedger(RULE), open_sqlite(Path(folder) / "l.sqlite", copies=RULE)
        for report in given_reports:
            for ledger in (memory, sqlite):
                ledger.add(report, claims_of(report, 0))
        claims = [one.claim.id for one in memory.claims(ClaimFilter())]
        for _ in range(data.draw(st.integers(0, 3))):
            day = data.draw(st.sampled_from(DAYS))
            at = datetime(day.year, day.month, day.day, tzinfo=UTC)
            review = data.draw(reviews_of(data.draw(st.sampled_from(claims)), at))
            memory.review(review)
            sqlite.review(review)
        for first, last in ((DAYS[0], DAYS[-1]), (DAYS[2], DAYS[2]), (DAYS[3], DAYS[4])):
            found = [{place: set(ids) for place, ids in one.touched(first, last).items()} for one in (memory, sqlite)]
            assert found[0] == found[1]
            both = ClaimFilter(place_ids=(KOBAR.id, "nowhere"), known=last, since=first)
            assert list(sqlite.claims(both)) == list(memory.claims(both))
            assert list(memory.claims(both)) == list(memory.claims(ClaimFilter(KOBAR.id, known=last, since=first)))
        sqlite.close()


@settings(max_examples=60, deadline=None)
@given(st.lists(reports, min_size=1, max_size=9), st.data())
def test_news_of_some_days_are_those_told_against_all_that_was_told_before(
    given_reports: list[Report], data: st.DataObject
) -> None:
    """Looking for denials and retractions only where something was said finds what looking everywhere does."""
    memory = MemoryLedger(RULE)
    for report in given_reports:
        memory.add(report, claims_of(report, 0))
    archive = archive_of(memory)
    since, on = sorted(data.draw(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))))
    found = archive.changes(since=since, on=on)
    everywhere = archive.news_since(archive.look(on=since, known=since), on=on, known=on)
    assert found == everywhere


@settings(max_examples=15, deadline=None)
@given(st.lists(reports, max_size=7), st.sampled_from(DAYS))
def test_both_ledgers_count_alike(given_reports: list[Report], known: date) -> None:
    with TemporaryDirectory() as folder:
        memory, sqlite = MemoryLedger(RULE), open_sqlite(Path(folder) / "l.sqlite", copies=RULE)
        for report in given_reports:
            for ledger in (memory, sqlite):
                ledger.add(report, claims_of(report, 0))
        assert sqlite.sources(known) == memory.sources(known)
        assert sqlite.side_names(known) == memory.side_names(known)
        assert sqlite.newest() == memory.newest()
        assert sqlite.places_named("KOBAR") == memory.places_named("KOBAR")
        sqlite.close()
