"""The door of the room: a gazetteer answers what a name may name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from whoholds.model import Place


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may name, the gazetteer's name that matched, by which rule it did, and the list that has it.

    ``source`` is ``GeoNames``, ``whoholds`` for our own tables, or the name of a table that the user added.
    """

    place: Place
    matched: str
    how: Literal["exact", "alias", "skeleton"]
    source: str = "GeoNames"


class Gazetteer(Protocol):
    """A list of places that can be asked by name."""

    def find_candidates(self, name: str, *, country: str = "") -> tuple[Candidate, ...]:
        """Every place that ``name`` may name, largest population first; empty when it is in no list.

        Places of all countries are given for a name that is listed as written or as an alias. ``country`` (ISO2)
        allows one step more for a name that is not: a variant spelling of a place of that country.
        """
        ...

    def place(self, place_id: str) -> Place | None:
        """The place of that id, ``None`` for an id that this gazetteer does not have."""
        ...

    def names(self) -> Iterable[str]:
        """All names and aliases as they are written, for finding them in running text."""
        ...
