"""Tables as CSV: the claims, and control by place, in the columns of the field."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import BinaryIO

from whoholds.export.interface import View
from whoholds.export.privacy import call_source, find_private_names, mask
from whoholds.export.sides import call, name_sides
from whoholds.model import (
    Claim,
    Estimate,
    KnownClaim,
    Nearness,
    Part,
    Period,
    Place,
    PlaceKind,
    Report,
    Status,
    Unresolved,
)

CLAIM_COLUMNS = tuple(
    """
    claim_id event_id report_id url sha256 publisher wire_origin origin_cluster_id published_at source_original
    source_kind interest cue act factuality evidentiality actor opponent place_text place_id geonameid lat lon
    acled_geo_precision ucdp_where_prec when_text valid_from valid_to time_precision quote_exact quote_prefix
    quote_suffix char_start char_end score made_by known_at retracted_at review_status sensitivity
    near_text near_lat near_lon near_km
    """.split()  # noqa: SIM905  a table of forty names reads better as text
)
CONTROL_COLUMNS = tuple(
    """
    place_id geonameid place_name admin1 lat lon geo_basis date known_at status holder holder_prob contested_prob
    claimed_by n_claims n_independent_origins last_evidence_at staleness_days disagreement run_id
    """.split()  # noqa: SIM905
)
CONTEXT = 32
"""Characters of prefix and suffix around a quote, as W3C Web Annotation's text quote selectors have them."""
NEAR_KM = 25.0
"""Radius up to which a place is near another: UCDP's where_prec 2 (Högbladh 2023, UCDP GED codebook 23.1)."""
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""First characters of what a spreadsheet runs as a formula, full-width forms too (OWASP, *CSV Injection*)."""


class ClaimsCsv:
    """One row a claim, with the words it came from and where they stand."""

    def write(self, view: View, to: BinaryIO) -> None:
        """Write the claims of the view in its order."""
        private, wires = find_private_names(view.claims), _find_wires(view.claims)
        rows = (
            _claim_row(known, view.reports[known.claim.report_id], private.get(known.claim.report_id, ()), wires)
            for known in view.claims
        )
        _write(CLAIM_COLUMNS, rows, to)


class ControlCsv:
    """One row a place: who holds it on the view's day, and on what evidence."""

    def write(self, view: View, to: BinaryIO) -> None:
        """Write the estimates of the view in its order."""
        names = name_sides(view.claims)
        counts: dict[str, int] = {}
        for known in view.claims:
            counts[known.claim.place_id] = counts.get(known.claim.place_id, 0) + 1
        rows = (_control_row(estimate, counts.get(estimate.place.id, 0), names) for estimate in view.estimates)
        _write(CONTROL_COLUMNS, rows, to)


def _write(columns: Iterable[str], rows: Iterator[dict[str, object]], to: BinaryIO) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(columns), lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({column: _cell(row.get(column, "")) for column in columns})
    to.write(text.getvalue().encode("utf-8", "replace"))


def _cell(value: object) -> str:
    """A value as text; one that a spreadsheet would run as a formula is quoted, numbers are not."""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def _find_wires(claims: Iterable[KnownClaim]) -> dict[str, str]:
    """The outlet in which each origin appeared first: where its copies were taken from."""
    firsts: dict[str, str] = {}
    for known in sorted(claims, key=lambda known: (_instant(known.published) or "9", known.claim.id)):
        firsts.setdefault(known.origin, known.publisher)
    return firsts


def _claim_row(
    known: KnownClaim, report: Report, private: Sequence[str], wires: Mapping[str, str]
) -> dict[str, object]:
    claim, said = known.claim, known.claim.attribution
    start, end = claim.quote.start, claim.quote.end
    words = [_before(report.text, start, private), report.text[start:end], _after(report.text, end, private)]
    shown = [mask(part, private) for part in words]
    masked = shown != words or call_source(said) != said.source
    return {
        "claim_id": claim.id,
        "event_id": known.origin,
        "report_id": report.id,
        "url": report.url,
        "sha256": report.sha256,
        "publisher": known.publisher,
        "wire_origin": wires[known.origin],
        "origin_cluster_id": known.origin,
        "published_at": _instant(known.published),
        "source_original": call_source(said),
        "source_kind": said.kind,
        "interest": said.interest,
        "cue": said.cue_span.of(report.text) if said.cue_span else "",
        "act": claim.act,
        "factuality": claim.factuality,
        "evidentiality": said.evidentiality,
        "actor": claim.actor,
        "opponent": claim.opponent,
        "place_text": claim.place_span.of(report.text) if claim.place_span else claim.place_name,
        **_where(claim),
        "when_text": claim.time_span.of(report.text) if claim.time_span else "",
        **_days(claim.when),
        "quote_exact": shown[1],
        "quote_prefix": shown[0],
        "quote_suffix": shown[2],
        "char_start": start,
        "char_end": end,
        "score": claim.score,
        "made_by": claim.made_by,
        "known_at": _instant(known.published),
        "retracted_at": _instant(known.retracted) if known.retracted else "",
        "review_status": _reviewed(known),
        "sensitivity": "private_person" if masked else "",
    }


