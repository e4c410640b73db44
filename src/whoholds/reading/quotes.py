"""Stretches of quoted text, over several sentences and paragraphs too; scare quotes and names are not quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from whoholds.model import Span

LONGEST = 2500
"""Characters in one quote: an opening mark with no closing one this near is taken for a stray."""
SCARE = 4
"""Words; a quote with fewer is a scare quote or a name ("moderate", "caliphate")."""
SENTENCE = 5
"""Words of a quote that begins with a capital and stands as a sentence of its own."""

_MARK = re.compile(r"[\"“”«»„]+|``|''|‘(?=[A-Z][^’]{20})")
_OPENS = "“«„"
_CLOSES = "”»"


@dataclass(frozen=True, slots=True)
class Quote:
    """What stands between two marks, without them; ``whole`` says that it is at least a sentence of its own."""

    span: Span
    whole: bool


def find_quotes(text: str) -> tuple[Quote, ...]:
    """The quotes of a text, left to right; a quote with no closing mark ends with its paragraph."""
    return tuple(quote for span in _spans(text) if (quote := _quote(span, text)) is not None)


def _quote(span: Span, text: str) -> Quote | None:
    said = span.of(text)
    words = said.split()
    if len(words) < SCARE:
        return None
    first = next((letter for letter in said if letter.isalnum()), "")
    return Quote(span, first.isupper() and len(words) >= SENTENCE)


def _spans(text: str) -> Iterator[Span]:
    """Stretches between an opening and a closing mark; a paragraph that opens anew goes on with the quote."""
    start = -1
    for match in _MARK.finditer(text):
        opens, closes = _direction(match, text)
        if start >= 0 and ("\n" in text[start : match.start()] or match.start() - start > LONGEST):
            end = text.find("\n", start)
            if 0 < end - start <= LONGEST:
                yield Span(start, end)
            start = -1
        if start < 0:
            start = match.end() if opens else -1
        elif closes:
            yield Span(start, match.start())
            start = -1
        elif match.group()[0] in _OPENS:
            start = match.end()
    if start >= 0:
        end = text.find("\n", start)
        end = end if end >= 0 else len(text.rstrip())
        if end - start <= LONGEST:
            yield Span(start, end)


def _direction(match: re.Match[str], text: str) -> tuple[bool, bool]:
    """Whether a mark can open and whether it can close: by its shape, else by the blanks around it."""
    mark = match.group()
    if mark[0] in _OPENS or mark in ("``",) or mark[0] == "‘":
        return True, False
    if mark[0] in _CLOSES or mark == "''":
        return False, True
    before = text[match.start() - 1 : match.start()] if match.start() else " "
    after = text[match.end() : match.end() + 1] or " "
    opens = (before.isspace() or before in "([—–-:") and not after.isspace()
    closes = not before.isspace() and (after.isspace() or not after.isalnum() or before in ",.!?")
    return (opens, closes) if opens != closes else (not after.isspace(), True)
