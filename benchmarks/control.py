"""How good the estimates are on real courses of a war with simulated reports, beside the simple estimators.

    python benchmarks/control.py scores [--seeds 1,2,3] [--every 1]     state and flip scores, baselines and ablations
    python benchmarks/control.py speed                                  settlement-days a second on one core

The courses are those of ``../shared/data/control/ukraine-cities-A-L.csv`` (or ``WHOHOLDS_SHARED``); the generator and
its assumptions are in ``simulate_reports.py``. Every estimate is *live*: for each day, from what was known by its end.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
from bootstrap import TOLERANCES, Cell, Key, add_errors, interval, told
from simulate_reports import CONTESTED, END, RU, UA, Course, World, find_flips, read_courses, simulate

from whoholds.control.evidence import cluster_propositions, gather_clusters
from whoholds.control.phase_filter import PhaseFilter
from whoholds.control.propositions import Proposition, read_proposition
from whoholds.control.table import EvidenceTable, standard_table
from whoholds.control.voting import voted
from whoholds.model import Cluster, KnownClaim

Floats = npt.NDArray[np.float64]
CLASSES = (UA, RU, CONTESTED)
SURE = 0.95
SHARED = Path(os.environ.get("WHOHOLDS_SHARED", Path(__file__).parents[2] / "shared"))


@dataclass(frozen=True)
class Run:
    """What an estimator said of one place: for each day the probability of each class; what they leave is unknown."""

    course: Course
    live: Floats
    named: frozenset[int]


Live = Callable[[Course, Sequence[KnownClaim]], Floats]


# ---------------------------------------------------------------- estimators, day by day


def revisions(
    course: Course, claims: Sequence[KnownClaim], table: EvidenceTable
) -> list[tuple[int, tuple[Cluster, ...]]]:
    """The evidence as it stood from each day (index) on which something became known."""
    read = [r for r in (read_proposition(c, table=table, sides={}) for c in claims) if isinstance(r, Proposition)]
    read.sort(key=lambda p: p.known)
    index = [max(0, (p.known.date() - course.first).days) for p in read]
    stood = []
    for day in sorted(set(index)):
        known = [p for p, at in zip(read, index, strict=True) if at <= day]
        stood.append((day, cluster_propositions(known, table=table)))
    return [(day, clusters) for day, clusters in stood if day < len(course.status)]


def filter_live(estimator: PhaseFilter) -> Live:
    """The live course of a phase filter."""

    def live(course: Course, claims: Sequence[KnownClaim]) -> Floats:
        aware = replace(estimator, start={course.place.id: course.status[0]}, start_day=course.first)
        days = len(course.status)
        out = np.zeros((days, 3))
        stood = [(0, ()), *revisions(course, claims, estimator.table)]
        for (day, clusters), following in zip(stood, [*(d for d, _ in stood[1:]), days], strict=True):
            if following > day:
                first = course.first + timedelta(days=day)
                last = course.first + timedelta(days=following - 1)
                daily = aware.daily(course.place, clusters, first=first, last=last)
                out[day:following, 2] = daily.contested
                for column, side in enumerate((UA, RU)):
                    if side in daily.sides:
                        out[day:following, column] = daily.held[:, daily.sides.index(side)]
        return out

    return live


def voting_live(rule: Callable[[Sequence[Cluster], str, date], tuple[str, date | None]]) -> Live:
    """The live course of a rule over votes."""

    def live(course: Course, claims: Sequence[KnownClaim]) -> Floats:
        days = len(course.status)
        out = np.zeros((days, 3))
        stood = [(0, ()), *revisions(course, claims, standard_table())]
        for (start, clusters), following in zip(stood, [*(d for d, _ in stood[1:]), days], strict=True):
            for day in range(start, following):
                on = course.first + timedelta(days=day)
                said = sorted(
                    (c for c in clusters if c.about <= on and voted(c)), key=lambda c: (c.about, c.known, c.id)
                )
                out[day, CLASSES.index(rule(said, course.status[0], on)[0])] = SURE
        return out

    return live


# ---------------------------------------------------------------- scores


@dataclass(frozen=True)
class Scores:
    """Scores over all places; ``recall`` and the rest by tolerance in days."""

    brier: float
    log: float
    ece: float
    accuracy: float
    recall: dict[int, float]
    precision: dict[int, float]
    delay: float
    false_flips: float
    reported_recall: float

    def f1(self, days: int) -> float:
        """Harmonic mean of recall and precision."""
        r, p = self.recall[days], self.precision[days]
        return 2 * r * p / (r + p) if r + p else 0.0


def score(runs: Sequence[Run]) -> Scores:
    """State scores over settlement-days, flip scores over changes of hands."""
    truth = np.concatenate([[CLASSES.index(s) for s in run.course.status] for run in runs])
    said = np.concatenate([run.live for run in runs])
    hit = np.zeros_like(said)
    hit[np.arange(len(truth)), truth] = 1.0
    unknown = np.maximum(0.0, 1.0 - said.sum(axis=1))
    p_true = np.clip(said[np.arange(len(truth)), truth], 1e-3, 1.0)
    flips = [(find_flips(run.course.status), find_named_flips(run.live), run) for run in runs]
    matched = {w: [m for t, e, _ in flips for m in match(t, e, w)] for w in (7, 14, 30, 60)}
    true, found = sum(len(t) for t, _, _ in flips), sum(len(e) for _, e, _ in flips)
    reported = [
        (bool(run.named & set(range(i - 15, i + 31))), any(m == i for m, _ in match(t, e, 30)))
        for t, e, run in flips
        for i, _ in t
    ]
    heard = [ok for near, ok in reported if near]
    return Scores(
        brier=float(((said - hit) ** 2).sum(axis=1).mean() + (unknown**2).mean()),
        log=float(-np.log(p_true).mean()),
        ece=calibration(said.max(axis=1), hit[np.arange(len(truth)), said.argmax(axis=1)]),
        accuracy=float((said.argmax(axis=1) == truth).mean()),
        recall={w: len(matched[w]) / max(1, true) for w in matched},
        precision={w: len(matched[w]) / max(1, found) for w in matched},
        delay=float(np.median([e - t for t, e in matched[60]])) if matched[60] else float("nan"),
        false_flips=1000 * (found - len(matched[30])) / (len(truth) / 30.44),
        reported_recall=sum(heard) / max(1, len(heard)),
    )


def find_cells(runs: Sequence[Run]) -> dict[Key, Cell]:
    """The sums of the scores by sector and month, for the bootstrap."""
    cells: dict[Key, Cell] = {}
    for run in runs:
        days = [run.course.first + timedelta(days=n) for n in range(len(run.course.status))]
        square = (int(run.course.place.lat // 1), int(run.course.place.lon // 1))
        keys = [(*square, day.year, day.month) for day in days]
        add_errors(cells, keys, squared_errors(run))
        true, found = find_flips(run.course.status), find_named_flips(run.live)
        for at, _ in true:
            cells[keys[at]].true += 1
        for at, _ in found:
            cells[keys[at]].found += 1
        for within in TOLERANCES:
            for t, e in match(true, found, within):
                cells[keys[t]].hits[within] += 1
                cells[keys[e]].finds[within] += 1
    return cells


def squared_errors(run: Run) -> Floats:
    """The Brier score of each day of one place, over the classes and unknown."""
    hit = np.zeros_like(run.live)
    hit[np.arange(len(hit)), [CLASSES.index(status) for status in run.course.status]] = 1.0
    unknown = np.maximum(0.0, 1.0 - run.live.sum(axis=1))
    return np.asarray(((run.live - hit) ** 2).sum(axis=1) + unknown**2)


def calibration(sure: Floats, right: Floats, bins: int = 15) -> float:
    """Expected calibration error of the likeliest class, over equally wide bins."""
    at = np.minimum((sure * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(sure[at == b].mean() - right[at == b].mean()) * (at == b).mean() for b in range(bins) if (at == b).any()
        )
    )


def find_named_flips(live: Floats, named: float = 0.6) -> list[tuple[int, str]]:
    """Index and new side of each change of the holder that may be named."""
    flips, holder = [], ""
    for i, row in enumerate(live[:, :2]):
        side = CLASSES[int(row.argmax())] if row.max() >= named else ""
        if side and side != holder:
            if holder:
                flips.append((i, side))
            holder = side
    return flips


def match(true: Sequence[tuple[int, str]], found: Sequence[tuple[int, str]], within: int) -> list[tuple[int, int]]:
    """Pairs (true day, found day) of the same new side, each used once, nearest first."""
    pairs = sorted((abs(e - t), t, e) for t, a in true for e, b in found if a == b and abs(e - t) <= within)
    used: set[tuple[str, int]] = set()
    chosen = []
    for _, t, e in pairs:
        if ("t", t) not in used and ("e", e) not in used:
            used |= {("t", t), ("e", e)}
            chosen.append((t, e))
    return chosen


# ---------------------------------------------------------------- variants


def independent_copies(claims: Sequence[KnownClaim]) -> list[KnownClaim]:
    """Every copy its own origin."""
    return [replace(c, origin=c.claim.id) for c in claims]


def speaker_blind(table: EvidenceTable) -> EvidenceTable:
    """Whoever speaks, the press's row: no role, no dispute, no cap."""
    rows = {(kind, who): table.rows.get((kind, "narrator"), row) for (kind, who), row in table.rows.items()}
    return replace(table, rows=rows, camp_cap=1e9)