def _reviewed(known: KnownClaim) -> str:
    if known.retracted:
        return "retracted"
    return "corrected" if known.claim.made_by.endswith("+review") else "unreviewed"


def _before(text: str, start: int, private: Sequence[str]) -> str:
    """The context before a quote; where names must be masked it begins with a whole word, so that none is cut."""
    cut = text[max(start - CONTEXT, 0) : start]
    return cut.partition(" ")[2] if private and start > CONTEXT else cut


def _after(text: str, end: int, private: Sequence[str]) -> str:
    """The context after a quote; where names must be masked it ends with a whole word."""
    cut = text[end : end + CONTEXT]
    return cut.rpartition(" ")[0] if private and len(text) > end + CONTEXT else cut


def _where(claim: Claim) -> dict[str, object]:
    place = claim.place
    if isinstance(place, Unresolved):
        return {"place_id": "", "acled_geo_precision": "", "ucdp_where_prec": ""}
    far = claim.near is not None and claim.near.radius_km > NEAR_KM
    wide = far or place.kind in (PlaceKind.PROVINCE, PlaceKind.DISTRICT, PlaceKind.REGION)
    near = claim.near is not None or claim.part is Part.OUTSKIRTS
    return {
        "place_id": place.id,
        "geonameid": _geonameid(place),
        "lat": place.lat,
        "lon": place.lon,
        "acled_geo_precision": 3 if wide else 2 if near else 1,
        "ucdp_where_prec": 3 if place.kind is PlaceKind.DISTRICT and not far else 4 if wide else 2 if near else 1,
        **_near(claim.near),
    }


def _near(near: Nearness | None) -> dict[str, object]:
    """The circle that "20 km north of it" means: its words, its middle and its radius."""
    if near is None:
        return {}
    return {"near_text": near.words, "near_lat": near.lat, "near_lon": near.lon, "near_km": near.radius_km}


def _geonameid(place: Place) -> str:
    origin, _, number = place.id.partition(":")
    return number if origin == "geonames" else ""


def _days(when: Period | Unresolved) -> dict[str, object]:
    """First and last day, and ACLED's time precision: 1 a day, 2 a week, 3 a month or more."""
    if isinstance(when, Unresolved):
        return {}
    days = when.days
    precision = 3 if isinstance(days, Unresolved) or days > 7 else 2 if days > 1 else 1
    return {"valid_from": _day(when.first), "valid_to": _day(when.last), "time_precision": precision}


def _day(day: date | Unresolved) -> str:
    return day.isoformat() if isinstance(day, date) else ""


def _instant(at: datetime | Unresolved) -> str:
    return at.isoformat() if isinstance(at, datetime) else ""


def _control_row(estimate: Estimate, claims: int, names: Mapping[str, str]) -> dict[str, object]:
    """A side that only says so itself is no holder: it stands in ``claimed_by``, and its probability nowhere."""
    place, newest = estimate.place, estimate.last_evidence
    held = bool(estimate.holder) and estimate.status is not Status.CLAIMED_UNCONFIRMED
    return {
        "place_id": place.id,
        "geonameid": _geonameid(place),
        "place_name": place.name,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "geo_basis": "gazetteer",
        "date": estimate.on.isoformat(),
        "known_at": estimate.known.isoformat(),
        "status": estimate.status,
        "holder": call(estimate.holder, names) if held else "",
        "holder_prob": round(estimate.probability, 4) if held else "",
        "contested_prob": round(estimate.contested, 4),
        "claimed_by": ";".join(call(side, names) for side in estimate.claimed_by),
        "n_claims": claims,
        "n_independent_origins": estimate.origins,
        "last_evidence_at": _day(newest),
        "staleness_days": (estimate.on - newest).days if isinstance(newest, date) else "",
        "disagreement": round(1 - max((share for _, share in estimate.holders), default=0.0), 4),
    }
