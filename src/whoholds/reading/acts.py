"""What is said to happen where: verbs, nouns and modifiers of the lexicon become events at the places they govern."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Token

from whoholds.model import Act, Factuality
from whoholds.reading import factuality
from whoholds.reading.carried import Unplaced
from whoholds.reading.event_places import Standing, lay_out, places_of
from whoholds.reading.fighters import can_fight, is_armed
from whoholds.reading.frames import Frame, is_weak, noun_frames, verb_frames
from whoholds.reading.grammar import (
    Roles,
    is_gerund_noun,
    is_passive,
    is_verb,
    marked_arguments,
    phrase_of_role,
    prepositions_of,
    roles_of_verb,
    with_conjuncts,
)
from whoholds.reading.hops import Event, Parsed, Toponym
from whoholds.reading.lexicon import lemma_of_form, load_words, singular
from whoholds.reading.noun_arguments import noun_argument
from whoholds.reading.weapons import has_weapon, is_open, is_weapon, kind_of_attack, owner_of_weapon

STRIKES_PER_ATTACK = 2
"""How many strikes a report tells for each attack before an attack of no kind is one.
On gold/train strict F1 is .375 with 1 and 2 and .372 with 3; the act slot is best with 2."""
SITED = (Act.TAKES, Act.HOLDS, Act.LOSES, Act.ENTERS)
"""Acts that a site of no name makes to bear on its town; of the others too few did on gold/train (7 of 27)."""
EMPTY = (
    "place",
    "part",
    "control",
    "hands",
    "advantage",
    "care",
    "account",
    "charge",
    "refuge",
    "responsibility",
    "hostage",
)


@dataclass(frozen=True, slots=True)
class Doing:
    """An act with a doer, wherever it happens: what a report's other sentences presume when they name none."""

    act: Act
    parsed: Parsed
    actor: Token


@dataclass(frozen=True, slots=True)
class Slots:
    """A frame with its arguments found in one sentence: heads of actor and opponent, and where places may stand."""

    frame: Frame
    act: Act
    trigger: Token
    actor: Token | None
    opponent: Token | None
    place_roots: tuple[tuple[str, Token], ...]


def find_events(parsed: Parsed, toponyms: Sequence[Toponym]) -> tuple[Event, ...]:
    """The events of one sentence, in the order of their words; ``toponyms`` are those of this sentence."""
    here = lay_out(toponyms, parsed)
    found = [event for token in parsed.doc for slots in _slots_at(token) for event in _placed(slots, parsed, here)]
    found += [event for token in parsed.doc for event in _modifier_events(token, parsed, here)]
    return tuple(_without_weaker(found))


def find_unplaced(parsed: Parsed, toponyms: Sequence[Toponym]) -> tuple[Unplaced, ...]:
    """The acts of one sentence that it puts at no named place, only at "the airport", "key installations"."""
    here = lay_out(toponyms, parsed)
    literal = [one for one in here if one.toponym.literal]
    return tuple(
        one
        for token in parsed.doc
        for slots in _slots_at(token)
        if not places_of(slots.place_roots, slots.trigger, here, slots.frame)
        for one in _unplaced(slots, parsed, literal)
    )


def _unplaced(slots: Slots, parsed: Parsed, literal: Sequence[Standing]) -> Iterator[Unplaced]:
    site = next((root for _, root in slots.place_roots if _is_thing(root, "sites")), None)
    if site is None or slots.frame.act not in SITED:
        return
    judged = factuality.judge(slots.act, slots.trigger)
    if judged is not None:
        before = [one.toponym for one in literal if one.last < site.i]
        yield Unplaced(
            judged.act,
            parsed,
            slots.trigger,
            slots.actor,
            slots.opponent,
            slots.frame.id,
            judged.factuality,
            site,
            before[-1] if before else None,
        )


def find_doings(parsed: Parsed) -> tuple[Doing, ...]:
    """Who does what in a sentence, at a named place or not."""
    slots = (slots for token in parsed.doc for slots in _slots_at(token))
    return tuple(Doing(one.act, parsed, one.actor) for one in slots if one.actor is not None)


def settle_attacks(events: Sequence[Event]) -> list[Event]:
    """Attacks of no stated kind are strikes in a report whose other attacks are: "rocket fire … the attacks killed"."""
    kinds = Counter(event.act for event in events)
    if kinds[Act.STRIKES] < STRIKES_PER_ATTACK * kinds[Act.ATTACKS]:
        return list(events)
    return [
        replace(event, act=Act.STRIKES) if event.act is Act.ATTACKS and is_open(event.trigger) else event
        for event in events
    ]


# ---------------------------------------------------------------- frames


