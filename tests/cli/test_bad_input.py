"""Bad input: one clear message, the exit code of its family, nothing half-written, never a traceback."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import Ran, Run

STORY = "Government troops captured Singa on Monday, the army said. Residents saw tanks on the main square."


def assert_told(ran: Ran, code: int, *words: str) -> None:
    """One message on stderr that says what and what to try; nothing on stdout."""
    assert ran.code == code, ran.err
    assert ran.err.startswith("whoholds: ")
    assert [line[:7] for line in ran.err.splitlines()[1:]] == ["  try: "]
    assert "Traceback" not in ran.err + ran.out
    assert ran.out == ""
    for word in words:
        assert word in ran.err


# ---------------------------------------------------------------- files that are no report


@pytest.mark.parametrize("verb", ["read", "add"])
@pytest.mark.parametrize(
    ("name", "raw", "word"),
    [
        ("latin1.txt", "Le général a quitté la ville.".encode("latin-1"), "not UTF-8"),
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\t\n", "is empty"),
        ("binary.txt", bytes(range(256)) * 20, "not a text"),
        ("zip.txt", b"PK\x03\x04" + b"a" * 50, "not a text"),
        ("header-only.txt", b"Source: Wire\nDate: 2031-03-01\n", "has no text"),
    ],
)
def test_a_file_that_is_no_report_is_refused(
    whoholds: Run, tmp_path: Path, verb: str, name: str, raw: bytes, word: str
) -> None:
    file = tmp_path / name
    file.write_bytes(raw)
    ledger = ("--ledger", tmp_path / "new.sqlite") if verb == "add" else ()

    assert_told(whoholds(verb, file, *ledger), 3, name, word)


@pytest.mark.parametrize("raw", [b"\xff\xfe\xfa", b"", b"\x00\x01\x02"])
def test_standard_input_that_is_no_report_is_refused(whoholds: Run, raw: bytes) -> None:
    assert_told(whoholds("read", "-", stdin=raw), 3, "standard input")


def test_fifty_megabytes_of_text_are_refused_at_once(whoholds: Run, tmp_path: Path) -> None:
    file = tmp_path / "year.txt"
    with file.open("wb") as to:
        for _ in range(50):
            to.write(b"The army took the town. " * 43_691)
    assert file.stat().st_size > 50_000_000

    begun = time.perf_counter()
    ran = whoholds("read", file)

    assert_told(ran, 3, "too large", "10,000,000")
    assert time.perf_counter() - begun < 5


def test_fifty_megabytes_on_standard_input_are_refused_at_once(whoholds: Run) -> None:
    begun = time.perf_counter()
    ran = whoholds("read", "-", stdin=b"The army took the town. " * 2_100_000)

    assert_told(ran, 3, "too large")
    assert time.perf_counter() - begun < 5


def test_a_missing_file_is_named(whoholds: Run, tmp_path: Path) -> None:
    assert_told(whoholds("read", tmp_path / "gone.txt"), 3, "gone.txt", "No such file")


def test_a_missing_json_lines_file_is_named(whoholds: Run, tmp_path: Path) -> None:
    assert_told(whoholds("read", tmp_path / "gone.jsonl"), 3, "gone.jsonl", "No such file")


def test_a_folder_without_reports_is_named(whoholds: Run, tmp_path: Path) -> None:
    assert_told(whoholds("read", tmp_path), 3, "has no reports")


def test_a_broken_file_in_a_folder_is_counted_and_the_others_read(whoholds: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe")
    (tmp_path / "c.txt").write_text(STORY, encoding="utf-8")

    ran = whoholds("read", "--json", "--published", "2031-03-04", tmp_path)

    assert ran.code == 3
    assert len(ran.out.splitlines()) == 2
    assert ran.err.count("skipped ") == 1
    assert "b.txt is not UTF-8" in ran.err


# ---------------------------------------------------------------- JSON lines


def _lines(tmp_path: Path, *broken: bytes) -> Path:
    whole = [json.dumps({"id": f"r{n}", "date": "2031-03-04", "text": STORY}).encode() for n in (1, 2)]
    file = tmp_path / "reports.jsonl"
    file.write_bytes(b"\n".join([whole[0], *broken, whole[1]]) + b"\n")
    return file


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (b'{"id": "x", "text": "cut off', "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (b'["no", "object"]', "no object with a text"),
        (b'{"text": 7}', "no object with a text"),
    ],
)
def test_a_broken_json_line_is_counted_and_the_others_read(
    whoholds: Run, tmp_path: Path, broken: bytes, why: str
) -> None:
    ran = whoholds("read", "--json", _lines(tmp_path, broken))

    assert ran.code == 3
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["r1", "r2"]
    assert ran.err.count("skipped reports.jsonl:2") == 1
    assert why in ran.err
    assert "Traceback" not in ran.err


def test_the_lines_around_a_broken_one_are_kept(whoholds: Run, tmp_path: Path) -> None:
    ledger = tmp_path / "new.sqlite"

    ran = whoholds("add", "--ledger", ledger, _lines(tmp_path, b"{"))

    assert ran.code == 3
    assert "1 items skipped" in ran.err
    with sqlite3.connect(ledger) as db:
        assert db.execute("SELECT count(*) FROM reports").fetchone() == (2,)


# ---------------------------------------------------------------- words that do not fit


@pytest.mark.parametrize("option", ["--on", "--known"])
@pytest.mark.parametrize("day", ["yesterday", "2031-02-30", "03/04/2031"])
def test_a_day_that_is_none_is_refused(whoholds: Run, example_ledger: Path, option: str, day: str) -> None:
    assert_told(whoholds("who", "--ledger", example_ledger, option, day), 2, option, day)


def test_a_day_of_publication_that_is_none_is_refused(whoholds: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(STORY, encoding="utf-8")

    assert_told(whoholds("read", file, "--published", "soon"), 2, "--published")


def test_an_unknown_format_is_refused(whoholds: Run, example_ledger: Path) -> None:
    assert_told(whoholds("export", "shapefile", "--ledger", example_ledger), 2, "shapefile", "geojson")


def test_an_unknown_verb_is_refused(whoholds: Run) -> None:
    ran = whoholds("conquer")

    assert ran.code == 2
    assert "conquer" in ran.err
    assert "Traceback" not in ran.err


# ---------------------------------------------------------------- ledgers


@pytest.mark.parametrize("verb", [("who",), ("who", "Singa"), ("claims",), ("explain", "Singa"), ("export", "csv")])
def test_an_answer_needs_a_ledger(whoholds: Run, tmp_path: Path, verb: tuple[str, ...]) -> None:
    ledger = tmp_path / "none" / "yet.sqlite"

    assert_told(whoholds(*verb, "--ledger", ledger), 4, "no ledger at", "whoholds add")
    assert not ledger.parent.exists()


@pytest.mark.parametrize("verb", ["who", "explain"])
def test_an_unknown_place_is_its_own_family(whoholds: Run, example_ledger: Path, verb: str) -> None:
    assert_told(whoholds(verb, "Atlantis", "--ledger", example_ledger), 5, "Atlantis")


def test_a_ledger_of_a_newer_version_is_left_alone(whoholds: Run, example_ledger: Path, tmp_path: Path) -> None:
    ledger, story = tmp_path / "newer.sqlite", tmp_path / "a.txt"
    shutil.copy(example_ledger, ledger)
    story.write_text(STORY, encoding="utf-8")
    db = sqlite3.connect(ledger)
    db.execute("PRAGMA user_version = 999")
    db.close()
    before = ledger.read_bytes()

    assert_told(whoholds("who", "--ledger", ledger), 4, "newer")
    assert_told(whoholds("add", story, "--ledger", ledger), 4, "newer")
    assert ledger.read_bytes() == before


@pytest.mark.parametrize("verb", [("who",), ("claims",), ("add", "{story}")])
def test_a_file_that_is_no_ledger_is_left_alone(whoholds: Run, tmp_path: Path, verb: tuple[str, ...]) -> None:
    ledger, story = tmp_path / "notes.txt", tmp_path / "a.txt"
    ledger.write_text("These are notes, not a ledger. " * 200, encoding="utf-8")
    story.write_text(STORY, encoding="utf-8")
    before = ledger.read_bytes()

    assert_told(whoholds(*(word.format(story=story) for word in verb), "--ledger", ledger), 4, "notes.txt")
    assert ledger.read_bytes() == before


def test_another_programs_database_is_left_alone(whoholds: Run, tmp_path: Path) -> None:
    ledger, story = tmp_path / "other.sqlite", tmp_path / "a.txt"
    story.write_text(STORY, encoding="utf-8")
    with sqlite3.connect(ledger) as db:
        db.execute("CREATE TABLE reports (title TEXT)")
    db.close()
    before = ledger.read_bytes()

    assert_told(whoholds("add", story, "--ledger", ledger), 4, "other.sqlite")
    assert ledger.read_bytes() == before


def test_a_ledger_cannot_lie_below_a_file(whoholds: Run, tmp_path: Path) -> None:
    """Not even root may write there: it stands for a folder without permission."""
    story = tmp_path / "a.txt"
    story.write_text(STORY, encoding="utf-8")

    assert_told(whoholds("add", story, "--ledger", story / "ledger.sqlite"), 4, "ledger.sqlite")


def test_a_folder_is_no_ledger(whoholds: Run, tmp_path: Path) -> None:
    story = tmp_path / "a.txt"
    story.write_text(STORY, encoding="utf-8")

    assert_told(whoholds("add", story, "--ledger", tmp_path), 4, str(tmp_path))


def test_an_empty_ledger_says_what_it_lacks(whoholds: Run, tmp_path: Path) -> None:
    ledger, story = tmp_path / "undated.sqlite", tmp_path / "a.txt"
    story.write_text(STORY, encoding="utf-8")
    assert whoholds("add", story, "--ledger", ledger).code == 0

    assert_told(whoholds("who", "--ledger", ledger), 4, "--published")


def test_a_file_that_cannot_be_written_is_named(whoholds: Run, example_ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    target = tmp_path / "file" / "brief.html"

    assert_told(whoholds("export", "brief", "--ledger", example_ledger, "-o", target), 3, "cannot write", "--output")


def test_doctor_tells_of_a_broken_ledger(whoholds: Run, tmp_path: Path) -> None:
    ledger = tmp_path / "notes.txt"
    ledger.write_text("no ledger " * 500, encoding="utf-8")

    ran = whoholds("doctor", "--ledger", ledger)

    assert ran.code == 6
    assert "FAIL  ledger" in ran.out
    assert "try: " in ran.out


# ---------------------------------------------------------------- help


def test_help_answers_at_once_and_loads_no_parser() -> None:
    script = (
        "import sys; sys.argv = ['whoholds', '--help']\n"
        "from whoholds.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'spacy', 'thinc', 'numpy', 'jinja2', 'sqlite3'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    begun = time.perf_counter()
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr
    assert "explain" in ran.stdout
    assert time.perf_counter() - begun < 5


def test_an_error_of_the_installed_command_is_no_traceback(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "whoholds.cli", "read", str(tmp_path / "gone.txt")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 3
    assert "Traceback" not in ran.stderr
    assert ran.stderr.startswith("whoholds: cannot read ")
