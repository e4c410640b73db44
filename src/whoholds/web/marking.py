"""A report's text cut where claims begin and end, so that a page can underline the words of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from whoholds.model import KnownClaim, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that one set of claims covers: their numbers and ids, the ids of those that begin here, what they are."""

    text: str
    claims: tuple[int, ...]
    ids: tuple[str, ...]
    begins: tuple[str, ...]
    parts: tuple[str, ...]


def cut_text(text: str, claims: Sequence[KnownClaim]) -> tuple[Piece, ...]:
    """The text in pieces, in order; joined they give it back. Claims are numbered from 1 in the order given."""
    quotes = [(number, one.claim.id, one.claim.quote) for number, one in enumerate(claims, 1)]
    parts = [pair for one in claims for pair in _parts_of(one)]
    edges = {0, len(text)}
    for span in (*(quote for _, _, quote in quotes), *(span for _, span in parts)):
        edges |= {min(span.start, len(text)), min(span.end, len(text))}
    cuts = sorted(edges)
    return tuple(
        Piece(
            text[start:end],
            tuple(number for number, _, quote in quotes if quote.start <= start and end <= quote.end),
            tuple(claim_id for _, claim_id, quote in quotes if quote.start <= start and end <= quote.end),
            tuple(claim_id for _, claim_id, quote in quotes if quote.start == start),
            tuple(sorted({name for name, span in parts if span.start <= start and end <= span.end})),
        )
        for start, end in pairwise(cuts)
    )


def _parts_of(one: KnownClaim) -> list[tuple[str, Span]]:
    claim, said = one.claim, one.claim.attribution
    named = (
        ("place", claim.place_span),
        ("time", claim.time_span),
        ("source", said.source_span),
        ("cue", said.cue_span),
    )
    return [(name, span) for name, span in named if span is not None]
