"""What each page shows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from starlette.testclient import TestClient

from whoholds.control.events import Voice
from whoholds.ledger.interface import ClaimFilter
from whoholds.model import Decision, SourceKind
from whoholds.web.contradicting import speaker_of
from whoholds.web.desk import Desk

DAYS = "on=2021-08-03&known=2021-08-03"


@pytest.mark.parametrize("path", ["/", "/claims", "/ledger", "/disputes", "/reports", "/review", "/add", "/sign-in"])
def test_every_page_of_the_menu_opens(reading: TestClient, path: str) -> None:
    answer = reading.get(path)
    assert answer.status_code == 200
    assert "<main" in answer.text


def test_the_map_has_the_days_for_the_island(reading: TestClient) -> None:
    page = reading.get(f"/?{DAYS}").text
    days = {name: re.findall(f'data-{name}="([^"]*)"', page) for name in ("on", "known", "newest", "latest", "first")}
    assert days["on"] == days["known"] == ["2021-08-03"]
    assert days["newest"] == days["latest"] == ["2021-08-02"]
    assert days["first"] == ["2021-08-01"]


def test_a_review_lets_only_what_is_known_run_past_the_newest_report(desk: Desk, client: TestClient) -> None:
    """No report speaks of the days after the newest one: the situation on them is nobody's knowledge."""
    (claim, *_) = desk.archive.claims(ClaimFilter())
    at = datetime(2021, 9, 9, tzinfo=UTC)
    desk.archive.review(claim.claim.id, Decision.REJECT, who="ana", why="misread", at=at)
    page = client.get("/").text
    assert re.findall('data-newest="([^"]*)" data-latest="([^"]*)"', page) == [("2021-08-02", "2021-09-09")]
    assert re.findall('name="(on|known)" value="[^"]*" min="2021-08-01" max="([^"]*)"', page) == [
        ("on", "2021-08-02"),
        ("known", "2021-09-09"),
    ]


def test_the_table_equals_the_map(reading: TestClient) -> None:
    """Every place with a claim has a row; what could not be placed has none."""
    page = reading.get(f"/?{DAYS}").text
    rows = re.findall(r'<tr data-place="([^"]+)"', page)
    assert rows == ["whoholds:kobar", "whoholds:nasim"]
    assert "Nowhere" not in page


def test_without_javascript_the_map_stands_and_links_to_places(reading: TestClient) -> None:
    page = reading.get(f"/?{DAYS}").text
    assert '<a href="/places/whoholds:kobar?on=2021-08-03&amp;known=2021-08-03"><g class="place' in page


def test_a_card_tells_who_holds_it_and_on_whose_word(reading: TestClient) -> None:
    card = reading.get(f"/places/whoholds:kobar/card?{DAYS}").text
    assert card.startswith('<article class="place-card"')
    for words in ("<dt>Status</dt>", "<dt>Since</dt>", "<dt>Newest evidence</dt>", "Evidence for and against"):
        assert words in card
    assert "fighting party, about its own side" in card


def test_a_card_folds_copies_with_the_reason(reading: TestClient) -> None:
    card = reading.get(f"/places/whoholds:kobar/card?{DAYS}").text
    assert "and 1 copy" in card
    assert re.search(r"<bdi>Paper</bdi></a>: <bdi>shares \d+ of \d+ phrases with Wire", card)


def test_a_card_links_to_the_words_in_their_report(reading: TestClient) -> None:
    card = reading.get(f"/places/whoholds:kobar/card?{DAYS}").text
    href = re.search(r'href="(/reports/wire-1\?claim=[^"#]+)#', card)
    assert href
    report = reading.get(href[1].replace("&amp;", "&")).text
    assert re.search(r'<mark class="claim chosen[^>]*>Government t', report)


def test_a_card_has_the_course_of_the_probability(reading: TestClient) -> None:
    card = reading.get(f"/places/whoholds:kobar/card?{DAYS}").text
    assert 'class="chart"' in card
    assert "Probability from 20 Jul 2021 to 3 Aug 2021" in card


def test_a_card_before_anything_was_known_is_not_there(reading: TestClient) -> None:
    assert reading.get("/places/whoholds:nasim/card?on=2021-08-01&known=2021-08-01").status_code in (200, 404)


def test_an_unknown_place_is_told_plainly(reading: TestClient) -> None:
    answer = reading.get("/places/whoholds:atlantis")
    assert answer.status_code == 404
    assert "nothing is known of" in answer.text


