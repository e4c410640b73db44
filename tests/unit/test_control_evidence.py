"""From claims to clusters."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from whoholds.control.evidence import gather_clusters
from whoholds.control.propositions import resolve_day
from whoholds.model import (
    Act,
    Attribution,
    Claim,
    Factuality,
    Interest,
    KnownClaim,
    Part,
    Period,
    Place,
    PlaceKind,
    SourceKind,
    Span,
    Unresolved,
)

TOWN = Place("geonames:1", "Kunduz", PlaceKind.SETTLEMENT, "AF", "Kunduz", 36.73, 68.86)
PROVINCE = Place("geonames:2", "Kunduz", PlaceKind.PROVINCE, "AF", "Kunduz", 36.8, 68.9)
TALIBAN, ARMY = "group:taliban", "state:AF"
DAY = date(2021, 8, 8)


def said(
    name: str,
    act: Act = Act.TAKES,
    *,
    actor: str = TALIBAN,
    opponent: str = "",
    speaker: str = "",
    kind: SourceKind = SourceKind.BELLIGERENT,
    interest: Interest = Interest.OWN,
    factuality: Factuality = Factuality.CERTAIN,
    part: Part = Part.WHOLE,
    place: Place | Unresolved = TOWN,
    when: Period | Unresolved | date = DAY,
    published: date = DAY,
    origin: str = "",
    report: str = "",
    retracted: datetime | None = None,
    score: float = 1.0,
) -> KnownClaim:
    claim = Claim(
        id=name,
        report_id=report or f"report of {name}",
        act=act,
        actor=actor,
        actor_side=actor,
        opponent=opponent,
        opponent_side=opponent,
        place_name="Kunduz",
        place=place,
        part=part,
        country="AF",
        when=Period.day(when) if isinstance(when, date) else when,
        attribution=Attribution("somebody", kind, interest, side=speaker),
        factuality=factuality,
        quote=Span(0, 1),
        place_span=None,
        time_span=None,
        score=score,
        made_by="a test",
    )
    return KnownClaim(
        claim, "a paper", datetime.combine(published, time(9), UTC), origin or f"origin {name}", retracted
    )


WITNESS = {"kind": SourceKind.WITNESS, "interest": Interest.INDEPENDENT}
NARRATOR = {"kind": SourceKind.NARRATOR, "interest": Interest.NARRATOR}
MINISTRY = {"speaker": ARMY, "interest": Interest.ADVERSARY}


def test_one_statement_in_five_outlets_is_one_cluster_with_a_reach_of_five() -> None:
    """Copies count once."""
    copies = [said(f"c{i}", origin="the spokesman") for i in range(5)]
    (cluster,) = gather_clusters(copies).clusters
    assert (cluster.reach, cluster.claim_ids) == (5, ("c0", "c1", "c2", "c3", "c4"))


def test_two_speakers_of_one_report_are_two_clusters() -> None:
    """A correspondent who confirms a claim is another witness, even under the same origin."""
    both = [said("boast", origin="a story"), said("seen", origin="a story", **WITNESS)]
    assert sorted(c.speaker for c in gather_clusters(both).clusters) == ["own", "witness"]


def test_a_denial_makes_its_claim_a_dispute_and_is_no_cluster_of_its_own() -> None:
    """The denial adds its sentence to the dispute."""
    (cluster,) = gather_clusters([said("boast"), said("denial", factuality=Factuality.DENIED, **MINISTRY)]).clusters
    assert (cluster.disputed, cluster.speaker, cluster.claim_ids) == (True, "own", ("boast", "denial"))


def test_a_denial_leaves_a_witness_undisputed() -> None:
    """Who was there is not made doubtful by a ministry."""
    clusters = gather_clusters([said("seen", **WITNESS), said("denial", factuality=Factuality.DENIED, **MINISTRY)])
    assert {c.claim_ids: c.disputed for c in clusters.clusters} == {("seen",): False, ("denial",): True}


def test_a_denial_published_later_is_not_seen_earlier() -> None:
    """As known on the day before the denial, the claim stands undisputed."""
    claims = [said("boast"), said("denial", factuality=Factuality.DENIED, published=date(2021, 8, 10), **MINISTRY)]
    assert [c.disputed for c in gather_clusters(claims, known=date(2021, 8, 9)).clusters] == [False]
    assert [c.disputed for c in gather_clusters(claims, known=date(2021, 8, 10)).clusters] == [True]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"speaker": TALIBAN}, "own"),
        (MINISTRY, "adversary"),
        (WITNESS, "witness"),
        ({"kind": SourceKind.JOURNALIST, "interest": Interest.INDEPENDENT}, "witness"),
        ({"kind": SourceKind.MONITOR, "interest": Interest.INDEPENDENT}, "monitor"),
        (NARRATOR, "narrator"),
        ({"kind": SourceKind.THIRD_STATE, "interest": Interest.INDEPENDENT}, "independent"),
        ({"interest": Interest.ADVERSARY}, "adversary"),
    ],
)
def test_the_role_of_a_speaker_is_seen_from_the_side_that_gains(words: dict[str, object], expected: str) -> None:
    """Own gain, the other side's admission, or somebody else's word."""
    (cluster,) = gather_clusters([said("c", **words)]).clusters  # type: ignore[arg-type]
    assert cluster.speaker == expected


def test_losing_a_place_favours_the_opponent_and_is_an_admission_when_the_loser_says_so() -> None:
    """The actor of ``loses`` is the one spoken against."""
    (cluster,) = gather_clusters([said("c", Act.LOSES, actor=ARMY, opponent=TALIBAN, speaker=ARMY)]).clusters
    assert (cluster.side, cluster.against, cluster.speaker) == (TALIBAN, ARMY, "adversary")


def test_losing_a_place_to_nobody_named_speaks_against_the_loser_only() -> None:
    """No side is favoured."""
    (cluster,) = gather_clusters([said("c", Act.LOSES, actor=ARMY, **NARRATOR)]).clusters
    assert (cluster.side, cluster.against) == ("", ARMY)


def test_a_failed_capture_is_an_attempt_beaten_back() -> None:
    """In the report's own voice, "failed to capture" speaks against the one who tried."""
    (cluster,) = gather_clusters([said("c", factuality=Factuality.DENIED, opponent=ARMY, **NARRATOR)]).clusters
    assert (cluster.act, cluster.side, cluster.against) == (Act.REPELS, ARMY, TALIBAN)


