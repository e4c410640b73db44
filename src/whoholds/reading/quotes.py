"""Stretches of quoted text, over several sentences too; scare quotes are not quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from whoholds.model import Span

LONGEST = 1500
"""Characters in one quote: an opening mark with no closing one this near is taken for a stray."""
SCARE = 4
"""Words; a quote with fewer, and no verb of its own to carry, is a scare quote or a name."""

_PAIRS = re.compile(rf"[\"“«„](?P<said>[^\"“”«»„]{{3,{LONGEST}}}?)(?:[\"”»]|(?=\n\s*[\"“«„])|\Z)")


@dataclass(frozen=True, slots=True)
class Quote:
    """What stands between two marks; ``whole`` says that it is at least a sentence of its own."""

    span: Span
    whole: bool

    def touches(self, sentence: Span) -> bool:
        """Whether it begins or ends in a sentence."""
        return self.span.overlaps(sentence)


def find_quotes(text: str) -> tuple[Quote, ...]:
    """The quotes of a text, left to right."""
    return tuple(_quotes(text))


def _quotes(text: str) -> Iterator[Quote]:
    for match in _PAIRS.finditer(text):
        said = match["said"]
        words = said.split()
        if len(words) < SCARE:
            continue
        span = Span(match.start("said"), match.end("said"))
        yield Quote(span, said[:1].isupper() and len(words) > 4)
