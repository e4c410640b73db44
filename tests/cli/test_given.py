"""`--start-map` and `--sides`: what a user gives beside the ledger, and what is said of a table of no use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from running import Run


def _who(whoholds: Run, ledger: Path, *words: str | Path) -> dict[str, dict[str, Any]]:
    ran = whoholds("who", "--json", "--ledger", ledger, *words)
    assert ran.code == 0, ran.err
    return {one["place"]: one for one in map(json.loads, ran.out.splitlines())}


def _table(folder: Path, *lines: str) -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_place_of_the_start_map_without_reports_is_on_the_map(
    whoholds: Run, example_ledger: Path, tmp_path: Path
) -> None:
    table = _table(tmp_path, "place,holder,since", "Kassala,Sudanese army,2031-01-01", "Nyala,group:rsf,2031-03-12")
    found = _who(whoholds, example_ledger, "--start-map", table)
    assert (found["Kassala"]["status"], found["Kassala"]["holder"]) == ("no_report", "state:SD")
    assert found["Nyala"]["since"] == "2031-03-12"
    before = _who(whoholds, example_ledger, "--start-map", table, "--on", "2031-03-11")
    assert "Kassala" in before
    assert "Nyala" not in before


def test_a_start_map_moves_an_estimate(whoholds: Run, example_ledger: Path, tmp_path: Path) -> None:
    plain = _who(whoholds, example_ledger)["Singa"]
    table = _table(tmp_path, "place,holder", "Singa,state:SD")
    told = _who(whoholds, example_ledger, "--start-map", table)["Singa"]
    assert told["holder"] == "state:SD"
    assert told["probability"] > plain["probability"]
    assert _who(whoholds, example_ledger)["Singa"] == plain


def test_sides_that_belong_together_count_as_one(whoholds: Run, example_ledger: Path, tmp_path: Path) -> None:
    table = _table(tmp_path, "side,belongs_to,name", "group:rsf,state:SD,All of them")
    found = _who(whoholds, example_ledger, "--sides", table)
    assert all(side != "group:rsf" for one in found.values() for side in one["holders"])
    assert "All of them" in whoholds("who", "--ledger", example_ledger, "--sides", table).out


@pytest.mark.parametrize(
    ("option", "lines", "said"),
    [
        ("--start-map", ["town,holder", "Singa,state:SD"], "has no column place"),
        ("--start-map", ["place,holder", "Qwxyzv,state:SD"], "line 2: no gazetteer has 'Qwxyzv'"),
        ("--start-map", ["place,holder", "Singa,Nobody We Know"], "no claim calls a side 'Nobody We Know'"),
        ("--start-map", ["place,holder,since", "Singa,state:SD,soon"], "'soon' is no day"),
        ("--sides", ["side,belongs_to", "group:a,group:b", "group:b,group:a"], "goes in a circle"),
    ],
)
def test_a_table_of_no_use_is_refused(
    whoholds: Run, example_ledger: Path, tmp_path: Path, option: str, lines: list[str], said: str
) -> None:
    ran = whoholds("who", "--ledger", example_ledger, option, _table(tmp_path, *lines))
    assert (ran.code, ran.out) == (3, "")
    assert said in ran.err
    assert "try:" in ran.err


def test_a_table_that_is_missing_or_no_text_is_refused(whoholds: Run, example_ledger: Path, tmp_path: Path) -> None:
    assert whoholds("who", "--ledger", example_ledger, "--start-map", tmp_path / "gone.csv").code == 3
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"place,holder\n\xff\xfe,x\n")
    ran = whoholds("who", "--ledger", example_ledger, "--start-map", bad)
    assert (ran.code, "not UTF-8" in ran.err) == (3, True)
