"""Expressions of time and the days they mean: one small rule an expression, tried in the order of their length.

Each rule is a pattern and a function from its match and the day it counts from (the anchor: the report's day, or for
"a day later" the last expression before it) to a period.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from whoholds.model import Period, Unresolved
from whoholds.reading.lexicon import load_words

RECENT_DAYS = {"day": 7, "week": 30, "month": 120, "year": 1095}
"""How far back "in recent weeks" reaches: chosen on gold/train, where annotators put them about there."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, how it is worked out, and what it counts from: ``report``, ``last`` (expression) or ``none``."""

    pattern: re.Pattern[str]
    work_out: Callable[[re.Match[str], date], Period | None]
    anchor: str


def _alternatives(table: str) -> str:
    words: dict[str, int] = load_words("times")[table]
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _number(word: str) -> int:
    numbers: dict[str, int] = load_words("times")["numbers"]
    return int(word) if word.isdigit() else numbers.get(word.lower(), 1)


def _unit(word: str) -> str:
    return word.lower().rstrip("s")


def _month_of(word: str) -> int:
    months: dict[str, int] = load_words("times")["months"]
    return months[word.lower().rstrip(".")]


# ---------------------------------------------------------------- working out


def _whole_year(match: re.Match[str], _: date) -> Period:
    return Period(date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31))


def _decade(match: re.Match[str], _: date) -> Period:
    return Period(date(int(match["year"]), 1, 1), date(int(match["year"]) + 9, 12, 31))


def month_of(year: int, month: int) -> Period:
    """All days of a month."""
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _month(match: re.Match[str], anchor: date) -> Period:
    """A month: of the year named with it, else the last one that had begun by the anchor."""
    month = _month_of(match["month"])
    year = int(match["year"]) if match["year"] else anchor.year - (month > anchor.month)
    return _part_of(month_of(year, month), (match["part"] or "").lower().strip("- "))


