"""What a brief tells about each place: the verdict in a sentence, and the statements behind it with what they moved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from whoholds.export.privacy import call_source, mask
from whoholds.export.sides import Side
from whoholds.export.wording import (
    ACT,
    FACTUALITY,
    INTEREST,
    KIND,
    PART,
    how_sure,
    put_day,
    put_period,
    put_points,
    shorten,
)
from whoholds.model import (
    Claim,
    Effect,
    Estimate,
    Explanation,
    KnownClaim,
    Part,
    Report,
    SourceKind,
    Status,
    Unresolved,
)

REACH = 220
"""Characters shown before and after the words of a claim, when its sentence is longer."""
_BREAK = re.compile(
    r"(?<![ .(][A-Z])(?<!\bDr|\bMr|\bSt)(?<!\bMrs|\bGen|\bCol|\bLt\.)[.!?][\"'”’)]*\s+(?=[\"'“‘(]?[A-Z])|\n+"
)
"""Where a sentence surely ends; the point of an initial or a title does not."""
LONGEST_NAME = 64
FELT = 0.005
"""A move below half a point is told as no move."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says, its copies folded into it; its sentence in three parts, the claim's words in the middle."""

    before: str
    quote: str
    after: str
    source: str
    standing: str
    reading: str
    firmness: str
    about: str
    outlet: str
    published: str
    url: str
    copies: tuple[str, ...]
    retracted: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A piece of evidence: what it moved the likeliest holder's probability by, and the statements that carry it."""

    points: str
    direction: str
    disputed: bool
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """All that is told about a place: the verdict, the evidence that counts, and what else was said."""

    verdict: str
    balance: str
    moves: tuple[Moved, ...]
    rest: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Sentences:
    """Where statements get their words from: the reports, and the names in them that must not be shown."""

    reports: Mapping[str, Report]
    private: Mapping[str, tuple[str, ...]]

    def around(self, known: KnownClaim) -> tuple[str, str, str]:
        """The sentence of a claim in three parts: before its words, its words, after them."""
        claim = known.claim
        text, names = self.reports[claim.report_id].text, self.private.get(claim.report_id, ())
        return tuple(mask(part, names) for part in find_sentence(text, claim.quote.start, claim.quote.end))  # type: ignore[return-value]


