"""The words of places.toml, shaped for asking."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from whoholds.model import PlaceKind
from whoholds.reading.lexicon import load_words


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Sets of lower-case words and phrases; see ``lexicon/en/places.toml`` for what each is for."""

    types: dict[str, PlaceKind]
    own_name: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    taking: frozenset[str]
    outskirts_before: tuple[str, ...]
    outskirts_after: frozenset[str]
    centre_before: tuple[str, ...]
    centre_after: tuple[str, ...]
    partial: tuple[str, ...]
    directions: frozenset[str]
    people: frozenset[str]
    suffixes: frozenset[str]
    speech: frozenset[str]
    titles: frozenset[str]
    given: frozenset[str]
    not_places: frozenset[str]
    organisations: frozenset[str]
    anaphors: dict[str, str]
    common: frozenset[str]
    abbreviations: dict[str, str]
    generic: frozenset[str]
    english: frozenset[str]
    of_nouns: frozenset[str]


@cache
def place_words() -> PlaceWords:
    """The words of English."""
    read = load_words("places")
    types = {word: PlaceKind(kind) for kind, words in read["types"].items() for word in words}
    return PlaceWords(
        types=types,
        own_name=frozenset(read["own_name"]["words"]),
        strong=frozenset(read["prepositions"]["strong"]),
        weak=frozenset(read["prepositions"]["weak"]),
        taking=frozenset(read["verbs"]["taking"]),
        outskirts_before=tuple(read["outskirts"]["before"]),
        outskirts_after=frozenset(read["outskirts"]["after"]),
        centre_before=tuple(read["centre"]["before"]),
        centre_after=tuple(read["centre"]["after"]),
        partial=tuple(read["partial"]["before"]),
        directions=frozenset(read["directions"]["words"]),
        people=frozenset(read["people"]["after"]),
        suffixes=frozenset(read["people"]["suffixes"]),
        speech=frozenset(read["people"]["speech"]),
        titles=frozenset(read["persons"]["titles"]),
        given=frozenset(read["persons"]["given"]),
        not_places=frozenset(read["not_places"]["words"]),
        organisations=frozenset(read["organisations"]["heads"]),
        anaphors={word: kind for kind, words in read["anaphors"].items() for word in words},
        generic=frozenset(read["generic"]["words"]),
        abbreviations=dict(read["abbreviations"]),
        common=frozenset(read["common"]["words"]),
        english=frozenset(read["english"]["words"]),
        of_nouns=frozenset(read["prepositions"]["of"]),
    )


@cache
def country_words() -> dict[str, str]:
    """Names of countries and peoples to their ISO code, in lower case."""
    pairs = [(name.lower(), iso) for iso, names in load_words("countries").items() for name in names]
    pairs += [(name.lower(), iso) for iso, names in load_words("places")["countries"].items() for name in names]
    return dict(pairs)
