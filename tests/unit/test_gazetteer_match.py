"""Which spellings are one name, and which are not."""

import pytest

from whoholds.gazetteer.match import bare_of, key_of, skeleton_of


@pytest.mark.parametrize(
    "spellings",
    [
        ("Deir el-Zor", "Deir ez-Zor", "Deir Ezzor", "Deir al-Zor", "Dayr az-Zor"),
        ("al-Bab", "el-Bab", "Al Bāb", "AL-BAB"),
        ("Khan Sheikhoun", "Khan Sheikhun", "Khan Shaykhun", "Khan Shaikhoun"),
        ("Ma'rib", "Marib", "Ma’rib"),
        ("ash-Shaddadi", "al-Shaddadi", "Shaddadi"),
        ("Hamdaniyah", "Hamdaniyeh", "al-Hamdaniya"),
        ("Kafr Zita", "Kafar Zita", "Kfar Zita"),
    ],
)
def test_spellings_of_one_name_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({key_of(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Homs", "Hama"), ("Tal Abyad", "Tal Afar"), ("Raqqa", "Rawa"), ("Anah", "Ann"), ("Zara", "Zarah al-Gharbiya")],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


def test_a_skeleton_bridges_transliterations() -> None:
    assert skeleton_of("Sievierodonetsk") == skeleton_of("Severodonetsk")
    assert skeleton_of("Kharkiv") == skeleton_of("Kharkov")


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Sirte city", ("Sirte", "settlement")),
        ("Helmand Province", ("Helmand", "division")),
        ("city of Homs", ("Homs", "settlement")),
        ("Homs", ("Homs", "")),
        ("Province", ("Province", "")),
    ],
)
def test_the_generic_word_comes_off_and_tells_the_kind(name: str, bare: tuple[str, str]) -> None:
    assert bare_of(name) == bare


def test_a_name_without_letters_has_no_key() -> None:
    assert key_of("— 12! …") in ("", "12")
    assert key_of("…") == ""
