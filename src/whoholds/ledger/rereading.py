"""A claim as reviewers read it: corrections laid over what was read, as far as they were made by then.

The claim that was read stays; who asks for a day before a correction gets it as it was.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from whoholds.errors import UsageError
from whoholds.model import (
    Act,
    Claim,
    Decision,
    Evidentiality,
    Factuality,
    Interest,
    Part,
    Period,
    Review,
    SourceKind,
    Unresolved,
)

SURE = 1.0
"""Score of a claim that a person read and accepted, or put right."""
LONGEST = 300
"""Characters of a corrected name; no source or side is called by more."""
RANGE = ".."
"""Between the first and the last day of a period: ``2021-08-01..2021-08-08``; an end may be left open."""
_OFF_THE_MAP = Unresolved("a reviewer took it off the map")
_UNDATED = Unresolved("a reviewer found no day in it")
_OPEN = Unresolved("a reviewer left it open")

_WORDS: Mapping[str, type[StrEnum]] = {
    "act": Act,
    "part": Part,
    "factuality": Factuality,
    "source_kind": SourceKind,
    "interest": Interest,
    "evidentiality": Evidentiality,
}
_OF_THE_SPEAKER = {
    "source": "source",
    "source_kind": "kind",
    "source_side": "side",
    "interest": "interest",
    "evidentiality": "evidentiality",
}
_NAMES = ("actor", "actor_side", "opponent", "opponent_side", "place_name", "source", "source_side")
CORRECTABLE: tuple[str, ...] = ("place", "when", *_WORDS, *_NAMES)
"""The fields that a reviewer may correct."""


def check_review(review: Review) -> None:
    """Raise :class:`UsageError` for a review that could not be applied: an unknown field, an impossible value."""
    if not review.who.strip():
        raise UsageError("the review was not kept", why="it does not say who reviewed", attempt="give a name")
    if review.decision is not Decision.CORRECT:
        return
    if review.field not in CORRECTABLE:
        raise UsageError(
            f"{review.field!r} cannot be corrected", why="no such field", attempt=f"one of {', '.join(CORRECTABLE)}"
        )
    if review.field == "place" and review.new != ("" if review.place is None else review.place.id):
        raise UsageError(f"no place is given for {review.new!r}", attempt="correct it by the place's id or name")
    _CHECKS.get(review.field, _check_name)(review)


def reread(claim: Claim, reviews: Iterable[Review]) -> Claim:
    """``claim`` with the corrections among some reviews of it, applied in the order given."""
    changed = claim
    for review in reviews:
        if review.decision is Decision.CORRECT:
            changed = _corrected(changed, review)
        elif review.decision is Decision.ACCEPT:
            changed = replace(changed, score=SURE)
    return changed


def value_of(claim: Claim, field: str) -> str:
    """What a claim has in a correctable field, as a review writes it."""
    if field == "place":
        return claim.place_id
    if field == "when":
        return _period_to_text(claim.when)
    if field in _OF_THE_SPEAKER:
        return str(getattr(claim.attribution, _OF_THE_SPEAKER[field]))
    return str(getattr(claim, field))


def _corrected(claim: Claim, review: Review) -> Claim:
    made_by = claim.made_by if claim.made_by.endswith("+review") else f"{claim.made_by}+review"
    sure: dict[str, Any] = {"score": SURE, "made_by": made_by}
    if review.field == "place":
        place = review.place or _OFF_THE_MAP
        if review.place is not None:
            sure |= {"place_name": review.place.name, "country": review.place.country}
        return replace(claim, place=place, near=None, **sure)
    if review.field == "when":
        return replace(claim, when=period_of(review.new), **sure)
    value: Any = _WORDS[review.field](review.new) if review.field in _WORDS else review.new
    if review.field in _OF_THE_SPEAKER:
        said = {_OF_THE_SPEAKER[review.field]: value}
        return replace(claim, attribution=replace(claim.attribution, **said), **sure)
    return replace(claim, **(sure | {review.field: value}))


# ---------------------------------------------------------------- days as text


def period_of(text: str) -> Period | Unresolved:
    """The period that a text names: a day, ``FIRST..LAST`` with open ends, or nothing for an unknown day.

    Raises ``ValueError`` for anything else.
    """
    if not text:
        return _UNDATED
    first, between, last = text.partition(RANGE)
    if not between:
        return Period.day(date.fromisoformat(first))
    if not first and not last:
        raise ValueError("a period needs at least one end")
    return Period(_end_of(first), _end_of(last))


def _end_of(text: str) -> date | Unresolved:
    return date.fromisoformat(text) if text else _OPEN


def _period_to_text(when: Period | Unresolved) -> str:
    if isinstance(when, Unresolved):
        return ""
    first, last = ("" if isinstance(day, Unresolved) else day.isoformat() for day in (when.first, when.last))
    return first if first == last else f"{first}{RANGE}{last}"


# ---------------------------------------------------------------- what a value may be


def _check_word(review: Review) -> None:
    known = [str(word) for word in _WORDS[review.field]]
    if review.new not in known:
        raise UsageError(f"{review.field} cannot be {review.new!r}", attempt=f"one of {', '.join(known)}")


def _check_when(review: Review) -> None:
    try:
        period_of(review.new)
    except ValueError as error:
        raise UsageError(
            f"{review.new!r} is no day", why=str(error), attempt="when=2021-08-08 or when=2021-08-01..2021-08-08"
        ) from error


def _check_name(review: Review) -> None:
    strange = next((sign for sign in review.new if unicodedata.category(sign) in ("Cc", "Cs")), "")
    if strange or len(review.new) > LONGEST:
        why = f"it has the character {strange!a}" if strange else f"it is longer than {LONGEST} characters"
        raise UsageError(f"{review.field} was not corrected", why=why, attempt="a plain name")


_CHECKS: Mapping[str, Callable[[Review], None]] = {"when": _check_when, **dict.fromkeys(_WORDS, _check_word)}
