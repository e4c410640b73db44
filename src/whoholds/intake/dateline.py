"""The day a text says it was published: its stamp, its dateline, its address; and which day wins.

Only places that are kept for it count: the top of the text before the story, a line of copyright at its end, the
address. A date inside a sentence belongs to the story, however early it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from whoholds.model import Report, Span, Unresolved

TOP = 260
"""Characters from the start in which a stamp stands: a headline, a byline and a date."""
BARE = 40
"""Characters from the start in which a date needs neither headline nor byline before it."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
_WRITTEN = (
    re.compile(rf"\b{_DAY}[ ,-]+{_MONTH}[ ,-]+{_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(rf"\b{_MONTH} +{_DAY},? +{_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(rf"\b{_MONTH} +(?P<day>\d\d){_YEAR}(?!\d)", re.IGNORECASE),
)
_ISO = re.compile(rf"\b{_YEAR}[-/](?P<month>\d\d)[-/](?P<day>\d\d)(?!\d)")
_NUMERIC = re.compile(rf"\b(?P<one>\d\d?)(?P<mark>[./-])(?P<two>\d\d?)(?P=mark){_YEAR}(?!\d)")
_ADDRESS = re.compile(r"/(?P<year>20\d\d)[/-](?P<month>\d\d?)[/-](?P<day>\d\d?)(?!\d)")
_POSTED = re.compile(
    r"(?:posted|published|date of publication|publication date|date|issued|filed|updated)(?: on| at)?:? *"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? *)?$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:\b(?:Mon|Tues?|Wed(?:nes)?|Thur?s?|Fri|Sat(?:ur)?|Sun)(?:day)?,?|[-–—|:.]|\b[A-Z]{2,6}|Reuters) *$"
)
_IN_SENTENCE = re.compile(
    r"\b(?:on|in|of|since|until|till|from|by|to|after|before|late|early|the|and|or|for|between|during|around|about|"
    r"dated|updated(?: at| on)?) *(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? *)?$",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    rf"(?:^|\n)[A-Z][A-Z'’.-]+(?:[ -][A-Z][A-Z'’.-]+)*(?:, [A-Z][\w .]{{2,24}}?)?, {_MONTH} {_DAY},? "
    r"(?:\([^()\n]{2,30}\)|[-–—])"
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|Copyright)[^\n]{0,80}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of publication, where it stands (an empty span for the address) and on what ground it was taken."""

    day: date
    span: Span
    ground: str


def find_publication_day(text: str, title: str, url: str, *, near: date | None = None) -> Dated | Unresolved:
    """The day of publication that a report gives itself.

    ``near`` is the day that somebody else gives; it decides between day-month and month-day where the numbers allow
    both, and lends its year to a dateline without one ("KABUL, Aug 8 (Agency) -").
    """
    stamp = _stamp(text, title, near)
    if isinstance(stamp, Dated):
        return stamp
    wire = _wire_dateline(text, near)
    if wire:
        return wire
    address = _ADDRESS.search(url)
    if address and (day := _day(address["year"], address["month"], address["day"])):
        return Dated(day, Span(0, 0), "the date in its address")
    return _copyright(text) or stamp


def settle_publication_day(report: Report) -> tuple[Report, str]:
    """The report with the day that counts, and the ground for it in words.

    Where the text's own stamp or dateline contradicts the date beside it, the text wins: it is what was published.
    A date in the address or of copyright counts only where there is no other.
    """
    own = find_publication_day(report.text, report.title, report.url, near=_known_day(report))
    if isinstance(own, Unresolved):
        if isinstance(report.published, Unresolved):
            return replace(report, published=own if "may be" in own.reason else report.published), own.reason
        return report, "the date given with it"
    if isinstance(report.day, date):
        if not own.ground.startswith("the text") or _agrees(report.published, own.day):
            return report, "the date given with it"
        ground = f"{own.ground}, against {report.day} given with it"
        return replace(report, published=_midnight(own.day)), ground
    return replace(report, published=_midnight(own.day)), own.ground


def _agrees(given: datetime | Unresolved, own: date) -> bool:
    """Whether a day is that of an instant; a clock's instant may fall on the day before or after in another zone."""
    if isinstance(given, Unresolved):
        return False
    has_clock = (given.hour, given.minute, given.second) != (0, 0, 0)
    return abs((given.date() - own).days) <= has_clock


def _known_day(report: Report) -> date | None:
    return report.day if isinstance(report.day, date) else None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _month_number(word: str) -> int:
    return int(word) if word.isdigit() else _MONTHS.index(word[:3].lower()) + 1


# ---------------------------------------------------------------- the stamp at the top


def _stamp(text: str, title: str, near: date | None) -> Dated | Unresolved:
    top = text[:TOP]
    doubt = Unresolved("no date at the top of the text")
    for match in sorted(_dates(top), key=lambda match: match.start()):
        if not _stands_before_the_story(top, match, title):
            continue
        day = _settled(match, near)
        if isinstance(day, date):
            return Dated(day, Span(*match.span()), "the text's own date")
        if isinstance(day, Unresolved):
            doubt = day
    return doubt


def _dates(top: str) -> Iterator[re.Match[str]]:
    for pattern in (*_WRITTEN, _ISO, _NUMERIC):
        yield from pattern.finditer(top)


def _settled(match: re.Match[str], near: date | None) -> date | Unresolved | None:
    """The day of a match. Numbers that can be read both ways follow ``near``, else day-month but for slashes."""
    if match.re is not _NUMERIC:
        return _day(match["year"], _month_number(match["month"]), match["day"])
    day_first = _day(match["year"], match["two"], match["one"])
    month_first = _day(match["year"], match["one"], match["two"])
    if not (day_first and month_first) or day_first == month_first:
        return day_first or month_first
    if near in (day_first, month_first):
        return near
    if match["mark"] == "/":
        return Unresolved(f"{match.group()!r} may be {day_first} or {month_first}")
    return day_first


def _stands_before_the_story(top: str, match: re.Match[str], title: str) -> bool:
    """Whether a date is a stamp: announced as one, or free of a sentence and near the start, headline or byline."""
    before = top[: match.start()]
    if _POSTED.search(before):
        return True
    if _IN_SENTENCE.search(before):
        return False
    behind_headline = bool(title) and title[:30].casefold() in before.casefold()
    new_line = not before.rpartition("\n")[2].strip()
    return len(before) < BARE or behind_headline or new_line or bool(_BYLINE.search(before))


# ---------------------------------------------------------------- datelines, copyright


def _wire_dateline(text: str, near: date | None) -> Dated | None:
    """A dateline of an agency, "KABUL, Aug 8 (Agency) -", its year taken from ``near``: the nearest such day."""
    match = _DATELINE.search(text[:TOP])
    if not match or near is None:
        return None
    month = _month_number(match["month"])
    days = [day for year in (near.year - 1, near.year, near.year + 1) if (day := _day(year, month, match["day"]))]
    day = min(days, key=lambda day: abs(day - near), default=None)
    return Dated(day, Span(match.start("month"), match.end("day")), "the text's dateline") if day else None


def _copyright(text: str) -> Dated | None:
    tail = text[-TOP:]
    for pattern in _WRITTEN:
        for match in pattern.finditer(tail):
            day = _settled(match, None)
            if isinstance(day, date) and _COPYRIGHT.search(tail[: match.start()]):
                start = len(text) - len(tail)
                return Dated(day, Span(start + match.start(), start + match.end()), "its line of copyright")
    return None
