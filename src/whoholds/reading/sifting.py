"""What was heard and is not told: it says nothing of who has a place, or is there only to be taken back."""

from __future__ import annotations

from whoholds.model import Act, Report, ReportKind
from whoholds.reading.claims import Cast, Heard
from whoholds.reading.hops import Event, Statement


def is_where_it_was_said(event: Event, said: Statement | None) -> bool:
    """Whether a place only tells where words were spoken: "…", a spokesman told reporters in Washington."""
    if said is None or said.cue_span is None or not event.parsed.sentence.span.covers(said.cue_span):
        return False
    cue = event.parsed.tokens(said.cue_span)
    place = event.parsed.tokens(event.toponym.span)
    trigger = event.parsed.span(event.trigger, event.trigger)
    spoken = any(content.covers(trigger) for content in said.content)
    if not (spoken and cue and place) or any(content.covers(event.toponym.span) for content in said.content):
        return False
    above = {token.i for word in place for token in (word, *word.ancestors)}
    return place[0].i > cue[-1].i and any(token.i in above for token in cue)


def favours_neither(heard: Heard, parties: Cast) -> bool:
    """Whether two rivals are said to hold or take one place alike: that tells nothing of who has it."""
    rivals = not parties.actor.side and " and " in parties.actor.name
    return rivals and heard.event.act in (Act.TAKES, Act.HOLDS)


def takes_back(heard: Heard, report: Report) -> bool:
    """Whether a correction only repeats what its own outlet had said, in order to take it back."""
    if report.kind is ReportKind.STORY or heard.statement is None or not report.publisher:
        return False
    return report.publisher.casefold() in heard.statement.source.casefold()
