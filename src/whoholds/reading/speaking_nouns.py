"""Which nouns can say something, and the noun meant where the parse gave one that cannot.

Where commas are lost or a list is long, the parse takes what stands beside a verb of saying for its subject: "a group
tracking the violence said", "two buildings collapsed said Haddad".
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from whoholds.reading.cue_lexicon import cue_words
from whoholds.reading.lexicon import load_words, singular

FARTHEST = 12
"""Words between a speaker and what was taken for one; farther apart they are no one phrase."""


@cache
def _speaking() -> frozenset[str]:
    """Nouns in the singular, some of two or three words, for persons, bodies and papers that can say something."""
    sources, cues = load_words("sources"), cue_words()["cues"]
    listed = [word for table in ("kinds", "first", "anaphors") for words in sources[table].values() for word in words]
    return frozenset(singular(word.lower()) for word in (*listed, *cues["speaking"], *cues["nouns"]))


def can_speak(token: Token) -> bool:
    """Whether a token can head a speaker: a pronoun, a name, or a noun for a person, a body or a paper."""
    if token.lower_ in cue_words()["cues"]["weekdays"]:
        return False
    if token.tag_ in ("NNP", "NNPS") or (token.tag_ == "NN" and token.i > 0 and token.text[:1].isupper()):
        return True
    if token.tag_[:2] != "NN":
        if any(child.dep_ == "cop" for child in token.children):  # "… was peaceful," its spokeswoman said
            return False
        return token.tag_ not in ("CD", "HYPH", "SYM") and token.tag_[:2] != "VB"
    endings = (token.doc[max(token.i - n, 0) : token.i + 1].text.lower() for n in range(3))
    return any(ending in _speaking() or singular(ending) in _speaking() for ending in endings)


def speaker_above(token: Token) -> Token | None:
    """The noun that a phrase hangs on: "correspondent in the town", "a group tracking the violence"; else ``None``."""
    above, start = token, token.i
    for _ in range(6):
        head = above.head
        if head == above or start - head.i > FARTHEST:
            return None
        if head.i < above.i and head.tag_[:2] == "NN" and above.dep_.split(":")[0] in ("nmod", "conj", "acl", "amod"):
            if can_speak(head):
                return head
        elif above.dep_.split(":")[0] not in ("obj", "obl", "nmod", "compound", "advmod") or head.i > above.i:
            return None
        above = head
    return None
