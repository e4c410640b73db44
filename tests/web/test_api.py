"""What the API answers."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from serving import client_of
from starlette.testclient import TestClient

from fakes import make_claim, make_report
from whoholds.web.api.events import tell_changes
from whoholds.web.desk import Desk

ITEMS = "/api/v1/collections/estimates/items"
DAYS = "on=2021-08-03&known=2021-08-03"


def test_items_are_points_with_the_properties_of_a_sign(reading: TestClient) -> None:
    answer = reading.get(f"{ITEMS}?{DAYS}")
    assert answer.headers["content-type"] == "application/geo+json"
    body = answer.json()
    assert body["type"] == "FeatureCollection"
    kobar = body["features"][0]
    assert kobar["geometry"] == {"type": "Point", "coordinates": [36.5, 35.5]}
    wanted = {"place", "place_id", "status", "holder", "side", "probability", "contested", "since", "last_evidence"}
    assert wanted | {"age_days", "origins"} <= set(kobar["properties"])


def test_what_could_not_be_placed_is_no_item(reading: TestClient) -> None:
    names = [one["properties"]["place"] for one in reading.get(f"{ITEMS}?{DAYS}").json()["features"]]
    assert names == ["Kobar", "Nasim"]


def test_items_come_in_pages_that_link_to_each_other(reading: TestClient) -> None:
    first = reading.get(f"{ITEMS}?{DAYS}&limit=1").json()
    assert (first["numberMatched"], first["numberReturned"]) == (2, 1)
    href = next(link["href"] for link in first["links"] if link["rel"] == "next")
    assert href.startswith(ITEMS)
    assert [one["id"] for one in reading.get(href).json()["features"]] == ["whoholds:nasim"]


def test_items_in_a_box_only(reading: TestClient) -> None:
    found = reading.get(f"{ITEMS}?{DAYS}&bbox=37,34,38,35").json()["features"]
    assert [one["id"] for one in found] == ["whoholds:nasim"]


def test_estimates_have_the_keys_of_the_command_line(reading: TestClient) -> None:
    first = reading.get(f"/api/v1/estimates?{DAYS}").json()[0]
    assert list(first)[:4] == ["place", "place_id", "country", "admin1"]
    assert (first["on"], first["known"]) == ("2021-08-03", "2021-08-03")


def test_nothing_later_is_known_earlier(reading: TestClient) -> None:
    found = reading.get("/api/v1/estimates?on=2021-08-03&known=2021-08-01").json()
    assert [one["place"] for one in found] == ["Kobar"]


def test_sides_have_a_colour_and_a_shape_each(reading: TestClient) -> None:
    sides = reading.get("/api/v1/sides").json()
    assert [one["key"] for one in sides] == ["group:rebels", "state:SY"]
    assert len({one["colour"] for one in sides}) == 2
    assert set(sides[0]) == {"key", "name", "colour", "shape"}


def test_the_histogram_counts_claims_by_day(reading: TestClient) -> None:
    assert reading.get("/api/v1/histogram").json() == [
        {"day": "2021-08-01", "claims": 3},
        {"day": "2021-08-02", "claims": 2},
    ]


def test_changes_name_the_sides(reading: TestClient) -> None:
    found = reading.get("/api/v1/changes?since=2021-08-01&on=2021-08-03").json()
    assert "Nasim" in [one["place"] for one in found]
    assert not any("group:" in one["what"] for one in found)


def test_claims_come_in_pages(reading: TestClient) -> None:
    page = reading.get("/api/v1/claims?limit=2").json()
    assert (page["total"], len(page["items"])) == (5, 2)
    assert {link["rel"] for link in page["links"]} == {"self", "next"}


def test_the_api_gives_no_article(reading: TestClient) -> None:
    """Quotes, offsets, digest and address: the text itself stays in the ledger."""
    report = reading.get("/api/v1/reports/wire-1")
    assert "A field commander of the rebels denied" not in report.text
    assert [0, 44] in [one["spans"]["quote"] for one in report.json()["claim_list"]]


@pytest.mark.parametrize("path", [f"{ITEMS}?{DAYS}", f"/api/v1/estimates?{DAYS}", "/api/v1/claims", "/api/v1/sides"])
def test_what_a_client_has_is_not_sent_again(reading: TestClient, path: str) -> None:
    first = reading.get(path)
    again = reading.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_new_report_shows_at_once_and_changes_the_tag(desk: Desk, client: TestClient) -> None:
    before = client.get("/api/v1/histogram")
    report = make_report("wire-9", published=datetime(2021, 8, 9, tzinfo=UTC), text="Other words.")
    desk.archive.ledger.add(report, [make_claim(report)])
    after = client.get("/api/v1/histogram", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.json()[-1] == {"day": "2021-08-09", "claims": 1}


def test_trouble_is_told_as_a_problem(reading: TestClient) -> None:
    answer = reading.get("/api/v1/estimates?on=never")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == {"title", "status", "detail"}


def test_head_is_answered_like_get_without_a_body(reading: TestClient) -> None:
    answer = reading.head("/api/v1/sides")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"]


def test_open_pages_hear_of_changes(desk: Desk) -> None:
    """The first event comes at once, the next after something was added."""

    async def listen() -> list[str]:
        heard: list[str] = []

        async def gone() -> bool:
            return len(heard) == 2

        async for words in tell_changes(desk, gone, lambda: False, look_every=0.01):
            heard.append(words)
            if len(heard) == 1:
                report = make_report("wire-9", published=datetime(2021, 8, 9, tzinfo=UTC), text="Other words.")
                desk.archive.ledger.add(report, [])
        return heard

    # In a thread of its own: the browser tests leave a running loop in this one.
    with ThreadPoolExecutor(max_workers=1) as apart:
        heard = apart.submit(lambda: asyncio.run(asyncio.wait_for(listen(), 5))).result()
    assert heard == [
        'event: ledger\ndata: {"newest": "2021-08-02", "known": "2021-08-02"}\n\n',
        'event: ledger\ndata: {"newest": "2021-08-09", "known": "2021-08-09"}\n\n',
    ]


def test_a_server_starts_works_ahead_and_stops(desk: Desk) -> None:
    with client_of(desk) as client:
        assert client.get("/api/v1/sides").status_code == 200
    assert client.app.state.stopping.is_set()  # type: ignore[union-attr]
