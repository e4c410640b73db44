"""The queue, what a decision does, and blind second coding."""

from __future__ import annotations

import re

import pytest
from serving import client_of, csrf_of
from starlette.testclient import TestClient

from whoholds.web.desk import Desk
from whoholds.web.second_coding import nominal_alpha


def decide(client: TestClient, claim: str, decision: str, *, who: str = "Ana", **more: str) -> str:
    """Send a decision; gives where the browser goes next."""
    form = {"csrf": csrf_of(client.get("/review?reviewed=1").text), "claim": claim, "decision": decision, "who": who}
    answer = client.post("/review", data=form | more)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def waiting(page: str) -> list[str]:
    return re.findall(r'name="claim" value="([^"]+)"', page)


def test_the_queue_has_keys_and_a_reason_for_its_order(client: TestClient) -> None:
    page = client.get("/review").text
    assert "data-queue" in page
    assert {"a", "r", "t", "c", "w"} <= set(re.findall(r'data-key="(\w)"', page))
    assert "read with 0.50" in page


def test_what_was_reviewed_leaves_the_queue_with_its_copies(client: TestClient) -> None:
    before = waiting(client.get("/review").text)
    assert decide(client, "wire-1:1", "accept") == "/review?kept=2"
    assert set(before) - set(waiting(client.get("/review").text)) == {"wire-1:1", "paper-1:1"}


def test_a_decision_is_appended_with_who_when_and_why(desk: Desk, client: TestClient) -> None:
    decide(client, "wire-2:2", "reject", why="it speaks of another Nasim")
    (kept,) = desk.archive.ledger.reviews()
    assert (kept.who, kept.why, kept.decision, kept.at.tzinfo is not None) == (
        "Ana",
        "it speaks of another Nasim",
        "reject",
        True,
    )


def test_estimates_follow_at_once(client: TestClient) -> None:
    row = '<tr data-place="whoholds:nasim">'
    assert row in client.get("/").text
    decide(client, "wire-2:2", "reject", why="misread")
    page = client.get("/").text
    assert row not in page
    assert "taken back" in page, "what a reviewer did today is among the changes since the day before"


def test_a_correction_keeps_old_and_new(desk: Desk, client: TestClient) -> None:
    decide(
        client,
        "wire-2:2",
        "correct",
        why="no",
        old_act="holds",
        new_act="takes",
        old_actor="rebels",
        new_actor="rebels",
    )
    (kept,) = desk.archive.ledger.reviews()
    assert (kept.field, kept.old, kept.new) == ("act", "holds", "takes")


@pytest.mark.parametrize(
    "form",
    [
        {"decision": "burn"},
        {"decision": "reject"},
        {"decision": "accept", "who": " "},
        {"decision": "accept", "claim": "no-such:1"},
        {"decision": "correct", "why": "x"},
        {"decision": "correct", "why": "x", "old_act": "holds", "new_act": "sells"},
    ],
)
def test_a_decision_that_does_not_fit_keeps_nothing(desk: Desk, client: TestClient, form: dict[str, str]) -> None:
    given = {"csrf": csrf_of(client.get("/review").text), "claim": "wire-2:2", "who": "Ana"}
    answer = client.post("/review", data=given | form)
    assert 400 <= answer.status_code < 504
    assert "<h1>" in answer.text
    assert not list(desk.archive.ledger.reviews())


def test_a_second_coder_sees_the_claim_as_it_was_read(desk: Desk, client: TestClient) -> None:
    decide(client, "wire-2:2", "correct", why="no", old_act="holds", new_act="takes")
    page = client_of(desk).get("/review?blind=1").text
    assert waiting(page) == ["wire-2:2"]
    assert "rebels holds Nasim" in page
    assert "Ana" not in page


def test_what_one_coded_oneself_does_not_wait_for_a_second_coding(client: TestClient) -> None:
    decide(client, "wire-2:2", "accept")
    assert waiting(client.get("/review?blind=1").text) == []


def test_agreement_is_counted_by_field(desk: Desk, client: TestClient) -> None:
    decide(client, "wire-1:1", "accept")
    decide(client, "wire-2:2", "correct", why="no", old_act="holds", new_act="takes")
    other = client_of(desk)
    decide(other, "wire-1:1", "accept", who="Bo", blind="1")
    decide(other, "wire-2:2", "accept", who="Bo", blind="1")
    rows = dict(re.findall(r'<th scope="row">([\w ]+)</th>(.*?)</tr>', other.get("/review").text))
    assert re.findall(r">([\w. -]+)</td>", rows["act"]) == ["2", "1", "0.00"]
    assert re.findall(r">([\w. -]+)</td>", rows["place"]) == ["2", "2", "1.00"]


def test_alpha_is_that_of_the_published_example() -> None:
    """Four observers, twelve units: alpha is 0.743 (Krippendorff 2011, example C, nominal)."""
    observers = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    units = [[row[at] for row in observers if row[at] != "."] for at in range(12)]
    assert nominal_alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_alpha_is_not_defined_where_all_is_alike() -> None:
    assert nominal_alpha([["a", "a"], ["a", "a"]]) is None
    assert nominal_alpha([]) is None
