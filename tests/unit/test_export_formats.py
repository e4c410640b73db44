"""The formats other than the brief: golden files, escaping, privacy, determinism.

``WHOHOLDS_WRITE_GOLDEN=1 pytest tests/unit/test_export_formats.py`` writes the golden files again; read the difference.
"""

import csv
import io
import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from export_views import DAY, PLACES, make_claims, make_estimate, make_report, make_view
from whoholds.export.claims_json import claim_json, estimate_json, explanation_json, report_json
from whoholds.export.formats import FORMATS
from whoholds.export.geojson import GeoJson
from whoholds.export.tables import CLAIM_COLUMNS, CONTROL_COLUMNS, ClaimsCsv, ControlCsv
from whoholds.model import Attribution, Interest, KnownClaim, Period, SourceKind, Span, Status, Unresolved

GOLDEN = Path(__file__).parents[1] / "golden"
# FIELD.md of the project's design, word for word: other people's scripts read these names.
FIELD_CLAIMS = (
    "claim_id, event_id, report_id, url, sha256, publisher, wire_origin, origin_cluster_id, published_at, "
    "source_original, source_kind, interest, cue, act, factuality, evidentiality, actor, opponent, place_text, "
    "place_id, geonameid, lat, lon, acled_geo_precision, ucdp_where_prec, when_text, valid_from, valid_to, "
    "time_precision, quote_exact, quote_prefix, quote_suffix, char_start, char_end, score, made_by, known_at, "
    "retracted_at, review_status, sensitivity"
)
FIELD_CONTROL = (
    "place_id, geonameid, place_name, admin1, lat, lon, geo_basis, date, known_at, status, holder, holder_prob, "
    "contested_prob, claimed_by, n_claims, n_independent_origins, last_evidence_at, staleness_days, disagreement, "
    "run_id"
)
GOLD_KEYS = (  # CLAIMS.md
    "quote, act, actor, opponent, place, part, country, first, last, source, source_kind, interest, factuality"
)


def written(form: str, view: object = None) -> bytes:
    to = io.BytesIO()
    FORMATS[form].write(view or make_view(), to)  # type: ignore[arg-type]
    return to.getvalue()


def rows_of(form: str, view: object = None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(form, view).decode("utf-8"), newline="")))


