"""How the API answers: bytes made once, a tag by which a client asks whether they changed, links to more."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.responses import JSONResponse

from whoholds.web.searching import Page

JSON, GEOJSON = "application/json", "application/geo+json"
Limit = Annotated[int, Query(ge=1, le=1000, description="how many at most")]
Offset = Annotated[int, Query(ge=0, le=100_000_000, description="how many to pass over")]


class GeoJson(JSONResponse):
    """A GeoJSON answer, for the description of the API."""

    media_type = GEOJSON


@dataclass(frozen=True, slots=True)
class Body:
    """An answer's bytes with the digest that is its ETag."""

    content: bytes
    tag: str
    media: str = JSON


def make_body(value: Any, media: str = JSON) -> Body:
    """A value as JSON bytes."""
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Body(content, f'"{hashlib.sha256(content).hexdigest()[:32]}"', media)


def answer(request: Request, body: Body) -> Response:
    """The bytes, or 304 where the client has them already."""
    headers = {"ETag": body.tag, "Cache-Control": "no-cache"}
    given = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if body.tag in given or "*" in given:
        return Response(status_code=304, headers=headers)
    return Response(body.content, media_type=body.media, headers=headers)


def links_of(request: Request, page: Page, media: str = JSON) -> list[dict[str, str]]:
    """Links to this stretch of a list and those beside it, as paths on this server."""

    def link(rel: str, offset: int) -> dict[str, str]:
        address = request.url.include_query_params(offset=offset, limit=page.limit)
        return {"rel": rel, "type": media, "href": f"{address.path}?{address.query}"}

    found = [link("self", page.offset)]
    if page.after is not None:
        found.append(link("next", page.after))
    if page.before is not None:
        found.append(link("prev", page.before))
    return found
