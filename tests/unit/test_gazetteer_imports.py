"""Tables of places that others wrote: every format, every sort of bad row, and files made to do harm."""

from __future__ import annotations

import gzip
import struct
import zipfile
from pathlib import Path

import pytest

from whoholds.errors import InputError, MissingPartError
from whoholds.gazetteer import import_files
from whoholds.gazetteer.adding import Added, add_table
from whoholds.gazetteer.compilation import compile_entries
from whoholds.gazetteer.compiled import CompiledGazetteer
from whoholds.gazetteer.explaining import why_not_found
from whoholds.gazetteer.geonames import Entry
from whoholds.gazetteer.imported import forget_table, open_imported
from whoholds.model import Place, PlaceKind

MANBIJ = Place("geonames:1", "Manbij", PlaceKind.SETTLEMENT, "SY", "Aleppo", 36.528, 37.955, 99_000)
DARAA = Place("geonames:2", "Daraa", PlaceKind.SETTLEMENT, "SY", "Daraa", 32.62, 36.10, 97_000)


def geonames_row(
    number: int, name: str, *, more: str = "", lat: str = "36.2", lon: str = "37.5", code: str = "PPL", people: int = 0
) -> str:
    """A row of a GeoNames file, nineteen columns."""
    place = [str(number), name, name, more, lat, lon, code[0], code, "SY", "", "09", "", "", "", str(people)]
    return "\t".join([*place, "0", "0", "Asia/Damascus", "2020-01-01"])


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> CompiledGazetteer:
    to = tmp_path_factory.mktemp("gazetteer") / "small.sqlite"
    compile_entries(to, (Entry(MANBIJ, ("Manbij",)), Entry(DARAA, ("Daraa",))))
    return CompiledGazetteer(to)


class Desk:
    """A user's gazetteer file in a folder, with a gazetteer to lay it over."""

    def __init__(self, folder: Path, base: CompiledGazetteer) -> None:
        self.file, self._folder, self._base = folder / "user.sqlite", folder, base

    def add(self, content: str | bytes, name: str = "table.csv", country: str = "") -> Added:
        """Add a table of that content."""
        path = self._folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return add_table(path, self._base, to=self.file, country=country)

    def find(self, name: str, country: str = "") -> list[Place]:
        """The places of a name, the user's file laid over the small gazetteer."""
        over = CompiledGazetteer(self._base.path, imported=open_imported(self.file))
        return [candidate.place for candidate in over.find_candidates(name, country=country)]

    def sources(self, name: str) -> list[str]:
        """The lists that they come from."""
        over = CompiledGazetteer(self._base.path, imported=open_imported(self.file))
        return [candidate.source for candidate in over.find_candidates(name)]


@pytest.fixture
def desk(tmp_path: Path, base: CompiledGazetteer) -> Desk:
    return Desk(tmp_path, base)


# ---------------------------------------------------------------- formats


def test_a_plain_csv_gives_places_with_their_source(desk: Desk) -> None:
    added = desk.add(
        "Name,Latitude,Longitude,Country,Aliases,Type\nTell Misal,36.2,37.9,Syria,Tal Mithal|Til Misal,village\n"
    )
    assert (added.format, added.places, added.bad) == ("CSV", 1, 0)
    (place,) = desk.find("Tal Mithal")
    assert (place.name, place.country, place.kind, place.lat) == ("Tell Misal", "SY", PlaceKind.SETTLEMENT, 36.2)
    assert desk.sources("Tell Misal") == ["table"]


def test_semicolons_a_byte_order_mark_and_a_country_for_all_rows(desk: Desk) -> None:
    desk.add("\ufeffname;lat;lon\nQasr Misal;36.2;37.9\n", country="SY")
    assert [place.country for place in desk.find("Qasr Misal")] == ["SY"]


def test_a_geonames_file_in_a_zip_beside_its_readme(desk: Desk, tmp_path: Path) -> None:
    rows = [
        geonames_row(11, "Khirbat Misal", more="Khirbet Mithal,XMS,كفر", people=700),
        geonames_row(12, "Jisr Misal", code="BDG"),
        geonames_row(13, "Misal School", code="SCH"),
        geonames_row(14, "Old Misal District", code="ADM2H"),
        geonames_row(15, "Nahr Misal", code="STM"),
    ]
    with zipfile.ZipFile(tmp_path / "SY.zip", "w") as archive:
        archive.writestr("readme.txt", "a readme that is longer than the table\n" * 100)
        archive.writestr("SY.txt", "\n".join(rows))
    added = desk.add((tmp_path / "SY.zip").read_bytes(), "SY.zip")
    assert (added.format, added.places, added.bad) == ("GeoNames", 3, 2)
    assert "feature code SCH" in " ".join(added.reasons)
    (village,) = desk.find("Khirbet Mithal")
    assert (village.id, village.admin1, village.population) == ("geonames:11", "Aleppo", 700)
    assert [place.kind for place in desk.find("Nahr Misal")] == [PlaceKind.WATER]
    assert desk.find("XMS") == []


