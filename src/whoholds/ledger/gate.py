"""What a ledger refuses to keep, the same for every kind of ledger: checked before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

from whoholds.errors import LedgerError
from whoholds.model import Claim, Report, Span


def check_report(report: Report, claims: Sequence[Claim]) -> None:
    """Raise :class:`LedgerError` for a report or claims that could not be given back as they are."""
    if not report.id:
        raise LedgerError("a report without an id cannot be kept", attempt="give each report an id of its own")
    _check_unicode(report)
    if len({claim.id for claim in claims}) < len(claims):
        raise LedgerError(f"report {report.id} was not kept", why="two of its claims have one id")
    for claim in claims:
        _check_claim(claim, report)


def _check_unicode(report: Report) -> None:
    try:
        f"{report.id}{report.title}{report.text}{report.publisher}{report.url}".encode()
    except UnicodeEncodeError as error:
        why = f"character {error.start} is half of a surrogate pair, which is no text"
        raise LedgerError(f"report {report.id!a} was not kept", why=why, attempt="save it as UTF-8 again") from error


def _check_claim(claim: Claim, report: Report) -> None:
    if claim.report_id != report.id:
        why = f"claim {claim.id} is of report {claim.report_id}"
        raise LedgerError(f"report {report.id} was not kept", why=why)
    said = claim.attribution
    for span in (claim.quote, claim.place_span, claim.time_span, said.source_span, said.cue_span):
        if isinstance(span, Span) and span.end > len(report.text):
            why = f"claim {claim.id} points behind the end of its text"
            raise LedgerError(f"report {report.id} was not kept", why=why)