def variants() -> dict[str, tuple[Live, Callable[[Sequence[KnownClaim]], Sequence[KnownClaim]]]]:
    """Every estimator of the comparison, with what it is done to its reports."""
    from whoholds.control.last_report import newest
    from whoholds.control.majority import commonest
    from whoholds.control.persistence import oldest

    same: Callable[[Sequence[KnownClaim]], Sequence[KnownClaim]] = list
    ours = PhaseFilter()
    return {
        "phase filter": (filter_live(ours), same),
        "persistence": (voting_live(oldest), same),
        "hazard without reports": (filter_live(ours), lambda _: []),
        "last report wins": (voting_live(newest), same),
        "majority of 30 days": (voting_live(commonest), same),
        "copies as independent": (filter_live(ours), independent_copies),
        "speaker-blind": (filter_live(replace(ours, table=speaker_blind(ours.table))), same),
        "no phases": (filter_live(replace(ours, hazard=replace(ours.hazard, settle=1.0))), same),
    }


def run_all(live: Live, courses: Sequence[Course], claims: dict[str, list[KnownClaim]]) -> list[Run]:
    """One estimator over all places."""
    return [
        Run(
            c,
            live(c, claims[c.place.id]),
            frozenset((k.published.date() - c.first).days for k in claims[c.place.id]),  # type: ignore[union-attr]
        )
        for c in courses
    ]


