"""The frames of the lexicon: what a verb or a noun says happens, and which of its arguments fill which slot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from whoholds.model import Act
from whoholds.reading.lexicon import load_words


@dataclass(frozen=True, slots=True)
class Frame:
    """What a verb or noun of the lexicon says, and which of its arguments fill which slot."""

    id: str
    act: Act
    words: tuple[str, ...]
    actor: tuple[str, ...]
    opponent: tuple[str, ...]
    place: tuple[str, ...]
    strict: bool = False
    passive: str = ""
    weapon: bool = False
    needs_object: bool = False
    by_party: bool = False
    against_party: bool = False
    active: bool = False
    things: str = ""
    weak: bool = False
    armed: bool = False
    site: bool = False
    doer: bool = False
    unless: tuple[str, ...] = ()
    gains: frozenset[str] = frozenset()
    losses: frozenset[str] = frozenset()


@cache
def verb_frames() -> dict[str, tuple[Frame, ...]]:
    """The frames of each verb, by its lemma."""
    frames: dict[str, list[Frame]] = {}
    for entry in load_words("acts")["frame"]:
        frame = _frame(entry, "verbs")
        for verb in frame.words:
            frames.setdefault(verb.split()[0], []).append(frame)
    return {lemma: tuple(dict.fromkeys(listed)) for lemma, listed in frames.items()}


@cache
def noun_frames() -> dict[str, tuple[Frame, ...]]:
    """The frames of each noun, by its singular."""
    frames: dict[str, list[Frame]] = {}
    for entry in load_words("acts")["noun"]:
        frame = _frame(entry, "nouns")
        for noun in frame.words:
            frames.setdefault(noun, []).append(frame)
    return {noun: tuple(listed) for noun, listed in frames.items()}


@cache
def is_weak(how: str) -> bool:
    """Whether the frame that a rule ("kill/in") belongs to gives way to any other."""
    return any(entry["id"] == how.split("/")[0] and entry.get("weak") for entry in load_words("acts")["frame"])


def _frame(entry: dict[str, Any], words: str) -> Frame:
    return Frame(
        entry["id"],
        Act(entry["act"]),
        tuple(entry[words]),
        tuple(entry.get("actor", ())),
        tuple(entry.get("opponent", ())),
        tuple(entry.get("place", ())),
        entry.get("strict", False),
        entry.get("passive", ""),
        entry.get("weapon", False),
        entry.get("needs_object", False),
        entry.get("by_party", False),
        entry.get("against_party", False),
        entry.get("active", False),
        entry.get("things", ""),
        entry.get("weak", False),
        entry.get("armed", False),
        entry.get("site", False),
        entry.get("doer", False),
        tuple(entry.get("unless", ())),
        frozenset(entry.get("gains", ())),
        frozenset(entry.get("losses", ())),
    )
