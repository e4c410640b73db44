"""Names of GUM, derived from its `Entity=` marks: flat, as Universal NER draws them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from treebank import Name, Sentence, Token

LABELS = {"person": "PER", "place": "LOC", "organization": "ORG"}
TITLES = frozenset(
    [
        "president",
        "minister",
        "secretary",
        "senator",
        "sen.",
        "rep.",
        "mr.",
        "mrs.",
        "ms.",
        "mr",
        "mrs",
        "ms",
        "dr.",
        "dr",
        "prof.",
        "professor",
        "general",
        "gen.",
        "colonel",
        "col.",
        "captain",
        "capt.",
        "lieutenant",
        "king",
        "queen",
        "prince",
        "princess",
        "sir",
        "lord",
        "lady",
        "pope",
        "saint",
        "st.",
        "judge",
        "justice",
        "chief",
        "governor",
        "gov.",
        "mayor",
        "chairman",
        "director",
        "vice",
        "prime",
        "deputy",
        "former",
        "sheikh",
        "congressman",
        "representative",
        "congresswoman",
        "speaker",
    ]
)
LINKS = {
    "PER": frozenset({"-", ".", "al", "bin", "de"}),
    "LOC": frozenset({"-", "of", "the", "de", "'s"}),
    "ORG": frozenset({"-", "of", "the", "for", "and", "&", "on", "'s"}),
}
MARK = re.compile(r"\((?P<id>\d+)-(?P<type>[a-z]+)-[^-()]*-[^-()]*-[^-()]*-(?P<head>[\d,]+)-[^()]*|(?P<close>\d+)\)|\)")


@dataclass(frozen=True, slots=True)
class _Open:
    number: str
    label: str
    start: int
    head: tuple[int, ...]


def with_gum_names(sentences: Iterable[Sentence]) -> list[Sentence]:
    """The sentences with the names that their entity marks hold."""
    return [replace(sentence, names=find_names(sentence.tokens)) for sentence in sentences]


def find_names(tokens: tuple[Token, ...]) -> tuple[Name, ...]:
    """Named persons, places and organisations, the longest first where two overlap."""
    found = sorted(_name_spans(tokens), key=lambda name: name.start - name.end)
    kept: list[Name] = []
    for name in found:
        if all(name.end <= other.start or name.start >= other.end for other in kept):
            kept.append(name)
    return tuple(sorted(kept, key=lambda name: name.start))


def _name_spans(tokens: tuple[Token, ...]) -> list[Name]:
    """Names of all marks that close in the sentence, overlapping ones included."""
    stack: list[_Open] = []
    names: list[Name] = []
    for position, token in enumerate(tokens):
        for mark in MARK.finditer(token.entity):
            if mark["id"]:
                head = tuple(int(part) - 1 for part in mark["head"].split(","))
                stack.append(_Open(mark["id"], LABELS.get(mark["type"], ""), position, head))
            else:
                names.extend(_close(stack, mark["close"], tokens, position))
    return names


def _close(stack: list[_Open], number: str | None, tokens: tuple[Token, ...], last: int) -> list[Name]:
    """Take the mark off the stack: the one of that number, or the newest; its name, if it is one."""
    matching = [entry for entry in stack if number is None or entry.number == number]
    if not matching:
        return []
    entry = matching[-1]
    stack.remove(entry)
    name = _proper_span(tokens, entry, last)
    return [name] if name and entry.label else []


def _proper_span(tokens: tuple[Token, ...], entry: _Open, last: int) -> Name | None:
    """The proper nouns round the head of the entity; None if its head is no name, or names a people."""
    start = min(entry.start + min(entry.head), last)
    end = _find_end(tokens, start, min(entry.start + max(entry.head), last) + 1, LINKS.get(entry.label, LINKS["PER"]))
    if end <= start or not tokens[start].word[0].isupper():
        return None
    if tokens[end - 1].tag == "NNPS" and entry.label == "PER":
        return None
    while start > entry.start and _belongs(tokens, start, end):
        start -= 1
    while entry.label == "PER" and start < end and tokens[start].word.lower() in TITLES:
        start += 1
    return Name(start, end, entry.label) if start < end else None


def _find_end(tokens: tuple[Token, ...], start: int, stop: int, links: frozenset[str]) -> int:
    """Where the run of proper nouns and linking words ends; the last word is a proper noun."""
    end = start
    for position in range(start, stop):
        if _is_proper(tokens[position]):
            end = position + 1
        elif tokens[position].word.lower() not in links:
            break
    return end


def _is_proper(token: Token) -> bool:
    return token.tag in {"NNP", "NNPS"}


def _belongs(tokens: tuple[Token, ...], start: int, end: int) -> bool:
    """Whether the token before the span is part of the name: proper or capitalised, and hung under the span."""
    before = tokens[start - 1]
    hung = start <= before.head < end and before.dep in {"compound", "flat", "amod"}
    return hung and before.word[:1].isupper() and before.tag in {"NNP", "NNPS", "JJ", "NN"}
