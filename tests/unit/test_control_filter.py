"""Who holds a place, by the phase filter."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from whoholds.control.phase_filter import PhaseFilter
from whoholds.model import Act, Cluster, Place, PlaceKind, Status, Unresolved

TOWN = Place("geonames:1", "Kunduz", PlaceKind.SETTLEMENT, "AF", "Kunduz", 36.73, 68.86)
TALIBAN, ARMY = "group:taliban", "state:AF"
DAY = date(2021, 8, 8)


def evidence(
    name: str,
    act: Act = Act.TAKES,
    *,
    side: str = TALIBAN,
    against: str = "",
    speaker: str = "own",
    disputed: bool = False,
    about: date = DAY,
    known: date | None = None,
    weight: float = 1.0,
    reach: int = 1,
) -> Cluster:
    return Cluster(
        id=name,
        place_id=TOWN.id,
        act=act,
        side=side,
        against=against,
        speaker=speaker,
        disputed=disputed,
        about=about,
        known=datetime.combine(known or about, time(9), UTC),
        weight=weight,
        reach=reach,
        claim_ids=(name,),
        origin=name,
    )


def held(clusters: list[Cluster], *, on: date = DAY, known: date | None = None, **words: object) -> float:
    """The Taliban's probability."""
    estimate = PhaseFilter(**words).estimate(TOWN, clusters, on=on, known=known or on)  # type: ignore[arg-type]
    return dict(estimate.holders).get(TALIBAN, 0.0)


def test_without_a_report_there_is_no_report() -> None:
    """``no_report`` is not ``unknown``."""
    estimate = PhaseFilter().estimate(TOWN, [], on=DAY, known=DAY)
    assert (estimate.status, estimate.holder, estimate.holders) == (Status.NO_REPORT, "", ())
    assert isinstance(estimate.last_evidence, Unresolved)


def test_a_start_map_gives_the_holder_before_any_report() -> None:
    """Shown as having no report all the same."""
    estimate = PhaseFilter(start={TOWN.id: ARMY}).estimate(TOWN, [], on=DAY, known=DAY)
    assert (estimate.status, estimate.holder) == (Status.NO_REPORT, ARMY)
    assert estimate.probability == pytest.approx(0.99, abs=0.01)


def test_a_boast_alone_is_claimed_and_unconfirmed() -> None:
    """However likely, only the side itself says so."""
    estimate = PhaseFilter().estimate(TOWN, [evidence("boast")], on=DAY, known=DAY)
    assert (estimate.status, estimate.claimed_by) == (Status.CLAIMED_UNCONFIRMED, (TALIBAN,))


def test_a_boast_that_a_correspondent_confirms_is_held_by_two_origins() -> None:
    """The Kunduz example of CLAIMS.md."""
    clusters = [evidence("boast"), evidence("seen", speaker="witness")]
    estimate = PhaseFilter().estimate(TOWN, clusters, on=DAY, known=DAY)
    assert (estimate.status, estimate.holder, estimate.origins, estimate.since) == (Status.HELD, TALIBAN, 2, DAY)
    assert estimate.probability > 0.9


def test_an_admission_moves_more_than_a_boast_and_a_dispute_less() -> None:
    """Who speaks matters."""
    start = {"start": {TOWN.id: ARMY}}
    dispute = held([evidence("c", disputed=True)], **start)
    boast = held([evidence("c")], **start)
    admission = held([evidence("c", speaker="adversary")], **start)
    assert held([], **start) < dispute < boast < admission


def test_a_loss_to_nobody_named_makes_the_loser_less_likely() -> None:
    """And it makes no other side the holder."""
    lost = evidence("lost", Act.LOSES, side="", against=TALIBAN, speaker="narrator")
    assert held([lost]) < 0.15
    assert PhaseFilter().estimate(TOWN, [lost], on=DAY, known=DAY).status is Status.UNKNOWN


