"""What the words around an act make of it: done, perhaps done, denied, or only meant; or another act."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Token

from whoholds.model import Act, Factuality
from whoholds.reading.lexicon import lemma_of_form, load_words, singular

ATTEMPTED = (Act.TAKES, Act.ENTERS, Act.BESIEGES, Act.HOLDS)


@dataclass(frozen=True, slots=True)
class Judged:
    """An act and how firmly it stands, after the words that govern it have been heard."""

    act: Act
    factuality: Factuality


@cache
def _words() -> dict[str, Any]:
    return load_words("factuality")


@cache
def _turns() -> dict[str, frozenset[str]]:
    return {name: frozenset(listed) for name, listed in load_words("acts")["turns"].items()}


def _is(token: Token, kind: str) -> bool:
    lemma = lemma_of_form("acts").get(token.lower_, token.lower_)
    return lemma in _turns()[kind] or singular(token.lower_) in _turns()[kind]


def judge(act: Act, trigger: Token) -> Judged | None:
    """What the governing words make of ``act``; ``None`` when they take it out of the world (an if-clause).

    The nearest governor that says something wins over those further up.
    """
    if _is_counterfactual(trigger):
        return None
    factuality = _own_clause(trigger)
    governed = _under_governors(act, trigger)
    if governed is None:
        ahead = factuality is Factuality.CERTAIN and (_is_purpose(trigger) or _is_goal(trigger))
        return Judged(act, Factuality.PLANNED if ahead else factuality)
    if factuality is Factuality.DENIED and governed.factuality is Factuality.CERTAIN:
        return Judged(governed.act, factuality)
    return governed


def _is_purpose(trigger: Token) -> bool:
    """Purpose: "… in order to encircle": what a clause of purpose names still lies ahead."""
    infinitive = any(child.lower_ == "to" and child.dep_ in ("mark", "aux") for child in trigger.children)
    return trigger.dep_ == "advcl" and infinitive and trigger.head.tag_.startswith("VB") and trigger.i > trigger.head.i


def _is_goal(trigger: Token) -> bool:
    """Aim: "occupying the region is a key goal", "would take months": the subject of an aim is no fact yet."""
    if trigger.dep_.split(":")[0] not in ("nsubj", "csubj"):
        return False
    ahead = any(child.dep_ == "aux" and child.lower_ in _words()["future"] for child in trigger.head.children)
    return singular(trigger.head.lower_) in _words()["goals"] or (ahead and trigger.tag_ == "VBG")


def _is_counterfactual(trigger: Token) -> bool:
    """Whether it stands in a clause with "if", "unless", "whether", or in what anyone might say."""
    upwards = (trigger, *trigger.ancestors)
    if any(token.dep_ == "acl:relcl" and token.head.lower_ in ("anyone", "anybody", "whoever") for token in upwards):
        return True
    for token in upwards:
        if any(child.dep_ == "mark" and child.lower_ in _words()["conditional"] for child in token.children):
            return True
        if token.dep_ in ("ccomp", "parataxis"):
            return False
    return False


def _own_clause(trigger: Token) -> Factuality:
    """Negation, modals and hedging adverbs on the act's own verb (or the verb that carries its noun)."""
    carrier = _carrier(trigger)
    words = {
        child.lower_
        for child in carrier.children
        if child.dep_.split(":")[0] in ("aux", "advmod", "det", "cop", "mark")
    }
    if trigger != carrier:
        words |= {child.lower_ for child in trigger.children if child.dep_ in ("det", "amod", "advmod")}
    elif trigger.tag_.startswith("NN"):
        looming = {child.lower_ for child in trigger.children if child.dep_ == "amod"} & set(_words()["looming"])
        if looming:
            return Factuality.PLANNED
    if words & set(_words()["negation"]) or _has_no_doer(carrier):
        return Factuality.DENIED
    if words & set(_words()["future"]) or (trigger != carrier and words & set(_words()["looming"])):
        return Factuality.PLANNED
    unsure = any(child.dep_ == "amod" and child.lower_ in _words()["unsure"] for child in trigger.children)
    return Factuality.HEDGED if unsure or words & set(_words()["hedge"]) else Factuality.CERTAIN


