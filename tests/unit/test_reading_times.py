"""Expressions of time become days, and an act is dated by the one that governs it."""

from datetime import UTC, date, datetime

import pytest

from whoholds.model import Period, Report, Unresolved
from whoholds.reading.hops import Parsed, Timex
from whoholds.reading.pipeline import Reader
from whoholds.reading.sentences import find_sentences
from whoholds.reading.times import also_dated, as_of_its_day, find_timexes, governing_timex

SUNDAY = date(2021, 8, 8)
NONE: tuple[str, ...] = ()


def parse(reader: Reader, text: str) -> tuple[Parsed, ...]:
    return reader._parse(Report("r", text, "", "", Unresolved("")), find_sentences(text))


def read(reader: Reader, text: str, published: date | Unresolved = SUNDAY) -> tuple[Timex, ...]:
    return find_timexes(parse(reader, text), published=published)


def shown(timex: Timex) -> str:
    period = timex.period
    if isinstance(period, Unresolved):
        return "unresolved"
    ends = (period.first, period.last)
    return " to ".join("open" if isinstance(day, Unresolved) else day.isoformat() for day in ends)


DAYS = [
    ("The army took the town on Friday.", "2021-08-06"),
    ("The army took the town on Sunday.", "2021-08-08"),
    ("The army took the town late Saturday.", "2021-08-07"),
    ("The army took the town on Thursday evening.", "2021-08-05"),
    ("The army will enter the town on Monday.", "2021-08-09"),
    ("The army took the town yesterday.", "2021-08-07"),
    ("The army took the town today.", "2021-08-08"),
    ("The army took the town two days ago.", "2021-08-06"),
    ("The army took the town on August 3.", "2021-08-03"),
    ("The army took the town on 3 August.", "2021-08-03"),
    ("The army took the town on Dec. 30.", "2020-12-30"),
    ("The army took the town on Aug. 8, 2019.", "2019-08-08"),
    ("The army took the town on 10-07-2016.", "2016-07-10"),
]
PERIODS = [
    ("Rockets hit the town overnight.", "2021-08-07 to 2021-08-08"),
    ("The town has been cut off since Friday.", "2021-08-06 to 2021-08-08"),
    ("The town has been cut off since 2019.", "2019-01-01 to 2021-08-08"),
    ("Rockets hit the town in the past three days.", "2021-08-05 to 2021-08-08"),
    ("The army took the town earlier this month.", "2021-08-01 to 2021-08-08"),
    ("The army took the town last month.", "2021-07-01 to 2021-07-31"),
    ("The army took the town last week.", "2021-07-26 to 2021-08-01"),
    ("The army took the town last year.", "2020-01-01 to 2020-12-31"),
    ("Rebels gained ground in recent weeks.", "open to 2021-08-08"),
    ("Rebels recently gained ground.", "open to 2021-08-08"),
    ("The army took the town after weeks of shelling.", "open to 2021-08-08"),
    ("The army took the town after three days of shelling.", "2021-08-05 to 2021-08-08"),
    ("The army took the town in May.", "2021-05-01 to 2021-05-31"),
    ("The army took the town in November.", "2020-11-01 to 2020-11-30"),
    ("The army took the town in mid-June.", "2021-06-11 to 2021-06-20"),
    ("The army took the town in early 2014.", "2014-01-01 to 2014-05-02"),
    ("The army held the town in the 1990s.", "1990-01-01 to 1999-12-31"),
    ("Troops fought there between Tuesday and Friday.", "2021-08-03 to 2021-08-06"),
    ("Troops fought there from March to May.", "2021-03-01 to 2021-05-31"),
    ("The army took the town a year earlier.", "2020-01-01 to 2020-12-31"),
    ("The army took the town in July last year.", "2020-07-01 to 2020-07-31"),
    ("The army took the town in nineteen ninety-six.", "1996-01-01 to 1996-12-31"),
    ("The army took the town in two thousand.", "2000-01-01 to 2000-12-31"),
    ("Some 400 fighters left two thousand people behind on Friday.", "2021-08-06 to 2021-08-06"),
    ("Syrian rebels took the town in the first days of the war.", "2011-03-15 to 2011-03-29"),
    ("Syrian rebels have held it since the uprising began.", "2011-03-15 to 2021-08-08"),
    ("Rebels took the town early in the war.", "open to 2021-08-08"),
    ("Syrians have fled here since the start of the Iraq war.", "2003-03-20 to 2021-08-08"),
    ("Syrians have lived here since the outbreak of the First World War.", "open to 2021-08-08"),
    ("Troops have held it since the invasion of Iraq began.", "2003-03-20 to 2021-08-08"),
    ("The attack came one week after gunmen raided the town.", "2021-07-31 to 2021-08-02"),
]
NOT_TIMES = [
    "A 12-year-old boy was hurt.",
    "Troops fought for two hours.",
    "Some 2000 people fled.",
    "Troops march on the town and may take it.",
    "It fell at 2015 GMT.",
    "The army took it on February 30.",
]


