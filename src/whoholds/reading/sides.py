"""Sides: which party a name belongs to, in any report: a group by its names, a state, or those in arms of a country."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from whoholds.reading.lexicon import load_words

UNNAMED_SIDE = ""


@cache
def actor_words() -> dict[str, Any]:
    """The nouns and groups of the lexicon of actors."""
    return load_words("actors")


@cache
def fighting_nouns() -> dict[str, str]:
    """The nouns that head the name of a fighting body: ``state``, ``armed`` or ``either`` by noun."""
    nouns = actor_words()["nouns"]
    return {noun: kind for kind in ("state", "armed", "either") for noun in nouns[kind]}


@cache
def _side_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each group's names as one pattern, longest names first."""
    pairs = [(name, group["key"]) for group in actor_words()["group"] for name in group["names"]]
    pairs.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return tuple((_pattern(name), key) for name, key in pairs)


def _pattern(name: str) -> re.Pattern[str]:
    # An acronym ("IS", "SAF") is one only in capitals; a long name in any case.
    flags = 0 if name.isupper() or len(name) < 4 else re.IGNORECASE
    return re.compile(rf"(?<![\w]){re.escape(name)}(?![\w])", flags)


@cache
def _country_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = [(name, iso) for iso, names in load_words("countries").items() for name in names]
    pairs.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return tuple((re.compile(rf"(?<![\w]){re.escape(name)}(?:s)?(?![\w])"), iso) for name, iso in pairs)


def group_side(name: str) -> str:
    """The side of the group that is named in ``name``, the one named first; ``""`` if none is."""
    found = [(match.start(), key) for pattern, key in _side_patterns() if (match := pattern.search(name))]
    return min(found)[1] if found else ""


def country_of(name: str) -> str:
    """The country whose name, people or capital stands first in ``name`` (ISO alpha-2); ``""`` if none does."""
    found = [(match.start(), iso) for pattern, iso in _country_patterns() if (match := pattern.search(name))]
    return min(found)[1] if found else ""


@cache
def side_of(name: str, country: str) -> str:
    """The side a name belongs to, in a report about ``country``: a group's key, ``state:XX`` or ``armed:XX``.

    "US-backed rebels" are rebels: what backs a party does not name it.
    """
    own = re.sub(r"\b[\w.]+[- ](backed|allied|supported|led|linked|armed|sponsored)\b", " ", name)
    own = re.sub(r"\bbacked by .*| allied (with|to) .*", "", own)
    if group := group_side(own) or group_side(name):
        return group
    words = re.findall(r"[\w']+", own.lower())
    kinds = {fighting_nouns()[word] for word in words if word in fighting_nouns()}
    if "armed" in kinds or "anti" in words or ("pro" in words and "government" not in words and "regime" not in words):
        return f"armed:{country or country_of(own)}"
    if iso := country_of(own):
        return f"state:{iso}"
    if country and any(body in own.lower() for body in ("armed forces", "security forces")):
        return f"state:{country}"
    if "state" in kinds and country:
        return f"state:{country}"
    return UNNAMED_SIDE


@cache
def names_of_country(iso: str) -> tuple[str, ...]:
    """How a country, its people and its government are called, its name first and its adjective second."""
    return tuple(load_words("countries").get(iso, ()))


def is_states_name(name: str) -> bool:
    """Whether a name is no more than a country and what its power is made of: "Syrian government forces"."""
    words = [word for word in name.split() if not country_of(word)]
    bodies = actor_words()["nouns"]["bodies"]
    return 0 < len(words) < len(name.split()) and all(word.lower() in bodies for word in words)
