"""At which of a sentence's places an act happens: by its arguments, else in its clause, else the nearest one.

Parses break where names stand side by side, so lists ("in A, B and the town of C") and surroundings ("A in the
province of B") are also read off the bare order of the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Token

from whoholds.model import Act, Part, PlaceKind
from whoholds.reading.frames import Frame
from whoholds.reading.grammar import clause_of, phrase_of_role, prepositions_of
from whoholds.reading.hops import Parsed, Toponym
from whoholds.reading.lexicon import load_words
from whoholds.reading.place_words import place_words

REACH = 12
PLACED = {"in", "at", "near", "on", "from", "to", "into", "with", "by", "for"}
LONGEST_LINK = 7
"""Words between two names that may still say that the second lies beside or around the first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A toponym where it stands in its sentence.

    ``first`` and ``last`` number its tokens; ``row`` is the list of names that it belongs to, and ``around`` the row
    that it only says the surroundings of (-1 for none).
    """

    head: Token
    first: int
    last: int
    toponym: Toponym
    row: int = 0
    around: int = -1


def lay_out(toponyms: Sequence[Toponym], parsed: Parsed) -> tuple[Standing, ...]:
    """The toponyms of a sentence in the order of its words, in their rows."""
    placed: list[Standing] = []
    for standing in sorted(_stand(toponyms, parsed), key=lambda one: one.first):
        placed.append(_in_row(standing, placed[-1], len(placed)) if placed else standing)
    return tuple(placed)


def _stand(toponyms: Sequence[Toponym], parsed: Parsed) -> Iterable[Standing]:
    for toponym in toponyms:
        tokens = parsed.tokens(toponym.span)
        if tokens:
            inside = {token.i for token in tokens}
            head = next((t for t in tokens if t.head.i not in inside), tokens[-1])
            yield Standing(head, tokens[0].i, tokens[-1].i, toponym)


@cache
def _links() -> dict[str, frozenset[str]]:
    kinds = frozenset(place_words().types) | place_words().directions | place_words().outskirts_after
    listed = {name: frozenset(words) for name, words in load_words("acts")["links"].items()}
    return {name: words | kinds for name, words in listed.items()}


@cache
def _settlements() -> frozenset[str]:
    """What lies in the place named before it: "the Luhansk city of X" — but a district of X lies in X."""
    named = (word for word, kind in place_words().types.items() if kind is PlaceKind.SETTLEMENT)
    return frozenset(named) | {"suburb", "suburbs"}


def _in_row(standing: Standing, before: Standing, new: int) -> Standing:
    """A toponym beside the one before it, around it, or in a row of its own."""
    between = [token.lower_ for token in standing.head.doc[before.last + 1 : standing.first]]
    wide, wide_before = standing.toponym.part is Part.REGION, before.toponym.part is Part.REGION
    if len(between) > LONGEST_LINK or not (standing.toponym.literal and before.toponym.literal):
        return replace(standing, row=new)
    if between and between[0] in _settlements() and between[1:] == ["of"]:
        return replace(standing, row=new)
    if _is_around(between, wide=wide, wide_before=wide_before):
        return replace(standing, row=new, around=before.row)
    if set(between) <= _links()["beside"] and not _starts_clause(standing.head, before.head):
        if before.around >= 0 and not wide:
            return replace(standing, row=before.around)
        return replace(standing, row=before.row, around=before.around)
    return replace(standing, row=new)


def _is_around(between: Sequence[str], *, wide: bool, wide_before: bool) -> bool:
    """Whether the words between two names put the first inside the second: "A in rural B", "A, B province"."""
    if any(word in ("in", "of") for word in between) and not {"and", "or", "as"} & set(between):
        return set(between) <= _links()["around"]
    return wide and not wide_before and set(between) <= _links()["aside"]


def _starts_clause(head: Token, before: Token) -> bool:
    """Whether a name is the doer of something else: "captured A, and B was shelled"."""
    return head.dep_.startswith("nsubj") and not before.dep_.startswith("nsubj")


def places_of(
    roots: Sequence[tuple[str, Token]], trigger: Token, here: Sequence[Standing], frame: Frame
) -> list[tuple[str, Toponym]]:
    """The toponyms in the first argument that holds any, or right after the trigger; else the nearest around it.

    A strict frame has no "else".
    """
    literal = [one for one in here if one.toponym.literal and not frame.site]
    for role in dict.fromkeys(role for role, _ in roots):
        named = (one for filled, root in roots if filled == role for one in _same_thing(root))
        below = {token.i for one in named for token in phrase_of_role(one)}
        if found := [one for one in literal if one.head.i in below]:
            return [(role, one.toponym) for one in _whole_rows(_outermost(found), literal)]
    if found := _right_after(trigger, literal, frame):
        return [("order", one.toponym) for one in _whole_rows(found, literal)]
    if frame.strict:
        return []
    around = [one for one in literal if "from" in frame.place or not _is_origin(one)]
    clause = {token.i for token in phrase_of_role(clause_of(trigger))}
    if found := _outermost([one for one in around if one.head.i in clause]):
        return [("clause", one.toponym) for one in _whole_rows(_nearest(found, trigger), literal)]
    near = [one for one in around if abs(one.head.i - trigger.i) <= REACH]
    return [("nearby", one.toponym) for one in _whole_rows(_nearest(near, trigger), literal)]


def _same_thing(root: Token) -> Iterator[Token]:
    """An argument and what the sentence says it is: "Mosul is the largest city that they control"."""
    yield root
    if root.dep_ == "appos":
        yield root.head
    if any(child.dep_ == "cop" for child in root.children):
        yield from (child for child in root.children if child.dep_.startswith("nsubj"))


def _is_origin(standing: Standing) -> bool:
    """Whether a place is only where something comes from: "missiles were launched from X"."""
    before = standing.first - 1
    while before > 0 and standing.head.doc[before].tag_ in ("DT", "JJ", "NN"):
        before -= 1
    return before >= 0 and standing.head.doc[before].lower_ == "from"


def tells_enough(act: Act, toponym: Toponym) -> bool:
    """Whether a place is exact enough for an act: part of a country ("northern Syria") is only held, taken or lost."""
    first, _, rest = toponym.name.partition(" ")
    vague = first.lower() in place_words().directions and rest in _countries()
    return not vague or act in (Act.TAKES, Act.HOLDS, Act.LOSES)


@cache
def _countries() -> frozenset[str]:
    return frozenset(names[0] for names in load_words("countries").values())


def _right_after(trigger: Token, here: Sequence[Standing], frame: Frame) -> list[Standing]:
    """The toponym that a trigger's own preposition, or nothing but what kind of place it is, parts from it."""
    following = next((one for one in here if one.first > trigger.i), None)
    if following is None or following.first - trigger.i > LONGEST_LINK:
        return []
    between = [token.lower_ for token in trigger.doc[trigger.i + 1 : following.first]]
    own = set(between) & (set(frame.place) - {"of"} | ({"of"} if between[:1] == ["of"] else set()))
    fits = own or ("object" in frame.place and not set(between) & PLACED)
    allowed = set(frame.place) | _links()["before"]
    return [following] if fits and set(between) <= allowed and trigger.tag_ != "VBN" else []


