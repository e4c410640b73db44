"""The words of a language, read once from TOML: nothing here knows grammar."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def load_words(name: str, language: str = "en") -> dict[str, Any]:
    """The table ``name.toml`` of a language. Raises ``FileNotFoundError`` for a table that is not shipped."""
    table = resources.files(__package__).joinpath(language, f"{name}.toml")
    return tomllib.loads(table.read_text(encoding="utf-8"))


@cache
def lemma_of_form(table: str) -> dict[str, str]:
    """Every inflected form of the verbs and nouns of ``acts`` to its lemma, so that no lemmatiser is needed."""
    words = load_words(table)
    irregular: dict[str, list[str]] = words.get("irregular", {})
    lemmas: dict[str, str] = {}
    for lemma in _verbs(words):
        for form in (*regular_forms(lemma), *irregular.get(lemma, ())):
            lemmas.setdefault(form, lemma)
    for lemma, forms in irregular.items():
        lemmas.update(dict.fromkeys(forms, lemma))
    return lemmas


def _verbs(words: dict[str, Any]) -> list[str]:
    frames = [verb.split()[0] for frame in words.get("frame", ()) for verb in frame["verbs"]]
    turns = [word for listed in words.get("turns", {}).values() for word in listed]
    carriers = [word for noun in words.get("noun", ()) for side in ("gains", "losses") for word in noun.get(side, ())]
    return sorted({*frames, *turns, *carriers})


def regular_forms(lemma: str) -> tuple[str, ...]:
    """A verb's own form and its regular -s, -ed and -ing forms, by the spelling rules of English."""
    if lemma.endswith("e"):
        return lemma, f"{lemma}s", f"{lemma}d", f"{lemma[:-1]}ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma, f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"
    plural = f"{lemma}es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else f"{lemma}s"
    return lemma, plural, f"{lemma}ed", f"{lemma}ing"


def singular(noun: str) -> str:
    """A noun without its plural ending."""
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("shes", "ches", "sses", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
