"""Sentences are exact spans that hold every word of a text, whatever the text."""

import gc
import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoholds.model import Span
from whoholds.reading.sentences import MAX_TOKENS, find_sentences

CASES = {
    "ranks and countries": (
        "Gen. Amin of the U.S. Army met Lt. Col. Reza at St. Anna. It was 5 km. away.",
        ["Gen. Amin of the U.S. Army met Lt. Col. Reza at St. Anna.", "It was 5 km. away."],
    ),
    "hours": ("It left at 5 p.m. Monday. Then it rained.", ["It left at 5 p.m. Monday.", "Then it rained."]),
    "no blank after the full stop": (
        "Troops are in the city.The army said so.",
        ["Troops are in the city.", "The army said so."],
    ),
    "quotes close behind the full stop": (
        "“The town fell.” He left. “It is ours.”She agreed.",
        ["“The town fell.”", "He left.", "“It is ours.”", "She agreed."],
    ),
    "ellipsis": ("They came... and went. Nobody saw.", ["They came... and went.", "Nobody saw."]),
    "headline above the story": ("Army takes town\n\nThe army took it.", ["Army takes town", "The army took it."]),
    "headline, byline and date on one line": (
        "Rockets hit market in north AP Friday 6 Oct 2017 Ten people died.",
        ["Rockets hit market in north", "AP Friday 6 Oct 2017", "Ten people died."],
    ),
    "dateline of an agency": (
        "KYIV, Ukraine (Agency) — The army left.",
        ["KYIV, Ukraine (Agency) —", "The army left."],
    ),
    "a date in a sentence is no stamp": (
        "The army left on 6 Oct 2017 Monday evening.",
        ["The army left on 6 Oct 2017 Monday evening."],
    ),
    "an address keeps its dots": ("See www.Example.Org/News.Today now.", ["See www.Example.Org/News.Today now."]),
    "wrapped lines": (
        "The army said on Sunday that it had taken the town of Anna from the\nrebels, who left it in the night. "
        "They went\nnorth.",
        [
            "The army said on Sunday that it had taken the town of Anna from the\nrebels, who left it in the night.",
            "They went\nnorth.",
        ],
    ),
}


def spans(text: str) -> list[Span]:
    return [sentence.span for sentence in find_sentences(text)]


@pytest.mark.parametrize("name", CASES)
def test_the_ends_of_wire_sentences(name: str) -> None:
    text, expected = CASES[name]
    assert [span.of(text) for span in spans(text)] == expected


@pytest.mark.parametrize("text", ["", " \n\t ", "\u2028"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert find_sentences(text) == ()


def test_paragraphs_are_numbered() -> None:
    found = find_sentences("Headline\n\nOne. Two.\nThree.")
    assert [(sentence.index, sentence.paragraph) for sentence in found] == [(0, 0), (1, 1), (2, 1), (3, 2)]


texts = st.text(max_size=300) | st.text(alphabet=' \n\r.!?”"’)A a1,\u00a0\u2028\x85é\u0301中😀-', max_size=300)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_spans_are_ordered_disjoint_trimmed_and_hold_every_character(text: str) -> None:
    found = spans(text)
    for left, right in itertools.pairwise(found):
        assert left.end <= right.start
    for span in found:
        assert span.of(text) == span.of(text).strip() != ""
    inside = "".join(span.of(text) for span in found)
    assert "".join(inside.split()) == "".join(text.split())


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(["word ", "a,b ", "x-", "1. ", "中"]), st.integers(1, 3000))
def test_no_sentence_is_longer_than_a_parser_may_see(piece: str, times: int) -> None:
    text = piece * times
    for span in spans(text):
        words = span.of(text)
        assert len(words.split()) <= MAX_TOKENS
        assert sum(not (ch.isalnum() or ch.isspace()) for ch in words) <= MAX_TOKENS


def test_a_long_list_is_cut_behind_a_mark() -> None:
    text = ", ".join(f"village {number}" for number in range(400)) + "."
    assert all(span.of(text).endswith((",", ".")) for span in spans(text))


@pytest.mark.parametrize("piece", ["word ", "Short one. ", "x", ".", "a\n", "” ", "Mr. "])
def test_time_grows_with_length_only(piece: str) -> None:
    """Ten times the text may take no more than thirty times as long; quadratic work would take a hundred."""
    find_sentences(piece * 100)
    base = "".join([piece] * (20_000 // len(piece)))
    first = _seconds(base)
    assert _seconds(base * 10) < 30 * max(first, 0.01)


def _seconds(text: str) -> float:
    """CPU seconds of the quickest of three runs, without the collector, whose work grows with all that is loaded."""
    taken = []
    gc.disable()
    try:
        for _ in range(3):
            start = time.process_time()
            find_sentences(text)
            taken.append(time.process_time() - start)
    finally:
        gc.enable()
    return min(taken)
