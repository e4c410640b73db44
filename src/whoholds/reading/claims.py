"""Events become claims: who says it, who acts, when, on whose side the speaker is; each said once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Token

from whoholds.model import (
    Act,
    Attribution,
    Claim,
    Factuality,
    Interest,
    Period,
    Report,
    SourceKind,
    Span,
    Unresolved,
)
from whoholds.reading.actors import resolve_actor
from whoholds.reading.acts import Doing
from whoholds.reading.allegiance import SPEAKING_FOR_A_SIDE, interest_of, side_of_speaker
from whoholds.reading.hops import Commitment, Event, Statement, Timex
from whoholds.reading.lexicon import load_words
from whoholds.reading.party_names import is_speakers_own
from whoholds.reading.roster import UNKNOWN, Party, Roster
from whoholds.reading.sides import actor_words, country_of

RULES_VERSION = 1
TWO_SIDED = (Act.CLASHES, Act.ATTACKS, Act.BESIEGES, Act.STRIKES, Act.REPELS, Act.APPROACHES, Act.ENTERS)
AKIN = {
    Act.CLASHES: (Act.CLASHES, Act.ATTACKS),
    Act.TAKES: (Act.TAKES, Act.ENTERS, Act.APPROACHES, Act.ATTACKS),
    Act.HOLDS: (Act.HOLDS,),
    Act.BESIEGES: (Act.BESIEGES, Act.HOLDS),
    Act.ENTERS: (Act.ENTERS, Act.TAKES, Act.ATTACKS),
    Act.APPROACHES: (Act.APPROACHES, Act.ATTACKS, Act.TAKES),
}
UNOWNED = (Act.STRIKES, Act.ATTACKS, Act.REPELS)
"""Acts whose doer is often nobody named; the rest, when nobody is, is done by the report's main side.
On gold/train a main side for these three, too, takes strict F1 from .445 to .430."""
CHANGING = (Act.TAKES, Act.LOSES, Act.ENTERS)
BY_THEN = Unresolved("over by then, and the day is not said")
UNDATED = Unresolved("the report has no day of publication")


@dataclass(frozen=True, slots=True)
class Heard:
    """An event with everything that was found around it, ready to become a claim."""

    event: Event
    statement: Statement | None
    timex: Timex | None


@dataclass(frozen=True, slots=True)
class Cast:
    """The parties of an event: who acts, against whom, and whether the actor was named or only presumed."""

    actor: Party
    opponent: Party
    presumed: bool = False


def cast(
    events: Sequence[Event], said: Sequence[Statement | None], doings: Sequence[Doing], roster: Roster
) -> tuple[Cast, ...]:
    """The parties of each event, with the statement it stands in.

    Where the words leave the actor out, it is whoever does the same elsewhere in the report.
    """
    known = [
        (d.act, d.parsed.sentence.index, party)
        for d in doings
        if (party := resolve_actor(d.actor, d.parsed, roster)).side
    ]
    return tuple(_cast_one(event, one, known, roster) for event, one in zip(events, said, strict=True))


def _cast_one(event: Event, said: Statement | None, known: Sequence[tuple[Act, int, Party]], roster: Roster) -> Cast:
    doer = None if event.actor is not None and _is_the_place(event.actor, event) else event.actor
    actor = (
        _own_side(event, said, roster) or _enemy(doer, event, said, roster) or resolve_actor(doer, event.parsed, roster)
    )
    opponent = _enemy(event.opponent, event, said, roster) or resolve_actor(event.opponent, event.parsed, roster)
    presumed = not actor.name
    if presumed:
        actor = _presumed_actor(event, opponent, known, roster)
    if not opponent.name and event.act in TWO_SIDED and actor.side:
        opponent = roster.main(other_than=actor.side)
    return Cast(actor, opponent, presumed)


def _is_the_place(doer: Token, event: Event) -> bool:
    """Whether what stands where a doer would is the place itself: "the city's fall", "Kunduz's capture"."""
    return not event.toponym.anaphor and event.toponym.span.covers(event.parsed.span(doer, doer))


def _own_side(event: Event, said: Statement | None, roster: Roster) -> Party | None:
    """The speaker's own side: "our troops", "its forces", and, of what a side says was won, "X is liberated"."""
    if said is None or said.kind is not SourceKind.BELLIGERENT:
        return None
    side = roster.side_called(said.source)
    won = event.actor is None and event.act is Act.TAKES and event.trigger.lower_ in load_words("acts")["turns"]["won"]
    if not side or not (won or (event.actor is not None and is_speakers_own(event.actor))):
        return None
    named = roster.fullest(side)
    return named if named.name else Party(said.source, side, True, (event.parsed.sentence.index, event.trigger.i))


