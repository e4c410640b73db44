"""The day a text says it was published: its dateline, its stamp, its address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from whoholds.model import Span, Unresolved

TOP = 260
"""Characters from the start in which a stamp of publication stands; further down a date is part of the story."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_PATTERNS = (
    re.compile(rf"(?P<day>\d\d?)(?:st|nd|rd|th)?[ ,-]+{_MONTH}[ ,-]+(?P<year>20\d\d|19\d\d)", re.IGNORECASE),
    re.compile(rf"{_MONTH}[ ]+(?P<day>\d\d?)(?:st|nd|rd|th)?,?[ ]+(?P<year>20\d\d|19\d\d)", re.IGNORECASE),
    re.compile(r"\b(?P<year>20\d\d)[-/](?P<month>\d\d)[-/](?P<day>\d\d)\b"),
    re.compile(r"\b(?P<day>\d\d?)[./-](?P<month>\d\d?)[./-](?P<year>20\d\d)\b"),
)
_ADDRESS = re.compile(r"/(?P<year>20\d\d)[/-](?P<month>\d\d?)[/-](?P<day>\d\d?)\b")


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of publication, where it stands and on what ground it was taken."""

    day: date
    span: Span
    ground: str


def find_publication_day(text: str, title: str, url: str) -> Dated | Unresolved:
    """The day that a report's own top or its address gives.

    A date counts only near the start and outside a sentence: after it has begun, a date belongs to the story.
    """
    found = [match for pattern in _PATTERNS if (match := pattern.search(text[:TOP])) and _is_stamp(text, match, title)]
    for match in sorted(found, key=lambda match: match.start()):
        if day := _day_of(match):
            return Dated(day, Span(match.start(), match.end()), "the date at the top of the text")
    address = _ADDRESS.search(url)
    if address and (day := _day_of(address)):
        return Dated(day, Span(0, 0), "the date in its address")
    return Unresolved("no date at the top of the text")


def _is_stamp(text: str, match: re.Match[str], title: str) -> bool:
    """Whether a date stands before the story: at the very start, or behind the headline."""
    before = text[: match.start()]
    if before.strip().endswith((" on", " in", " of", " since", " until", " by", " the")):
        return False
    return len(before) < 40 or (bool(title) and title[:30] in before) or before.rstrip().endswith(("Posted on", "-"))


def _day_of(match: re.Match[str]) -> date | None:
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None
