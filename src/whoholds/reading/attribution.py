"""Who says what: each cue with its speaker and all that is said, quotes over several sentences included."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from whoholds.model import Evidentiality, Report, SourceKind, Span
from whoholds.reading.cue_lexicon import cue_words
from whoholds.reading.cues import Cue, find_cues
from whoholds.reading.hops import Commitment, Parsed, Statement
from whoholds.reading.quotes import Quote, find_quotes
from whoholds.reading.speakers import NOBODY, SELF, Speaker, Speakers

BESIDE = 70
"""Characters between a speaker with a cue and the quote that is theirs: a hearer, a time, a medium."""
RUNS_ON = 250
"""Characters after which a quote that no cue claims is no longer put into the mouth of whoever spoke last."""


def find_statements(parsed: Sequence[Parsed], *, report: Report) -> tuple[Statement, ...]:
    """Every attribution of a report, in the order of the cues; content may reach over several sentences."""
    quotes, speakers = find_quotes(report.text), Speakers(parsed, report.text)
    cues = [cue for one in parsed for cue in find_cues(one) if not _is_own_voice(cue)]
    found: list[Statement] = []
    for cue in sorted(cues, key=lambda cue: (cue.block.start, cue.span)):
        said = _what(cue, quotes, parsed, report.text)
        if said:
            found.append(_statement(cue, speakers.resolve(cue.source, cue.parsed), said))
    return tuple(sorted((*found, *_unclaimed(found, quotes)), key=_position))


def statement_for(span: Span, statements: Sequence[Statement]) -> Statement | None:
    """The innermost statement whose content covers a span, ``None`` for the narrator's own words.

    Of two the one with the smaller content, then the one whose cue stands nearer, decides.
    """
    covering = [(content, one) for one in statements for content in one.content if content.covers(span)]
    return min(covering, key=lambda pair: (pair[0].end - pair[0].start, _gap(pair[1], span)))[1] if covering else None


def _gap(statement: Statement, span: Span) -> int:
    cue = statement.cue_span or statement.content[0]
    return max(cue.start - span.end, span.start - cue.end, 0)


def _position(statement: Statement) -> tuple[int, int, int]:
    cue = statement.cue_span or statement.source_span or statement.content[0]
    return cue.start, cue.end, statement.content[0].start


def _is_own_voice(cue: Cue) -> bool:
    """Whether "we say" stands inside a quote, or nobody but the writer says "I"."""
    return cue.source is not None and cue.source.lower_ in SELF


# ---------------------------------------------------------------- what is said


def _what(cue: Cue, quotes: Sequence[Quote], parsed: Sequence[Parsed], text: str) -> tuple[Span, ...]:
    """The spans that are said: those of the sentence, and the quotes that belong to them or stand beside the cue."""
    if cue.refers_back:
        return cue.content or _sentence_before(cue, parsed)
    inside = any(quote.span.covers(cue.block) for quote in quotes)
    own = [] if inside else [quote.span for quote in quotes if _is_beside(quote.span, cue.block, text)]
    spans = [*own, *(span for content in cue.content for span in _without(content, own))]
    if not inside:
        touched = [q.span for q in quotes if q.span not in own and any(_runs_into(q.span, s) for s in spans)]
        spans += touched
    if not spans and text[cue.block.end : cue.block.end + 40].lstrip()[:1] == ":":
        spans = list(_after_colon(cue, parsed))
    return tuple(sorted(spans))


def _runs_into(quote: Span, content: Span) -> bool:
    return quote.overlaps(content) and not content.covers(quote) and quote.start >= content.start


def _without(content: Span, quotes: Sequence[Span]) -> Iterator[Span]:
    """A content less the quotes that reach over its edge, which stand as spans of their own."""
    if any(quote.covers(content) for quote in quotes):
        return
    yield content


def _is_beside(quote: Span, block: Span, text: str) -> bool:
    """Whether a quote stands next to speaker and cue, with no end of a sentence or other quote between."""
    if quote.end <= block.start:
        between = text[quote.end : block.start]
        return len(between) < 25 and not any(mark in between.strip('"”».,!? ') for mark in '".“')
    if quote.start >= block.end:
        between = text[block.end : quote.start].rstrip()
        plain = between.rstrip('"“«`:, \n')
        return len(between) < BESIDE and not any(mark in plain for mark in '.!?"“\n')
    return False


def _after_colon(cue: Cue, parsed: Sequence[Parsed]) -> Iterator[Span]:
    """The paragraph after "X said:"."""
    later = [one.sentence for one in parsed if one.sentence.index > cue.parsed.sentence.index]
    if later:
        paragraph = [one for one in later if one.paragraph == later[0].paragraph]
        yield Span(paragraph[0].span.start, paragraph[-1].span.end)


def _sentence_before(cue: Cue, parsed: Sequence[Parsed]) -> tuple[Span, ...]:
    """The sentence that stands right before that of a denial or confirmation."""
    index = cue.parsed.sentence.index
    return tuple(one.sentence.span for one in parsed if one.sentence.index == index - 1)


# ---------------------------------------------------------------- statements


def _statement(cue: Cue, speaker: Speaker, said: tuple[Span, ...]) -> Statement:
    commitment = cue.commitment
    if speaker is NOBODY or (speaker.name.lower() == NOBODY.name and commitment is Commitment.SAID):
        commitment = Commitment.HEDGED
    return Statement(
        speaker.name, speaker.kind, commitment, _evidence(cue, speaker), speaker.span, cue.span, said, cue.refers_back
    )


def _evidence(cue: Cue, speaker: Speaker) -> Evidentiality:
    """How the speaker knows: saw it, was told, or does not say."""
    words = {token.lower_ for token in cue.parsed.tokens(cue.block)}
    saw = cue_words()["saw"]
    there = speaker.kind is SourceKind.JOURNALIST and any(noun in speaker.name.lower() for noun in saw["persons"])
    if there or words & {*saw["verbs"], *saw["places"]}:
        return Evidentiality.SAW
    return Evidentiality.TOLD if cue.token.lower_ in ("learned", "learnt") else Evidentiality.UNSPECIFIED


def _unclaimed(found: Sequence[Statement], quotes: Sequence[Quote]) -> Iterator[Statement]:
    """Quotes that no cue claims: a whole sentence that soon follows belongs to whoever spoke last."""
    taken = sorted(content for statement in found for content in statement.content)
    told = sorted(((_end(one), n) for n, one in enumerate(found) if not one.refers_back and one.kind), key=lambda t: t)
    last_end, last = -1, -1
    for quote in quotes:
        if not quote.whole or any(content.overlaps(quote.span) for content in taken):
            continue
        at = bisect_right(told, (quote.span.start, len(found))) - 1
        end, n = told[at] if at >= 0 else (-1, -1)
        if last_end > end:
            end, n = last_end, last
        if n >= 0 and quote.span.start - end < RUNS_ON and found[n].source != NOBODY.name:
            last_end, last = quote.span.end, n
            yield replace(found[n], commitment=Commitment.SAID, content=(quote.span,))


def _end(statement: Statement) -> int:
    return max(span.end for span in (statement.cue_span, *statement.content) if span is not None)
