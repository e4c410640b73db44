"""The simple estimators, and the words for what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from whoholds.control.changes import find_changes
from whoholds.control.last_report import LastReport
from whoholds.control.majority import Majority
from whoholds.control.persistence import Persistence
from whoholds.model import Act, Cluster, Estimate, Place, PlaceKind, Status, Unresolved

TOWN = Place("geonames:1", "Kunduz", PlaceKind.SETTLEMENT, "AF", "Kunduz", 36.73, 68.86)
DAY = date(2021, 8, 8)
A, B = "group:a", "group:b"


def word(name: str, side: str, days: int, act: Act = Act.TAKES) -> Cluster:
    about = DAY + timedelta(days=days)
    known = datetime.combine(about, time(9), UTC)
    return Cluster(name, TOWN.id, act, side, "", "narrator", False, about, known, 1.0, 1, (name,), name)


STORY = [word("one", A, 0), word("two", A, 3), word("three", B, 10), word("strike", B, 12, Act.STRIKES)]
END = DAY + timedelta(days=20)


@pytest.mark.parametrize(
    ("estimator", "holder", "since"),
    [
        (LastReport(), B, DAY + timedelta(days=10)),
        (Persistence(), A, DAY),
        (Majority(), A, DAY),
    ],
)
def test_each_baseline_has_its_own_opinion_of_one_story(estimator, holder: str, since: date) -> None:
    """The last word, the first word, the most words; a strike is no word for a holder."""
    estimate = estimator.estimate(TOWN, STORY, on=END, known=END)
    assert (estimate.holder, estimate.since, estimate.probability) == (holder, since, 0.95)


def test_a_baseline_falls_back_on_the_start_map() -> None:
    """Persistence never leaves it."""
    assert LastReport(start={TOWN.id: A}).estimate(TOWN, [], on=END, known=END).holder == A
    assert Persistence(start={TOWN.id: B}).estimate(TOWN, STORY, on=END, known=END).holder == B


def test_the_last_report_may_be_of_fighting() -> None:
    """Then nobody holds the place alone."""
    clash = word("clash", "", 15, Act.CLASHES)
    assert LastReport().estimate(TOWN, [*STORY, clash], on=END, known=END).status is Status.CONTESTED


def test_a_baseline_explains_by_leaving_out() -> None:
    """Only the last word moves the last-report estimate."""
    moved = {e.cluster.id: e.moved for e in LastReport().explain(TOWN, STORY, on=END, known=END).effects}
    assert moved == {"one": 0.0, "two": 0.0, "three": 0.95, "strike": 0.0}


def seen(status: Status, holder: str = "", probability: float = 0.0, **words: object) -> Estimate:
    base = Estimate(
        place=TOWN,
        on=DAY,
        known=DAY,
        status=status,
        holder=holder,
        probability=probability,
        contested=0.5 if status is Status.CONTESTED else 0.0,
        holders=((holder, probability),) if holder else (),
        origins=1,
        since=DAY if holder else Unresolved("nobody"),
        last_evidence=DAY,
    )
    return replace(base, **words)  # type: ignore[arg-type]


NONE = seen(Status.NO_REPORT)
HELD_A = seen(Status.HELD, A, 0.9)


@pytest.mark.parametrize(
    ("then", "now", "what"),
    [
        (NONE, HELD_A, "first report: held by group:a (0.90)"),
        (HELD_A, seen(Status.HELD, B, 0.8), "changed hands: group:a before, held by group:b (0.80)"),
        (HELD_A, seen(Status.CONTESTED), "became contested: held by group:a (0.90) before"),
        (seen(Status.CONTESTED), HELD_A, "calmed: contested before, now held by group:a (0.90)"),
        (HELD_A, seen(Status.BESIEGED, A, 0.9), "became besieged: held by group:a and besieged (0.90)"),
        (seen(Status.BESIEGED, A, 0.9), HELD_A, "siege over: held by group:a (0.90)"),
        (HELD_A, seen(Status.UNKNOWN), "faded to unknown: held by group:a (0.90) before"),
        (
            HELD_A,
            seen(Status.CLAIMED_UNCONFIRMED, claimed_by=(B,)),
            "claimed: claimed by group:b, unconfirmed; held by group:a (0.90) before",
        ),
        (seen(Status.CLAIMED_UNCONFIRMED, A, 0.7, claimed_by=(A,)), HELD_A, "confirmed: held by group:a (0.90)"),
        (HELD_A, seen(Status.HELD, A, 0.9, claimed_by=(B,)), "now claimed by group:b, held by group:a (0.90)"),
        (HELD_A, seen(Status.HELD, A, 0.65), "less sure that group:a holds it (0.90, now 0.65)"),
        (HELD_A, NONE, "every report was withdrawn: held by group:a (0.90) before"),
        (HELD_A, seen(Status.HELD, A, 0.85), ""),
        (NONE, NONE, ""),
    ],
)
def test_a_change_is_told_in_one_clause(then: Estimate, now: Estimate, what: str) -> None:
    """And nothing is told where nothing changed."""
    assert [c.what for c in find_changes([then], [now])] == ([what] if what else [])


def test_a_place_that_only_the_later_look_has_is_a_first_report() -> None:
    """There is no earlier estimate to compare with."""
    (change,) = find_changes([], [HELD_A])
    assert change.what == "first report: held by group:a (0.90)"
