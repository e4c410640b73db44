"""The 34 provincial capitals of Afghanistan in 2021: on which day does the estimate name the Taliban, told live?

    python benchmarks/control_afghanistan.py

``afghanistan_2021_said.csv`` is what was said of each place, one claim a line, written by us from general knowledge
(who claimed, who admitted or denied, where correspondents were), all published on the day it speaks of. The truth is
the earliest and latest day of each fall in ``../shared/data/control/afghanistan-2021-capitals.csv``.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from whoholds.control.evidence import gather_clusters
from whoholds.control.interface import Estimator
from whoholds.control.last_report import LastReport
from whoholds.control.phase_filter import PhaseFilter
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
)

SHARED = Path(os.environ.get("WHOHOLDS_SHARED", Path(__file__).parents[2] / "shared"))
SAID = Path(__file__).with_name("afghanistan_2021_said.csv")
TALIBAN = "group:taliban"
FIRST, LAST = date(2021, 7, 1), date(2021, 9, 30)


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
    claims = read_claims(SAID)
    with (SHARED / "data/control/afghanistan-2021-capitals.csv").open(encoding="utf-8", newline="") as lines:
        truth = list(csv.DictReader(lines))
    start = {row["place"]: "group:nrf" if row["place"] == "Bazarak" else "state:AF" for row in truth}
    for name, estimator in (
        ("phase filter, start unknown", PhaseFilter()),
        ("phase filter, start map of 1 July", PhaseFilter(start=start, start_day=FIRST)),
        ("last report wins, start map", LastReport(start=start)),
    ):
        lags: list[int] = []
        missed = []
        for row in truth:
            said = claims[row["place"]]
            place = said[0].claim.place
            assert isinstance(place, Place)
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
