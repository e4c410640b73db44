"""Words in pieces."""

from __future__ import annotations

import pytest

from whoholds.reading.pieces import PieceVocabulary, find_cases

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "rebel", "##s", "al", "-", "bab", "z", "##o", "##e", "'", "s"]


@pytest.fixture(scope="module")
def vocabulary() -> PieceVocabulary:
    return PieceVocabulary(PIECES)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Rebels", ["rebel", "##s"]),
        ("al-Bab", ["al", "-", "bab"]),
        ("Zoë", ["z", "##o", "##e"]),
        ("'s", ["'", "s"]),
        ("xyz", ["[UNK]"]),
        ("rebelx-al", ["[UNK]", "-", "al"]),
        ("", ["[UNK]"]),
        ("\u200b", ["[UNK]"]),
        ("z" * 100_000, ["[UNK]"]),
    ],
)
def test_words_are_split_into_the_longest_pieces(vocabulary: PieceVocabulary, word: str, pieces: list[str]) -> None:
    assert [PIECES[number] for number in vocabulary.split(word)] == pieces


def test_cases_tell_what_lower_case_loses() -> None:
    assert find_cases(["Rebels", "took", "Idlib", "UN", "3", "iPhone", "."]) == [4, 2, 5, 3, 1, 6, 1]
