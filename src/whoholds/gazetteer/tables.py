"""The tables that ship beside GeoNames: countries, divisions, and what the news names and GeoNames lacks.

``provinces.csv``, ``districts.csv`` and ``countries.csv`` are written by ``scripts/compile_gazetteer.py``;
``supplement.csv`` (places) and ``aliases.csv`` (further names) are kept by hand, a public source in every row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from whoholds.gazetteer.geonames import Entry
from whoholds.gazetteer.match import bare_of, key_of
from whoholds.gazetteer.outlines import code_at
from whoholds.model import Place, PlaceKind


@dataclass(frozen=True, slots=True)
class Alias:
    """One more name for a listed place, which is named by country, kind and one of its names."""

    alias: str
    country: str
    kind: PlaceKind
    name: str
    admin1: str = ""


def _rows(table: str) -> Iterator[dict[str, str]]:
    path = resources.files("whoholds.gazetteer").joinpath("tables", f"{table}.csv")
    with path.open(encoding="utf-8") as lines:
        yield from csv.DictReader(line for line in lines if line.strip() and not line.startswith("#"))


def _split(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split("|") if name.strip())


@cache
def admin1_names() -> dict[str, str]:
    """Names of first-order divisions by code: ``SY.09`` → Aleppo."""
    return {row["code"]: row["name"] for row in _rows("provinces")}


@cache
def _admin1_by_key() -> dict[tuple[str, str], str]:
    """Names of first-order divisions by country and the folded key of any of their names."""
    found: dict[tuple[str, str], str] = {}
    for alias in read_aliases():
        if alias.kind is PlaceKind.PROVINCE:
            found[alias.country, key_of(alias.alias)] = alias.name
    for row in _rows("provinces"):
        for name in (*_split(row["aliases"]), row["name"]):
            found[row["code"][:2], key_of(name)] = row["name"]
    return found


def division_of(country: str, lat: float, lon: float, *, named: str = "") -> str:
    """The first-order division of a point, by the name that the other tables use, ``""`` where nobody knows.

    The one that a table ``named``, under any of its names; else the one whose outline the point lies in; else as named.
    """
    known = _admin1_by_key().get((country, key_of(bare_of(named)[0])))
    return known or admin1_names().get(code_at(lat, lon, country=country), "") or named


def read_divisions() -> Iterator[Entry]:
    """Countries, first-order divisions of the world and second-order ones of the conflict countries."""
    for row in _rows("countries"):
        population = int(row["population"] or 0)
        yield _entry(f"iso:{row['iso']}", row, PlaceKind.COUNTRY, country=row["iso"], population=population)
    for row in _rows("provinces"):
        country = row["code"].split(".")[0]
        yield _entry(f"geonames:{row['code']}", row, PlaceKind.PROVINCE, country=country, admin1=row["name"])
    for row in _rows("districts"):
        country, first, _ = row["code"].split(".", 2)
        admin1 = admin1_names().get(f"{country}.{first}", "")
        yield _entry(f"geonames:{row['code']}", row, PlaceKind.DISTRICT, country=country, admin1=admin1)


def _entry(
    place_id: str, row: dict[str, str], kind: PlaceKind, *, country: str, admin1: str = "", population: int = 0
) -> Entry:
    place = Place(place_id, row["name"], kind, country, admin1, float(row["lat"]), float(row["lon"]), population)
    return Entry(place, (row["name"], *_split(row.get("aliases") or "")))


def read_supplement() -> Iterator[Entry]:
    """Places of our own table, ``whoholds:`` and a slug of country, for quarters division, and name as their id."""
    for row in _rows("supplement"):
        quarter_of = f"{row['admin1']} " if row["kind"] == PlaceKind.NEIGHBOURHOOD else ""
        slug = "-".join(f"{row['country']} {quarter_of}{row['name']}".lower().replace("'", "").split())
        yield _entry(
            f"whoholds:{slug}",
            row,
            PlaceKind(row["kind"]),
            country=row["country"],
            admin1=row["admin1"],
        )


def read_aliases() -> Iterator[Alias]:
    """Further names of listed places, from our own table."""
    for row in _rows("aliases"):
        for alias in _split(row["aliases"]):
            yield Alias(alias, row["country"], PlaceKind(row["kind"]), row["name"], row.get("admin1") or "")