def _enemy(head: Token | None, event: Event, said: Statement | None, roster: Roster) -> Party | None:
    """Whom "the enemy" and "the invaders" mean: the other side than the speaker's, or than the place's own state."""
    if (
        head is None
        or head.lower_ not in actor_words()["nouns"]["enemies"]
        or any(child.tag_.startswith("NNP") or country_of(child.text) for child in head.children)
    ):
        return None
    own = roster.side_called(said.source) if said is not None and said.kind in SPEAKING_FOR_A_SIDE else ""
    own = own or f"state:{event.toponym.country}"
    found = roster.main(other_than=own)
    return found if found.name else None


def _presumed_actor(event: Event, opponent: Party, known: Sequence[tuple[Act, int, Party]], roster: Roster) -> Party:
    """Who does it when the words leave it out: a party named for such an act elsewhere in the report, else nobody.

    For strikes, the side that is named most often for them; for the rest, the one named nearest, and if there is none,
    but for attacks, the report's main side. Of the readings of gold/train that pair with a claim, 282 of 461 are right;
    for 75 the annotators name nobody.
    """
    here = event.parsed.sentence.index
    akin = [(there, party) for act, there, party in known if act in AKIN.get(event.act, (event.act,))]
    akin = [(there, party) for there, party in akin if not opponent.side or party.side != opponent.side]
    if not akin:
        return roster.main(other_than=opponent.side) if event.act not in UNOWNED else UNKNOWN
    if event.act is Act.STRIKES:
        side = Counter(party.side for _, party in akin).most_common(1)[0][0]
        return next(party for _, party in akin if party.side == side)
    return min(akin, key=lambda pair: abs(pair[0] - here) + (pair[0] > here) * 0.5)[1]


def make_claim(heard: Heard, parties: Cast, report: Report, roster: Roster, score: float) -> Claim:
    """The claim that an event makes in its surroundings; ``score`` is how sure we are that it was read right."""
    event = heard.event
    actor, opponent = parties.actor, parties.opponent
    claim = Claim(
        id="",
        report_id=report.id,
        act=event.act,
        actor=actor.name,
        actor_side=actor.side,
        opponent=opponent.name,
        opponent_side=opponent.side,
        place_name=event.toponym.name,
        place=event.toponym.place,
        part=event.toponym.part,
        country=event.toponym.country,
        when=_when(event, heard.timex, report),
        attribution=_attribution(heard.statement, event.act, actor, roster),
        factuality=_factuality(event.factuality, heard.statement),
        quote=_quote(event),
        place_span=event.toponym.span,
        time_span=heard.timex.span if heard.timex else None,
        score=score,
        made_by=f"{event.how}@{RULES_VERSION}",
        near=event.toponym.near,
    )
    return replace(claim, id=_claim_id(claim))


