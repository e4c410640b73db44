"""What is remembered of a place goes when a notice without claims of its own withdraws what was said of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import ClassVar

import pytest

from fakes import KOBAR, NASIM, make_claim, make_report
from whoholds.archive import Archive
from whoholds.control.phase_filter import PhaseFilter
from whoholds.control.recipe import recipe_of
from whoholds.effects import Effects
from whoholds.intake.origins import SentenceCopies
from whoholds.ledger.sqlite import open_sqlite
from whoholds.model import Cluster, Decision, Explanation, Place, ReportKind, SourceKind, Span
from whoholds.reviewing import Queued

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


def test_a_decision_of_a_reviewer_explains_only_its_own_place_anew(tmp_path: Path) -> None:
    """The queue is the one that is worked out anew; what the other places' claims move is remembered."""
    ledger = open_sqlite(tmp_path / "l.sqlite", copies=SentenceCopies())
    for number, place in enumerate((KOBAR, KOBAR, NASIM)):
        kind = (SourceKind.WITNESS, SourceKind.MONITOR, SourceKind.JOURNALIST)[number]
        report = make_report(f"r{number}", f"Text {number}.", published=datetime(2021, 8, 1 + number, tzinfo=UTC))
        ledger.add(report, [make_claim(report, place=place, source_kind=kind, quote=Span(0, 4))])
    judge = Noting()
    archive = Archive(ledger, lambda: pytest.fail("no reader"), lambda: pytest.fail("no gazetteer"), judge)

    def queue() -> tuple[Queued, ...]:
        archive.who(on=DAY, known=DAY)
        return archive.review_queue(on=DAY, known=DAY, reviewed=True)

    def anew() -> tuple[Queued, ...]:
        return replace(archive, effects=Effects()).review_queue(on=DAY, known=DAY, reviewed=True)

    assert queue() == anew()
    judge.explained.clear()
    assert queue() == queue()
    assert judge.explained == []
    archive.review("r1:1", Decision.REJECT, who="ana", why="misread", at=datetime(2021, 8, 4, tzinfo=UTC))
    found = queue()
    assert judge.explained == [KOBAR.id]
    assert found == anew()
    ledger.close()


class Noting(PhaseFilter):
    """The estimator, with a note of what it explains."""

    explained: ClassVar[list[str]] = []

    def explain(
        self, place: Place, clusters: Sequence[Cluster], *, on: date, known: date, only: Collection[str] | None = None
    ) -> Explanation:
        """As the estimator does; leaving out gives the same whichever claims are asked about."""
        self.explained.append(place.id)
        told = super().explain(place, clusters, on=on, known=known, only=only)
        every = super().explain(place, clusters, on=on, known=known).effects
        assert told.effects == tuple(one for one in every if only is None or set(one.cluster.claim_ids) & {*only})
        return told
