"""The 34 provincial capitals of Afghanistan in 2021: on which day does the estimate name the Taliban, told live?

    python benchmarks/control_afghanistan.py

Twice. From reports that we wrote in wire style from what is generally known (``afghanistan_2021_reports.toml``), read
by the reader and filed in a ledger as ``whoholds add`` does it. And from what such reports say as claims by hand
(``afghanistan_2021_said.csv``), which leaves the reader out. The truth is the earliest and latest day of each fall in
``../shared/data/control/afghanistan-2021-capitals.csv``. Whoever wrote the reports knew the truth, so that the figures
are upper bounds for news that says less clearly what happened.
"""

from __future__ import annotations

import csv
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from whoholds.control.evidence import gather_clusters
from whoholds.control.interface import Estimator
from whoholds.control.last_report import LastReport
from whoholds.control.phase_filter import PhaseFilter
from whoholds.gazetteer.compiled import open_gazetteer
from whoholds.intake.origins import SentenceCopies
from whoholds.ledger.interface import ClaimFilter
from whoholds.ledger.memory import MemoryLedger
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
    Report,
    SourceKind,
    Span,
    Status,
)
from whoholds.reading.pipeline import open_reader

SHARED = Path(os.environ.get("WHOHOLDS_SHARED", Path(__file__).parents[2] / "shared"))
SAID = Path(__file__).with_name("afghanistan_2021_said.csv")
REPORTS = Path(__file__).with_name("afghanistan_2021_reports.toml")
TALIBAN = "group:taliban"
FIRST, LAST = date(2021, 7, 1), date(2021, 9, 30)
NEAR = 0.15
"""Degrees within which a place of the gazetteer is the capital of the list."""


def read_claims(path: Path) -> dict[str, list[KnownClaim]]:
    """The claims about each place, by its name."""
    claims: dict[str, list[KnownClaim]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            claims.setdefault(row["place"], []).append(_claim(row, number))
    return claims


def _claim(row: Mapping[str, str], number: int) -> KnownClaim:
    day = date.fromisoformat(row["day"])
    kind, interest, side = {
        "actor": (SourceKind.BELLIGERENT, Interest.OWN, row["actor"]),
        "opponent": (SourceKind.BELLIGERENT, Interest.ADVERSARY, row["opponent"]),
        "witness": (SourceKind.WITNESS, Interest.INDEPENDENT, ""),
        "narrator": (SourceKind.NARRATOR, Interest.NARRATOR, ""),
    }[row["speaker"]]
    claim = Claim(
        id=f"said:{number}",
        report_id=f"said:{number}",
        act=Act(row["act"]),
        actor=row["actor"],
        actor_side=row["actor"],
        opponent=row["opponent"],
        opponent_side=row["opponent"],
        place_name=row["place"],
        place=Place(row["place"], row["place"], PlaceKind.SETTLEMENT, "AF", "", 34.0, 66.0),
        part=Part.WHOLE,
        country="AF",
        when=Period.day(day),
        attribution=Attribution(row["speaker"], kind, interest, side=side),
        factuality=Factuality(row["factuality"]),
        quote=Span(0, 0),
        place_span=None,
        time_span=None,
        score=0.9,
        made_by="hand",
    )
    return KnownClaim(claim, "", datetime.combine(day, time(12), UTC), f"said:{number}")


def read_reports(path: Path, truth: Sequence[Mapping[str, str]]) -> dict[str, list[KnownClaim]]:
    """The claims that the reader finds in the reports about each capital, by the capital's name in the truth."""
    ledger, reader = MemoryLedger(SentenceCopies()), open_reader(open_gazetteer())
    for number, told in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["report"]):
        published = datetime.combine(told["day"], time(18), UTC)
        report = Report(f"told:{number}", told["text"].strip(), told["title"], told["publisher"], published)
        ledger.add(report, reader.read_claims(report))
    claims: dict[str, list[KnownClaim]] = {row["place"]: [] for row in truth}
    for one in ledger.claims(ClaimFilter(located=True)):
        place = one.claim.place
        if isinstance(place, Place) and place.kind is PlaceKind.SETTLEMENT:
            near = min(truth, key=lambda row: _apart(place, row))
            if _apart(place, near) <= NEAR:
                claims[near["place"]].append(one)
    return claims


def _apart(place: Place, row: Mapping[str, str]) -> float:
    """Degrees between a place and a capital, the larger of the two differences."""
    return max(abs(place.lat - float(row["lat"])), abs(place.lon - float(row["lon"])))


def find_named_day(estimator: Estimator, place: Place, claims: list[KnownClaim]) -> tuple[date | None, Status]:
    """The first day on which the Taliban are named and stay so, live, and the status on the day after."""
    named: date | None = None
    status = Status.NO_REPORT
    for n in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=n)
        clusters = gather_clusters(claims, known=day).clusters
        estimate = estimator.estimate(place, clusters, on=day, known=day)
        if estimate.holder != TALIBAN:
            named = None
        elif named is None:
            named, status = day, estimate.status
    return named, status


def main() -> None:
    """Print the days of each place, and the sums."""
    with (SHARED / "data/control/afghanistan-2021-capitals.csv").open(encoding="utf-8", newline="") as lines:
        truth = list(csv.DictReader(lines))
    for name, claims in (("reports, read", read_reports(REPORTS, truth)), ("claims by hand", read_claims(SAID))):
        print(f"{name}: {sum(map(len, claims.values()))} claims about {sum(map(bool, claims.values()))} capitals")
        compare(truth, claims)


def compare(truth: Sequence[Mapping[str, str]], claims: Mapping[str, list[KnownClaim]]) -> None:
    """Print for each estimator which capitals it names off the day, and how many on it."""
    start = {row["place"]: "group:nrf" if row["place"] == "Bazarak" else "state:AF" for row in truth}
    for name, estimator in (
        ("phase filter, start unknown", PhaseFilter()),
        ("phase filter, start map of 1 July", PhaseFilter(start=start, start_day=FIRST)),
        ("last report wins, start map", LastReport(start=start)),
    ):
        lags: list[int] = []
        missed = []
        for row in truth:
            place = Place(row["place"], row["place"], PlaceKind.SETTLEMENT, "AF", "", 34.0, 66.0)
            said = [replace(one, claim=replace(one.claim, place=place)) for one in claims.get(row["place"], ())]
            day, status = find_named_day(estimator, place, said)
            if day is None:
                missed.append(row["place"])
                continue
            earliest, latest = date.fromisoformat(row["fell_earliest"]), date.fromisoformat(row["fell_latest"])
            lag = (day - latest).days if day > latest else min(0, (day - earliest).days)
            lags.append(lag)
            if lag or status is not Status.HELD:
                print(f"    {row['place']:24} named {day} as {status}, fell {earliest}..{latest}")
        right = sum(lag == 0 for lag in lags)
        print(f"{name}: {right} of {len(truth)} on the day, {sum(abs(lag) == 1 for lag in lags)} a day off,", end=" ")
        print(f"{sum(abs(lag) > 1 for lag in lags)} further off, not named: {', '.join(missed) or 'none'}")


if __name__ == "__main__":
    main()
