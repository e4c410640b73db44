"""Expressions of time in a report's sentences and the days they mean, in the order of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import cache

from spacy.tokens import Token

from whoholds.model import Period, Report, Span, Unresolved
from whoholds.reading.grammar import clause_of
from whoholds.reading.hops import Parsed, Sentence, Timex
from whoholds.reading.lexicon import load_words
from whoholds.reading.time_grammar import Rule, rules, work_out
from whoholds.reading.time_periods import Anchor, belligerents, one_of

SMALL = 6
"""Hours of the day, UTC, that are night or evening still for those who wrote: a report put out in them may tell of the
day before."""
LATEST = timedelta(days=3660)
"""Nothing further ahead than this is a year that a report speaks of."""

_OFFSET = re.compile(r"\b(?:later|earlier|after|before|following day|next day|previous day)$", re.IGNORECASE)
_STAMP = re.compile(r"(?:19|20)\d\d,? \d\d[.:]\d\d$")
_JOIN = re.compile(r"\s*(?:to|until|till|and|through|-|–|—)\s*(?:the )?(?:on )?")
_BEFORE_PAIR = re.compile(r"\b(?:from|between)\s+(?:the )?$", re.IGNORECASE)
_NO_YEAR = re.compile(r"\s*(?:GMT|UTC|hours|hrs|local|[ap]\.?m\b|\d\d?[.-]\d\d?[.-]\d{4})")
_CLOCK = re.compile(r"\b(?:at|updated)\s+$", re.IGNORECASE)
_PRESENT = ("has", "have", "’s", "'s", "’ve", "'ve", "is", "are", "can", "may", "might", "could", "would", "do", "does")
_PAST = ("had", "was", "were", "did")


@dataclass(frozen=True, slots=True)
class _Found:
    rule: Rule
    match: re.Match[str]


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence with its words; ``parsed`` is ``None`` where the language model has not read it."""

    sentence: Sentence
    text: str
    parsed: Parsed | None = None


def find_timexes(
    parsed: Sequence[Parsed], *, published: date | Unresolved, unparsed: Sequence[Sentence] = (), text: str = ""
) -> tuple[Timex, ...]:
    """The expressions of time of the sentences, in order, with the days they mean.

    "Sunday" counts from ``published``, or from the stamp of the entry that it stands in, forward in a clause that
    looks ahead; "a day later" from the last day named before it, which two such words in a row share. Without
    ``published`` such words are :class:`Unresolved`, and only what names its year resolves. ``unparsed`` are further
    sentences of the report's ``text``, which tell no tense.
    """
    lines = [_Line(one.sentence, one.doc.text, one) for one in parsed]
    lines += [_Line(sentence, sentence.span.of(text)) for sentence in unparsed]
    lines.sort(key=lambda line: line.sentence.index)
    found: list[Timex] = []
    war = _war_of(" ".join(line.text for line in lines), published)
    for line in lines:
        found.extend(_in_sentence(line, published, found, war))
    return tuple(found)


def _war_of(text: str, published: date | Unresolved) -> date | None:
    """The first day of the war that a report tells of: the last one begun in the country it names most."""
    if not any(noun in text for noun in load_words("times")["war_nouns"]):
        return None
    names = belligerents()
    counts = Counter(names[found[0]] for found in _names_of_belligerents().finditer(text))
    country = max(sorted(counts), key=lambda iso: counts[iso], default="")
    return _last_war(country, published)


@cache
def _names_of_belligerents() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{one_of(belligerents())})\b")


def _last_war(country: str, published: date | Unresolved) -> date | None:
    days: list[date] = load_words("times")["wars"].get(country, [])
    return max((day for day in days if isinstance(published, date) and day <= published), default=None)


def _war_meant(words: str, of_report: date | None, published: date | Unresolved) -> date | None:
    """The first day of the war that words name ("the start of the Iraq war"), of the report's where they name none."""
    said, lexicon = set(words.lower().split()), load_words("times")
    if said.isdisjoint(lexicon["war_nouns"]):
        return of_report
    if not said.isdisjoint(lexicon["other_wars"]):
        return None
    named = next((iso for name, iso in belligerents().items() if re.search(rf"\b{re.escape(name)}\b", words)), "")
    return _last_war(named, published) if named else of_report


