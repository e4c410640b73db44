"""Estimates as GeoJSON (RFC 7946): one point a place; what could not be placed stays off."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from whoholds.export.claims_json import estimate_json
from whoholds.export.interface import View
from whoholds.export.sides import call, name_sides
from whoholds.model import Estimate


class GeoJson:
    """A FeatureCollection that QGIS, Leaflet and kepler.gl open as it is."""

    def write(self, view: View, to: BinaryIO) -> None:
        """Write the estimates as points, longitude first, with their bounding box."""
        names = name_sides(view.claims)
        features = [_feature(estimate, names) for estimate in view.estimates]
        collection: dict[str, Any] = {"type": "FeatureCollection", "features": features}
        if features:
            lons = [estimate.place.lon for estimate in view.estimates]
            lats = [estimate.place.lat for estimate in view.estimates]
            collection["bbox"] = [min(lons), min(lats), max(lons), max(lats)]
        to.write(json.dumps(collection, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n")


def _feature(estimate: Estimate, names: dict[str, str]) -> dict[str, Any]:
    place = estimate.place
    holder = call(estimate.holder, names) if estimate.holder else ""
    return {
        "type": "Feature",
        "id": place.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": estimate_json(estimate) | {"holder_name": holder},
    }
