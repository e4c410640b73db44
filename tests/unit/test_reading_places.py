"""Which words of a report name places, how much of each they mean, and which place that is."""

from functools import cache

import pytest
from spacy.language import Language

from whoholds.gazetteer.compiled import CompiledGazetteer, open_gazetteer
from whoholds.model import Part, Place, Report, Unresolved
from whoholds.reading.hops import Parsed, Toponym
from whoholds.reading.pipeline import open_reader
from whoholds.reading.places import find_toponyms
from whoholds.reading.sentences import find_sentences


@cache
def gazetteer() -> CompiledGazetteer:
    return open_gazetteer()


@cache
def model() -> Language:
    return open_reader(gazetteer()).language_model


def toponyms(text: str, title: str = "") -> tuple[Toponym, ...]:
    """The toponyms of a report of these words."""
    report = Report("r", text, title, "Wire", Unresolved("no day"))
    parsed = [Parsed(s, model()(s.span.of(text))) for s in find_sentences(text)]
    return find_toponyms(parsed, report=report, gazetteer=gazetteer())


def one(text: str, name: str, title: str = "") -> Toponym:
    """The first toponym written so."""
    return next(t for t in toponyms(text, title) if t.text == name)


def country_and_division(toponym: Toponym) -> tuple[str, str]:
    """Where it was put."""
    assert isinstance(toponym.place, Place), toponym.reason
    return toponym.place.country, toponym.place.admin1


def test_a_village_in_no_list_is_found_and_stays_unlocated() -> None:
    found = one("Rebels captured the village of Tell Marzuqin in Syria.", "Tell Marzuqin")
    assert isinstance(found.place, Unresolved)
    assert "not in the gazetteer" in found.reason
    assert (found.country, found.literal) == ("SY", True)


def test_spans_point_at_the_words_of_the_report() -> None:
    text = "In Sudan the army shelled El Fasher. Fighters held Nyala."
    assert all(t.span.of(text) == t.text for t in toponyms(text))


@pytest.mark.parametrize(
    ("text", "name", "part"),
    [
        ("Fighting raged in Manbij in Syria.", "Manbij", Part.WHOLE),
        ("Shells fell near Manbij in Syria.", "Manbij", Part.OUTSKIRTS),
        ("Tanks stood 20 km north of Manbij in Syria.", "Manbij", Part.OUTSKIRTS),
        ("Fighting raged in central Manbij in Syria.", "Manbij", Part.CENTRE),
        ("The army took parts of Manbij in Syria.", "Manbij", Part.PART),
        ("The army shelled eastern Aleppo in Syria.", "Aleppo", Part.PART),
        ("The army advanced in Helmand province in Afghanistan.", "Helmand", Part.REGION),
        ("Rebels attacked Misrata airport in Libya.", "Misrata", Part.FACILITY),
    ],
)
def test_the_words_around_a_name_tell_how_much_of_it(text: str, name: str, part: Part) -> None:
    assert one(text, name).part is part


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In Afghanistan the Kunduz governor fled.", "Kunduz"),
        ("Aleppo-based activists in Syria posted a video.", "Aleppo"),
        ("In Syria, Kabul residents were quoted.", "Kabul"),
    ],
)
def test_a_name_that_stands_for_people_is_not_the_place(text: str, name: str) -> None:
    assert not one(text, name).literal


def test_a_country_is_context_and_no_place_of_a_claim() -> None:
    found = one("Troops crossed into Syria.", "Syria")
    assert isinstance(found.place, Unresolved)
    assert not found.literal


def test_a_side_of_a_country_is_a_region() -> None:
    found = one("Rebels seized towns across northern Syria.", "northern Syria")
    assert found.part is Part.REGION
    assert country_and_division(found)[0] == "SY"


@pytest.mark.parametrize(
    ("text", "name", "where"),
    [
        ("Militias in Libya shelled Tripoli.", "Tripoli", "LY"),
        ("Clashes broke out in Tripoli in Lebanon.", "Tripoli", "LB"),
        ("In Iraq, fighters seized Sinjar.", "Sinjar", "IQ"),
        ("Ukraine said its troops held Donetsk.", "Donetsk", "UA"),
    ],
)
def test_the_country_of_the_report_chooses_among_namesakes(text: str, name: str, where: str) -> None:
    assert country_and_division(one(text, name))[0] == where


