"""The roster of a report: every party that it mentions, where, and the fullest name it has for each side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from whoholds.reading.hops import Parsed
from whoholds.reading.own_names import find_aliases, side_of_alias
from whoholds.reading.party_names import (
    country_name,
    ends_group_name,
    is_party_head,
    modifier_name,
    phrase_name,
    settled,
)
from whoholds.reading.place_words import place_words
from whoholds.reading.sides import (
    UNNAMED_SIDE,
    actor_words,
    country_of,
    group_side,
    is_states_name,
    names_of_country,
    side_of,
)

SMALL = ("of", "and", "the", "in", "for", "al")


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


@dataclass(frozen=True, slots=True)
class Roster:
    """All parties that a report mentions, in order, the country it is about, and the acronyms that it introduces."""

    parties: tuple[Party, ...]
    country: str
    aliases: Mapping[str, str] = field(default_factory=dict)

    def before(self, position: tuple[int, int]) -> list[Party]:
        """Parties mentioned before a position, nearest first."""
        return [party for party in reversed(self.parties) if party.position < position]

    def main(self, *, other_than: str = "") -> Party:
        """The side named most often in the report, other than one side; :data:`UNKNOWN` when it names none."""
        counts = Counter(party.side for party in self.parties if party.side and party.side != other_than)
        # Of equals, the one that was named first is counted first.
        return self.fullest(counts.most_common(1)[0][0]) if counts else UNKNOWN

    def only_group(self) -> str:
        """The side of the one group that the report names, apart from those nobody calls militants; else ``""``."""
        regular = actor_words()["nouns"]["regulars"]
        groups = {party.side for party in self.parties if party.side.startswith("group:")} - set(regular)
        return groups.pop() if len(groups) == 1 else ""

    def side_called(self, name: str) -> str:
        """The side of a name in this report: its "insurgents" are the one group that it names."""
        side = side_of(name, self.country)
        follows = set(actor_words()["nouns"]["followers"]) & set(name.lower().split())
        return (follows and side.startswith("armed:") and self.only_group()) or side

    def fullest(self, side: str) -> Party:
        """The name that says most about a side: of the mentions that tell most, the commonest."""
        mentions = [party for party in self.parties if party.side == side]
        most = max((_telling(party) for party in mentions), default=0)
        return _commonest([party for party in mentions if _telling(party) == most]) or UNKNOWN


def _telling(party: Party) -> int:
    """How well a name tells its side: a state's army or a group 3, the country itself 2, what else names it 1."""
    if not party.side.startswith("state:"):
        return 3 if group_side(party.name) else int(party.named)
    if is_states_name(party.name):
        return 3
    return 2 if party.name in names_of_country(party.side.removeprefix("state:"))[:1] else int(party.named)


def find_parties(parsed: Iterable[Parsed], *, country: str) -> Roster:
    """Every party that the report's parsed sentences mention, left to right."""
    parsed = tuple(parsed)
    aliases = find_aliases(parsed)
    parties = [
        party
        for one in parsed
        for token in one.doc
        if token.tag_[:2] in ("NN", "JJ")
        and (party := _party_at(token, one, country) or party_by_alias(token, one.sentence.index, aliases)) is not None
    ]
    roster = Roster(tuple(parties), country, aliases)
    return replace(roster, parties=tuple(replace(p, side=roster.side_called(p.name)) for p in parties))


def _party_at(token: Token, one: Parsed, country: str) -> Party | None:
    """The party that a token heads, if it heads one."""
    if token.dep_ == "flat" or not can_be_party(token) or _is_watcher(token):
        return None
    if token.dep_ in ("compound", "amod"):
        name = modifier_name(token)
    else:
        name = phrase_name(token) if is_party_head(token) or ends_group_name(token) else country_name(token)
    return make_party(name, country, (one.sentence.index, token.i))


def party_by_alias(token: Token, sentence: int, aliases: Mapping[str, str]) -> Party | None:
    """The party that an acronym stands for which the report introduces: "CSP", "AA fighters"."""
    full = aliases.get(token.text, "")
    if not full or token.dep_ == "flat":
        return None
    return Party(full, side_of_alias(full), True, (sentence, token.i))


def _is_watcher(token: Token) -> bool:
    """Whether a group watches or helps rather than fights: "a Britain-based monitoring group"."""
    watching = actor_words()["nouns"]["watching"]
    return any(child.lower_ in watching for child in token.children if child.i < token.i)


def make_party(name: str, country: str, position: tuple[int, int]) -> Party | None:
    """The party of a name that tells its side in a report about ``country``; ``None`` when it tells none."""
    side = side_of(name, country)
    # "Northern Syria" is a region, which does nothing.
    if not side or (side.startswith("state:") and name.split()[0].lower() in place_words().directions):
        return None
    return Party(settled(name), side, bool(group_side(name)) or bool(country_of(name)), position)


def can_be_party(token: Token) -> bool:
    """Whether a noun can name a party: it fights, is a group's name, or is a country or a person that acts."""
    if is_party_head(token) or ends_group_name(token):
        return token.tag_.startswith("NN") or token.text.isupper()
    acts = token.dep_.split(":")[0] in ("nsubj", "obl", "root")
    return acts and token.tag_.startswith("NNP") and bool(country_of(token.text))


def fuller(party: Party, roster: Roster) -> Party:
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
        if party.name.lower() in actor_words()["nouns"]["nameless"]:
            bodies = [p for p in roster.parties if p.side == party.side and is_states_name(p.name)]
            alike = [p for p in bodies if p.name.lower().endswith(party.name.lower().split()[-1])]
            return replace(_commonest(alike) or _commonest(bodies) or party, position=party.position)
    if party.name.lower() in actor_words()["nouns"]["followers"]:
        group = roster.only_group()
        first = next((p for p in roster.parties if group and p.side == group and group_side(p.name)), None)
        if first is not None:
            return fuller(replace(first, position=party.position), roster)
    return party


def _commonest(parties: Sequence[Party]) -> Party | None:
    """The party whose name stands most often among some mentions, the earliest of equals."""
    counts = Counter(party.name.lower() for party in parties)
    return max(parties, key=lambda party: counts[party.name.lower()], default=None)


def _spelled_out(party: Party, roster: Roster) -> str:
    """The name whose initials an acronym is, if the report gives it."""
    acronym = next((word for word in party.name.split() if word.isupper() and len(word) > 1), "")
    if not acronym:
        return ""
    names = (p.name for p in roster.parties if p.side == party.side and " " in p.name)
    return next((full for name in names if (full := _end_with_initials(name, acronym))), "")


def _end_with_initials(name: str, acronym: str) -> str:
    """The last words of a name whose initials an acronym is: "Rapid Support Forces" of what is called paramilitary."""
    words = name.split()
    ends = (" ".join(words[n:]) for n in range(len(words) - 1))
    return next((end for end in ends if _initials(end) == acronym), "")


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isalpha() and word.lower() not in SMALL).upper()
