"""Which claims a page or the API lists: the ledger's filter, what it does not know of, an order and a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query

from whoholds.errors import UsageError
from whoholds.ledger.interface import ClaimFilter
from whoholds.model import Act, Factuality, KnownClaim
from whoholds.web.asking import asked_day, day_asked
from whoholds.web.desk import Desk

Word = TypeVar("Word", bound=StrEnum)


class Order(StrEnum):
    """What a list of claims is sorted by; ``-`` in front turns it round."""

    PUBLISHED = "published"
    NEWEST = "-published"
    PLACE = "place"
    SOURCE = "source"
    SCORE = "score"
    SUREST = "-score"


@dataclass(frozen=True, slots=True)
class ClaimQuery:
    """What was asked for: see :func:`claims_asked`."""

    place: str
    side: str
    source: str
    act: Act | None
    factuality: Factuality | None
    since: date | None
    until: date | None
    known: date | None
    unlocated: bool
    disputed: bool
    q: str
    sort: Order

    @property
    def asked(self) -> dict[str, Any]:
        """The parts that say something, as a link to the same list carries them."""
        parts = {name: getattr(self, name) for name in self.__dataclass_fields__}
        parts = {name: value for name, value in parts.items() if value not in ("", None, False)}
        if self.sort is Order.NEWEST:
            del parts["sort"]
        return {name: "1" if value is True else str(value) for name, value in parts.items()}


Short = Annotated[str, Query(max_length=300)]


def _one_of(words: type[StrEnum]) -> Any:
    return Query(max_length=40, json_schema_extra={"enum": ["", *words]})


def _word(words: type[Word], given: str, name: str) -> Word | None:
    """The word that a request gives under ``name``, ``None`` for none. Raises :class:`UsageError` for another."""
    if not given:
        return None
    try:
        return words(given)
    except ValueError:
        raise UsageError(f"{name} cannot be {given[:40]!r}", attempt=f"one of {', '.join(words)}") from None


def claims_asked(
    place: Annotated[str, Query(max_length=300, description="a place's id or name")] = "",
    side: Annotated[str, Query(max_length=300, description="a side's key: the actor's or the opponent's")] = "",
    source: Short = "",
    act: Annotated[str, _one_of(Act)] = "",
    factuality: Annotated[str, _one_of(Factuality)] = "",
    since: Annotated[str, asked_day("published on this day or later")] = "",
    until: Annotated[str, asked_day("published on this day or before")] = "",
    known: Annotated[str, asked_day("as known by the end of this day")] = "",
    unlocated: Annotated[bool, Query(description="only claims that could not be placed")] = False,
    disputed: Annotated[bool, Query(description="only claims that the other side denies, and the denials")] = False,
    q: Annotated[str, Query(max_length=300, description="words that quote, parties and place must have")] = "",
    sort: Order = Order.NEWEST,
) -> ClaimQuery:
    """The claims that a request asks for; a part left empty does not restrict."""
    return ClaimQuery(
        place.strip(),
        side.strip(),
        source.strip(),
        _word(Act, act, "act"),
        _word(Factuality, factuality, "factuality"),
        day_asked(since, "since"),
        day_asked(until, "until"),
        day_asked(known, "known"),
        unlocated,
        disputed,
        q.strip(),
        sort,
    )


TheClaims = Annotated[ClaimQuery, Depends(claims_asked)]


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list: how many there are in all, and where this one begins."""

    total: int
    offset: int
    limit: int

    @property
    def before(self) -> int | None:
        """Where the stretch before begins."""
        return max(self.offset - self.limit, 0) if self.offset else None

    @property
    def after(self) -> int | None:
        """Where the next stretch begins."""
        return self.offset + self.limit if self.offset + self.limit < self.total else None


def find_claims(desk: Desk, asked: ClaimQuery) -> tuple[KnownClaim, ...]:
    """The claims asked for, in their order; one place by name where the ledger has it, else by the words of it.

    Raises :class:`whoholds.errors.PlaceError` for a name that is more than one place.
    """
    return desk.remember("found", asked, make=lambda: _find(desk, asked))


def _find(desk: Desk, asked: ClaimQuery) -> tuple[KnownClaim, ...]:
    only = ClaimFilter(
        place_id=desk.archive.find_place(asked.place).id if asked.place else "",
        side=asked.side,
        source=asked.source,
        acts=(asked.act,) if asked.act else (),
        known=asked.known,
        since=asked.since,
        until=asked.until,
        located=False if asked.unlocated else None,
        text=asked.q,
    )
    found = list(desk.claims() if only == ClaimFilter() else desk.archive.claims(only))
    if asked.factuality:
        found = [one for one in found if one.claim.factuality is asked.factuality]
    if asked.disputed:
        disputed = desk.disputed()
        found = [one for one in found if one.claim.id in disputed]
    key, backwards = _ORDERS[asked.sort]
    return tuple(sorted(found, key=key, reverse=backwards))


def _instant(one: KnownClaim) -> tuple[bool, str]:
    at = one.published
    return (isinstance(at, datetime), at.isoformat() if isinstance(at, datetime) else "")


_ORDERS: dict[Order, tuple[Callable[[KnownClaim], Any], bool]] = {
    Order.PUBLISHED: (_instant, False),
    Order.NEWEST: (_instant, True),
    Order.PLACE: (lambda one: one.claim.place_name.casefold(), False),
    Order.SOURCE: (lambda one: one.claim.attribution.source.casefold(), False),
    Order.SCORE: (lambda one: one.claim.score, False),
    Order.SUREST: (lambda one: one.claim.score, True),
}


def take(found: Sequence[Any], *, offset: int, limit: int) -> tuple[Sequence[Any], Page]:
    """One stretch of a list."""
    return found[offset : offset + limit], Page(len(found), offset, limit)