def test_not_holding_speaks_against_the_one_named() -> None:
    """It says nothing of who does."""
    (cluster,) = gather_clusters([said("c", Act.HOLDS, factuality=Factuality.DENIED, **WITNESS)]).clusters
    assert (cluster.act, cluster.side, cluster.against) == (Act.HOLDS, "", TALIBAN)


def test_taking_the_airport_is_a_foothold_of_small_weight() -> None:
    """A facility is not the town."""
    (cluster,) = gather_clusters([said("c", part=Part.FACILITY)]).clusters
    assert (cluster.act, cluster.weight) == (Act.ENTERS, 0.3)


def test_a_hedged_claim_counts_half_and_the_score_of_the_reading_multiplies() -> None:
    """0.5 × 0.8."""
    (cluster,) = gather_clusters([said("c", factuality=Factuality.HEDGED, score=0.8)]).clusters
    assert cluster.weight == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"place": Unresolved("two places")}, "its place is not located: two places"),
        ({"when": Unresolved("no day")}, "nobody knows for which day: no day"),
        ({"factuality": Factuality.PLANNED}, "a plan, aim or forecast is no evidence"),
        ({"part": Part.REGION}, "it speaks of the region, not of the place itself"),
        ({"when": date(2021, 8, 20)}, "it speaks of a day after its publication"),
        ({"actor": ""}, "it names no side"),
        ({"retracted": datetime(2021, 8, 9, tzinfo=UTC)}, "it was retracted"),
        (
            {"act": Act.CLASHES, "factuality": Factuality.DENIED},
            "a denial of fighting or of an advance is no evidence of its own",
        ),
    ],
)
def test_a_claim_that_gives_no_evidence_is_set_aside_with_its_reason(words: dict[str, object], reason: str) -> None:
    """Nothing is dropped in silence."""
    gathered = gather_clusters([said("c", **words)])  # type: ignore[arg-type]
    assert gathered.clusters == ()
    assert [(s.claim_id, s.reason) for s in gathered.set_aside] == [("c", reason)]


def test_a_region_is_evidence_about_itself() -> None:
    """A province's own claims count for the province."""
    (cluster,) = gather_clusters([said("c", part=Part.REGION, place=PROVINCE)]).clusters
    assert cluster.place_id == PROVINCE.id


