"""Real reports against a panel: the reports of ../shared/gold about towns of Ukraine, 2022.

    python benchmarks/control_gold.py [--predicted FILE]

The claims are gold's, then those that our reader finds in the same reports (or another's, as ``whoholds read --json``
writes them). A town counts from its first claim
until thirty days after its last one, where the panel (``ukraine-cities-A-L.csv``, by revision) knows it. Live: each
day is judged from what was published by its end. Shown: how often a holder is named (or the town contested), how often
the panel agrees, the same for every baseline, and the Brier score over the three classes of the panel.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from control import CLASSES, SHARED
from simulate_reports import RU, UA, Course, read_courses

from whoholds.control.evidence import gather_clusters
from whoholds.control.interface import Estimator
from whoholds.control.last_report import LastReport
from whoholds.control.majority import Majority
from whoholds.control.persistence import Persistence
from whoholds.control.phase_filter import PhaseFilter
from whoholds.export.claims_json import report_json
from whoholds.gazetteer.compiled import open_gazetteer
from whoholds.intake.interface import Skipped
from whoholds.intake.sources import read_sources
from whoholds.model import (
    Act,
    Attribution,
    Claim,
    Factuality,
    Interest,
    KnownClaim,
    Part,
    Period,
    Place,
    PlaceKind,
    SourceKind,
    Span,
    Status,
    Unresolved,
)
from whoholds.reading.pipeline import open_reader

SIDES = (
    (UA, ("ukrain", "kyiv", "kiev", "zelensk", "mayor")),
    (
        RU,
        (
            "russia",
            "moscow",
            "wagner",
            "separatist",
            "militia",
            "people's republic",
            "dpr",
            "lpr",
            "chechen",
            "putin",
            "invader",
        ),
    ),
)


def read_gold(
    paths: Sequence[Path], courses: Mapping[str, Course], read: Mapping[str, list[dict[str, object]]] | None = None
) -> dict[str, list[KnownClaim]]:
    """The claims about each town of the panel, by its name, from dated reports; ``read`` by report id, if given."""
    claims: dict[str, list[KnownClaim]] = {}
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            report = json.loads(line)
            report["claims"] = report["claims"] if read is None else read.get(report["id"], [])
            day = _day(str(report.get("date") or ""))
            if isinstance(day, date):
                for claim in _claims(report, day, courses):
                    claims.setdefault(claim.claim.place_name, []).append(claim)
    return claims


def read_again(paths: Sequence[Path], predicted: Sequence[Path]) -> dict[str, list[dict[str, object]]]:
    """What our reader finds in the reports, by report id, or what the given files say that another found."""
    if predicted:
        return {row["id"]: row["claims"] for path in predicted for row in map(json.loads, path.open(encoding="utf-8"))}
    reader = open_reader(open_gazetteer())
    items = (item for item in read_sources([str(path) for path in paths], published=None))
    reports = (item for item in items if not isinstance(item, Skipped))
    return {report.id: report_json(report, reader.read_claims(report))["claims"] for report in reports}


def _claims(report: Mapping[str, object], published: date, courses: Mapping[str, Course]) -> Iterator[KnownClaim]:
    told = report["claims"]
    assert isinstance(told, list)
    for number, row in enumerate(told):
        if row["place"] not in courses or row["part"] == "region":
            continue
        actor, opponent, speaker = (_side(row[key]) for key in ("actor", "opponent", "source"))
        claim = Claim(
            id=f"{report['id']}:{number}",
            report_id=str(report["id"]),
            act=Act(row["act"]),
            actor=row["actor"],
            actor_side=actor,
            opponent=row["opponent"],
            opponent_side=opponent,
            place_name=row["place"],
            place=Place(row["place"], row["place"], PlaceKind.SETTLEMENT, "UA", "", 0.0, 0.0),
            part=Part(row["part"]),
            country="UA",
            when=_period(row["first"], row["last"]),
            attribution=Attribution(
                row["source"], SourceKind(row["source_kind"]), Interest(row["interest"]), side=speaker
            ),
            factuality=Factuality(row["factuality"]),
            quote=Span(0, 0),
            place_span=None,
            time_span=None,
            score=0.9,
            made_by="gold",
        )
        text = str(report["text"]).encode()
        origin = f"{hashlib.sha256(text).hexdigest()[:12]}:{row['source']}"
        yield KnownClaim(claim, str(report["source"]), datetime.combine(published, time(12), UTC), origin)


def _side(name: str) -> str:
    folded = name.casefold()
    return next((side for side, words in SIDES if any(word in folded for word in words)), "")


def _day(text: str) -> date | Unresolved:
    try:
        return date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError:
        return Unresolved("the report gives no day")


def _period(first: str, last: str) -> Period | Unresolved:
    days = (_day(first), _day(last))
    return Unresolved("no day") if all(isinstance(d, Unresolved) for d in days) else Period(*days)


def compare(
    name: str, estimator: Estimator, claims: Mapping[str, list[KnownClaim]], courses: Mapping[str, Course]
) -> None:
    """Print one line for an estimator."""
    days = named = right = 0
    brier = 0.0
    for town, said in sorted(claims.items()):
        course = courses[town]
        published = sorted(k.published.date() for k in said if isinstance(k.published, datetime))
        aware = replace(estimator, start={town: course.status[0]}) if name.endswith("start map") else estimator  # type: ignore[type-var]
        for n in range((published[-1] - published[0]).days + 31):
            day = published[0] + timedelta(days=n)
            if day < course.first:
                continue
            clusters = gather_clusters(said, known=day).clusters
            estimate = aware.estimate(said[0].claim.place, clusters, on=day, known=day)  # type: ignore[arg-type]
            truth = course.on(day)
            shares = {**dict(estimate.holders), CLASSES[2]: estimate.contested}
            unknown = 1.0 - sum(shares.values())
            brier += unknown**2 + sum((shares.get(c, 0.0) - (c == truth)) ** 2 for c in CLASSES)
            answer = CLASSES[2] if estimate.status is Status.CONTESTED else estimate.holder
            days += 1
            named += bool(answer)
            right += answer == truth
    print(f"{name:32} {days} town-days, {named / days:.2f} named, {right / max(1, named):.2f} of these right,", end=" ")
    print(f"Brier {brier / days:.3f}")


def main() -> None:
    """Print a line an estimator."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--predicted", type=Path, nargs="*", default=[], help="what `whoholds read --json` says")
    words = parser.parse_args()
    courses = {c.place.name: c for c in read_courses(SHARED / "data/control/ukraine-cities-A-L.csv")}
    paths = [SHARED / "gold" / half / "ukraine.jsonl" for half in ("train", "dev")]
    for whose, read in (("by hand", None), ("by the reader", read_again(paths, words.predicted))):
        claims = read_gold(paths, courses, read)
        print(f"{whose}: {sum(map(len, claims.values()))} claims about {len(claims)} towns of the panel")
        for name, estimator in (
            ("phase filter", PhaseFilter()),
            ("last report wins", LastReport()),
            ("majority of 30 days", Majority()),
            ("persistence", Persistence()),
        ):
            for start in ("", ", start map"):
                compare(name + start, estimator, claims, courses)


if __name__ == "__main__":
    main()
