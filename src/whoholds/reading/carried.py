"""Acts done to "the airport" or "key installations": they lie in the town that the text has spoken of last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from whoholds.model import Act, Factuality, Part
from whoholds.reading.hops import Event, Parsed, Toponym

REACH = 3
"""Sentences back in which that town is looked for."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An act at no named place, only at a ``site``; ``town`` is the place that its sentence names before it."""

    act: Act
    parsed: Parsed
    trigger: Token
    actor: Token | None
    opponent: Token | None
    frame: str
    factuality: Factuality
    site: Token
    town: Toponym | None


def carry_over(events: Sequence[Event], unplaced: Sequence[Unplaced]) -> list[Event]:
    """The events with those added that lie in the town of an event before them, in the order of the report."""
    placed = [event for one in unplaced for event in _place(one, events)]
    return sorted([*events, *placed], key=lambda event: (event.parsed.sentence.index, event.trigger.i))


def _place(one: Unplaced, events: Sequence[Event]) -> Iterator[Event]:
    town = one.town or _last_before(one, events)
    if town is not None:
        reason = f"{one.site.text!r} is taken to lie in {town.name!r}, named before it; {town.reason}"
        part = town.part if town.part is Part.REGION else Part.FACILITY
        there = replace(town, part=part, reason=reason, anaphor=True)
        how = f"{one.frame}/site"
        yield Event(one.act, one.parsed, one.trigger, one.actor, one.opponent, there, how, one.factuality)


def _last_before(one: Unplaced, events: Sequence[Event]) -> Toponym | None:
    here = one.parsed.sentence.index
    near = [event for event in events if 0 < here - event.parsed.sentence.index <= REACH]
    last = max(near, key=lambda event: (event.parsed.sentence.index, event.trigger.i), default=None)
    return last.toponym if last else None
