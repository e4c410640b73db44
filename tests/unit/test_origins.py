"""Copies are told by shared phrases; agencies by where a text credits them."""

from datetime import UTC, datetime

import pytest

from whoholds.intake.origins import PER_SENTENCE, agency_named, find_agency_credit, fingerprints, judge_copy
from whoholds.model import Sketch, Unresolved

SENTENCE = "The monitor said that at least nine people had left the old quarter of Kobar by noon."


def sketch(name: str, *, of: int, publisher: str = "Paper", day: int | None = 1, agency: str = "") -> Sketch:
    published = Unresolved("no day") if day is None else datetime(2021, 8, day, tzinfo=UTC)
    return Sketch(name, publisher, published, agency, tuple(range(of)))


# ---------------------------------------------------------------- phrases


def test_a_sentence_gives_at_most_six_numbers() -> None:
    assert len(fingerprints(SENTENCE)) == PER_SENTENCE


def test_numbers_come_once_ascending_and_fit_sqlite() -> None:
    found = fingerprints(f"{SENTENCE} {SENTENCE} {SENTENCE.replace('Kobar', 'Nasim')}")
    assert list(found) == sorted(set(found))
    assert all(0 <= number < 2**63 for number in found)


def test_short_sentences_tell_nothing() -> None:
    assert fingerprints("He gave no further details. It was quiet after that. ") == ()


@pytest.mark.parametrize(
    "edited",
    [
        SENTENCE.upper(),
        SENTENCE.replace(" that at", " that, at"),
        f"A new lead of more than seven words was put before it all. {SENTENCE}",
        f"KOBAR\n{SENTENCE}\nMore words.",
    ],
)
def test_case_commas_and_neighbours_change_nothing(edited: str) -> None:
    assert set(fingerprints(SENTENCE)) <= set(fingerprints(edited))


def test_one_word_of_house_style_leaves_some_phrases() -> None:
    edited = SENTENCE.replace("old quarter", "old market")
    assert 0 < len(set(fingerprints(SENTENCE)) & set(fingerprints(edited))) < PER_SENTENCE


def test_same_text_same_numbers_on_every_machine() -> None:
    assert fingerprints("one two three four five six seven") == (2869033033343445711,)


# ---------------------------------------------------------------- judging


@pytest.mark.parametrize(
    ("shared", "later", "earlier", "copied"),
    [
        (2, sketch("b", of=4), sketch("a", of=4, publisher="Wire"), False),
        (3, sketch("b", of=15), sketch("a", of=90, publisher="Wire"), True),
        (3, sketch("b", of=16), sketch("a", of=90, publisher="Wire"), False),
        (3, sketch("b", of=16, agency="AFP"), sketch("a", of=90, publisher="AFP"), True),
        (3, sketch("b", of=16, agency="AFP"), sketch("a", of=90, publisher="Wire", agency="Reuters"), False),
        (3, sketch("b", of=16, agency="AFP", day=9), sketch("a", of=90, publisher="AFP"), False),
        (3, sketch("b", of=16, agency="AFP", day=None), sketch("a", of=90, publisher="AFP"), False),
        (6, sketch("b", of=18), sketch("a", of=90), False),
        (6, sketch("b", of=17), sketch("a", of=90), True),
    ],
)
def test_a_fifth_is_a_copy_less_with_one_agency_more_for_ones_own(
    shared: int, later: Sketch, earlier: Sketch, copied: bool
) -> None:
    assert (judge_copy(later, earlier, shared=shared) is not None) is copied


def test_the_reason_is_in_words() -> None:
    link = judge_copy(sketch("b", of=9, agency="AFP"), sketch("a", of=20, publisher="AFP"), shared=7)
    assert link is not None
    assert link.because == "shares 7 of 9 phrases with a, and both go back to AFP"
    assert link.share == 7 / 9


def test_texts_without_phrases_are_no_copies() -> None:
    assert judge_copy(sketch("b", of=0), sketch("a", of=0), shared=0) is None


# ---------------------------------------------------------------- agencies

FILLER = "Nothing else was known of the matter by the evening. " * 12


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("KOBAR (AFP) - Troops entered the town.", "AFP"),
        ("Troops enter Kobar AFP Saturday 4 October Troops entered the town.", "AFP"),
        ("Reuters - Troops entered the town.", "Reuters"),
        (f"{FILLER}He spoke by telephone.-REUTERS", "Reuters"),
        (f"{FILLER}\nAP\n", "AP"),
        (f"{FILLER}Source: Xinhua", "Xinhua"),
        (f"{FILLER}The Associated Press contributed to this report.", "AP"),
        ("By our correspondent, with Agence France-Presse. Troops entered.", "AFP"),
        ("The commander told AFP that he had left.", ""),
        ("Reuters reported that the town had fallen.", ""),
        (f"{FILLER} Troops (AFP) entered. {FILLER}", ""),
        ("", ""),
    ],
)
def test_credits_stand_at_either_end(text: str, agency: str) -> None:
    assert find_agency_credit(text) == agency


def test_an_agency_has_many_names() -> None:
    assert [agency_named(name) for name in ("reuters", "The Associated Press", "Paper")] == ["Reuters", "AP", ""]