def _slots_at(token: Token) -> Iterator[Slots]:
    if _is_hyphenated(token):
        return
    if is_verb(token):
        lemma = lemma_of_form("acts").get(token.lower_, "")
        for frame in verb_frames().get(lemma, ()):
            if _particle_fits(token, lemma, frame):
                yield from _verb_slots(token, frame)
    elif (token.tag_.startswith("NN") or is_gerund_noun(token)) and not _is_in_name(token):
        for frame in noun_frames().get(singular(token.lower_), noun_frames().get(token.lower_, ())):
            yield from _noun_slots(token, frame)


def _is_in_name(token: Token) -> bool:
    """Whether a noun of action is part of a body's name: "Army of Conquest"."""
    return token.tag_.startswith("NNP") and token.head.tag_.startswith("NNP") and token.dep_ in ("nmod", "flat")


def _particle_fits(token: Token, lemma: str, frame: Frame) -> bool:
    """Whether the verb stands with the particle that the frame asks for, or the frame has it without one."""
    if lemma in frame.words:
        return True
    after = {child.lower_ for child in token.children if child.dep_ in ("compound:prt", "advmod", "obl", "xcomp")}
    after |= {mark for mark, _ in marked_arguments(token)}
    if token.i + 1 < len(token.doc):
        after.add(token.doc[token.i + 1].lower_)
    return any(words[1] in after for words in (verb.split() for verb in frame.words) if words[0] == lemma and words[1:])


# ---------------------------------------------------------------- verbs


def _verb_slots(verb: Token, frame: Frame) -> Iterator[Slots]:
    roles = roles_of_verb(verb)
    if _is_idiom(roles):
        return
    if frame.needs_object and not roles.object:
        return
    if frame.act is Act.TAKES and "object" in frame.place and roles.object and not _is_ground(roles.object):
        return
    act = frame.act
    actor = _first_of(roles, frame.actor)
    if frame.by_party and not can_fight(actor):
        return
    if frame.things and not (actor and any(_is_thing(head, frame.things) for head in roles.object)):
        return
    if any(roles.by(mark) for mark in frame.unless):
        return
    opponent = _first_of(roles, frame.opponent)
    weapon = has_weapon(roles.subject, verb)
    if frame.weapon and not weapon:
        return
    if act is Act.ATTACKS and weapon:
        act = Act.STRIKES
    if (
        act is Act.STRIKES
        and not weapon
        and verb.lower_.startswith(("hit", "struck", "strik"))
        and not _is_fighter(actor)
    ):
        return
    if actor is not None and is_weapon(actor):
        actor = owner_of_weapon(actor)
    if frame.assault and not _mentions_assault(verb):
        return
    if frame.passive and is_passive(verb) and not roles.subject:
        act, actor, opponent = Act(frame.passive), opponent, None
    if act is Act.LOSES and frame.id == "withdraw" and is_passive(verb) and actor is None:
        actor = next(iter(roles.object), None)
    yield Slots(frame, act, verb, actor, opponent, tuple(_place_roots(frame, roles)))


def _is_idiom(roles: Roles) -> bool:
    """Whether the verb is only part of an idiom: "took place", "takes into account"."""
    into = (head for mark, head in roles.marked if mark in ("in", "into", "on", "for"))
    return any(head.lower_ in EMPTY for head in (*roles.object, *into))


def _is_ground(objects: Sequence[Token]) -> bool:
    """Whether what is taken is land, a building or a settlement, so that "in X" says where it lies."""
    named = any(head.tag_.startswith(("NNP", "PRP", "DT", "CD", "W")) for head in objects)
    return named or any(_is_thing(head, "taken") for head in objects)


def _is_thing(head: Token, kind: str) -> bool:
    things = load_words("acts")["things"][kind]
    return singular(head.lower_) in things or head.lower_ in things


def _place_roots(frame: Frame, roles: Roles) -> Iterator[tuple[str, Token]]:
    for name in frame.place:
        for head in roles.by(name):
            yield name, head


def _first_of(roles: Roles, names: Sequence[str]) -> Token | None:
    return next((head for name in names for head in roles.by(name)), None)


def _is_fighter(token: Token | None) -> bool:
    return token is None or token.tag_.startswith(("NN", "PRP", "W"))


def _mentions_assault(verb: Token) -> bool:
    """Whether what is repelled is an attack or an attacker."""
    return any(token.tag_.startswith(("NN", "PRP")) for child in verb.children for token in phrase_of_role(child))


# ---------------------------------------------------------------- nouns


def _noun_slots(noun: Token, frame: Frame) -> Iterator[Slots]:
    act = _act_of_noun(noun, frame)
    if act is None:
        return
    actor = next(
        (head for name in frame.actor for head in noun_argument(noun, name) if _may_act(noun, frame, name)), None
    )
    if actor is not None and is_weapon(actor):
        actor = owner_of_weapon(actor)
    if frame.by_party and (actor is None or not can_fight(actor)):
        return
    if frame.armed and not (actor and is_armed(actor)):
        return
    opponent = next((head for name in frame.opponent for head in noun_argument(noun, name)), None)
    if frame.id == "clashes-in" and actor is not None and opponent is None:
        opponent = next((head for head in with_conjuncts(actor) if head is not actor), None)
    roots = tuple((name, head) for name in frame.place for head in noun_argument(noun, name))
    yield Slots(frame, act, noun, actor, opponent, roots)