def test_ten_boasts_of_one_camp_stay_under_the_cap_until_somebody_else_speaks() -> None:
    """20:1 together; one more boast then moves nothing."""
    boasts = [evidence(f"b{i}", about=DAY + timedelta(days=8 * i)) for i in range(3)]
    more = [*boasts, evidence("b3", about=DAY + timedelta(days=17))]
    on = DAY + timedelta(days=17)
    capped = PhaseFilter().explain(TOWN, more, on=on, known=on)
    assert next(e.moved for e in capped.effects if e.cluster.id == "b3") == pytest.approx(0.0, abs=0.02)


def test_silence_makes_less_certain_and_at_last_unknown() -> None:
    """Through the hazard alone."""
    clusters = [evidence("boast"), evidence("seen", speaker="witness")]
    course = [held(clusters, on=DAY + timedelta(days=n)) for n in (0, 30, 200, 1000)]
    assert course == sorted(course, reverse=True)
    late = DAY + timedelta(days=3000)
    assert PhaseFilter().estimate(TOWN, clusters, on=late, known=late).status is Status.UNKNOWN


def test_what_became_known_later_changes_nothing_before() -> None:
    """To the bit, whatever day it speaks of, and whatever side it names."""
    early = [evidence("boast")]
    late = evidence("denial", Act.HOLDS, side="group:else", speaker="monitor", known=DAY + timedelta(days=5))
    estimator = PhaseFilter()
    assert estimator.estimate(TOWN, early, on=DAY, known=DAY) == estimator.estimate(
        TOWN, [*early, late], on=DAY, known=DAY
    )


def test_a_late_report_counts_on_the_day_it_speaks_of_once_it_is_known() -> None:
    """As known on a later day about an earlier one."""
    late = evidence("seen", speaker="witness", known=DAY + timedelta(days=5))
    assert held([evidence("boast"), late], known=DAY + timedelta(days=5)) > held([evidence("boast"), late])


def test_hindsight_uses_what_later_days_say() -> None:
    """That the army still held it in September speaks against the boast of August."""
    later = DAY + timedelta(days=20)
    clusters = [evidence("boast"), evidence("seen", Act.HOLDS, side=ARMY, speaker="witness", about=later)]
    estimator = PhaseFilter()
    forward = dict(estimator.estimate(TOWN, clusters, on=DAY, known=later).holders)
    hindsight = dict(estimator.settle(TOWN, clusters, on=DAY, known=later).holders)
    assert hindsight[ARMY] > forward.get(ARMY, 0.0)
    assert hindsight[TALIBAN] < forward[TALIBAN]


def test_fighting_makes_a_place_contested() -> None:
    """Several days of clashes, told by several origins."""
    clashes = [
        evidence(f"c{i}", Act.CLASHES, side="", speaker="narrator", about=DAY - timedelta(days=i)) for i in range(8)
    ]
    estimate = PhaseFilter().estimate(TOWN, clashes, on=DAY, known=DAY)
    assert estimate.status is Status.CONTESTED


def test_a_surrounded_town_is_besieged_for_as_long_as_the_word_is_fresh() -> None:
    """Held by the one inside."""
    siege = evidence("siege", Act.BESIEGES, side=ARMY, against=TALIBAN, speaker="monitor")
    holds = evidence("holds", Act.HOLDS, side=ARMY, speaker="witness")
    estimator = PhaseFilter(start={TOWN.id: ARMY})
    assert estimator.estimate(TOWN, [siege, holds], on=DAY, known=DAY).status is Status.BESIEGED
    later = DAY + timedelta(days=60)
    assert estimator.estimate(TOWN, [siege, holds], on=later, known=later).status is Status.HELD


def test_explaining_leaves_each_cluster_out_and_adds_the_drift() -> None:
    """The effect is exact: the holder's probability with the cluster less that without."""
    boast, seen = evidence("boast"), evidence("seen", speaker="witness")
    on = DAY + timedelta(days=10)
    explanation = PhaseFilter().explain(TOWN, [boast, seen], on=on, known=on)
    moved = {e.cluster.id: e.moved for e in explanation.effects}
    assert moved["seen"] == pytest.approx(held([boast, seen], on=on) - held([boast], on=on))
    assert moved["seen"] > 0
    assert explanation.drift == pytest.approx(held([boast, seen], on=on) - held([boast, seen]))
    assert explanation.before == pytest.approx(0.52)


