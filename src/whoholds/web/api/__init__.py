"""The API, version 1: the same questions as JSON and GeoJSON."""
