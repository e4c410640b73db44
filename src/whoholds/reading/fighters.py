"""Who can fight: told from a noun, so that refugees who leave a town do not lose it."""

from __future__ import annotations

from spacy.tokens import Token

from whoholds.reading.grammar import with_conjuncts
from whoholds.reading.party_names import is_party_head
from whoholds.reading.sides import group_side
from whoholds.reading.weapons import is_weapon

FARTHEST = 12
AUXILIARIES = ("have", "has", "had", "is", "are", "was", "were", "do", "does", "did")


def can_fight(doer: Token | None) -> bool:
    """Whether a doer may be a party to a war: nobody named, a pronoun, a name, or a noun for fighters or weapons."""
    return doer is None or any(_fights(one) for one in with_conjuncts(doer))


def fighters_before(verb: Token) -> Token | None:
    """The fighters named last before a verb, with no other verb or a clause's edge between: its doer in a bad parse."""
    for token in reversed(verb.doc[max(verb.i - FARTHEST, 0) : verb.i]):
        if token.tag_ in ("VBD", "VBZ", "VBP", "WDT", "WP") and token.lower_ not in AUXILIARIES:
            return None
        if token.tag_.startswith("NN") and is_party_head(token) and not _hangs_below(token):
            return token
    return None


def _hangs_below(token: Token) -> bool:
    """Whether a noun is marked by a preposition or modifies another noun: it does nothing itself."""
    return token.dep_ == "compound" or any(child.dep_ == "case" and child.lower_ != "of" for child in token.children)


def _fights(one: Token) -> bool:
    if one.tag_.startswith(("PRP", "W", "DT", "CD")):
        return True
    if one.tag_.startswith("NNP"):
        return one.ent_type_ not in ("PERSON", "PER")
    modifiers = (child for child in one.children if child.dep_ in ("compound", "nmod"))
    named = is_party_head(one) or bool(group_side(one.text))
    return named or is_weapon(one) or any(is_party_head(child) for child in modifiers)


def is_armed(owner: Token) -> bool:
    """Whether an owner is an armed group or fighters: "the IS capital", "the capital of the rebels"."""
    around = " ".join(token.text for token in owner.subtree)
    return is_party_head(owner) or bool(group_side(around))