def test_ten_years_of_silence_are_cheap_and_equal_to_single_days() -> None:
    """The closed form is the daily loop."""
    clusters = [evidence("seen", speaker="witness")]
    estimator = PhaseFilter()
    on = DAY + timedelta(days=400)
    hazard = estimator.hazard.matrix(("", TALIBAN), activity=0.0, tempo=1.0)
    first = estimator._follow(TOWN.id, "", tuple(clusters), until=on)
    by_day = first.after[-2]
    for _ in range((on - first.segments[-2].last).days):
        by_day = by_day @ hazard
    assert first.after[-1] == pytest.approx(by_day)


def test_the_belief_of_every_day_ends_where_the_estimate_stands() -> None:
    """One call for a timeline, the same figures; before the first evidence, what is believed without any."""
    clusters = [evidence("boast"), evidence("seen", speaker="witness", about=DAY + timedelta(days=4))]
    first, last = DAY - timedelta(days=5), DAY + timedelta(days=30)
    daily = PhaseFilter().daily(TOWN, clusters, first=first, last=last)
    column = daily.held[:, daily.sides.index(TALIBAN)]
    assert len(column) == 36
    assert column[0] == pytest.approx(0.52)
    for n in (5, 9, 35):
        day = first + timedelta(days=n)
        assert column[n] == pytest.approx(held(clusters, on=day, known=last)), day


def test_history_is_no_guide_once_a_long_silence_is_broken() -> None:
    """Overrun in 2015 and again in 2021: the second is judged as if nothing were known, and counts from its day."""
    history = evidence("history", speaker="narrator", about=date(2015, 9, 28), known=DAY)
    estimate = PhaseFilter().estimate(TOWN, [history, evidence("news", speaker="narrator")], on=DAY, known=DAY)
    assert (estimate.status, estimate.holder, estimate.since) == (Status.HELD, TALIBAN, DAY)


def test_a_side_once_believed_to_hold_a_place_loses_it_to_a_claim_and_an_admission() -> None:
    """What the fall of a provincial capital looks like on its day."""
    clusters = [
        evidence("boast", against=ARMY),
        evidence("admission", Act.LOSES, against=ARMY, speaker="adversary"),
    ]
    start = PhaseFilter(start={TOWN.id: ARMY}, start_day=DAY - timedelta(days=60))
    assert start.estimate(TOWN, clusters, on=DAY, known=DAY).holder == TALIBAN
    assert start.estimate(TOWN, clusters[:1], on=DAY, known=DAY).holder == ARMY


def test_a_place_may_start_out_contested() -> None:
    """The start map's word for it."""
    estimate = PhaseFilter(start={TOWN.id: "contested"}).estimate(TOWN, [], on=DAY, known=DAY)
    assert estimate.contested > 0.9


def test_any_number_of_sides_may_be_named() -> None:
    """Each has its probability, largest first."""
    clusters = [
        evidence(f"c{i}", side=f"group:{i}", speaker="narrator", about=DAY - timedelta(days=9 * i)) for i in range(5)
    ]
    estimate = PhaseFilter().estimate(TOWN, clusters, on=DAY, known=DAY)
    assert estimate.holders[0][0] == "group:0"
    assert len(estimate.holders) == 5


def test_a_start_map_sums_up_what_was_before_its_day_and_says_nothing_of_it() -> None:
    """A map of July 2021 is not moved by the history of 2015, nor asked about it."""
    history = evidence("history", speaker="witness", about=date(2015, 9, 28), known=DAY)
    estimator = PhaseFilter(start={TOWN.id: ARMY}, start_day=date(2021, 7, 1))
    now = estimator.estimate(TOWN, [history], on=DAY, known=DAY)
    then = estimator.estimate(TOWN, [history], on=date(2015, 9, 28), known=DAY)
    assert (now.status, now.holder) == (Status.NO_REPORT, ARMY)
    assert (then.status, then.holder) == (Status.HELD, TALIBAN)
