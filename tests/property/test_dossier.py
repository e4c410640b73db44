"""A dossier that was amended gives the evidence and the course that its claims give when all is worked out anew."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_control_laws import FIRST, SIDES, TOWN, claims

from whoholds.control.dossier import Dossier
from whoholds.control.evidence import gather_clusters
from whoholds.control.phase_filter import PhaseFilter
from whoholds.control.weighing import in_order, weigh
from whoholds.model import (
    Act,
    Attribution,
    Claim,
    Factuality,
    Interest,
    KnownClaim,
    Part,
    Period,
    SourceKind,
    Span,
)

JUDGE = PhaseFilter()
LATE = FIRST + timedelta(days=4000)


def empty() -> Dossier:
    dossier = JUDGE.dossier(TOWN.id, {})
    assert dossier is not None
    return dossier


def compare(dossier: Dossier, said: dict[str, KnownClaim], known: date) -> None:
    """The clusters are those gathered anew, and the course has the same bytes."""
    clusters = gather_clusters(said.values(), known=known).clusters
    assert dossier.clusters() == in_order(clusters)
    course = dossier.course()
    if not clusters:
        assert course is None
        return
    anew = JUDGE.course(dossier.place(), clusters)
    assert course is not None
    assert anew is not None
    assert course.to_bytes() == anew.to_bytes()


@settings(max_examples=150, deadline=None)
@given(st.lists(claims(), min_size=1, max_size=4), st.randoms(use_true_random=False), st.sampled_from([0, 0, 900]))
def test_an_amended_dossier_is_one_made_anew(turns: list[list[KnownClaim]], chance: random.Random, gap: int) -> None:
    """Claims come, go, and come back saying something else, in any order and after long silences too."""
    dossier, said = empty(), {}
    for number, some in enumerate(turns):
        gone = [one for one in said if chance.random() < 0.3]
        for claim_id in gone:
            del said[claim_id]
        come = [moved(one, f"{number} {one.claim.id}", gap if chance.random() < 0.4 else 0) for one in some]
        come += [moved(one, one.claim.id, 1) for one in said.values() if chance.random() < 0.2]
        gone += [one.claim.id for one in come if one.claim.id in said]
        said.update((one.claim.id, one) for one in come)
        dossier.amend(gone, come, known=LATE)
        compare(dossier, said, LATE)


def moved(one: KnownClaim, claim_id: str, later: int) -> KnownClaim:
    """The same claim under another id, about a later day."""
    assert isinstance(one.claim.when, Period)
    assert isinstance(one.published, datetime)
    first, last = one.claim.when.first, one.claim.when.last
    assert isinstance(first, date)
    assert isinstance(last, date)
    days = timedelta(days=later)
    return replace(
        one,
        claim=replace(one.claim, id=claim_id, when=Period(first + days, last + days)),
        published=one.published + days,
        retracted=None if one.retracted is None else one.retracted + days,
    )


def told(made: random.Random, number: int, day: int) -> KnownClaim:
    about = FIRST + timedelta(days=max(0, day - made.choice((0, 0, 0, 1, 5, 40))))
    actor, kind = made.choice(SIDES), made.choice([*SourceKind])
    claim = Claim(
        f"c{number}", f"r{number // 3}", made.choice([*Act]), actor, actor, "", made.choice(("", "", *SIDES)),
        made.choice(("Kunduz", "Qunduz")), TOWN, Part.WHOLE, "AF", Period.day(about),
        Attribution("somebody", kind, made.choice([*Interest]), side=made.choice(("", *SIDES))),
        made.choice((Factuality.CERTAIN, Factuality.CERTAIN, Factuality.HEDGED, Factuality.DENIED)),
        Span(0, 1), None, None, made.choice((0.4, 0.9)), "made",
    )  # fmt: skip
    published = datetime.combine(FIRST + timedelta(days=day), time(number % 24), UTC)
    return KnownClaim(claim, "a paper", published, f"origin {made.randrange(60)}")


@pytest.mark.parametrize("seed", range(8))
def test_a_dossier_that_goes_through_the_days_judged_from(seed: int) -> None:
    """On to later days, and back to earlier ones; now and then what it held before is read anew."""
    made = random.Random(seed)  # noqa: S311 - not for secrets
    every = [told(made, number, day) for number, day in enumerate(sorted(made.randrange(200) for _ in range(260)))]
    dossier, held = empty(), dict[str, KnownClaim]()
    for day in (80, 81, 82, 90, 60, 61, 150, 149, 148, 199):
        known = FIRST + timedelta(days=day)
        by_then = {one.claim.id: one for one in every if one.published.date() <= known}  # type: ignore[union-attr]
        gone = [claim_id for claim_id in held if claim_id not in by_then or made.random() < 0.02]
        kept = held.keys() - set(gone)
        dossier.amend(gone, [one for claim_id, one in by_then.items() if claim_id not in kept], known=known)
        held = by_then
        compare(dossier, held, known)


@pytest.mark.parametrize("seed", range(4))
def test_weighing_goes_on_where_it_stopped(seed: int) -> None:
    made = random.Random(seed)  # noqa: S311 - not for secrets
    clusters = in_order(gather_clusters([told(made, n, made.randrange(60)) for n in range(120)]).clusters)
    whole = weigh(clusters, JUDGE.table)
    for at in range(0, len(clusters), 7):
        assert weigh(clusters[at:], JUDGE.table, after=whole[:at]) == whole
