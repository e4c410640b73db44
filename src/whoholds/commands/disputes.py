"""The verb disputes: who contradicts whom about a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from whoholds.commands.opening import AsJson, LedgerPath, Sides, day_given, open_archive
from whoholds.commands.output import open_console, print_json

if TYPE_CHECKING:  # kept out of `whoholds --help`, which must answer at once
    from whoholds.control.events import Event, Voice


def disputes(
    place: Annotated[str, typer.Argument(help="only what is said about this place")] = "",
    ledger: LedgerPath = None,
    known: Annotated[str, typer.Option("--known", help="only what was published by this day; default: all")] = "",
    since: Annotated[str, typer.Option("--since", help="only reports published on this day or later")] = "",
    everything: Annotated[bool, typer.Option("--all", help="what nobody contradicts too")] = False,
    sides: Sides = None,
    as_json: AsJson = False,
) -> None:
    """Who contradicts whom: what is denied, and what cannot both be true, with everyone who says so."""
    with open_archive(ledger, sides=sides) as archive:
        day = day_given(known, "--known") or archive.newest_word()
        found = archive.events(known=day, place=place, since=day_given(since, "--since"), disputed=not everything)
        names = archive.side_names(day)
    if as_json:
        for event in found:
            print_json(event_json(event))
    else:
        _show_events(found, names)


def event_json(event: Event) -> dict[str, Any]:
    """An event as JSON: the place, what is said, the days, who confirms and who denies it, and its rivals' ids."""
    from whoholds.control.events import act_of

    return {
        "id": event.id,
        "place": event.place.name,
        "place_id": event.place.id,
        "country": event.place.country,
        "what": event.what,
        "act": act_of(event),
        "actor": event.actor,
        "side": event.side,
        "against": event.against,
        "first": event.first.isoformat(),
        "last": event.last.isoformat(),
        "confirms": [_voice_json(voice) for voice in event.confirms],
        "denies": [_voice_json(voice) for voice in event.denies],
        "rivals": list(event.rivals),
    }


def _voice_json(voice: Voice) -> dict[str, Any]:
    return {
        "source": voice.source,
        "kind": voice.kind,
        "side": voice.side,
        "role": voice.role,
        "hedged": voice.hedged,
        "origin": voice.origin,
        "reach": voice.reach,
        "known": voice.known.isoformat(),
        "claims": list(voice.claim_ids),
    }


def _show_events(found: Sequence[Event], names: Mapping[str, str]) -> None:
    from rich.text import Text

    from whoholds.control.events import act_of, rivals_of
    from whoholds.export.sides import call

    console = open_console()
    if not found:
        console.print("nobody contradicts anybody")
    by_id = {event.id: event for event in found}
    for event in found:
        days = event.first.isoformat() if event.first == event.last else f"{event.first} to {event.last}"
        who = call(event.actor, names) if event.actor else "somebody"
        console.print(Text(f"{event.place.name}, {days}: {who} {act_of(event)} it", style="bold"))
        for how, voices in (("says so", event.confirms), ("denies it", event.denies)):
            for voice in voices:
                console.print(f"    {_told(voice)} {how}", highlight=False, markup=False)
        for rival in rivals_of(event, by_id):
            others = ", ".join(_told(voice) for voice in rival.confirms)
            console.print(f"    against it: {call(rival.actor, names)} {act_of(rival)} it, says {others}", markup=False)


def _told(voice: Voice) -> str:
    reach = f", in {voice.reach} reports" if voice.reach > 1 else ""
    return f"{voice.source} ({voice.kind}, {voice.known}{reach}){' with reserve' if voice.hedged else ''}"
