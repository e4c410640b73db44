"""Which day a text says it was published, and which of two days counts."""

from datetime import UTC, date, datetime

import pytest

from whoholds.intake.dateline import Dated, find_publication_day, settle_publication_day
from whoholds.model import Report, Unresolved

STAMPED = [
    ("Sat Feb 28 2015 190703 Army drives rebels out. Troops on Saturday took the base.", date(2015, 2, 28)),
    ("10-07-2016 Army takes the road.", date(2016, 7, 10)),
    ("20.07.2016Get short URL 0 55 The minister said so.", date(2016, 7, 20)),
    ("Posted on July 20 2016 by A Writer Dozens flee.", date(2016, 7, 20)),
    ("Date of publication 11 October 2016 Bombing resumes.", date(2016, 10, 11)),
    ("Last updated at Aug 142016 Warplanes bombed a town.", date(2016, 8, 14)),
    ("Army takes town\n\nBy A Writer\nAugust 8, 2021\n\nThe army took it.", date(2021, 8, 8)),
    ("2021-08-08 The army took it.", date(2021, 8, 8)),
    ("Fighting kills ten AFP Friday 6 Oct 2017 Ten people were killed.", date(2017, 10, 6)),
]
NOT_STAMPED = [
    "1. The town: On August 21 2013 the army fired rockets at it.",
    "The war began in 2011. Since 8 August 2016 the town has been cut off.",
    "The army, which took the town on 8 August 2016, said so.",
    "No date at all.",
    "31.02.2016 is no day.",
]


@pytest.mark.parametrize(("text", "day"), STAMPED, ids=[text[:24] for text, _ in STAMPED])
def test_a_stamp_before_the_story_is_found_and_underlined(text: str, day: date) -> None:
    found = find_publication_day(text, "", "")
    assert isinstance(found, Dated)
    assert found.day == day
    assert str(day.year) in found.span.of(text)


@pytest.mark.parametrize("text", NOT_STAMPED)
def test_a_date_inside_the_story_is_no_stamp(text: str) -> None:
    assert isinstance(find_publication_day(text, "", ""), Unresolved)


def test_numbers_that_can_be_read_two_ways_stay_unresolved_and_name_both() -> None:
    found = find_publication_day("03/04/2016 Rebels enter.", "", "")
    assert found == Unresolved("'03/04/2016' may be 2016-04-03 or 2016-03-04")


def test_the_day_beside_the_text_decides_between_two_readings() -> None:
    found = find_publication_day("03/04/2016 Rebels enter.", "", "", near=date(2016, 3, 4))
    assert isinstance(found, Dated)
    assert found.day == date(2016, 3, 4)


def test_a_dateline_takes_its_year_from_the_day_beside_it() -> None:
    found = find_publication_day("KABUL, Dec 31 (Agency) - The army left.", "", "", near=date(2022, 1, 2))
    assert isinstance(found, Dated)
    assert found.day == date(2021, 12, 31)


def test_the_address_gives_the_day_where_the_text_has_none() -> None:
    found = find_publication_day("The army left.", "", "https://example.org/2021/08/08/army-left")
    assert isinstance(found, Dated)
    assert found.day == date(2021, 8, 8)


def _report(text: str, published: datetime | Unresolved, url: str = "") -> Report:
    return Report("r", text, "", "", published, url)


def test_the_texts_own_stamp_wins_over_the_date_beside_it() -> None:
    settled, ground = settle_publication_day(
        _report("Mon Jul 18 2016 Attack foiled.", datetime(2014, 7, 16, tzinfo=UTC))
    )
    assert settled.day == date(2016, 7, 18)
    assert ground == "the text's own date, against 2014-07-16 given with it"


def test_the_hour_given_with_a_text_is_kept_when_the_days_agree() -> None:
    at = datetime(2016, 7, 18, 13, 5, tzinfo=UTC)
    assert settle_publication_day(_report("Mon Jul 18 2016 Attack foiled.", at))[0].published == at


def test_a_date_in_the_address_does_not_win_over_the_one_given() -> None:
    at = datetime(2016, 7, 18, tzinfo=UTC)
    assert settle_publication_day(_report("It fell.", at, "https://example.org/2016/07/20/x"))[0].published == at


def test_an_instant_with_its_hour_holds_against_a_stamp_of_the_next_day() -> None:
    at = datetime(2022, 7, 3, 22, 5, tzinfo=UTC)
    assert settle_publication_day(_report("4 Jul 2022 01.55 The army left.", at))[0].published == at
