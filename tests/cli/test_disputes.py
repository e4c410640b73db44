"""`whoholds disputes`: who contradicts whom in the examples."""

from __future__ import annotations

import json
from pathlib import Path

from running import Run


def test_the_examples_dispute_is_listed_with_both_sides(whoholds: Run, example_ledger: Path) -> None:
    ran = whoholds("disputes", "--json", "--ledger", example_ledger)
    assert ran.code == 0, ran.err
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert found
    assert all(one["denies"] or one["rivals"] for one in found)
    everything = [
        json.loads(line)
        for line in whoholds("disputes", "--all", "--json", "--ledger", example_ledger).out.splitlines()
    ]
    assert len(everything) > len(found)
    assert {one["id"] for one in found} < {one["id"] for one in everything}


def test_one_place_and_the_table(whoholds: Run, example_ledger: Path) -> None:
    found = [json.loads(x) for x in whoholds("disputes", "--json", "--ledger", example_ledger).out.splitlines()]
    place = found[0]["place"]
    shown = whoholds("disputes", place, "--ledger", example_ledger)
    assert shown.code == 0, shown.err
    assert place in shown.out
    assert "denies it" in shown.out or "against it" in shown.out


def test_a_day_before_any_report_has_no_dispute(whoholds: Run, example_ledger: Path) -> None:
    assert "nobody contradicts anybody" in whoholds("disputes", "--known", "2001-01-01", "--ledger", example_ledger).out
