"""Who says what: each cue with its speaker and all that is said, quotes over several sentences included."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from whoholds.model import Act, Evidentiality, Report, SourceKind, Span
from whoholds.reading.cue_lexicon import QUOTE_MARKS, cue_words
from whoholds.reading.cues import Cue, find_cues
from whoholds.reading.hops import Commitment, Event, Parsed, Statement
from whoholds.reading.quotes import Quote, find_quotes
from whoholds.reading.source_kinds import fighting_states, kind_of_source
from whoholds.reading.speakers import NOBODY, SELF, Speaker, Speakers

BESIDE = 70
"""Characters between a speaker with a cue and the quote that is theirs: a hearer, a time, a medium."""
OWN_VOICE = ("i", "we", "our", "us", "my")
RUNS_ON = 250
"""Characters after which a quote that no cue claims is no longer put into the mouth of whoever spoke last."""

_STATEMENT_BY = re.compile(
    r"(?:joint |press |full )*(?:statement|remarks|declaration|message) (?:by|from|of) (?:the )?(?P<who>.+?)"
    r"(?= on | about | regarding | concerning | at | in | after | following |[:,–—]|$)",
    re.IGNORECASE,
)
_STAMP = re.compile(r"\n(?:From )?\d\d? [A-Z][a-z]{2,8} 20\d\d \d\d[.:]\d\d|\nUpdated at ")


def find_statements(parsed: Sequence[Parsed], *, report: Report) -> tuple[Statement, ...]:
    """Every attribution of a report, in the order of the cues; content may reach over several sentences."""
    quotes, speakers = find_quotes(report.text), Speakers(parsed, report.text, report.title)
    cues = [cue for one in parsed for cue in find_cues(one) if not _is_own_voice(cue)]
    found: list[Statement] = []
    for cue in sorted(cues, key=lambda cue: (cue.block.start, cue.span)):
        said = _what(cue, quotes, parsed, report.text)
        if said:
            speaker = speakers.resolve(cue.source, cue.parsed)
            found.append(_statement(cue, speaker, _with_entry(said, cue, speaker, report.text)))
    return tuple(sorted((*found, *_unclaimed(found, quotes), *_signed(report, parsed)), key=_position))


def is_in_passing(event: Event) -> bool:
    """Whether words only remark on who holds or besieges a place: the narrator's, in anybody's mouth.

    "Rebel-held Douma", "the town held by rebels".
    """
    bare = event.trigger.tag_ == "VBN" and event.trigger.dep_ == "acl"
    return event.how.startswith("modifier/") or (bare and event.act in (Act.HOLDS, Act.BESIEGES))


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
    announces = text[cue.block.end : cue.parsed.sentence.span.end].rstrip() == ":"
    if (announces and not own) or (not spans and text[cue.block.end : cue.block.end + 40].lstrip()[:1] == ":"):
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
    """The paragraph after "X said:"; where that one speaks as "we" or "I", all that follow."""
    later = [one for one in parsed if one.sentence.index > cue.parsed.sentence.index]
    paragraph = [one for one in later if one.sentence.paragraph == later[0].sentence.paragraph]
    if paragraph:
        speaks = any(token.lower_ in OWN_VOICE for one in paragraph for token in one.doc)
        last = (later if speaks and not _opens_quote(paragraph[0]) else paragraph)[-1]
        yield Span(paragraph[0].sentence.span.start, last.sentence.span.end)


def _opens_quote(one: Parsed) -> bool:
    return one.doc[0].text[:1] in QUOTE_MARKS


def _with_entry(said: tuple[Span, ...], cue: Cue, speaker: Speaker, text: str) -> tuple[Span, ...]:
    """What is said, and for "the agency reports: …" all that follows in the same entry or paragraph."""
    after = text[cue.block.end : cue.block.end + 4].lstrip()
    if speaker.kind is not SourceKind.JOURNALIST or after[:1] != ":" or after[1:].lstrip()[:1] in QUOTE_MARKS:
        return said
    stamp = _STAMP.search(text, cue.block.end)
    line = text.find("\n", cue.block.end)
    end = stamp.start() if stamp else line if line > 0 else len(text)
    return (*said[:-1], Span(said[-1].start, max(said[-1].end, end)))


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


def _signed(report: Report, parsed: Sequence[Parsed]) -> Iterator[Statement]:
    """The whole of a text that its title calls somebody's statement and that speaks as "we" or "I" itself."""
    match = _STATEMENT_BY.match(report.title)
    quoted = [quote.span for quote in find_quotes(report.text)]
    for one in parsed if match else ():
        for token in one.doc:
            at = one.span(token, token)
            if match and token.lower_ in OWN_VOICE and not any(span.covers(at) for span in quoted):
                name, kind = match["who"].strip(), kind_of_source(match["who"], fighting_states(report.text))
                whole = (Span(0, len(report.text)),)
                known = kind or SourceKind.OFFICIAL
                yield Statement(name, known, Commitment.SAID, Evidentiality.UNSPECIFIED, None, None, whole)
                return


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
