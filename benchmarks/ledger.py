"""How fast the SQLite ledger answers: ``python -m benchmarks.ledger [--claims 200000] [--keep FILE]``.

Reports and claims are made up from a seed: five claims a report, places with a long tail (the busiest has one claim in
fourteen), five speakers and six sides. Every figure is CPU time of one process on one core, median and
95th percentile of the runs: other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NoReturn

from whoholds.archive import Archive
from whoholds.intake.origins import SentenceCopies
from whoholds.ledger.interface import ClaimFilter
from whoholds.ledger.sqlite import SqliteLedger, open_sqlite
from whoholds.model import (
    Act,
    Attribution,
    Claim,
    Factuality,
    Interest,
    Part,
    Period,
    Place,
    PlaceKind,
    Report,
    SourceKind,
    Span,
)

PLACES = 20_000
PER_REPORT = 5
FIRST = date(2018, 1, 1)
VERBS = {
    Act.TAKES: "captured", Act.HOLDS: "still hold", Act.LOSES: "left", Act.CLASHES: "fought in", Act.STRIKES: "shelled"
}  # fmt: skip
SPEAKERS = (
    ("narrator", SourceKind.NARRATOR),
    ("army", SourceKind.BELLIGERENT),
    ("Observatory", SourceKind.MONITOR),
    ("residents", SourceKind.WITNESS),
    ("Dana Aziz", SourceKind.OFFICIAL),
)

SOURCES = [source for source, _ in SPEAKERS]


def make_reports(claims: int, seed: int) -> Iterator[tuple[Report, list[Claim]]]:
    """Reports of five sentences with a claim each, a few minutes apart over several years."""
    made = random.Random(seed)
    step = timedelta(days=6 * 365) / max(1, claims // PER_REPORT)
    start = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
    for number in range(claims // PER_REPORT):
        told = [tell(made) for _ in range(PER_REPORT)]
        text = " ".join(words for words, *_ in told)
        report = Report(f"r{number}", text, f"Report {number}", made.choice("ABCDEFGH"), start + number * step)
        yield report, list(claims_in(report, told))


Told = tuple[str, Act, int, int, tuple[str, SourceKind]]


def tell(made: random.Random) -> Told:
    """A sentence about one place, with its act, the numbers of place and side, and the speaker."""
    act, side, speaker = made.choice(list(VERBS)), made.randrange(6), made.choice(SPEAKERS)
    place = min(int(made.paretovariate(0.55)) - 1, PLACES - 1) if made.random() < 0.5 else made.randrange(PLACES)
    filler = " ".join(f"w{int(made.paretovariate(0.8)) % 30_000}" for _ in range(14))
    return f"Fighters of side{side} {VERBS[act]} Place{place} on that day {filler}.", act, place, side, speaker


def claims_in(report: Report, told: list[Told]) -> Iterator[Claim]:
    """The claims of the told sentences."""
    at = 0
    day = report.day if isinstance(report.day, date) else FIRST
    for number, (words, act, place, side, (source, kind)) in enumerate(told):
        where = Place(
            f"made:{place}",
            f"Place{place}",
            PlaceKind.SETTLEMENT,
            "SY",
            "",
            lat=30 + place % 97 / 10,
            lon=35 + place % 89 / 10,
        )
        yield Claim(
            f"{report.id}:{number}", report.id, act, f"side{side}", f"group:{side}", "", "", where.name, where,
            Part.WHOLE, "SY", Period.day(day), Attribution(source, kind, Interest.OWN), Factuality.CERTAIN,
            Span(at, at + len(words)), None, None, 0.9, "made@1",
        )  # fmt: skip
        at += len(words) + 1


def timed(what: str, run: Callable[[int], int], times: int) -> None:
    """Run it ``times`` times and print how much CPU time it takes and how much it gives."""
    took, gave = [], 0
    for number in range(times):
        began = time.process_time()
        gave += run(number)
        took.append(1000 * (time.process_time() - began))
    took.sort()
    p95 = took[min(len(took) - 1, int(0.95 * len(took)))]
    print(f"{what:45s} median {took[len(took) // 2]:8.2f} ms   p95 {p95:8.2f} ms   rows {gave / times:9.1f}")


def fill(path: Path, claims: int, seed: int) -> SqliteLedger:
    """A ledger with that many claims, printed how fast it was filled."""
    ledger = open_sqlite(path, copies=SentenceCopies())
    began, count = time.process_time(), 0
    for report, said in make_reports(claims, seed):
        count += ledger.add(report, said).claims
    spent = time.process_time() - began
    print(f"{count} claims added in {spent:.0f} CPU seconds: {count / max(spent, 0.001):.0f} claims a second")
    return ledger


def ask(ledger: SqliteLedger, seed: int) -> None:
    """Print how long each kind of question takes."""
    made = random.Random(seed)
    known = FIRST + timedelta(days=5 * 365)
    days = [known - timedelta(days=n) for n in range(50)]
    places = [f"made:{made.randrange(PLACES)}" for _ in range(200)]

    def count(only: ClaimFilter) -> int:
        return sum(1 for _ in ledger.claims(only))

    timed("claims of one place", lambda n: count(ClaimFilter(place_id=places[n])), 200)
    timed("claims of one place, as known", lambda n: count(ClaimFilter(place_id=places[n], known=known)), 200)
    timed("claims of the busiest place", lambda n: count(ClaimFilter(place_id=f"made:{n % 2}")), 4)
    timed("claims of a place by name", lambda n: count(ClaimFilter(place_name=f"place{n + 900}")), 100)
    timed("rare word", lambda n: count(ClaimFilter(text=f"w{n + 9000}", limit=50)), 100)
    timed("two words, first 50", lambda n: count(ClaimFilter(text=f"captured side{n % 6} w{n + 20}", limit=50)), 60)
    timed("a frequent word, first 50", lambda n: count(ClaimFilter(text=list(VERBS.values())[n], limit=50)), 5)
    timed("frequent words of a source", lambda n: count(ClaimFilter(text="captured", source=SOURCES[n], limit=50)), 4)
    timed("whose word, all places", lambda _: len(ledger.sources(known)), 3)
    timed("names of sides", lambda _: len(ledger.side_names(known)), 3)
    timed("claims of one day", lambda n: count(ClaimFilter(since=days[n], until=days[n])), 50)
    timed("a report's claims", lambda n: count(ClaimFilter(report_id=f"r{7 * n}")), 200)
    timed("reports with a word, first 20", lambda n: sum(1 for _ in ledger.search(f"w{n + 500}", limit=20)), 50)
    timed("places in a box of a degree", lambda n: sum(1 for _ in ledger.places(box=(33, 36 + n, 34, 37 + n))), 5)
    timed("ids of all places", lambda _: len(ledger.place_ids()), 5)


def ask_who(ledger: SqliteLedger, path: Path, seed: int) -> None:
    """Print how long it takes to say who holds what: one place anew, all places remembered, and after a late report."""
    made = random.Random(seed)
    archive = Archive(ledger, _nothing, _nothing)
    newest = archive.newest_day()
    names = [f"Place{made.randrange(1, PLACES)}" for _ in range(200)]
    timed("who: one place, worked out", lambda n: len(archive.who(names[n], on=newest, known=newest)), 200)
    began = time.process_time()
    places = len(archive.who(on=newest, known=newest))
    print(f"who: all {places} places, the first time asked: {time.process_time() - began:.1f} CPU seconds")
    timed("who: one place, remembered", lambda n: len(archive.who(names[n], on=newest, known=newest)), 200)

    def by_another(_: int) -> int:
        other = open_sqlite(path, read_only=True, copies=SentenceCopies())
        gave = len(Archive(other, _nothing, _nothing).who(on=newest, known=newest))
        other.close()
        return gave

    timed("who: all places, opened to ask", by_another, 40)
    timed("who: all places, asked again", lambda _: len(archive.who(on=newest, known=newest)), 20)
    ask_other_days(archive, path, newest, names)
    told = [_late_report(made, newest, number) for number in range(40)]
    timed("add a late report of five claims", lambda n: ledger.add(*told[n]).claims, 20)
    places_told = [place for _, said in told[20:] for place in sorted({claim.place_name for claim in said})]
    for report, said in told[20:]:
        ledger.add(report, said)
    timed(
        "who: one place, after a late report", lambda n: len(archive.who(places_told[n], on=newest, known=newest)), 90
    )
    timed("who: all places, after late reports", lambda _: len(archive.who(on=newest, known=newest)), 1)
    for number in (30, 3, 0):
        ask_busy(archive, made, newest, number)


def ask_other_days(archive: Archive, path: Path, newest: date, names: list[str]) -> None:
    """Print how long it takes to say who holds what on days that nobody asked about before."""
    days = [newest - timedelta(days=37 * number + 1) for number in range(40)]
    timed("who: all places on another day", lambda n: len(archive.who(on=days[n], known=newest)), 40)

    def by_another(number: int) -> int:
        other = open_sqlite(path, read_only=True, copies=SentenceCopies())
        gave = len(Archive(other, _nothing, _nothing).who(on=days[number] - timedelta(days=3), known=newest))
        other.close()
        return gave

    timed("who: the same, opened to ask", by_another, 20)
    timed("who: one place on another day", lambda n: len(archive.who(names[n], on=days[n % 40], known=newest)), 200)
    timed("who: all, known a day less", lambda n: len(archive.who(on=newest, known=newest - timedelta(n + 1))), 2)


def ask_busy(archive: Archive, made: random.Random, newest: date, number: int) -> None:
    """Print how long one place takes when something new is said of it, and on other days afterwards."""
    name = f"Place{number}"
    count = archive.ledger.page(ClaimFilter(place_name=name), offset=0, limit=1).total
    archive.ledger.add(*_report_about(made, newest, number))
    timed(f"who: one of {count} claims, late report", lambda _: len(archive.who(name, on=newest, known=newest)), 1)
    before = [newest - timedelta(days=37 * n) for n in range(1, 40)]
    timed("who: the same on other days", lambda n: len(archive.who(name, on=before[n], known=newest)), 39)


def _nothing() -> NoReturn:
    raise AssertionError("asking needs neither a reader nor a gazetteer")


def _late_report(made: random.Random, newest: date, number: int) -> tuple[Report, list[Claim]]:
    """A report of the days before the newest, with its claims, about places that are not among the 1,000 busiest."""
    published = datetime(newest.year, newest.month, newest.day, tzinfo=UTC) - timedelta(days=1 + number)
    told: list[Told] = []
    while len(told) < PER_REPORT:
        told += [one for one in [tell(made)] if one[2] >= 1000]
    return _late(made, told, published)


def _report_about(made: random.Random, newest: date, place: int) -> tuple[Report, list[Claim]]:
    """A report of the day before the newest with one claim about a place."""
    told: list[Told] = []
    while not told:
        told = [one for one in [tell(made)] if one[2] == place]
    return _late(made, told, datetime(newest.year, newest.month, newest.day, tzinfo=UTC) - timedelta(days=1))


def _late(made: random.Random, told: list[Told], published: datetime) -> tuple[Report, list[Claim]]:
    text = " ".join(words for words, *_ in told)
    report = Report(f"late{made.getrandbits(64):x}", text, "Late", "A", published)
    return report, list(claims_in(report, told))


def main() -> None:
    """Fill a ledger, or open a kept one, and ask."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--claims", type=int, default=200_000)
    words.add_argument("--seed", type=int, default=5)
    words.add_argument("--keep", type=Path, default=None, help="a file to keep the ledger in, or one kept before")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "ledger.sqlite"
        kept = path.exists()
        ledger = open_sqlite(path, copies=SentenceCopies()) if kept else fill(path, given.claims, given.seed)
        print(f"file: {path.stat().st_size / 1e6:.0f} MB")
        ask(ledger, given.seed)
        ask_who(ledger, path, given.seed)
        ledger.close()


if __name__ == "__main__":
    main()