@pytest.mark.parametrize(("text", "expected"), DAYS)
def test_one_day(reader: Reader, text: str, expected: str) -> None:
    [timex] = read(reader, text)
    assert shown(timex) == f"{expected} to {expected}"
    assert timex.span.of(text) == timex.stated


@pytest.mark.parametrize(("text", "expected"), PERIODS)
def test_more_than_a_day(reader: Reader, text: str, expected: str) -> None:
    [timex] = read(reader, text)
    assert shown(timex) == expected


@pytest.mark.parametrize("text", NOT_TIMES)
def test_words_that_only_look_like_a_time(reader: Reader, text: str) -> None:
    assert read(reader, text) == NONE


def test_two_years_are_two_expressions(reader: Reader) -> None:
    found = read(reader, "They overran the city in 2015 and again in 2016.")
    assert [shown(timex)[:4] for timex in found] == ["2015", "2016"]


def test_a_day_later_counts_from_the_day_named_before(reader: Reader) -> None:
    found = read(reader, "Rebels took the town on Thursday. They entered the next one a day later.")
    assert [shown(timex)[:10] for timex in found] == ["2021-08-05", "2021-08-06"]


def test_two_offsets_in_a_row_share_the_day_they_count_from(reader: Reader) -> None:
    found = read(
        reader, "Rebels took the town on Thursday. A day later they shelled a village. They left the following day."
    )
    assert [shown(timex)[:10] for timex in found] == ["2021-08-05", "2021-08-06", "2021-08-06"]


def test_an_entry_of_a_live_blog_is_read_from_its_stamp(reader: Reader) -> None:
    text = "6 Aug 2021 18.05 Officials in Herat speak. Rockets hit the town on Friday. It is in rebel hands."
    assert [shown(timex)[:10] for timex in read(reader, text)] == ["2021-08-06", "2021-08-06"]
    assert governed(reader, text, "hands", state=True) == "6 Aug 2021 18.05"


@pytest.mark.parametrize(
    ("hour", "text", "day"),
    [
        (1, "Troops took the town on Saturday.", "2021-08-07"),
        (1, "Troops took the town on Saturday and left it on Sunday.", "2021-08-08"),
        (1, "Troops took the town.", "2021-08-08"),
        (0, "Troops took the town on Saturday.", "2021-08-08"),
        (15, "Troops took the town on Saturday.", "2021-08-08"),
    ],
)
def test_a_report_of_the_small_hours_tells_of_the_day_before(hour: int, text: str, day: str) -> None:
    report = Report("r", text, "", "", datetime(2021, 8, 8, hour, 0, tzinfo=UTC))
    assert str(as_of_its_day(report).day) == day
    assert as_of_its_day(as_of_its_day(report)) == as_of_its_day(report)


def test_both_of_two_joined_years_date_an_act(reader: Reader) -> None:
    parsed = parse(reader, "They overran the city in 2015 and again in 2016.")
    timexes = find_timexes(parsed, published=SUNDAY)
    assert also_dated(timexes[0], parsed[0], timexes) == timexes[1:]
    assert also_dated(timexes[1], parsed[0], timexes) == ()


