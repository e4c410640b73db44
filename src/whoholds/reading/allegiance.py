"""On whose side a speaker is, and what that makes of what they say: own, adversary or independent of the actor."""

from __future__ import annotations

import re
from functools import cache

from whoholds.model import Act, Interest, SourceKind
from whoholds.reading.hops import Statement
from whoholds.reading.lexicon import load_words
from whoholds.reading.roster import Party, Roster
from whoholds.reading.sides import country_of, group_side

SPEAKING_FOR_A_SIDE = (SourceKind.BELLIGERENT, SourceKind.OFFICIAL)
"""Kinds that speak for a side; an official of no named side speaks for the state."""
PRESS = (SourceKind.JOURNALIST, SourceKind.UNNAMED)
"""Kinds of which only some speak for a side: a side's own agency, those who write for its soldiers."""
BOASTS = (Act.TAKES, Act.REPELS)
"""Acts whose doer, where nobody is named, is the one who tells of it: "an attack was repelled, the army said"."""


def side_of_speaker(statement: Statement, roster: Roster) -> str:
    """The side that a speaker speaks for, ``""`` for who speaks for none."""
    if statement.kind in PRESS:
        return _side_of_press(statement.source)
    if statement.kind not in SPEAKING_FOR_A_SIDE:
        return ""
    side = group_side(statement.source) or _first_side("people", statement.source)
    side = side or roster.side_called(statement.source)
    return side or (f"state:{roster.country}" if roster.country else "")


def interest_of(kind: SourceKind, speaker: str, act: Act, actor: Party, country: str) -> Interest:
    """Whose side a speaker is on, seen from the actor; allies in the war of ``country`` are one side."""
    if not speaker or kind not in (*SPEAKING_FOR_A_SIDE, *PRESS):
        return Interest.INDEPENDENT
    if not actor.side:
        return Interest.OWN if act in BOASTS else Interest.ADVERSARY
    return Interest.OWN if speaker == actor.side or _are_allies(speaker, actor.side, country) else Interest.ADVERSARY


def _are_allies(one: str, other: str, country: str) -> bool:
    """Whether two sides fight together in a country, or wherever they fight."""
    camps = load_words("sources")["allies"]
    return any(one in camp and other in camp for camp in (*camps.get(country, ()), *camps["anywhere"]))


def _side_of_press(name: str) -> str:
    """The side of an outlet that is one's own ("SANA reporter") or of who writes for one ("Russian war bloggers")."""
    if side := _first_side("outlets", name):
        return side
    partisan = {*load_words("sources")["partisan"]["writers"]} & set(re.findall(r"[a-z]+", name.lower()))
    country = country_of(name) if partisan else ""
    return f"state:{country}" if country else ""


def _first_side(table: str, name: str) -> str:
    return next((side for side, pattern in _patterns(table) if pattern.search(name)), "")


@cache
def _patterns(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """For each side, one pattern of the names that a table of ``sources.toml`` lists for it."""
    listed: dict[str, list[str]] = load_words("sources")[table]
    return tuple(
        (side, re.compile(rf"(?<![\w])(?:{'|'.join(map(re.escape, names))})(?:['’]?s)?(?![\w])", re.IGNORECASE))
        for side, names in listed.items()
    )
