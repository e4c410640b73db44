"""Acronyms that a report introduces itself: after "Permanent Strategic Framework (CSP)" it speaks of "the CSP"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from whoholds.reading.hops import Parsed
from whoholds.reading.sides import SMALL, actor_words, country_of, fighting_nouns, group_side, key_of_name

_SMALL_WORDS = "|".join(SMALL)
_INTRODUCED = re.compile(
    rf"(?P<full>[A-Z][\w'’-]+(?: (?:{_SMALL_WORDS}|[A-Z][\w'’-]+)){{1,9}})"
    r"(?: \(|, (?:or|known as) (?:the )?)(?:the )?(?P<short>[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?:-[A-Z]+)?)\b"
)
LEAST_SHORT = 2


def find_aliases(parsed: Iterable[Parsed]) -> dict[str, str]:
    """The full name of each acronym that a report introduces for a body that can fight."""
    found: dict[str, str] = {}
    for one in parsed:
        for match in _INTRODUCED.finditer(one.doc.text):
            full = _full_name(match["full"], match["short"])
            if full:
                found.setdefault(match["short"], full)
    return found


def _full_name(words_before: str, short: str) -> str:
    """The end of the words before an acronym that it abbreviates, if that names a body; ``""`` if none does."""
    words = words_before.split()
    ends = [words[n:] for n in range(len(words) - 1) if words[n][:1].isupper() and words[n].lower() not in SMALL]
    fits = [end for end in ends if _initials(end) == re.sub(r"[^A-Z]", "", short.upper())]
    end = fits[0] if fits else (ends[0] if group_side(short) and ends else [])
    return " ".join(end) if end and (_names_a_body(end) or group_side(short)) else ""


def _initials(words: Iterable[str]) -> str:
    parts = (part for word in words if word.lower() not in SMALL for part in word.split("-"))
    return "".join(part[0] for part in parts if part).upper()


def _names_a_body(words: Iterable[str]) -> bool:
    lowered = {word.lower() for word in words}
    return bool(lowered & (set(fighting_nouns()) | set(actor_words()["forms"]["heads"])))


def side_of_alias(full: str) -> str:
    """The side of a body by its full name: what its name already tells, else a key of its own."""
    return group_side(full) or _state_of(full) or key_of_name(full.split())


def _state_of(full: str) -> str:
    words, iso = full.lower().split(), country_of(full)
    return f"state:{iso}" if iso and {"armed", "defence", "defense", "national", "army"} & set(words) else ""