def reports_as_json() -> bytes:
    claims, reports = make_claims()
    of = [report_json(r, [k.claim for k in claims if k.claim.report_id == r.id]) for r in reports.values()]
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in of).encode("utf-8")


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("export_claims.jsonl", reports_as_json),
        ("export_claims.csv", lambda: written("csv")),
        ("export_control.csv", lambda: written("control")),
        ("export_places.geojson", lambda: written("geojson")),
    ],
)
def test_the_bytes_are_those_of_the_golden_file(name: str, made: object) -> None:
    got = made()  # type: ignore[operator]
    if os.environ.get("WHOHOLDS_WRITE_GOLDEN"):
        (GOLDEN / name).write_bytes(got)
    assert got == (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_same_view_gives_the_same_bytes(form: str) -> None:
    assert written(form) == written(form)


# ---------------------------------------------------------------- JSON


def test_a_claim_begins_with_the_keys_of_an_annotated_claim() -> None:
    claims, reports = make_claims()
    claim = claims[0].claim
    assert list(claim_json(claim, reports[claim.report_id]))[:13] == GOLD_KEYS.split(", ")


def test_spans_of_a_claim_cover_its_words() -> None:
    claims, reports = make_claims()
    claim = claims[0].claim
    text = reports[claim.report_id].text
    spans = claim_json(claim, reports[claim.report_id])["spans"]
    words = {name: text[span[0] : span[1]] if span else None for name, span in spans.items()}
    assert words == {
        "quote": "its men had captured Alma",
        "source": "Red Front",
        "cue": "said",
        "place": "Alma",
        "time": "Sunday",
    }


def test_an_unlocated_claim_has_null_coordinates_and_says_why() -> None:
    claims, reports = make_claims()
    made = claim_json(claims[4].claim, reports["lost-1"])
    assert (made["place_id"], made["lat"], made["lon"]) == (None, None, None)
    assert made["unlocated_because"] == "'Nowhere' is not in the gazetteer"


def test_days_that_cannot_be_worked_out_are_empty_and_say_why() -> None:
    claims, reports = make_claims()
    claim = replace(claims[0].claim, when=Unresolved("'Sunday' needs a day of publication"))
    made = claim_json(claim, reports["wire-1"])
    assert (made["first"], made["last"]) == ("", "")
    assert made["when_unresolved_because"] == "'Sunday' needs a day of publication"


def test_an_open_end_of_a_period_is_empty() -> None:
    claims, reports = make_claims()
    claim = replace(claims[0].claim, when=Period(date(2031, 3, 1), Unresolved("goes on")))
    made = claim_json(claim, reports["wire-1"])
    assert (made["first"], made["last"]) == ("2031-03-01", "")


def test_an_estimate_has_the_agreed_keys_and_its_age_in_days() -> None:
    made = estimate_json(make_estimate("Alma", Status.HELD, "group:red", 0.86))
    agreed = {"place", "place_id", "on", "known", "status", "holder", "probability", "contested", "origins", "since"}
    assert agreed | {"last_evidence"} <= set(made)
    assert (made["status"], made["holder"], made["since"], made["staleness_days"]) == (
        "held",
        "group:red",
        "2031-03-09",
        1,
    )


def test_an_estimate_without_evidence_has_no_age() -> None:
    made = estimate_json(make_estimate("Enid", Status.UNKNOWN, last_evidence=Unresolved("none")))
    assert (made["last_evidence"], made["staleness_days"], made["since"]) == ("", None, "")


def test_an_explanation_lists_what_each_cluster_moved() -> None:
    made = explanation_json(make_view().explanations[0])
    assert [(one["moved"], one["act"], one["claim_ids"]) for one in made["evidence"]] == [
        (0.12, "takes", ["wire-1#1", "copy-1#1"]),
        (0.3, "loses", ["wire-1#2"]),
    ]


# ---------------------------------------------------------------- CSV


def test_columns_are_those_of_the_field() -> None:
    assert ", ".join(CLAIM_COLUMNS) == f"{FIELD_CLAIMS}, near_text, near_lat, near_lon, near_km"
    assert ", ".join(CONTROL_COLUMNS) == FIELD_CONTROL


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_cell_that_a_spreadsheet_would_run_is_quoted(first: str) -> None:
    view = make_view()
    known = view.claims[0]
    evil = replace(known, claim=replace(known.claim, actor=f"{first}cmd|' /C calc'!A0"))
    assert rows_of("csv", replace(view, claims=(evil,)))[0]["actor"] == f"'{first}cmd|' /C calc'!A0"


def test_negative_numbers_stay_numbers() -> None:
    west = replace(PLACES["Alma"], lon=-13.5)
    view = make_view()
    known = replace(view.claims[0], claim=replace(view.claims[0].claim, place=west))
    assert rows_of("csv", replace(view, claims=(known,)))[0]["lon"] == "-13.5"


def test_quotes_have_their_context_and_offsets() -> None:
    row, text = rows_of("csv", _without_witness())[0], make_view().reports["wire-1"].text
    start, end = int(row["char_start"]), int(row["char_end"])
    assert text[start:end] == row["quote_exact"] == "its men had captured Alma"
    assert row["quote_prefix"] == text[start - 32 : start]
    assert row["quote_suffix"] == text[end : end + 32]


def _without_witness() -> object:
    view = make_view()
    kept = tuple(k for k in view.claims if k.claim.attribution.kind is not SourceKind.WITNESS)
    return replace(view, claims=kept)


def test_private_people_are_role_labels_and_their_rows_are_marked() -> None:
    table = written("csv").decode()
    assert "Hana" not in table
    assert "Idriss" not in table
    marked = [(row["source_original"], row["sensitivity"]) for row in rows_of("csv")]
    assert marked[2] == ("a resident", "private_person")
    assert marked[3] == ("Blue Army", "")


def test_a_group_of_witnesses_without_names_keeps_its_words() -> None:
    assert rows_of("csv")[4]["source_original"] == "Villagers of Nowhere"


def test_a_copy_names_the_outlet_where_its_origin_appeared_first() -> None:
    assert [(row["publisher"], row["wire_origin"]) for row in rows_of("csv")][:2] == [
        ("Wire", "Wire"),
        ("Courier", "Wire"),
    ]


def test_a_withdrawn_claim_stays_with_its_day() -> None:
    row = rows_of("csv")[3]
    assert (row["retracted_at"], row["review_status"]) == ("2031-03-10T00:00:00+00:00", "retracted")


def test_an_unlocated_claim_has_no_coordinates_in_the_table() -> None:
    row = rows_of("csv")[4]
    assert (row["place_id"], row["geonameid"], row["lat"], row["lon"]) == ("", "", "", "")


@pytest.mark.parametrize(("last", "precision"), [(1, "1"), (7, "2"), (8, "3")])
def test_time_precision_is_acleds(last: int, precision: str) -> None:
    view = make_view()
    claim = replace(view.claims[0].claim, when=Period(date(2031, 3, 1), date(2031, 3, last)))
    rows = rows_of("csv", replace(view, claims=(replace(view.claims[0], claim=claim),)))
    assert rows[0]["time_precision"] == precision


def test_broken_characters_of_an_article_do_not_stop_a_table() -> None:
    report = make_report("odd", "Red \ud800 took Alma", "Wire", 9)
    claims, _ = make_claims()
    claim = replace(claims[0].claim, report_id="odd", quote=Span(0, 10), place_span=None, time_span=None)
    said = Attribution("Red", SourceKind.BELLIGERENT, Interest.OWN)
    known = KnownClaim(replace(claim, attribution=said), "Wire", datetime(2031, 3, 9, tzinfo=UTC), "o")
    assert b"Red ? took" in written("csv", replace(make_view(), claims=(known,), reports={"odd": report}))


def test_the_control_table_has_a_line_for_each_estimate() -> None:
    rows = rows_of("control")
    assert [(row["place_name"], row["status"], row["holder"], row["geonameid"]) for row in rows] == [
        ("Alma", "held", "Red Front", "1"),
        ("Besna", "contested", "Blue Army", "2"),
        ("Corda", "besieged", "Blue Army", "3"),
        ("Dura", "claimed_unconfirmed", "", "4"),
        ("Enid", "unknown", "", "5"),
        ("Fola", "held", "Blue Army", ""),
    ]


# ---------------------------------------------------------------- GeoJSON


def test_geojson_puts_longitude_first_and_has_a_bounding_box() -> None:
    made = json.loads(written("geojson"))
    assert made["type"] == "FeatureCollection"
    assert made["features"][0]["geometry"] == {"type": "Point", "coordinates": [30.2, 13.2]}
    assert made["bbox"] == [13.6, 12.1, 31.9, 32.4]
    assert made["features"][0]["properties"]["holder_name"] == "Red Front"


def test_geojson_of_nothing_has_no_box() -> None:
    made = json.loads(written("geojson", replace(make_view(), estimates=(), explanations=())))
    assert made == {"type": "FeatureCollection", "features": []}


def test_only_estimates_of_found_places_are_on_the_map() -> None:
    made = json.loads(written("geojson"))
    assert [feature["id"] for feature in made["features"]] == [p.id for p in PLACES.values()]
    assert all(feature["properties"]["on"] == DAY.isoformat() for feature in made["features"])


def test_the_formats_are_those_that_the_command_line_names() -> None:
    assert sorted(FORMATS) == ["brief", "control", "csv", "geojson"]
    assert isinstance(FORMATS["csv"], ClaimsCsv)
    assert isinstance(FORMATS["control"], ControlCsv)
    assert isinstance(FORMATS["geojson"], GeoJson)


def test_a_side_that_only_says_so_itself_is_no_holder_in_the_table() -> None:
    """It is in ``claimed_by``; the columns of the holder stay empty, and so they do where nobody is named."""
    rows = list(csv.DictReader(io.StringIO(written("control").decode())))
    claimed = [row for row in rows if row["status"] == "claimed_unconfirmed"]
    assert claimed
    assert all(row["claimed_by"] and not row["holder"] and not row["holder_prob"] for row in claimed)
    assert all(row["holder_prob"] for row in rows if row["holder"])
