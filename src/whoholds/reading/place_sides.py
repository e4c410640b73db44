"""Sides of the country that a report is about: "the desert in the north and east", "the south of the country"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from whoholds.gazetteer.interface import Gazetteer
from whoholds.model import Part, Place, PlaceKind
from whoholds.reading.hops import Parsed, Toponym
from whoholds.reading.place_words import place_words
from whoholds.reading.sides import country_of

SIDES = frozenset(word for word in place_words().directions if word.endswith(("north", "south", "east", "west")))
WHERE = ("in", "across", "throughout", "of", "from", "into")
"""Prepositions before "the north" that make it a place, and no way to go ("to the north")."""
WHOLES = ("country", "nation")
_SIDE = re.compile(r"\b(?:the|\w+'s|\w+’s) (?:north|south|east|west)")


def find_sides(
    parsed: Sequence[Parsed], named: Sequence[Toponym], *, text: str, country: str, gazetteer: Gazetteer
) -> Iterator[Toponym]:
    """The sides of ``country`` (ISO2) that a report of ``text`` names by their direction alone, as regions of it.

    A side of a town that is named in the same sentence is none: "Aleppo … rebels in the east". Where the report's
    places tell no country, the one whose people or forces the sentence names first is meant.
    """
    for one in parsed:
        if not _SIDE.search(one.sentence.span.of(text)):
            continue
        iso = country or next(filter(None, (country_of(token.text) for token in one.doc)), "")
        whole = gazetteer.place(f"iso:{iso}") if iso else None
        here = [toponym for toponym in named if one.sentence.span.covers(toponym.span)]
        towns = any(isinstance(t.place, Place) and t.place.kind is PlaceKind.SETTLEMENT for t in here)
        for token in one.doc:
            own = _is_the_countrys(token)
            fits = own or (_stands_alone(token) and (not towns or _is_of_the_country(token)))
            if token.text in SIDES and fits:
                side = gazetteer.find_candidates(f"{token.text} {whole.name}") if whole else ()
                if side:
                    yield _side(side[0].place, one, token)


def _stands_alone(token: Token) -> bool:
    """Whether a direction is where something is, with nothing after it that it would only describe."""
    doc, i = token.doc, token.i
    if i >= 3 and doc[i - 1].lower_ in ("and", "or") and doc[i - 2].text in SIDES:
        i -= 2
    led = i >= 2 and doc[i - 1].lower_ == "the" and doc[i - 2].lower_ in WHERE
    after = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if after is None or _is_of_the_country(token):
        return led
    return led and after.tag_[:2] not in ("NN", "JJ", "HY", "CD") and after.lower_ not in ("of", "-")


def _is_the_countrys(token: Token) -> bool:
    """Whether it is a side that "the country" has: "in the country's northwest"."""
    doc, i = token.doc, token.i
    return i >= 3 and doc[i - 1].tag_ == "POS" and doc[i - 2].lower_ in WHOLES and doc[i - 3].lower_ == "the"


def _is_of_the_country(token: Token) -> bool:
    words = [t.lower_ for t in token.doc[token.i + 1 : token.i + 4]]
    return words[:2] == ["of", "the"] and words[2:3] != [] and words[2] in WHOLES


def _side(place: Place, one: Parsed, token: Token) -> Toponym:
    why = f"{token.text!r} is a side of the country that the report is about"
    span = one.span(token, token)
    return Toponym(span, token.text, place.name, place, (place,), Part.REGION, True, place.country, why, 3, 5)
