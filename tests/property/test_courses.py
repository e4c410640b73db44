"""A course answers for any day what the estimator answers from the evidence itself, to the bit."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_control_laws import FIRST, SIDES, TOWN, claims, days, evidence

from whoholds.control.course import read_course
from whoholds.control.evidence import gather_clusters
from whoholds.control.phase_filter import CONTESTED, PhaseFilter, usable
from whoholds.control.track import find_holders, held
from whoholds.model import Act, Cluster, KnownClaim

LATE = FIRST + timedelta(days=3000)
LONG = [*range(-3, 90, 2), 130, 131, 400, 900]


def days_from(first: date) -> list[date]:
    return [first + timedelta(days=n) for n in LONG]


@settings(max_examples=120, deadline=None)
@given(evidence(), st.sampled_from([0, 0, 40, 900]))
def test_a_course_gives_the_estimate_of_every_day(clusters: list[Cluster], gap: int) -> None:
    """Also where half of the evidence comes after a long silence, and after it went through bytes."""
    late = [replace(c, about=c.about + timedelta(days=gap)) if n % 2 else c for n, c in enumerate(clusters)]
    if not late:
        return
    judge = PhaseFilter()
    course = judge.course(TOWN, late)
    assert course is not None
    again = read_course(course.to_bytes())
    assert again.to_bytes() == course.to_bytes()
    for on in days_from(FIRST) + days_from(FIRST + timedelta(days=gap)):
        (found,) = judge.estimates([again], on=on, known=LATE)
        if found is not None:
            assert found == judge.estimate(TOWN, late, on=on, known=LATE)


def much_said(seed: int) -> list[Cluster]:
    """Many words about few days, by all sorts of speakers: activity turns every few days."""
    made = random.Random(seed)  # noqa: S311 - not for secrets
    found = []
    for number in range(60):
        about = FIRST + timedelta(days=made.randrange(90))
        act, speaker = made.choice([*Act]), made.choice(("own", "adversary", "witness", "monitor", "narrator"))
        side, against = made.choice((SIDES, (*SIDES[:2], ""))), made.choice(("", *SIDES))
        known = datetime.combine(about, time(1), UTC)
        weight = made.choice((0.3, 0.5, 0.9, 1.0))
        word = (act, made.choice(side), against, speaker, number % 9 == 0, about, known, weight, 1, ())
        found.append(Cluster(f"c{number}", TOWN.id, *word, f"origin {made.randrange(30)}"))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_a_course_through_much_evidence_gives_the_estimate_of_every_day(seed: int) -> None:
    """Each day's run shares all but a few days with the run before it, and no more."""
    judge, clusters = PhaseFilter(), much_said(seed)
    course = judge.course(TOWN, clusters)
    assert course is not None
    told = 0
    for on in [FIRST + timedelta(days=n) for n in range(-1, 110)]:
        (found,) = judge.estimates([course], on=on, known=LATE)
        told += found is not None
        assert found in (None, judge.estimate(TOWN, clusters, on=on, known=LATE))
    assert told >= 100, "a course should seldom leave a day to the evidence itself"


@settings(max_examples=40, deadline=None)
@given(st.lists(claims(), min_size=2, max_size=6))
def test_many_courses_at_once_give_what_each_gives_alone(said: list[list[KnownClaim]]) -> None:
    """Whatever other places are asked about in the same breath."""
    judge = PhaseFilter()
    gathered = [gather_clusters(some).clusters for some in said]
    places = [replace(TOWN, id=f"p{number}") for number in range(len(said))]
    courses = [judge.course(place, some) for place, some in zip(places, gathered, strict=True) if some]
    for on in days_from(FIRST)[::4]:
        together = judge.estimates(courses, on=on, known=LATE)  # type: ignore[arg-type]
        alone = [judge.estimates([course], on=on, known=LATE)[0] for course in courses if course]
        assert together == alone


@settings(max_examples=150, deadline=None)
@given(
    evidence(),
    st.sampled_from([*SIDES, "group:another", CONTESTED]),
    st.sampled_from([None, -20, 0, 25, 70, 95]),
    st.sampled_from([0, 0, 900]),
)
def test_a_course_from_a_start_map_gives_the_estimate_of_every_day(
    clusters: list[Cluster], word: str, start: int | None, gap: int
) -> None:
    """Before the map's day and after it, with evidence or none; also after it went through bytes."""
    late = [replace(c, about=c.about + timedelta(days=gap)) if n % 2 else c for n, c in enumerate(clusters)]
    days = {} if start is None else {TOWN.id: FIRST + timedelta(days=start)}
    judge = PhaseFilter(start={TOWN.id: word}, start_days=days)
    course = judge.course(TOWN, late)
    assert course is not None
    again = read_course(course.to_bytes())
    assert again.to_bytes() == course.to_bytes()
    told = 0
    asked = [FIRST - timedelta(days=30), *days_from(FIRST), *days_from(FIRST + timedelta(days=gap))]
    for on in asked:
        (found,) = judge.estimates([again], on=on, known=LATE)
        told += found is not None
        if found is not None:
            assert found == judge.estimate(TOWN, late, on=on, known=LATE)
    assert told > len(asked) // 2 or late


def test_a_day_without_a_word_of_the_start_map_is_asked_of_the_evidence() -> None:
    assert PhaseFilter(start_day=FIRST).course(TOWN, []) is None
    assert PhaseFilter().course(TOWN, []) is None


def left_out(judge: PhaseFilter, clusters: list[Cluster], cluster: Cluster, on: date) -> float:
    """How likely the likeliest side is without a cluster, by going through all days anew."""
    used = usable(clusters, on=on, known=LATE)
    track = judge._follow(TOWN.id, "", used, until=on)
    side = find_holders(track, track.after[-1])[0][0] if len(track.parties) > 1 else ""
    rest = [c for c in used if c is not cluster]
    return held(
        track, judge._follow(TOWN.id, "", rest, until=on, parties=track.parties, first=track.first).after[-1], side
    )


@settings(max_examples=40, deadline=None)
@given(evidence(), days, st.sampled_from([0, 0, 900]))
def test_what_a_cluster_moved_is_what_is_missing_without_it(clusters: list[Cluster], on: date, gap: int) -> None:
    """Also where it breaks a long silence."""
    judge = PhaseFilter()
    late = [replace(c, about=c.about + timedelta(days=gap)) if n % 2 else c for n, c in enumerate(clusters)]
    check_effects(judge, late, on + timedelta(days=gap))


@pytest.mark.parametrize("seed", range(6))
def test_what_a_cluster_of_many_moved_is_what_is_missing_without_it(seed: int) -> None:
    """Where camps repeat themselves, and spend what they may say in their own favour."""
    check_effects(PhaseFilter(), much_said(seed), FIRST + timedelta(days=80 + 7 * seed))


def check_effects(judge: PhaseFilter, clusters: list[Cluster], on: date) -> None:
    explanation = judge.explain(TOWN, clusters, on=on, known=LATE)
    holders = explanation.estimate.holders
    full = holders[0][1] if holders else 0.0
    for effect in explanation.effects:
        missing = full - left_out(judge, clusters, effect.cluster, on)
        assert holders == () or effect.moved == pytest.approx(missing, abs=1e-9)