def _may_act(noun: Token, frame: Frame, role: str) -> bool:
    """Holders: "in the hands of X" and "under the control of X" name the holder; "control of X" names the place."""
    return role != "of" or frame.id != "control-of" or noun.lower_ == "hands" or prepositions_of(noun)[:1] == ("under",)


def _act_of_noun(noun: Token, frame: Frame) -> Act | None:
    """The act of a noun: "control" is gained, lost or held by its verb, and an air raid is a strike."""
    if frame.id == "control-of":
        return _act_of_control(noun, frame)
    around = [child for child in noun.children if child.dep_ in ("compound", "amod", "nmod", "flat")]
    weapon = is_weapon(noun) or any(is_weapon(child) for child in around)
    act = kind_of_attack(noun, frame.act, weapon=weapon) if frame.act in (Act.ATTACKS, Act.STRIKES) else frame.act
    if frame.id == "strikes-on" and noun.dep_ in ("compound", "amod"):
        return None
    return act


def _act_of_control(noun: Token, frame: Frame) -> Act:
    verb = noun.head
    if "out" in prepositions_of(noun):
        return Act.LOSES
    if noun.dep_ == "conj":
        verb = noun.head.head
    lemma = lemma_of_form("acts").get(verb.lower_, verb.lower_)
    if lemma in frame.gains:
        return Act.TAKES
    return Act.LOSES if lemma in frame.losses else Act.HOLDS


# ---------------------------------------------------------------- places


def _placed(slots: Slots, parsed: Parsed, here: Sequence[Standing]) -> Iterator[Event]:
    judged = factuality.judge(slots.act, slots.trigger)
    if judged is None:
        return
    for role, toponym in places_of(slots.place_roots, slots.trigger, here, slots.frame):
        yield Event(
            judged.act,
            parsed,
            slots.trigger,
            slots.actor,
            slots.opponent,
            toponym,
            f"{slots.frame.id}/{role}",
            judged.factuality,
        )


# ---------------------------------------------------------------- modifiers


@cache
def _modifiers() -> dict[str, Act]:
    return {word: Act(act) for act, words in load_words("acts")["modifiers"].items() for word in words}


def _modifier_events(token: Token, parsed: Parsed, here: Sequence[Standing]) -> Iterator[Event]:
    """Modifiers: "rebel-held X", "the besieged town of X": said by the narrator inside whoever's sentence."""
    act = _modifiers().get(token.lower_)
    if act is None:
        return
    hyphenated = _is_hyphenated(token)
    if act is not Act.BESIEGES and not hyphenated:
        return
    if act is Act.BESIEGES and token.dep_ != "amod":
        return
    holder = token.doc[token.i - 2] if hyphenated and act is Act.HOLDS else None
    named = _modified_place(token, here)
    if named is not None:
        yield Event(act, parsed, token, holder, None, named, f"modifier/{token.lower_}", Factuality.CERTAIN)


def _is_hyphenated(token: Token) -> bool:
    return token.i >= 2 and token.doc[token.i - 1].text in ("-", "–", "‑")


def _modified_place(token: Token, here: Sequence[Standing]) -> Toponym | None:
    """The place in the noun phrase that a modifier stands in: the next one to its right, below its head."""
    head = token
    while head.dep_ in ("amod", "compound", "acl", "nmod") and head.head.i > head.i:
        head = head.head
    below = {below.i for below in phrase_of_role(head)} | {head.i}
    right = [(one.head.i, one.toponym) for one in here if one.head.i > token.i and one.head.i in below]
    return min(right, key=lambda pair: pair[0])[1] if right else None


# ---------------------------------------------------------------- one event, one reading

STRENGTH = (
    Act.TAKES,
    Act.LOSES,
    Act.REPELS,
    Act.BESIEGES,
    Act.HOLDS,
    Act.STRIKES,
    Act.ATTACKS,
    Act.ENTERS,
    Act.APPROACHES,
    Act.CLASHES,
)


def _without_weaker(events: Sequence[Event]) -> Iterator[Event]:
    """One event a trigger and place: where several frames fit a verb, the one that says most."""
    best: dict[tuple[int, int], Event] = {}
    told = {event.toponym.span for event in events if not is_weak(event.how) and not _is_modifier(event)}
    for event in events:
        key = (event.trigger.i, event.toponym.span.start)
        if is_weak(event.how) and event.toponym.span in told:
            continue
        if key not in best or STRENGTH.index(event.act) < STRENGTH.index(best[key].act):
            best[key] = event
    yield from sorted(best.values(), key=lambda event: (event.trigger.i, event.toponym.span.start))


def _is_modifier(event: Event) -> bool:
    return event.how.startswith("modifier/")
