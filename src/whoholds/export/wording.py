"""How a brief puts things into words: certainty, days, ages."""

from __future__ import annotations

from datetime import date

from whoholds.model import Estimate, Period, Status, Unresolved

SURE = ((0.95, "very likely"), (0.8, "likely"), (0.6, "more likely than not"))
STATUS = {
    Status.HELD: "held",
    Status.CONTESTED: "contested",
    Status.BESIEGED: "besieged",
    Status.CLAIMED_UNCONFIRMED: "claimed, unconfirmed",
    Status.UNKNOWN: "unknown",
    Status.NO_REPORT: "no report",
}


def how_sure(estimate: Estimate) -> str:
    """The holder's probability in words and per cent; "cannot tell" when nobody is named."""
    if not estimate.holder:
        return "cannot tell"
    words = next((words for least, words in SURE if estimate.probability >= least), "cannot tell")
    return f"{words} ({estimate.probability:.0%})"


def put_day(day: date | Unresolved) -> str:
    """A day as "5 March 2031", a dash for one that nobody knows."""
    return f"{day.day} {day:%B %Y}" if isinstance(day, date) else "–"


def put_period(when: Period | Unresolved) -> str:
    """A period in words; open ends as "until" and "from"."""
    if isinstance(when, Unresolved):
        return "day unknown"
    first, last = when.first, when.last
    if isinstance(first, date) and isinstance(last, date):
        return put_day(first) if first == last else f"{put_day(first)} to {put_day(last)}"
    return f"from {put_day(first)}" if isinstance(first, date) else f"until {put_day(last)}"


def put_age(estimate: Estimate) -> str:
    """How old the newest evidence is."""
    if not isinstance(estimate.last_evidence, date):
        return "none"
    days = (estimate.on - estimate.last_evidence).days
    age = "today" if days == 0 else "1 day old" if days == 1 else f"{days} days old"
    return f"{put_day(estimate.last_evidence)}, {age}"
