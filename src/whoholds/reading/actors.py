"""Who acts: the head of a role becomes the party it stands for; "they" and "the insurgents" become the party meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from whoholds.reading.grammar import antecedent, prepositions_of
from whoholds.reading.hops import Parsed
from whoholds.reading.party_names import is_party_head, modifier_name, person_of_title, phrase_name, show
from whoholds.reading.roster import UNKNOWN, Party, Roster, can_be_party, fuller, make_party, party_by_alias
from whoholds.reading.sides import UNNAMED_SIDE, actor_words, country_of, group_side, side_of


def resolve_actor(head: Token | None, parsed: Parsed, roster: Roster) -> Party:
    """The party that a role's head stands for, :data:`UNKNOWN` when its words name none.

    Pronouns and bare nouns go back to the fullest name; "units of the army" and "the army's operation" lead there.
    """
    if head is None:
        return UNKNOWN
    position = (parsed.sentence.index, head.i)
    if _is_anaphor(head):
        return _in_own_sentence(head, position, roster) or _antecedent(position, roster)
    if (owner := _owner(head, position, roster)) is not None:
        return owner
    named = [party for token in _bearers(head) if (party := _named_by(token, position, roster)) is not None]
    found = next((party for party in named if party.side or party.named), None) or _unsided(head, position, roster)
    # "X and Y both claimed": what each of two says for itself favours neither.
    rivals = " and " in found.name and any(token.lower_ in ("both", "each") for token in head.doc[head.i : head.i + 12])
    return replace(found, side=UNNAMED_SIDE) if rivals else found


def _is_anaphor(head: Token) -> bool:
    """Whether a word only points back: "they", "which", "both" — but "US" is a country."""
    listed = head.lower_ in actor_words()["nouns"]["anaphors"] and not head.tag_.startswith("NNP")
    return listed or head.tag_.startswith("PRP")


def _owner(head: Token, position: tuple[int, int], roster: Roster) -> Party | None:
    """Whose forces are meant where only a pronoun says it: "his men", "the group, whose fighters"; else ``None``."""
    if not is_party_head(head) or side_of(show(head), "") or any(child.dep_ == "compound" for child in head.children):
        return None
    for child in head.children:
        if child.tag_ == "PRP$" and child.dep_ == "nmod:poss":
            owner = _in_own_sentence(child, position, roster)
            # A major whose men they are is no party.
            return owner if owner and owner.side else None
        if child.tag_ == "WP$":
            whose = antecedent(child)
            return _party_behind(whose, position, roster) if whose.i < child.i else None
    return None


def _party_behind(token: Token, position: tuple[int, int], roster: Roster) -> Party | None:
    """The party that a noun names or belongs to: "Ukraine's southern command" is Ukraine."""
    named = (party for bearer in _bearers(token) if (party := _named_by(bearer, position, roster)) is not None)
    found = next((party for party in named if party.side), None)
    return roster.fullest(found.side) if found and found.side and not can_be_party(token) else found


def _in_own_sentence(pronoun: Token, position: tuple[int, int], roster: Roster) -> Party | None:
    """The party that a pronoun takes up from a subject above it; one that nobody lists still has its name."""
    for token in _subjects_above(pronoun):
        party = _named_by(token, position, roster)
        if party is not None and (party.side or _is_name(token)):
            return party if party.side else _party_behind(token, position, roster) or party
        if (behind := _party_behind(token, position, roster)) is not None:
            return behind
    return None


def _subjects_above(pronoun: Token) -> Iterator[Token]:
    """Whom a pronoun may mean in its own sentence: "the rebels said they had", "the army began its assault"."""
    if pronoun.dep_ == "nmod:poss":
        verb = next((above for above in pronoun.ancestors if above.tag_.startswith("VB")), None)
    else:
        verb = pronoun.head if pronoun.dep_.split(":")[0] == "nsubj" else None
        if verb is None or verb.dep_ not in ("ccomp", "advcl", "xcomp"):
            return
        verb = verb.head
    while verb is not None:
        yield from (child for child in verb.children if child.dep_ == "nsubj" and child.i < pronoun.i)
        verb = verb.head if verb.dep_ in ("ccomp", "advcl", "xcomp", "conj") else None


def _is_name(token: Token) -> bool:
    return token.tag_ in ("NNP", "NNPS")


def _bearers(head: Token) -> Iterator[Token]:
    """Where the party behind a noun may stand: itself, "of …", its possessor, its modifiers, its agent."""
    yield head
    for child in head.children:
        if prepositions_of(child)[:1] in (("of",), ("by",), ("from",)) and child.tag_.startswith("NN"):
            yield child
    yield from (child for child in head.children if child.dep_ == "nmod:poss")
    modifiers = [child for child in head.children if child.dep_ in ("amod", "compound")]
    yield from sorted(modifiers, key=lambda child: not is_party_head(child))
    for child in head.children:
        if child.dep_ in ("acl", "acl:relcl"):
            yield from (below for below in child.children if below.dep_ == "obl:agent")


def _named_by(token: Token, position: tuple[int, int], roster: Roster) -> Party | None:
    if token.tag_.startswith("PRP"):
        found = _antecedent(position, roster)
        return found if found.name else None
    if (aliased := party_by_alias(token, position[0], roster.aliases)) is not None:
        return replace(aliased, position=position)
    modifies = token.dep_ in ("amod", "compound", "nmod:poss")
    name = modifier_name(token) if modifies and token.dep_ != "nmod:poss" else show(token)
    if not (
        can_be_party(token)
        or _leads(token, name)
        or (modifies and side_of(name, roster.country))
        or _is_person(token)
        or _is_country(token)
    ):
        return None
    if person := person_of_title(token):
        return Party(person, group_side(person), True, position)
    party = make_party(name, roster.country, position)
    if party is not None:
        return fuller(party, roster)
    return Party(name, UNNAMED_SIDE, False, position) if _is_person(token) or _is_name(token) else None


def _leads(token: Token, name: str) -> bool:
    """Whether a name is that of a side's known leader: "President Bashar al-Assad"."""
    return token.tag_.startswith("NNP") and bool(group_side(name))