def _part_of(whole: Period, part: str) -> Period:
    """Early, mid or late: the first, middle or last third."""
    if not part or not (isinstance(whole.first, date) and isinstance(whole.last, date)):
        return whole
    third = timedelta(days=((whole.last - whole.first).days + 1) // 3)
    if part == "early":
        return Period(whole.first, whole.first + third)
    if part == "late":
        return Period(whole.last - third, whole.last)
    return Period(whole.first + third, whole.last - third)


def _part_of_year(match: re.Match[str], _: date) -> Period:
    year = int(match["year"])
    return _part_of(Period(date(year, 1, 1), date(year, 12, 31)), match["part"].lower().strip("- "))


def _day(match: re.Match[str], anchor: date) -> Period | None:
    """A day of a month; without a year the nearest one not after the anchor."""
    month, day = _month_of(match["month"]), int(match["day"])
    year = int(match["year"]) if match["year"] else anchor.year
    try:
        found = date(year, month, day)
        if not match["year"] and found > anchor + timedelta(days=14):
            found = date(year - 1, month, day)
    except ValueError:
        return None
    return Period.day(found)


def _iso(match: re.Match[str], _: date) -> Period | None:
    try:
        return Period.day(date(int(match["year"]), int(match["month"]), int(match["day"])))
    except ValueError:
        return None


def _weekday(match: re.Match[str], anchor: date) -> Period:
    """The last such day up to the anchor; "next" and "coming" look ahead, "last" a week further when it is today."""
    weekdays: dict[str, int] = load_words("times")["weekdays"]
    back = (anchor.weekday() - weekdays[match["weekday"].lower()]) % 7
    which = (match["which"] or "").lower().strip()
    if which in ("next", "coming"):
        return Period.day(anchor + timedelta(days=7 - back if back else 7))
    if which in ("last", "previous") and back == 0:
        back = 7
    return Period.day(anchor - timedelta(days=back))


def _since_weekday(match: re.Match[str], anchor: date) -> Period:
    return Period(_weekday(match, anchor).first, anchor)


def _today(match: re.Match[str], anchor: date) -> Period:
    word = match["word"].lower()
    if word.startswith("yesterday"):
        return Period.day(anchor - timedelta(days=1))
    if word.startswith("tomorrow"):
        return Period.day(anchor + timedelta(days=1))
    return Period(anchor - timedelta(days=1), anchor) if word in ("overnight", "last night") else Period.day(anchor)


def _ago(match: re.Match[str], anchor: date) -> Period:
    days = _number(match["number"]) * load_words("times")["units"][_unit(match["unit"])]
    at = anchor - timedelta(days=days)
    slack = {"week": 3, "month": 15, "year": 180}.get(_unit(match["unit"]), 0)
    return Period(at - timedelta(days=slack), at + timedelta(days=slack))


def _later(match: re.Match[str], anchor: date) -> Period:
    step = _number(match["number"] or "a") * load_words("times")["units"][_unit(match["unit"] or "day")]
    earlier = (match["way"] or "").lower() in ("earlier", "before")
    return Period.day(anchor + timedelta(days=-step if earlier else step))


def _past(match: re.Match[str], anchor: date) -> Period:
    number = _number(match["number"]) if match["number"] else 1
    days = number * load_words("times")["units"][_unit(match["unit"])]
    return Period(anchor - timedelta(days=days), anchor)


def _recent(match: re.Match[str], anchor: date) -> Period:
    return Period(anchor - timedelta(days=RECENT_DAYS[_unit(match["unit"])]), anchor)


def _relative_unit(match: re.Match[str], anchor: date) -> Period:
    """This, last or next week, month or year: calendar ones, the present one up to the anchor."""
    which, unit = match["which"].lower(), _unit(match["unit"])
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
    if unit == "week":
        first = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=step)
        return Period(first, anchor if step == 0 else first + timedelta(days=6))
    if unit == "year":
        last = anchor if step == 0 else date(anchor.year + step, 12, 31)
        return Period(date(anchor.year + step, 1, 1), last)
    index = anchor.year * 12 + anchor.month - 1 + step
    whole = month_of(index // 12, index % 12 + 1)
    return Period(whole.first, anchor) if step == 0 else whole


def _last_month_name(match: re.Match[str], anchor: date) -> Period:
    month = _month_of(match["month"])
    return month_of(anchor.year - (month >= anchor.month), month)


def _since(period: Period, anchor: date) -> Period:
    return Period(period.first, anchor if isinstance(period.first, date) and period.first <= anchor else period.last)


def _since_day(match: re.Match[str], anchor: date) -> Period | None:
    period = _day(match, anchor)
    return _since(period, anchor) if period else None


def _since_month(match: re.Match[str], anchor: date) -> Period:
    return _since(_month(match, anchor), anchor)


def _since_year(match: re.Match[str], anchor: date) -> Period:
    return _since(_whole_year(match, anchor), anchor)


# ---------------------------------------------------------------- rules


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, those that take more words first."""
    weekday, month = _alternatives("weekdays"), _alternatives("months")
    number = rf"(?:{_alternatives('numbers')}|\d{{1,3}})"
    unit = r"(?P<unit>days?|weeks?|months?|years?)"
    part = r"(?P<part>early|mid|late)"
    year = r"(?P<year>(?:19|20)\d\d)"
    monthly = rf"(?P<month>{month})\.?"
    daily = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    since = r"(?:ever )?since (?:late |early |the )?"

    def rule(pattern: str, work_out: Callable[[re.Match[str], date], Period | None], anchor: str = "report") -> Rule:
        return Rule(re.compile(rf"(?<![\w-]){pattern}(?![\w])", re.IGNORECASE), work_out, anchor)

    return (
        rule(rf"{since}(?P<which>last )?(?P<weekday>{weekday})", _since_weekday),
        rule(rf"{since}{monthly} {daily}(?:,? {year})?", _since_day),
        rule(rf"{since}{daily} {monthly}(?:,? {year})?", _since_day),
        rule(rf"{since}(?:{part}[- ])?{monthly}(?:,? (?:of )?{year})?", _since_month),
        rule(rf"{since}{year}", _since_year),
        rule(r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)", _iso, "none"),
        rule(rf"{monthly} {daily}(?!\d)(?:,? {year})?", _day),
        rule(rf"{daily}(?: of)? {monthly}(?:,? {year})?", _day),
        rule(rf"last (?P<month>{month})", _last_month_name),
        rule(rf"(?:{part}[- ])?{monthly}(?:,? (?:of )?{year})", _month),
        rule(rf"(?:in|since|from|until|by|last|during|and|of) (?:{part}[- ])?{monthly}(?P<year>)", _month),
        rule(rf"{part}[- ]{monthly}(?P<year>)", _month),
        rule(rf"{part} (?:in )?{year}", _part_of_year, "none"),
        rule(r"(?P<year>(?:19|20)\d0)s", _decade, "none"),
        rule(rf"(?:in|since|of|during|from|until|by|late|early|and|again in|the) {year}", _whole_year, "none"),
        rule(rf"(?:(?P<which>last|next|coming|previous|this) )?(?P<weekday>{weekday})", _weekday),
        rule(rf"(?P<number>{number}) {unit} ago", _ago),
        rule(rf"(?P<number>{number}) {unit} (?P<way>later|after|earlier|before)", _later, "last"),
        rule(r"(?:the )?(?:following|next) (?P<unit>day)(?P<number>)(?P<way>)", _later, "last"),
        rule(rf"(?:the )?(?:past|last) (?:(?P<number>{number}) )?{unit}", _past),
        rule(rf"recent {unit}", _recent),
        rule(r"(?P<which>this|last|previous|next|coming) (?P<unit>week|month|year)", _relative_unit),
        rule(
            r"(?P<word>today|yesterday|tomorrow|tonight|overnight|last night|this (?:morning|afternoon|evening))",
            _today,
        ),
    )


def work_out(rule: Rule, match: re.Match[str], anchor: date | Unresolved) -> Period | Unresolved | None:
    """The days of one expression; ``None`` for words that only look like one ("February 30")."""
    if isinstance(anchor, Unresolved):
        if rule.anchor != "none" and not _has_year(match):
            return Unresolved(f"{match.group()!r} needs the day of publication, and the report has none")
        anchor = date(2000, 1, 1)
    try:
        return rule.work_out(match, anchor)
    except (ValueError, OverflowError):
        return None


def _has_year(match: re.Match[str]) -> bool:
    return "year" in match.groupdict() and bool(match["year"]) and not match.group().lower().startswith("since")
