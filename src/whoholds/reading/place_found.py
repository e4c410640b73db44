"""What recognition hands on: a place name as found, and what the language model marked in its sentence."""

from __future__ import annotations

from dataclasses import dataclass

from whoholds.gazetteer.interface import Candidate
from whoholds.model import Part, PlaceKind
from whoholds.reading.names import Line


@dataclass(frozen=True, slots=True)
class Found:
    """A place name as found: words ``first`` to ``last`` of a line, what it may be, and what the words around say.

    ``kind`` is the sort of place that a type noun beside it gives ("village of X"), ``None`` without one. ``doubtful``
    says that the language model takes it for a person, and no word beside it for a place.
    """

    first: int
    last: int
    name: str
    candidates: tuple[Candidate, ...]
    kind: PlaceKind | None
    part: Part
    literal: bool
    country: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """What the language model takes for names of places and of others: (start, end) in the sentence.

    ``proper`` holds where words begin that it tags as proper nouns; ``surnames`` those of the report's people;
    ``nouns`` where words begin that it tags as nouns of any kind.
    """

    places: tuple[tuple[int, int], ...] = ()
    others: tuple[tuple[int, int], ...] = ()
    proper: frozenset[int] = frozenset()
    persons: tuple[tuple[int, int], ...] = ()
    surnames: frozenset[str] = frozenset()
    nouns: frozenset[int] = frozenset()

    def name(self, line: Line, first: int, last: int) -> bool:
        """Whether any of these words is tagged as a proper noun (or nothing is tagged)."""
        return not self.proper or any(line.words[i].start in self.proper for i in range(first, last + 1))

    def person(self, start: int, end: int) -> bool:
        """Whether they are, or lie inside, the name of a person."""
        return any(first <= start and end <= last for first, last in self.persons)

    def somebody(self, start: int, end: int) -> bool:
        """Whether they are, or lie inside, the name of somebody or something that is no place."""
        return any(first <= start and end <= last for first, last in self.others)

    def place(self, start: int, end: int) -> bool:
        """Whether characters ``start`` to ``end`` touch the name of a place."""
        return any(first < end and start < last for first, last in self.places)

    def other(self, start: int, end: int) -> bool:
        """Whether they lie inside the longer name of somebody or something else."""
        return any(first <= start and end <= last and last - first > end - start + 2 for first, last in self.others)
