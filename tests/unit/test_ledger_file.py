"""The file under the SQLite ledger: what it refuses, what it survives, what it shows to others."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fakes import KOBAR, make_claim, make_report
from whoholds.errors import LedgerError, LedgerTooNewError
from whoholds.intake.origins import SentenceCopies
from whoholds.ledger.interface import Asked, ClaimFilter
from whoholds.ledger.migrations import APPLICATION_ID, LATEST, MIGRATIONS
from whoholds.ledger.sqlite import SqliteLedger, open_sqlite
from whoholds.model import Decision, Estimate, Review, Status


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of two reports with a claim each."""
    place = tmp_path / "ledger.sqlite"
    ledger = open_sqlite(place, copies=SentenceCopies())
    for report in (make_report("a"), make_report("b")):
        ledger.add(report, [make_claim(report)])
    ledger.close()
    return place


def damaged(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as db:
        db.execute(statement)
    db.close()


# ---------------------------------------------------------------- what is refused, and how


def test_a_missing_ledger_is_not_made_for_reading(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"no ledger at .*none\.sqlite\n  try: whoholds add"):
        open_sqlite(tmp_path / "none.sqlite", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_text_file_is_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are only notes on the war, long enough for a header. " * 9)
    with pytest.raises(LedgerError, match="not a SQLite database"):
        open_sqlite(path)
    assert path.read_text().startswith("These are only notes")


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    damaged(path, "CREATE TABLE recipes (name)")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="another program"):
        open_sqlite(path)
    assert path.read_bytes() == before


def test_a_newer_ledger_is_left_alone(path: Path) -> None:
    damaged(path, f"PRAGMA user_version = {LATEST + 1}")
    with pytest.raises(LedgerTooNewError, match=rf"version {LATEST + 1}.*\n  try: pip install --upgrade whoholds"):
        open_sqlite(path)


@pytest.mark.parametrize("place", [".", "file/ledger.sqlite"])
def test_a_folder_and_a_file_as_folder_are_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match="cannot open"):
        open_sqlite(tmp_path / place)


def test_a_ledger_opened_for_reading_takes_nothing(path: Path) -> None:
    ledger = open_sqlite(path, read_only=True, copies=SentenceCopies())
    with pytest.raises(LedgerError, match="only be read"):
        ledger.add(make_report("c"), [])
    assert len(list(ledger.claims(ClaimFilter()))) == 2
    ledger.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_ledger_in_a_folder_that_may_not_be_written_can_be_read(path: Path) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        assert len(list(open_sqlite(path, read_only=True).claims(ClaimFilter()))) == 2
        with pytest.raises(LedgerError):
            open_sqlite(path).add(make_report("c"), [])
    finally:
        path.parent.chmod(0o755)


def test_a_closed_ledger_says_so(path: Path) -> None:
    ledger = open_sqlite(path)
    ledger.close()
    with pytest.raises(LedgerError, match="closed"):
        ledger.place_ids()


