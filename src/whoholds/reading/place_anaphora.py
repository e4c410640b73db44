"""Words like "the city", "there", "a second northern capital" that stand for a place named elsewhere in the report."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from whoholds.model import Part, Place, PlaceKind, Unresolved
from whoholds.reading.hops import Parsed, Toponym
from whoholds.reading.place_clues import DIVISIONS
from whoholds.reading.place_words import place_words

REACH = 6
"""Sentences back in which the place meant by "the city" is looked for."""
SENTENCE = 160
"""Characters, about a sentence: 132 on average on gold/train by our own splitter.
Set by hand; 120 and 200 give a strict F1 of .373 and .374 there, 160 gives .375."""
TITLE_WEIGHT = 1.0
PASSING_WEIGHT = 1.5
AHEAD = 12
"""Sentences ahead in which a place announced as "a second northern capital" is looked for."""
CALLED_WEIGHT = 1.5
SIZE_WEIGHT = 1.0
"""With both at 0, strict F1 on gold/train is .454, not .457 (`benchmarks.evaluate --part train`)."""
CALLED_WITHIN = 7
"""Words after a name within which an apposition says what it is: "X, a farming town of"."""
BUILT_UP = ("city", "town", "village", "capital", "settlement")
"""What a river, a road or a quarter is not."""
SIZES = {"city": (50_000, math.inf), "capital": (100_000, math.inf), "town": (0, 300_000), "village": (0, 20_000)}
"""Inhabitants of what reporters call so, roughly and by our own judgement; the ranges overlap."""
DEFINITE = ("the", "this", "that", "its", "their", "'s")
LOCAL = (PlaceKind.SETTLEMENT, PlaceKind.NEIGHBOURHOOD)


def find_anaphors(parsed: Sequence[Parsed], named: Sequence[Toponym], title: str) -> tuple[Toponym, ...]:
    """The noun phrases that stand for a place, with what the place they stand for was resolved to."""
    literal = [toponym for toponym in named if toponym.name and not _is_country(toponym)]
    stands = [(toponym, one) for one in parsed for toponym in _inside(one, literal)]
    passing = frozenset(toponym.span.start for toponym, one in stands if _is_passing(toponym, one))
    called = frozenset((noun, toponym.name) for toponym, one in stands for noun in _called(toponym, one))
    salience = Salience(title.lower(), passing, called)
    return tuple(found for one in parsed for found in _in_sentence(one, literal, salience))


def _inside(one: Parsed, named: Sequence[Toponym]) -> list[Toponym]:
    return [toponym for toponym in named if one.sentence.span.covers(toponym.span)]


def _is_passing(toponym: Toponym, one: Parsed) -> bool:
    """Whether a place is only where something leads, or another place lies: "the road to X", "north of X"."""
    tokens = one.tokens(toponym.span)
    before = one.doc[tokens[0].i - 1].lower_ if tokens and tokens[0].i > 0 else ""
    return before in ("to", "from", "towards", "toward", "via") or toponym.part is Part.OUTSKIRTS


def _called(toponym: Toponym, one: Parsed) -> Iterator[str]:
    """What a report says that a place is: "the town of X", "X city", "X, a farming town"."""
    tokens = one.tokens(toponym.span)
    if not tokens:
        return
    doc, first, last = one.doc, tokens[0].i, tokens[-1].i
    before = [token.lower_ for token in doc[max(first - 2, 0) : first]]
    after = [token.lower_ for token in doc[last + 1 : last + 1 + CALLED_WITHIN]]
    if after[:1] == [","]:
        behind = after[1 : after.index(",", 1)] if "," in after[1:] else after[1:]
        behind = behind if behind[:1] in (["a"], ["an"], ["the"], ["another"]) else []
    else:
        behind = after[:1]
    named = before[:1] if before[1:] == ["of"] else before[-1:]
    yield from (word for word in (*named, *behind) if word in place_words().anaphors)


@dataclass(frozen=True, slots=True)
class Salience:
    """What makes a place the one that "the city" means: the title, being called a city, not being named in passing."""

    title: str
    passing: frozenset[int]
    called: frozenset[tuple[str, str]]

    def of(self, toponym: Toponym, noun: str, mentions: int, sentences_back: float) -> float:
        """Larger for what the report is about.

        The weights were set by hand, on our own examples; gold/train cannot tell them apart (strict F1 .374 to .376
        with either at 0, or doubled).
        """
        in_title = TITLE_WEIGHT if toponym.name.lower() in self.title else 0.0
        in_passing = PASSING_WEIGHT if toponym.span.start in self.passing else 0.0
        called = CALLED_WEIGHT if (noun, toponym.name) in self.called else 0.0
        size = SIZE_WEIGHT * _is_of_size(toponym.place, noun)
        return in_title + called + size + 0.3 * min(mentions, 4) - sentences_back - in_passing


def _is_of_size(place: Place | Unresolved, noun: str) -> bool:
    """Whether a place is known to have as many inhabitants as what is called so."""
    least, most = SIZES.get(noun, (0, math.inf))
    return isinstance(place, Place) and place.population > 0 and least <= place.population <= most


def _is_country(toponym: Toponym) -> bool:
    return "country" in toponym.reason and not toponym.literal


def _in_sentence(one: Parsed, named: Sequence[Toponym], salience: Salience) -> Iterator[Toponym]:
    for token in one.doc:
        wanted = place_words().anaphors.get(token.lower_, "")
        if token.lower_ == "there" and token.tag_ == "RB":
            wanted = "any"
        if not wanted or _has_name(token, one, named):
            continue
        meant = _meant(token, wanted, one, named, salience)
        if meant is not None:
            yield _standing_for(meant, token, one)


def _has_name(token: Token, one: Parsed, named: Sequence[Toponym]) -> bool:
    """Whether the noun phrase names its place itself ("the city of Kunduz", "Raqqa city", "Homs, a city")."""
    first, last = min(token.i - 3, token.left_edge.i), max(token.i + 4, token.right_edge.i)
    around = one.span(one.doc[max(first, 0)], one.doc[min(last, len(one.doc) - 1)])
    return any(toponym.span.overlaps(around) for toponym in named)


def _meant(token: Token, wanted: str, one: Parsed, named: Sequence[Toponym], salience: Salience) -> Toponym | None:
    bearers = (token, token.head) if _begins_its_middle(token) else (token,)
    beside = (child for bearer in bearers for child in bearer.children)
    words = {child.lower_ for child in beside if child.dep_.split(":")[0] in ("det", "nmod", "case", "amod")}
    here = one.sentence.span.start + token.idx
    fitting = [toponym for toponym in named if _fits(toponym, wanted, token.lower_)]
    if wanted == "any" or words & set(DEFINITE):
        before = [t for t in fitting if t.span.start < here and here - t.span.start < SENTENCE * REACH]
        counts = Counter(t.name for t in fitting if t.span.start < here)
        return max(
            before,
            key=lambda t: (
                t.literal,
                salience.of(t, token.lower_, counts[t.name], (here - t.span.start) / SENTENCE),
                t.span.start,
            ),
            default=None,
        )
    if words & {"second", "third", "another"} and token.lower_ in ("capital", "city", "town"):
        ahead = [t for t in fitting if t.span.start > here and here + SENTENCE * AHEAD > t.span.start]
        seen = {t.name for t in fitting if t.span.start < here}
        return next((t for t in ahead if t.name not in seen), None)
    return None


def _begins_its_middle(token: Token) -> bool:
    """Whether a noun stands in "the city centre", whose article belongs to it too."""
    return token.dep_ == "compound" and token.head.lower_ in place_words().centre_after


def _fits(toponym: Toponym, wanted: str, noun: str) -> bool:
    if wanted == "any":
        return toponym.literal
    place = toponym.place
    division = place.kind in DIVISIONS if isinstance(place, Place) else toponym.part is Part.REGION
    if wanted == "division":
        return division
    if wanted == "facility":
        return toponym.part is Part.FACILITY
    no_town = isinstance(place, Place) and place.kind is not PlaceKind.SETTLEMENT and noun in BUILT_UP
    return not division and not no_town


def _standing_for(meant: Toponym, token: Token, one: Parsed) -> Toponym:
    first = next((child for child in token.children if child.dep_ == "det"), token)
    span = one.span(first if first.i < token.i else token, token)
    part = _part(token, meant)
    return replace(
        meant,
        span=span,
        text=token.text,
        part=part,
        literal=True,
        reason=f"{token.text!r} stands for {meant.name!r}; {meant.reason}",
        anaphor=True,
    )


def _part(token: Token, meant: Toponym) -> Part:
    """How much of it: "the city's outskirts", "parts of the town", "the city centre", else all of it."""
    if meant.part in (Part.REGION, Part.FACILITY):
        return meant.part
    start = max(min(token.left_edge.i - 3, token.i - 4), token.i - 10, 0)
    around = " ".join(t.lower_ for t in token.doc[start : token.i + 4])
    words = place_words()
    if any(phrase in around for phrase in ("outskirts", "edge of", "outside the", "near the", "around the")):
        return Part.OUTSKIRTS
    if any(phrase in around for phrase in words.centre_after + words.centre_before):
        return Part.CENTRE
    if any(phrase in around for phrase in words.partial):
        return Part.PART
    return Part.WHOLE
