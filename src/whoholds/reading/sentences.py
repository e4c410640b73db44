"""Where sentences begin and end: exact spans over a report's text, for any Unicode and any size, in linear time.

A line is a paragraph, unless lines are wrapped at a fixed width: then the wrapped lines are one. Inside a paragraph
``nupunkt`` finds the ends of sentences; what wire copy does beyond its rules is cut here: no blank after a full
stop, datelines and bare dates glued to the first sentence, lists without a full stop that no parser should see whole.
"""

from __future__ import annotations

import copy
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache

from nupunkt import PunktSentenceTokenizer
from nupunkt.models import load_default_model

from whoholds.model import Span
from whoholds.reading.hops import Sentence
from whoholds.reading.lexicon import load_words

MAX_TOKENS = 400
"""Words and marks in one sentence; of 20,993 sentences of UD EWT and GUM the longest has 159."""
BLOCK = 20_000
"""Characters given to the splitter at once, so that one endless line costs no more than many short ones."""
WRAP = (40, 100)
"""Width of hand-wrapped text; longer lines are whole paragraphs."""
STAMP_REACH = 600
"""Datelines stand at the top: characters of the first lines that are searched for them."""

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_GLUED = re.compile(r"(?<=[^\W\d_A-Z][^\W\d_A-Z])[.!?][\"”’)\]]?(?=[\"“‘(]?[A-Z][a-z’' ])")
_LAST_WORD = re.compile(r"[\w.-]+$")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*$")
_CLOSING = "”’)]»"
_PAUSE = re.compile(r"[;:,][\"”’)\]]*\s|\s[-–—]+\s|\s")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?"
_CLOCK = r"(?:,?(?: at)? \d\d?[:.]?\d\d(?:[:.]?\d\d)?(?: ?(?:GMT|UTC|[ap]\.?m\.?))?)?"
_DAY = r"\d\d?(?:st|nd|rd|th)?"
_DATE = rf"(?:{_DAY} {_MONTH},? \d{{4}}|{_MONTH} {_DAY},? \d{{4}}|\d\d?[-./]\d\d?[-./]\d{{4}})"
_POSTED = r"(?:(?:Date of publication|(?:Posted|Published|Updated)(?: on| at)?):? )?"
_GOVERNED = re.compile(
    r"\b(?:on|in|of|since|until|till|from|by|to|after|before|late|early|dated|the|and|or|for|between|during|around|"
    r"about),? $",
    re.IGNORECASE,
)


def find_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, in order.

    Spans are disjoint, begin and end with a character that is not blank, and together hold every such character of
    the text. No sentence has more than :data:`MAX_TOKENS` words and marks.
    """
    found: list[Sentence] = []
    for number, paragraph in enumerate(_paragraphs(text)):
        cuts = sorted({*_cuts(text, paragraph), paragraph.end})
        start = paragraph.start
        for end in cuts:
            for span in _short_enough(text, _trimmed(text, start, end)):
                found.append(Sentence(len(found), number, span))
            start = end
    return tuple(found)


# ---------------------------------------------------------------- paragraphs


def _paragraphs(text: str) -> Iterator[Span]:
    """Lines with something in them, those of one hand-wrapped paragraph joined."""
    block: list[Span] = []
    for match in _LINE.finditer(text):
        line = Span(*match.span())
        if not match.group().strip():
            continue
        if block and not _is_one_line_break(text, block[-1].end, line.start):
            yield from _unwrapped(text, block)
            block = []
        block.append(line)
    yield from _unwrapped(text, block)


def _is_one_line_break(text: str, end: int, start: int) -> bool:
    return start - end == 1 or text[end:start] == "\r\n"


def _unwrapped(text: str, lines: list[Span]) -> Iterator[Span]:
    """Join a line to the next where the next one's first word would not have fitted on it."""
    width = max((line.end - line.start for line in lines), default=0)
    wrapped = len(lines) > 1 and WRAP[0] <= width <= WRAP[1]
    start = 0
    for number, line in enumerate(lines):
        if number and not (wrapped and _flows_on(text, lines[number - 1], line, width)):
            yield Span(lines[start].start, lines[number - 1].end)
            start = number
    if lines:
        yield Span(lines[start].start, lines[-1].end)