def find_sentence(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The sentence that holds ``start`` to ``end``, as the words before, the words themselves and the words after."""
    first = max((match.end() for match in _BREAK.finditer(text, 0, start)), default=0)
    stop = _BREAK.search(text, max(end - 1, start))
    last = max(stop.start() + len(stop[0].rstrip()), end) if stop else len(text)
    before, after = text[first:start].lstrip(), text[end:last].rstrip()
    if len(before) > REACH:
        before = "…" + before[-REACH:].split(" ", 1)[-1]
    return before, text[start:end], shorten(after, REACH)


def tell_story(
    explanation: Explanation, claims: Sequence[KnownClaim], sides: Mapping[str, Side], sentences: Sentences
) -> Story:
    """The verdict on a place with everything that was said about it, newest evidence first."""
    by_id = {known.claim.id: known for known in claims}
    moves: list[Moved] = []
    used: set[str] = set()
    for effect in explanation.effects:
        carried = [by_id[claim_id] for claim_id in effect.cluster.claim_ids if claim_id in by_id]
        used.update(known.claim.id for known in carried)
        moves.append(_moved(effect, carried, sentences))
    rest = [known for known in claims if known.claim.id not in used]
    return Story(
        put_verdict(explanation.estimate, sides),
        _balance(explanation, sides),
        tuple(moves),
        tuple(_statement(group, sentences) for group in fold(rest)),
    )


def put_verdict(estimate: Estimate, sides: Mapping[str, Side]) -> str:
    """The estimate in one sentence."""
    holder = sides[estimate.holder].name if estimate.holder in sides else ""
    since = f", since {put_day(estimate.since)}" if isinstance(estimate.since, date) and holder else ""
    claimants = " and ".join(sides[key].name for key in estimate.claimed_by if key in sides)
    match estimate.status:
        case Status.HELD:
            return f"Held: {holder}, {how_sure(estimate)}{since}."
        case Status.BESIEGED:
            return f"Held, besieged: {holder}, {how_sure(estimate)}{since}." if holder else "Besieged."
        case Status.CONTESTED:
            likeliest = f" Likeliest holder: {holder}, {how_sure(estimate)}." if holder else ""
            return f"Contested ({estimate.contested:.0%}).{likeliest}"
        case Status.CLAIMED_UNCONFIRMED:
            chance = f"; {how_sure(estimate)}" if holder else ""
            return f"Claimed by {claimants or 'one side'}; nobody independent confirms it{chance}."
        case Status.NO_REPORT:
            return f"No report bears on it; {holder} held it at the start." if holder else "No report bears on it."
        case _:
            return "Nobody can be named as holder."


def _balance(explanation: Explanation, sides: Mapping[str, Side]) -> str:
    """Where the likeliest holder's probability started and what silence did to it."""
    holders = explanation.estimate.holders
    if not holders:
        return ""
    side = sides[holders[0][0]].name if holders[0][0] in sides else holders[0][0]
    start = f"Without any report, the chance that {side} holds it would be {explanation.before:.0%}"
    if abs(explanation.drift) < FELT:
        return f"{start}; with all of them it is {holders[0][1]:.0%}."
    silence = f"the days since the newest evidence changed it by {put_points(explanation.drift)} points"
    return f"{start}; with all of them it is {holders[0][1]:.0%} ({silence})."


def _moved(effect: Effect, carried: Sequence[KnownClaim], sentences: Sentences) -> Moved:
    statements = tuple(_statement(group, sentences) for group in fold(carried))
    return Moved(*put_move(effect), effect.cluster.disputed, statements)


def put_move(effect: Effect) -> tuple[str, str]:
    """What a piece of evidence moved, in points, and whether it speaks ``for``, ``against`` or for ``nothing``."""
    direction = "for" if effect.moved >= FELT else "against" if effect.moved <= -FELT else "nothing"
    return (put_points(effect.moved) if direction != "nothing" else "0"), direction


def fold(claims: Iterable[KnownClaim]) -> tuple[list[KnownClaim], ...]:
    """Some claims by what they state: one statement of one origin, in however many reports, is one group."""
    folded: dict[tuple[str, ...], list[KnownClaim]] = {}
    for known in claims:
        claim = known.claim
        key = (known.origin, claim.attribution.kind, claim.act, claim.factuality, claim.actor_side, claim.part)
        folded.setdefault(key, []).append(known)
    return tuple(folded.values())


def _statement(group: Sequence[KnownClaim], sentences: Sentences) -> Statement:
    known = group[0]
    claim, report = known.claim, sentences.reports[known.claim.report_id]
    said = claim.attribution
    before, quote, after = sentences.around(known)
    standing = [KIND[said.kind], INTEREST[said.interest]] if said.kind is not SourceKind.NARRATOR else []
    others = {one.claim.report_id: one.publisher for one in group if one.claim.report_id != report.id}
    return Statement(
        before,
        quote,
        after,
        name_source(known),
        ", ".join(part for part in standing if part),
        reading_of(claim),
        FACTUALITY[claim.factuality],
        put_period(claim.when),
        (known.publisher or "an unnamed outlet") if said.kind is not SourceKind.NARRATOR else "",
        put_day(known.published if isinstance(known.published, Unresolved) else known.published.date()),
        report.url if report.url.startswith(("https://", "http://")) else "",
        tuple(outlet or "an unnamed outlet" for outlet in others.values()),
        put_day(known.retracted.date()) if known.retracted else "",
    )


def name_source(known: KnownClaim) -> str:
    """Who says it; where the report does in its own voice, the outlet."""
    said = known.claim.attribution
    if said.kind is SourceKind.NARRATOR:
        return known.publisher or "an unnamed outlet"
    return shorten(call_source(said), LONGEST_NAME)


def _part(claim: Claim) -> str:
    """How much of the place is meant; how near it, in the report's own words."""
    return PART[claim.part] if claim.near is None else f"“{claim.near.words}”"


def reading_of(claim: Claim) -> str:
    """What the words were read as saying."""
    actor = claim.actor or "a side not named"
    against = f", against {claim.opponent}" if claim.opponent else ""
    part = f" ({_part(claim)})" if claim.part is not Part.WHOLE or claim.near else ""
    return f"{actor} {ACT[claim.act]} {claim.place_name}{part}{against}"


def name_sources_behind(explanation: Explanation, claims: Sequence[KnownClaim]) -> tuple[str, ...]:
    """The sources on whose word the estimate stands: those who moved it most, towards its holder where there is one."""
    by_id = {known.claim.id: known for known in claims}
    toward = explanation.estimate.holder
    weighed = [(effect.moved if toward else abs(effect.moved), effect) for effect in explanation.effects]
    kept = sorted((pair for pair in weighed if pair[0] >= FELT or not toward), key=lambda p: (-p[0], p[1].cluster.id))
    names = [
        name_source(by_id[claim_id])
        for _, effect in kept
        for claim_id in effect.cluster.claim_ids[:1]
        if claim_id in by_id
    ]
    return tuple(dict.fromkeys(names))
