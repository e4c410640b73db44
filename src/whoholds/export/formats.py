"""The formats by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from whoholds.export.brief import Brief
from whoholds.export.geojson import GeoJson
from whoholds.export.interface import Export
from whoholds.export.tables import ClaimsCsv, ControlCsv

FORMATS: Mapping[str, Export] = MappingProxyType(
    {"brief": Brief(), "geojson": GeoJson(), "csv": ClaimsCsv(), "control": ControlCsv()}
)
