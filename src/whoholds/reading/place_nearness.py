"""How near a place the words put something: a point off it and a radius, from "20 km north of X" or "near X"."""

from __future__ import annotations

import re
from math import asin, atan2, cos, degrees, radians, sin

from whoholds.model import Nearness, Place

EARTH_KM = 6371.0
MILE_KM = 1.609344
BEARINGS = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0,
    "south": 180.0, "southwest": 225.0, "west": 270.0, "northwest": 315.0,
}  # fmt: skip
ACROSS = 0.4
"""Radius over distance where a direction is given: half of one of eight directions, tan 22.5°."""
ALONG = 1.25
"""Radius over distance where none is: the distance itself, and a quarter for what "some 20 km" rounds."""
NEAR_KM = 25.0
"""Radius of "near": what UCDP's where_prec 2 allows (Högbladh 2023, UCDP GED codebook 23.1)."""
EDGE_KM = 10.0
"""Radius of "the outskirts of", set by hand: half a large city and its suburbs."""
LEAST_KM = 2.0
FARTHEST_KM = 500.0
"""Beyond it a distance in a report tells where something is not, rather than where it is."""
LOOK_BACK = 90

_NUMBER_WORDS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
_AWAY = re.compile(
    r"(?<![\d.,])(?P<number>\d{1,3}(?:[.,]\d{1,2})?|\b(?:" + "|".join(_NUMBER_WORDS) + r"))[ -]?"
    r"(?P<unit>kms?|kilomet(?:er|re)s?|miles?)\b(?: ?\([^)]{1,30}\))?,? *(?:away|outside|off|to the|further|due)? *"
    r"(?P<side>(?:north|south)[ -]?(?:east|west)|north|south|east|west)?(?:ern)? *(?:of|from|outside|off|away from)? *"
    r"(?:the |its )?(?:[a-z]+ ){0,2}(?:(?:city|town|village|capital|centre|center|outskirts|edge) (?:of )?)?$",
    re.IGNORECASE,
)
_SIDE_OF = re.compile(
    r"\b(?P<side>(?:north|south)[ -]?(?:east|west)|north|south|east|west) of (?:the )?(?:(?:city|town|village) of )?$",
    re.IGNORECASE,
)
_EDGE = re.compile(r"\b(?:outskirts|edges?|suburbs|approaches|gates|entrances?) (?:of|to) (?:the )?(?:\w+ of )?$", re.I)
_NEAR = re.compile(
    r"\b(?:near|close to|next to|around|outside|not far from|vicinity of|countryside of) (?:the )?(?:\w+ of )?$", re.I
)


def nearness_of(text: str, start: int, place: Place) -> Nearness | None:
    """What the words before a name at ``start`` say of the distance from ``place``, ``None`` if they mean it itself."""
    before = text[max(0, start - LOOK_BACK) : start]
    before = before[max(before.rfind(". "), before.rfind("\n"), before.rfind(";")) + 1 :]
    if found := _AWAY.search(before):
        km = _kilometres(found["number"], found["unit"])
        if 0 < km <= FARTHEST_KM:
            return _off(place, km, found["side"] or "", found[0].strip())
    if found := _EDGE.search(before):
        return Nearness(place.lat, place.lon, EDGE_KM, found[0].strip())
    if found := _SIDE_OF.search(before) or _NEAR.search(before):
        return Nearness(place.lat, place.lon, NEAR_KM, found[0].strip())
    return None


def _kilometres(number: str, unit: str) -> float:
    written = number.lower()
    amount = float(_NUMBER_WORDS[written]) if written in _NUMBER_WORDS else float(written.replace(",", "."))
    return amount * MILE_KM if unit.lower().startswith("mi") else amount


def _off(place: Place, km: float, side: str, words: str) -> Nearness:
    bearing = BEARINGS.get(re.sub("[ -]", "", side.lower()))
    if bearing is None:
        return Nearness(place.lat, place.lon, max(LEAST_KM, round(ALONG * km, 1)), words)
    lat, lon = point_at(place.lat, place.lon, km=km, bearing=bearing)
    return Nearness(lat, lon, max(LEAST_KM, round(ACROSS * km, 1)), words)


def point_at(lat: float, lon: float, *, km: float, bearing: float) -> tuple[float, float]:
    """The point ``km`` away at ``bearing`` (degrees from north, clockwise) along a great circle of a spherical Earth.

    The direct problem of spherical geodesy; good to half a percent, as the sphere is.
    """
    north, east, turn, arc = radians(lat), radians(lon), radians(bearing), km / EARTH_KM
    there = asin(sin(north) * cos(arc) + cos(north) * sin(arc) * cos(turn))
    beyond = east + atan2(sin(turn) * sin(arc) * cos(north), cos(arc) - sin(north) * sin(there))
    return round(degrees(there), 4), round((degrees(beyond) + 540) % 360 - 180, 4)
