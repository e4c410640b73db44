"""Who acts: noun phrases become parties with a name and a side; "they" and "the insurgents" become the party meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from spacy.tokens import Token

from whoholds.reading.grammar import prepositions_of, with_conjuncts
from whoholds.reading.hops import Parsed
from whoholds.reading.lexicon import load_words

UNNAMED_SIDE = ""
# "The regime" and "the army" stand for the state that the report names in full elsewhere.
NAMELESS = (
    "regime",
    "government",
    "government forces",
    "regime forces",
    "army",
    "military",
    "army units",
    "armed forces",
)
SMALL = ("of", "and", "the", "in", "for", "al")
DIRECTIONS = ("northern", "southern", "eastern", "western", "central", "north", "south", "east", "west")
"""Before a country's name these make it a region, which does nothing."""
FOLLOWERS = frozenset(load_words("actors")["nouns"]["followers"])
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


@dataclass(frozen=True, slots=True)
class Party:
    """A party to the fighting as a report names it: shown name, side key, and whether the name itself tells the side.

    ``position`` is where it stands: (sentence, token).
    """

    name: str
    side: str
    named: bool
    position: tuple[int, int]


UNKNOWN = Party("", UNNAMED_SIDE, False, (-1, -1))


@cache
def _words() -> dict[str, Any]:
    return load_words("actors")


@cache
def _side_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each group's names as one pattern, longest names first."""
    pairs = [(name, group["key"]) for group in _words()["group"] for name in group["names"]]
    pairs.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return tuple((_pattern(name), key) for name, key in pairs)


def _pattern(name: str) -> re.Pattern[str]:
    # An acronym ("IS", "SAF") is one only in capitals; a long name in any case.
    flags = 0 if name.isupper() or len(name) < 4 else re.IGNORECASE
    return re.compile(rf"(?<![\w]){re.escape(name)}(?![\w])", flags)


@cache
def _country_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = [(name, iso) for iso, names in load_words("countries").items() for name in names]
    pairs.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return tuple((re.compile(rf"(?<![\w]){re.escape(name)}(?:s)?(?![\w])"), iso) for name, iso in pairs)


@cache
def _heads() -> dict[str, str]:
    return {
        noun: kind
        for kind, nouns in _words()["nouns"].items()
        if kind not in ("anaphors", "followers")
        for noun in nouns
    }


def group_side(name: str) -> str:
    """The side of the group that is named in ``name``, the one named first; ``""`` if none is."""
    found = [(match.start(), key) for pattern, key in _side_patterns() if (match := pattern.search(name))]
    return min(found)[1] if found else ""


def country_of(name: str) -> str:
    """The country whose name, people or capital stands first in ``name`` (ISO alpha-2); ``""`` if none does."""
    found = [(match.start(), iso) for pattern, iso in _country_patterns() if (match := pattern.search(name))]
    return min(found)[1] if found else ""


@cache
def side_of(name: str, country: str) -> str:
    """The side a name belongs to, in a report about ``country``: a group's key, ``state:XX`` or ``armed:XX``.

    "US-backed rebels" are rebels: what backs a party does not name it.
    """
    own = re.sub(r"\b[\w.]+[- ](backed|allied|supported|led|linked|armed|sponsored)\b", " ", name)
    own = re.sub(r"\bbacked by .*| allied (with|to) .*", "", own)
    if group := group_side(own) or group_side(name):
        return group
    words = re.findall(r"[\w']+", own.lower())
    kinds = {_heads()[word] for word in words if word in _heads()}
    if "armed" in kinds or "anti" in words or ("pro" in words and "government" not in words and "regime" not in words):
        return f"armed:{country or country_of(own)}"
    if iso := country_of(own):
        return f"state:{iso}"
    if country and any(body in own.lower() for body in ("armed forces", "security forces")):
        return f"state:{country}"
    if "state" in kinds and country:
        return f"state:{country}"
    return UNNAMED_SIDE


def is_party_head(token: Token) -> bool:
    """Whether a noun can head the name of a fighting body."""
    return token.lower_ in _heads()


def is_speakers_own(head: Token) -> bool:
    """Whether a noun phrase is the speaker's own: "we", "our troops", "its forces"."""
    if head.lower_ in ("we", "us"):
        return True
    own = (child for child in head.children if child.dep_ == "nmod:poss" and child.tag_ == "PRP$")
    return is_party_head(head) and any(True for _ in own)


def show(head: Token) -> str:
    """The words of a noun phrase as an actor's name: no articles, counts or clauses; coordination kept whole."""
    names = [_phrase(member) for member in with_conjuncts(head) if member.tag_[:2] in ("NN", "FW", "JJ", "PR")]
    return " and ".join(dict.fromkeys(name for name in names if name)) or head.text


