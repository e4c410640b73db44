"""What sort of source a speaker is, from the words that name or describe it and from the states that fight."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

from whoholds.model import SourceKind
from whoholds.reading.lexicon import load_words
from whoholds.reading.sides import country_of, fighting_nouns, group_side

FOUGHT_OFTEN = 2
"""Mentions of a state's forces that make it a party to the fighting a report is about."""

_LED = re.compile(r"(US|U\.S\.|American|Saudi|Russian|Turkish|UK|British)[- ]led$")
_FOREIGN_WORD = re.compile(r"[A-Z][\w.’'-]*")


@cache
def source_words() -> dict[str, Any]:
    """The tables of ``sources.toml``."""
    return load_words("sources")


@cache
def _patterns(table: str) -> tuple[tuple[SourceKind, re.Pattern[str]], ...]:
    """For each kind, in the order of the table, one pattern of its words and their plurals."""
    return tuple((SourceKind(kind), _any_of(words)) for kind, words in source_words()[table].items())


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?:e?s|['’]s|e?s['’])?(?![\w-])", re.IGNORECASE
    )


@cache
def kind_of_source(name: str, fighting: frozenset[str]) -> SourceKind | None:
    """The kind that a speaker's own words tell, ``None`` when they tell none (a person's bare name).

    ``fighting`` holds the states (ISO alpha-2) whose forces fight in the report: others are third states.
    """
    if (kind := kind_by_words(name, fighting)) is not None:
        return kind
    if group_side(name) or any(fighting_nouns().get(word) == "armed" for word in re.findall(r"[a-z]+", name.lower())):
        return SourceKind.BELLIGERENT
    if country := country_of(name):
        return SourceKind.BELLIGERENT if country in fighting else SourceKind.THIRD_STATE
    if re.search(r"(?:\b[Oo]fficials?|^council)$", name):
        return SourceKind.OFFICIAL
    return SourceKind.UNNAMED if name.lower().rstrip("s") in ("source", "report", "account", "media", "claim") else None


@cache
def kind_by_words(name: str, fighting: frozenset[str]) -> SourceKind | None:
    """The kind that nouns tell ("governor", "monitoring group"), whatever group or country is named."""
    own = _own_words(name)
    for kind, pattern in _patterns("first"):
        if pattern.search(own):
            return _unless_foreign(kind, name, fighting)
    found = [(match.start(), n, kind) for n, (kind, pattern) in enumerate(_patterns("kinds"))
             if (match := pattern.search(own))]  # fmt: skip
    if found:
        return _unless_foreign(min(found, key=lambda one: one[1])[2], name, fighting)
    return None


def _own_words(name: str) -> str:
    """The name without what it says of others: "resident of a rebel-held town" is a resident."""
    own = re.sub(
        r"\b[\w.]+[-–](?:held|controlled|backed|led|based|allied|installed|appointed|run(?<!state-run)|linked)\b",
        " ",
        name,
    )
    return re.split(r"\b(?:backed by|loyal to|allied with|close to|who|which|in charge of)\b", own)[0]


def _unless_foreign(kind: SourceKind, name: str, fighting: frozenset[str]) -> SourceKind:
    """A speaker for a state that does not fight is a third state's."""
    if kind not in (SourceKind.BELLIGERENT, SourceKind.OFFICIAL) or group_side(name).startswith("group:"):
        return kind
    country = _state_of(name)
    speaks = any(word in source_words()["foreign"]["words"] for word in re.findall(r"[a-z]+", name.lower()))
    return SourceKind.THIRD_STATE if country and speaks and country not in fighting else kind


def _state_of(name: str) -> str:
    low = name.lower()
    if any(word in low for word in source_words()["foreign"]["us"]):
        return "US"
    if any(word in low for word in source_words()["foreign"]["uk"]):
        return "GB"
    return country_of(name)


def fighting_states(text: str) -> frozenset[str]:
    """The states whose forces fight in a report: named right before a word for forces, more than once or at the top."""
    counts: dict[str, int] = {}
    words = text.split()
    bare = ((n, _bare(word)) for n, word in enumerate(words) if not word.islower())
    names = [(n, word) for n, word in bare if _FOREIGN_WORD.match(word)]
    for n, name in names:
        led = _LED.match(name)
        state = _country(led[1] if led else name)
        if state and n + 1 < len(words) and (led or _fighting().match(words[n + 1])):
            counts[state] = counts.get(state, 0) + 1
    return frozenset(state for state, n in counts.items() if n >= FOUGHT_OFTEN) | _home(name for _, name in names)


@cache
def _fighting() -> re.Pattern[str]:
    return _any_of(source_words()["foreign"]["fighting"])


def _home(names: Iterable[str]) -> frozenset[str]:
    """The one or two countries that a report names most often, themselves or their people: the fighting is theirs."""
    counts = Counter(state for name in names if (state := _country(name)))
    most = sorted(counts, key=lambda state: (-counts[state], state))[:2]
    return frozenset(state for state in most if 2 * counts[state] >= counts[most[0]])


def _bare(word: str) -> str:
    """A word without the marks around it and its possessive ending; "U.S." keeps its full stops."""
    bare = word.strip("\"“”'’(),")
    bare = bare if re.fullmatch(r"(?:[A-Z]\.)+", bare) else bare.rstrip(".")
    return bare.removesuffix("'s").removesuffix("’s")


@cache
def _country(word: str) -> str:
    return country_of(word)
