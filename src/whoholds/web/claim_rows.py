"""Claims as a list shows them: in words, with a short quote, private people by their role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whoholds.export.evidence import name_source, reading_of
from whoholds.export.privacy import find_private_names, mask
from whoholds.export.wording import FACTUALITY, put_period, put_short_day, shorten
from whoholds.model import KnownClaim, Place, Report, Unresolved
from whoholds.web.card import standing_of

LONGEST_QUOTE = 260


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim in words fit to be read."""

    id: str
    report_id: str
    outlet: str
    published: str
    source: str
    standing: tuple[str, ...]
    reading: str
    place: str
    place_id: str
    unlocated: str
    when: str
    firmness: str
    quote: str
    score: float
    withdrawn: str


def claim_rows(claims: Sequence[KnownClaim], reports: Mapping[str, Report]) -> list[ClaimRow]:
    """A row for each claim, in the order given; ``reports`` by id holds all that they point into."""
    private = find_private_names(claims)
    return [_row(one, reports[one.claim.report_id], private.get(one.claim.report_id, ())) for one in claims]


def _row(known: KnownClaim, report: Report, private: Sequence[str]) -> ClaimRow:
    claim = known.claim
    return ClaimRow(
        claim.id,
        report.id,
        known.publisher or "an unnamed outlet",
        put_short_day(known.published if isinstance(known.published, Unresolved) else known.published.date()),
        name_source(known),
        standing_of(claim),
        reading_of(claim),
        claim.place_name,
        claim.place_id,
        "" if isinstance(claim.place, Place) else claim.place.reason,
        put_period(claim.when),
        FACTUALITY[claim.factuality],
        shorten(mask(claim.quote.of(report.text), private), LONGEST_QUOTE),
        claim.score,
        put_short_day(known.retracted.date()) if known.retracted else "",
    )
