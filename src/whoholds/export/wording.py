"""How exports put things into words: certainty, days, ages, standing; and text with nothing hidden in it."""

from __future__ import annotations

import re
from datetime import date

from whoholds.model import Act, Estimate, Factuality, Interest, Part, Period, SourceKind, Status, Unresolved

SURE = ((0.95, "very likely"), (0.8, "likely"), (0.6, "more likely than not"))
"""Least probability and words, after the scale of the IPCC's guidance note (2010) with the middle of it merged."""
STATUS = {
    Status.HELD: "held",
    Status.CONTESTED: "contested",
    Status.BESIEGED: "besieged",
    Status.CLAIMED_UNCONFIRMED: "claimed, unconfirmed",
    Status.UNKNOWN: "unknown",
    Status.NO_REPORT: "no report",
}
ACT = {
    Act.TAKES: "takes",
    Act.HOLDS: "holds",
    Act.LOSES: "loses",
    Act.ENTERS: "enters",
    Act.APPROACHES: "approaches",
    Act.BESIEGES: "besieges",
    Act.CLASHES: "fights in",
    Act.STRIKES: "fires on",
    Act.ATTACKS: "attacks",
    Act.REPELS: "repels an attack on",
}
PART = {
    Part.PART: "part of it",
    Part.CENTRE: "its centre",
    Part.OUTSKIRTS: "its outskirts",
    Part.FACILITY: "a site in it",
    Part.REGION: "the area",
}
KIND = {
    SourceKind.NARRATOR: "the outlet itself",
    SourceKind.BELLIGERENT: "fighting party",
    SourceKind.OFFICIAL: "official",
    SourceKind.WITNESS: "witness",
    SourceKind.JOURNALIST: "journalist",
    SourceKind.MONITOR: "monitor",
    SourceKind.THIRD_STATE: "other state",
    SourceKind.UNNAMED: "not named",
}
INTEREST = {
    Interest.OWN: "about its own side",
    Interest.ADVERSARY: "about its adversary",
    Interest.INDEPENDENT: "independent",
    Interest.NARRATOR: "",
}
FACTUALITY = {
    Factuality.CERTAIN: "stated as fact",
    Factuality.HEDGED: "hedged",
    Factuality.DENIED: "denied",
    Factuality.PLANNED: "a plan",
}
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Controls that show nothing, or that turn the direction of the text after them."""


def tidy(text: str) -> str:
    """A text without hidden controls or broken characters, fit for a page. Letters of every script stay."""
    return _HIDDEN.sub("", text).encode("utf-8", "replace").decode("utf-8")


def shorten(text: str, longest: int) -> str:
    """A text cut at a word to at most ``longest`` characters, with an ellipsis."""
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:(") + "…"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def how_sure(estimate: Estimate) -> str:
    """The holder's probability in words and per cent; "cannot tell" when nobody is named."""
    if not estimate.holder:
        return "cannot tell"
    words = next((words for least, words in SURE if estimate.probability >= least), "cannot tell")
    return f"{words} ({estimate.probability:.0%})"


def put_day(day: date | Unresolved) -> str:
    """A day as "5 March 2031", a dash for one that nobody knows."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if isinstance(day, date) else "–"


def put_short_day(day: date | Unresolved) -> str:
    """A day as "5 Mar 2031", for tables."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}" if isinstance(day, date) else "–"


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""Spelled out here because those of the standard library follow the machine's locale."""


def put_period(when: Period | Unresolved) -> str:
    """A period in words; open ends as "until" and "from"."""
    if isinstance(when, Unresolved):
        return "a day not known"
    first, last = when.first, when.last
    if isinstance(first, date) and isinstance(last, date):
        return put_day(first) if first == last else f"{put_day(first)} to {put_day(last)}"
    if isinstance(first, Unresolved) and isinstance(last, Unresolved):
        return "a day not known"
    return f"{put_day(first)} and after" if isinstance(first, date) else f"{put_day(last)} and before"


def put_age(estimate: Estimate) -> str:
    """How old the newest evidence is on the day asked about."""
    if not isinstance(estimate.last_evidence, date):
        return "none"
    days = (estimate.on - estimate.last_evidence).days
    return "today" if days == 0 else f"{count(days, 'day')} old" if days > 0 else "later"


def put_points(moved: float) -> str:
    """A change of probability in percentage points, with a true minus sign."""
    points = round(moved * 100)
    return "0" if points == 0 else f"+{points}" if points > 0 else f"−{-points}"