def _whole_rows(found: Sequence[Standing], here: Sequence[Standing]) -> list[Standing]:
    """Those found with everything listed beside them, without what only says where others of them lie."""
    rows = {one.row for one in found}
    chains = {_chain(one.head).i for one in found}
    together = [one for one in here if one.row in rows or _chain(one.head).i in chains]
    inner = {one.row for one in together}
    return [one for one in together if one.around not in inner]


def _chain(head: Token) -> Token:
    while head.dep_ == "conj" and head.head.i != head.i:
        head = head.head
    return head


def _nearest(found: Sequence[Standing], trigger: Token) -> list[Standing]:
    """The toponym nearest to a trigger, those after it first."""
    return sorted(found, key=lambda one: abs(one.head.i - trigger.i) + (one.head.i < trigger.i) * 3)[:1]


def _outermost(found: Sequence[Standing]) -> list[Standing]:
    """Without the places that only say where another one lies ("Sheberghan in Jawzjan", "Aleppo's Ferdous")."""
    heads = {one.head.i for one in found}
    return [one for one in found if not _says_where(one, heads)]


def _says_where(standing: Standing, others: set[int]) -> bool:
    """Whether a preposition or a possessive hangs a place below another one, or a wider one stands in apposition."""
    token, marked = standing.head, False
    while token.head.i != token.i and token.dep_.split(":")[0] in ("nmod", "appos", "compound", "obl", "flat", "conj"):
        wider = token.dep_ == "appos" and standing.toponym.part is Part.REGION
        marked |= wider or token.dep_ == "nmod:poss" or bool(prepositions_of(token))
        token = token.head
        if token.i in others:
            return marked
    return False
