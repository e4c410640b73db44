"""Who may ask, who may write, and that hostile words stay words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from serving import client_of, csrf_of, no_gazetteer, no_reader
from starlette.testclient import TestClient

from fakes import KOBAR, make_claim, make_report
from whoholds.archive import Archive
from whoholds.ledger.sqlite import open_sqlite
from whoholds.model import Span
from whoholds.web.desk import Desk
from whoholds.web.gate import is_loopback, is_ours

TOKEN = "correct horse battery staple"  # noqa: S105


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000", "192.0.2.7:8000", "desk.example"])
def test_a_host_of_ours_is_served(host: str) -> None:
    assert is_ours(host, frozenset({"desk.example"}))


@pytest.mark.parametrize("host", ["evil.example", "", "127.0.0.1.evil.example", "localhost.evil.example:8000"])
def test_another_host_is_not(reading: TestClient, host: str) -> None:
    """A page of another site cannot reach us under its own name (DNS rebinding)."""
    assert reading.get("/api/v1/claims", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("192.0.2.7", False), ("desk.example", False)],
)
def test_loopback_is_told_from_the_network(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone


@pytest.mark.parametrize("path", ["/", "/api/v1/sides", "/nowhere", "/static/app.css", "/api/v1/openapi.json"])
def test_every_answer_forbids_scripts_of_others(reading: TestClient, path: str) -> None:
    policy = reading.get(path).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_body_over_the_limit_is_refused(reading: TestClient) -> None:
    assert reading.post("/add", content=b"x" * (5 * 1024 * 1024 + 1)).status_code == 413


def test_a_body_without_a_length_is_counted(reading: TestClient) -> None:
    def parts():
        for _ in range(6):
            yield b"x" * 1024 * 1024

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert reading.post("/review", content=parts(), headers=headers).status_code == 413


# ---------------------------------------------------------------- writing


def decision(client: TestClient, **more: str) -> dict[str, str]:
    page = client.get("/review?claim=wire-1:1").text
    return {"csrf": csrf_of(page), "claim": "wire-1:1", "decision": "accept", "who": "Ana"} | more


def test_a_form_without_its_seal_is_refused(desk: Desk, client: TestClient) -> None:
    form = decision(client, csrf="0" * 64)
    assert client.post("/review", data=form).status_code == 403
    assert not list(desk.archive.ledger.reviews())


def test_a_seal_of_another_browser_is_refused(desk: Desk, client: TestClient) -> None:
    form = decision(client)
    other = client_of(desk)
    other.get("/review")
    assert other.post("/review", data=form).status_code == 403


def test_a_form_sent_from_another_site_is_refused(client: TestClient) -> None:
    form = decision(client)
    assert client.post("/review", data=form, headers={"Origin": "https://evil.example"}).status_code == 403


def test_with_a_token_nobody_writes_without_it(desk: Desk) -> None:
    client = client_of(desk, token=TOKEN)
    page = client.get("/sign-in").text
    form = {"csrf": csrf_of(page), "claim": "wire-1:1", "decision": "accept", "who": "Ana"}
    assert 'name="decision"' not in client.get("/review").text
    assert client.post("/review", data=form).status_code == 401
    assert client.post("/add", data=form).status_code == 401
    assert client.post("/add/keep", data=form).status_code == 401
    assert not list(desk.archive.ledger.reviews())


def test_with_the_token_one_signs_in_and_writes(desk: Desk) -> None:
    client = client_of(desk, token=TOKEN)
    seal = csrf_of(client.get("/sign-in").text)
    assert client.post("/sign-in", data={"csrf": seal, "token": "wrong"}).status_code == 401
    assert client.post("/sign-in", data={"csrf": seal, "token": TOKEN}).status_code == 303
    assert client.post("/review", data=decision(client)).status_code == 303
    assert {one.who for one in desk.archive.ledger.reviews()} == {"Ana"}


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(reading: TestClient) -> None:
    cookie = reading.get("/review").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_a_ledger_that_may_only_be_read_has_no_forms_to_write(desk: Desk) -> None:
    client = client_of(Desk(desk.archive, desk.path, writable=False))
    page = client.get("/review").text
    assert "may only be read" in page
    assert 'name="decision"' not in page


# ---------------------------------------------------------------- hostile words

SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">{{ 7*7 }}\'"--><svg/onload=alert(3)>'
HOSTILE = f"\u202e{SCRIPT} " + "W" * 100_000 + " army took Kobar. javascript:alert(4) </article></main>"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A ledger whose every free word is hostile."""
    file = tmp_path_factory.mktemp("hostile") / "ledger.sqlite"
    ledger = open_sqlite(file)
    report = make_report(f"h1{SCRIPT}", HOSTILE, title=SCRIPT, publisher=SCRIPT, url="javascript:alert(5)")
    claim = make_claim(
        report,
        actor=SCRIPT,
        side=f"group:{SCRIPT}",
        source=SCRIPT,
        place_name=SCRIPT,
        place=KOBAR,
        quote=Span(0, len(HOSTILE) - 5),
    )
    ledger.add(report, [claim])
    return client_of(Desk(Archive(ledger, no_reader, no_gazetteer), file, writable=True))


PAGES = (
    "/",
    "/places/whoholds:kobar",
    "/places/whoholds:kobar/card",
    "/claims",
    "/disputes",
    "/reports",
    "/review",
    "/add",
    f"/claims?q={SCRIPT}&place=x&source={SCRIPT}".replace("#", ""),
    f"/nowhere/{SCRIPT}".replace("#", ""),
)
OURS = re.compile(r'<script src="/static/(?:app|map)\.js"(?: defer)?></script>')


def safe(page: str) -> None:
    assert "<script" not in OURS.sub("", page)
    assert "<img" not in page
    assert "<svg/" not in page
    assert not re.search(r"<[^>]+\son\w+\s*=", re.sub(r'"[^"]*"', '""', page))
    assert not re.search(r"<[^>]+\sstyle\s*=", re.sub(r'"[^"]*"', '""', page))
    assert 'href="javascript:' not in page
    assert "\u202e" not in page


@pytest.mark.parametrize("path", PAGES)
def test_hostile_words_stay_words(hostile: TestClient, path: str) -> None:
    answer = hostile.get(path)
    assert answer.status_code < 500
    safe(answer.text)


def test_a_hostile_report_can_be_read(hostile: TestClient) -> None:
    href = re.search(r'href="(/reports/[^"?]+)"', hostile.get("/reports").text)
    assert href
    answer = hostile.get(href[1])
    assert answer.status_code == 200
    assert "W" * 100_000 in answer.text
    safe(answer.text)


def test_templates_have_nothing_inline() -> None:
    """The policy forbids inline scripts and styles, so a page with one would be broken."""
    import whoholds.web

    for file in (Path(whoholds.web.__file__).parent / "templates").glob("*.html"):
        words = file.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son\w+=|<style|<script>|javascript:", words), file.name
        assert not re.search(r"(src|href)=\"(https?:)?//", words), file.name
