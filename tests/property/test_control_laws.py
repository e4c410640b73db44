"""What must be true of the estimates whatever the evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from whoholds.control.evidence import gather_clusters
from whoholds.control.interface import Estimator
from whoholds.control.last_report import LastReport
from whoholds.control.majority import Majority
from whoholds.control.persistence import Persistence
from whoholds.control.phase_filter import PhaseFilter
from whoholds.model import (
    Act,
    Attribution,
    Claim,
    Cluster,
    Factuality,
    Interest,
    KnownClaim,
    Part,
    Period,
    Place,
    PlaceKind,
    SourceKind,
    Span,
)

TOWN = Place("geonames:1", "Kunduz", PlaceKind.SETTLEMENT, "AF", "Kunduz", 36.73, 68.86)
FIRST = date(2021, 8, 1)
SIDES = ("group:a", "group:b", "state:c")
ESTIMATORS: tuple[Estimator, ...] = (PhaseFilter(), LastReport(), Persistence(), Majority())

days = st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def claims(draw: st.DrawFn) -> list[KnownClaim]:
    """Claims of any act, side, speaker and factuality about one town, published on the day or later."""
    return [draw(known_claims(number)) for number in range(draw(st.integers(0, 12)))]


@st.composite
def known_claims(draw: st.DrawFn, number: int) -> KnownClaim:
    """One such claim."""
    about = draw(days)
    actor, opponent = draw(st.sampled_from(SIDES)), draw(st.sampled_from(("", *SIDES)))
    attribution = Attribution(
        "somebody",
        draw(st.sampled_from(SourceKind)),
        draw(st.sampled_from(Interest)),
        side=draw(st.sampled_from(("", *SIDES))),
    )
    claim = Claim(
        id=f"claim {number}",
        report_id=f"report {number}",
        act=draw(st.sampled_from(Act)),
        actor=actor,
        actor_side=actor,
        opponent=opponent,
        opponent_side=opponent,
        place_name=TOWN.name,
        place=TOWN,
        part=draw(st.sampled_from(Part)),
        country="AF",
        when=Period(about, about + timedelta(days=draw(st.integers(0, 3)))),
        attribution=attribution,
        factuality=draw(st.sampled_from(Factuality)),
        quote=Span(0, 1),
        place_span=None,
        time_span=None,
        score=draw(st.floats(0.0, 1.0)),
        made_by="hypothesis",
    )
    published = datetime.combine(about + timedelta(days=draw(st.integers(0, 20))), time(draw(st.integers(0, 23))), UTC)
    retracted = draw(st.none() | st.just(published + timedelta(days=3)))
    return KnownClaim(claim, "a paper", published, f"origin {draw(st.integers(0, 8))}", retracted)


@st.composite
def evidence(draw: st.DrawFn, name: str = "c") -> list[Cluster]:
    """The clusters of such claims."""
    return list(gather_clusters(draw(claims())).clusters)


@settings(max_examples=60, deadline=None)
@given(claims(), st.randoms(), days, days)
def test_the_order_of_claims_and_clusters_never_matters(said: list[KnownClaim], chance, on: date, known: date) -> None:
    """To the bit, for every estimator."""
    gathered = gather_clusters(said, known=known)
    shuffled = list(said)
    chance.shuffle(shuffled)
    assert gather_clusters(shuffled, known=known) == gathered
    clusters = list(gathered.clusters)
    chance.shuffle(clusters)
    for estimator in ESTIMATORS:
        straight = estimator.explain(TOWN, gathered.clusters, on=on, known=known)
        assert estimator.explain(TOWN, clusters, on=on, known=known) == straight


@settings(max_examples=60, deadline=None)
@given(claims(), claims(), days, days)
def test_what_is_published_after_a_day_leaves_what_was_known_on_it_as_it_was(
    said: list[KnownClaim], more: list[KnownClaim], on: date, known: date
) -> None:
    """To the bit: neither a later claim, denial, copy nor retraction reaches back."""
    later = [
        replace(
            k,
            claim=replace(k.claim, id=f"later {n}"),
            published=datetime.combine(known, time.max, UTC) + timedelta(n + 1),
        )
        for n, k in enumerate(more)
    ]
    withdrawn = [replace(k, retracted=datetime.combine(known, time.max, UTC) + timedelta(days=1)) for k in said]
    standing = [replace(k, retracted=None) for k in said]
    then = gather_clusters(standing, known=known).clusters
    now = gather_clusters([*withdrawn, *later], known=known).clusters
    for estimator in ESTIMATORS:
        assert estimator.estimate(TOWN, now, on=on, known=known) == estimator.estimate(TOWN, then, on=on, known=known)
    seen = gather_clusters([*standing, *later]).clusters
    early = [c for c in seen if c.known <= datetime.combine(known, time.max, UTC)]
    assert PhaseFilter().estimate(TOWN, seen, on=on, known=known) == PhaseFilter().estimate(
        TOWN, early, on=on, known=known
    )


@settings(max_examples=60, deadline=None)
@given(evidence(), days)
def test_probabilities_are_probabilities(clusters: list[Cluster], on: date) -> None:
    """None is negative, and holders and contested leave something or nothing of 1, forward and in hindsight."""
    late = FIRST + timedelta(days=200)
    for estimate in (
        PhaseFilter().estimate(TOWN, clusters, on=on, known=late),
        PhaseFilter().settle(TOWN, clusters, on=on, known=late),
    ):
        shares = [p for _, p in estimate.holders] + [estimate.contested]
        assert all(p >= 0.0 for p in shares)
        assert sum(shares) <= 1.0 + 1e-9
        assert list(estimate.holders) == sorted(estimate.holders, key=lambda pair: (-pair[1], pair[0]))


@settings(max_examples=60, deadline=None)
@given(claims(), st.integers(1, 5), days)
def test_copies_change_nothing_but_the_reach(said: list[KnownClaim], outlets: int, on: date) -> None:
    """The same statement, from the same origin, in more papers on later days."""
    copies = [
        replace(
            k,
            claim=replace(k.claim, id=f"{k.claim.id} copy {n}", report_id=f"copy {n} of {k.claim.report_id}"),
            published=k.published + timedelta(hours=1 + n),  # type: ignore[operator]
            publisher=f"paper {n}",
        )
        for k in said
        for n in range(outlets)
    ]
    late = FIRST + timedelta(days=200)
    alone = PhaseFilter().estimate(TOWN, gather_clusters(said).clusters, on=on, known=late)
    copied = PhaseFilter().estimate(TOWN, gather_clusters([*said, *copies]).clusters, on=on, known=late)
    assert copied == alone


@settings(max_examples=60, deadline=None)
@given(evidence(), st.sampled_from(SIDES), days)
def test_an_admission_moves_at_least_as_much_as_a_boast(clusters: list[Cluster], side: str, on: date) -> None:
    """The other side's word that a place was lost, in place of the winner's own."""
    late = FIRST + timedelta(days=200)

    def with_word_of(speaker: str) -> float:
        word = Cluster(
            "zz", TOWN.id, Act.TAKES, side, "", speaker, False, on, datetime.combine(on, time(1), UTC), 1.0, 1, ("zz",)
        )
        holders = PhaseFilter().estimate(TOWN, [*clusters, word], on=on, known=late).holders
        return dict(holders)[side]

    assert with_word_of("adversary") >= with_word_of("own") - 1e-9


@settings(max_examples=60, deadline=None)
@given(evidence(), st.integers(0, 400), st.integers(1, 2000))
def test_silence_makes_a_likely_holder_no_likelier(clusters: list[Cluster], wait: int, more: int) -> None:
    """From ninety days after the last word on; what it may gain is the end of a contest, which is not certainty."""
    first = FIRST + timedelta(days=160 + wait)
    late = first + timedelta(days=more)
    before = PhaseFilter().estimate(TOWN, clusters, on=first, known=late)
    after = PhaseFilter().estimate(TOWN, clusters, on=late, known=late)
    if before.holders and before.holders[0][1] >= 0.7:
        side, probability = before.holders[0]
        assert dict(after.holders)[side] + after.contested <= probability + before.contested + 1e-9


@settings(max_examples=40, deadline=None)
@given(evidence(), days)
def test_without_later_evidence_hindsight_is_the_forward_estimate(clusters: list[Cluster], on: date) -> None:
    """Smoothing the last day changes nothing."""
    late = FIRST + timedelta(days=200)
    known = [c for c in clusters if c.about <= on]
    forward = PhaseFilter().estimate(TOWN, known, on=on, known=late)
    settled = PhaseFilter().settle(TOWN, known, on=on, known=late)
    assert [(s, round(p, 9)) for s, p in settled.holders] == [(s, round(p, 9)) for s, p in forward.holders]
