"""Acts done to "the airport" or "key installations": they lie in the town that the text has spoken of last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from whoholds.model import Act, Factuality, Part
from whoholds.reading.frames import Frame
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
    frame: Frame
    factuality: Factuality
    site: Token
    town: Toponym | None


def carry_over(events: Sequence[Event], unplaced: Sequence[Unplaced]) -> list[Event]:
    """The events with those added that lie in the town of an event before them, in the order of the report."""
    placed = [event for one in unplaced for event in _place(one, events)]
    return sorted([*events, *placed], key=lambda event: (event.parsed.sentence.index, event.trigger.i))


def _place(one: Unplaced, events: Sequence[Event]) -> Iterator[Event]:
    """The event at the site; where fighters fall back to it, the rest of the town is lost and the site is held."""
    town = one.town or _last_before(one, events)
    if town is None:
        return
    if one.frame.site:
        yield _at(one, one.act, town, town.part)
    part = town.part if town.part is Part.REGION else Part.FACILITY
    yield _at(one, Act.HOLDS if one.frame.site else one.act, town, part)


def _at(one: Unplaced, act: Act, town: Toponym, part: Part) -> Event:
    reason = f"{one.site.text!r} is taken to lie in {town.name!r}, named before it; {town.reason}"
    span = one.parsed.span(one.site, one.site)
    there = replace(town, span=span, text=one.site.text, part=part, reason=reason, anaphor=True)
    how = f"{one.frame.id}/site"
    return Event(act, one.parsed, one.trigger, one.actor, one.opponent, there, how, one.factuality)


def _last_before(one: Unplaced, events: Sequence[Event]) -> Toponym | None:
    here = one.parsed.sentence.index
    near = [event for event in events if 0 < here - event.parsed.sentence.index <= REACH]
    last = max(near, key=lambda event: (event.parsed.sentence.index, event.trigger.i), default=None)
    return last.toponym if last else None
