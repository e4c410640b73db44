#!/usr/bin/env python3
"""Maintainer's check: does each row of ``supplement.csv`` lie where GeoNames has its namesakes and its division?

    scripts/check_supplement.py

Lists rows whose every namesake in the same country (same folded key, or the same consonants and a likeness of
``ALIKE``, among settlements of 500 people and more) lies over ``FAR_KM`` away, and rows none of whose ``NEIGHBOURS``
nearest settlements lies in the division that the row names. Either may be right: many villages share a name, and
GeoNames' divisions are old. Exits with 1 when there is a row that ``KNOWN`` does not explain.
"""

import sys
from collections import Counter, defaultdict

from whoholds.gazetteer.distance import km_between
from whoholds.gazetteer.geonames import Entry, read_settlements
from whoholds.gazetteer.match import key_of, likeness, skeleton_of_key
from whoholds.gazetteer.tables import admin1_names, read_supplement
from whoholds.model import Place, PlaceKind

FAR_KM = 25.0
ALIKE = 0.85
NEIGHBOURS = 6
POINTS = (PlaceKind.SETTLEMENT, PlaceKind.NEIGHBOURHOOD, PlaceKind.FACILITY, PlaceKind.CROSSING)


def by_country() -> dict[str, list[Entry]]:
    """GeoNames' settlements by country."""
    found = defaultdict(list)
    for entry in read_settlements(admin1=admin1_names()):
        found[entry.place.country].append(entry)
    return found


def namesakes(entry: Entry, others: list[tuple[str, str, Place]]) -> list[Place]:
    """Settlements whose name is a spelling of one of the entry's."""
    keys = {key_of(name) for name in entry.names}
    skeletons = {skeleton_of_key(key): key for key in keys if len(skeleton_of_key(key)) > 3}
    return [
        place
        for key, skeleton, place in others
        if key in keys or (skeleton in skeletons and likeness(key, skeletons[skeleton]) >= ALIKE)
    ]


def far_from_namesakes(entry: Entry, others: list[tuple[str, str, Place]]) -> str:
    """The nearest namesake if it is far, else ``""``."""
    near = sorted((km_between(entry.place, place), place.id, place) for place in namesakes(entry, others))
    if not near or near[0][0] <= FAR_KM:
        return ""
    km, _, place = near[0]
    return f"{km:.0f} km from {place.name} ({place.admin1}, {place.lat:.2f} {place.lon:.2f}, {place.population:,})"


def in_another_division(place: Place, settlements: list[Entry]) -> str:
    """The divisions around a point if the row's own is not among them, else ``""``."""
    if not place.admin1:
        return ""
    near = sorted((km_between(place, other.place), other.place.id, other.place) for other in settlements)[:NEIGHBOURS]
    around = {key_of(other.admin1) for _, _, other in near}
    if key_of(place.admin1) in around:
        return ""
    return f"not in {place.admin1}: around it lie {', '.join(sorted({other.admin1 for _, _, other in near}))}"


KNOWN = {
    "whoholds:sy-al-quriyah": "the town on the Euphrates, not the one in Suwayda",
    "whoholds:sy-adra": "Damascus's suburb; Adra is also an old spelling of Daraa",
    "whoholds:sy-hader": "the Druze village on the Golan",
    "whoholds:sy-al-hamidiyah": "the village beside Quneitra",
    "whoholds:iq-karabilah": "beside al-Qaim; Karbala has its consonants",
    "whoholds:ua-klishchiivka": "south of Bakhmut",
    "whoholds:ua-andriivka": "south of Bakhmut",
    "whoholds:ua-pisky": "beside Donetsk airport",
    "whoholds:ua-pavlivka": "beside Vuhledar",
    "whoholds:ua-dibrova": "south of Kreminna",
    "whoholds:ua-synkivka": "north of Kupiansk",
    "whoholds:ua-kamianka": "south of Izium",
    "whoholds:af-khogyani": "in Nangarhar",
    "whoholds:af-wanat": "on the line between Nuristan and Kunar",
    "whoholds:et-kobo": "in North Wollo; GeoNames' is another",
    "whoholds:et-abala": "in Afar; GeoNames' is another",
    "whoholds:ng-banki": "on the border with Cameroon, beside Amchide",
}
"""Rows that are right although the check says otherwise, with the reason."""


def main() -> int:
    """List what disagrees."""
    settlements, bad, seen = by_country(), 0, Counter[str]()
    keyed = {
        country: [(key, skeleton_of_key(key), e.place) for e in entries for key in {key_of(name) for name in e.names}]
        for country, entries in settlements.items()
    }
    for entry in read_supplement():
        place = entry.place
        if place.kind not in POINTS or place.country not in keyed:
            continue
        seen["points"] += 1
        seen["with a namesake in GeoNames"] += bool(namesakes(entry, keyed[place.country]))
        wrong = [far_from_namesakes(entry, keyed[place.country])] if place.kind is PlaceKind.SETTLEMENT else []
        wrong.append(in_another_division(place, settlements[place.country]))
        for why in filter(None, wrong):
            known = KNOWN.get(place.id)
            bad += known is None
            sys.stdout.write(f"{place.id} {place.lat} {place.lon}: {why}{f' [{known}]' if known else ''}\n")
    sys.stdout.write(
        f"{seen['points']} points, {seen['with a namesake in GeoNames']} with a namesake; {bad} to look at\n"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
