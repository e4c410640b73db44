"""The pages and days that every ledger gives of its lists."""

from datetime import UTC, date, datetime

import pytest

from fakes import KOBAR, NASIM, make_claim, make_report
from whoholds.ledger.interface import ClaimFilter, Ledger
from whoholds.model import (
    Act,
    Decision,
    Factuality,
    Review,
    Span,
    Unresolved,
)


def _story_of_days(ledger: Ledger) -> list[str]:
    """Four reports of two claims each on three days; gives the claims' ids in their order."""
    ids = []
    for number, day in enumerate((1, 1, 2, 4), 1):
        report = make_report(f"r{number}", published=datetime(2021, 8, day, number, tzinfo=UTC))
        claims = [make_claim(report, n, quote=Span(n, n + 5), factuality=list(Factuality)[n]) for n in (0, 1)]
        ledger.add(report, claims)
        ids += [claim.id for claim in claims]
    return ids


@pytest.mark.parametrize("backwards", [False, True])
def test_a_page_is_a_stretch_of_the_list(ledger: Ledger, backwards: bool) -> None:
    ids = _story_of_days(ledger)
    listed = ids[::-1] if backwards else ids
    for offset in range(0, 10, 3):
        page = ledger.page(ClaimFilter(), offset=offset, limit=3, newest_first=backwards)
        assert [one.claim.id for one in page.claims] == listed[offset : offset + 3]
        assert page.total == 8


@pytest.mark.parametrize("backwards", [False, True])
def test_corrected_claims_keep_their_place_on_a_page(ledger: Ledger, backwards: bool) -> None:
    ids = _story_of_days(ledger)
    at = datetime(2021, 8, 5, tzinfo=UTC)
    ledger.review(Review(ids[2], Decision.CORRECT, "ana", at, "no", "act", "takes", "holds"))
    listed = ids[::-1] if backwards else ids
    page = ledger.page(ClaimFilter(), offset=2, limit=4, newest_first=backwards)
    assert [one.claim.id for one in page.claims] == listed[2:6]
    assert page.total == 8
    held = ledger.page(ClaimFilter(acts=(Act.HOLDS,)), offset=0, limit=9)
    assert ([one.claim.id for one in held.claims], held.total) == ([ids[2]], 1)


@pytest.mark.parametrize("place", [KOBAR.id, NASIM.id])
@pytest.mark.parametrize("known", [None, date(2021, 8, 3), date(2021, 8, 24), date(2021, 9, 1)])
def test_pages_of_one_place_are_stretches_of_its_list(ledger: Ledger, place: str, known: date | None) -> None:
    """Whether most claims are about it or few, and whether few of them were published later or most."""
    for number in range(60):
        report = make_report(f"r{number}", published=datetime(2021, 8, 1 + number % 25, number % 24, tzinfo=UTC))
        ledger.add(report, [make_claim(report, place=NASIM if number % 9 == 0 else KOBAR)])
    late = datetime(2021, 8, 2, tzinfo=UTC)
    ledger.review(Review("r9:1", Decision.CORRECT, "ana", late, "no", "place", "", KOBAR.id, KOBAR))
    only = ClaimFilter(place_id=place, known=known)
    listed = list(ledger.claims(only))
    for offset, backwards in ((0, False), (0, True), (3, True), (len(listed) - 2, False), (len(listed) + 5, True)):
        page = ledger.page(only, offset=offset, limit=4, newest_first=backwards)
        assert list(page.claims) == listed[:: -1 if backwards else 1][offset : offset + 4]
        assert page.total == len(listed) == ledger.page(only, offset=0, limit=0).total


def test_a_page_of_a_filter_counts_what_passes(ledger: Ledger) -> None:
    ids = _story_of_days(ledger)
    second = list(Factuality)[1]
    page = ledger.page(ClaimFilter(factuality=second, since=date(2021, 8, 2)), offset=0, limit=1)
    assert ([one.claim.id for one in page.claims], page.total) == ([ids[5]], 2)
    assert [one.claim.id for one in ledger.claims(ClaimFilter(factuality=second))] == ids[1::2]


def test_the_days_count_the_claims_published_on_them(ledger: Ledger) -> None:
    _story_of_days(ledger)
    undated = make_report("r9", published=Unresolved("no day"))
    ledger.add(undated, [make_claim(undated)])
    assert ledger.days() == ((date(2021, 8, 1), 4), (date(2021, 8, 2), 2), (date(2021, 8, 4), 2))


def test_reports_come_in_pages_newest_first(ledger: Ledger) -> None:
    _story_of_days(ledger)
    page = ledger.report_page(offset=1, limit=2)
    assert ([(one.id, made) for one, made in page.reports], page.total) == ([("r3", 2), ("r2", 2)], 4)


def test_a_page_of_reports_with_some_words(ledger: Ledger) -> None:
    ledger.add(make_report("a", "The bridge is open."), [])
    ledger.add(make_report("b", "The bridge was shut again."), [])
    page = ledger.report_page("BRIDGE open", offset=0, limit=5)
    assert ([one.id for one, _ in page.reports], page.total) == (["a"], 1)
    assert ledger.report_page("?!", offset=0, limit=5).total == 0
