"""The copy rule of a ledger that was given none: every report is a story of its own."""

from __future__ import annotations

from whoholds.model import CopyLink, Report, Sketch


class Unrelated:
    """Finds no copies."""

    id = "unrelated@1"
    rare = 0
    least = 1

    def sketch(self, report: Report) -> Sketch:
        """A sketch without a trait."""
        return Sketch(report.id, report.publisher, report.published, agency="", prints=())

    def judge(self, later: Sketch, earlier: Sketch, *, shared: int) -> CopyLink | None:  # noqa: ARG002
        """Never a copy."""
        return None
