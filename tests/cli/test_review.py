"""`whoholds review`: the queue, a decision, what it does to the map, and what is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from running import Run


def _lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def ledger(example_ledger: Path, tmp_path: Path) -> Path:
    """A copy of the example ledger that a test may write to."""
    return Path(shutil.copy(example_ledger, tmp_path / "reviewed.sqlite"))


def test_the_queue_shows_what_moves_the_map_first(whoholds: Run, ledger: Path) -> None:
    queue = _lines(whoholds("review", "queue", "--json", "--limit", "500", "--ledger", ledger).out)
    moved = [abs(one["moved"]) for one in queue]
    assert moved[0] == max(moved) > 0.2
    assert all(one["quote"] and one["id"] and one["reviews"] == [] for one in queue)
    shown = whoholds("review", "queue", "--limit", "1", "--ledger", ledger).out
    assert queue[0]["id"] in shown
    assert f"moves {queue[0]['place']}" in shown


def test_a_rejected_claim_leaves_the_map_now_but_not_the_past(whoholds: Run, ledger: Path) -> None:
    (first, *_) = _lines(whoholds("review", "queue", "--json", "--limit", "1", "--ledger", ledger).out)
    place = first["place"]
    then = whoholds("who", place, "--on", "2024-03-20", "--json", "--ledger", ledger).out
    now = _lines(whoholds("who", place, "--json", "--ledger", ledger).out)

    ran = whoholds("review", "reject", first["id"], "--who", "ana", "--why", "misread", "--ledger", ledger)

    assert ran.code == 0, ran.err
    assert "ana: reject (misread)" in ran.out
    assert whoholds("who", place, "--on", "2024-03-20", "--json", "--ledger", ledger).out == then
    after = _lines(whoholds("who", place, "--json", "--ledger", ledger).out)
    assert [one["holders"] for one in after] != [one["holders"] for one in now]
    left = _lines(whoholds("review", "queue", "--json", "--limit", "500", "--ledger", ledger).out)
    assert first["id"] not in [one["id"] for one in left]


def test_a_correction_says_what_it_changed(whoholds: Run, ledger: Path) -> None:
    (first, *_) = _lines(whoholds("review", "queue", "--json", "--limit", "1", "--ledger", ledger).out)
    words = ("correct", first["id"], "when=2024-03-01..2024-03-02", "act=holds", "--who", "ana", "--why", "misread")
    made = _lines(whoholds("review", *words, "--alone", "--json", "--ledger", ledger).out)
    assert [(one["field"], one["new"]) for one in made] == [("when", "2024-03-01..2024-03-02"), ("act", "holds")]
    listed = whoholds("review", "list", first["id"], "--ledger", ledger).out
    assert "act: " in listed
    assert "→ holds (misread)" in listed
    (claim,) = [one for one in _lines(whoholds("claims", "--json", "--ledger", ledger).out) if one["id"] == first["id"]]
    assert (claim["act"], claim["first"], claim["last"]) == ("holds", "2024-03-01", "2024-03-02")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("accept", "nine:1", "--who", "ana"), 4, "no claim nine:1"),
        (("accept", "FIRST"), 2, "--who NAME"),
        (("reject", "FIRST", "--who", "ana"), 2, "needs a reason"),
        (("correct", "FIRST", "act", "--who", "ana", "--why", "x"), 2, "gives no field a value"),
        (("correct", "FIRST", "act=a", "act=b", "--who", "ana", "--why", "x"), 2, "two values"),
        (("correct", "FIRST", "act=eats", "--who", "ana", "--why", "x"), 2, "one of takes"),
        (("correct", "FIRST", "shape=round", "--who", "ana", "--why", "x"), 2, "cannot be corrected"),
        (("correct", "FIRST", "place=Qwxyzv", "--who", "ana", "--why", "x"), 5, "no gazetteer has"),
    ],
)
def test_what_does_not_fit_is_refused(
    whoholds: Run, ledger: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    (first, *_) = _lines(whoholds("review", "queue", "--json", "--limit", "1", "--ledger", ledger).out)
    ran = whoholds("review", *(first["id"] if word == "FIRST" else word for word in words), "--ledger", ledger)
    assert (ran.code, said in ran.err) == (code, True), ran.err
    assert whoholds("review", "list", "--ledger", ledger).out == ""
