"""Claims and estimates as JSON: the keys of an annotated claim, then what the product adds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from whoholds.model import Change, Claim, Estimate, Explanation, Period, Place, Report, Span, Unresolved


def report_json(report: Report, claims: Iterable[Claim]) -> dict[str, Any]:
    """One report with its claims, ``{"id": …, "claims": […]}``."""
    return {"id": report.id, "claims": [claim_json(claim, report) for claim in claims]}


def claim_json(claim: Claim, report: Report) -> dict[str, Any]:
    """A claim of a report: quote, act, parties, place, days, source; then spans, coordinates, score and maker.

    Days are ISO, ``""`` where open or unknown (``when_unresolved_because`` says why). ``lat`` and ``lon`` are degrees,
    null for an unlocated place, which carries ``unlocated_because``. ``near`` is the circle that "20 km north of it"
    means, null where the place itself is meant.
    """
    return {
        "quote": claim.quote.of(report.text),
        "act": str(claim.act),
        "actor": claim.actor,
        "opponent": claim.opponent,
        "place": claim.place_name,
        "part": str(claim.part),
        "country": claim.country,
        **_days(claim.when),
        "source": claim.attribution.source,
        "source_kind": str(claim.attribution.kind),
        "interest": str(claim.attribution.interest),
        "factuality": str(claim.factuality),
        "evidentiality": str(claim.attribution.evidentiality),
        "actor_side": claim.actor_side,
        "opponent_side": claim.opponent_side,
        **_where(claim.place),
        "near": asdict(claim.near) if claim.near else None,
        "spans": _spans(claim),
        "score": claim.score,
        "made_by": claim.made_by,
        "id": claim.id,
    }


def _days(when: Period | Unresolved) -> dict[str, str]:
    if isinstance(when, Unresolved):
        return {"first": "", "last": "", "when_unresolved_because": when.reason}
    return {"first": _day(when.first), "last": _day(when.last)}


def _day(day: date | Unresolved) -> str:
    return day.isoformat() if isinstance(day, date) else ""


def _where(place: Place | Unresolved) -> dict[str, Any]:
    if isinstance(place, Unresolved):
        return {"place_id": None, "lat": None, "lon": None, "unlocated_because": place.reason}
    return {"place_id": place.id, "lat": place.lat, "lon": place.lon}


def _spans(claim: Claim) -> dict[str, list[int] | None]:
    def pair(span: Span | None) -> list[int] | None:
        return [span.start, span.end] if span is not None else None

    return {
        "quote": pair(claim.quote),
        "source": pair(claim.attribution.source_span),
        "cue": pair(claim.attribution.cue_span),
        "place": pair(claim.place_span),
        "time": pair(claim.time_span),
    }


def estimate_json(estimate: Estimate) -> dict[str, Any]:
    """An estimate of one place; ``staleness_days`` counts from the newest evidence to the day asked about."""
    newest = estimate.last_evidence
    return {
        "place": estimate.place.name,
        "place_id": estimate.place.id,
        "country": estimate.place.country,
        "admin1": estimate.place.admin1,
        "lat": estimate.place.lat,
        "lon": estimate.place.lon,
        "on": estimate.on.isoformat(),
        "known": estimate.known.isoformat(),
        "status": str(estimate.status),
        "holder": estimate.holder,
        "probability": round(estimate.probability, 4),
        "contested": round(estimate.contested, 4),
        "holders": {side: round(probability, 4) for side, probability in estimate.holders},
        "claimed_by": list(estimate.claimed_by),
        "origins": estimate.origins,
        "since": _day(estimate.since),
        "last_evidence": _day(newest),
        "staleness_days": (estimate.on - newest).days if isinstance(newest, date) else None,
    }


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """An estimate with what each cluster of evidence moved."""
    return estimate_json(explanation.estimate) | {
        "before": round(explanation.before, 4),
        "drift": round(explanation.drift, 4),
        "evidence": [
            {
                "moved": round(effect.moved, 4),
                "act": str(effect.cluster.act),
                "side": effect.cluster.side,
                "against": effect.cluster.against,
                "speaker": effect.cluster.speaker,
                "disputed": effect.cluster.disputed,
                "about": effect.cluster.about.isoformat(),
                "known": effect.cluster.known.isoformat(),
                "reach": effect.cluster.reach,
                "claim_ids": list(effect.cluster.claim_ids),
            }
            for effect in explanation.effects
        ],
    }


def change_json(change: Change) -> dict[str, Any]:
    """What became different about a place, with the estimates before and after."""
    return {
        "place": change.place.name,
        "place_id": change.place.id,
        "on": change.on.isoformat(),
        "what": change.what,
        "before": estimate_json(change.before),
        "after": estimate_json(change.after),
    }
