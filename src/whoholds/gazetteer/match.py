"""When two spellings are the same name: folding, articles, generic words, and the consonant skeleton.

A fuzzy match is worth less than none, so there are only three ways to match. *Folded keys* drop what spelling
systems disagree about and speakers never hear: accents, case, hyphens, apostrophes, the Arabic article and its
assimilated forms. *Bare names* drop a generic word ("city", "district"). *Skeletons* drop vowels as well; they count
only inside one country, only when long enough, and only when the runner-up is clearly worse.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from anyascii import anyascii

# The Arabic article as romanised, with the letters that its assimilated forms stand before.
ARTICLES = {
    "al": "", "el": "", "ul": "", "il": "",
    "ad": "d", "ed": "d", "ud": "d", "ar": "r", "er": "r", "ur": "r", "as": "s", "es": "s", "us": "s",
    "ash": "sh", "esh": "sh", "ach": "ch", "ech": "ch", "at": "t", "et": "t", "ath": "th",
    "az": "z", "ez": "z", "uz": "z", "adh": "dh", "an": "n", "en": "n", "un": "n",
}  # fmt: skip
GENERIC = {
    "settlement": ("city", "town", "village", "municipality", "township"),
    "division": (
        "province", "governorate", "oblast", "region", "state", "department", "county", "krai", "district", "raion",
        "rayon", "republic", "muhafazah", "prefecture", "division", "parish", "zone", "cercle", "woreda", "wilayat",
    ),
}  # fmt: skip
_GENERIC_WORDS = frozenset(word for words in GENERIC.values() for word in words)

# Letters and digraphs that romanisations of one sound use, each as one sign; order matters.
_SOUNDS = (
    ("tsch", "c"), ("dzh", "j"), ("sch", "s"), ("tch", "c"), ("dj", "j"), ("kh", "h"), ("gh", "g"), ("ch", "s"),
    ("sh", "s"), ("zh", "j"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("c", "k"),
)  # fmt: skip
_NOT_LETTERS = re.compile(r"[^a-z0-9 ]+")
_SILENT_H = re.compile(r"(?<=[aeiou])h$")
_APOSTROPHES = re.compile(r"['’‘`ʿʾʼ´ʻ\"“”]")
_JOINED_ARTICLE = re.compile(r"^[aeu](?=([dnrstz])\1..)")

MIN_SKELETON = 4
"""Consonants that a skeleton must have to tell names apart: with three, 11 of 60 invented names met a real one."""

MIN_LIKENESS = 0.8
"""Likeness of spellings (difflib ratio) that a skeleton match must also have."""

MARGIN = 0.06
"""How much likelier than the runner-up a skeleton match must be; below it the name stays unlocated."""


def words_of(name: str) -> list[str]:
    """The words of a name in lower-case ASCII, hyphens and dots as spaces, apostrophes gone."""
    folded = anyascii(_APOSTROPHES.sub("", name)).lower()
    return _NOT_LETTERS.sub(" ", _APOSTROPHES.sub("", folded).replace("-", " ")).split()


@lru_cache(maxsize=65536)
def key_of(name: str) -> str:
    """The folded key: equal for spellings that differ in accents, hyphens, apostrophes, articles and long vowels only.

    "Deir ez-Zor", "Deir el-Zor", "Deir al Zor" and "Deir Ezzor" share one; "" for a name without letters.
    """
    return "".join(_levelled(word) for word in _without_articles(words_of(name)))


# Words that names of places begin with, in the spellings of one romanisation for each.
_FIRST_WORDS = {
    "kafr": "kafar kfar kefar kufr kafer kufur", "tal": "tel tell tall", "ain": "ayn ein eyn",
    "deir": "dayr der dair deyr",
    "jabal": "jebel jabel gebel djebel gabal", "umm": "um oum", "khirbet": "khirbat khurbat kherbet",
    "beit": "bayt beyt bait", "sheikh": "shaykh shaikh cheikh sheik", "abu": "abou abo aboo", "qalaat": "qalat",
    "saint": "st", "bir": "beer", "maaret": "maarat maarrat marat maara",
}  # fmt: skip
_ONE_SPELLING = {spelling: word for word, spellings in _FIRST_WORDS.items() for spelling in spellings.split()}
_ENDINGS = re.compile(r"(?:iyyah|iyyeh|iyah|iyeh|ieh|iah|iya|iyya|ia)$")
_DIPHTHONGS = re.compile(r"a[iy]i?|e[iy]")
_DOUBLES = re.compile(r"([^e])\1")
SHORTEST_FOLDED = 5
"""Letters from which a word's long vowels and doubled letters are levelled; shorter names collide when they are."""


def _levelled(word: str) -> str:
    """A word without what romanisations of Arabic, Persian and Slavic names write in several ways."""
    word = _ONE_SPELLING.get(word, word)
    if len(word) < SHORTEST_FOLDED:
        return word
    word = _ENDINGS.sub("iya", word)
    if word.endswith(("ah", "eh")):
        word = f"{word[:-2]}a"
    word = _DIPHTHONGS.sub("ai", word)
    return _DOUBLES.sub(r"\1", word.replace("ou", "u").replace("oo", "u").replace("ee", "i"))


def _without_articles(words: list[str]) -> list[str]:
    kept = []
    for i, word in enumerate(words):
        following = words[i + 1] if i + 1 < len(words) else ""
        if following and word in ARTICLES and following.startswith(ARTICLES[word]):
            continue
        kept.append(_JOINED_ARTICLE.sub("", word)[1:] if i and _JOINED_ARTICLE.match(word) else word)
    return kept


def bare_of(name: str) -> tuple[str, str]:
    """A name without its generic word, and which kind that word told: ``settlement``, ``division`` or ``""``.

    "Sirte city" → ("Sirte", "settlement"); "Helmand Province" → ("Helmand", "division"); "Homs" → ("Homs", "").
    """
    words = name.split()
    for at in (-1, 0):
        if len(words) > 1 and words[at].lower().strip(",.") in _GENERIC_WORDS:
            rest = words[:-1] if at else [w for w in words[1:] if w.lower() != "of" or w is not words[1]]
            kind = next(kind for kind, generic in GENERIC.items() if words[at].lower().strip(",.") in generic)
            return " ".join(rest), kind
    return name, ""


@lru_cache(maxsize=65536)
def skeleton_of(name: str) -> str:
    """The consonants of a name, each sound in one spelling, doubles once: "Severodonetsk" → "svrdntsk"."""
    return skeleton_of_key(key_of(name))


def skeleton_of_key(key: str) -> str:
    """The skeleton of a folded key."""
    key = _SILENT_H.sub("", key)
    for spelling, sound in _SOUNDS:
        key = key.replace(spelling, sound)
    first = key[:1] if key[:1] not in "aeiou" else "a"
    rest = re.sub(r"[aeiouyw]", "", key[1:])
    return re.sub(r"(.)\1+", r"\1", first + rest)


def likeness(one: str, other: str) -> float:
    """How alike two folded keys are, 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
