"""`whoholds changes`: what is news since a day and since the last look."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from running import Run

DAYS = ("--since", "2031-03-06", "--on", "2031-03-16")


@pytest.fixture
def ledger(example_ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example ledger that a test may write to, and a user who has looked at nothing yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return Path(shutil.copy(example_ledger, tmp_path / "changed.sqlite"))


def _news(whoholds: Run, ledger: Path, *words: str) -> list[dict[str, Any]]:
    ran = whoholds("changes", "--json", "--ledger", ledger, *words)
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def test_every_kind_of_news_is_told(whoholds: Run, example_ledger: Path) -> None:
    found = _news(whoholds, example_ledger, *DAYS)
    told = {(one["kind"], one["place"]): one for one in found}
    assert told["now", "Umm Ruwaba"]["what"].startswith("changed hands")
    assert "Singa" in {place for kind, place in told if kind == "retracted"}
    assert "Tarhuna" in {place for kind, place in told if kind == "denied"}
    assert {kind for kind, _ in told} == {"now", "denied", "retracted", "past"}
    assert all(one["claims"] for one in found if one["kind"] in ("denied", "retracted"))
    shown = whoholds("changes", "--ledger", example_ledger, *DAYS).out
    assert "of 2031-03-06 we now think otherwise" in shown
    assert "group:" not in shown


def test_the_last_look_is_remembered_and_a_late_report_is_news(whoholds: Run, ledger: Path, tmp_path: Path) -> None:
    first = whoholds("changes", "--since", "last", "--ledger", ledger)
    assert "no look at this ledger before" in first.err
    assert "changed hands" in first.out
    assert "nothing changed" in whoholds("changes", "--since", "last", "--ledger", ledger).out

    late = tmp_path / "late.txt"
    late.write_text(
        "The Rapid Support Forces (RSF) captured Kassala on Monday, residents of the city said.\n", encoding="utf-8"
    )
    assert whoholds("add", late, "--published", "2031-03-11", "--ledger", ledger).code == 0

    found = _news(whoholds, ledger, "--since", "last")
    assert "Kassala" in {one["place"] for one in found}
    assert _news(whoholds, ledger, "--since", "last") == []


def test_a_review_is_news_at_the_next_look(whoholds: Run, ledger: Path) -> None:
    whoholds("changes", "--since", "last", "--ledger", ledger)
    queue = whoholds("review", "queue", "--json", "--limit", "1", "--ledger", ledger).out
    first = json.loads(queue.splitlines()[0])
    ran = whoholds("review", "reject", first["id"], "--who", "ana", "--why", "misread", "--ledger", ledger)
    assert ran.code == 0, ran.err
    found = _news(whoholds, ledger, "--since", "last")
    assert {"retracted"} <= {one["kind"] for one in found}
    assert first["id"] in {claim for one in found for claim in one["claims"]}


def test_a_look_that_cannot_be_read_is_no_look(whoholds: Run, ledger: Path, tmp_path: Path) -> None:
    whoholds("changes", "--since", "last", "--ledger", ledger)
    (kept,) = (tmp_path / "state").rglob("*.json")
    kept.write_text('{"version": 1, "on": "2031-03-16", "known": "x", "estimates": [[1]]}', encoding="utf-8")
    again = whoholds("changes", "--since", "last", "--ledger", ledger)
    assert (again.code, "no look at this ledger before" in again.err) == (0, True)


def test_the_last_look_is_compared_with_now_only(whoholds: Run, ledger: Path) -> None:
    assert whoholds("changes", "--since", "last", "--on", "2031-03-10", "--ledger", ledger).code == 2
