"""`whoholds add` killed in the middle: the ledger is whole, and adding again completes it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import Run

TOWNS = ("Singa", "Umm Ruwaba", "El Obeid", "Kosti", "Zalingei", "En Nahud", "Nyala", "El Fasher", "Sennar", "Rabak")
REPORTS = 60
PATIENCE = 40.0
"""Seconds in which the first reports must appear, on a machine that is busy with other things."""


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More reports than can be added before the signal comes."""
    file = tmp_path_factory.mktemp("wire") / "wire.jsonl"
    with file.open("w", encoding="utf-8") as to:
        for number in range(REPORTS):
            town, other = TOWNS[number % 10], TOWNS[(number * 3 + 1) % 10]
            text = (
                f"The Sudanese army captured {town} on Monday after {number + 2} days of fighting, the military said. "
                f"The Rapid Support Forces denied that they had left {town}. Residents of {other} said that "
                f"{number + 3} trucks of the paramilitaries had entered the town from the road to {town}."
            )
            day = f"2031-04-{number % 28 + 1:02}"
            to.write(json.dumps({"id": f"w{number}", "source": "Wire", "date": day, "text": text}) + "\n")
    return file


@pytest.fixture(scope="module")
def uninterrupted(whoholds: Run, wire: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The claims of a ledger that nobody disturbed."""
    ledger = tmp_path_factory.mktemp("calm") / "calm.sqlite"
    assert whoholds("add", wire, "--ledger", ledger).code == 0
    return whoholds("claims", "--json", "--ledger", ledger).out


def _count(ledger: Path) -> int:
    """The reports that are visibly kept; 0 while the file is still being made."""
    if not ledger.exists():
        return 0
    try:
        db = sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True, timeout=0.5)
        try:
            return int(db.execute("SELECT count(*) FROM reports").fetchone()[0])
        finally:
            db.close()
    except sqlite3.OperationalError:
        return 0


def _kill_after(kept: int, wire: Path, ledger: Path) -> int:
    """Start adding, send SIGKILL once so many reports are kept (0: once the file is there); its return code."""
    words = [sys.executable, "-m", "whoholds.cli", "add", str(wire), "--ledger", str(ledger)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as adding:
        until = time.monotonic() + PATIENCE
        while adding.poll() is None and time.monotonic() < until:
            if ledger.exists() if kept == 0 else _count(ledger) >= kept:
                break
            time.sleep(0.002)
        adding.kill()
        return adding.wait()


@pytest.mark.parametrize("kept", [0, 1, 12])
def test_a_ledger_outlives_its_writer(whoholds: Run, wire: Path, uninterrupted: str, tmp_path: Path, kept: int) -> None:
    ledger = tmp_path / "killed.sqlite"

    assert _kill_after(kept, wire, ledger) == -9, "it ended before the signal came"

    looked = whoholds("doctor", "--ledger", ledger)
    assert looked.code == 0, looked.out
    assert "is whole" in looked.out
    found = _count(ledger)
    assert kept <= found < REPORTS
    again = whoholds("add", wire, "--json", "--ledger", ledger)
    outcomes = [json.loads(line)["outcome"] for line in again.out.splitlines()]
    assert again.code == 0, again.err
    assert len(outcomes) == REPORTS
    assert outcomes[:found] == ["already_known"] * found
    assert "already_known" not in outcomes[found:]
    assert whoholds("claims", "--json", "--ledger", ledger).out == uninterrupted
