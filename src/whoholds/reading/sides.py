"""Sides: which party a name belongs to, in any report: a group by its names, a state, or those in arms of a country."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from whoholds.reading.lexicon import load_words

UNNAMED_SIDE = ""
SMALL = ("of", "and", "the", "in", "for", "al", "de", "du", "la", "le", "des", "pour", "to")
"""Words of a name that its initials leave out."""
LEAST_WORDS = 2
"""Words of a name by whose form a body can be told."""
REMEMBERED = 65536
"""Names whose side is remembered; a report holds some hundred."""


@cache
def actor_words() -> dict[str, Any]:
    """The nouns and groups of the lexicon of actors."""
    return load_words("actors")


@cache
def fighting_nouns() -> dict[str, str]:
    """The nouns that head the name of a fighting body: ``state``, ``armed`` or ``either`` by noun."""
    nouns = actor_words()["nouns"]
    return {noun: kind for kind in ("state", "armed", "either") for noun in nouns[kind]}


@dataclass(frozen=True, slots=True)
class Listed:
    """Names of a list as one pattern, the longest first where several start alike, and the key of each."""

    pattern: re.Pattern[str]
    keys: dict[str, str]

    def first_in(self, text: str) -> str:
        """The key of the name that stands first in a text; ``""`` if none does."""
        found = self.pattern.search(text)
        return self.keys[found["name"].casefold()] if found else ""


@cache
def _groups() -> Listed:
    pairs = [(name, group["key"]) for group in actor_words()["group"] for name in group["names"]]
    # An acronym ("IS", "SAF") is one only in capitals; a long name in any case.
    words = [re.escape(name) if _is_acronym(name) else f"(?i:{re.escape(name)})" for name, _ in _longest_first(pairs)]
    # Papers that lose their apostrophes write "Assads forces".
    return Listed(re.compile(rf"(?<![\w])(?P<name>{'|'.join(words)})(?:s)?(?![\w])"), _keys(pairs))


@cache
def _countries() -> Listed:
    pairs = [(name, iso) for iso, names in load_words("countries").items() for name in names]
    words = "|".join(re.escape(name) for name, _ in _longest_first(pairs))
    return Listed(re.compile(rf"(?<![\w])(?P<name>{words})(?:s)?(?![\w])"), _keys(pairs))


def _is_acronym(name: str) -> bool:
    return name.isupper() or len(name) < 4


def _longest_first(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0]))


def _keys(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    return {name.casefold(): key for name, key in reversed(pairs)}


@lru_cache(maxsize=REMEMBERED)
def group_side(name: str) -> str:
    """The side of the group that is named in ``name``, the one named first; ``""`` if none is."""
    return _groups().first_in(name)


@lru_cache(maxsize=REMEMBERED)
def is_in_no_group_name(word: str) -> bool:
    """Whether no name of a group has a word, or any part of it between hyphens and the like: most words."""
    return _words_of_groups().isdisjoint(re.findall(r"\w+", word.lower()))


@cache
def _words_of_groups() -> frozenset[str]:
    names = (name for group in actor_words()["group"] for name in group["names"])
    return frozenset(word for name in names for word in re.findall(r"\w+", name.lower()))


@lru_cache(maxsize=REMEMBERED)
def country_of(name: str) -> str:
    """The country whose name, people or capital stands first in ``name`` (ISO alpha-2); ``""`` if none does."""
    return _countries().first_in(name)


@lru_cache(maxsize=REMEMBERED)
def side_of(name: str, country: str) -> str:
    """The side a name belongs to, in a report about ``country``: a group's key, ``state:XX`` or ``armed:XX``.

    "US-backed rebels" are rebels: what backs a party does not name it.
    """
    own = re.sub(r"\b[\w.]+[- ](backed|allied|supported|led|linked|armed|sponsored)\b", " ", name)
    own = re.sub(r"\bbacked by .*| allied (with|to) .*", "", own)
    if group := group_side(own) or group_side(name):
        return group
    if of_its_own := side_by_form(own):
        return of_its_own
    words = re.findall(r"[\w']+", own.lower())
    kinds = {fighting_nouns()[word] for word in words if word in fighting_nouns()}
    if "armed" in kinds or "anti" in words or ("pro" in words and "government" not in words and "regime" not in words):
        return f"armed:{country or country_of(own)}"
    if iso := country_of(own):
        return f"state:{iso}"
    if country and any(body in own.lower() for body in ("armed forces", "security forces", "air force")):
        return f"state:{country}"
    if "state" in kinds and country:
        return f"state:{country}"
    return UNNAMED_SIDE


@lru_cache(maxsize=REMEMBERED)
def side_by_form(name: str) -> str:
    """The side of a body of its own name ("Karenni Army"): a key made from it; ``""`` where the form tells none."""
    forms, words = actor_words()["forms"], name.split()
    while words and words[0].lower() in ("the", "a", "an"):
        words = words[1:]
    if len(words) < LEAST_WORDS or words[-1].lower() not in forms["heads"] or not words[-1][:1].isupper():
        return ""
    own = [word for word in words[:-1] if word.lower() not in SMALL]
    plain = set(actor_words()["nouns"]["classifying"]) | set(fighting_nouns()) | set(forms["plain"])
    if country_of(name) or name.isupper() or not all(word[:1].isupper() for word in own):
        return ""
    if not any(word.lower() in forms["cause"] or word.lower() not in plain for word in own):
        return ""
    return key_of_name(words)


def key_of_name(words: Iterable[str]) -> str:
    """The key of a side that no list holds, made from its name."""
    return "group:" + "-".join(re.sub(r"[^\w]", "", word.lower()) for word in words)


@cache
def names_of_country(iso: str) -> tuple[str, ...]:
    """How a country, its people and its government are called, its name first and its adjective second."""
    return tuple(load_words("countries").get(iso, ()))


def is_states_name(name: str) -> bool:
    """Whether a name is no more than a country and what its power is made of: "Syrian government forces"."""
    words = [word for word in name.split() if not country_of(word)]
    bodies = actor_words()["nouns"]["bodies"]
    return 0 < len(words) < len(name.split()) and all(word.lower() in bodies for word in words)