def as_of_its_day(report: Report) -> Report:
    """The report dated by the day that it tells of, which for one put out in the small hours is the day before.

    A story of 00:22 UTC that says "on Tuesday" and never "on Wednesday" was written on Tuesday, whoever's clock
    stamped it. Only a clock's instant is moved; a stamp of midnight sharp is a day without an hour.
    """
    if isinstance(report.published, Unresolved) or report.published.time() == time(0) or report.published.hour >= SMALL:
        return report
    before = report.published.replace(hour=23, minute=59) - timedelta(days=1)
    said = set(re.findall(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", report.text))
    told = f"{before:%A}" in said and f"{report.published:%A}" not in said
    return replace(report, published=before) if told else report


def _in_sentence(one: _Line, published: date | Unresolved, before: Sequence[Timex], war: date | None) -> list[Timex]:
    start = one.sentence.span.start
    here: list[Timex] = []
    if (stamp := last_stamp(before)) is not None and isinstance(published, date):
        published = day_named(stamp) or published
    for found in _matches(one):
        span = Span(start + found.match.start(), start + found.match.end())
        anchor = _anchor(found.rule, published, [*before, *here], one, span)
        if isinstance(anchor, Anchor):
            anchor = replace(anchor, war=_war_meant(found.match.group(), war, published))
        period = work_out(found.rule, found.match, anchor)
        if period is not None and not (found.match.group().isdigit() and _is_ahead(period, published, by=LATEST)):
            is_ahead = _is_ahead(period, published, by=timedelta(days=0))
            here.append(Timex(span, found.match.group(), period, one.sentence.paragraph, is_ahead))
    return list(_joined(one, here))


def _matches(one: _Line) -> list[_Found]:
    """What the rules find, left to right; where two overlap, the rule that comes first."""
    text = one.text.replace("\n", " ")
    lower = text.lower()
    taken: list[_Found] = []
    for rule in rules():
        if rule.needs and not any(word in lower for word in rule.needs):
            continue
        for match in rule.pattern.finditer(text):
            free = not any(match.start() < other.match.end() and other.match.start() < match.end() for other in taken)
            if free and _means_time(one, match):
                taken.append(_Found(rule, match))
    return sorted(taken, key=lambda found: found.match.start())


def _means_time(one: _Line, match: re.Match[str]) -> bool:
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


def _token_at(one: _Line, offset: int) -> Token | None:
    doc = one.parsed.doc if one.parsed else ()
    return next((token for token in doc if token.idx <= offset < token.idx + len(token)), None)


def _anchor(
    rule: Rule, published: date | Unresolved, before: Sequence[Timex], one: _Line, span: Span
) -> Anchor | Unresolved:
    """What an expression counts from: for "a day later" the last day named, as long as the story is of those days."""
    if rule.counts_from == "last":
        before = [timex for timex in before if not _OFFSET.search(timex.stated)]
    if isinstance(published, Unresolved):
        last = _last_day(before) if rule.counts_from == "last" else None
        return Anchor(last) if last else published
    if rule.counts_from == "last":
        last = _last_day(before, published)
        return Anchor(last or published, ahead=False)
    tokens = one.parsed.tokens(span) if one.parsed else ()
    return Anchor(published, _looks_ahead(tokens) if tokens else None)


def _last_day(timexes: Sequence[Timex], published: date | None = None) -> date | None:
    """The last single day that was named, within three weeks of publication."""
    last = next((day for timex in reversed(timexes) if (day := day_named(timex))), None)
    if last is None or published is None or timedelta(0) <= published - last <= timedelta(days=21):
        return last
    return None


def _looks_ahead(tokens: Sequence[Token]) -> bool | None:
    """Whether the clause of some words is about the future, or the past; ``None`` for neither."""
    head = head_of(tokens)
    if head.head.lower_ in load_words("times")["ahead"]:
        return True
    return {"ahead": True, "past": False}.get(tense_of(clause_of(head)))


def _is_ahead(period: Period | Unresolved, published: date | Unresolved, *, by: timedelta) -> bool:
    """Whether a period begins more than so long after publication."""
    first = period.first if isinstance(period, Period) else period
    return isinstance(first, date) and isinstance(published, date) and first - published > by


def _joined(one: _Line, timexes: Sequence[Timex]) -> Iterator[Timex]:
    """Two ends of one stretch made one: "between Friday and Sunday", "from March to May"."""
    text, start = one.text, one.sentence.span.start
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
        return Timex(span, span_text(span, text, start), Period(a.first, b.last), left.paragraph)
    return None


def span_text(span: Span, text: str, start: int) -> str:
    """The words of a span of the report in a sentence that begins at ``start``."""
    return text[span.start - start : span.end - start]


def points_on(timex: Timex) -> bool:
    """Whether an expression dates what follows it ("two days after the army left"), not what stands around it."""
    return timex.stated.lower().endswith(" after")


def last_stamp(timexes: Sequence[Timex]) -> Timex | None:
    """The last stamp of an entry ("23 Jul 2022 18.05"): what stands below it was written then."""
    return next((timex for timex in reversed(timexes) if _STAMP.search(timex.stated)), None)


def day_named(timex: Timex) -> date | None:
    """The day of an expression that names one, or a night between two; of the story, not of what was before it."""
    if points_on(timex):
        return None
    period = timex.period
    if isinstance(period, Period) and isinstance(period.last, date) and period.days in (1, 2):
        return period.last
    return None


def tense_of(clause: Token) -> str:
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


def head_of(tokens: Sequence[Token]) -> Token:
    """The token of an expression that the others hang on."""
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside), tokens[-1])