@pytest.mark.parametrize(
    ("query", "claims"),
    [
        ("", 5),
        ("unlocated=1", 1),
        ("place=Nasim", 1),
        ("side=group:rebels", 2),
        ("source=rebels", 2),
        ("act=loses", 1),
        ("factuality=denied", 1),
        ("since=2021-08-02", 2),
        ("until=2021-08-01", 3),
        ("q=troops", 2),
        ("disputed=1", 3),
        ("q=troops&act=loses", 0),
    ],
)
def test_the_ledger_is_filtered(reading: TestClient, query: str, claims: int) -> None:
    page = reading.get(f"/claims?{query}").text
    assert f"<p>{claims} claim{'' if claims == 1 else 's'}" in page


def test_the_ledger_exports_what_is_filtered(reading: TestClient) -> None:
    page = reading.get("/claims?place=Nasim").text
    assert 'href="/claims.csv?place=Nasim"' in page
    lines = reading.get("/claims.csv?place=Nasim").text.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("claim_id,event_id,report_id,url,sha256")
    assert [one["place"] for one in reading.get("/claims.json?place=Nasim").json()] == ["Nasim"]


def test_the_ledger_is_sorted(reading: TestClient) -> None:
    def places(sort: str) -> list[str]:
        return [one["published"][:10] for one in reading.get(f"/claims.json?sort={sort}").json()]

    assert places("published") == sorted(places("published"))
    assert places("-published") == sorted(places("-published"), reverse=True)


def test_disputes_tell_who_contradicts_whom(reading: TestClient) -> None:
    page = reading.get(f"/disputes?{DAYS}").text
    assert '<span class="tag">denied</span>' in page
    assert "The rebels denied on Monday that they had lost Kobar" in page


def test_reports_are_found_by_their_words(reading: TestClient) -> None:
    assert "<p>3 reports.</p>" in reading.get("/reports").text
    assert "<p>1 report.</p>" in reading.get("/reports?q=denied+Monday").text
    assert "No report has these words" in reading.get("/reports?q=absent").text


def test_a_copy_says_what_it_copies(reading: TestClient) -> None:
    assert "Counts as a copy of" in reading.get("/reports/paper-1").text


@pytest.mark.parametrize("query", ["on=yesterday", "on=2021-13-01", "known=9999-12-31", "on=0001-01-01"])
def test_a_day_that_is_none_is_told_plainly(reading: TestClient, query: str) -> None:
    answer = reading.get(f"/?{query}")
    assert answer.status_code == 400
    assert "<h1>" in answer.text


def test_of_very_many_claims_the_newest_are_looked_through(
    desk: Desk, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the pages say from which day on."""
    assert desk.since(date(2021, 8, 3), 1_000) is None
    first, *_, (last, newest) = desk.histogram()
    assert desk.since(date(2021, 8, 3), newest) == last
    assert desk.since(date(2021, 8, 3), 0) == last
    assert desk.since(first[0], 0) == first[0]
    assert "in reports from" not in client.get(f"/disputes?{DAYS}").text
    for name in ("whoholds.web.desk.LOOKED_THROUGH", "whoholds.web.pages.disputes.LOOKED_THROUGH"):
        monkeypatch.setattr(name, 1)
    monkeypatch.setattr("whoholds.web.pages.review.QUEUED", 1)
    assert "in reports from 2 Aug" in client.get("/disputes?on=2021-08-02&known=2021-08-02").text
    assert "Claims in reports from 2 Aug" in client.get("/review").text


def test_a_place_with_too_many_claims_to_weigh_shows_the_newest(
    reading: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leaving out each of many thousands would keep the machine busy for minutes."""
    monkeypatch.setattr("whoholds.web.desk.MOST_WEIGHED", 2)
    card = reading.get("/places/whoholds:kobar/card?on=2021-08-04&known=2021-08-04").text
    assert "3 claims are too many to weigh one by one" in card
    assert "The rebels denied on Monday that they had lost Kobar" in card


def test_private_people_who_contradict_go_by_their_role() -> None:
    voice = Voice("Hawa Adam", SourceKind.WITNESS, "", "witness", False, "o", 1, date(2021, 8, 1), ())
    assert speaker_of(voice) == "witnesses"
    assert speaker_of(replace(voice, side="group:x")) == "group:x"