def _is_country(token: Token) -> bool:
    return token.tag_.startswith("NNP") and bool(country_of(phrase_name(token))) and country_of(token.text) != ""


def _is_person(token: Token) -> bool:
    return token.ent_type_ in ("PERSON", "PER") and token.tag_.startswith("NNP")


def _antecedent(position: tuple[int, int], roster: Roster) -> Party:
    """The nearest party before a pronoun, at most two sentences back; the subject of its own sentence first."""
    near = [party for party in roster.before(position) if position[0] - party.position[0] <= 2]
    if not near:
        return UNKNOWN
    return near[0] if near[0].named else fuller(near[0], roster)


def _unsided(head: Token, position: tuple[int, int], roster: Roster) -> Party:
    """The party of a fighting noun that tells no side.

    Standing alone it is the party named before it that bears the same noun ("the coalition"), else the nearest one
    named, for "troops" a state, for "militants" none; with words of its own ("tribal fighters") it stays what it says.
    """
    name = show(head)
    if not is_party_head(head):
        return Party(name, UNNAMED_SIDE, False, position) if _is_person(head) else UNKNOWN
    alone = " " not in name and not any(child.dep_.startswith(("acl", "nmod", "amod")) for child in head.children)
    near = [party for party in roster.before(position) if party.named] if alone else []
    same = [party for party in near if party.name.lower().endswith(f" {name.lower()}")]
    alike = [] if name.lower() in actor_words()["nouns"]["unions"] else near
    for kind, of_state in (("regular", True), ("armed", False), ("bands", False)):
        if head.lower_ in actor_words()["nouns"][kind]:
            alike = [party for party in alike if party.side.startswith("state:") is of_state]
    found = next(iter(same or alike), None)
    return replace(found, position=position) if found else Party(name, UNNAMED_SIDE, False, position)
