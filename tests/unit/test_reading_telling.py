"""Only sentences that can tell of an act at a place are parsed, and those that they need."""

import pytest

from whoholds.gazetteer.compiled import open_gazetteer
from whoholds.model import Report, Unresolved
from whoholds.reading.needed import with_needed
from whoholds.reading.pipeline import Reader, open_reader
from whoholds.reading.sentences import find_sentences
from whoholds.reading.telling import find_telling


def telling(text: str) -> list[str]:
    found = find_telling(find_sentences(text), text=text, gazetteer=open_gazetteer())
    return [sentence.span.of(text) for sentence in found]


@pytest.mark.parametrize(
    "text",
    [
        "The army captured Raqqa.",
        "Rebel-held Aleppo was quiet.",
        "Militants were driven out of the city.",
        "Shelling was heard in the north.",
    ],
)
def test_an_act_of_war_at_a_place_tells(text: str) -> None:
    assert telling(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "The senator took Ohio. She had fought hard. He had not.",  # an act and a place, and no word of war near
        "The rebels met in Geneva.",  # war and a place, and no act
        "The rebels captured a tank.",  # war and an act, and no place
        "There were clashes over the budget.",  # "there" is no place here
    ],
)
def test_a_sentence_without_war_or_act_or_place_does_not(text: str) -> None:
    assert telling(text) == []


def test_a_word_of_war_may_stand_two_sentences_away() -> None:
    near = "The rebels rejoiced. It had rained. They had taken Raqqa."
    far = "The rebels rejoiced. It had rained. It was cold. They had taken Raqqa."
    assert telling(near) == ["They had taken Raqqa."]
    assert telling(far) == []


def test_a_site_of_no_name_tells_only_near_a_place() -> None:
    assert telling("The army entered Raqqa. Its troops took the barracks.")[1:] == ["Its troops took the barracks."]
    assert telling("Its troops took the barracks.") == []


def test_headline_lead_and_the_speaker_of_a_quote_are_needed() -> None:
    text = (
        "A headline. A lead of its own. The war went on. “The rebels have taken Raqqa. We saw them,” said Karim. "
        "It rained again and again, and nobody knew for how long it would go on like that. Then the sun came out."
    )
    sentences = find_sentences(text)
    chosen = with_needed(find_telling(sentences, text=text, gazetteer=open_gazetteer()), sentences, text=text)
    assert [sentence.index for sentence in chosen] == [0, 2, 3, 4]


def test_a_denial_right_after_is_needed() -> None:
    text = "A headline. A lead. The rebels took Raqqa. The ministry rejected this. It rained. The ministry denied it."
    sentences = find_sentences(text)
    chosen = with_needed(find_telling(sentences, text=text, gazetteer=open_gazetteer()), sentences, text=text)
    assert [sentence.index for sentence in chosen] == [0, 2, 3]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return open_reader(open_gazetteer())


def test_a_report_that_tells_nothing_is_not_parsed(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reader, "_parse", lambda *_: pytest.fail("parsed"))
    report = Report(
        "r", "Shares fell in London. The bank cut its rate. Nobody had hoped for it.", "", "", Unresolved("no day")
    )
    assert reader.read_claims(report) == ()
