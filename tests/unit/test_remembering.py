"""What is remembered of a place goes when a notice without claims of its own withdraws what was said of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fakes import make_claim, make_report
from whoholds.archive import Archive
from whoholds.control.recipe import recipe_of
from whoholds.intake.origins import SentenceCopies
from whoholds.ledger.sqlite import open_sqlite
from whoholds.model import ReportKind

DAY = date(2021, 8, 5)


def test_a_kill_without_claims_is_not_answered_from_memory(tmp_path: Path) -> None:
    ledger = open_sqlite(tmp_path / "l.sqlite", copies=SentenceCopies())
    archive = Archive(ledger, lambda: pytest.fail("no reader"), lambda: pytest.fail("no gazetteer"))
    report = make_report("a")
    ledger.add(report, [make_claim(report)])
    before = archive.who(on=DAY, known=date(2021, 8, 2))
    assert len(archive.who(on=DAY, known=DAY)) == len(before) == 1
    killed = datetime(2021, 8, 4, tzinfo=UTC)
    ledger.add(make_report("k", "Kill it.", published=killed, kind=ReportKind.KILL, replaces=("a",)), [])
    assert archive.who(on=DAY, known=DAY) == ()
    assert archive.who(on=DAY, known=date(2021, 8, 2)) == before
    ledger.close()


def test_courses_are_kept_until_the_evidence_changes(tmp_path: Path) -> None:
    """By a reader too; what was known before a report was published keeps its course."""
    path = tmp_path / "l.sqlite"
    ledger = open_sqlite(path, copies=SentenceCopies())
    report = make_report("a")
    ledger.add(report, [make_claim(report)])
    reader = open_sqlite(path, read_only=True)
    archive = Archive(reader, lambda: pytest.fail("no reader"), lambda: pytest.fail("no gazetteer"))
    recipe = recipe_of(archive.estimator, {})
    (estimate,) = archive.who(on=DAY, known=DAY)
    before = reader.courses(recipe, DAY)
    assert before
    assert reader.courses(recipe, date(2030, 1, 1)) == before
    assert list(before) == [estimate.place.id]
    late = make_report("b", "Another text altogether.", published=datetime(2021, 8, 9, tzinfo=UTC))
    ledger.add(late, [make_claim(late)])
    assert reader.courses(recipe, DAY) == before
    assert reader.courses(recipe, date(2021, 8, 9)) == {}
    early = make_report("c", "A third one, published first.", published=datetime(2021, 8, 1, tzinfo=UTC))
    ledger.add(early, [make_claim(early)])
    assert reader.courses(recipe, DAY) == {}
    reader.close()
    ledger.close()
