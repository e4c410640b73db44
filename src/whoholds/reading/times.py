"""When: expressions of time in a sentence become periods, and each act finds the expression that dates it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Token

from whoholds.model import Period, Span, Unresolved
from whoholds.reading.grammar import clause_of
from whoholds.reading.hops import Parsed, Timex
from whoholds.reading.lexicon import load_words
from whoholds.reading.time_grammar import Anchor, Rule, rules, work_out

NEWS_DAYS = 5
"""A story tells of days this close to its publication; a sentence without a day of its own is then about the last
one named before it. Chosen on gold/train: 525 of 654 days right with 5, 520 with 3, 523 with 14, 499 without."""
LATEST = timedelta(days=3660)
"""Nothing further ahead than this is a year that a report speaks of."""

TOP = 200
"""Characters from the start of a report in which a full date is its stamp of publication."""

_WITH_YEAR = re.compile(r"\d\D+(?:19|20)\d\d$")
_JOIN = re.compile(r"\s*(?:to|until|till|and|through|-|–|—)\s*(?:the )?(?:on )?")
_BEFORE_PAIR = re.compile(r"\b(?:from|between)\s+(?:the )?$", re.IGNORECASE)
_NO_YEAR = re.compile(r"\s*(?:GMT|UTC|hours|hrs|local|[ap]\.?m\b|\d\d?[.-]\d\d?[.-]\d{4})")
_CLOCK = re.compile(r"\b(?:at|updated)\s+$", re.IGNORECASE)
_PRESENT = ("has", "have", "’s", "'s", "’ve", "'ve", "is", "are", "can", "may", "might", "could", "would", "do", "does")
_PAST = ("had", "was", "were", "did")


# ---------------------------------------------------------------- finding


@dataclass(frozen=True, slots=True)
class _Found:
    rule: Rule
    match: re.Match[str]


def find_timexes(parsed: Sequence[Parsed], *, published: date | Unresolved) -> tuple[Timex, ...]:
    """The expressions of time of the sentences, in order, with the days they mean.

    "Sunday" counts from ``published``, forward in a clause that looks ahead; "a day later" from the last day named
    before it. Without ``published`` such words are :class:`Unresolved`, and only what names its year resolves.
    """
    found: list[Timex] = []
    for one in parsed:
        found.extend(_in_sentence(one, published, found))
    return tuple(found)


def _in_sentence(one: Parsed, published: date | Unresolved, before: Sequence[Timex]) -> list[Timex]:
    start = one.sentence.span.start
    here: list[Timex] = []
    for found in _matches(one):
        span = Span(start + found.match.start(), start + found.match.end())
        anchor = _anchor(found.rule, published, [*before, *here], one, span)
        period = work_out(found.rule, found.match, anchor)
        if period is not None and not (found.match.group().isdigit() and _too_far_ahead(period, published)):
            here.append(Timex(span, found.match.group(), period))
    return list(_joined(one, here))


def _matches(one: Parsed) -> list[_Found]:
    """What the rules find, left to right; where two overlap, the rule that comes first."""
    text = one.doc.text.replace("\n", " ")
    taken: list[_Found] = []
    for rule in rules():
        for match in rule.pattern.finditer(text):
            free = not any(match.start() < other.match.end() and other.match.start() < match.end() for other in taken)
            if free and _means_time(one, match):
                taken.append(_Found(rule, match))
    return sorted(taken, key=lambda found: found.match.start())


def _means_time(one: Parsed, match: re.Match[str]) -> bool:
    """Whether words that look like a time are one: "May" and "March" are verbs too, "2000" may count people."""
    groups = match.groupdict()
    name = groups.get("month") or groups.get("weekday")
    if name and name[0].islower():
        return False
    if match.group().rstrip(".") in ("May", "March", "Mar", "Dec", "Jan"):
        token = _token_at(one, match.start())
        return token is not None and token.tag_ == "NNP" and not _starts_a_name(token)
    if match.group().isdigit():
        token = _token_at(one, match.start())
        is_clock = _NO_YEAR.match(match.string, match.end()) or _CLOCK.search(match.string[: match.start()])
        return token is not None and not _counts_things(token) and not is_clock
    return True


def _counts_things(token: Token) -> bool:
    return token.dep_ == "nummod" and token.head.i > token.i and token.head.tag_ in ("NNS", "NNPS")


def _starts_a_name(token: Token) -> bool:
    return token.dep_ == "flat" or (token.i + 1 < len(token.doc) and token.nbor().dep_ == "flat")


def _token_at(one: Parsed, offset: int) -> Token | None:
    return next((token for token in one.doc if token.idx <= offset < token.idx + len(token)), None)


def _anchor(
    rule: Rule, published: date | Unresolved, before: Sequence[Timex], one: Parsed, span: Span
) -> Anchor | Unresolved:
    """What an expression counts from: for "a day later" the last day named, as long as the story is of those days."""
    if isinstance(published, Unresolved):
        last = _last_day(before) if rule.counts_from == "last" else None
        return Anchor(last) if last else published
    if rule.counts_from == "last":
        last = _last_day(before, published)
        return Anchor(last or published, ahead=False)
    tokens = one.tokens(span)
    return Anchor(published, _looks_ahead(tokens) if tokens else None)


def _last_day(timexes: Sequence[Timex], published: date | None = None) -> date | None:
    """The last single day that was named, within three weeks of publication."""
    last = next((day for timex in reversed(timexes) if (day := _single(timex))), None)
    if last is None or published is None or timedelta(0) <= published - last <= timedelta(days=21):
        return last
    return None


def _looks_ahead(tokens: Sequence[Token]) -> bool | None:
    """Whether the clause of some words is about the future, or the past; ``None`` for neither."""
    head = _head(tokens)
    if head.head.lower_ in load_words("times")["ahead"]:
        return True
    return {"ahead": True, "past": False}.get(_tense(clause_of(head)))


def _too_far_ahead(period: Period | Unresolved, published: date | Unresolved) -> bool:
    first = period.first if isinstance(period, Period) else period
    return isinstance(first, date) and isinstance(published, date) and first - published > LATEST


def _joined(one: Parsed, timexes: Sequence[Timex]) -> Iterator[Timex]:
    """Two ends of one stretch made one: "between Friday and Sunday", "from March to May"."""
    text, start = one.doc.text, one.sentence.span.start
    waiting: Timex | None = None
    for timex in timexes:
        if waiting is not None:
            both = _stretch(waiting, timex, text, start)
            yield both or waiting
            waiting = None if both else timex
        else:
            waiting = timex
    if waiting is not None:
        yield waiting


def _stretch(left: Timex, right: Timex, text: str, start: int) -> Timex | None:
    between = text[left.span.end - start : right.span.start - start]
    if not (_JOIN.fullmatch(between) and _BEFORE_PAIR.search(text[: left.span.start - start])):
        return None
    a, b = left.period, right.period
    if not (isinstance(a, Period) and isinstance(b, Period) and isinstance(a.first, date)):
        return None
    if isinstance(b.last, date) and b.last >= a.first:
        span = Span(left.span.start, right.span.end)
        return Timex(span, span_text(span, text, start), Period(a.first, b.last))
    return None


def span_text(span: Span, text: str, start: int) -> str:
    """The words of a span of the report in a sentence that begins at ``start``."""
    return text[span.start - start : span.end - start]


# ---------------------------------------------------------------- which one dates an act


def governing_timex(parsed: Parsed, trigger: Token, timexes: Sequence[Timex], *, state: bool = False) -> Timex | None:
    """The expression that dates an act, or ``None`` when none does.

    In this order: one in the act's own clause; one in a clause around it ("said on Sunday they had captured" dates
    the capture); one elsewhere in the sentence; for a clause in the past, the last recent day named before, in
    ``timexes`` of the whole report. Nearest first. A ``state`` ("rebel-held") takes the first only.
    """
    here = [
        (tokens, timex)
        for timex in timexes
        if (tokens := parsed.tokens(timex.span)) and _may_date(timex, trigger, tokens)
    ]
    clause = clause_of(trigger)
    tense = _tense(trigger) or _tense(clause)
    above = {token.i for token in trigger.ancestors} | {clause.i}
    if state and trigger.dep_ in ("amod", "compound"):
        here = [pair for pair in here if trigger.is_ancestor(_head(pair[0]))]
    own = [pair for pair in here if clause_of(_head(pair[0])) == clause]
    around = [pair for pair in here if clause_of(_head(pair[0])).i in above]
    if own or (around and not state):
        chosen = _nearest(own or around, trigger)
        return None if not own and tense == "ahead" and _single(chosen) else chosen
    if state or tense == "ahead":
        return None
    elsewhere = [pair for pair in here if tense == "past" or _single(pair[1])]
    if elsewhere:
        return _nearest(elsewhere, trigger)
    return _told_before(parsed, timexes) if tense != "present" else None


def _may_date(timex: Timex, trigger: Token, tokens: Sequence[Token]) -> bool:
    """Whether an expression may date an act of its sentence.

    "Two days after the army left" dates what follows it only; the stamp of publication at the top dates nothing.
    """
    if _points_on(timex):
        marked = tokens[-1].head
        return marked == trigger or marked.is_ancestor(trigger)
    is_dated = timex.span.start < TOP and bool(_WITH_YEAR.search(timex.stated))
    return not is_dated or (tokens[0].i > 0 and tokens[0].nbor(-1).tag_ == "IN")


def _points_on(timex: Timex) -> bool:
    return timex.stated.lower().endswith(" after")


def _nearest(pairs: Sequence[tuple[Sequence[Token], Timex]], trigger: Token) -> Timex:
    """The nearest to the trigger; one whose days are known before one whose are not."""
    return min(pairs, key=lambda pair: (isinstance(pair[1].period, Unresolved), _distance(pair[0], trigger)))[1]


def _told_before(parsed: Parsed, timexes: Sequence[Timex]) -> Timex | None:
    """The last day named before the sentence, if it is close to the newest one of the report."""
    days = [timex for timex in timexes if _single(timex) is not None]
    newest = max((day for timex in days if (day := _single(timex))), default=None)
    earlier = [timex for timex in days if timex.span.end <= parsed.sentence.span.start]
    if not earlier or newest is None:
        return None
    last = earlier[-1]
    day = _single(last)
    return last if day is not None and newest - day <= timedelta(days=NEWS_DAYS) else None


def _single(timex: Timex) -> date | None:
    """The day of an expression that names one, or a night between two; of the story, not of what was before it."""
    if _points_on(timex):
        return None
    period = timex.period
    if isinstance(period, Period) and isinstance(period.last, date) and period.days in (1, 2):
        return period.last
    return None


def _tense(clause: Token) -> str:
    """``ahead``, ``present``, ``past``, or ``""`` for a clause without a finite verb."""
    helpers = [child.lower_ for child in clause.children if child.dep_ in ("aux", "aux:pass", "cop")]
    ahead = load_words("times")["ahead"]
    if any(helper in ahead for helper in helpers):
        return "ahead"
    if "to" in [child.lower_ for child in clause.children] and clause.head.lower_ in ahead:
        return "ahead"
    if any(helper in _PRESENT for helper in helpers) or clause.tag_ in ("VBZ", "VBP"):
        return "present"
    return "past" if any(helper in _PAST for helper in helpers) or clause.tag_ == "VBD" else ""


def _head(tokens: Sequence[Token]) -> Token:
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside), tokens[-1])


def _distance(tokens: Sequence[Token], trigger: Token) -> int:
    return min(abs(token.i - trigger.i) for token in tokens)
