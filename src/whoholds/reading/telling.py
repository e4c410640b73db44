"""Which sentences can tell of an act at a place: the only ones that the language model is asked to read.

Parsing is what reading costs most, and most sentences of the news tell of no war. Four cheap questions come before it,
each asked only where the one before said yes: is there a word of war in the sentence or near it, a word of an act with
what that word cannot do without, and a place, or words that stand for one. What says yes may still tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from whoholds.gazetteer.interface import Gazetteer
from whoholds.model import Act
from whoholds.reading.frames import Frame, noun_frames, verb_frames
from whoholds.reading.hops import Sentence
from whoholds.reading.lexicon import lemma_of_form, load_words, singular
from whoholds.reading.names import read_line
from whoholds.reading.place_found import Marks
from whoholds.reading.place_recognition import find_places
from whoholds.reading.place_words import place_words
from whoholds.reading.sides import fighting_nouns

NEAR = 2
"""Sentences on either side in which a word of war may stand."""
BEFORE = 9
"""Words before a place in which the preposition may stand that leads to it."""
SITE_REACH = 3
"""Sentences after one that tells of a place in which "the airport" may lie there (:mod:`whoholds.reading.carried`)."""
SITED = (Act.TAKES, Act.HOLDS, Act.LOSES, Act.ENTERS)
REMEMBERED = 65536
"""Words whose frames are remembered."""
DEFINITE = frozenset(("the", "this", "that", "these", "those", "its", "their", "his", "her", "our", "s")) | frozenset(
    ("second", "third", "another")
)
SIDES = frozenset(["north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"])
BEFORE_SIDE = ("the", "and", "or", "s")
IS = ("is", "are", "was", "were", "has", "have")
UNMARKED = frozenset(("subject", "object", "copula", "appositive", "possessor", "modifier", "self")) | frozenset(
    ("light", "light-place", "light-doer")
)
"""Arguments of a frame that no preposition marks."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a sentence in small letters, in order; as a set; and without the endings of plurals."""

    row: tuple[str, ...]
    all: frozenset[str]
    singulars: frozenset[str]

    def leads_to(self, place: int, frame: Frame) -> bool:
        """Whether a preposition of a frame's stands before the word number ``place``."""
        return any(word in frame.place for word in self.row[max(place - BEFORE, 0) : place])


def find_telling(sentences: Sequence[Sentence], *, text: str, gazetteer: Gazetteer) -> tuple[Sentence, ...]:
    """The sentences of a report's ``text`` that can tell of an act at a place, in order."""
    found: list[Sentence] = []
    last = -SITE_REACH - 1
    for sentence in _near_war(sentences, text):
        written = sentence.span.of(text)
        words = _words_of(written)
        frames = tuple(_frames_in(words))
        if not frames:
            continue
        if _names_place(frames, words, written, gazetteer):
            last = sentence.index
        elif sentence.index - last > SITE_REACH or not _names_site(frames, words):
            continue
        found.append(sentence)
    return tuple(found)


# ---------------------------------------------------------------- words of war


def _near_war(sentences: Sequence[Sentence], text: str) -> list[Sentence]:
    """The sentences with a word of war no more than :data:`NEAR` sentences away; all where there are no more."""
    if len(sentences) <= NEAR:
        return list(sentences)
    if not _is_of_war(text):
        return []
    hot = [number for number, sentence in enumerate(sentences) if _is_of_war(sentence.span.of(text))]
    near = {number + step for number in hot for step in range(-NEAR, NEAR + 1)}
    return [sentence for number, sentence in enumerate(sentences) if number in near]


def _is_of_war(text: str) -> bool:
    return not _words_of_war().isdisjoint(_WORD.findall(text.lower()))


@cache
def _words_of_war() -> frozenset[str]:
    """Words for those who fight and their weapons, less those that peace has too, and more that only war has."""
    listed = load_words("war")
    weapons: list[str] = load_words("acts")["weapons"]["nouns"]
    singulars = (frozenset((*fighting_nouns(), *weapons)) - frozenset(listed["civil"])) | frozenset(listed["words"])
    return singulars | {f"{word}s" for word in singulars}


# ---------------------------------------------------------------- words of acts


def _words_of(written: str) -> _Words:
    row = tuple(_WORD.findall(written.lower()))
    return _Words(row, frozenset(row), frozenset(_singular(word) for word in row))


