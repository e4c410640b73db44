"""What became different between two looks, in words for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from whoholds.control.events import Event, act_of
from whoholds.model import Change, Estimate, KnownClaim, Place, Status

MOVED = 0.2
"""A probability that moves by less is not worth a line."""


def find_changes(before: Sequence[Estimate], after: Sequence[Estimate]) -> tuple[Change, ...]:
    """What changed between two looks at the same places, by place name then id; a place seen once has a first report.

    A place that only the first look has is left out: its absence from the second says nothing about it.
    """
    earlier = {e.place.id: e for e in before}
    changes = []
    for now in sorted(after, key=lambda e: (e.place.name, e.place.id)):
        then = earlier.get(now.place.id)
        what = describe_change(then, now)
        if what:
            changes.append(Change(place=now.place, on=now.on, before=then or now, after=now, what=what))
    return tuple(changes)


def find_rethought(before: Sequence[Estimate], after: Sequence[Estimate]) -> tuple[Change, ...]:
    """What was thought of a day and is not thought of it any more: two looks at it, in the order of place names."""
    return tuple(
        replace(change, kind="past", what=f"of {change.on} we now think otherwise: {change.what}")
        for change in find_changes(before, after)
    )


def find_denied(
    events: Iterable[Event], *, before: Mapping[str, Estimate], after: Mapping[str, Estimate]
) -> Iterator[Change]:
    """The events that somebody denies, with the looks at their places by id; ``claim_ids`` are the denials."""
    for event in events:
        voices = event.denies
        if not voices or event.place.id not in after:
            continue
        said = ", ".join(dict.fromkeys(voice.source for voice in event.confirms))
        denied = ", ".join(dict.fromkeys(voice.source for voice in voices))
        what = (
            f"denied by {denied}: {event.actor or 'somebody'} {act_of(event)} it{f', as {said} said' if said else ''}"
        )
        yield _told("denied", event.place, what, [i for voice in voices for i in voice.claim_ids], before, after)


def find_retracted(
    claims: Iterable[KnownClaim], *, before: Mapping[str, Estimate], after: Mapping[str, Estimate]
) -> Iterator[Change]:
    """Claims that were taken back, those of one report that say the same in one line, by place and report."""
    groups: dict[tuple[str, str, str, str], list[KnownClaim]] = {}
    for one in claims:
        said = one.claim
        groups.setdefault((said.place_id, said.report_id, said.act, said.actor_side or said.actor), []).append(one)
    for key, group in sorted(groups.items()):
        place, claim = group[0].claim.place, group[0].claim
        if not isinstance(place, Place) or not (key[0] in after or key[0] in before):
            continue
        outlet = f" in {group[0].publisher}" if group[0].publisher else ""
        sources = ", ".join(dict.fromkeys(one.claim.attribution.source for one in group))
        what = f"taken back: {claim.actor or 'somebody'} {claim.act} it, as {sources} said{outlet}"
        yield _told("retracted", place, what, [one.claim.id for one in group], before, after)


def _told(
    kind: str,
    place: Place,
    what: str,
    claim_ids: Iterable[str],
    before: Mapping[str, Estimate],
    after: Mapping[str, Estimate],
) -> Change:
    now = after.get(place.id) or before[place.id]
    return Change(place, now.on, before.get(place.id, now), now, what, kind, tuple(sorted(claim_ids)))


def describe_change(then: Estimate | None, now: Estimate) -> str:
    """One clause that says what changed, ``""`` when nothing did that a reader should hear of."""
    if now.status is Status.NO_REPORT:
        return "" if then is None or then.status is Status.NO_REPORT else _lost_all(then)
    if then is None or then.status is Status.NO_REPORT:
        return f"first report: {describe(now)}"
    if then.holder and now.holder and then.holder != now.holder:
        return f"changed hands: {then.holder} before, {describe(now)}"
    if then.status is not now.status:
        return _status_words(then, now)
    if then.claimed_by != now.claimed_by and set(now.claimed_by) - set(then.claimed_by):
        return f"now claimed by {_names(tuple(sorted(set(now.claimed_by) - set(then.claimed_by))))}, {describe(now)}"
    if not now.holder and then.holders[:1] != now.holders[:1] and _leader(then) != _leader(now):
        return f"still {now.status}, but now rather {_leader(now)} than {_leader(then) or 'anybody'}"
    moved = now.probability - then.probability
    if now.holder and abs(moved) >= MOVED:
        how = "surer" if moved > 0 else "less sure"
        return f"{how} that {now.holder} holds it ({then.probability:.2f}, now {now.probability:.2f})"
    return ""


def describe(now: Estimate) -> str:
    """What an estimate says, as a clause: ``held by group:taliban (0.93)``."""
    if now.status is Status.HELD:
        return f"held by {now.holder} ({now.probability:.2f})"
    if now.status is Status.BESIEGED:
        return f"held by {now.holder} and besieged ({now.probability:.2f})"
    if now.status is Status.CLAIMED_UNCONFIRMED:
        return f"claimed by {_names(now.claimed_by) or now.holder}, unconfirmed"
    if now.status is Status.CONTESTED:
        return f"contested ({now.contested:.2f})"
    return "nobody knows who holds it"


def _status_words(then: Estimate, now: Estimate) -> str:
    was = describe(then)
    if now.status is Status.CONTESTED:
        return f"became contested: {was} before"
    if now.status is Status.BESIEGED:
        return f"became besieged: {describe(now)}"
    if now.status is Status.UNKNOWN:
        return f"faded to unknown: {was} before"
    if now.status is Status.CLAIMED_UNCONFIRMED:
        return f"claimed: {describe(now)}; {was} before"
    if then.status is Status.CONTESTED:
        return f"calmed: contested before, now {describe(now)}"
    if then.status is Status.BESIEGED:
        return f"siege over: {describe(now)}"
    if then.status is Status.CLAIMED_UNCONFIRMED:
        return f"confirmed: {describe(now)}"
    return f"became clear: {describe(now)}"


def _lost_all(then: Estimate) -> str:
    return f"every report was withdrawn: {describe(then)} before"


def _leader(estimate: Estimate) -> str:
    return estimate.holders[0][0] if estimate.holders else ""


def _names(sides: Sequence[str]) -> str:
    return " and ".join(sides)