@pytest.mark.parametrize(("day", "begun"), [(date(2014, 7, 1), "2014-04-12"), (date(2022, 7, 1), "2022-02-24")])
def test_a_war_is_the_last_one_begun_when_the_report_came_out(reader: Reader, day: date, begun: str) -> None:
    [timex] = read(reader, "Ukrainian troops have held the town since the war began.", day)
    assert shown(timex) == f"{begun} to {day}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rebels took the town on Thursday. They shelled a village. They left on Saturday.",
            "2021-08-05 to 2021-08-07",
        ),
        ("Rebels took the town overnight. They shelled a village.", "2021-08-07 to 2021-08-08"),
        (
            "Rebels took the town on Friday. Talks are due on August 20. They shelled a village.",
            "2021-08-06 to 2021-08-06",
        ),
    ],
)
def test_the_last_day_named_begins_the_time_of_what_follows(reader: Reader, text: str, expected: str) -> None:
    parsed = parse(reader, text)
    timexes = find_timexes(parsed, published=SUNDAY)
    where, shelled = next((one, token) for one in parsed for token in one.doc if token.text == "shelled")
    timex = governing_timex(where, shelled, timexes)
    assert timex is not None
    assert shown(timex) == expected


def test_an_act_that_may_only_come_has_no_day(reader: Reader) -> None:
    parsed = parse(reader, "The army took the town on Friday. It may still capture the port.")
    capture = next(token for token in parsed[1].doc if token.text == "capture")
    timex = governing_timex(parsed[1], capture, find_timexes(parsed, published=SUNDAY))
    assert timex is not None
    assert isinstance(timex.period, Unresolved)


def test_a_day_named_in_another_paragraph_only_begins_the_time(reader: Reader) -> None:
    parsed = parse(reader, "Rebels took the town on Thursday.\nThey shelled a village.\nThey left it on Saturday.")
    timexes = find_timexes(parsed, published=SUNDAY)
    shelled = next(token for token in parsed[1].doc if token.text == "shelled")
    timex = governing_timex(parsed[1], shelled, timexes)
    assert timex is not None
    assert shown(timex) == "2021-08-05 to 2021-08-07"


def test_without_a_day_of_publication_only_full_dates_resolve(reader: Reader) -> None:
    found = read(reader, "They took it on Sunday, after losing it on 8 May 2019.", Unresolved("none"))
    assert isinstance(found[0].period, Unresolved)
    assert "'Sunday' needs the day of publication" in found[0].period.reason
    assert found[1].period == Period.day(date(2019, 5, 8))


def governed(reader: Reader, text: str, word: str, *, state: bool = False) -> str:
    """The words that date the act of ``word``, ``""`` for none."""
    parsed = parse(reader, text)
    timexes = find_timexes(parsed, published=SUNDAY)
    where, trigger = next((one, token) for one in parsed for token in one.doc if token.text == word)
    timex = governing_timex(where, trigger, timexes, state=state)
    return timex.stated if timex else ""


@pytest.mark.parametrize(
    ("text", "word", "stated"),
    [
        ("The army captured the town on Friday.", "captured", "Friday"),
        ("The Taliban said on Sunday they had captured the city.", "captured", "Sunday"),
        ("The Taliban said on Sunday they had captured the city on Friday.", "captured", "Friday"),
        ("Rebels took the town on Thursday. They shelled a village.", "shelled", "Thursday"),
        ("The minister said on Friday that troops will retake the town.", "retake", ""),
        ("The mayor said on Sunday that troops launched an attack to retake the town on Friday.", "attack", "Friday"),
        ("Rebels took the town on Friday after weeks of clashes near it.", "took", "Friday"),
        ("Rebels took the town on Friday after weeks of clashes near it.", "clashes", "weeks of"),
        ("Gunmen attacked a checkpoint October 9, 2017 leaving seven dead.", "attacked", "October 9, 2017"),
        ("Thousands have fled since the fall of the town, the mayor said on Friday.", "fall", "since"),
    ],
)
def test_what_dates_an_act(reader: Reader, text: str, word: str, stated: str) -> None:
    assert governed(reader, text, word) == stated


def test_a_state_is_not_dated_by_the_act_beside_it(reader: Reader) -> None:
    assert governed(reader, "Jets bombed the rebel-held town on Friday.", "held", state=True) == ""
