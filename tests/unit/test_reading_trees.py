"""The best tree over a sentence, against every tree there is."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from whoholds.reading.trees import find_heads


def _every_tree(words: int) -> list[tuple[int, ...]]:
    """All rows of columns (0 for the root) that make a tree with one root."""
    return [columns for columns in product(range(words + 1), repeat=words) if _is_tree(columns)]


def _is_tree(columns: tuple[int, ...]) -> bool:
    if columns.count(0) != 1:
        return False
    for word in range(len(columns)):
        seen, at = set(), word + 1
        while at:
            if at in seen:
                return False
            seen.add(at)
            at = columns[at - 1]
    return True


@pytest.mark.parametrize("words", [1, 2, 3, 4, 5])
def test_no_tree_scores_higher(words: int) -> None:
    trees = _every_tree(words)
    for seed in range(40):
        scores = np.random.default_rng(seed).normal(size=(words, words + 1)).astype(np.float32)
        best = max(sum(scores[w, column] for w, column in enumerate(tree)) for tree in trees)
        heads = find_heads(scores)
        columns = tuple(0 if head == word else head + 1 for word, head in enumerate(heads))
        assert _is_tree(columns)
        assert sum(scores[w, column] for w, column in enumerate(columns)) == pytest.approx(best)


def test_a_word_is_never_its_own_head_but_as_root() -> None:
    scores = np.zeros((3, 4), dtype=np.float32)
    scores[[0, 1, 2], [1, 2, 3]] = 100  # each likes itself best
    assert sum(head == word for word, head in enumerate(find_heads(scores))) == 1
