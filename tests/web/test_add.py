"""Pasting and dropping reports: seen first, kept after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from serving import client_of, csrf_of, open_desk
from starlette.testclient import TestClient

from whoholds.reading.pipeline import Reader
from whoholds.web.desk import Desk

STORY = "DAMASCUS, August 9 (Wire) - The army said on Monday it had captured Idlib.\n\nIt gave no more details."


@pytest.fixture
def with_reader(tmp_path: Path, reader: Reader) -> Iterator[tuple[Desk, TestClient]]:
    """A desk that reads with the shipped model."""
    with open_desk(tmp_path / "ledger.sqlite") as made:
        desk = Desk(replace(made.archive, open_reader=lambda: reader), made.path, writable=True)
        yield desk, client_of(desk)


def form(client: TestClient, **more: str) -> dict[str, str]:
    return {"csrf": csrf_of(client.get("/add").text), "published": "2021-08-09"} | more


def test_a_pasted_report_is_shown_and_not_kept(with_reader: tuple[Desk, TestClient]) -> None:
    desk, client = with_reader
    page = client.post("/add", data=form(client, text=STORY, publisher="<i>Wire</i>")).text
    assert "Nothing is kept yet" in page
    assert re.search(r'<mark class="claim[^>]*>', page)
    assert "&lt;i&gt;Wire&lt;/i&gt;" in page
    assert len(list(desk.archive.ledger.reports())) == 3


def test_what_was_shown_is_kept_once(with_reader: tuple[Desk, TestClient]) -> None:
    desk, client = with_reader
    page = client.post("/add", data=form(client, text=STORY)).text
    draft = re.search(r'name="draft" value="([^"]+)"', page)
    assert draft
    given = {"csrf": csrf_of(page), "draft": draft[1]}
    assert "new, 1 claim" in client.post("/add/keep", data=given).text
    assert len(list(desk.archive.ledger.reports())) == 4
    assert client.post("/add/keep", data=given).status_code == 400


def test_a_dropped_file_is_read_by_its_kind(with_reader: tuple[Desk, TestClient]) -> None:
    _, client = with_reader
    page = f"<html><head><title>T</title></head><body><article><p>{STORY}</p><p>More.</p></article></body></html>"
    answer = client.post("/add", data=form(client), files={"file": ("story.html", page.encode(), "text/html")})
    assert "captured" in answer.text
    assert "&lt;article&gt;" not in answer.text


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.pdf", b"%PDF-1.7 x"),
        ("a.txt", b"\xff\xfe\x00"),
        ("../../etc/passwd", b""),
        ("a.jsonl", b"{"),
        ("\u202e.txt\n<b>", b"\x00\x01"),
        ("a." + "x" * 300, b"PK\x03\x04"),
    ],
)
def test_what_cannot_be_read_is_told_plainly(with_reader: tuple[Desk, TestClient], name: str, raw: bytes) -> None:
    desk, client = with_reader
    answer = client.post("/add", data=form(client), files={"file": (name, raw)})
    assert answer.status_code in (200, 400)
    assert 'role="alert"' in answer.text
    assert "/tmp" not in answer.text  # noqa: S108
    assert len(list(desk.archive.ledger.reports())) == 3


def test_an_empty_form_is_told_plainly(with_reader: tuple[Desk, TestClient]) -> None:
    _, client = with_reader
    answer = client.post("/add", data=form(client, text="  "))
    assert answer.status_code == 400
    assert "empty" in answer.text
