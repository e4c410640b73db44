"""The benchmarks choose and count their texts as they say."""

import pytest

from benchmarks.case2021 import measure
from benchmarks.negatives import Sentence, compose, subject_of


def test_no_sentence_of_a_document_with_a_word_of_war_is_chosen() -> None:
    calm = Sentence("a", "The home team won the match by three goals to one.")
    at_war = Sentence("b", "The away team lost the game in front of ten thousand fans.")
    soldiers = Sentence("b", "The soldiers went home.")
    assert compose([calm, at_war, soldiers]) == [calm]


def test_sentences_with_a_word_of_the_lexicon_come_first() -> None:
    plain = Sentence("a", "The players of both teams wore black at the stadium.")
    hard = Sentence("a", "The players of our team captured the title at the stadium.")
    assert compose([plain, hard]) == [hard, plain]


def test_a_sentence_of_no_subject_has_none() -> None:
    assert subject_of(Sentence("a", "It rained all day and we stayed in bed.")) == ""


def test_territory_is_counted_by_its_three_labels() -> None:
    snippets = [
        {"text": "yes", "label": "GOV_REGAINS_TERIT"},
        {"text": "no", "label": "NON_VIOL_TERRIT_TRANSFER"},
        {"text": "yes", "label": "ARREST"},
    ]
    found = measure(snippets, lambda text: text == "yes")
    assert (found["precision"], found["recall"], found["f1"]) == pytest.approx((0.5, 0.5, 0.5))
