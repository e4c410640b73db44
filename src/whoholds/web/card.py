"""What a place's card tells: the estimate in words, and the statements behind it in time, copies folded into one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from whoholds.export.evidence import LONGEST_NAME, Sentences, fold, name_source, put_move, reading_of
from whoholds.export.privacy import find_private_names
from whoholds.export.sides import Side, call
from whoholds.export.wording import FACTUALITY, INTEREST, KIND, put_day, put_period, shorten
from whoholds.model import Claim, Effect, Evidentiality, KnownClaim, SourceKind, Unresolved
from whoholds.web.desk import Told

KNOWS = {Evidentiality.SAW: "saw it", Evidentiality.TOLD: "was told", Evidentiality.UNSPECIFIED: ""}

PARTY = re.compile(r"[a-z]+:\S+$")
"""What the key of a party looks like."""
Why = Callable[[str], str]
"""Why a report counts as a copy, by its id; ``""`` where its words are its own."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that carries a statement again, and why it does not count anew."""

    report_id: str
    claim_id: str
    outlet: str
    because: str


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: its sentence in three parts, who says it and from where, and what we read it as."""

    claim_id: str
    report_id: str
    before: str
    quote: str
    after: str
    source: str
    standing: tuple[str, ...]
    outlet: str
    published: str
    reading: str
    firmness: str
    about: str
    copies: tuple[Copy, ...]
    withdrawn: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence: what it moved the likeliest holder's probability by, and the statements that carry it."""

    day: date
    points: str
    direction: str
    disputed: bool
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """The statements of a place: the evidence that counts, newest first, then what else was said."""

    pieces: tuple[Piece, ...]
    rest: tuple[Said, ...]
    reports: int


def lay_out(told: Told, why: Why) -> Card:
    """The card of a place that was explained."""
    sentences = Sentences(told.reports, find_private_names(told.claims))
    pieces: list[Piece] = []
    used: set[str] = set()
    for effect in told.explanation.effects:
        ids = set(effect.cluster.claim_ids)
        carried = [one for one in told.claims if one.claim.id in ids]  # the first published tells, the rest copy it
        used |= ids
        pieces.append(_piece(effect, tell(carried, sentences, why)))
    rest = tell([one for one in told.claims if one.claim.id not in used], sentences, why)
    pieces.sort(key=lambda piece: piece.day, reverse=True)
    return Card(tuple(pieces), rest, len(told.reports))


def _piece(effect: Effect, said: tuple[Said, ...]) -> Piece:
    return Piece(effect.cluster.about, *put_move(effect), effect.cluster.disputed, said)


def tell(claims: Iterable[KnownClaim], sentences: Sentences, why: Why) -> tuple[Said, ...]:
    """The statements of some claims; one from one origin is told once, with the reports that repeat it."""
    return tuple(_said(group, sentences, why) for group in fold(claims))


def _said(group: Sequence[KnownClaim], sentences: Sentences, why: Why) -> Said:
    known = group[0]
    claim, report = known.claim, sentences.reports[known.claim.report_id]
    before, quote, after = sentences.around(known)
    narrated = claim.attribution.kind is SourceKind.NARRATOR
    return Said(
        claim.id,
        report.id,
        before,
        quote,
        after,
        shorten(name_source(known), LONGEST_NAME),
        standing_of(claim),
        "" if narrated else known.publisher or "an unnamed outlet",
        instant_day(known.published),
        reading_of(claim),
        FACTUALITY[claim.factuality],
        put_period(claim.when),
        tuple(_copies(group, why)),
        put_day(known.retracted.date()) if known.retracted else "",
    )


def _copies(group: Sequence[KnownClaim], why: Why) -> Iterable[Copy]:
    seen = {group[0].claim.report_id}
    for one in group[1:]:
        if one.claim.report_id not in seen:
            seen.add(one.claim.report_id)
            because = why(one.claim.report_id) or "it repeats what the same source said"
            yield Copy(one.claim.report_id, one.claim.id, one.publisher or "an unnamed outlet", because)


def standing_of(claim: Claim) -> tuple[str, ...]:
    """What sort of source it is, whose side it is on and how it knows, in words; nothing for the outlet's own voice."""
    said = claim.attribution
    if said.kind is SourceKind.NARRATOR:
        return ()
    return tuple(part for part in (KIND[said.kind], INTEREST[said.interest], KNOWS[said.evidentiality]) if part)


def instant_day(at: datetime | Unresolved) -> str:
    """The day of an instant in words."""
    return put_day(at if isinstance(at, Unresolved) else at.date())


def name_side(key: str, sides: Mapping[str, Side]) -> str:
    """A side's name for people, ``""`` for none; a speaker who is no side keeps the name it has."""
    if key in sides:
        return sides[key].name
    return call(key, {}) if PARTY.match(key) else key
