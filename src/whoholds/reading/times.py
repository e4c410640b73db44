"""When: the expression of time that dates an act."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from spacy.tokens import Token

from whoholds.model import Period, Unresolved
from whoholds.reading.grammar import clause_of
from whoholds.reading.hops import Parsed, Timex
from whoholds.reading.lexicon import load_words
from whoholds.reading.time_expressions import (
    as_of_its_day,
    day_named,
    find_timexes,
    head_of,
    last_stamp,
    points_on,
    tense_of,
)

__all__ = ["also_dated", "as_of_its_day", "find_timexes", "governing_timex"]

NEWS_DAYS = 5
"""A story tells of days this close to its publication; a sentence without a day of its own is then about the last
one named before it. Chosen on gold/train: 525 of 654 days right with 5, 520 with 3, 523 with 14, 499 without."""
TOP = 200
"""Characters from the start of a report in which a full date is its stamp of publication."""

MIGHT = Unresolved("it may happen, and when is not said")

FINITE = ("VBD", "VBN", "VBZ", "VBP")
PUBLISHED = ("published", "posted", "updated")
BACKGROUND = Unresolved("told as what was before, and when is not said")

_Pair = tuple[Sequence[Token], Timex]

_AGAIN = re.compile(r"(?:,|,? and)(?: then| again)*(?: (?:in|on|during))?(?: the)? ")
_WITH_YEAR = re.compile(r"\d\D+(?:19|20)\d\d$")


def governing_timex(parsed: Parsed, trigger: Token, timexes: Sequence[Timex], *, state: bool = False) -> Timex | None:
    """The expression that dates an act, or ``None`` when none does.

    In this order: one in the act's own clause, or in a bare one that fills it out; one in a clause around it ("said
    on Sunday they had captured" dates the capture); one elsewhere in the sentence; for a clause in the past, the last
    recent day named before, in ``timexes`` of the whole report; the stamp of the entry that the sentence stands in.
    Nearest first. A ``state`` ("rebel-held") takes the first and the last only. "Since the fall of" is
    :class:`Unresolved`.
    """
    here = [
        (tokens, timex)
        for timex in timexes
        if (tokens := parsed.tokens(timex.span)) and _may_date(timex, trigger, tokens)
    ]
    if state and trigger.dep_ in ("amod", "compound"):
        here = [pair for pair in here if trigger.is_ancestor(head_of(pair[0]))]
    own = _in_its_clause(here, trigger)
    if own:
        return _nearest(own, trigger)
    if not state and (word := _of_old(trigger)) is not None:
        return Timex(parsed.span(word, word), word.text, BACKGROUND)
    return _from_outside(parsed, trigger, here, timexes, state=state)


def _in_its_clause(here: Sequence[_Pair], trigger: Token) -> list[_Pair]:
    """The expressions in an act's own clause, or in a bare one that fills it out."""
    clause = clause_of(trigger)
    own = [pair for pair in here if clause_of(head_of(pair[0])) == clause]
    return own or [pair for pair in here if _fills_out(clause_of(head_of(pair[0])), clause)]


def _from_outside(
    parsed: Parsed, trigger: Token, here: Sequence[_Pair], timexes: Sequence[Timex], *, state: bool
) -> Timex | None:
    """What dates an act that its own clause does not: a clause around it, its sentence, the report before it."""
    clause = clause_of(trigger)
    is_possible = not state and _might_be(trigger)
    tense = "ahead" if is_possible else tense_of(trigger) or tense_of(clause)
    above = {token.i for token in trigger.ancestors} | {clause.i}
    around = [pair for pair in here if clause_of(head_of(pair[0])).i in above]
    if around and not state:
        chosen = _nearest(around, trigger)
        return None if tense == "ahead" and day_named(chosen) else chosen
    if is_possible:
        return Timex(parsed.span(trigger, trigger), trigger.text, MIGHT)
    stamp = last_stamp([timex for timex in timexes if timex.span.end <= parsed.sentence.span.end])
    if state or tense == "ahead":
        return stamp if tense != "ahead" else None
    elsewhere = [pair for pair in here if tense == "past" or day_named(pair[1])]
    if elsewhere:
        return _nearest(elsewhere, trigger)
    return (_told_before(parsed, timexes) if tense != "present" else None) or stamp


