"""The evidence table: what each kind of evidence says, read once from ``evidence_table.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from whoholds.model import Act, Cluster

COLUMNS = 5
ROW_OF_ACT: Mapping[Act, str] = {
    Act.TAKES: "change",
    Act.LOSES: "change",
    Act.HOLDS: "holding",
    Act.REPELS: "repelled",
    Act.ENTERS: "foothold",
    Act.BESIEGES: "siege",
    Act.ATTACKS: "pressure",
    Act.STRIKES: "pressure",
    Act.APPROACHES: "pressure",
    Act.CLASHES: "clash",
}
HOLDER_ROWS = frozenset({"change", "holding"})
UNFAVOURED: Mapping[str, str] = {"change": "lost", "holding": "not_held"}


@dataclass(frozen=True, slots=True)
class Row:
    """Log-likelihoods relative to the best state: other settled, other new, contested, own new, own settled."""

    values: tuple[float, float, float, float, float]
    source: str


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """All constants of the estimator but those of the hazard; every field is explained in ``evidence_table.toml``."""

    rows: Mapping[tuple[str, str], Row]
    factuality: Mapping[str, float]
    part: Mapping[str, float]
    activity: Mapping[str, float]
    clip: float
    camp_cap: float
    camp_cap_half_life: float
    damping: float
    damping_days: int
    dispute_days: int
    same_statement_days: int
    vague_days: int
    activity_lead: int
    activity_days: int
    activity_full: float
    activity_event: float
    start_given: float
    start_contested: float
    start_other: float
    named: float
    contested: float
    fought: float
    fought_days: int
    siege_days: int
    claim_days: int

    def row(self, cluster: Cluster) -> Row:
        """The row that a cluster is weighed by."""
        kind = row_kind(cluster)
        speaker = "disputed" if cluster.disputed else cluster.speaker
        return self.rows.get((kind, speaker)) or self.rows[kind, "any"]


def row_kind(cluster: Cluster) -> str:
    """The family of rows a cluster belongs to.

    A ``holds`` that favours nobody says that somebody does not hold the place, a ``loses`` that he lost it.
    """
    kind = ROW_OF_ACT[cluster.act]
    return kind if cluster.side else UNFAVOURED.get(kind, kind)


@cache
def standard_table() -> EvidenceTable:
    """The table that ships with the package."""
    return read_table(resources.files(__package__).joinpath("evidence_table.toml").read_text("utf-8"))


def read_table(text: str) -> EvidenceTable:
    """Read a table from its TOML; raises ``KeyError`` or ``ValueError`` where a figure is missing or a row is short."""
    words = tomllib.loads(text)
    limits, start, display = words["limits"], words["start"], words["display"]
    return EvidenceTable(
        rows={(kind, who): _read_row(row) for kind, by in words["rows"].items() for who, row in by.items()},
        factuality=words["factuality"],
        part=words["part"],
        activity=words["activity"]["rows"],
        clip=limits["clip"],
        camp_cap=limits["camp_cap"],
        camp_cap_half_life=limits["camp_cap_half_life"],
        damping=limits["damping"],
        damping_days=limits["damping_days"],
        dispute_days=limits["dispute_days"],
        same_statement_days=limits["same_statement_days"],
        vague_days=words["vague"]["days"],
        activity_lead=words["activity"]["lead"],
        activity_days=words["activity"]["days"],
        activity_full=words["activity"]["full"],
        activity_event=words["activity"]["event"],
        start_given=start["given"],
        start_contested=start["contested"],
        start_other=start["other"],
        named=display["named"],
        contested=display["contested"],
        fought=display["fought"],
        fought_days=display["fought_days"],
        siege_days=display["siege_days"],
        claim_days=display["claim_days"],
    )


def _read_row(row: Mapping[str, Any]) -> Row:
    a, b, c, d, e = (float(value) for value in row["values"])
    return Row((a, b, c, d, e), str(row["source"]))
