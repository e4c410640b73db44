"""The tables that ship: whole, in range, with a source, and without two places of one id."""

from collections import Counter

from whoholds.gazetteer.geonames import CONFLICT_COUNTRIES
from whoholds.gazetteer.tables import _rows, admin1_names, read_aliases, read_divisions, read_supplement


def test_points_lie_on_the_globe_and_not_at_its_origin() -> None:
    entries = [*read_divisions(), *read_supplement()]
    assert len(entries) > 12_000
    for entry in entries:
        place = entry.place
        assert -90 <= place.lat <= 90, place
        assert -180 <= place.lon <= 180, place
        assert (place.lat, place.lon) != (0.0, 0.0), place


def test_every_id_is_given_once() -> None:
    counts = Counter(entry.place.id for entry in [*read_divisions(), *read_supplement()])
    assert [place_id for place_id, count in counts.items() if count > 1] == []


def test_rows_kept_by_hand_name_a_source_and_a_known_country() -> None:
    for table in ("supplement", "aliases"):
        for row in _rows(table):
            assert row["source"], row
            assert row["country"] in CONFLICT_COUNTRIES, row


def test_divisions_of_the_supplement_are_those_of_the_table() -> None:
    names = {(code.split(".")[0], name) for code, name in admin1_names().items()}
    wrong = [e.place for e in read_supplement() if e.place.admin1 and (e.place.country, e.place.admin1) not in names]
    assert wrong == []


def test_no_alias_is_its_own_name() -> None:
    assert [alias for alias in read_aliases() if alias.alias == alias.name] == []
