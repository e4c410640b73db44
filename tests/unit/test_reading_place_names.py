"""What is a place's name in running text: lists without commas, villages that no list has, and names that are none."""

import pytest
from test_reading_places import one, toponyms

from whoholds.model import Part
from whoholds.reading.names import read_line
from whoholds.reading.place_clues import is_placed, list_goes_on
from whoholds.reading.place_unlisted import find_numbered


def names(text: str) -> list[str]:
    """The words of each literal toponym, left to right, countries and anaphors left out."""
    return [t.text for t in toponyms(text) if t.literal and not t.anaphor]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In Syria troops advanced in Khan Touman Rashedin and al-Eis.", ["Khan Touman", "Rashedin", "al-Eis"]),
        (
            "Shells hit the neighborhoods of al-Shaar al-Ansari and al-Furqan in Aleppo in Syria.",
            ["al-Shaar", "al-Ansari", "al-Furqan", "Aleppo"],
        ),
        ("In Syria jets bombed the towns of Saraqeb Marzuqin and Binnish.", ["Saraqeb", "Marzuqin", "Binnish"]),
        ("In Libya rebels took over the Bahi and Marzuq fields.", ["Bahi", "Marzuq"]),
        ("In Syria the army held villages including Zabqin and Marzuqin.", ["Zabqin", "Marzuqin"]),
        ("Clashes went on near Tal Marzuqin in Syria.", ["Tal Marzuqin"]),
        ("In Syria rebels were driven from the town of Khan Touman military sources said.", ["Khan Touman"]),
        ("The militants seized control of Elka Marzu in Somalia.", ["Elka Marzu"]),
        ("Fighters attacked Dil village in Somalia.", ["Dil"]),
        ("In Syria the group besieged the Kweires military airport.", ["Kweires"]),
    ],
)
def test_lists_come_apart_and_grammar_marks_villages(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In Syria the town was under the control of the Marzuqis.",
        "But the talks in Syria went on. She said so.",
        "In Ohio John Clark was charged. Clark denied it.",
        "In Ohio Floyd Chaney called the School.",
    ],
)
def test_parties_persons_and_common_words_are_no_places(text: str) -> None:
    assert not {"Marzuqis", "But", "She", "Clark", "Floyd", "Chaney", "School"} & set(names(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Russia sought to occupy much of Ukraine's south.", "Ukraine's south"),
        ("Fighting went on in the north-east of Syria.", "north-east of Syria"),
        ("Fighting went on in northern Syria.", "northern Syria"),
    ],
)
def test_a_side_of_a_country_is_one_place(text: str, name: str) -> None:
    assert one(text, name).part is Part.REGION


def test_the_place_that_a_body_is_called_after_is_not_meant_itself() -> None:
    assert not one("The Aleppo Media Centre counted ten dead in Syria.", "Aleppo").literal


def test_a_numbered_base_is_a_place_where_words_of_place_stand_before_it() -> None:
    assert names("In Syria rebels captured Base 46.") == ["Base 46"]
    assert not list(find_numbered(read_line("Brigade 93 said it would leave.")))


def test_words_of_place_reach_over_of_but_not_under_the_control_of() -> None:
    line = read_line("the siege of Zabqin under the control of Marzuq")
    assert is_placed(line, 3)
    assert not is_placed(line, 8)
    assert list_goes_on(read_line("in Zabqin and al-Marzuq"), 1)


def test_an_abbreviation_with_dots_is_one_word() -> None:
    assert [word.text for word in read_line("the U.S. and W.Va. towns").words][1:4:2] == ["U.S.", "W.Va."]


@pytest.mark.parametrize(
    "text",
    [
        "In Ohio Andrew Durand was hurt. Durand left the house.",
        "In Ohio Priscilla Durand called. Police found Durand at home.",
        "In Ohio some people of the Kentucky Workforce Development Cabinet were at the meeting that ended late.",
    ],
)
def test_last_names_and_ends_of_longer_names_are_no_places(text: str) -> None:
    assert not {"Durand", "Priscilla", "Andrew", "Workforce", "Development", "Cabinet"} & set(names(text))


def test_a_surname_that_stands_after_in_is_a_place() -> None:
    assert "Marzuq" in names("In Libya Ali Marzuq spoke. Fighting broke out in Marzuq.")