def test_a_locked_ledger_says_who_to_wait_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("whoholds.ledger.opening.BUSY_SECONDS", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ledger = open_sqlite(path, copies=SentenceCopies())
    with pytest.raises(LedgerError, match="another program is writing"):
        ledger.add(make_report("c"), [])
    other.close()
    ledger.close()


def test_two_rules_do_not_mix(path: Path) -> None:
    ledger = open_sqlite(path)
    with pytest.raises(LedgerError, match="phrases@1"):
        ledger.add(make_report("c"), [])
    ledger.close()


@pytest.mark.parametrize("pages", [0, 3, 12])
def test_a_full_disk_leaves_the_ledger_as_it_was(path: Path, pages: int) -> None:
    """Wherever in the transaction the room ends: the error is clear, nothing is half-written, and adding goes on."""
    ledger = open_sqlite(path, copies=SentenceCopies())
    db = ledger._db
    used = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {used + pages}")
    large = make_report("c", "Troops of the north entered a town near Kobar today. " * 4000)
    with pytest.raises(LedgerError, match="the disk is full"):
        ledger.add(large, [make_claim(large)])
    assert [report.id for report in ledger.reports()] == ["a", "b"]
    assert ledger.check() == ()
    db.execute("PRAGMA max_page_count = 1000000")
    assert ledger.add(large, [make_claim(large)]).claims == 1
    ledger.close()


def test_on_a_full_disk_a_review_is_refused_whole_and_who_still_answers(path: Path) -> None:
    """What is only remembered is left out without a word; what is to be kept is not."""
    ledger = open_sqlite(path, copies=SentenceCopies())
    claims = [known.claim.id for known in ledger.claims(ClaimFilter())]
    free = ledger._db.execute("PRAGMA freelist_count").fetchone()[0]
    used = ledger._db.execute("PRAGMA page_count").fetchone()[0]
    ledger._db.execute(f"PRAGMA max_page_count = {used - free}")
    at = datetime(2021, 8, 9, tzinfo=UTC)
    many = [Review(claims[0], Decision.REJECT, "ana", at, "not so. " * 2000) for _ in range(5)]
    with pytest.raises(LedgerError, match="the disk is full"):
        ledger.review(*many)
    assert list(ledger.reviews()) == []
    day = date(2021, 8, 9)
    asked = Asked("recipe", day, day)
    recalled = ledger.recall(asked)
    estimate = Estimate(KOBAR, day, day, Status.HELD, "a", 0.9, 0.0, (("a" * 20_000, 0.9),), 1, day, day)
    ledger.remember(asked, {KOBAR.id: estimate}, recalled)
    assert ledger.recall(asked) == recalled
    assert ledger.check() == ()
    ledger.close()


# ---------------------------------------------------------------- append-only, and what doctor sees


@pytest.mark.parametrize("table", ["reports", "claims", "places", "reviews", "replacements"])
def test_nothing_kept_is_edited_or_deleted(path: Path, table: str) -> None:
    with sqlite3.connect(path) as db:
        triggers = db.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", (table,))
        refusing = {" ".join(sql.split()[3:5]) for (sql,) in triggers if "RAISE(ABORT" in sql}
        assert refusing == {"BEFORE DELETE", "BEFORE UPDATE"}
    db.close()


@pytest.mark.parametrize("statement", ["DELETE FROM claims", "UPDATE reports SET text = 'x'"])
def test_sqlite_itself_refuses(path: Path, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        damaged(path, statement)


@pytest.mark.parametrize(
    ("statements", "finding"),
    [
        (("DROP TRIGGER claims_stay", "UPDATE claims SET quote = 'x' WHERE key = 1"), "quote of claim a:1 is not what"),
        (("DROP TRIGGER claims_stay", "UPDATE claims SET cue_end = 9999 WHERE key = 2"), "claim b:1 points behind"),
        (
            ("DROP TRIGGER claims_stay", "UPDATE claims SET place = 77 WHERE key = 1"),
            "a row of places that is not there",
        ),
        (("DELETE FROM names WHERE report = 1",), "1 reports are missing in names"),
        (("DELETE FROM origins WHERE claim = 1",), "1 claims have no origin"),
        (("DELETE FROM claims_fts_docsize WHERE id = 1",), "1 claims cannot be found by their words"),
        (("INSERT INTO reports_fts (rowid, words) VALUES (99, 'x')",), "indexed for reports that are not there"),
    ],
)
def test_the_doctor_finds_what_is_wrong(path: Path, statements: tuple[str, ...], finding: str) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA trusted_schema = ON")
    db.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, False) if hasattr(db, "setconfig") else None
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()
    ledger = open_sqlite(path, copies=SentenceCopies())
    assert any(finding in found for found in ledger.check()), ledger.check()
    ledger.close()


def test_the_doctor_may_look_without_a_rule(path: Path) -> None:
    ledger = open_sqlite(path, read_only=True)
    assert ledger.check() == ()
    ledger.close()


def test_the_doctor_sees_origins_of_another_rule(path: Path) -> None:
    ledger = open_sqlite(path, copies=SentenceCopies(id="phrases@2"))
    assert ledger.check() == ("copies were found by phrases@1, not by phrases@2",)
    ledger.close()


def test_the_doctor_sees_a_broken_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * 5)
        file.write(b"\xff" * 4096 * 3)
    with pytest.raises(LedgerError, match="damaged"):
        check(path)


def test_the_file_is_marked_as_ours(path: Path) -> None:
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert (
        db.execute("SELECT act, place_name, quote FROM claims").fetchall() == [("takes", "Kobar", "Government t")] * 2
    )
    db.close()