def _has_no_doer(verb: Token) -> bool:
    """No doer: "neither side", "nobody", "no soldier": the subject itself says that it was not done."""
    for child in verb.children:
        if child.dep_.startswith("nsubj"):
            marks = {child.lower_, *(below.lower_ for below in child.children if below.dep_ in ("det", "cc:preconj"))}
            if marks & {"no", "neither", "nobody", "none", "nothing"}:
                return True
    described = verb.head if verb.dep_ == "amod" else None
    return described is not None and any(child.lower_ in ("no", "neither") for child in described.children)


def _carrier(trigger: Token) -> Token:
    """The verb that carries a noun of action ("launched an assault"), or the verb itself."""
    if trigger.tag_.startswith("VB"):
        return trigger
    head = trigger
    while head.dep_ in ("compound", "conj", "appos", "amod") or (head.dep_ == "nmod" and _is(head.head, "parts")):
        if head.head.i == head.i:
            break
        head = head.head
    if head.dep_.split(":")[0] in ("obj", "nsubj", "obl") and head.head.tag_.startswith("VB"):
        return head.head
    return trigger


def _under_governors(act: Act, trigger: Token) -> Judged | None:
    """What a governing verb or noun ("tried to", "an offensive to", "failed to", "vowed to") makes of the act."""
    token = _carrier(trigger)
    if token != trigger and _is(token, "plot"):
        return Judged(act, Factuality.PLANNED)
    if token != trigger and _is(token, "stopped"):
        return Judged(act, Factuality.CERTAIN)
    for _ in range(4):
        if _tells_of_its_noun(token):
            return None
        link, token = token.dep_.split(":")[0], token.head
        if link == "conj" and _is_infinitive_twin(token, trigger):
            continue
        if link in ("ccomp", "parataxis", "ROOT", "nsubj", "conj") or (token.head.i == token.i and link == "ROOT"):
            return None
        if link not in ("xcomp", "acl", "advcl", "obl", "nmod", "obj", "compound"):
            return None
        judged = _judged_by(act, token, infinitive=link in ("xcomp", "acl", "advcl"))
        if judged is not None:
            failed = judged.factuality is Factuality.PLANNED and any(_is(above, "fail") for above in token.ancestors)
            return Judged(act, Factuality.DENIED) if failed else judged
    return None


def _tells_of_its_noun(verb: Token) -> bool:
    """A relative clause, or a participle in its place, states a fact whatever its noun is in: "a town seized by X"."""
    return verb.dep_ == "acl:relcl" or (verb.dep_ == "acl" and verb.tag_ == "VBN")


def _is_infinitive_twin(verb: Token, trigger: Token) -> bool:
    """Whether a verb shares the "to" of the one before it: "sought to occupy the south and capture X"."""
    return trigger.tag_ == verb.tag_ == "VB" and not any(child.dep_.startswith("nsubj") for child in trigger.children)


def _judged_by(act: Act, governor: Token, *, infinitive: bool) -> Judged | None:
    if not infinitive:
        if _is(governor, "stopped"):
            return Judged(act, Factuality.CERTAIN)
        return Judged(act, Factuality.PLANNED) if _is(governor, "plot") else None
    denied = any(child.lower_ in _words()["negation"] for child in governor.children) or _has_no_doer(governor)
    if _is(governor, "fail") or (denied and governor.lower_ in ("able", "managed", "succeeded")):
        return Judged(act, Factuality.DENIED)
    if governor.lower_ == "able" and {child.lower_ for child in governor.children} & set(_words()["hedge"]):
        return Judged(act, Factuality.HEDGED)
    if governor.lower_ in _words()["seeming"]:
        return Judged(act, Factuality.HEDGED)
    if act in ATTEMPTED and _is(governor, "fight"):
        return Judged(Act.CLASHES, Factuality.CERTAIN)
    if act in ATTEMPTED and _is(governor, "attempt"):
        return Judged(Act.ATTACKS, Factuality.DENIED if denied else Factuality.CERTAIN)
    if _is(governor, "plan"):
        return Judged(act, Factuality.PLANNED)
    return None
