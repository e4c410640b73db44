"""Expressions of time and the days they mean: one small rule an expression, those that take more words first.

A rule is a pattern, a function from its match and the :class:`Anchor` to a period, and what it counts from: the
report's day, the last day named before it ("a day later"), or nothing ("in 2015"). How vague words are worked out was
learnt from gold/train; see docs/decisions/0018.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from whoholds.model import Period, Unresolved
from whoholds.reading.lexicon import load_words

AHEAD_DAYS = 60
"""A day of a month without its year, in a clause of no tense, lies ahead if it comes within so many days ("due Dec.
10" in November). Right values on TimeBank, of 654: 532 with 30 days, 543 with 60, 545 with 90."""
VAGUE = Unresolved("the words do not say since when")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day that an expression counts from, and whether its clause looks ahead (``None`` for no tense)."""

    day: date
    ahead: bool | None = None


WorkOut = Callable[[re.Match[str], Anchor], Period | Unresolved | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, how it is worked out, and what it counts from."""

    pattern: re.Pattern[str]
    work_out: WorkOut
    counts_from: Literal["report", "last", "none"]


# ---------------------------------------------------------------- words


def _table(name: str) -> dict[str, int]:
    found: dict[str, int] = load_words("times")[name]
    return found


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _table("numbers")[word.lower().removesuffix(" of")]


def _unit(word: str) -> str:
    return word.lower().rstrip("s")


def _days(number: int, unit: str) -> int:
    return -(-number // 24) if unit == "hour" else number * _table("units")[unit]


def _month_number(word: str) -> int:
    return _table("months")[word.lower().rstrip(".")]


def _said(match: re.Match[str], group: str) -> str:
    """A group in small letters, ``""`` where it did not take part or the rule has none."""
    return (match.groupdict().get(group) or "").lower().strip(" -,.")


# ---------------------------------------------------------------- days


def _day_of_month(match: re.Match[str], anchor: Anchor) -> Period | None:
    """A day of a month. Without its year: the last one in the past tense, the next one ahead, else the nearer."""
    month, day = _month_number(match["month"]), int(match["day"])
    if _said(match, "year"):
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


def _iso(match: re.Match[str], _: Anchor) -> Period:
    return Period.day(date(int(match["year"]), int(match["month"]), int(match["day"])))


def _numeric(match: re.Match[str], _: Anchor) -> Period:
    """Days before months, as nearly everywhere that writes dots or dashes."""
    return Period.day(date(int(match["year"]), int(match["month"]), int(match["day"])))


def _weekday(match: re.Match[str], anchor: Anchor) -> Period:
    """The last such day up to the anchor, or the next one in a clause that looks ahead."""
    back = (anchor.day.weekday() - _table("weekdays")[match["weekday"].lower().rstrip(".")]) % 7
    which = _said(match, "which")
    if which in ("next", "coming") or (anchor.ahead and which not in ("last", "previous", "past")):
        return Period.day(anchor.day + timedelta(days=(7 - back) % 7 or (7 if which else 0)))
    if which in ("last", "previous", "past") and back == 0:
        back = 7
    return Period.day(anchor.day - timedelta(days=back))


def _weekend(match: re.Match[str], anchor: Anchor) -> Period:
    saturday = anchor.day - timedelta(days=(anchor.day.weekday() - 5) % 7)
    if _said(match, "which") in ("next", "coming") or anchor.ahead:
        saturday += timedelta(days=7)
    return Period(saturday, saturday + timedelta(days=1))


def _named_day(match: re.Match[str], anchor: Anchor) -> Period:
    """Today, yesterday, tomorrow and the parts of them; a night belongs to both its days."""
    first, last = load_words("times")["named_days"][match["word"].lower()]
    return Period(anchor.day + timedelta(days=first), anchor.day + timedelta(days=last))


def _ago(match: re.Match[str], anchor: Anchor) -> Period:
    """So many units back, as exact as the unit is."""
    unit, number = _unit(match["unit"]), _number(match["number"])
    if unit == "year":
        return _year(anchor.day.year - number)
    if unit == "month":
        return _months_from(anchor.day, -number)
    at = anchor.day - timedelta(days=_days(number, unit))
    slack = timedelta(days=_table("slack")[unit])
    return Period(at - slack, min(at + slack, anchor.day))


def _later(match: re.Match[str], anchor: Anchor) -> Period | Unresolved:
    """Counted from the day named before: forward for "later", back for "earlier".

    In "two days after the army left" the words date the leaving, two days back. "Two days before the army left"
    dates nothing, as the day of the leaving is not known.
    """
    way = _said(match, "way")
    days = _days(_number(match["number"]), _unit(match["unit"])) if _said(match, "number") else 1
    reaches_on = way in ("after", "before") and re.match(r"\s+[^\W\d_]", match.string[match.end() :])
    if reaches_on and way == "before":
        return Unresolved(f"{match.group()!r} counts from an event whose day is not given")
    back = way in ("earlier", "before", "previous") or reaches_on
    return Period.day(anchor.day + timedelta(days=-days if back else days))


def _same_day(_: re.Match[str], anchor: Anchor) -> Period:
    return Period.day(anchor.day)


# ---------------------------------------------------------------- weeks, months, years


def month_of(year: int, month: int) -> Period:
    """All days of a month."""
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _months_from(day: date, step: int) -> Period:
    index = day.year * 12 + day.month - 1 + step
    return month_of(index // 12, index % 12 + 1)


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def _whole_year(match: re.Match[str], _: Anchor) -> Period:
    return _part_of(_year(int(match["year"])), _said(match, "part"))


def _decade(match: re.Match[str], _: Anchor) -> Period:
    return Period(date(int(match["year"]), 1, 1), date(int(match["year"]) + 9, 12, 31))


def _month(match: re.Match[str], anchor: Anchor) -> Period:
    """A month: of the year named with it, else the last one begun by the anchor, or the next one ahead."""
    month, named = _month_number(match["month"]), _said(match, "year")
    year = int(named) if named else anchor.day.year
    if not named and _said(match, "which") in ("last", "previous"):
        year -= month >= anchor.day.month
    elif not named and (anchor.ahead or _said(match, "which") == "next"):
        year += month < anchor.day.month
    elif not named and _said(match, "which") != "this":
        year -= month > anchor.day.month
    return _part_of(month_of(year, month), _said(match, "part"))


def _part_of(whole: Period, part: str) -> Period:
    """Early, mid or late: the first, middle or last third; the end of a month or year, its last third too."""
    thirds: dict[str, int] = load_words("times")["parts"]
    if not part or not (isinstance(whole.first, date) and isinstance(whole.last, date)):
        return whole
    step = timedelta(days=((whole.last - whole.first).days + 1) // 3)
    number = thirds[part]
    first = whole.first if number == 0 else whole.last - step if number == 2 else whole.first + step
    return Period(first, whole.first + step if number == 0 else whole.last if number == 2 else whole.last - step)


def _season(match: re.Match[str], anchor: Anchor) -> Period:
    """A season of the north: of the year named with it, else the last one begun by the anchor."""
    start = _table("seasons")[match["season"].lower()]
    year = int(match["year"]) if _said(match, "year") else anchor.day.year - (start > anchor.day.month)
    if not _said(match, "year") and _said(match, "which") == "last" and year == anchor.day.year:
        year -= anchor.day.month < start + 3
    return Period(date(year, start, 1), _months_from(date(year, start, 1), 2).last)


def _relative_unit(match: re.Match[str], anchor: Anchor) -> Period:
    """This, last or next week, month or year of the calendar; the present one up to the anchor."""
    unit = _unit(match["unit"])
    step = _table("steps")[match["which"].lower()]
    if unit == "week":
        first = anchor.day - timedelta(days=anchor.day.weekday()) + timedelta(weeks=step)
        whole = Period(first, first + timedelta(days=6))
    elif unit == "year":
        whole = _year(anchor.day.year + step)
    else:
        whole = _months_from(anchor.day, step)
    return _until(whole, anchor) if step == 0 and not anchor.ahead else whole


def _until(whole: Period, anchor: Anchor) -> Period:
    return Period(whole.first, anchor.day)


def _past(match: re.Match[str], anchor: Anchor) -> Period:
    """The past so many units up to the anchor; a vague number of them as "recent" ones."""
    said = _said(match, "number")
    if said in load_words("times")["vague"]:
        return _recent(match, anchor)
    days = _days(_number(said) if said else 1, _unit(match["unit"]))
    return Period(anchor.day - timedelta(days=days), anchor.day)


def _recent(match: re.Match[str], anchor: Anchor) -> Period:
    """Recent days are the last seven; recent weeks and more leave their beginning open."""
    unit = _unit(match["unit"])
    return Period(anchor.day - timedelta(days=7) if unit in ("hour", "day") else VAGUE, anchor.day)


def _before_now(_: re.Match[str], anchor: Anchor) -> Period:
    """Some time up to the anchor: "recently", "after weeks of"."""
    return Period(VAGUE, anchor.day)


def _since(begin: WorkOut) -> WorkOut:
    """From the first day of what "since" names up to the anchor."""

    def work_out(match: re.Match[str], anchor: Anchor) -> Period | Unresolved | None:
        period = begin(match, Anchor(anchor.day, ahead=False))
        if not isinstance(period, Period) or not isinstance(period.first, date):
            return period
        return Period(period.first, max(anchor.day, period.first))

    return work_out


# ---------------------------------------------------------------- rules

_Written = tuple[str, WorkOut, Literal["report", "last", "none"]]


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, those that take more words first."""
    return tuple(Rule(_compiled(pattern), work_out, counts) for pattern, work_out, counts in _written())


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){pattern}(?!\w)(?!-(?:year|month|week|day)s?-old)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The patterns that several rules are put together from; those with words of the lexicon are filled in."""

    number: str
    weekday: str
    on_the: str
    month: str
    part: str
    unit: str = r"(?P<unit>hours?|days?|weeks?|months?|years?)"
    hour: str = r"(?: (?:early |late )?(?:morning|afternoon|evening|night))?"
    year: str = r"(?P<year>(?:19|20)\d\d)"
    day: str = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:]|[.,]\d)"
    lead: str = r"(?:(?:early|late) (?:on )?)?"
    since: str = r"(?:ever )?since (?:the )?"
    which: str = r"(?P<which>last|next|coming|previous|past|this)"


def _written() -> Iterator[_Written]:
    month = rf"(?P<month>{_one_of(w for w in _table('months') if len(w) > 4 or w in ('may', 'june', 'july'))}"
    month += rf"|(?:{_one_of(w for w in _table('months') if w not in ('may', 'june', 'july') and len(w) < 5)})\b\.?)"
    said = _Pieces(
        number=rf"(?P<number>{_one_of(_table('numbers'))}|\d{{1,3}})",
        weekday=rf"(?P<weekday>{_one_of(_table('weekdays'))})(?:['’]?s)?",
        on_the=_one_of([*_table("weekdays"), *load_words("times")["short_weekdays"]]),
        month=month,
        part=rf"(?P<part>{_one_of(load_words('times')['parts'])})(?: of|[- ]in|-)? ?",
    )
    yield from _from_a_day_on(said)
    yield from _by_calendar(said)
    yield from _by_week(said)
    yield from _counted(said)


def _from_a_day_on(said: _Pieces) -> Iterator[_Written]:
    yield rf"{said.since}{said.lead}(?:(?P<which>last) )?{said.weekday}{said.hour}", _since(_weekday), "report"
    yield rf"{said.since}{said.month} {said.day}(?:,? {said.year})?", _since(_day_of_month), "report"
    yield rf"{said.since}{said.day} {said.month}(?:,? {said.year})?", _since(_day_of_month), "report"
    yield (
        rf"{said.since}(?:{said.part})?(?:(?P<which>last) )?{said.month}(?:,? (?:of )?{said.year})?",
        _since(_month),
        "report",
    )
    yield rf"{said.since}(?:{said.part})?{said.year}", _since(_whole_year), "report"
    yield rf"{said.since}yesterday", _since(lambda _, a: Period.day(a.day - timedelta(days=1))), "report"


def _by_calendar(said: _Pieces) -> Iterator[_Written]:
    yield r"(?P<year>20\d\d|19\d\d)[-/](?P<month>\d\d)[-/](?P<day>\d\d)", _iso, "none"
    yield r"(?P<day>\d\d?)(?P<mark>[.-])(?P<month>\d\d?)(?P=mark)(?P<year>(?:19|20)\d\d)", _numeric, "none"
    yield rf"{said.day} {said.month},? {said.year},? \d\d[.:]\d\d", _day_of_month, "none"
    yield rf"(?:(?:{said.on_the}),? )?{said.month} {said.day}(?:,? {said.year})?", _day_of_month, "report"
    yield (
        rf"(?:(?:{said.on_the}),? )?(?:the )?{said.day}(?: of)? {said.month}(?:,? {said.year})?",
        _day_of_month,
        "report",
    )
    yield rf"{said.which} {said.month}", _month, "report"
    yield rf"(?:{said.part})?{said.month},? (?:of )?{said.year}", _month, "report"
    yield rf"{said.part}{said.month}", _month, "report"
    yield rf"{said.month}", _month, "report"
    yield (
        rf"(?:{said.which} |in the |the )?(?P<season>{_one_of(_table('seasons'))}) (?:of )?{said.year}",
        _season,
        "none",
    )
    yield rf"(?P<which>last|this|in the) (?P<season>{_one_of(_table('seasons'))})", _season, "report"
    yield r"(?P<year>(?:19|20)\d0)s", _decade, "none"
    yield rf"(?:{said.part})(?:of )?{said.year}", _whole_year, "none"
    yield rf"(?<![$€£.,]){said.year}(?![.,]\d|%)", _whole_year, "none"


def _by_week(said: _Pieces) -> Iterator[_Written]:
    yield rf"(?:over |at |during )?(?:the|{said.which}) weekend", _weekend, "report"
    yield rf"{said.lead}(?:{said.which} )?{said.weekday}{said.hour}", _weekday, "report"
    yield r"(?:the )?same day", _same_day, "last"
    yield r"(?:earlier|later) in the day", _same_day, "report"


def _counted(said: _Pieces) -> Iterator[_Written]:
    yield rf"(?:a )?{said.number} {said.unit} ago", _ago, "report"
    yield rf"(?:a )?{said.number} {said.unit} (?P<way>later|after|earlier|before)", _later, "last"
    yield r"(?:the )?(?:following|next) (?P<unit>day)", _later, "last"
    yield r"(?:the )?(?P<way>previous) (?P<unit>day)", _later, "last"
    yield r"(?:the |a )(?P<unit>day) (?P<way>later|after|earlier|before)", _later, "last"
    yield rf"the (?:past|last|previous) (?:{said.number} )?{said.unit}", _past, "report"
    yield rf"(?:past|last|previous) {said.number} {said.unit}", _past, "report"
    yield rf"recent {said.unit}", _recent, "report"
    yield rf"{said.number} (?P<unit>days|weeks|months|years) of", _past, "report"
    yield r"(?<!first )(?<!early )(?<!last )(?<!final )(?:days|weeks|months|years) of", _before_now, "report"
    yield rf"for {said.number} (?P<unit>days|weeks|months|years)", _past, "report"
    yield r"for (?:days|weeks|months|years)", _before_now, "report"
    yield rf"(?:{_one_of(load_words('times')['some_time'])})", _before_now, "report"
    yield (
        rf"(?:(?:earlier|later|late|early) )?(?P<which>{_one_of(_table('steps'))}) (?P<unit>week|month|year)",
        _relative_unit,
        "report",
    )
    yield rf"(?P<word>{_one_of(load_words('times')['named_days'])})", _named_day, "report"


def work_out(rule: Rule, match: re.Match[str], anchor: Anchor | Unresolved) -> Period | Unresolved | None:
    """The days of one expression; ``None`` for words that only look like one ("February 30").

    Without the report's day only what carries its own year resolves.
    """
    if isinstance(anchor, Unresolved):
        since = match.group().lower().startswith(("since", "ever since"))
        if since or (rule.counts_from != "none" and not _said(match, "year")):
            return Unresolved(f"{match.group()!r} needs the day of publication, and the report has none")
        anchor = Anchor(date(2000, 1, 1))
    try:
        return rule.work_out(match, anchor)
    except (ValueError, OverflowError):
        return None
