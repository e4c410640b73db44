"""CSV and GeoJSON: the columns of the field, in their order, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from fakes import KOBAR, NASIM, STORY, make_claim, make_report
from whoholds.export.claims_json import estimate_json
from whoholds.export.formats import FORMATS
from whoholds.export.interface import View
from whoholds.model import Estimate, KnownClaim, Nearness, PlaceKind, Span, Status, Unresolved

DAY = date(2021, 8, 2)
THEN = datetime(2021, 8, 1, 6, tzinfo=UTC)
CLAIMS = (
    "claim_id,event_id,report_id,url,sha256,publisher,wire_origin,origin_cluster_id,published_at,source_original,"
    "source_kind,interest,cue,act,factuality,evidentiality,actor,opponent,place_text,place_id,geonameid,lat,lon,"
    "acled_geo_precision,ucdp_where_prec,when_text,valid_from,valid_to,time_precision,quote_exact,quote_prefix,"
    "quote_suffix,char_start,char_end,score,made_by,known_at,retracted_at,review_status,sensitivity,"
    "near_text,near_lat,near_lon,near_km"
)
CONTROL = (
    "place_id,geonameid,place_name,admin1,lat,lon,geo_basis,date,known_at,status,holder,holder_prob,contested_prob,"
    "claimed_by,n_claims,n_independent_origins,last_evidence_at,staleness_days,disagreement,run_id"
)
ESTIMATES = [
    Estimate(
        KOBAR, DAY, DAY, Status.HELD, "state:SY", 0.9, 0.05, (("state:SY", 0.9),), 1, DAY, date(2021, 8, 1), ("a", "b")
    ),
    Estimate(NASIM, DAY, DAY, Status.UNKNOWN, "", 0.0, 0.0, (), 0, Unresolved("none"), Unresolved("none")),
]


def a_view(**changed: Any) -> View:
    """A view of one report with one claim, changed as told."""
    report = make_report()
    claim = replace(make_claim(report, quote=Span(60, 70)), **changed)
    return View("Kobar", DAY, DAY, [KnownClaim(claim, "Wire", THEN, "origin-1")], {report.id: report}, ESTIMATES)


def written(name: str, view: View) -> bytes:
    """What an export writes."""
    to = io.BytesIO()
    FORMATS[name].write(view, to)
    return to.getvalue()


def rows(name: str, view: View) -> list[dict[str, str]]:
    """The rows of a table as a CSV reader gives them."""
    return list(csv.DictReader(io.StringIO(written(name, view).decode("utf-8"), newline="")))


@pytest.mark.parametrize(("name", "columns"), [("csv", CLAIMS), ("control", CONTROL)])
def test_the_columns_are_those_of_the_field(name: str, columns: str) -> None:
    first, _, rest = written(name, a_view()).partition(b"\r\n")
    assert first.decode("utf-8") == columns
    assert rest.endswith(b"\r\n")


def test_a_quote_can_be_found_again() -> None:
    (row,) = rows("csv", a_view())
    start, end = int(row["char_start"]), int(row["char_end"])
    assert row["quote_exact"] == STORY[start:end]
    assert row["quote_prefix"].removeprefix("'") == STORY[start - 32 : start]
    assert row["quote_suffix"].removeprefix("'") == STORY[end : end + 32]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_run_as_a_formula(start: str) -> None:
    evil = f'{start}HYPERLINK("https://example.org")'
    (row,) = rows("csv", a_view(actor=evil, place_name=evil))
    assert row["actor"] == row["place_text"] == f"'{evil}"


def test_numbers_below_zero_stay_numbers() -> None:
    south = replace(KOBAR, lat=-1.25, lon=-70.5)
    (row,) = rows("csv", a_view(place=south))
    assert (row["lat"], row["lon"]) == ("-1.25", "-70.5")


def test_an_unplaced_claim_has_empty_cells_and_no_guess() -> None:
    (row,) = rows("csv", a_view(place=Unresolved("two places of that name"), when=Unresolved("no day")))
    empty = ("place_id", "geonameid", "lat", "lon", "acled_geo_precision", "ucdp_where_prec", "valid_from", "valid_to")
    assert {row[column] for column in (*empty, "time_precision")} == {""}


@pytest.mark.parametrize(("radius", "acled", "ucdp"), [(8.0, "2", "2"), (25.0, "2", "2"), (60.0, "3", "4")])
def test_what_is_near_a_place_has_its_circle_and_a_precision_by_its_radius(
    radius: float, acled: str, ucdp: str
) -> None:
    (row,) = rows("csv", a_view(near=Nearness(15.73, 32.53, radius, "20 km north of")))
    assert (row["near_text"], row["near_lat"], row["near_lon"]) == ("20 km north of", "15.73", "32.53")
    assert (row["near_km"], row["acled_geo_precision"], row["ucdp_where_prec"]) == (str(radius), acled, ucdp)
    assert row["lat"] == str(KOBAR.lat)


@pytest.mark.parametrize(("kind", "ucdp"), [(PlaceKind.DISTRICT, "3"), (PlaceKind.PROVINCE, "4")])
def test_a_division_has_the_precision_of_its_order(kind: PlaceKind, ucdp: str) -> None:
    (row,) = rows("csv", a_view(place=replace(KOBAR, kind=kind)))
    assert row["ucdp_where_prec"] == ucdp


def test_a_withdrawn_claim_says_so() -> None:
    view = a_view()
    gone = replace(view.claims[0], retracted=datetime(2021, 8, 2, tzinfo=UTC))
    (row,) = rows("csv", replace(view, claims=[gone]))
    assert row["review_status"] == "retracted"
    assert row["retracted_at"].startswith("2021-08-02")


def test_control_shows_age_and_origins_of_each_place() -> None:
    held, unknown = rows("control", a_view())
    assert (held["status"], held["holder_prob"], held["staleness_days"]) == ("held", "0.9", "1")
    assert (held["n_claims"], held["n_independent_origins"], held["claimed_by"]) == ("1", "1", "a;b")
    assert (unknown["holder"], unknown["last_evidence_at"], unknown["staleness_days"]) == ("", "", "")


def test_geojson_has_longitude_first_and_its_box() -> None:
    found = json.loads(written("geojson", a_view()))
    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    assert found["bbox"] == [36.5, 34.5, 37.5, 35.5]
    first = found["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [KOBAR.lon, KOBAR.lat]}
    assert first["properties"].items() >= estimate_json(ESTIMATES[0]).items()