@lru_cache(maxsize=REMEMBERED)
def _singular(word: str) -> str:
    return singular(word)


def _frames_in(words: _Words) -> Iterator[Frame | None]:
    """The frames whose verb or noun stands in a sentence with what they cannot do without; ``None`` for a modifier."""
    for word in words.row:
        verbs, nouns = _frames_of(word)
        yield from (frame for lemma, frame in verbs if _verb_fits(lemma, frame, words))
        yield from (frame for frame in nouns if _is_placed(frame, words))
        if word in _modifiers():
            yield None


@lru_cache(maxsize=REMEMBERED)
def _frames_of(word: str) -> tuple[tuple[tuple[str, Frame], ...], tuple[Frame, ...]]:
    """The frames of a word as a verb, with its lemma, and as a noun."""
    lemma = lemma_of_form("acts").get(word, "")
    verbs = () if word in load_words("war")["prepositions"] else verb_frames().get(lemma, ())
    return tuple((lemma, frame) for frame in verbs), noun_frames().get(singular(word), noun_frames().get(word, ()))


@cache
def _modifiers() -> frozenset[str]:
    return frozenset(word for words in load_words("acts")["modifiers"].values() for word in words)


def _verb_fits(lemma: str, frame: Frame, words: _Words) -> bool:
    """Whether a sentence has the particle, the thing, the weapon or the fighters that a verb's frame asks for."""
    particle = lemma in frame.words or any(
        verb.split()[0] == lemma and verb.split()[1:2] and verb.split()[1] in words.all for verb in frame.words
    )
    lists = load_words("acts")
    return (
        particle
        and not (frame.things and words.singulars.union(words.all).isdisjoint(lists["things"][frame.things]))
        and not (frame.weapon and words.singulars.isdisjoint(lists["weapons"]["nouns"]))
        and not (frame.site and words.singulars.union(words.all).isdisjoint(lists["things"]["sites"]))
        and not (frame.armed and words.all.isdisjoint(fighting_nouns()))
        and _is_placed(frame, words)
    )


def _is_placed(frame: Frame, words: _Words) -> bool:
    """Whether a sentence has a preposition for a strict frame that puts its place behind one."""
    return not _is_led_to(frame) or not words.all.isdisjoint(frame.place)


def _is_led_to(frame: Frame) -> bool:
    """Whether the place of a frame can only stand behind a preposition."""
    return frame.strict and UNMARKED.isdisjoint(frame.place)


# ---------------------------------------------------------------- places


def _names_place(frames: Sequence[Frame | None], words: _Words, written: str, gazetteer: Gazetteer) -> bool:
    """Whether a place stands in a sentence where one of its frames may have it."""
    anywhere = any(frame is None or not _is_led_to(frame) for frame in frames)
    return any(
        anywhere or any(frame is not None and words.leads_to(place, frame) for frame in frames)
        for place in _places_in(words, written, gazetteer)
    )


def _places_in(words: _Words, written: str, gazetteer: Gazetteer) -> Iterator[int]:
    """The numbers of the words that may stand for a place or begin the name of one, the cheapest to tell first."""
    yield from (number for number, word in enumerate(words.row) if _stands_for_place(word, number, words.row))
    starts = {match.start(): number for number, match in enumerate(_WORD.finditer(written))}
    line = read_line(written)
    for found in find_places(line, gazetteer, Marks()):
        if found.literal:
            yield starts.get(line.words[found.first].start, 0)


def _stands_for_place(word: str, number: int, row: tuple[str, ...]) -> bool:
    """Whether a word may stand for a place named elsewhere: "the city", "there", "in the north"."""
    if word == "there":
        return row[number + 1 : number + 2] not in [(verb,) for verb in IS]
    if word in SIDES:
        return number > 0 and row[number - 1] in BEFORE_SIDE
    return word in place_words().anaphors and not DEFINITE.isdisjoint(row[max(number - 5, 0) : number])


def _names_site(frames: Sequence[Frame | None], words: _Words) -> bool:
    """Whether a site of no name stands where the act of a frame may be done to it."""
    sites = load_words("acts")["things"]["sites"]
    at = [number for number, word in enumerate(words.row) if word in sites or _singular(word) in sites]
    return any(
        frame is not None and frame.act in SITED and (not _is_led_to(frame) or words.leads_to(place, frame))
        for frame in frames
        for place in at
    )
