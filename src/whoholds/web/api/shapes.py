"""The shapes of the API's answers, for its OpenAPI description."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict


class Link(TypedDict):
    """A link to more."""

    rel: str
    type: str
    href: str


class Near(TypedDict):
    """The circle that "20 km north of" a place means: middle in degrees, radius in kilometres, the words."""

    lat: float
    lon: float
    radius_km: float
    words: str


class OneClaim(TypedDict):
    """A claim: what one source says, in one report, about who holds one place."""

    id: str
    report_id: str
    quote: str
    act: str
    actor: str
    opponent: str
    actor_side: str
    opponent_side: str
    place: str
    place_id: str | None
    lat: float | None
    lon: float | None
    part: str
    country: str
    first: str
    last: str
    source: str
    source_kind: str
    interest: str
    factuality: str
    evidentiality: str
    near: Near | None
    spans: dict[str, list[int] | None]
    score: float
    made_by: str
    publisher: str
    published: str
    url: str
    origin: str
    retracted: str


class Claims(TypedDict):
    """A stretch of a list of claims."""

    items: list[OneClaim]
    total: int
    limit: int
    offset: int
    links: list[Link]


class ReportHead(TypedDict):
    """A report without its text."""

    id: str
    title: str
    publisher: str
    published: str
    url: str
    kind: str
    sha256: str
    characters: int
    claims: int


class Reports(TypedDict):
    """A stretch of the list of reports."""

    items: list[ReportHead]
    total: int
    limit: int
    offset: int
    links: list[Link]


class OneReport(ReportHead):
    """A report with its claims, and the report it copies."""

    copy_of: str
    copy_because: str
    claim_list: list[OneClaim]


class OneEstimate(TypedDict):
    """Who holds a place on a day, as known on another; the same keys as `whoholds who --json`."""

    place: str
    place_id: str
    country: str
    admin1: str
    lat: float
    lon: float
    on: str
    known: str
    status: str
    holder: str
    probability: float
    contested: float
    holders: dict[str, float]
    claimed_by: list[str]
    origins: int
    since: str
    last_evidence: str
    staleness_days: int | None


class OneChange(TypedDict):
    """What became different about a place."""

    place: str
    place_id: str
    on: str
    what: str
    kind: str
    claims: list[str]
    before: OneEstimate
    after: OneEstimate


class OneSide(TypedDict):
    """A party, with the colour and shape it has on every map."""

    key: str
    name: str
    colour: str
    shape: str


class DayCount(TypedDict):
    """How many claims were published on a day."""

    day: str
    claims: int


class OnePlace(TypedDict):
    """A place that claims are about."""

    id: str
    name: str
    kind: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int


class Places(TypedDict):
    """A stretch of the list of places."""

    items: list[OnePlace]
    total: int
    limit: int
    offset: int
    links: list[Link]


class Point(TypedDict):
    """Longitude, then latitude, in degrees (WGS 84)."""

    type: Literal["Point"]
    coordinates: list[float]


class Feature(TypedDict):
    """An estimate as a point."""

    type: Literal["Feature"]
    id: str
    geometry: Point
    properties: dict[str, Any]


class Features(TypedDict):
    """The estimates of a day in the shape of OGC API Features, part 1."""

    type: Literal["FeatureCollection"]
    features: list[Feature]
    numberMatched: int
    numberReturned: int
    links: list[Link]


class Trouble(TypedDict):
    """What went wrong, in the shape of RFC 9457."""

    title: str
    status: int
    detail: str
