"""Attack or strike: told by the weapons in the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from spacy.tokens import Token

from whoholds.model import Act
from whoholds.reading.grammar import marked_arguments
from whoholds.reading.lexicon import lemma_of_form, load_words, singular


def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = load_words("acts")["weapons"]
    return lists


def _lemma(word: Token) -> str:
    return lemma_of_form("acts").get(word.lower_, singular(word.lower_))


@cache
def _weapons() -> frozenset[str]:
    return frozenset(load_words("acts")["weapons"]["nouns"])


def is_weapon(token: Token) -> bool:
    """Whether a noun names a weapon that strikes from afar, or what carries it."""
    carried = any(child.lower_ in _lists()["planted"] for child in token.children)
    return singular(token.lower_) in _weapons() and not carried


def has_weapon(subjects: Sequence[Token], verb: Token) -> bool:
    """Whether a verb's doer, object or means is such a weapon."""
    around = [
        *subjects,
        *(head for mark, head in marked_arguments(verb) if mark in ("with", "by", "in", "from", "using")),
    ]
    around += [child for child in verb.children if child.dep_ in ("obj", "nsubj:pass", "obl:agent")]
    return any(is_weapon(token) or any(is_weapon(child) for child in token.children) for token in around)


def owner_of_weapon(weapon: Token) -> Token | None:
    """Whose missile it is: "Russian missiles", "a missile fired by the army"."""
    for child in weapon.children:
        if child.dep_ in ("nmod:poss",) or (child.dep_ in ("amod", "compound") and child.text[:1].isupper()):
            return child
    for child in weapon.children:
        if child.dep_ == "acl":
            return next((head for mark, head in marked_arguments(child) if mark in ("by", "from")), None)
    return None


def kind_of_attack(word: Token, act: Act, *, weapon: bool) -> Act:
    """An attack from afar is a strike; a bomb that was planted or carried is an attack."""
    lists, lemma = _lists(), _lemma(word)
    if any(token.lower_ in lists["planted"] for token in word.doc):
        return Act.ATTACKS if lemma in lists["open"] else act
    if weapon:
        return Act.STRIKES
    if lemma in lists["open"] and any(is_weapon(token) for token in word.doc if token.i != word.i):
        return Act.STRIKES
    return act


def is_open(word: Token) -> bool:
    """Whether a word for an attack leaves its kind open, and nothing in its sentence says that a bomb was planted."""
    planted = any(token.lower_ in _lists()["planted"] for token in word.doc)
    return _lemma(word) in _lists()["open"] and not planted
