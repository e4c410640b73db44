"""What is remembered of a place goes when a notice without claims of its own withdraws what was said of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fakes import make_claim, make_report
from whoholds.archive import Archive
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
