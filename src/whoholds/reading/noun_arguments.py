"""The arguments of a noun of action: its possessor, its modifiers, and what the verb that carries it brings along."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from whoholds.reading.grammar import antecedent, is_blame, marked_arguments, prepositions_of, roles_of_verb
from whoholds.reading.lexicon import lemma_of_form, load_words
from whoholds.reading.party_names import is_party_head

LOCATIVE = ("in", "at", "near", "around", "outside", "inside", "on", "across", "of", "to")


def noun_argument(noun: Token, name: str) -> Iterator[Token]:
    """What fills an argument of a noun of action: a role of the lexicon ("possessor", "light", …) or a preposition."""
    if name == "possessor":
        yield from (child for child in noun.children if child.dep_ == "nmod:poss")
    elif name == "modifier":
        modifiers = [child for child in noun.children if child.dep_ in ("compound", "amod")]
        fighting = [child for child in modifiers if is_party_head(child)]
        yield from (*fighting, *(child for child in modifiers if child.text[:1].isupper() and child not in fighting))
    elif name == "light":
        yield from _light_subject(noun)
    elif name == "light-place":
        yield from _light_place(noun)
    elif name == "self":
        yield noun
    elif name == "light-doer":
        yield from _doer_around(noun)
    elif name == "copula":
        yield from _of_which_it_is_said(noun)
    elif name == "appositive":
        yield from (
            child for child in noun.children if child.dep_ in ("appos", "flat", "compound", "nmod:poss", "nmod")
        )
        if noun.dep_ in ("appos", "compound", "flat", "amod"):
            yield noun.head
    else:
        yield from (head for mark, head in marked_arguments(noun) if mark == name)
        yield from _by_participle(noun, name)
        yield from _right_behind(noun, name)


def _right_behind(noun: Token, preposition: str) -> Iterator[Token]:
    """What a preposition right behind the noun marks, wherever the parse has hung it: "its retreat from X"."""
    if noun.i + 1 < len(noun.doc) and noun.doc[noun.i + 1].lower_ == preposition:
        mark = noun.doc[noun.i + 1]
        if mark.dep_ == "case" and mark.head.head != noun:
            yield mark.head


def _of_which_it_is_said(noun: Token) -> Iterator[Token]:
    """The subject of a noun that is the predicate: "the town is a stronghold and has been under siege"."""
    if not any(child.dep_ == "cop" for child in noun.children):
        return
    own = [child for child in noun.children if child.dep_.startswith("nsubj")]
    if not own and noun.dep_ == "conj":
        own = [child for child in noun.head.children if child.dep_.startswith("nsubj")]
    yield from (antecedent(child) for child in own)


def _doer_around(noun: Token) -> Iterator[Token]:
    """The subject of the verb that a measure belongs to: "were within 5 km of X", "are 30 miles from X"."""
    yield from _of_which_it_is_said(noun)
    lemma = lemma_of_form("acts").get(noun.head.lower_, noun.head.lower_)
    if noun.head.tag_.startswith("VB") and lemma in load_words("acts")["turns"]["standing"]:
        yield from (antecedent(head) for head in roles_of_verb(noun.head).subject)


def _by_participle(noun: Token, preposition: str) -> Iterator[Token]:
    """Turned round: "strikes carried out by X", "an attack targeting Y": the participle's arguments are the noun's."""
    for child in noun.children:
        if child.dep_ in ("acl", "acl:relcl"):
            roles = roles_of_verb(child)
            if preposition == "by":
                yield from (head for head in roles.subject if head != noun)
            elif preposition == "targeting":
                yield from (head for head in roles.object if head != noun)


def _light_subject(noun: Token) -> Iterator[Token]:
    """The doer behind a noun of action: the subject of the verb that carries it, who "is in control of" a place."""
    if prepositions_of(noun)[:1] == ("in",):
        yield from _of_which_it_is_said(noun)
    verb = noun.head
    if noun.dep_ == "conj" and verb.tag_.startswith("NN"):
        noun, verb = verb, verb.head
    if prepositions_of(noun)[:1] in (("of",), ("for",)) and is_blame(verb):
        yield from roles_of_verb(verb).object
    if noun.dep_.split(":")[0] in ("obj", "obl", "xcomp", "nmod") and _carries(verb, noun):
        yield from (antecedent(head) for head in roles_of_verb(verb).subject if head != noun)


def _carries(verb: Token, noun: Token) -> bool:
    """Whether a verb only carries the noun of action that is its object: "launched", "stepped up", "is under"."""
    lemma = lemma_of_form("acts").get(verb.lower_, verb.lower_)
    if noun.lower_ == "control" and verb.lower_.startswith("claim"):
        return True
    return verb.tag_.startswith("VB") and lemma in _support()


@cache
def _support() -> frozenset[str]:
    return frozenset(load_words("acts")["turns"]["support"])


def _light_place(noun: Token) -> Iterator[Token]:
    """Where the carrying verb puts it: "fighting raged in X", "X came under siege", "strikes hit X"."""
    for child in noun.children:
        if child.dep_ in ("acl:relcl", "acl"):
            yield from (head for name in LOCATIVE for head in roles_of_verb(child).by(name) if head != noun)
    verb = noun.head
    if not verb.tag_.startswith("VB") or noun.dep_.split(":")[0] not in ("nsubj", "obj", "obl"):
        return
    roles = roles_of_verb(verb)
    yield from (head for name in LOCATIVE for head in roles.by(name) if head != noun)
    if noun.dep_.split(":")[0] == "nsubj":
        yield from (head for head in roles.object if head != noun)
    elif prepositions_of(noun)[:1] in (("under",), ("from",)):
        yield from roles.subject