def _flows_on(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether the next line goes on with the sentence: by the width, or by a small letter after no full stop."""
    first_word = following.of(text).split(maxsplit=1)[0]
    if first_word[0].islower() and text[line.end - 1] not in ".!?:":
        return True
    return line.end - line.start + 1 + len(first_word) > width


# ---------------------------------------------------------------- cuts inside a paragraph


def _cuts(text: str, paragraph: Span) -> Iterator[int]:
    for block in _blocks(text, paragraph):
        words = block.of(text)
        yield block.end
        ends = (_behind_quotes(words, end) for _, end in _splitter().span_tokenize(words))
        yield from (block.start + end for end in ends if not _in_address(words, end))
        yield from (block.start + end for end in _glued_ends(words))
    if paragraph.start < STAMP_REACH:
        head = text[paragraph.start : min(paragraph.end, STAMP_REACH)]
        yield from (paragraph.start + cut for cut in _stamp_cuts(head))


def _blocks(text: str, paragraph: Span) -> Iterator[Span]:
    """A paragraph in pieces of at most :data:`BLOCK` characters, cut behind a full stop or at least at a blank."""
    start = paragraph.start
    while paragraph.end - start > BLOCK:
        limit, earliest = start + BLOCK, start + BLOCK // 2
        stop = text.rfind(". ", earliest, limit)
        blank = text.rfind(" ", earliest, limit)
        end = stop + 1 if stop > 0 else blank if blank > 0 else limit
        yield Span(start, end)
        start = end
    yield Span(start, paragraph.end)


@cache
def _splitter() -> PunktSentenceTokenizer:
    """The splitter with our abbreviations, on a copy of the shipped parameters that nobody else changes."""
    shipped = load_default_model()
    own = PunktSentenceTokenizer(copy.deepcopy(shipped.parameters))
    own.add_abbreviations(sorted(_abbreviations()))
    return own


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(load_words("sentences")["abbreviations"])


def _behind_quotes(words: str, end: int) -> int:
    """An end moved behind the quotation marks and brackets that close the sentence."""
    while end < len(words) and words[end] in _CLOSING:
        end += 1
    return end


def _in_address(words: str, at: int) -> bool:
    """Whether a place lies inside an address of the web or of mail."""
    return at < len(words) and not words[at].isspace() and bool(_ADDRESS.search(words[max(0, at - 60) : at]))


def _glued_ends(words: str) -> Iterator[int]:
    """Ends of sentences that have no blank behind their full stop: "in the city.The army"."""
    for match in _GLUED.finditer(words):
        last = _LAST_WORD.search(words[max(0, match.start() - 60) : match.start()])
        if not (last and last.group().lower() in _abbreviations()) and not _in_address(words, match.end()):
            yield match.end()


@cache
def _stamps() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A dateline with its agency ("KABUL, Aug 8 (Agency) - "), and a bare date with or without a byline."""
    bylines = "|".join(re.escape(name) for name in load_words("sentences")["bylines"])
    place = r"[A-Z][\w'’.-]+(?:[ -][A-Z][\w'’.-]+){0,2}(?:, ?[A-Z][\w'’.-]+(?: [A-Z][a-z]+)?)?"
    dateline = rf"{place},?(?: {_MONTH} \d\d?(?:,? \d{{4}})?,?)? ?(?:\([^()]{{2,30}}\)|—|–) ?[-–—:]*\s"
    return (
        re.compile(rf"(?:^|(?<=[.!?] )|(?<=\n)){dateline}(?=[\"“A-Z])"),
        re.compile(rf"{_POSTED}(?:\b(?:{bylines}) )?\b{_WEEKDAY}{_DATE}{_CLOCK}(?= [\"“A-Z0-9])"),
    )


def _stamp_cuts(head: str) -> Iterator[int]:
    dateline, bare = _stamps()
    for match in dateline.finditer(head):
        yield from (match.start(), match.end())
    for match in bare.finditer(head):
        if not _GOVERNED.search(head[: match.start()]):
            yield from (match.start(), match.end())


# ---------------------------------------------------------------- length


def _trimmed(text: str, start: int, end: int) -> Span:
    """The stretch without the blanks at its ends."""
    words = text[start:end]
    lead = len(words) - len(words.lstrip())
    return Span(start + lead, start + max(lead, len(words.rstrip())))


def _short_enough(text: str, span: Span) -> Iterator[Span]:
    """The span itself, or its pieces where it has too many words; nothing for an empty one."""
    if span.start == span.end:
        return
    if span.end - span.start <= MAX_TOKENS:
        yield span
        return
    starts = [span.start + match.start() for match in _TOKEN.finditer(span.of(text))]
    while len(starts) > MAX_TOKENS:
        cut = _pause(text, starts[0], starts[MAX_TOKENS])
        piece = _trimmed(text, span.start, cut)
        if piece.start < piece.end:
            yield piece
        span = _trimmed(text, cut, span.end)
        starts = starts[bisect_right(starts, cut - 1) :]
    yield span


def _pause(text: str, start: int, limit: int) -> int:
    """The best place to cut before ``limit``: behind a mark, else at a blank, else there."""
    half = start + (limit - start) // 2
    best: dict[str, int] = {}
    for match in _PAUSE.finditer(text, half, limit):
        best[match.group()[0]] = match.end()
    marks: Iterable[str] = (";", ":", ",")
    return next((best[mark] for mark in marks if mark in best), max(best.values(), default=limit))