def test_a_ledger_of_version_1_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    db = sqlite3.connect(path)
    db.executescript(MIGRATIONS[0])
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")
    db.close()
    with pytest.raises(LedgerError, match="first be brought"):
        open_sqlite(path, read_only=True)
    ledger = open_sqlite(path, copies=SentenceCopies())
    report = make_report()
    assert ledger.add(report, [make_claim(report)]).claims == 1
    ledger.close()
    assert len(list(open_sqlite(path, read_only=True).claims(ClaimFilter()))) == 1


# ---------------------------------------------------------------- killed, and shared

WRITER = """
import sys
sys.path.insert(0, {tests!r})
from fakes import STORY, make_claim, make_report
from whoholds.intake.origins import SentenceCopies
from whoholds.ledger.sqlite import open_sqlite
ledger = open_sqlite({path!r}, copies=SentenceCopies())
for number in range({start}, {stop}):
    report = make_report(f"r{{number}}", STORY * 20 + f" Report number {{number}}.")
    ledger.add(report, [make_claim(report, n) for n in range(5)])
    print(report.id, flush=True)
"""


def writer(path: Path, start: int, stop: int) -> "subprocess.Popen[str]":
    code = WRITER.format(tests=str(Path(__file__).parents[1]), path=str(path), start=start, stop=stop)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def wait_for_lines(running: "subprocess.Popen[str]", count: int) -> list[str]:
    assert running.stdout is not None
    return [running.stdout.readline().strip() for _ in range(count)]


def test_kill_9_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Killed in the middle of adding (3 times, or WHOHOLDS_KILLS): what was said to be kept is, and is whole."""
    path, acknowledged = tmp_path / "ledger.sqlite", set[str]()
    for round_ in range(int(os.environ.get("WHOHOLDS_KILLS", "3"))):
        running = writer(path, 1000 * round_, 1000 * (round_ + 1))
        acknowledged.update(wait_for_lines(running, 3 + round_ % 5))
        time.sleep(0.002 * (round_ % 7))
        running.send_signal(signal.SIGKILL)
        assert running.stdout is not None
        acknowledged.update(line for line in running.stdout.read().split("\n") if line)
        running.wait()
        running.stdout.close()
        ledger = open_sqlite(path, copies=SentenceCopies())
        assert ledger.check() == ()
        kept = {report.id for report in ledger.reports()}
        assert acknowledged <= kept
        assert len(list(ledger.claims(ClaimFilter()))) == 5 * len(kept)
        ledger.close()


READER = """
import time
from whoholds.ledger.interface import Asked, ClaimFilter
from whoholds.ledger.sqlite import open_sqlite
seen, until = 0, time.monotonic() + 50
while seen < {stop} * 5 and time.monotonic() < until:
    ledger = open_sqlite({path!r}, read_only=True)
    now = len(list(ledger.claims(ClaimFilter(place_name="Kobar"))))
    assert now % 5 == 0 and now >= seen, (now, seen)
    seen = now
    ledger.close()
"""


def test_eight_readers_beside_a_writer_meet_no_error(path: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared.sqlite"
    open_sqlite(shared, copies=SentenceCopies()).close()
    code = READER.format(path=str(shared), stop=40)
    readers = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) for _ in range(8)]
    writing = writer(shared, 0, 40)
    assert len(wait_for_lines(writing, 40)) == 40
    said = [reader.communicate(timeout=60)[1] for reader in readers]
    assert said == [""] * 8
    assert [reader.returncode for reader in readers] == [0] * 8
    writing.communicate(timeout=60)


def test_one_open_ledger_serves_many_threads(path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    ledger = open_sqlite(path, copies=SentenceCopies())

    def one(number: int) -> int:
        report = make_report(f"t{number}")
        ledger.add(report, [make_claim(report)])
        return len(list(ledger.claims(ClaimFilter())))

    with ThreadPoolExecutor(8) as pool:
        assert max(pool.map(one, range(24))) <= 26
    assert count(ledger) == 26
    ledger.close()


def check(path: Path) -> None:
    """Raise for the first finding, whether it comes at opening or at checking."""
    raise LedgerError(" ".join(open_sqlite(path).check()))


def count(ledger: SqliteLedger) -> int:
    return len(list(ledger.claims(ClaimFilter())))
