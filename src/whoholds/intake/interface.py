"""The door of the room: every kind of source is a reader that yields reports and counted skips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from whoholds.model import Report


@dataclass(frozen=True, slots=True)
class Skipped:
    """One item of a source that could not be read: where it stands (``file.jsonl:17``), and why."""

    where: str
    why: str


class Intake(Protocol):
    """Something that reports come out of."""

    def read(self) -> Iterator[Report | Skipped]:
        """Yield reports in the order of the source; broken items come as :class:`Skipped`, the rest goes on.

        Raises :class:`whoholds.errors.InputError` when nothing of the source can be read.
        """
        ...