GNS_OLD = "RC\tUFI\tUNI\tLAT\tLONG\tDSG\tCC1\tPOP\tNT\tFULL_NAME_RO\tFULL_NAME_ND_RO"
GNS_NEW = "rk\tufi\tuni\tfull_name\tnt\tlat_dd\tlong_dd\tdesig_cd\tfc\tcc_ft\tadm1\tfull_nm_nd"


def test_the_names_of_one_gns_feature_meet_and_fips_codes_are_read(desk: Desk) -> None:
    rows = [
        '5\t-77\t1\t33.5\t44.1\tPPL\tIZ\t\tV\tMithal "old"\tMithal "old"',
        "5\t-77\t2\t33.5\t44.1\tPPL\tIZ\t\tN\tQaşr Misāl\tQasr Misal",
    ]
    assert desk.add("\n".join([GNS_OLD, *rows]), "iz.txt").places == 1
    (place,) = desk.find("Qasr Misal")
    assert (place.name, place.country, place.id) == ("Qaşr Misāl", "IQ", "gns:-77")


def test_the_gns_table_of_2022_gives_iso_codes(desk: Desk) -> None:
    desk.add(f"{GNS_NEW}\n1\t9\t8\tKafr Misal\tN\t36.1\t36.9\tPPL\tP\tSYR\tSY-HL\tKafr Misal\n", "gns.txt")
    assert [place.country for place in desk.find("Kafr Misal")] == ["SY"]


def test_an_ocha_table_gives_the_deepest_division_of_each_row(desk: Desk) -> None:
    header = "ADM0_PCODE,ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE,ADM4_EN,ADM4_PCODE,LATITUDE_Y,LONGITUDE_X"
    rows = ["SY,Aleppo,SY02,Misalin,SY0299,,,36.2,37.1", "SY,Aleppo,SY02,Misalin,SY0299,Tal Misal,C1001,36.3,37.2"]
    desk.add("\n".join([header, *rows]))
    assert [(p.kind, p.admin1) for p in desk.find("Misalin")] == [(PlaceKind.DISTRICT, "Aleppo")]
    assert [(p.kind, p.id) for p in desk.find("Tal Misal")] == [(PlaceKind.SETTLEMENT, "ocha:C1001")]


def test_whos_on_first_leaves_out_what_it_has_superseded(desk: Desk) -> None:
    header = "id,name,placetype,iso_country,geom_latitude,geom_longitude,superseded_by"
    added = desk.add(f"{header}\n421,Misal,locality,SY,36.2,37.1,\n422,Misal Two,locality,SY,36.2,37.1,423\n")
    assert (added.format, added.places, added.reasons) == ("Who's On First", 1, ("1 superseded or deprecated",))


@pytest.mark.parametrize(
    ("label", "lat"), [("36.5,37.5", 36.5), (",", 36.2), ("0,0", 36.2), ("0.0,-0.0", 36.2), ("36.5,", 36.2)]
)
def test_whos_on_first_takes_the_point_of_the_label_where_it_has_one(desk: Desk, label: str, lat: float) -> None:
    header = "id,name,placetype,iso_country,geom_latitude,geom_longitude,lbl_latitude,lbl_longitude"
    desk.add(f"{header}\n421,Misal,locality,SY,36.2,37.1,{label}\n")
    assert [place.lat for place in desk.find("Misal")] == [lat]


# ---------------------------------------------------------------- with what is listed already


def test_a_row_that_repeats_a_listed_place_lends_it_its_names(desk: Desk) -> None:
    desk.add("name,lat,lon,country,aliases\nMenbij,36.53,37.95,SY,\nManbij,36.53,37.95,SY,Bambyce\n")
    assert [place.id for place in desk.find("Bambyce")] == ["geonames:1"]
    assert [place.id for place in desk.find("Manbij")] == ["geonames:1"]


def test_a_far_namesake_stays_a_place_of_its_own(desk: Desk) -> None:
    desk.add("name,lat,lon,country\nManbij,33.0,36.3,SY\n")
    assert len(desk.find("Manbij")) == 2


def test_adding_again_replaces_and_removing_takes_out(desk: Desk) -> None:
    desk.add("name,lat,lon,country\nTell Misal,36.2,37.9,SY\nKafr Misal,36.3,37.9,SY\n")
    desk.add("name,lat,lon,country\nTell Misal,36.2,37.9,SY\n")
    assert desk.find("Kafr Misal") == []
    assert forget_table(desk.file, "table")
    assert desk.find("Tell Misal") == []
    assert not forget_table(desk.file, "table")


