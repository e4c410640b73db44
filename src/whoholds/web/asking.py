"""What a request may ask for: days, pages, and the days that stand in for those left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from whoholds.errors import UsageError
from whoholds.web.desk import Desk
from whoholds.web.signing import Signing

EARLIEST, LATEST = date(1800, 1, 1), date(2200, 12, 31)
"""Days outside are slips of the hand, and a filter that ran to the year 9999 would only keep a machine busy."""


def desk_of(request: Request) -> Desk:
    """The desk of the app that a request came to."""
    found: Desk = request.app.state.desk
    return found


def signing_of(request: Request) -> Signing:
    """What the app checks writes against."""
    found: Signing = request.app.state.signing
    return found


A_DAY: dict[str, Any] = {"anyOf": [{"type": "string", "format": "date"}, {"const": ""}]}
"""How the API's description has a day that may be left empty, as forms leave it."""


def asked_day(words: str) -> Any:
    """A parameter of a request that is a day; :func:`day_asked` reads it, and tells plainly what is none."""
    return Query(max_length=40, description=words, json_schema_extra=A_DAY)


AskedOn = Annotated[str, asked_day("the day asked about; default: the newest report's")]
AskedKnown = Annotated[str, asked_day("judge from what was known by this day; default: `on`, or all")]
TheDesk = Annotated[Desk, Depends(desk_of)]
TheSigning = Annotated[Signing, Depends(signing_of)]


@dataclass(frozen=True, slots=True)
class Days:
    """The two handles of time: what day is asked about, and by which day it was known."""

    on: date
    known: date


def days_asked(
    desk: TheDesk,
    on: AskedOn = "",
    known: AskedKnown = "",
) -> Days:
    """The days of a request; what is left out is the newest report's day, and everything that is known."""
    about = day_asked(on, "on") or day_asked(known, "known") or desk.newest()
    return Days(about, day_asked(known, "known") or (about if on else desk.newest_word()))


def day_asked(given: str, name: str) -> date | None:
    """The day that a request gives under ``name``. Raises :class:`UsageError` for what is none."""
    if not given:
        return None
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"{name}={given[:40]!r} is not a day", attempt=f"{name}=2024-03-05") from None
    if not EARLIEST <= day <= LATEST:
        raise UsageError(f"{name}={day} is out of reach", why=f"days run from {EARLIEST} to {LATEST}")
    return day


TheDays = Annotated[Days, Depends(days_asked)]
