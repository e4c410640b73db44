"""What a party is called: the words of a noun phrase that name it, without what only describes it."""

from __future__ import annotations

import re

from spacy.tokens import Token

from whoholds.reading.grammar import HYPHENS, prepositions_of, with_conjuncts
from whoholds.reading.sides import (
    actor_words,
    country_of,
    fighting_nouns,
    group_side,
    is_in_no_group_name,
    is_states_name,
    names_of_country,
)

ARTICLES = ("al", "el", "an", "ar", "as", "ash", "at", "ad", "az")
MAX_NAME = 5
"""Words of a person's name."""
NAME_PARTS = ("amod", "compound", "flat", "nmod", "det", "punct", "nummod")
UNNAMING = (
    "CD",
    "PRP$",
    "RB",
    "RBS",
    "JJS",
    "JJR",
    "IN",
    "VB",
    "VBZ",
    "VBD",
    "VBG",
    ",",
    "``",
    "''",
    ":",
    "-LRB-",
    "DT",
    "PDT",
    "POS",
    "CC",
    "WDT",
)
LEADING = ("the", "a", "an", "some", "several", "many", "all", "most", "more", "other", "these", "those", "both", "of")


def is_party_head(token: Token) -> bool:
    """Whether a noun can head the name of a fighting body."""
    return token.lower_ in fighting_nouns()


def is_speakers_own(head: Token) -> bool:
    """Whether a noun phrase is the speaker's own: "we", "our troops", "its forces"."""
    if head.lower_ in ("we", "us"):
        return True
    own = (child for child in head.children if child.dep_ == "nmod:poss" and child.tag_ == "PRP$")
    return is_party_head(head) and any(True for _ in own)


def show(head: Token) -> str:
    """The words of a noun phrase as an actor's name: no articles, counts or clauses; coordination kept whole."""
    names = [phrase_name(member) for member in with_conjuncts(head) if member.tag_[:2] in ("NN", "FW", "JJ", "PR")]
    return " and ".join(dict.fromkeys(name for name in names if name)) or head.text


def phrase_name(head: Token) -> str:
    """The name in a noun phrase: its modifiers and head, and "of …" after a noun that fights ("Army of Conquest")."""
    tokens = sorted(_name_tokens(head), key=lambda token: token.i)
    titled = [n for n, token in enumerate(tokens) if token.i < head.i and token.head == head and person_of_title(token)]
    tokens = tokens[titled[-1] + 1 :] if titled else tokens
    while tokens[:-1] and (tokens[0].lower_ in LEADING or tokens[0].tag_ in UNNAMING):
        tokens.pop(0)
    run = head.doc[tokens[0].i : _end_of_word(tokens[-1]) + 1]
    name = "".join(token.text_with_ws for token in run if token.i == head.i or not _only_describes(token))
    return " ".join(name.split()).strip(" \"'“”‘’,.;:-()[]")


def person_of_title(head: Token) -> str:
    """The name of the one whom a title tells of, ``""`` for none: "the Afghan warlord Abdul Rashid Dostum"."""
    if head.lower_ not in actor_words()["nouns"]["titles"]:
        return ""
    behind = [child for child in head.children if child.dep_ in ("appos", "flat") and child.tag_.startswith("NNP")]
    if head.dep_ == "nmod:desc" and head.head.tag_.startswith("NNP") and not behind:
        return head.doc[head.i + 1 : max(token.i for token in (head.head, *_flat(head.head))) + 1].text
    if not behind or not 0 < behind[0].i - head.i < MAX_NAME:
        return ""
    return head.doc[head.i + 1 : min(behind[0].right_edge.i, head.i + MAX_NAME) + 1].text.strip(" ,")


def _flat(head: Token) -> list[Token]:
    """The further words of a name: "Rashid" and "Dostum" of Abdul Rashid Dostum."""
    return [child for child in head.children if child.dep_ == "flat" and child.i > head.i]


def _end_of_word(last: Token) -> int:
    """Where a name ends that the tokenizer broke after its Arabic article: "Jaysh al-Islam"."""
    doc, end = last.doc, last.i
    if doc[end].lower_ in ARTICLES and end + 2 < len(doc) and not doc[end].whitespace_ and doc[end + 1].text in HYPHENS:
        return end + 2
    return end


def _only_describes(token: Token) -> bool:
    """Whether an adjective says something of a body without being part of its name: "the embattled regime"."""
    if token.tag_[:2] not in ("JJ", "RB", "VB") or not token.text.islower() or "-" in token.text:
        return False
    joined = any(0 <= n < len(token.doc) and token.doc[n].text in HYPHENS for n in (token.i - 1, token.i + 1))
    return (
        not joined
        and token.lower_ not in fighting_nouns()
        and token.lower_ not in actor_words()["nouns"]["classifying"]
    )


