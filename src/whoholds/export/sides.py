"""What a side is called, and the colour and shape it has on every map of one view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from whoholds.model import Estimate, KnownClaim, Status

OKABE_ITO = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442")
"""Hues that people with any colour vision tell apart (Okabe and Ito 2008, https://jfly.uni-koeln.de/color/)."""
SHAPES = ("circle", "square", "diamond", "triangle", "hexagon")
"""Told apart without any colour, on a grey print. Five shapes and seven hues meet again only after 35 sides."""
GREY = "#767676"


@dataclass(frozen=True, slots=True)
class Side:
    """A party as the reader sees it."""

    key: str
    name: str
    hue: str
    shape: str


NOBODY = Side("", "nobody named", GREY, "circle")


def know_sides(keys: Iterable[str], names: Mapping[str, str]) -> dict[str, Side]:
    """A name, hue and shape for each side, dealt out in the order of their keys: never as friend or enemy."""
    ordered = sorted({key for key in keys if key})
    return {
        key: Side(key, call(key, names), OKABE_ITO[n % len(OKABE_ITO)], SHAPES[n % len(SHAPES)])
        for n, key in enumerate(ordered)
    }


def name_sides(claims: Iterable[KnownClaim]) -> dict[str, str]:
    """The most frequent name of each side's actors and opponents, names with a capital before "army" and "rebels".

    A side that has only such common words is told apart by its key: "army (SD)".
    """
    counts: dict[str, Counter[str]] = {}
    for known in claims:
        claim = known.claim
        for side, name in ((claim.actor_side, claim.actor), (claim.opponent_side, claim.opponent)):
            if side and name:
                counts.setdefault(side, Counter())[name] += 1
    return likeliest_names(counts)


def likeliest_names(counts: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """The same from counts: how often each side is called by which name."""
    return {side: _likeliest(side, names) for side, names in sorted(counts.items())}


def _likeliest(side: str, names: Mapping[str, int]) -> str:
    name = max(names, key=lambda name: (name != name.lower(), names[name], len(name), name))
    return name if name != name.lower() else f"{name} ({side.split(':', 1)[-1].replace('-', ' ')})"


def call(side: str, names: Mapping[str, str]) -> str:
    """A side's name; its key in readable form when no claim names it."""
    return names.get(side) or side.split(":", 1)[-1].replace("-", " ")


def name_sides_in(words: str, names: Mapping[str, str]) -> str:
    """A sentence about sides with their names in place of their keys."""
    for key in sorted(names, key=len, reverse=True):
        words = words.replace(key, names[key])
    return words.replace("name:", "")


def put_holder(estimate: Estimate, sides: Mapping[str, Side]) -> str:
    """The holder's name; the claimants' where it is only claimed; a dash where nobody can be named."""
    claimants = " and ".join(sides[key].name for key in estimate.claimed_by if key in sides)
    if estimate.holder in sides and estimate.status is not Status.CLAIMED_UNCONFIRMED:
        return sides[estimate.holder].name
    return f"claimed by {claimants}" if claimants else "–"
