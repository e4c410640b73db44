"""Capitalised names in a sentence, as runs of words: what they are names of is for others to judge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

# Lower-case words that belong to a name when a capital follows: articles and particles of romanised names.
PARTICLES = frozenset(
    [
        "al",
        "el",
        "ar",
        "ad",
        "ed",
        "er",
        "az",
        "ez",
        "ash",
        "esh",
        "adh",
        "ath",
        "et",
        "es",
        "en",
        "un",
        "ul",
        "uz",
        "bin",
        "ibn",
        "abu",
        "umm",
        "um",
        "de",
        "da",
        "dos",
        "del",
        "di",
        "du",
        "la",
        "le",
        "les",
        "las",
        "los",
        "e",
        "y",
        "wa",
        "ould",
        "bou",
    ]
)
# Those that are English words too; they join a name only with a hyphen behind them.
AMBIGUOUS = frozenset(["as", "at", "an", "us", "i", "do", "on"])
JOINTS = (" ", "-", "–", "‑")

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[A-Z]\. ?[A-Z][a-z]{1,2}\.|[^\W_]+(?:['’‘ʿʾ`ʼ´][^\W_]+)*")
POSSESSIVE = len("'s")


class Word(NamedTuple):  # made by the hundred for each report, which a tuple is quickest at
    """One word of a sentence; ``start`` and ``end`` count in the sentence, without a possessive ending.

    ``lower`` is the word in lower case, ``capital`` says whether it begins with a capital letter.
    """

    text: str
    start: int
    end: int
    possessive: bool
    lower: str
    capital: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as words with the signs between them."""

    text: str
    words: tuple[Word, ...]

    def gap(self, i: int) -> str:
        """The characters between word ``i`` and the next, possessive ending left out; "" at the ends."""
        if not 0 <= i < len(self.words) - 1:
            return ""
        between = self.text[self.words[i].end : self.words[i + 1].start]
        return between[2:] if self.words[i].possessive else between

    def written(self, first: int, last: int) -> str:
        """The characters of words ``first`` to ``last``, both in."""
        return self.text[self.words[first].start : self.words[last].end]

    def lower(self, i: int) -> str:
        """Word ``i`` in lower case, "" beyond the ends."""
        return self.words[i].lower if 0 <= i < len(self.words) else ""


def read_line(text: str) -> Line:
    """The words of a sentence."""
    return Line(text, tuple(_words(text)))


def _words(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        word, (start, end) = match.group(), match.span()
        possessive = len(word) > POSSESSIVE and word.endswith(("'s", "’s"))
        if possessive:
            word, end = word[:-POSSESSIVE], end - POSSESSIVE
        yield Word(word, start, end, possessive, word.lower(), word[0].isupper())


def find_runs(line: Line) -> Iterator[tuple[int, int]]:
    """(first, last) word of each maximal run of capitalised words and the particles between them.

    "fighting in Deir ez-Zor and Abu al-Duhur" gives "Deir ez-Zor" and "Abu al-Duhur". A possessive ends a run.
    """
    words, i = line.words, 0
    while i < len(words):
        last = _start(line, i)
        if last is None:
            i += 1
            continue
        while not words[last].possessive and (further := _further(line, last)) is not None:
            last = further
        yield i, last
        i = last + 1


def _start(line: Line, i: int) -> int | None:
    if line.words[i].capital:
        return i
    return i + 1 if _joins(line, i) else None


def _further(line: Line, last: int) -> int | None:
    """The word that a run goes on to after ``last``."""
    if last + 1 >= len(line.words) or line.gap(last) not in JOINTS:
        return None
    if line.words[last + 1].capital:
        return last + 1
    if _joins(line, last + 1):
        return last + 2
    if last + 3 < len(line.words) and _particle(line, last + 1) and _joins(line, last + 2):
        return last + 3
    return None


def _particle(line: Line, i: int) -> bool:
    return line.words[i].text in PARTICLES and line.gap(i) in JOINTS


def _joins(line: Line, i: int) -> bool:
    """Whether word ``i`` is a particle that binds to a capitalised word right after it."""
    if i + 1 >= len(line.words) or not line.words[i + 1].capital or line.gap(i) not in JOINTS:
        return False
    text = line.words[i].text
    return text in PARTICLES or (text in AMBIGUOUS and line.gap(i) == "-")


def is_title_case(line: Line) -> bool:
    """Whether a sentence is set as a headline: nearly all its longer words begin with a capital."""
    longer = [word for word in line.words if len(word.text) > 3]
    return len(longer) >= 4 and sum(word.capital for word in longer) >= 0.75 * len(longer)
