"""What passes between the steps of reading: one frozen type a hop.

    Report → Sentence → Parsed → (Toponym, Timex, Statement, ActorMention) → Event → Claim

All spans count in ``Report.text``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from spacy.tokens import Doc, Token

from whoholds.model import Act, Evidentiality, Factuality, Nearness, Part, Period, Place, SourceKind, Span, Unresolved


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a report, its number in the report and that of its paragraph (both from 0)."""

    index: int
    paragraph: int
    span: Span


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence with its parse: one spaCy ``Doc`` over exactly the characters of the sentence."""

    sentence: Sentence
    doc: Doc

    def span(self, first: Token, last: Token) -> Span:
        """The characters from the earlier of two tokens to the end of the later, in the report.

        A bad parse may hang a speaker before its verb or behind it, so callers need not know which comes first.
        """
        first, last = (first, last) if first.i <= last.i else (last, first)
        offset = self.sentence.span.start
        return Span(offset + first.idx, offset + last.idx + len(last))

    def tokens(self, within: Span) -> list[Token]:
        """The tokens that lie inside ``within``, left to right."""
        offset = self.sentence.span.start
        start, end = max(within.start - offset, 0), min(within.end, self.sentence.span.end) - offset
        inside = self.doc.char_span(start, end, alignment_mode="contract") if start < end else None
        return list(inside) if inside is not None else []


class Commitment(StrEnum):
    """What a cue makes of its content: ``said``, ``denied`` or refused to confirm, ``hedged``, ``planned``."""

    SAID = "said"
    DENIED = "denied"
    HEDGED = "hedged"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody says something: the speaker, the words that say so, and the stretches of text that are said.

    ``source`` is the name to be shown, resolved inside the report ("it" → "ministry of defence"), without articles.
    ``content`` may reach over several sentences. ``refers_back`` says that the content is not spelled out but is what
    the clause before it said ("a claim confirmed by an AFP correspondent", "the army denied it").
    """

    source: str
    kind: SourceKind
    commitment: Commitment
    evidentiality: Evidentiality
    source_span: Span | None
    cue_span: Span | None
    content: tuple[Span, ...]
    refers_back: bool = False


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name, or words that stand for one ("the city"), and what it resolves to.

    ``text`` is as written, ``name`` as a gazetteer lists it (as written when unlocated). ``literal`` is false for
    associative uses ("the Kunduz governor", "Washington said"). ``part`` is what the words around it say of how
    much of it is meant. ``within`` is a larger place that the text puts it in. ``reason`` says in words why it was
    resolved so; ``acled`` (1–3) and ``ucdp`` (1–7) give the precision in the field's codes.
    ``near`` is the circle that "20 km north of it" or "near it" means, ``None`` where the place itself is meant.
    """

    span: Span
    text: str
    name: str
    place: Place | Unresolved
    candidates: tuple[Place, ...]
    part: Part
    literal: bool
    country: str
    reason: str
    acled: int = 1
    ucdp: int = 1
    anaphor: bool = False
    near: Nearness | None = None


@dataclass(frozen=True, slots=True)
class Timex:
    """An expression of time and the days it means, counted from the report's day; ``stated`` is its words.

    ``paragraph`` is the number of its paragraph, as in :class:`Sentence`; ``ahead`` says that all its days are still
    to come when the report is published.
    """

    span: Span
    stated: str
    period: Period | Unresolved
    paragraph: int = 0
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """An act that words of one sentence say happened at one place, before anybody asks who says so.

    ``actor`` and ``opponent`` head the noun phrases that fill those roles, ``None`` where the sentence has none.
    ``how`` names the rule: the frame, and the argument in which the place stood.
    """

    act: Act
    parsed: Parsed
    trigger: Token
    actor: Token | None
    opponent: Token | None
    toponym: Toponym
    how: str
    factuality: Factuality