def test_a_retraction_counts_from_its_instant_on() -> None:
    """Before it, the claim stands."""
    claim = said("c", retracted=datetime(2021, 8, 9, 12, tzinfo=UTC))
    assert len(gather_clusters([claim], known=date(2021, 8, 8)).clusters) == 1
    assert len(gather_clusters([claim], known=date(2021, 8, 9)).clusters) == 0


def test_a_state_is_placed_at_the_end_of_its_period_and_an_event_in_the_middle() -> None:
    """Said to be so "since Friday", it speaks of the day of publication."""
    week = Period(date(2021, 8, 2), date(2021, 8, 8))
    since = Period(date(2021, 8, 6), Unresolved("still so"))
    assert resolve_day(week, act=Act.TAKES, published=DAY) == date(2021, 8, 5)
    assert resolve_day(week, act=Act.HOLDS, published=DAY) == DAY
    assert resolve_day(since, act=Act.HOLDS, published=date(2021, 8, 9)) == date(2021, 8, 9)
    assert resolve_day(since, act=Act.TAKES, published=date(2021, 8, 9)) == date(2021, 8, 6)


def test_history_is_placed_at_its_day_and_counts_by_how_exact_it_is() -> None:
    """A fall "in 2015" is known to a year: 31/365 of its weight."""
    (cluster,) = gather_clusters([said("c", when=Period(date(2015, 1, 1), date(2015, 12, 31)))]).clusters
    assert cluster.about == date(2015, 7, 2)
    assert cluster.weight == pytest.approx(31 / 365)


def test_a_users_table_merges_sides_by_key_or_by_name() -> None:
    """``name:`` keys stand for actors that the reader knows no party of."""
    claims = [said("a", actor="group:a"), said("b", actor="group:b", origin="else")]
    sides = {c.side for c in gather_clusters(claims, sides={"group:b": "group:a"}).clusters}
    assert sides == {"group:a"}


def test_one_origin_that_says_the_same_two_weeks_later_says_it_again() -> None:
    """Two statements of one source are two clusters when their days are far apart."""
    claims = [said("a", origin="ministry"), said("b", origin="ministry", when=date(2021, 7, 20))]
    assert [c.about.day for c in gather_clusters(claims).clusters] == [20, 8]


@pytest.mark.parametrize(
    ("act", "day", "disputed"),
    [
        (Act.HOLDS, DAY, True),  # "we are still there", of the day on which the other side says that it came
        (Act.HOLDS, date(2021, 8, 12), True),
        (Act.HOLDS, date(2021, 8, 30), False),  # weeks later: it may have come back
        (Act.HOLDS, date(2021, 8, 7), False),  # the day before: both may be true
        (Act.TAKES, date(2021, 8, 12), False),  # it took the place back
    ],
)
def test_two_sides_that_each_speak_for_themselves_deny_each_other(act: Act, day: date, disputed: bool) -> None:
    claims = [said("a", speaker=TALIBAN), said("b", act, actor=ARMY, speaker=ARMY, when=day, published=day)]
    assert {c.disputed for c in gather_clusters(claims).clusters} == {disputed}


def test_what_others_say_of_a_holder_denies_nobodys_own_word() -> None:
    witness = said("b", Act.HOLDS, actor=ARMY, kind=SourceKind.WITNESS, interest=Interest.INDEPENDENT)
    assert not any(c.disputed for c in gather_clusters([said("a", speaker=TALIBAN), witness]).clusters)


@pytest.mark.parametrize(
    ("taker", "day", "side"),
    [(TALIBAN, DAY, TALIBAN), (TALIBAN, date(2021, 8, 20), ""), (ARMY, DAY, "")],
)
def test_a_loss_to_nobody_named_admits_the_claim_of_the_same_days(taker: str, day: date, side: str) -> None:
    loss = said("b", Act.LOSES, actor=ARMY, speaker=ARMY)
    clusters = gather_clusters([said("a", actor=taker, speaker=taker, when=day, published=day), loss]).clusters
    (admitted,) = [c for c in clusters if c.act is Act.LOSES]
    assert (admitted.side, admitted.against, admitted.speaker) == (side, ARMY, "adversary")


def test_a_loss_is_nobodys_gain_while_two_sides_claim_it() -> None:
    claims = [said("a"), said("c", actor="group:other"), said("b", Act.LOSES, actor=ARMY, speaker=ARMY)]
    (loss,) = [c for c in gather_clusters(claims).clusters if c.act is Act.LOSES]
    assert loss.side == ""