def _phrase(head: Token) -> str:
    """The name in a noun phrase: its modifiers and head, and "of …" after a noun that fights ("Army of Conquest")."""
    tokens = sorted(_name_tokens(head), key=lambda token: token.i)
    while tokens[:-1] and (tokens[0].lower_ in LEADING or tokens[0].tag_ in UNNAMING):
        tokens.pop(0)
    name = head.doc[tokens[0].i : tokens[-1].i + 1].text
    return " ".join(name.split()).strip(" \"'“”‘’,.;:-()[]")


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
        after = child.i > head.i and prepositions_of(child)[:1]
        if child.i > head.i and child.dep_.split(":")[0] in ("flat", "compound") and child.i - head.i <= 3:
            run |= {token for token in child.subtree if token.i <= child.i}
        elif after == ("of",) and is_party_head(head) and child.i - head.i <= 5 and _is_name(child):
            run |= {token for token in child.subtree if token.i <= child.i and token.i > head.i}
    return run


def _is_name(token: Token) -> bool:
    """Whether a noun or what stands before it is a proper name: "Conquest", "Rapid Support Forces"."""
    return token.text[:1].isupper() and token.tag_.startswith("NN")


@dataclass(frozen=True, slots=True)
class Roster:
    """All parties that a report mentions, in order, and the country it is about."""

    parties: tuple[Party, ...]
    country: str

    def before(self, position: tuple[int, int]) -> list[Party]:
        """Parties mentioned before a position, nearest first."""
        return [party for party in reversed(self.parties) if party.position < position]

    def main(self, *, other_than: str = "") -> Party:
        """The side named most often in the report, other than one side; :data:`UNKNOWN` when it names none."""
        counts: dict[str, int] = {}
        for party in self.parties:
            if party.side and party.side != other_than:
                counts[party.side] = counts.get(party.side, 0) + 1
        if not counts:
            return UNKNOWN
        best = max(counts, key=lambda side: (counts[side], -_first(self.parties, side)))
        return self.fullest(best)

    def fullest(self, side: str) -> Party:
        """The name that says most about a side: the first mention that names it, else the first of all."""
        mentions = [party for party in self.parties if party.side == side]
        return next((party for party in mentions if party.named), mentions[0] if mentions else UNKNOWN)


def _first(parties: Sequence[Party], side: str) -> int:
    return next(n for n, party in enumerate(parties) if party.side == side)


def find_parties(parsed: Iterable[Parsed], *, country: str) -> Roster:
    """Every party that the report's parsed sentences mention, left to right."""
    parties = [
        party
        for one in parsed
        for token in one.doc
        if token.tag_[:2] in ("NN", "JJ") and (party := _party_at(token, one, country)) is not None
    ]
    return Roster(tuple(parties), country)


def _party_at(token: Token, one: Parsed, country: str) -> Party | None:
    """The party that a token heads, if it heads one."""
    if token.dep_ == "flat" or not _can_be_party(token):
        return None
    name = _modifying(token) if token.dep_ in ("compound", "amod") else _phrase(token)
    return _party(name, country, (one.sentence.index, token.i))


def _modifying(token: Token) -> str:
    """The name that ends in a noun which itself modifies another: "Syrian regime" of "Syrian regime air raids"."""
    first = token
    while first.i > 0 and (before := token.doc[first.i - 1]).dep_ in ("amod", "compound") and before.text[:1].isupper():
        first = before
    return token.doc[first.i : token.i + 1].text


def _party(name: str, country: str, position: tuple[int, int]) -> Party | None:
    side = side_of(name, country)
    if not side or (side.startswith("state:") and name.split()[0].lower() in DIRECTIONS):
        return None
    return Party(_plural(name), side, bool(group_side(name)) or bool(country_of(name)), position)


def _plural(name: str) -> str:
    """A bare modifier as the body it stands for: "rebel" → "rebels", "Syrias" → "Syria"."""
    if not name.endswith("s") and f"{name.lower()}s" in _words()["nouns"]["armed"]:
        return f"{name}s"
    if name.endswith("s") and country_of(name[:-1]) and " " not in name and not country_of(name.lower()):
        return (
            name[:-1] if name[:-1] in load_words("countries").get(country_of(name), ()) and not _people(name) else name
        )
    return name


def _people(name: str) -> bool:
    """Whether a word ending in s is itself listed: "Russians", "Taliban's" is not."""
    return any(name in names for names in load_words("countries").values())


def _can_be_party(token: Token) -> bool:
    """Whether a noun can name a party: it fights, is a group's name, or is a country or a person that acts."""
    if is_party_head(token) or _ends_group_name(token):
        return token.tag_.startswith("NN") or token.text.isupper()
    acts = token.dep_.split(":")[0] in ("nsubj", "obl", "root")
    return acts and token.tag_.startswith("NNP") and bool(country_of(token.text))


def _ends_group_name(token: Token) -> bool:
    """Whether a group's name ends in this word: "Nusra Front", but not "Putin's campaign"."""
    name = _modifying(token) if token.dep_ == "compound" else _phrase(token)
    side = group_side(name)
    return bool(side) and group_side(name.rsplit(token.text, 1)[0]) != side


# ---------------------------------------------------------------- who fills a role