def _claim_id(claim: Claim) -> str:
    words = (
        claim.report_id,
        claim.act,
        claim.attribution.source,
        claim.place_name,
        claim.actor,
        claim.factuality,
        str(claim.when),
        f"{claim.quote.start}-{claim.quote.end}",
    )
    return hashlib.sha256("\x1f".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _quote(event: Event) -> Span:
    """The words from the first to the last of trigger, actor and place."""
    tokens = [event.trigger] + [token for token in (event.actor, event.opponent) if token is not None]
    own = event.parsed.span(min(tokens, key=lambda t: t.i), max(tokens, key=lambda t: t.i))
    place = event.toponym.span
    if event.parsed.sentence.span.covers(place):
        own = Span(min(own.start, place.start), max(own.end, place.end))
    return own


def _when(event: Event, timex: Timex | None, report: Report) -> Period | Unresolved:
    """The days it speaks of: those of its own expression of time, else the day of publication."""
    if event.act is Act.HOLDS and any(child.lower_ == "had" for child in event.trigger.children):
        return _ended(timex)
    if timex is not None:
        carried = not event.parsed.sentence.span.covers(timex.span)
        return _by_then(timex.period) if carried and _had_changed_hands(event) else timex.period
    if event.factuality is Factuality.PLANNED:
        return Unresolved("it lies ahead, and no day is given")
    return Period.day(report.day) if isinstance(report.day, date) else UNDATED


def _had_changed_hands(event: Event) -> bool:
    """Whether words tell of a place that had changed hands by the time they speak of: "it had retaken the town"."""
    return event.act in CHANGING and any(child.lower_ == "had" for child in event.trigger.children)


def _by_then(period: Period | Unresolved) -> Period | Unresolved:
    """The days up to the last of a period: the act was over by then, and on which day it began is not said."""
    return Period(BY_THEN, period.last) if isinstance(period, Period) else period


def _ended(timex: Timex | None) -> Period | Unresolved:
    """The days of a state that was over by then ("which had held it since 2029"): its end is not said."""
    over = Unresolved("it had ended, and when is not said")
    if timex is None or isinstance(timex.period, Unresolved) or isinstance(timex.period.first, Unresolved):
        return over
    return Period(timex.period.first, timex.period.first)


def _factuality(own: Factuality, statement: Statement | None) -> Factuality:
    """What the source commits to: its own words, unless the cue already takes the certainty away."""
    if statement is None or statement.commitment is Commitment.SAID:
        return own
    if statement.commitment is Commitment.DENIED:
        return Factuality.DENIED
    if own is not Factuality.CERTAIN:
        return own
    return Factuality.PLANNED if statement.commitment is Commitment.PLANNED else Factuality.HEDGED


# ---------------------------------------------------------------- attribution and interest


def _attribution(statement: Statement | None, act: Act, actor: Party, roster: Roster) -> Attribution:
    if statement is None or statement.kind is SourceKind.NARRATOR:
        return Attribution("narrator", SourceKind.NARRATOR, Interest.NARRATOR)
    side = side_of_speaker(statement, roster)
    return Attribution(
        statement.source,
        statement.kind,
        interest_of(statement.kind, side, act, actor, roster.country),
        statement.evidentiality,
        side,
        statement.source_span,
        statement.cue_span,
    )


# ---------------------------------------------------------------- each said once


def without_repeats(claims: Iterable[Claim], *, headline: Span) -> tuple[Claim, ...]:
    """One claim for a source, act, actor, place and time; a headline gives way to the sentence with the source."""
    kept: dict[tuple[object, ...], Claim] = {}
    ordered = sorted(claims, key=lambda claim: (-claim.score, claim.quote, claim.id))
    for claim in ordered:
        kept.setdefault(_proposition(claim), claim)
    survivors = list(kept.values())
    return tuple(sorted(_without_headline(survivors, headline), key=lambda claim: (claim.quote, claim.id)))


def _proposition(claim: Claim) -> tuple[object, ...]:
    return (
        claim.attribution.source,
        claim.act,
        claim.actor_side or claim.actor,
        claim.place_id or claim.place_name,
        claim.factuality,
        str(claim.when),
    )


def _without_headline(claims: Sequence[Claim], headline: Span) -> Iterator[Claim]:
    said = {(claim.act, claim.place_name) for claim in claims if not headline.covers(claim.quote)}
    for claim in claims:
        unsourced = claim.attribution.kind is SourceKind.NARRATOR
        if not (unsourced and headline.covers(claim.quote) and (claim.act, claim.place_name) in said):
            yield claim