def _name_tokens(head: Token) -> set[Token]:
    run = {head}
    left = [child for child in head.children if child.i < head.i and child.dep_.split(":")[0] in NAME_PARTS]
    edge = head.i
    for child in reversed(left):
        if child.dep_ == "punct" or edge - child.i > 4:
            continue
        run |= {token for token in child.subtree if token.i < head.i and head.i - token.i <= 8}
        edge = child.left_edge.i
    for child in head.children:
        if child.lower_ in actor_words()["nouns"]["loyal"] and child.i - head.i in (1, 2) and is_party_head(head):
            run |= {token for token in child.subtree if token.i <= child.i + 7}
        after = child.i > head.i and prepositions_of(child)[:1]
        if child.i > head.i and child.dep_.split(":")[0] in ("flat", "compound") and child.i - head.i <= 3:
            run |= {token for token in child.subtree if token.i <= child.i}
        elif after == ("of",) and is_party_head(head) and child.i - head.i <= 5 and _is_name(child):
            run |= {token for token in child.subtree if token.i <= child.i and token.i > head.i}
    return run


def _is_name(token: Token) -> bool:
    """Whether a noun or what stands before it is a proper name: "Conquest", "Rapid Support Forces"."""
    return token.text[:1].isupper() and token.tag_.startswith("NN")


def modifier_name(token: Token) -> str:
    """The name that ends in a noun which itself modifies another: "Syrian regime" of "Syrian regime air raids"."""
    first = _whole_compound(token)
    while first.i > 0 and (before := token.doc[first.i - 1]).dep_ in ("amod", "compound") and before.text[:1].isupper():
        first = before
    return token.doc[first.i : token.i + 1].text


def _whole_compound(token: Token) -> Token:
    """The first word of what is joined to a noun by hyphens and "led" or "backed": "US-led coalition"."""
    joined = token.doc[max(token.i - 3, 0) : token.i]
    led = len(joined) == 3 and joined[1].text in HYPHENS and joined[2].lower_ in actor_words()["nouns"]["leadership"]
    return joined[0] if led else token


def country_name(token: Token) -> str:
    """A country's name alone, without what is told of it: "the capital Baghdad" → "Baghdad"."""
    whole = phrase_name(token)
    told = [word for word in whole.split() if not country_of(word) and word.lower() not in fighting_nouns()]
    return token.text if country_of(token.text) and set(told) - set(actor_words()["nouns"]["classifying"]) else whole


def settled(name: str) -> str:
    """A name as it is shown: "rebel" → "rebels", "Syrias" → "Syria", "Moscow's forces" → "Russian forces"."""
    return _demonym(_from_its_country_on(_as_body(name)))


def _from_its_country_on(name: str) -> str:
    """A state's name without what a bad parse or a dateline put before it: "AFP Syrian government forces"."""
    words = name.split()
    starts = (n for n in range(1, len(words) - 1) if country_of(words[n]) and is_states_name(" ".join(words[n:])))
    return " ".join(words[next(starts, 0) :])


def _as_body(name: str) -> str:
    """A bare modifier as the body it stands for, a bare possessive as the country; "Russians" stay a people."""
    if not name.endswith("s") and f"{name.lower()}s" in actor_words()["nouns"]["armed"]:
        return f"{name}s"
    stem = name.removesuffix("s")
    listed = names_of_country(country_of(stem))
    return stem if stem != name and stem in listed and name not in listed else name


def _demonym(name: str) -> str:
    """A state's name with its adjective: "Syria's army" (or "Syrias"), "Moscow's forces"; "Russian" alone is Russia."""
    first, _, rest = name.partition(" ")
    stem = re.sub(r"(['’]s|s)$", "", first)
    listed = names_of_country(country_of(stem))
    if len(listed) < 2 or (rest and not is_states_name(name)):
        return name
    if not rest:
        return listed[0] if name == listed[1] else name
    return f"{listed[1]} {rest}" if stem != first and stem in listed else name


def ends_group_name(token: Token) -> bool:
    """Whether a group's name ends in this word: "Nusra Front", but not "Putin's campaign"."""
    if is_in_no_group_name(token.text):
        return False
    name = modifier_name(token) if token.dep_ == "compound" else phrase_name(token)
    side = group_side(name)
    return bool(side) and group_side(name.rsplit(token.text, 1)[0]) != side
