"""What a ledger says of what it did, in the same words whichever ledger it is."""

from __future__ import annotations

from whoholds.errors import LedgerError
from whoholds.ledger.interface import Outcome
from whoholds.model import Report, ReportKind

ITSELF = "a kill says nothing itself"


def outcome_of(kind: ReportKind, *, copied: bool) -> Outcome:
    """What adding a new report of that kind did."""
    if kind is ReportKind.STORY:
        return Outcome.COPY if copied else Outcome.NEW
    return Outcome.KILL if kind is ReportKind.KILL else Outcome.CORRECTION


def because_notice(notice: Report, withdrawn: dict[str, str]) -> str:
    """What a correction or kill withdraws, and why: it names the report, or resembles it most."""
    if not withdrawn:
        ids = ", ".join(notice.replaces)
        return f"no report {ids} is kept" if ids else "it names no report and resembles none"
    names = ", ".join(sorted(withdrawn))
    if notice.replaces:
        return f"it names {names}"
    return f"it names no report; most like {names}: {next(iter(withdrawn.values()))}"


def no_such_claim(claim_id: str) -> LedgerError:
    """The error for a review of a claim that is not kept."""
    return LedgerError(f"no claim {claim_id} is kept", attempt="whoholds claims  # lists them with their ids")
