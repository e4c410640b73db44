"""Words in the pieces that the encoder knows, and what of their spelling the pieces do not tell."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

UNKNOWN, FIRST, LAST = "[UNK]", "[CLS]", "[SEP]"
LONGEST_WORD = 64  # characters; what a longer "word" says is not to be learned from its pieces

NO_WORD, NO_LETTERS, LOWER, UPPER, CAPITAL_FIRST, CAPITAL, MIXED = range(7)
CASES = 7


@dataclass(frozen=True, slots=True)
class Spelling:
    """A text in pieces between FIRST and LAST, the case of each piece, and where each word begins and ends in them."""

    pieces: tuple[int, ...]
    cases: tuple[int, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]


class PieceVocabulary:
    """Splits words into the longest pieces that it lists, lower-cased and without accents, as BERT's vocabulary does.

    A piece that goes on a word begins with "##" (Wu et al. 2016, "Google's Neural Machine Translation System", 4.1).
    """

    def __init__(self, pieces: Iterable[str]) -> None:
        self.numbers = {piece: number for number, piece in enumerate(pieces)}
        self.first, self.last = self.numbers[FIRST], self.numbers[LAST]
        self._unknown = (self.numbers[UNKNOWN],)
        self.split = lru_cache(maxsize=100_000)(self._split)

    @classmethod
    def from_file(cls, path: Path) -> PieceVocabulary:
        """The vocabulary of a file with a piece a line."""
        return cls(path.read_text(encoding="utf-8").split("\n"))

    def spell(self, words: Sequence[str]) -> Spelling:
        """A text's words, in order, as the encoder reads them."""
        split = [self.split(word) for word in words]
        cases = zip(find_cases(words), split, strict=True)
        ends = tuple(accumulate(len(word) for word in split))
        return Spelling(
            (self.first, *(piece for word in split for piece in word), self.last),
            (NO_WORD, *(case for case, word in cases for _ in word), NO_WORD),
            tuple(end - len(word) + 1 for end, word in zip(ends, split, strict=True)),
            ends,
        )

    def _split(self, word: str) -> tuple[int, ...]:
        """Numbers of the word's pieces; one unknown piece for a part that has none."""
        if len(word) > LONGEST_WORD:
            return self._unknown
        return tuple(n for part in _split_marks(_fold(word)) for n in self._split_part(part)) or self._unknown

    def _split_part(self, part: str) -> tuple[int, ...]:
        numbers: list[int] = []
        start = 0
        while start < len(part):
            lead = "##" if start else ""
            for end in range(len(part), start, -1):
                number = self.numbers.get(lead + part[start:end])
                if number is not None:
                    break
            else:
                return self._unknown
            numbers.append(number)
            start = end
        return tuple(numbers)


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cc", "Cf"))


def _split_marks(word: str) -> list[str]:
    """The word cut at each mark of punctuation, the marks kept."""
    parts = [""]
    for c in word:
        if c.isspace():
            parts.append("")
        elif c.isalnum():
            parts[-1] += c
        else:
            parts += [c, ""]
    return [part for part in parts if part]


def find_cases(words: Sequence[str]) -> list[int]:
    """How each word is written, as the pieces are lower case; a capital that opens the sentence is told apart."""
    return [_find_case(word, opens=position == 0) for position, word in enumerate(words)]


@lru_cache(maxsize=100_000)
def _find_case(word: str, *, opens: bool) -> int:
    if not any(c.isalpha() for c in word):
        return NO_LETTERS
    if word.islower():
        return LOWER
    if word.isupper() and len(word) > 1:
        return UPPER
    if word[0].isupper():
        return CAPITAL_FIRST if opens else CAPITAL
    return MIXED
