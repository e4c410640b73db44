"""Which further sentences the telling ones of a report need: who speaks a quote, who acts, who "a monitor" is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from whoholds.reading.cue_lexicon import cue_words, forms_of_saying
from whoholds.reading.hops import Commitment, Sentence
from whoholds.reading.quotes import find_quotes

LEAD = 1
"""Sentences at the top of a report, its headline or lead, that say who the parties are.
On gold/train strict F1 is .434 without, .456 with one and .454 with two (with all the rest as it is)."""
BESIDE = 4
"""Marks and blanks between a quote and the sentence before or after it, which may name its speaker."""

_A_MONITOR = re.compile(r"\b(?:[Mm]onitor|[Oo]bservatory|[Gg]roup|[Ii]t) ")
_MONITOR_BY_NAME = re.compile(r"\b(?:(?:Observatory|Network|Institute) for|Watch|Amnesty|Committee)\b")


def with_needed(telling: Sequence[Sentence], sentences: Sequence[Sentence], *, text: str) -> tuple[Sentence, ...]:
    """The telling sentences of a report's ``text``, of which there are some, with those they need, in order."""
    chosen = {sentence.index for sentence in (*telling, *sentences[:LEAD])}
    chosen |= set(_beside_quotes(telling, sentences, text))
    after = (sentences[one.index + 1] for one in telling if one.index + 1 < len(sentences))
    chosen |= {sentence.index for sentence in after if _answers(sentence.span.of(text))}
    if any(_A_MONITOR.search(sentence.span.of(text)) for sentence in telling):
        named = (sentence.index for sentence in sentences if _MONITOR_BY_NAME.search(sentence.span.of(text)))
        chosen |= set(islice(named, 1))
    return tuple(sentence for sentence in sentences if sentence.index in chosen)


def _answers(written: str) -> bool:
    """Whether a sentence may deny or confirm the one before it: "The ministry rejected this"."""
    return not _words_of_answers().isdisjoint(re.findall(r"\w+", written.lower()))


@cache
def _words_of_answers() -> frozenset[str]:
    confirming = cue_words()["cues"]["confirming"]
    forms = forms_of_saying().items()
    return frozenset(form for form, (lemma, what) in forms if what is Commitment.DENIED or lemma in confirming)


def _beside_quotes(telling: Sequence[Sentence], sentences: Sequence[Sentence], text: str) -> Iterator[int]:
    """The sentences in which a quote that holds words of a telling one begins and ends, and those beside it."""
    starts = [sentence.span.start for sentence in sentences]
    for quote in find_quotes(text):
        if any(quote.span.overlaps(sentence.span) for sentence in telling):
            for at in (quote.span.start - BESIDE, quote.span.start, quote.span.end, quote.span.end + BESIDE):
                yield max(bisect_right(starts, at) - 1, 0)