def also_dated(timex: Timex | None, parsed: Parsed, timexes: Sequence[Timex]) -> tuple[Timex, ...]:
    """The expressions joined to the one that dates an act: "in 2015 and again in 2016" tells of two."""
    if timex is None or not parsed.sentence.span.covers(timex.span):
        return ()
    here = [other for other in timexes if parsed.sentence.span.covers(other.span)]
    for other in here:
        between = parsed.doc.text[
            timex.span.end - parsed.sentence.span.start : other.span.start - parsed.sentence.span.start
        ]
        if timex.span.end < other.span.start and _AGAIN.fullmatch(between):
            return other, *also_dated(other, parsed, timexes)
    return ()


def _may_date(timex: Timex, trigger: Token, tokens: Sequence[Token]) -> bool:
    """Whether an expression may date an act of its sentence.

    "Two days after the army left" and "weeks of shelling" date what follows them only; the stamp of publication at
    the top dates nothing.
    """
    if points_on(timex):
        marked = tokens[-1].head
        return marked == trigger or marked.is_ancestor(trigger) or _runs_on_to(trigger, tokens[-1])
    if timex.stated.endswith(" of"):
        return head_of(tokens).is_ancestor(trigger)
    if timex.span.start >= TOP or not _WITH_YEAR.search(timex.stated):
        return True
    before = tokens[0].doc[: tokens[0].i]
    told = any(token.tag_ in FINITE and token.lower_ not in PUBLISHED for token in before)
    return len(before) > 0 and (before[-1].tag_ == "IN" or told)


def _runs_on_to(trigger: Token, mark: Token) -> bool:
    """Whether nothing parts a word from the "after" before it, whatever the parse makes of a long subject between."""
    between = trigger.doc[mark.i + 1 : trigger.i]
    return mark.i < trigger.i and not any(t.is_punct or (t.tag_ in FINITE and t.dep_[:3] != "aux") for t in between)


def _fills_out(lower: Token, clause: Token) -> bool:
    """Whether a clause only fills out another: "attacked to retake the road on Thursday", "led by Ali in May"."""
    bare = lower.tag_ in ("VB", "VBG", "VBN") and not any(
        c.dep_ in ("aux:pass", "nsubj", "cop") for c in lower.children
    )
    return lower.dep_ in ("xcomp", "acl", "advcl") and bare and lower != clause and clause.is_ancestor(lower)


def _might_be(trigger: Token) -> bool:
    """Whether an act is only possible: "may still capture", "could be able to take"; not "may have captured"."""
    helpers = {child.lower_ for verb in (trigger, trigger.head) for child in verb.children if child.dep_ == "aux"}
    able = trigger.tag_ == "VB" and (trigger.dep_ != "xcomp" or trigger.head.lower_ == "able")
    return able and bool(helpers & {"may", "might", "could"}) and "have" not in helpers


def _of_old(trigger: Token) -> Token | None:
    """The word that tells an act as what was before, with no day of its own: "since the fall of"."""
    words = [word for word in (*trigger.children, *trigger.head.children, trigger.head) if word.i < trigger.i]
    told = [word for word in words if word.lower_ in load_words("times")["of_old"]]
    return told[0] if trigger.tag_.startswith("NN") and told else None


def _nearest(pairs: Sequence[tuple[Sequence[Token], Timex]], trigger: Token) -> Timex:
    """The nearest to the trigger; one whose days are known before one whose are not."""
    return min(pairs, key=lambda pair: (isinstance(pair[1].period, Unresolved), _distance(pair[0], trigger)))[1]


def _told_before(parsed: Parsed, timexes: Sequence[Timex]) -> Timex | None:
    """From the last day named before the sentence to the newest one of the report, if the two are close.

    The day named before only begins the time: the act may be as late as the newest day that has come.
    """
    days = [timex for timex in timexes if day_named(timex) is not None and not timex.ahead]
    newest = max((day for timex in days if (day := day_named(timex))), default=None)
    earlier = [timex for timex in days if timex.span.end <= parsed.sentence.span.start]
    if not earlier or newest is None:
        return None
    last = earlier[-1]
    day = day_named(last)
    if day is None or newest - day > timedelta(days=NEWS_DAYS):
        return None
    begun = last.period.first if isinstance(last.period, Period) else day
    return replace(last, period=Period(begun, newest))


def _distance(tokens: Sequence[Token], trigger: Token) -> int:
    return min(abs(token.i - trigger.i) for token in tokens)
