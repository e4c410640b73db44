"""Distances and bearings on the globe, good to half a percent."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from whoholds.model import Place

EARTH_KM = 6371.0


def km_between(one: Place, other: Place) -> float:
    """Great-circle distance in kilometres (haversine, spherical Earth)."""
    lat1, lat2 = radians(one.lat), radians(other.lat)
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))
