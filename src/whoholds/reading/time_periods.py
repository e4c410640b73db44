"""The days that the words of a time mean: from the groups of a match and the :class:`Anchor` to a period.

How vague words are worked out was learnt from gold/train; see docs/decisions/0018.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from whoholds.model import Period, Unresolved
from whoholds.reading.lexicon import load_words

AHEAD_DAYS = 60
"""A day of a month without its year, in a clause of no tense, lies ahead if it comes within so many days ("due Dec.
10" in November). Right values on TimeBank, of 654: 532 with 30 days, 543 with 60, 545 with 90."""
VAGUE = Unresolved("the words do not say since when")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day that an expression counts from, and whether its clause looks ahead (``None`` for no tense).

    ``war`` is the first day of the war that the report is about, where it is known.
    """

    day: date
    ahead: bool | None = None
    war: date | None = None


WorkOut = Callable[[re.Match[str], Anchor], Period | Unresolved | None]


# ---------------------------------------------------------------- words


def table(name: str) -> dict[str, int]:
    """A table of numbers of the lexicon of times."""
    found: dict[str, int] = load_words("times")[name]
    return found


@cache
def belligerents() -> dict[str, str]:
    """The ISO code of each country that a listed war is fought in, by its names."""
    return {name: iso for iso in load_words("times")["wars"] for name in load_words("countries").get(iso, ())}


def one_of(words: Iterable[str]) -> str:
    """A pattern of any of some words, the longest first."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else table("numbers")[word.lower().removesuffix(" of")]


def _unit(word: str) -> str:
    return word.lower().rstrip("s")


def _days(number: int, unit: str) -> int:
    return -(-number // 24) if unit == "hour" else number * table("units")[unit]


def _month_number(word: str) -> int:
    return table("months")[word.lower().rstrip(".")]


def said(match: re.Match[str], group: str) -> str:
    """A group in small letters, ``""`` where it did not take part or the rule has none."""
    return (match.groupdict().get(group) or "").lower().strip(" -,.")


# ---------------------------------------------------------------- days


def day_of_month(match: re.Match[str], anchor: Anchor) -> Period | None:
    """A day of a month. Without its year: the last one in the past tense, the next one ahead, else the nearer."""
    month, day = _month_number(match["month"]), int(match["day"])
    if said(match, "year"):
        return Period.day(date(int(match["year"]), month, day))
    found = date(anchor.day.year, month, day)
    reach = {None: AHEAD_DAYS, True: 365, False: AHEAD_DAYS // 2}[anchor.ahead]
    if anchor.ahead and found < anchor.day:
        return Period.day(found.replace(year=found.year + 1))
    if (found - anchor.day).days > reach:
        return Period.day(found.replace(year=found.year - 1))
    if anchor.ahead is None and (anchor.day - found).days > 365 - AHEAD_DAYS:
        return Period.day(found.replace(year=found.year + 1))
    return Period.day(found)


def iso_day(match: re.Match[str], _: Anchor) -> Period:
    """A day written year first."""
    return Period.day(date(int(match["year"]), int(match["month"]), int(match["day"])))


def numeric_day(match: re.Match[str], _: Anchor) -> Period:
    """Days before months, as nearly everywhere that writes dots or dashes."""
    return Period.day(date(int(match["year"]), int(match["month"]), int(match["day"])))


def weekday_named(match: re.Match[str], anchor: Anchor) -> Period:
    """The last such day up to the anchor, or the next one in a clause that looks ahead."""
    back = (anchor.day.weekday() - table("weekdays")[match["weekday"].lower().rstrip(".")]) % 7
    which = said(match, "which")
    if which in ("next", "coming") or (anchor.ahead and which not in ("last", "previous", "past")):
        return Period.day(anchor.day + timedelta(days=(7 - back) % 7 or (7 if which else 0)))
    if which in ("last", "previous", "past") and back == 0:
        back = 7
    return Period.day(anchor.day - timedelta(days=back))


def weekend(match: re.Match[str], anchor: Anchor) -> Period:
    """The last Saturday and Sunday begun, or the next ones ahead."""
    saturday = anchor.day - timedelta(days=(anchor.day.weekday() - 5) % 7)
    if said(match, "which") in ("next", "coming") or anchor.ahead:
        saturday += timedelta(days=7)
    return Period(saturday, saturday + timedelta(days=1))


def named_day(match: re.Match[str], anchor: Anchor) -> Period:
    """Today, yesterday, tomorrow and the parts of them; a night belongs to both its days."""
    first, last = load_words("times")["named_days"][match["word"].lower()]
    return Period(anchor.day + timedelta(days=first), anchor.day + timedelta(days=last))


def ago(match: re.Match[str], anchor: Anchor) -> Period:
    """So many units back, as exact as the unit is."""
    unit, number = _unit(match["unit"]), _number(match["number"])
    if unit in ("month", "year"):
        return _whole_unit(anchor.day, unit, -number)
    at = anchor.day - timedelta(days=_days(number, unit))
    slack = timedelta(days=table("slack")[unit])
    return Period(at - slack, min(at + slack, anchor.day))


def later(match: re.Match[str], anchor: Anchor) -> Period | Unresolved:
    """Counted from the day named before: forward for "later", back for "earlier".

    In "two days after the army left" the words date the leaving, two days back. "Two days before the army left"
    dates nothing, as the day of the leaving is not known.
    """
    way, unit = said(match, "way"), _unit(match["unit"])
    if unit in ("month", "year") and way not in ("after", "before"):
        return _whole_unit(
            anchor.day, unit, (_number(said(match, "number") or "one")) * (-1 if way == "earlier" else 1)
        )
    days = _days(_number(match["number"]), _unit(match["unit"])) if said(match, "number") else 1
    reaches_on = way in ("after", "before") and re.match(r"\s+[^\W\d_]", match.string[match.end() :])
    if reaches_on and way == "before":
        return Unresolved(f"{match.group()!r} counts from an event whose day is not given")
    back = way in ("earlier", "before", "previous") or reaches_on
    at = anchor.day + timedelta(days=-days if back else days)
    slack = timedelta(days=table("slack").get(unit, 0) if reaches_on else 0)
    return Period(at - slack, at + slack)


def day_before(_: re.Match[str], anchor: Anchor) -> Period:
    """Yesterday."""
    return Period.day(anchor.day - timedelta(days=1))


def same_day(_: re.Match[str], anchor: Anchor) -> Period:
    """The day counted from."""
    return Period.day(anchor.day)


# ---------------------------------------------------------------- weeks, months, years


def month_of(year: int, month: int) -> Period:
    """All days of a month."""
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _months_from(day: date, step: int) -> Period:
    index = day.year * 12 + day.month - 1 + step
    return month_of(index // 12, index % 12 + 1)


def _whole_unit(day: date, unit: str, step: int) -> Period:
    """The month or year so many months or years from a day: nobody counts them to the day."""
    return _year(day.year + step) if unit == "year" else _months_from(day, step)


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def whole_year(match: re.Match[str], _: Anchor) -> Period:
    """A year, or the part of it that is said."""
    return _part_of(_year(int(match["year"])), said(match, "part"))


def decade(match: re.Match[str], _: Anchor) -> Period:
    """Ten years: "the 1990s"."""
    return Period(date(int(match["year"]), 1, 1), date(int(match["year"]) + 9, 12, 31))


def month_named(match: re.Match[str], anchor: Anchor) -> Period:
    """A month: of the year named with it, else the last one begun by the anchor, or the next one ahead."""
    month, named = _month_number(match["month"]), said(match, "year")
    year = int(named) if named else anchor.day.year
    if not named and said(match, "which") in ("last", "previous"):
        year -= month >= anchor.day.month
    elif not named and (anchor.ahead or said(match, "which") == "next"):
        year += month < anchor.day.month
    elif not named and said(match, "which") != "this":
        soon = anchor.ahead is None and (date(year, month, 1) - anchor.day).days <= AHEAD_DAYS
        year -= month > anchor.day.month and not soon
    return _part_of(month_of(year, month), said(match, "part"))


def month_of_year(match: re.Match[str], anchor: Anchor) -> Period:
    """A month of last, this or next year."""
    return month_of(anchor.day.year + table("steps")[said(match, "which")], _month_number(match["month"]))


def year_in_words(match: re.Match[str], _: Anchor) -> Period:
    """A year as a transcript of speech has it: "nineteen ninety-six", "two thousand eleven"."""
    rest = re.split("[ -]", said(match, "rest"))
    century = 1900 if said(match, "age") == "nineteen" else 2000
    return _year(century + sum(_number(word) for word in rest if word))


def _part_of(whole: Period, part: str) -> Period:
    """Early, mid or late: the first, middle or last third; the end of a month or year, its last third too."""
    thirds: dict[str, int] = load_words("times")["parts"]
    if not part or not (isinstance(whole.first, date) and isinstance(whole.last, date)):
        return whole
    step = timedelta(days=((whole.last - whole.first).days + 1) // 3)
    number = thirds[part]
    first = whole.first if number == 0 else whole.last - step if number == 2 else whole.first + step
    return Period(first, whole.first + step if number == 0 else whole.last if number == 2 else whole.last - step)


def season_named(match: re.Match[str], anchor: Anchor) -> Period:
    """A season of the north: of the year named with it, else the last one begun by the anchor."""
    start = table("seasons")[match["season"].lower()]
    year = int(match["year"]) if said(match, "year") else anchor.day.year - (start > anchor.day.month)
    if not said(match, "year") and said(match, "which") == "last" and year == anchor.day.year:
        year -= anchor.day.month < start + 3
    return Period(date(year, start, 1), _months_from(date(year, start, 1), 2).last)


def relative_unit(match: re.Match[str], anchor: Anchor) -> Period:
    """This, last or next week, month or year of the calendar; the present one up to the anchor."""
    unit = _unit(match["unit"])
    step = table("steps")[match["which"].lower()]
    if unit == "week":
        first = anchor.day - timedelta(days=anchor.day.weekday()) + timedelta(weeks=step)
        whole = Period(first, first + timedelta(days=6))
    elif unit == "year":
        whole = _year(anchor.day.year + step)
    else:
        whole = _months_from(anchor.day, step)
    if step == 0 and said(match, "still") == "later":
        return Period(anchor.day, whole.last)
    return _until(whole, anchor) if step == 0 and not anchor.ahead else whole


def _until(whole: Period, anchor: Anchor) -> Period:
    return Period(whole.first, anchor.day)


def past(match: re.Match[str], anchor: Anchor) -> Period:
    """The past so many units up to the anchor; a vague number of them as "recent" ones."""
    number = said(match, "number")
    if number in load_words("times")["vague"]:
        return recent(match, anchor)
    days = _days(_number(number) if number else 1, _unit(match["unit"]))
    return Period(anchor.day - timedelta(days=days), anchor.day)


def recent(match: re.Match[str], anchor: Anchor) -> Period:
    """Recent days are the last seven; recent weeks and more leave their beginning open."""
    unit = _unit(match["unit"])
    return Period(anchor.day - timedelta(days=7) if unit in ("hour", "day") else VAGUE, anchor.day)


def before_now(_: re.Match[str], anchor: Anchor) -> Period:
    """Some time up to the anchor: "recently", "after weeks of"."""
    return Period(VAGUE, anchor.day)


def of_the_war(match: re.Match[str], anchor: Anchor) -> Period:
    """The first day of the war, or its first days, weeks or months; open where nobody knows which war is meant."""
    if anchor.war is None or anchor.war > anchor.day:
        return Period(VAGUE, anchor.day)
    reach: dict[str, int] = table("war_reach")
    return Period(anchor.war, min(anchor.day, anchor.war + timedelta(days=reach.get(said(match, "span"), 0))))


def since(begin: WorkOut) -> WorkOut:
    """From the first day of what "since" names up to the anchor."""

    def work_out(match: re.Match[str], anchor: Anchor) -> Period | Unresolved | None:
        period = begin(match, replace(anchor, ahead=False))
        if not isinstance(period, Period) or not isinstance(period.first, date):
            return period
        return Period(period.first, max(anchor.day, period.first))

    return work_out
