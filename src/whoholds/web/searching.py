"""Which claims a page or the API lists: the ledger's filter, what it does not know of, an order and a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
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


SORTED_AT_MOST = 20_000
"""Claims that are put into an order other than that of publication, or looked through for disputes: it takes all."""
IN_ONE_FILE = 100_000
"""Claims in one file from the browser; more are for the command line."""
BY_DAY = (Order.PUBLISHED, Order.NEWEST)


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of the claims asked for."""

    claims: tuple[KnownClaim, ...]
    page: Page


def find_claims(desk: Desk, asked: ClaimQuery, *, offset: int, limit: int) -> Found:
    """A stretch of the claims asked for, in their order.

    Raises :class:`whoholds.errors.PlaceError` for a place that no claim is about or that may be several, and
    :class:`UsageError` where too many would have to be put in order.
    """
    return desk.remember("found", asked, offset, limit, make=lambda: _find(desk, asked, offset, limit))


def find_all(desk: Desk, asked: ClaimQuery) -> tuple[KnownClaim, ...]:
    """All claims asked for. Raises as that does, and :class:`UsageError` where a file would be too long."""
    found = find_claims(desk, asked, offset=0, limit=IN_ONE_FILE)
    if found.page.after is not None:
        why = f"{found.page.total:,} pass the filter, and a file from here has {IN_ONE_FILE:,} at most"
        raise UsageError("these are too many claims for one file", why=why, attempt="whoholds export csv, or more days")
    return found.claims


def _find(desk: Desk, asked: ClaimQuery, offset: int, limit: int) -> Found:
    only, newest = _filter_of(desk, asked), asked.sort is not Order.PUBLISHED
    if asked.sort in BY_DAY and not asked.disputed:
        page = desk.archive.ledger.page(only, offset=offset, limit=limit, newest_first=newest)
        return Found(page.claims, Page(page.total, offset, limit))
    whole = desk.archive.ledger.page(only, offset=0, limit=SORTED_AT_MOST, newest_first=newest)
    if whole.total > SORTED_AT_MOST:
        why = f"{whole.total:,} pass the filter, and {SORTED_AT_MOST:,} are sorted at most"
        raise UsageError(
            "too many claims to sort them so", why=why, attempt="more filters, or the order of publication"
        )
    disputed = desk.disputed() if asked.disputed else frozenset()
    found = [one for one in whole.claims if not asked.disputed or one.claim.id in disputed]
    if asked.sort in _ORDERS:
        key, backwards = _ORDERS[asked.sort]
        found.sort(key=key, reverse=backwards)
    return Found(tuple(found[offset : offset + limit]), Page(len(found), offset, limit))


def _filter_of(desk: Desk, asked: ClaimQuery) -> ClaimFilter:
    return ClaimFilter(
        place_id=desk.archive.find_place(asked.place).id if asked.place else "",
        side=asked.side,
        source=asked.source,
        acts=(asked.act,) if asked.act else (),
        factuality=asked.factuality,
        known=asked.known,
        since=asked.since,
        until=asked.until,
        located=False if asked.unlocated else None,
        text=asked.q,
    )


_ORDERS: dict[Order, tuple[Callable[[KnownClaim], Any], bool]] = {
    Order.PLACE: (lambda one: one.claim.place_name.casefold(), False),
    Order.SOURCE: (lambda one: one.claim.attribution.source.casefold(), False),
    Order.SCORE: (lambda one: one.claim.score, False),
    Order.SUREST: (lambda one: one.claim.score, True),
}


def take(found: Sequence[Any], *, offset: int, limit: int) -> tuple[Sequence[Any], Page]:
    """One stretch of a list."""
    return found[offset : offset + limit], Page(len(found), offset, limit)
