"""What every ledger makes of the corrections of reviewers."""

from datetime import UTC, date, datetime

import pytest

from fakes import KOBAR, NASIM, make_claim, make_report
from whoholds.errors import LedgerError, UsageError
from whoholds.ledger.interface import ClaimFilter, Ledger
from whoholds.model import (
    Act,
    Claim,
    Decision,
    Period,
    Place,
    Review,
    SourceKind,
    Unresolved,
)


def at(day: int) -> datetime:
    return datetime(2021, 8, day, 6, tzinfo=UTC)


def correct(field: str, new: str, day: int, place: Place | None = None, claim: str = "wire-1:1") -> Review:
    return Review(claim, Decision.CORRECT, "ana", at(day), "misread", field, "", new, place)


def read_on(ledger: Ledger, day: int) -> Claim:
    (known,) = ledger.claims(ClaimFilter(known=date(2021, 8, day), claim_ids=("wire-1:1",)))
    return known.claim


def test_a_correction_counts_from_its_day_and_the_old_reading_stays(ledger: Ledger) -> None:
    report = make_report()
    read = make_claim(report)
    ledger.add(report, [read])
    ledger.review(correct("act", "loses", 5), correct("when", "2021-07-30..2021-07-31", 5))
    assert read_on(ledger, 4) == read
    corrected = read_on(ledger, 5)
    assert (corrected.act, corrected.when) == (Act.LOSES, Period(date(2021, 7, 30), date(2021, 7, 31)))
    assert (corrected.score, corrected.made_by) == (1.0, "test@1+review")


def test_the_later_of_two_corrections_counts_whatever_the_order_they_came_in(ledger: Ledger) -> None:
    report = make_report()
    ledger.add(report, [make_claim(report)])
    ledger.review(correct("act", "loses", 7))
    ledger.review(correct("act", "holds", 5))
    assert [read_on(ledger, day).act for day in (4, 6, 8)] == [Act.TAKES, Act.HOLDS, Act.LOSES]


def test_a_claim_moved_to_another_place_is_found_there_only(ledger: Ledger) -> None:
    report = make_report()
    ledger.add(report, [make_claim(report)])
    ledger.review(correct("place", NASIM.id, 5, NASIM))
    found = {
        (day, place.id): [
            one.claim.place_name for one in ledger.claims(ClaimFilter(place.id, known=date(2021, 8, day)))
        ]
        for day in (4, 5)
        for place in (KOBAR, NASIM)
    }
    assert found == {(4, KOBAR.id): ["Kobar"], (4, NASIM.id): [], (5, KOBAR.id): [], (5, NASIM.id): ["Nasim"]}
    assert ledger.place_ids() == (KOBAR.id, NASIM.id)
    assert list(ledger.places(box=(34.0, 37.0, 35.0, 38.0))) == [NASIM]


def test_a_claim_taken_off_the_map_is_unlocated(ledger: Ledger) -> None:
    report = make_report()
    ledger.add(report, [make_claim(report)])
    ledger.review(correct("place", "", 5))
    assert [one.claim.place for one in ledger.claims(ClaimFilter(located=False))] == [
        Unresolved("a reviewer took it off the map")
    ]
    assert list(ledger.claims(ClaimFilter(located=True))) == []


def test_a_corrected_speaker_joins_the_origin_it_would_have_had(ledger: Ledger) -> None:
    first, second = make_report("a"), make_report("b", "Another story altogether, told by another.", published=at(2))
    ledger.add(first, [make_claim(first, source="Dana Aziz", source_kind=SourceKind.OFFICIAL)])
    ledger.add(second, [make_claim(second, source="residents", source_kind=SourceKind.WITNESS)])
    ledger.review(correct("source", "Dana Aziz", 5, claim="b:1"), correct("source_kind", "official", 5, claim="b:1"))
    by_day = [[one.origin for one in ledger.claims(ClaimFilter(known=date(2021, 8, day)))] for day in (4, 5)]
    assert by_day == [["a/dana aziz", "b/witness"], ["a/dana aziz", "a/dana aziz"]]


def test_reviews_are_kept_all_or_none(ledger: Ledger) -> None:
    report = make_report()
    ledger.add(report, [make_claim(report)])
    with pytest.raises(LedgerError):
        ledger.review(correct("act", "loses", 5), correct("act", "loses", 5, claim="wire-9:9"))
    assert list(ledger.reviews()) == []


@pytest.mark.parametrize(
    ("field", "new"),
    [("act", "eats"), ("score", "1"), ("when", "yesterday"), ("place", "geonames:1"), ("actor", "a\x00b"), ("id", "x")],
)
def test_a_correction_that_cannot_be_is_refused(ledger: Ledger, field: str, new: str) -> None:
    report = make_report()
    ledger.add(report, [make_claim(report)])
    with pytest.raises(UsageError):
        ledger.review(correct(field, new, 5))
    assert list(ledger.reviews()) == []
