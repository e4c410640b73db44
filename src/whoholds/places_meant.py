"""Which place a user means by a name or an id: one of the ledger, of the gazetteer, or of a start map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from whoholds.errors import PlaceError
from whoholds.gazetteer.interface import Gazetteer
from whoholds.ledger.interface import Ledger
from whoholds.model import Place, PlaceKind

SHOWN = 4
"""So many namesakes are named in one message."""


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """Looks names up in a ledger and, where that does not know them, in a gazetteer, which is opened when needed."""

    ledger: Ledger
    open_gazetteer: Callable[[], Gazetteer]

    def find_kept(self, name: str, *, also: Sequence[Place] = ()) -> Place:
        """The place with a claim, or else of ``also``, that goes by a name, an id or an alias of the gazetteer.

        Raises :class:`PlaceError` when there is none, or when it may be more than one place.
        """
        found = self.ledger.places_named(name) or tuple(place for place in also if _is_called(place, name))
        if not found:
            ids = sorted({candidate.place.id for candidate in self.open_gazetteer().find_candidates(name)})
            found = tuple(place for place_id in ids for place in self.ledger.places_named(place_id))
        if not found:
            raise PlaceError(
                f"nothing is known of {name!r}",
                why="no claim of this ledger is about a place of that name",
                attempt="whoholds who   (lists every place with a claim)",
            )
        return _the_one(name, found)

    def find_any(self, name: str) -> Place:
        """The place that goes by a name or an id, with a claim or without; raises :class:`PlaceError` if unclear."""
        return _the_one(name, tuple(self._candidates(name, "").values()))

    def find_likely(self, name: str, country: str) -> Place:
        """The place that a table means, in a country (ISO 3166-1 alpha-2) if one is given.

        Of namesakes a settlement is meant, then one with a claim. Raises :class:`PlaceError` if it is still unclear.
        """
        found = [place for place in self._candidates(name, country).values() if country in ("", place.country)]
        settled = [place for place in found if place.kind is PlaceKind.SETTLEMENT] or found
        kept = {place.id for place in self.ledger.places_named(name)}
        return _the_one(name, [place for place in settled if place.id in kept] or settled)

    def _candidates(self, name: str, country: str) -> dict[str, Place]:
        """The places that a name may name, by id; the one of that id where it is one."""
        kept, gazetteer = {place.id: place for place in self.ledger.places_named(name)}, self.open_gazetteer()
        if (listed := kept.get(name) or gazetteer.place(name)) is not None:
            return {listed.id: listed}
        found = gazetteer.find_candidates(name, country=country) if country else gazetteer.find_candidates(name)
        return kept | {one.place.id: one.place for one in found}


def _is_called(place: Place, name: str) -> bool:
    return name == place.id or name.casefold() == place.name.casefold()


def _the_one(name: str, found: Sequence[Place]) -> Place:
    if not found:
        raise PlaceError(f"no gazetteer has {name!r}", attempt="another spelling, or whoholds gazetteer add FILE")
    if len(found) > 1:
        more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise PlaceError(
            f"{name!r} is more than one place",
            why="; ".join(f"{place.id} in {place.admin1 or place.country}" for place in found[:SHOWN]) + more,
            attempt=f"use its id, such as {found[0].id}",
        )
    return found[0]
