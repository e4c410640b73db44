"""When: expressions of time in a sentence become periods, and each act finds the expression that governs it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from spacy.tokens import Token

from whoholds.model import Period, Span, Unresolved
from whoholds.reading.grammar import clause_of
from whoholds.reading.hops import Parsed, Timex
from whoholds.reading.time_grammar import rules, work_out


def find_timexes(parsed: Sequence[Parsed], *, published: date | Unresolved) -> tuple[Timex, ...]:
    """The expressions of time of the sentences, in order; "a day later" counts from the one before it."""
    found: list[Timex] = []
    for one in parsed:
        found.extend(_in_sentence(one, published, found[-1] if found else None))
    return tuple(found)


def _in_sentence(one: Parsed, published: date | Unresolved, last: Timex | None) -> Iterator[Timex]:
    text, start = one.doc.text, one.sentence.span.start
    taken: list[tuple[int, int]] = []
    matches = []
    for rule in rules():
        for match in rule.pattern.finditer(text):
            if not any(match.start() < end and begin < match.end() for begin, end in taken):
                taken.append((match.start(), match.end()))
                matches.append((match.start(), rule, match))
    for _, rule, match in sorted(matches, key=lambda entry: entry[0]):
        anchor = _anchor(rule.anchor, published, last)
        period = work_out(rule, match, anchor)
        if period is not None:
            last = Timex(Span(start + match.start(), start + match.end()), match.group(), period)
            yield last


def _anchor(kind: str, published: date | Unresolved, last: Timex | None) -> date | Unresolved:
    if kind == "last" and last is not None and isinstance(last.period, Period) and isinstance(last.period.last, date):
        return last.period.last
    return published


def governing_timex(parsed: Parsed, trigger: Token, timexes: Sequence[Timex]) -> Timex | None:
    """The expression that dates an act: one in the act's own clause, nearest first; else one of a clause around it.

    An expression beside the verb of saying ("said on Sunday they had captured") dates the act only if the act has none.
    """
    here = [(tokens, timex) for timex in timexes if (tokens := parsed.tokens(timex.span))]
    if not here:
        return None
    clause = clause_of(trigger)
    own = [(_distance(tokens, trigger), timex) for tokens, timex in here if clause_of(_head(tokens)) == clause]
    if own:
        return min(own, key=lambda pair: pair[0])[1]
    above = {token.i for token in trigger.ancestors} | {clause.i}
    around = [(_distance(tokens, trigger), timex) for tokens, timex in here if clause_of(_head(tokens)).i in above]
    return min(around, key=lambda pair: pair[0])[1] if around else None


def _head(tokens: Sequence[Token]) -> Token:
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside), tokens[-1])


def _distance(tokens: Sequence[Token], trigger: Token) -> int:
    return min(abs(token.i - trigger.i) for token in tokens)
