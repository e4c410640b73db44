"""Who contradicts whom, counted from events that are disputed: who denies whose word, who says what excludes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from whoholds.control.events import Event, Voice, rivals_of
from whoholds.model import SourceKind

Pair = tuple[str, str]
ROLES = {SourceKind.WITNESS: "witnesses", SourceKind.NARRATOR: "an outlet itself"}


def count_contradictions(events: Sequence[Event]) -> list[tuple[str, str, int]]:
    """How often each speaker contradicts another, most often first; of rivals each pair counts once, in one order."""
    by_id = {event.id: event for event in events}
    counts: Counter[Pair] = Counter()
    for event in events:
        counts.update(set(_pairs(event.denies, event.confirms)))
        rivals = (rival for rival in rivals_of(event, by_id) if rival.id > event.id)
        for rival in rivals:
            counts.update({_in_order(pair) for pair in _pairs(event.confirms, rival.confirms)})
    return sorted(((says, against, n) for (says, against), n in counts.items()), key=lambda row: (-row[2], row))


def _pairs(ones: Iterable[Voice], others: Iterable[Voice]) -> Iterator[Pair]:
    others = tuple(others)
    return (
        (speaker_of(one), speaker_of(other)) for one in ones for other in others if speaker_of(one) != speaker_of(other)
    )


def _in_order(pair: Pair) -> Pair:
    return (min(pair), max(pair))


def speaker_of(voice: Voice) -> str:
    """The key of the party that speaks, else the source's own name; private people and outlets go by their role."""
    if voice.side:
        return voice.side
    return ROLES.get(voice.kind, voice.source)


def claims_of(events: Iterable[Event]) -> frozenset[str]:
    """Ids of the claims behind some events."""
    return frozenset(
        claim_id for event in events for voice in (*event.confirms, *event.denies) for claim_id in voice.claim_ids
    )
