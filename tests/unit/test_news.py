"""What is news: changes of hands, contests, denials, retractions, and another mind about the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from fakes import make_claim, make_report
from whoholds.archive import Archive
from whoholds.intake.origins import SentenceCopies
from whoholds.ledger.memory import MemoryLedger
from whoholds.model import Act, Change, Decision, Factuality, Interest, Period, SourceKind, Status

ARMY, REBELS = "state:SY", "group:rebels"
FIRST, LAST = date(2021, 8, 2), date(2021, 8, 9)


@pytest.fixture
def archive() -> Archive:
    """A witness has seen the army take Kobar on 1 August."""
    archive = Archive(
        MemoryLedger(SentenceCopies()), lambda: pytest.fail("no reader"), lambda: pytest.fail("no gazetteer")
    )
    tell(archive, 1, about=1)
    return archive


def tell(
    archive: Archive,
    published: int,
    *,
    about: int,
    side: str = ARMY,
    act: Act = Act.TAKES,
    kind: SourceKind = SourceKind.WITNESS,
    by: str = "",
    factuality: Factuality = Factuality.CERTAIN,
) -> str:
    """Keep a report with one claim; gives the claim's id."""
    name = f"r{published}-{about}-{act}-{side}-{by}"
    report = make_report(name, f"A story of its own, {name}.", published=datetime(2021, 8, published, 6, tzinfo=UTC))
    claim = make_claim(
        report, act=act, side=side, actor=side, source=by or "residents", source_kind=kind, factuality=factuality,
        when=Period.day(date(2021, 8, about)),
    )  # fmt: skip
    interest = Interest.ADVERSARY if by else Interest.INDEPENDENT
    claim = replace(claim, attribution=replace(claim.attribution, side=by, interest=interest), score=1.0)
    archive.ledger.add(report, [claim])
    return claim.id


def news(archive: Archive, kind: str) -> list[Change]:
    return [change for change in archive.changes(since=FIRST, on=LAST) if change.kind == kind]


def test_nothing_new_is_no_news(archive: Archive) -> None:
    assert archive.changes(since=FIRST, on=FIRST) == ()


def test_a_place_that_changed_hands(archive: Archive) -> None:
    tell(archive, 7, about=6, side=REBELS)
    tell(archive, 8, about=6, side=REBELS, kind=SourceKind.MONITOR)
    (change,) = news(archive, "now")
    assert change.what.startswith(f"changed hands: {ARMY} before, held by {REBELS}")


def test_a_place_that_became_contested(archive: Archive) -> None:
    for day, kind in enumerate((SourceKind.WITNESS, SourceKind.MONITOR, SourceKind.JOURNALIST), start=6):
        tell(archive, day, about=day, act=Act.CLASHES, kind=kind)
        tell(archive, day, about=day, act=Act.ENTERS, side=REBELS, kind=kind)
    (change,) = news(archive, "now")
    assert (change.before.status, change.after.status) == (Status.HELD, Status.CONTESTED)
    assert change.what.startswith("became contested")


def test_a_denial_is_news_once(archive: Archive) -> None:
    denial = tell(archive, 5, about=1, by=REBELS, kind=SourceKind.BELLIGERENT, factuality=Factuality.DENIED)
    (change,) = news(archive, "denied")
    assert change.claim_ids == (denial,)
    assert f"denied by {REBELS}: {ARMY} takes it, as residents said" in change.what
    later = archive.changes(since=date(2021, 8, 6), on=LAST)
    assert [one for one in later if one.kind == "denied"] == []


def test_what_was_taken_back_is_news_and_changes_our_mind_about_the_past(archive: Archive) -> None:
    archive.review(
        "r1-1-takes-state:SY-:1", Decision.RETRACT, who="ana", why="an old film", at=datetime(2021, 8, 5, tzinfo=UTC)
    )
    (taken,) = news(archive, "retracted")
    assert taken.what.startswith(f"taken back: {ARMY} takes it, as residents said")
    assert news(archive, "past") == []  # nothing is left that speaks of Kobar
    assert archive.who(on=FIRST, known=LAST) == ()


def test_a_late_report_changes_our_mind_about_the_past(archive: Archive) -> None:
    tell(archive, 7, about=2, side=REBELS, kind=SourceKind.MONITOR)
    tell(archive, 8, about=2, side=REBELS, kind=SourceKind.JOURNALIST)
    (change,) = news(archive, "past")
    assert change.on == FIRST
    assert (change.before.holder, change.after.holder) == (ARMY, REBELS)
    assert (change.before.known, change.after.known) == (FIRST, LAST)


def test_a_look_knows_what_was_told_whatever_day_it_came_from(archive: Archive) -> None:
    """A review of today is news at the next look though the reports are years old."""
    look = archive.look(on=LAST, known=LAST)
    assert archive.news_since(look, on=LAST, known=LAST) == ()
    archive.review("r1-1-takes-state:SY-:1", Decision.REJECT, who="ana", why="x", at=datetime(2020, 1, 1, tzinfo=UTC))
    assert [change.kind for change in archive.news_since(look, on=LAST, known=LAST)] == ["retracted"]
