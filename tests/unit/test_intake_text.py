"""Plain texts become reports, and what is no text says why."""

from datetime import UTC, date, datetime

import pytest

from whoholds.errors import InputError
from whoholds.intake.text import LARGEST, kind_of, parse_day, read_text
from whoholds.model import ReportKind, Unresolved

BROKEN = {
    "is empty": b" \n\n",
    "is not UTF-8": b"The army took Alhas\xe9ka.",
    "is not a text": b"\x00\x01\x02 text",
    "is too large": b"x" * (LARGEST + 1),
    "has no text": b"Source: Agency\n\n",
}


@pytest.mark.parametrize("what", BROKEN)
def test_broken_input_says_what_and_what_to_try(what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        read_text(BROKEN[what], "story.txt", published=None)
    assert caught.value.exit_code == 3
    assert caught.value.attempt


def test_the_offset_of_a_wrong_byte_is_named() -> None:
    with pytest.raises(InputError, match=r"byte 0xe9 at offset 19"):
        read_text(BROKEN["is not UTF-8"], "story.txt", published=None)


def test_a_mark_of_byte_order_and_other_newlines_leave_no_trace() -> None:
    report = read_text("\ufeffA headline\r\n\r\nThe army left.\r".encode(), "x", published=None)
    assert report.text == "A headline\n\nThe army left."
    assert report.title == "A headline"


def test_a_header_block_is_read_and_left_out_of_the_text() -> None:
    raw = b"Source: Agency\nDate: 2022/07/28\nReplaces: a1 b2\nUrl: https://example.org/x\n\nArmy leaves\n\nIt left."
    report = read_text(raw, "x", published=date(2020, 1, 1))
    assert (report.publisher, report.url, report.replaces) == ("Agency", "https://example.org/x", ("a1", "b2"))
    assert report.published == datetime(2022, 7, 28, tzinfo=UTC)
    assert report.text == "Army leaves\n\nIt left."


def test_lines_that_only_look_like_a_header_stay_in_the_text() -> None:
    report = read_text(b"Source: none\nThe army left.", "x", published=None)
    assert report.text == "Source: none\nThe army left."


def test_the_same_text_has_the_same_id_wherever_it_lies() -> None:
    one = read_text(b"The army left.", "a.txt", published=None)
    other = read_text(b"The army left.\r\n", "b/c.txt", published=date(2020, 1, 1))
    assert one.id == other.id
    assert len(one.id) == 16


def test_a_text_without_a_day_takes_the_one_given() -> None:
    assert read_text(b"The army left.", "x", published=date(2020, 1, 1)).day == date(2020, 1, 1)
    assert isinstance(read_text(b"The army left.", "x", published=None).day, Unresolved)


def test_a_sentence_is_no_title() -> None:
    assert read_text(b"The army left.\nIt went north.", "x", published=None).title == ""


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("CORRECTION: Army did not take town", ReportKind.CORRECTION),
        ("CORRECTED-Army did not take town", ReportKind.CORRECTION),
        ("Correction: Army did not take town", ReportKind.CORRECTION),
        ("MANDATORY KILL: Army takes town", ReportKind.KILL),
        ("KILL Army takes town", ReportKind.KILL),
        ("ADVISORY: story on the town is withdrawn", ReportKind.KILL),
        ("Killing in the town", ReportKind.STORY),
        ("Corrections officers leave", ReportKind.STORY),
    ],
)
def test_titles_that_correct_or_kill(title: str, kind: ReportKind) -> None:
    assert kind_of(title) is kind


@pytest.mark.parametrize("written", ["", "yesterday", "2021-02-30", "0001-01-01T00:00:00+14:00"])
def test_what_is_no_date_is_unresolved(written: str) -> None:
    assert isinstance(parse_day(written), Unresolved)
