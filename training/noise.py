"""What news pages do to text, done to training sentences: each function returns a new sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from people import name_subjects
from treebank import Name, Sentence, Token

CURLY = {"'": "\u2019", '"': "\u201d", "`": "\u2018"}


def strip_marks(sentence: Sentence, marks: str = ",'\u2019") -> Sentence:
    """The sentence without commas and apostrophes: "Aleppo 's" becomes the one word "Aleppos"."""
    glued = _glue_possessives(sentence)
    bare = respell(glued, lambda word: "".join(c for c in word if c not in marks))
    return _drop(bare, lambda token: not token.word)


def _glue_possessives(sentence: Sentence) -> Sentence:
    """Join each possessive 's, and the bare apostrophe of a plural, to the word before it."""
    tokens = list(sentence.tokens)
    for position in range(1, len(tokens)):
        mark, host = tokens[position], tokens[position - 1]
        if mark.tag == "POS" and not host.space:
            tokens[position - 1] = replace(host, word=host.word + mark.word, space=mark.space)
            tokens[position] = replace(mark, word="")
    return _drop(replace(sentence, tokens=tuple(tokens)), lambda token: not token.word)


def _drop(sentence: Sentence, unwanted: Callable[[Token], bool]) -> Sentence:
    """The sentence without some tokens; what hung under a dropped token hangs under its head.

    The root stays, as a dash where it was nothing but a stripped mark.
    """
    tokens = tuple(
        replace(token, word=token.word or "-") if token.dep == "ROOT" else token for token in sentence.tokens
    )
    kept = [i for i, token in enumerate(tokens) if token.dep == "ROOT" or not unwanted(token)]
    place = {old: new for new, old in enumerate(kept)}
    moved = tuple(replace(tokens[i], head=place[_kept_head(tokens, i, place)]) for i in kept)
    return replace(sentence, tokens=moved, names=_move_names(sentence.names, place))


def _kept_head(tokens: tuple[Token, ...], position: int, place: dict[int, int]) -> int:
    head = tokens[position].head
    while head not in place:
        head = tokens[head].head
    return head


def _move_names(names: tuple[Name, ...] | None, place: dict[int, int]) -> tuple[Name, ...] | None:
    """The names over the tokens that are left; a name that lost all its tokens is gone."""
    if names is None:
        return None
    spans = [(name, [place[i] for i in range(name.start, name.end) if i in place]) for name in names]
    return tuple(replace(name, start=span[0], end=span[-1] + 1) for name, span in spans if span)


def respell(sentence: Sentence, spell: Callable[[str], str]) -> Sentence:
    """Every word spelled anew, the tree as it was."""
    return replace(sentence, tokens=tuple(replace(t, word=spell(t.word)) for t in sentence.tokens))


def curl_quotes(sentence: Sentence) -> Sentence:
    """Typewriter quotes and apostrophes become typographic ones."""
    return respell(sentence, lambda word: "".join(CURLY.get(c, c) for c in word))


def title_case(sentence: Sentence) -> Sentence:
    """A headline: each word with a capital, no full stop."""
    return drop_stop(respell(sentence, lambda word: word[:1].upper() + word[1:]))


def drop_stop(sentence: Sentence) -> Sentence:
    """The sentence without its last full stop."""
    last = sentence.tokens[-1]
    return _drop(sentence, lambda token: token is last and token.word == ".")


def swap_places(sentence: Sentence, random: Random, towns: list[str]) -> Sentence:
    """Half of the one-word places become other towns, so that places are known by their context."""
    tokens = list(sentence.tokens)
    for name in sentence.names or ():
        if name.label == "LOC" and name.end - name.start == 1 and random.random() < 0.5:
            town = random.choice(towns)
            tokens[name.start] = replace(tokens[name.start], word=town, lemma=town)
    return replace(sentence, tokens=tuple(tokens))


def add_dateline(sentence: Sentence, random: Random, towns: list[str]) -> Sentence:
    """Put "KABUL (Agency) -" before the sentence, hung under its root as parataxis."""
    root = next((i for i, token in enumerate(sentence.tokens) if token.dep == "ROOT"), 0)
    town = random.choice(towns)
    line = [
        Token(town.upper(), True, town, "PROPN", "NNP", "Number=Sing", root + 5, "parataxis"),
        Token("(", False, "(", "PUNCT", "-LRB-", "", 2, "punct"),
        Token(random.choice(["Agency", "Wire", "News"]), False, "Agency", "PROPN", "NNP", "Number=Sing", 0, "appos"),
        Token(")", True, ")", "PUNCT", "-RRB-", "", 2, "punct"),
        Token(random.choice(["-", "\u2013", "--"]), True, "-", "PUNCT", ":", "", 0, "punct"),
    ]
    moved = [replace(token, head=token.head + 5) for token in sentence.tokens]
    names = None if sentence.names is None else (Name(0, 1, "LOC"), *_shift(sentence.names, 5))
    return replace(sentence, tokens=(*line, *moved), names=names)


def _shift(names: tuple[Name, ...], by: int) -> tuple[Name, ...]:
    return tuple(replace(name, start=name.start + by, end=name.end + by) for name in names)


def roughen(sentence: Sentence, random: Random, towns: list[str]) -> Sentence:
    """One draw of what may happen to a sentence on its way through a news page."""
    sentence = swap_places(name_subjects(sentence, random), random, towns)
    draw = random.random()
    for share, change in (
        (0.28, strip_marks),
        (0.04, lambda s: respell(s, str.lower)),
        (0.04, lambda s: respell(s, str.upper)),
        (0.05, title_case),
        (0.08, curl_quotes),
        (0.06, drop_stop),
        (0.03, lambda s: add_dateline(s, random, towns)),
    ):
        if draw < share:
            return change(sentence)
        draw -= share
    return sentence
