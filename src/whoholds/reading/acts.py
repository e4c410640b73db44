"""What is said to happen where: verbs, nouns and modifiers of the lexicon become events at the places they govern."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from whoholds.model import Act
from whoholds.reading import factuality
from whoholds.reading.carried import Unplaced
from whoholds.reading.event_places import Standing, places_of, tells_enough
from whoholds.reading.fighters import can_fight, fighters_before, is_armed
from whoholds.reading.frames import Frame, is_weak, noun_frames, verb_frames
from whoholds.reading.grammar import (
    Roles,
    is_gerund_noun,
    is_hyphenated,
    is_passive,
    is_verb,
    marked_arguments,
    prepositions_of,
    roles_of_verb,
    with_conjuncts,
)
from whoholds.reading.hops import Event, Parsed, Toponym
from whoholds.reading.lexicon import lemma_of_form, load_words, singular
from whoholds.reading.modifiers import modifier_events
from whoholds.reading.noun_arguments import noun_argument
from whoholds.reading.party_names import is_party_head
from whoholds.reading.place_words import place_words
from whoholds.reading.weapons import has_weapon, is_open, is_weapon, kind_of_attack, owner_of_weapon

STRIKES_PER_ATTACK = 2
"""How many strikes a report tells for each attack before an attack of no kind is one.
On gold/train strict F1 is .445 with 1 and 2 and .443 with 3 (`benchmarks.evaluate --part train`)."""
SITED = (Act.TAKES, Act.HOLDS, Act.LOSES, Act.ENTERS)
"""Acts that a site of no name makes to bear on its town; of the others too few did on gold/train (7 of 27)."""


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


def find_slots(parsed: Parsed) -> tuple[Slots, ...]:
    """The frames of one sentence with their arguments, in the order of its words."""
    return tuple(slots for token in parsed.doc for slots in _slots_at(token))


def find_events(parsed: Parsed, frames: Sequence[Slots], here: Sequence[Standing]) -> tuple[Event, ...]:
    """The events of one sentence, in the order of their words; ``frames`` and the places ``here`` are its own."""
    found = [event for slots in frames for event in _placed(slots, parsed, here)]
    found += [event for token in parsed.doc for event in modifier_events(token, parsed, here)]
    return tuple(_without_weaker(found))


def find_unplaced(parsed: Parsed, frames: Sequence[Slots], here: Sequence[Standing]) -> tuple[Unplaced, ...]:
    """The acts of one sentence that it puts at no named place, only at "the airport", "key installations"."""
    literal = [one for one in here if one.toponym.literal]
    found: list[Unplaced] = []
    for slots in (slots for slots in frames if slots.frame.act in SITED):
        site = next((root for _, root in slots.place_roots if _is_thing(root, "sites")), None)
        if site is not None and not places_of(slots.place_roots, slots.trigger, here, slots.frame):
            found += _unplaced(slots, parsed, site, [one.toponym for one in literal if one.last < site.i])
    return tuple(found)


def _unplaced(slots: Slots, parsed: Parsed, site: Token, before: Sequence[Toponym]) -> Iterator[Unplaced]:
    judged = factuality.judge(slots.act, slots.trigger)
    if judged is not None:
        town = before[-1] if before else None
        who = (slots.trigger, slots.actor, slots.opponent, slots.frame)
        yield Unplaced(judged.act, parsed, *who, judged.factuality, site, town)


def find_doings(parsed: Parsed, frames: Sequence[Slots]) -> tuple[Doing, ...]:
    """Who does what in a sentence, at a named place or not."""
    return tuple(Doing(one.act, parsed, one.actor) for one in frames if one.actor is not None)


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
    if is_hyphenated(token):
        return
    if is_verb(token):
        lemma = lemma_of_form("acts").get(token.lower_, "")
        for frame in _in_this_use(token, verb_frames().get(lemma, ())):
            if _particle_fits(token, lemma, frame):
                yield from _verb_slots(token, frame)
    elif (token.tag_.startswith("NN") or is_gerund_noun(token)) and not _is_in_name(token):
        for frame in noun_frames().get(singular(token.lower_), noun_frames().get(token.lower_, ())):
            yield from _noun_slots(token, frame)


def _in_this_use(verb: Token, frames: Sequence[Frame]) -> Sequence[Frame]:
    """A participle before its noun tells a state if the verb has one: "the occupied town" is held."""
    states = [frame for frame in frames if frame.act is Act.HOLDS]
    return states if states and verb.dep_ == "amod" else frames


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
    if not _fits(verb, frame, roles):
        return
    act = Act.TAKES if frame.act is Act.HOLDS and _is_means(verb) else frame.act
    actor = _first_of(roles, frame.actor)
    if _lacks_doer(verb, frame, actor):
        actor = fighters_before(verb) or actor
    opponent = _first_of(roles, frame.opponent)
    if (frame.by_party and not can_fight(actor)) or (frame.against_party and not can_fight(opponent)):
        return
    if not _has_thing(frame, roles, actor):
        return
    if frame.things == "flags":
        actor = _whose_flag(roles, actor)
    if frame.doer and actor is None:
        return
    weapon = has_weapon(roles.subject, verb)
    if frame.weapon and not weapon:
        return
    if act is Act.ATTACKS and weapon:
        act = Act.STRIKES
    if act is Act.STRIKES and not weapon and not _is_blow(verb, actor, roles.object):
        return
    if actor is not None and is_weapon(actor):
        actor = owner_of_weapon(actor)
    if frame.passive and is_passive(verb) and not roles.subject:
        act, actor, opponent = Act(frame.passive), opponent, None
    if act is Act.LOSES and frame.id == "withdraw" and is_passive(verb) and actor is None:
        actor = next(iter(roles.object), None)
    yield Slots(frame, act, verb, actor, opponent, tuple(_place_roots(frame, roles)))


def _fits(verb: Token, frame: Frame, roles: Roles) -> bool:
    """Whether a verb stands with what its frame asks for, and with nothing that the frame rules out."""
    if _is_idiom(roles) or any(roles.by(mark) for mark in frame.unless):
        return False
    if (frame.needs_object and not roles.object) or (frame.active and is_passive(verb)):
        return False
    if frame.armed and not any(is_party_head(head) for head in (*roles.subject, *roles.object)):
        return False
    return not (_wants_ground(verb, frame) and roles.object and not _is_ground(roles.object, frame))


def _has_thing(frame: Frame, roles: Roles, actor: Token | None) -> bool:
    """Whether the thing that a frame is about is its object; a flag also flies by itself, and is raised by nobody."""
    if not frame.things:
        return True
    if frame.things == "flags" and any(_is_thing(head, "flags") for head in (*roles.subject, *roles.object)):
        return True
    return actor is not None and any(_is_thing(head, frame.things) for head in roles.object)


def _whose_flag(roles: Roles, actor: Token | None) -> Token | None:
    """Who raised a flag, or whose it is where the words do not say: "the Turkish flag flies over X"."""
    if actor is not None and not _is_thing(actor, "flags"):
        return actor
    raised = (head for head in (*roles.subject, *roles.object) if _is_thing(head, "flags"))
    return next((owner for flag in raised if (owner := owner_of_weapon(flag))), None)


def _lacks_doer(verb: Token, frame: Frame, actor: Token | None) -> bool:
    """Whether a verb in the active voice has a doer that cannot have done it."""
    active = verb.tag_ in ("VBD", "VBZ", "VBP", "VBN") and not is_passive(verb) and "subject" in frame.actor
    return active and actor is not None and not can_fight(actor)


def _is_means(verb: Token) -> bool:
    """Whether a verb tells by what something was achieved: who wins "by controlling" a place has taken it."""
    return verb.tag_ == "VBG" and prepositions_of(verb)[:1] == ("by",)


def _is_idiom(roles: Roles) -> bool:
    """Whether the verb is only part of an idiom: "took place", "takes into account"."""
    into = (head for mark, head in roles.marked if mark in ("in", "into", "on", "for"))
    return any(head.lower_ in load_words("acts")["turns"]["empty"] for head in (*roles.object, *into))


def _wants_ground(verb: Token, frame: Frame) -> bool:
    """Whether the object must be land: hearts are captured and elections are held, too."""
    holds = verb.lower_ in ("held", "holds", "hold", "holding", "keep", "kept")
    return "object" in frame.place and (frame.act is Act.TAKES or (holds and frame.act is Act.HOLDS))


def _is_ground(objects: Sequence[Token], frame: Frame) -> bool:
    """Whether what is taken is land, a building or a settlement, so that "in X" says where it lies."""
    objects = objects[:1] if frame.strict else objects
    return any(_is_named(head) or _is_thing(head, "taken") for head in objects)


def _is_named(head: Token) -> bool:
    """Whether an object is a name, a number or a pronoun, or a kind of place: "the Crimean peninsula"."""
    name = head.tag_.startswith(("NNP", "PRP", "DT", "CD", "W")) or (head.text[:1].isupper() and head.i > 0)
    return name or head.lower_ in place_words().types


def _is_thing(head: Token, kind: str) -> bool:
    things = load_words("acts")["things"][kind]
    return singular(head.lower_) in things or head.lower_ in things


def _place_roots(frame: Frame, roles: Roles) -> Iterator[tuple[str, Token]]:
    for name in frame.place:
        for head in roles.by(name):
            yield name, head


def _first_of(roles: Roles, names: Sequence[str]) -> Token | None:
    return next((head for name in names for head in roles.by(name)), None)


def _is_blow(verb: Token, actor: Token | None, objects: Sequence[Token]) -> bool:
    """Whether "hit" and "strike", said without a weapon, mean a blow of war: fighters hit what can be hit."""
    if not verb.lower_.startswith(("hit", "struck", "strik")):
        return True
    persons = any(head.ent_type_ in ("PERSON", "PER") or head.tag_ == "CD" for head in objects)
    by_blow = actor is None or can_fight(actor) or singular(actor.lower_) in noun_frames()
    return by_blow and not persons and (not objects or _is_target(objects))


def _is_target(objects: Sequence[Token]) -> bool:
    return any(
        head.tag_.startswith(("NNP", "PRP", "DT")) or any(_is_thing(head, kind) for kind in ("taken", "sites", "hit"))
        for head in objects
    )


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
        opponent = next((head for head in with_conjuncts(actor) if head != actor), None)
    roots = tuple((name, head) for name in frame.place for head in noun_argument(noun, name))
    yield Slots(frame, act, noun, actor, opponent, roots)


def _may_act(noun: Token, frame: Frame, role: str) -> bool:
    """Holders: "in the hands of X" and "under the control of X" name the holder; "control of X" names the place."""
    return role != "of" or frame.id != "control-of" or noun.lower_ == "hands" or prepositions_of(noun)[:1] == ("under",)


def _act_of_noun(noun: Token, frame: Frame) -> Act | None:
    """The act of a noun: its verb gains, loses or holds "control", or breaks a siege; an air raid is a strike."""
    if frame.id == "control-of":
        return _act_of_control(noun, frame)
    if frame.act is Act.BESIEGES and _is_broken(noun, frame):
        return Act.REPELS
    around = [child for child in noun.children if child.dep_ in ("compound", "amod", "nmod", "flat")]
    weapon = is_weapon(noun) or any(is_weapon(child) for child in around)
    act = kind_of_attack(noun, frame.act, weapon=weapon) if frame.act in (Act.ATTACKS, Act.STRIKES) else frame.act
    if frame.id == "strikes-on" and noun.dep_ in ("compound", "amod"):
        return None
    return Act.CLASHES if act is Act.STRIKES and _is_traded(noun) else act


def _is_traded(noun: Token) -> bool:
    """Whether fire is what two sides exchange: "traded rockets", "an exchange of fire"."""
    verb = lemma_of_form("acts").get(noun.head.lower_, noun.head.lower_)
    return noun.dep_ in ("obj", "nsubj:pass", "nmod") and verb in load_words("acts")["turns"]["traded"]


def _is_broken(noun: Token, frame: Frame) -> bool:
    """Whether a siege is what its verb breaks: "broke the siege of X", "the blockade was breached"."""
    lemma = lemma_of_form("acts").get(noun.head.lower_, noun.head.lower_)
    return noun.dep_ in ("obj", "nsubj:pass") and lemma in frame.losses


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
    at = parsed.span(slots.trigger, slots.trigger)
    for role, toponym in places_of(slots.place_roots, slots.trigger, here, slots.frame):
        # A word may be part of the name: a band called "Beyond Control".
        if toponym.span.covers(at) or not tells_enough(judged.act, toponym):
            continue
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