def resolve_actor(head: Token | None, parsed: Parsed, roster: Roster) -> Party:
    """The party that a role's head stands for, :data:`UNKNOWN` when its words name none.

    Pronouns and bare nouns go back to the fullest name; "units of the army" and "the army's operation" lead there.
    """
    if head is None:
        return UNKNOWN
    position = (parsed.sentence.index, head.i)
    if head.lower_ in _words()["nouns"]["anaphors"] or head.tag_.startswith("PRP"):
        speaker = _speaker_of_its_clause(head)
        if speaker is not None and (own := _named_by(speaker, position, roster)) is not None:
            return own
        return _antecedent(position, roster)
    named = (party for token in _bearers(head) if (party := _named_by(token, position, roster)) is not None)
    found = next(named, UNKNOWN)
    # "X and Y both claimed": what each of two says for itself favours neither.
    rivals = " and " in found.name and any(token.lower_ in ("both", "each") for token in head.doc[head.i : head.i + 12])
    return replace(found, side=UNNAMED_SIDE) if rivals else found


def _speaker_of_its_clause(pronoun: Token) -> Token | None:
    """Who is meant in "the rebels said they had": the subject of the verb that the pronoun's clause hangs on."""
    verb = pronoun.head
    if pronoun.dep_.split(":")[0] != "nsubj" or verb.dep_ not in ("ccomp", "advcl", "xcomp"):
        return None
    return next((child for child in verb.head.children if child.dep_ == "nsubj" and child.i < pronoun.i), None)


def _bearers(head: Token) -> Iterator[Token]:
    """Where the party behind a noun may stand: itself, "of …", its possessor, its modifiers, its agent."""
    yield head
    for child in head.children:
        if prepositions_of(child)[:1] in (("of",), ("by",)) and child.tag_.startswith("NN"):
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
    modifies = token.dep_ in ("amod", "compound", "nmod:poss")
    name = _modifying(token) if modifies and token.dep_ != "nmod:poss" else show(token)
    if not (
        _can_be_party(token) or (modifies and side_of(name, roster.country)) or _is_person(token) or _is_country(token)
    ):
        return None
    party = _party(name, roster.country, position)
    return _unsided(token, name, position, roster) if party is None else _fuller(party, roster)


def _is_country(token: Token) -> bool:
    return token.tag_.startswith("NNP") and bool(country_of(_phrase(token))) and country_of(token.text) != ""


def _is_person(token: Token) -> bool:
    return token.ent_type_ in ("PERSON", "PER") and token.tag_.startswith("NNP")


def _antecedent(position: tuple[int, int], roster: Roster) -> Party:
    """The nearest party before a pronoun, at most two sentences back; the subject of its own sentence first."""
    near = [party for party in roster.before(position) if position[0] - party.position[0] <= 2]
    if not near:
        return UNKNOWN
    return near[0] if near[0].named else _fuller(near[0], roster)


def _unsided(head: Token, name: str, position: tuple[int, int], roster: Roster) -> Party | None:
    """A fighting noun that tells no side ("the fighters") takes that of the nearest named party before it."""
    if is_party_head(head) and " " not in name:
        near = [party for party in roster.before(position) if party.named]
        return replace(near[0], position=position) if near else Party(name, UNNAMED_SIDE, False, position)
    return Party(name, UNNAMED_SIDE, False, position) if _is_person(head) or is_party_head(head) else None


def _fuller(party: Party, roster: Roster) -> Party:
    """The fullest name that the report uses for a party.

    An acronym is spelled out, "the army" is the "Syrian army" of another sentence, and insurgents of no name are the
    one named group, where the report names just one. Rebels and terrorists stay what the report calls them.
    """
    if full := _spelled_out(party, roster):
        return replace(party, name=full)
    words = set(party.name.lower().split())
    if party.side.startswith("state:"):
        longer = [p for p in roster.parties if p.side == party.side and words < set(p.name.lower().split())]
        named = [p for p in longer if p.named and len(p.name.split()) <= len(words) + 2]
        if named and not country_of(party.name):
            return replace(named[0], position=party.position)
        if party.name.lower() in NAMELESS:
            bodies = (p for p in roster.parties if p.side == party.side and p.named and 1 < len(p.name.split()) < 5)
            return replace(next(bodies, party), position=party.position)
    if party.name.lower() in FOLLOWERS:
        groups = {p.side: p for p in reversed(roster.parties) if p.side.startswith("group:")}
        if len(groups) == 1:
            return _fuller(replace(next(iter(groups.values())), position=party.position), roster)
    return party


def _spelled_out(party: Party, roster: Roster) -> str:
    """The name whose initials an acronym is, if the report gives it."""
    acronym = next((word for word in party.name.split() if word.isupper() and len(word) > 1), "")
    if not acronym:
        return ""
    names = (p.name for p in roster.parties if p.side == party.side and " " in p.name)
    return next((name for name in names if _initials(name) == acronym), "")


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isalpha() and word.lower() not in SMALL).upper()