def test_a_noun_chooses_between_a_town_and_its_province() -> None:
    town = one("In Syria the army entered the city of Homs.", "Homs")
    division = one("In Syria the army advanced in Homs province.", "Homs")
    assert isinstance(town.place, Place)
    assert isinstance(division.place, Place)
    assert (town.place.kind.value, division.place.kind.value) == ("settlement", "province")


def test_a_quarter_is_never_a_far_off_city_of_its_name() -> None:
    found = one("In Yemen, shells fell on the neighbourhood of Seoul.", "Seoul")
    assert isinstance(found.place, Unresolved)


def test_a_listed_name_inside_a_longer_unlisted_one_is_not_taken() -> None:
    found = [t for t in toponyms("Gunmen in Sudan attacked the village of Wad Tirab al-Gibli.") if t.literal]
    assert [t.text for t in found] == ["Wad Tirab al-Gibli"]
    assert isinstance(found[0].place, Unresolved)


def test_the_nearness_that_the_words_give_is_in_the_precision_codes() -> None:
    assert (
        one("Shells fell near Manbij in Syria.", "Manbij").acled,
        one("Shells fell near Manbij.", "Manbij").ucdp,
    ) == (2, 2)
    found = one("The army advanced in Helmand province in Afghanistan.", "Helmand")
    assert (found.acled, found.ucdp) == (3, 4)


def test_the_city_stands_for_the_city_named_before() -> None:
    text = "In Sudan, fighters shelled Nyala on Monday. They later withdrew from the city."
    anaphor = next(t for t in toponyms(text) if t.anaphor)
    assert anaphor.name == "Nyala"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The army besieged the town of Sarmin. Its guns stood at Idlib. The town was shelled.", "Sarmin"),
        ("Aleppo was bombed. Tanks moved up at Sheikh Said. The city burned.", "Aleppo"),
    ],
)
def test_a_common_noun_means_the_place_that_is_called_so_or_is_of_that_size(text: str, meant: str) -> None:
    assert next(t for t in toponyms(text) if t.anaphor).name == meant


def test_the_same_report_gives_the_same_toponyms() -> None:
    text = "In Syria rebels held Manbij, al-Bab and Azaz near the Turkish border."
    assert toponyms(text) == toponyms(text)


@pytest.mark.parametrize(
    ("text", "name", "where"),
    [
        ("A man was shot in Charleston, W.Va., on Monday.", "Charleston", ("US", "West Virginia")),
        ("The court in Springfield, Ill., and officials in Chicago spoke.", "Springfield", ("US", "Illinois")),
        ("In Virginia and in Texas the vote was put off.", "Virginia", ("US", "Virginia")),
    ],
)
def test_a_division_behind_a_name_says_which_namesake(text: str, name: str, where: tuple[str, str]) -> None:
    assert country_and_division(one(text, name)) == where


def test_an_abbreviation_is_a_division_only_behind_a_comma() -> None:
    assert "Miss" not in [t.text for t in toponyms("In Syria Miss. Smith spoke near Manbij.")]


@pytest.mark.parametrize(
    ("text", "name", "part"),
    [
        ("Clashes were reported in idlib province in Syria on Friday.", "idlib", Part.REGION),
        ("In Syria, shells hit deir ezzor city at dawn.", "deir ezzor", Part.WHOLE),
    ],
)
def test_small_letters_before_a_sort_name_a_place(text: str, name: str, part: Part) -> None:
    found = one(text, name)
    assert country_and_division(found)[0] == "SY"
    assert found.part is part


@pytest.mark.parametrize("words", ["the whole province", "the war-torn city", "a northern province", "the old city"])
def test_other_small_words_before_a_sort_name_none(words: str) -> None:
    assert [t.text for t in toponyms(f"Shells hit {words} in Syria.") if t.literal] == []


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("In Syria, the rebels control much of the desert in the north and east.", ["northern Syria", "eastern Syria"]),
        ("Syrian government forces took five villages in the country's northwest.", ["northwestern Syria"]),
        ("Syrian rebels entered Manbij from the north of the country.", ["northern Syria"]),
        ("Syrian rebels hold Manbij, and the army is in the east.", []),
        ("Syrian rebels went to the north.", []),
        ("Syrian rebels left the bases in the north coast.", []),
        ("They fled from the north.", []),
    ],
)
def test_sides_of_the_country_are_regions(text: str, sides: list[str]) -> None:
    found = [t for t in toponyms(text) if t.text in ("north", "east", "northwest")]
    assert [t.name.lower() for t in found] == [side.lower() for side in sides]
    assert all((t.part, t.acled, t.ucdp) == (Part.REGION, 3, 5) for t in found)