def test_an_added_village_may_match_by_its_consonants_inside_its_country(desk: Desk) -> None:
    desk.add("name,lat,lon,country\nSarmanqiyah,36.2,37.9,SY\n")
    assert [place.name for place in desk.find("Sermenqia", "SY")] == ["Sarmanqiyah"]
    assert desk.find("Sermenqia") == []


# ---------------------------------------------------------------- bad rows


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",36.2,37.9,SY", "no name in Latin letters"),
        ("منبج,36.2,37.9,SY", "no name in Latin letters"),
        ("Misal,36;2,37.9,SY", "no coordinates in decimal degrees"),
        ("Misal,nan,37.9,SY", "coordinates off the globe"),
        ("Misal,0,0,SY", "coordinates 0, 0"),
        ("Misal,136.2,37.9,SY", "coordinates off the globe"),
        ("Misal,36.2,37.9,Utopia", "no country is called 'Utopia'"),
        ("Misal,36.2,37.9,", "no country"),
        ("Misal,-36.2,37.9,SY", "a point far from SY"),
        (f"{'Misal' * 60},36.2,37.9,SY", "a name that is too long"),
    ],
)
def test_a_bad_row_is_counted_with_its_reason_and_harms_no_other(desk: Desk, row: str, why: str) -> None:
    added = desk.add(f"name,lat,lon,country\n{row}\nTell Misal,36.2,37.9,SY\n")
    assert (added.places, added.bad) == (1, 1)
    assert why in added.reasons[0]


def test_a_table_without_one_good_row_is_refused_and_leaves_the_last_state(desk: Desk) -> None:
    desk.add("name,lat,lon,country\nTell Misal,36.2,37.9,SY\n")
    with pytest.raises(InputError, match="1 coordinates 0, 0"):
        desk.add("name,lat,lon,country\nKafr Misal,0,0,SY\n")
    assert len(desk.find("Tell Misal")) == 1


# ---------------------------------------------------------------- files that are no tables


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        ("", "empty.csv", "is empty"),
        ("title,body\na,b\n", "other.csv", "no column for lat and lon"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture.csv", "not a text table"),
        (b"PK\x03\x04 this is no archive", "broken.zip", "cannot be read"),
        (b"\x1f\x8b\x08\0 this is no gzip", "broken.gz", "cannot be read"),
        ("name,lat,lon\n" + "x" * (import_files.MAX_LINE + 1), "long.csv", "a line of more than"),
    ],
)
def test_what_is_no_table_is_refused_in_words(desk: Desk, content: str | bytes, name: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        desk.add(content, name)
    assert not desk.file.is_file() or not open_imported(desk.file).sources()


def test_a_spreadsheet_is_told_how_to_become_a_table(desk: Desk, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(InputError, match="save the sheet as CSV"):
        desk.add((tmp_path / "a.xlsx").read_bytes(), "a.xlsx")


def test_a_bomb_stops_at_the_ratio_whatever_its_header_says(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_files, "RATIO_COUNTS_FROM", 100_000)
    row = b"Tell Misal,36.2,37.9,SY\n"
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("t.csv", b"name,lat,lon,country\n" + row * 200_000)
    content = bytearray((tmp_path / "bomb.zip").read_bytes())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)  # the directory claims ten bytes
    with pytest.raises(InputError):
        desk.add(bytes(content), "bomb.zip")
    with pytest.raises(InputError, match="times its size"):
        desk.add(gzip.compress(b"name,lat,lon,country\n" + row * 200_000), "bomb.csv.gz")
    assert not open_imported(desk.file).sources()


def test_more_text_than_the_limit_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_files, "MAX_UNPACKED", 1000)
    with pytest.raises(InputError, match="more than 1,000 bytes"):
        desk.add("name,lat,lon,country\n" + "Tell Misal,36.2,37.9,SY\n" * 5000)


def test_another_file_in_the_users_place_is_left_alone(desk: Desk) -> None:
    desk.file.write_bytes(b"somebody's notes, which are no database" * 30)
    before = desk.file.read_bytes()
    with pytest.raises(MissingPartError, match="move that file away"):
        desk.add("name,lat,lon,country\nTell Misal,36.2,37.9,SY\n")
    assert desk.file.read_bytes() == before


# ---------------------------------------------------------------- why not


@pytest.mark.parametrize(
    ("name", "country", "why"),
    [
        ("Zabarovka", "", "inside one country only"),
        ("Zub", "SY", "too few"),
        ("Zabarovka", "SY", "no name in SY has its consonants"),
        ("—", "SY", "has no letters"),
    ],
)
def test_what_is_not_found_is_explained(base: CompiledGazetteer, name: str, country: str, why: str) -> None:
    assert why in why_not_found(base, name, country)
