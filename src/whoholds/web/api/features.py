"""Estimates as GeoJSON in the shape of OGC API Features: one collection, its items, and one item."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response

from whoholds.errors import UsageError
from whoholds.export.sides import Side
from whoholds.model import Estimate, Unresolved
from whoholds.web.api.answering import GEOJSON, Body, GeoJson, Offset, answer, links_of, make_body
from whoholds.web.api.shapes import Feature, Features
from whoholds.web.asking import Days, TheDays, TheDesk
from whoholds.web.card import name_side
from whoholds.web.desk import Desk
from whoholds.web.searching import take

router = APIRouter()
CORE = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
)
MOST = 10_000
ITEMS = "/api/v1/collections/estimates/items"
Bounds = tuple[float, float, float, float]


@router.get("", summary="Where to find what")
def landing(request: Request) -> Response:
    """The landing page of OGC API Features."""
    links = [
        {"rel": "self", "type": "application/json", "href": "/api/v1"},
        {"rel": "service-desc", "type": "application/vnd.oai.openapi+json;version=3.1", "href": "/api/v1/openapi.json"},
        {"rel": "conformance", "type": "application/json", "href": "/api/v1/conformance"},
        {"rel": "data", "type": "application/json", "href": "/api/v1/collections"},
    ]
    return answer(request, make_body({"title": "whoholds", "description": "Who holds which place.", "links": links}))


@router.get("/conformance", summary="Which parts of the standard hold")
def conformance(request: Request) -> Response:
    """Requirements classes of OGC API Features, part 1."""
    return answer(request, make_body({"conformsTo": list(CORE)}))


@router.get("/collections", summary="The collections")
def collections(request: Request, desk: TheDesk) -> Response:
    """There is one: the estimates."""
    links = [{"rel": "self", "type": "application/json", "href": "/api/v1/collections"}]
    return answer(request, make_body({"links": links, "collections": [_collection(desk)]}))


@router.get("/collections/estimates", summary="The collection of estimates")
def collection(request: Request, desk: TheDesk) -> Response:
    """Its title, extent in time and links."""
    return answer(request, make_body(_collection(desk)))


def _collection(desk: Desk) -> dict[str, Any]:
    span = [f"{desk.first()}T00:00:00Z", f"{desk.newest()}T23:59:59Z"]
    return {
        "id": "estimates",
        "title": "Who holds which place",
        "itemType": "feature",
        "extent": {"temporal": {"interval": [span]}},
        "links": [{"rel": "items", "type": GEOJSON, "href": ITEMS}],
    }


@router.get(
    "/collections/estimates/items",
    response_model=Features,
    response_class=GeoJson,
    summary="The estimates of a day as points",
)
def items(
    request: Request,
    desk: TheDesk,
    days: TheDays,
    bbox: Annotated[str, Query(max_length=120, description="west,south,east,north in degrees")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
    offset: Offset = 0,
) -> Response:
    """Settlements and areas with a claim; what could not be placed has no point and is not among them."""
    key = ("items", days, bbox, limit, offset, request.url.query)
    body = desk.remember_day(*key, make=lambda: _items(request, desk, days, bounds_of(bbox), limit, offset))
    return answer(request, body)


def _items(request: Request, desk: Desk, days: Days, bounds: Bounds | None, limit: int, offset: int) -> Body:
    estimates = [one for one in desk.estimates(days.on, days.known) if bounds is None or _inside(one, bounds)]
    shown, page = take(estimates, offset=offset, limit=limit)
    sides = desk.sides()
    features = [feature_of(one, sides) for one in shown]
    body = {
        "type": "FeatureCollection",
        "features": features,
        "numberMatched": page.total,
        "numberReturned": len(features),
        "links": links_of(request, page, GEOJSON),
    }
    return make_body(body, GEOJSON)


@router.get(
    "/collections/estimates/items/{place_id:path}",
    response_model=Feature,
    response_class=GeoJson,
    summary="One estimate as a point",
)
def item(request: Request, desk: TheDesk, days: TheDays, place_id: str) -> Response:
    """The same feature as in the list."""
    for one in desk.estimates(days.on, days.known):
        if one.place.id == place_id:
            return answer(request, make_body(feature_of(one, desk.sides()), GEOJSON))
    raise HTTPException(404, "No claim known by that day is about such a place.")


def feature_of(estimate: Estimate, sides: Mapping[str, Side]) -> dict[str, Any]:
    """An estimate as a GeoJSON point; `side` is the holder's key, `holder` its name."""
    place, newest = estimate.place, estimate.last_evidence
    properties = {
        "place": place.name,
        "place_id": place.id,
        "country": place.country,
        "admin1": place.admin1,
        "kind": str(place.kind),
        "population": place.population,
        "status": str(estimate.status),
        "holder": name_side(estimate.holder, sides) if estimate.holder else "",
        "side": estimate.holder,
        "probability": round(estimate.probability, 4),
        "contested": round(estimate.contested, 4),
        "holders": {side: round(share, 4) for side, share in estimate.holders},
        "claimed_by": list(estimate.claimed_by),
        "since": _day(estimate.since),
        "last_evidence": _day(newest),
        "age_days": (estimate.on - newest).days if isinstance(newest, date) else None,
        "origins": estimate.origins,
        "on": estimate.on.isoformat(),
        "known": estimate.known.isoformat(),
    }
    geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {"type": "Feature", "id": place.id, "geometry": geometry, "properties": properties}


def _day(day: date | Unresolved) -> str:
    return day.isoformat() if isinstance(day, date) else ""


def bounds_of(bbox: str) -> Bounds | None:
    """The four numbers of a bounding box, ``None`` for an empty one. Raises :class:`UsageError`."""
    if not bbox:
        return None
    try:
        west, south, east, north = (float(part) for part in bbox.split(","))
    except ValueError:
        raise UsageError("bbox is no box", why="it takes four numbers", attempt="bbox=35.5,32.3,42.4,37.3") from None
    return west, south, east, north


def _inside(estimate: Estimate, bounds: Bounds) -> bool:
    """Whether a place is in a box; one whose west is beyond its east crosses the antimeridian."""
    west, south, east, north = bounds
    lon, lat = estimate.place.lon, estimate.place.lat
    across = west <= lon <= east if west <= east else lon >= west or lon <= east
    return across and south <= lat <= north
