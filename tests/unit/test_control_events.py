"""Events: claims that speak of one thing, with who confirms, who denies, and what cannot both be true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from fakes import KOBAR, NASIM, make_claim, make_report
from whoholds.control.events import Event, find_events
from whoholds.model import Act, Factuality, Interest, KnownClaim, Period, SourceKind

ARMY, REBELS = "state:SY", "group:rebels"


def said(
    number: int,
    *,
    act: Act = Act.TAKES,
    side: str = ARMY,
    opponent: str = "",
    by: str = ARMY,
    source: str = "",
    kind: SourceKind = SourceKind.BELLIGERENT,
    day: int = 1,
    factuality: Factuality = Factuality.CERTAIN,
    origin: str = "",
    place: object = KOBAR,
    retracted: datetime | None = None,
) -> KnownClaim:
    report = make_report(f"r{number}")
    claim = make_claim(
        report,
        act=act,
        actor=side,
        side=side,
        source=source or by,
        source_kind=kind,
        factuality=factuality,
        place=place,  # type: ignore[arg-type]
        when=Period.day(date(2021, 8, day)),
    )
    interest = Interest.OWN if by == side else Interest.ADVERSARY
    spoken = replace(claim.attribution, side=by if kind is SourceKind.BELLIGERENT else "", interest=interest)
    claim = replace(claim, attribution=spoken, opponent=opponent, opponent_side=opponent)
    published = datetime(2021, 8, day, 10 + number, tzinfo=UTC)
    return KnownClaim(claim, "Wire", published, origin or f"r{number}/{source or by}", retracted)


def only(events: tuple[Event, ...]) -> Event:
    (event,) = events
    return event


def test_a_claim_and_the_other_sides_denial_are_one_disputed_event() -> None:
    event = only(find_events([said(1), said(2, by=REBELS, day=3, factuality=Factuality.DENIED)]))
    assert (event.what, event.side, event.first) == ("change", ARMY, date(2021, 8, 1))
    assert [voice.side for voice in event.confirms] == [ARMY]
    assert [(voice.side, voice.role) for voice in event.denies] == [(REBELS, "adversary")]
    assert event.disputed


def test_copies_of_a_statement_are_one_voice_with_a_reach() -> None:
    event = only(find_events([said(n, origin="r1/army") for n in (1, 2, 3)]))
    (voice,) = event.confirms
    assert (voice.reach, voice.claim_ids) == (3, ("r1:1", "r2:1", "r3:1"))
    assert not event.disputed


def test_a_loss_that_its_holder_admits_confirms_the_winners_claim() -> None:
    event = only(find_events([said(1), said(2, act=Act.LOSES, side=REBELS, opponent=ARMY, by=REBELS, day=2)]))
    assert [voice.role for voice in event.confirms] == ["own", "adversary"]
    assert (event.side, event.last) == (ARMY, date(2021, 8, 2))


def test_a_withdrawal_to_nobody_named_confirms_the_claim_of_the_same_day() -> None:
    event = only(find_events([said(1), said(2, act=Act.LOSES, side=REBELS, by=REBELS)]))
    assert ([voice.side for voice in event.confirms], event.disputed) == ([ARMY, REBELS], False)


def test_days_far_apart_are_two_events_and_a_denial_meets_the_near_one() -> None:
    events = find_events([said(1), said(2, day=20), said(3, by=REBELS, day=21, factuality=Factuality.DENIED)])
    assert [(event.first.day, bool(event.denies)) for event in events] == [(1, False), (20, True)]


def test_we_have_not_lost_it_denies_whoever_says_that_it_fell() -> None:
    denial = said(2, act=Act.LOSES, side=REBELS, by=REBELS, factuality=Factuality.DENIED)
    event = only(find_events([said(1), denial]))
    assert [voice.side for voice in event.denies] == [REBELS]


def test_a_denial_whose_claim_is_unseen_stands_alone() -> None:
    event = only(find_events([said(1, by=REBELS, factuality=Factuality.DENIED)]))
    assert (event.confirms, len(event.denies), event.disputed) == ((), 1, True)


def test_two_holders_of_one_day_are_rivals_and_of_two_days_are_not() -> None:
    army = said(1, act=Act.HOLDS)
    one, other = find_events([army, said(2, act=Act.HOLDS, side=REBELS, by=REBELS)])
    assert (one.rivals, other.rivals) == ((other.id,), (one.id,))
    later = find_events([army, said(2, act=Act.HOLDS, side=REBELS, by=REBELS, day=5)])
    assert [event.disputed for event in later] == [False, False]


def test_places_and_kinds_of_events_stay_apart() -> None:
    events = find_events([said(1), said(2, place=NASIM), said(3, act=Act.CLASHES)])
    told = {(event.place.name, event.what) for event in events}
    assert told == {("Kobar", "change"), ("Kobar", "clash"), ("Nasim", "change")}
    assert [event.place.name for event in events] == ["Kobar", "Kobar", "Nasim"]


def test_what_was_retracted_or_planned_is_no_event() -> None:
    gone = said(1, retracted=datetime(2021, 8, 2, tzinfo=UTC))
    assert find_events([gone, said(2, factuality=Factuality.PLANNED)]) == ()


@pytest.mark.parametrize("turn", [1, -1])
def test_the_order_of_the_claims_does_not_matter(turn: int) -> None:
    claims = [said(1), said(2, by=REBELS, day=3, factuality=Factuality.DENIED), said(3, act=Act.HOLDS, side=REBELS)]
    assert find_events(claims[::turn]) == find_events(claims)
