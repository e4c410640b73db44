"""Names from scores of marks: whole ones only, and the best of those."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from numpy.typing import NDArray

from whoholds.reading.encoder import find_names

MARKS = ("O", "B-LOC", "I-LOC", "B-ORG", "I-ORG")


def score(*rows: dict[str, float]) -> NDArray[np.float32]:
    """A row of scores a word, zero where nothing is said."""
    return np.array([[row.get(mark, 0.0) for mark in MARKS] for row in rows], dtype=np.float32)


def test_a_mark_that_begins_and_marks_that_go_on_are_one_name() -> None:
    scores = score({"O": 3}, {"B-ORG": 3}, {"I-ORG": 3}, {"B-ORG": 3}, {"O": 3})
    assert find_names(scores, MARKS) == [(1, 3, "ORG"), (3, 4, "ORG")]


def test_a_name_that_changes_its_label_halfway_has_the_label_that_scores_higher() -> None:
    assert find_names(score({"B-LOC": 3, "B-ORG": 2}, {"I-ORG": 5, "I-LOC": 1}), MARKS) == [(0, 2, "ORG")]


def test_a_mark_that_goes_on_nothing_becomes_a_name_only_where_no_other_row_scores_higher() -> None:
    assert find_names(score({"O": 9}, {"I-LOC": 3, "B-LOC": 2}), MARKS) == [(1, 2, "LOC")]
    assert find_names(score({"O": 9}, {"I-LOC": 3, "O": 2}), MARKS) == []
    assert find_names(score({"I-LOC": 3, "B-LOC": 2}, {"I-LOC": 3}), MARKS) == [(0, 2, "LOC")]


def test_no_words_have_no_names() -> None:
    assert find_names(np.zeros((0, len(MARKS)), dtype=np.float32), MARKS) == []


@pytest.mark.parametrize("seed", range(20))
def test_the_row_is_the_best_of_all_that_hold_together(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(4, len(MARKS))).astype(np.float32)

    def total(row: tuple[int, ...]) -> float:
        return float(sum(scores[word, mark] for word, mark in enumerate(row)))

    whole = [row for row in product(range(len(MARKS)), repeat=4) if holds(row)]
    best = max(whole, key=total)
    forced = np.full_like(scores, -9.0)
    forced[np.arange(4), list(best)] = 9.0
    assert find_names(scores, MARKS) == find_names(forced, MARKS)


def holds(row: tuple[int, ...]) -> bool:
    before = ["O", *(MARKS[mark] for mark in row)]
    return all(b[0] != "I" or a[2:] == b[2:] for a, b in pairwise(before))
