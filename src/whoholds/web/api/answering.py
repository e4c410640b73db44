"""How the API answers: bytes made once, a tag by which a client asks whether they changed, links to more."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.responses import JSONResponse

from whoholds.web.searching import Page

JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html; charset=utf-8"
PACKED, WORTH_PACKING = 3, 2048
"""Level of gzip (a day's map of 20,000 places is packed once and sent often), and bytes from which it is used."""
Limit = Annotated[int, Query(ge=1, le=1000, description="how many at most")]
Offset = Annotated[int, Query(ge=0, le=100_000_000, description="how many to pass over")]


class GeoJson(JSONResponse):
    """A GeoJSON answer, for the description of the API."""

    media_type = GEOJSON


@dataclass(frozen=True, slots=True)
class Body:
    """An answer's bytes, the same packed (empty where that is not worth it), and the digest that is its ETag."""

    content: bytes
    packed: bytes
    tag: str
    media: str = JSON


def make_body(value: Any, media: str = JSON) -> Body:
    """A value as JSON bytes."""
    return pack(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"), media)


def pack(content: bytes, media: str) -> Body:
    """Bytes as they will be sent."""
    packed = gzip.compress(content, compresslevel=PACKED, mtime=0) if len(content) >= WORTH_PACKING else b""
    return Body(content, packed, f'"{hashlib.sha256(content).hexdigest()[:32]}"', media)


def answer(request: Request, body: Body) -> Response:
    """The bytes, or 304 where the client has them already."""
    headers = {"ETag": body.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    given = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if body.tag in given or "*" in given:
        return Response(status_code=304, headers=headers)
    if body.packed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(body.packed, media_type=body.media, headers=headers | {"Content-Encoding": "gzip"})
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
