"""Expressions of time and the days they mean: one small rule an expression, those that take more words first.

A rule is a pattern, a function from its match and the :class:`Anchor` to a period, and what it counts from: the
report's day, the last day named before it ("a day later"), or nothing ("in 2015"). How vague words are worked out was
learnt from gold/train; see docs/decisions/0018.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from whoholds.model import Period, Unresolved
from whoholds.reading import time_periods as periods
from whoholds.reading.lexicon import load_words


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, how it is worked out, and what it counts from.

    ``needs`` are words of which a text must have one (small letters, none for any text): most sentences are done with
    by looking for them.
    """

    pattern: re.Pattern[str]
    work_out: periods.WorkOut
    counts_from: Literal["report", "last", "none"]
    needs: tuple[str, ...] = ()


_TENS = "ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_TO_TWENTY = "eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_IN_WORDS = (
    rf"(?P<age>nineteen|twenty|(?:(?<=in )|the year )two thousand)"
    rf"(?: (?:and )?(?P<rest>{_TO_TWENTY}|(?:{_TENS})(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
    r"|(?<=thousand))"
)
_Written = tuple[str, periods.WorkOut, Literal["report", "last", "none"]]


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, those that take more words first."""
    return tuple(
        Rule(_compiled(pattern), work_out, counts, needs)
        for needs, group in _written()
        for pattern, work_out, counts in group
    )


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


def _written() -> Iterator[tuple[tuple[str, ...], Iterator[_Written]]]:
    """The rules as written, in groups, with the words that each group needs."""
    months, full = periods.table("months"), ("may", "june", "july")
    month = rf"(?P<month>{periods.one_of(w for w in months if len(w) > 4 or w in full)}"
    month += rf"|(?:{periods.one_of(w for w in months if w not in full and len(w) < 5)})\b\.?)"
    said = _Pieces(
        number=rf"(?P<number>{periods.one_of(periods.table('numbers'))}|\d{{1,3}})",
        weekday=rf"(?P<weekday>{periods.one_of(periods.table('weekdays'))})(?:['’]?s)?",
        on_the=periods.one_of([*periods.table("weekdays"), *load_words("times")["short_weekdays"]]),
        month=month,
        part=rf"(?P<part>{periods.one_of(load_words('times')['parts'])})(?: of|[- ]in|-)? ?",
    )
    yield tuple(load_words("times")["war_nouns"]), _by_war()
    yield ("since",), _from_a_day_on(said)
    yield ("nineteen", "twenty", "thousand"), iter([(_IN_WORDS, periods.year_in_words, "none")])
    yield (), _by_calendar(said)
    yield (), _by_week(said)
    yield (), _counted(said)


def _by_war() -> Iterator[_Written]:
    words = load_words("times")
    war = rf"(?:the |its |an? |[A-Z]\w+['’]s? )?(?:[\w-]+ ){{0,2}}?(?:{periods.one_of(words['war_nouns'])})"
    war += rf"(?: (?:of|in|on|against) (?:{periods.one_of(periods.belligerents())}))?"
    begun = rf"(?:{periods.one_of(words['war_began'])})"
    start = r"(?:start|beginning|outbreak|onset|outset)"
    span = rf"(?P<span>{periods.one_of(words['war_reach'])})"
    yield rf"(?:ever )?since {war} {begun}", periods.since(periods.of_the_war), "report"
    yield rf"(?:ever )?since (?:the )?{start} of {war}", periods.since(periods.of_the_war), "report"
    yield rf"(?:the )?(?:very )?(?:early|first|opening|initial) (?:\w+ )?{span} of {war}", periods.of_the_war, "report"
    yield rf"(?P<span>early) (?:on )?in {war}", periods.of_the_war, "report"
    yield rf"(?:at |in |from )?(?:the )?(?P<span>{start[3:-1]}) of {war}", periods.of_the_war, "report"
    yield rf"when {war} {begun}", periods.of_the_war, "report"


def _from_a_day_on(said: _Pieces) -> Iterator[_Written]:
    yield (
        rf"{said.since}{said.lead}(?:(?P<which>last) )?{said.weekday}{said.hour}",
        periods.since(periods.weekday_named),
        "report",
    )
    yield rf"{said.since}{said.month} {said.day}(?:,? {said.year})?", periods.since(periods.day_of_month), "report"
    yield rf"{said.since}{said.day} {said.month}(?:,? {said.year})?", periods.since(periods.day_of_month), "report"
    yield (
        rf"{said.since}(?:{said.part})?(?:(?P<which>last) )?{said.month}(?:,? (?:of )?{said.year})?",
        periods.since(periods.month_named),
        "report",
    )
    yield rf"{said.since}(?:{said.part})?{said.year}", periods.since(periods.whole_year), "report"
    yield rf"{said.since}yesterday", periods.since(periods.day_before), "report"


def _by_calendar(said: _Pieces) -> Iterator[_Written]:
    yield r"(?P<year>20\d\d|19\d\d)[-/](?P<month>\d\d)[-/](?P<day>\d\d)", periods.iso_day, "none"
    yield r"(?P<day>\d\d?)(?P<mark>[.-])(?P<month>\d\d?)(?P=mark)(?P<year>(?:19|20)\d\d)", periods.numeric_day, "none"
    yield rf"{said.day} {said.month},? {said.year},? \d\d[.:]\d\d", periods.day_of_month, "none"
    yield rf"(?:(?:{said.on_the}),? )?{said.month} {said.day}(?:,? {said.year})?", periods.day_of_month, "report"
    yield (
        rf"(?:(?:{said.on_the}),? )?(?:the )?{said.day}(?: of)? {said.month}(?:,? {said.year})?",
        periods.day_of_month,
        "report",
    )
    yield rf"{said.month} (?P<which>last|next|this) year", periods.month_of_year, "report"
    yield rf"{said.which} {said.month}", periods.month_named, "report"
    yield rf"(?:{said.part})?{said.month},? (?:of )?{said.year}", periods.month_named, "report"
    yield rf"{said.part}{said.month}", periods.month_named, "report"
    yield rf"{said.month}", periods.month_named, "report"
    yield (
        rf"(?:{said.which} |in the |the )?(?P<season>{periods.one_of(periods.table('seasons'))}) (?:of )?{said.year}",
        periods.season_named,
        "none",
    )
    yield (
        rf"(?P<which>last|this|in the) (?P<season>{periods.one_of(periods.table('seasons'))})",
        periods.season_named,
        "report",
    )
    yield r"(?P<year>(?:19|20)\d0)s", periods.decade, "none"
    yield rf"(?:{said.part})(?:of )?{said.year}", periods.whole_year, "none"
    yield rf"(?<![$€£.,]){said.year}(?![.,]\d|%)", periods.whole_year, "none"


def _by_week(said: _Pieces) -> Iterator[_Written]:
    yield rf"(?:over |at |during )?(?:the|{said.which}) weekend", periods.weekend, "report"
    yield rf"{said.lead}(?:{said.which} )?{said.weekday}{said.hour}", periods.weekday_named, "report"
    yield r"(?:the )?same day", periods.same_day, "last"
    yield r"(?:earlier|later) in the day", periods.same_day, "report"


def _counted(said: _Pieces) -> Iterator[_Written]:
    steps = periods.one_of(periods.table("steps"))
    yield rf"(?:a )?{said.number} {said.unit} ago", periods.ago, "report"
    yield rf"(?:a )?{said.number} {said.unit} (?P<way>later|after|earlier|before)", periods.later, "last"
    yield r"(?:the )?(?:following|next) (?P<unit>day)", periods.later, "last"
    yield r"(?:the )?(?P<way>previous) (?P<unit>day)", periods.later, "last"
    yield r"the following (?P<unit>week|month|year)", periods.later, "last"
    yield r"(?:the |a )(?P<unit>day) (?P<way>later|after|earlier|before)", periods.later, "last"
    yield rf"the (?:past|last|previous) (?:{said.number} )?{said.unit}", periods.past, "report"
    yield rf"(?:past|last|previous) {said.number} {said.unit}", periods.past, "report"
    yield rf"recent {said.unit}", periods.recent, "report"
    yield rf"{said.number} (?P<unit>days|weeks|months|years) of", periods.past, "report"
    yield r"(?<!first )(?<!early )(?<!last )(?<!final )(?:days|weeks|months|years) of", periods.before_now, "report"
    yield rf"for {said.number} (?P<unit>days|weeks|months|years)", periods.past, "report"
    yield r"for (?:days|weeks|months|years)", periods.before_now, "report"
    yield rf"(?:{periods.one_of(load_words('times')['some_time'])})", periods.before_now, "report"
    yield (
        rf"(?:(?P<still>earlier|later|late|early) )?(?P<which>{steps}) (?P<unit>week|month|year)",
        periods.relative_unit,
        "report",
    )
    yield rf"(?P<word>{periods.one_of(load_words('times')['named_days'])})", periods.named_day, "report"


def work_out(rule: Rule, match: re.Match[str], anchor: periods.Anchor | Unresolved) -> Period | Unresolved | None:
    """The days of one expression; ``None`` for words that only look like one ("February 30").

    Without the report's day only what carries its own year resolves.
    """
    if isinstance(anchor, Unresolved):
        since = match.group().lower().startswith(("since", "ever since"))
        if since or (rule.counts_from != "none" and not periods.said(match, "year")):
            return Unresolved(f"{match.group()!r} needs the day of publication, and the report has none")
        anchor = periods.Anchor(date(2000, 1, 1))
    try:
        return rule.work_out(match, anchor)
    except (ValueError, OverflowError):
        return None
