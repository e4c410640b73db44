"""The best tree over a sentence's words from a score for each pair of word and head."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Table = NDArray[np.float64]  # (words + 1, words + 1): row the word, column its head, 0 the root
Heads = NDArray[np.int64]
NEVER = -1e9


def find_heads(scores: Scores) -> list[int]:
    """Heads of the tree with one root that scores highest.

    Args:
        scores: (words, words + 1); column 0 scores the word as root, column h + 1 the word h as its head.

    Returns:
        The position of each word's head; a root's own position.
    """
    words = len(scores)
    table = np.full((words + 1, words + 1), NEVER)
    table[1:] = scores
    np.fill_diagonal(table, NEVER)
    heads = table.argmax(axis=1)
    if not _is_tree(heads):
        heads = _find_rooted(table)
    return [int(head) - 1 if head else word for word, head in enumerate(heads[1:])]


def _is_tree(heads: Heads) -> bool:
    """Whether exactly one word hangs on 0 and every word leads there."""
    return int((heads[1:] == 0).sum()) == 1 and _find_cycle(heads) is None


def _find_rooted(table: Table) -> Heads:
    """The best tree with one root, which is among the roots of the best tree with any number (Zmigrod et al. 2020)."""
    roots = np.flatnonzero(_span(table) == 0)[1:]
    trees = [_span(_with_root(table, int(root))) for root in roots]
    return max(trees, key=lambda heads: float(table[np.arange(1, len(heads)), heads[1:]].sum()))


def _with_root(table: Table, root: int) -> Table:
    """The scores with every other root ruled out."""
    bound = table.copy()
    bound[1:, 0] = NEVER
    bound[root, 0] = table[root, 0]
    return bound


def _find_cycle(heads: Heads) -> list[int] | None:
    """The words of a cycle, or None."""
    seen = np.zeros(len(heads), dtype=int)
    for start in range(1, len(heads)):
        word = start
        while word and not seen[word]:
            seen[word] = start
            word = int(heads[word])
        if word and seen[word] == start:
            cycle = [word]
            while (word := int(heads[word])) != cycle[0]:
                cycle.append(word)
            return cycle
    return None


def _span(table: Table) -> Heads:
    """The maximum spanning arborescence from 0 (Chu and Liu 1965, Edmonds 1967)."""
    heads: Heads = table.argmax(axis=1)
    heads[0] = 0
    cycle = _find_cycle(heads)
    if cycle is None:
        return heads
    inner = np.array(cycle)
    outer = np.array([word for word in range(len(table)) if word not in set(cycle)])
    # what it costs to break the cycle at a word, by the head that the word gets instead
    enter = table[np.ix_(inner, outer)] - table[inner, heads[inner]][:, None]
    leave = table[np.ix_(outer, inner)]
    chosen = _span(_with_cycle_as_word(table[np.ix_(outer, outer)], enter, leave))
    for place, word in enumerate(outer[1:], start=1):
        head = int(chosen[place])
        heads[word] = inner[leave[place].argmax()] if head == len(outer) else outer[head]
    above = int(chosen[-1])
    heads[inner[enter[:, above].argmax()]] = outer[above]
    return heads


def _with_cycle_as_word(rest: Table, enter: Table, leave: Table) -> Table:
    """The scores of the words outside a cycle, and of the cycle as their last word."""
    words = len(rest)
    table = np.full((words + 1, words + 1), NEVER)
    table[:-1, :-1] = rest
    table[-1, :-1] = enter.max(axis=0)
    table[:-1, -1] = leave.max(axis=1)
    np.fill_diagonal(table, NEVER)
    return table
