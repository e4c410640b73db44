"""Files, folders, standard input and JSON lines as one stream of reports and counted skips."""

import io
import json
from datetime import date
from pathlib import Path

import pytest

from whoholds.errors import InputError
from whoholds.intake.interface import Skipped
from whoholds.intake.jsonl import read_line
from whoholds.intake.sources import read_sources
from whoholds.intake.text import LARGEST
from whoholds.model import Report, ReportKind, Unresolved


def _line(**keys: object) -> bytes:
    return json.dumps(keys).encode()


def _read(line: bytes) -> Report:
    report = read_line(line, "x:1", published=None)
    assert isinstance(report, Report)
    return report


def test_the_keys_of_a_line_are_read_and_others_ignored() -> None:
    report = _read(_line(id="a", source="Agency", date="2021-08-08", title="T", text="It fell.", claims=[1], extra=2))
    assert (report.id, report.publisher, report.day, report.title) == ("a", "Agency", date(2021, 8, 8), "T")


@pytest.mark.parametrize("written", ["2022/07/28", "2022-07-28", "2022-07-28T23:30:00Z", "2022-07-28T20:00:00-03:00"])
def test_dates_in_every_form_that_archives_use(written: str) -> None:
    assert _read(_line(text="It fell.", date=written)).day == date(2022, 7, 28)


@pytest.mark.parametrize("written", ["", None, 7, "soon"])
def test_no_date_is_unresolved(written: object) -> None:
    assert isinstance(_read(_line(text="It fell.", date=written)).day, Unresolved)


def test_corrections_name_what_they_replace() -> None:
    report = _read(_line(text="It did not fall.", kind="correction", replaces=["a"], publisher="Agency"))
    assert (report.kind, report.replaces, report.publisher) == (ReportKind.CORRECTION, ("a",), "Agency")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"text": "cut', "not JSON"),
        (b'{"text": ""}', "no object with a text"),
        (b"[1]", "no object with a text"),
        (b'{"text": "a \xff"}', "not UTF-8 at byte"),
        (b'{"text": "a \\ud800"}', "surrogate"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_line_that_cannot_be_read_is_skipped_with_the_reason(line: bytes, why: str) -> None:
    skipped = read_line(line, "x.jsonl:17", published=None)
    assert isinstance(skipped, Skipped)
    assert skipped.where == "x.jsonl:17"
    assert why in skipped.why


def test_a_broken_line_in_the_middle_does_not_stop_the_file(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_bytes(_line(id="a", text="One.") + b"\n{broken\n\n" + _line(id="b", text="Two.") + b"\n")
    items = list(read_sources([str(file)], published=None))
    assert [item.where if isinstance(item, Skipped) else item.id for item in items] == ["a", "in.jsonl:2", "b"]


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt", "ignored.pdf"):
        (tmp_path / name).write_text(f"Story {name}.", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\xff\xff")
    items = list(read_sources([str(tmp_path)], published=None))
    assert [item.text if isinstance(item, Report) else "skipped" for item in items] == [
        "Story a.txt.",
        "Story b.txt.",
        "skipped",
        "Story sub/c.txt.",
    ]


def test_standard_input_is_a_text() -> None:
    [report] = read_sources(["-"], published=date(2020, 1, 1), stdin=io.BytesIO(b"It fell."))
    assert isinstance(report, Report)
    assert report.text == "It fell."


def test_a_missing_file_and_an_empty_folder_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        list(read_sources([str(tmp_path / "none.txt")], published=None))
    with pytest.raises(InputError, match="has no reports"):
        list(read_sources([str(tmp_path)], published=None))


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    with file.open("wb") as out:
        out.truncate(LARGEST + 1)
    with pytest.raises(InputError, match="too large"):
        list(read_sources([str(file)], published=None))


def test_a_page_gives_its_article_and_what_its_head_says(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(
        '<html><head><title>Site</title><meta property="og:title" content="Army leaves">'
        '<meta property="article:published_time" content="2021-08-08T10:00:00Z"></head>'
        "<body><nav>Menu</nav><article><h1>Army leaves</h1><p>The army &amp; its allies <b>left</b>.</p>"
        "<script>var x = 1;</script></article><footer>Terms</footer></body></html>",
        encoding="utf-8",
    )
    [report] = read_sources([str(file)], published=None)
    assert isinstance(report, Report)
    assert (report.title, report.day) == ("Army leaves", date(2021, 8, 8))
    assert report.text == "Army leaves\nThe army & its allies left."
