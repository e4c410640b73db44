"""Words before a place that say who holds or besieges it: "rebel-held X", "the besieged town of X"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Token

from whoholds.model import Act, Factuality
from whoholds.reading.event_places import Standing
from whoholds.reading.grammar import is_hyphenated, phrase_of_role
from whoholds.reading.hops import Event, Parsed, Toponym
from whoholds.reading.lexicon import load_words
from whoholds.reading.place_words import place_words

ASIDE = ("in", "near", "outside", "from", "on", "at")
"""What parts a described place from one that only says where it lies."""


@cache
def _modifiers() -> dict[str, Act]:
    return {word: Act(act) for act, words in load_words("acts")["modifiers"].items() for word in words}


def modifier_events(token: Token, parsed: Parsed, here: Sequence[Standing]) -> Iterator[Event]:
    """Modifiers: "rebel-held X", "the besieged town of X": said by the narrator inside whoever's sentence."""
    act = _modifiers().get(token.lower_)
    if act is None:
        return
    hyphenated = is_hyphenated(token)
    if act is not Act.BESIEGES and not hyphenated:
        return
    if act is Act.BESIEGES and token.dep_ != "amod":
        return
    holder = token.doc[token.i - 2] if hyphenated and act is Act.HOLDS else None
    for named in _modified_places(token, here):
        yield Event(act, parsed, token, holder, None, named, f"modifier/{token.lower_}", Factuality.CERTAIN)


def _modified_places(token: Token, here: Sequence[Standing]) -> list[Toponym]:
    """The places of a modifier's noun phrase, the next to its right with its list; or what the phrase describes."""
    head = token
    while head.dep_ in ("amod", "compound", "acl", "nmod") and head.head.i > head.i:
        head = head.head
    below = {below.i for below in phrase_of_role(head)} | {head.i}
    right = min(
        (one for one in here if one.head.i > token.i and one.head.i in below), key=lambda one: one.head.i, default=None
    )
    before = _described(token, here)
    aside = right is None or _is_aside(right)
    found = before if before is not None and aside else right
    return [] if found is None else [one.toponym for one in here if one.row == found.row and one.toponym.literal]


def _is_aside(standing: Standing) -> bool:
    """Whether a name only says where something else lies: "… in the X region", "30 km south of X"."""
    before = standing.first - 1
    while before > 0 and standing.head.doc[before].tag_ in ("DT", "JJ"):
        before -= 1
    words = [token.lower_ for token in standing.head.doc[max(before - 1, 0) : before + 1]]
    return words[-1] in ASIDE or (words[-1] == "of" and words[0] in place_words().directions)


def _described(token: Token, here: Sequence[Standing]) -> Standing | None:
    """The place that a phrase right behind it describes: "X, the only rebel-held city there", "X is rebel-held"."""
    start = token.i - 3 if is_hyphenated(token) else token.i - 1
    while start > 0 and token.doc[start].tag_ in ("DT", "JJ", "RB", "CD", "JJS"):
        start -= 1
    if token.doc[max(start, 0)].lower_ not in (",", "is", "was", "(", "remains"):
        return None
    return next((one for one in here if one.last == start - 1 and one.toponym.literal), None)