def print_scores(seeds: Sequence[int], every: int, only: str, world: World, times: int) -> None:
    """One table a seed."""
    courses = read_courses(SHARED / "data/control/ukraine-cities-A-L.csv")
    for seed in seeds:
        claims = simulate(courses, seed=seed, world=world)
        print(f"\nseed {seed}: {sum(map(len, claims.values()))} claims about {len(courses)} places")
        print(f"{'':24}  Brier    log    ECE    acc |  R7  P7  F7 | R14 P14 F14 | R30 P30 F30 | delay  false  heard")
        for name, (live, change) in variants().items():
            if only and only not in name:
                continue
            runs = run_all(live, courses[::every], {k: list(change(v)) for k, v in claims.items()})
            print(f"{name:24} {row_of(score(runs))}", flush=True)
            if times:
                print(f"{'':24} 95 %: {told(interval(find_cells(runs).values(), times=times))}", flush=True)


def row_of(s: Scores) -> str:
    """A line of the table."""
    flips = " | ".join(f"{s.recall[w]:.2f} {s.precision[w]:.2f} {s.f1(w):.2f}" for w in (7, 14, 30))
    return (
        f"{s.brier:7.4f} {s.log:6.3f} {s.ece:6.3f} {s.accuracy:6.3f} | {flips} |"
        f" {s.delay:5.1f} {s.false_flips:6.2f} {s.reported_recall:6.2f}"
    )


def print_speed() -> None:
    """Settlement-days a second, and milliseconds a place, of the shipped estimator on one core."""
    courses = read_courses(SHARED / "data/control/ukraine-cities-A-L.csv")
    claims = simulate(courses, seed=1)
    gathered = {c.place.id: gather_clusters(claims[c.place.id]).clusters for c in courses}
    busy = [c for c in courses if gathered[c.place.id]]
    estimator = PhaseFilter()

    def timed(what: str, units: int, work: Callable[[Course], object]) -> None:
        start = time.process_time()
        for course in busy:
            work(course)
        spent = time.process_time() - start
        print(f"{what:44} {units / spent:12,.0f} settlement-days/s {1000 * spent / len(busy):9.2f} ms a place")

    days = sum(len(c.status) for c in busy)
    told = sum(len(claims[c.place.id]) for c in busy) / len(busy)
    print(f"{len(busy)} places, {days} settlement-days, {told:.0f} claims and", end=" ")
    print(f"{sum(len(gathered[c.place.id]) for c in busy) / len(busy):.0f} clusters a place")
    timed(
        "belief of every day", days, lambda c: estimator.daily(c.place, gathered[c.place.id], first=c.first, last=END)
    )
    timed("claims to clusters", days, lambda c: gather_clusters(claims[c.place.id]))
    timed("one estimate", days, lambda c: estimator.estimate(c.place, gathered[c.place.id], on=END, known=END))
    late = END + timedelta(days=3653)
    timed(
        "one estimate, ten silent years on",
        days + 3653 * len(busy),
        lambda c: estimator.estimate(c.place, gathered[c.place.id], on=late, known=late),
    )
    timed("hindsight", days, lambda c: estimator.settle(c.place, gathered[c.place.id], on=END, known=END))
    timed("explain", days, lambda c: estimator.explain(c.place, gathered[c.place.id], on=END, known=END))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("scores", "speed"))
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--every", type=int, default=1, help="use every n-th place")
    parser.add_argument("--only", default="", help="only estimators whose name has this in it")
    parser.add_argument("--bootstrap", type=int, default=1000, help="resamples by sector and month; 0 for none")
    parser.add_argument("--boasts", type=float, help="false boasts a day near fighting (default: that of World)")
    words = parser.parse_args()
    world = World() if words.boasts is None else World(false_boasts_per_day_near_fighting=words.boasts)
    if words.what == "scores":
        print_scores([int(s) for s in words.seeds.split(",")], words.every, words.only, world, words.bootstrap)
    else:
        print_speed()


if __name__ == "__main__":
    main()
