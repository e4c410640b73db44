"""How well and how fast copies are found: ``python -m benchmarks.origins [--shared ../shared] [--stories 50000]``.

1. The 66 pairs of ``data/reports/syria-near-duplicates.json`` (5-word runs in common), over the 535 reports they are
   from: how many are found, and which pairs are found that are not in the list, to be read.
2. Edited stories, made here from a seed: each original of 12 to 30 sentences is reprinted 0 to 6 times, and each
   reprint is cut short, given a new lead, a local paragraph, or house style (one word in 25 changed), all at random.
   Bulletins share one template and differ in names and numbers only. Counted: reprints filed under their original,
   and stories or bulletins filed under another story's.
3. Seconds to file all of them in a SQLite ledger on one core, and milliseconds for one more.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from whoholds.intake.origins import SentenceCopies
from whoholds.ledger.series import Kept, find_matches, root_of
from whoholds.ledger.sqlite import open_sqlite
from whoholds.ledger.versions import order_of
from whoholds.model import Report

RULE = SentenceCopies()


# ---------------------------------------------------------------- real pairs


def read_reports(path: Path) -> dict[str, Report]:
    """The reports of a JSON-lines file by id."""
    found: dict[str, Report] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        day = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
        found[row["id"]] = Report(row["id"], row["text"], row["title"], row["source"], day)
    return found


def measure_pairs(shared: Path, sample: int) -> None:
    """Print how many of the listed pairs are found, and a sample of the others that are."""
    folder = shared / "data" / "reports"
    reports = read_reports(folder / "syria-2011-2018.jsonl")
    listed = {frozenset(pair[:2]) for pair in json.loads((folder / "syria-near-duplicates.json").read_text())}
    kept = [Kept(n, order_of(one, one.sha256), RULE.sketch(one)) for n, one in enumerate(reports.values())]
    found = {
        frozenset((one.sketch.report_id, match.earlier.sketch.report_id)): match.link
        for one, matches in find_matches(kept, RULE)
        for match in matches
    }
    hit = len(listed & found.keys())
    print(f"listed pairs found: {hit} of {len(listed)} ({hit / len(listed):.1%}); pairs found: {len(found)}")
    for pair in sorted(found.keys() - listed, key=sorted)[:sample]:
        print(f"  not in the list: {found[pair].shared} of {found[pair].of}")
        for report in (reports[one] for one in sorted(pair)):
            print(f"    {report.id} {report.publisher} {report.day} {report.title}")


# ---------------------------------------------------------------- made-up stories

WORDS = [f"{a}{b}{c}" for a in ("ka", "mo", "re", "tu", "li") for b in "bdfglmnprst" for c in ("a", "en", "or", "ist")]
TEMPLATE = (
    "At least {n} people were killed and {m} wounded when shells fell on the market of {place} on {day}. "
    "The provincial health office of {region} said that {k} of the wounded were taken to the hospital of {place}. "
    "No side has said that it fired the shells and the number of victims is expected to rise further. "
    "{who} said by telephone that fighting had gone on since {hour} in the morning near {place} in {region}."
)


def sentence(made: random.Random) -> str:
    """Ten to 28 words, with a long tail of frequency as in language."""
    said = [WORDS[min(int(made.paretovariate(0.9)) - 1, len(WORDS) - 1)] for _ in range(made.randint(10, 28))]
    return f"{' '.join(said).capitalize()}."


def edited(said: list[str], made: random.Random) -> list[str]:
    """One reprint of a story: cut short, topped, with a paragraph of its own, in another house's words."""
    copy = list(said)
    if made.random() < 0.6:
        copy = copy[: made.randint(max(3, len(copy) // 4), len(copy))]
    if made.random() < 0.4:
        copy = [sentence(made), *copy[1:]]
    if made.random() < 0.3:
        where = made.randint(1, len(copy))
        copy[where:where] = [sentence(made), sentence(made)]
    if made.random() < 0.5:
        copy = [" ".join("hus" if made.random() < 0.04 else word for word in one.split()) for one in copy]
    return copy


def make_stories(count: int, seed: int) -> Iterator[tuple[str, Report]]:
    """Pairs of a story's name and one of its texts; every tenth is a bulletin by one template."""
    made = random.Random(seed)
    start, number, given = datetime(2021, 1, 1, tzinfo=UTC), 0, 0
    while given < count:
        number += 1
        at = start + timedelta(minutes=8 * number)
        if number % 3 == 0:
            yield f"bulletin{number}", Report(f"s{given}", bulletin(made), "", "Wire", at)
            given += 1
            continue
        said = [sentence(made) for _ in range(made.randint(12, 30))]
        texts = [said, *(edited(said, made) for _ in range(made.randint(0, 6)))]
        for n, text in enumerate(texts[: count - given]):
            publisher = "Wire" if n == 0 else f"Paper {made.randint(1, 40)}"
            yield f"story{number}", Report(f"s{given}", " ".join(text), "", publisher, at + timedelta(hours=n))
            given += 1


def bulletin(made: random.Random) -> str:
    """One bulletin: the template with names and numbers of its own."""
    place, region, who = (made.choice(WORDS).capitalize() for _ in range(3))
    counts = {name: made.randint(2, 90) for name in ("n", "m", "k", "hour")}
    day = made.choice(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))
    return TEMPLATE.format(place=place, region=region, who=who, day=day, **counts)


def measure_stories(stories: list[tuple[str, Report]]) -> None:
    """Print how many reprints are filed under their original, and how many texts under a story not their own."""
    kept = [Kept(n, order_of(report, str(n)), RULE.sketch(report)) for n, (_, report) in enumerate(stories)]
    parents = {one.key: found[0].earlier.key for one, found in find_matches(kept, RULE) if found}
    names = [name for name, _ in stories]
    first: dict[str, int] = {}
    for one in sorted(kept, key=lambda one: one.order):
        first.setdefault(names[one.key], one.key)
    copies = [key for key, name in enumerate(names) if first[name] != key]
    right = sum(root_of(key, parents) == first[names[key]] for key in copies)
    wrong = [key for key in parents if names[root_of(key, parents)] != names[key]]
    bulletins = [key for key, name in enumerate(names) if name.startswith("bulletin")]
    mixed = sum(key in parents for key in bulletins)
    print(f"reprints under their original: {right} of {len(copies)} ({right / len(copies):.2%})")
    print(f"texts under another's story: {len(wrong)} of {len(names)}, of them bulletins {mixed} of {len(bulletins)}")


def measure_speed(stories: list[tuple[str, Report]], more: int) -> None:
    """Print the time to file all stories in SQLite, and then each of ``more`` others."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = open_sqlite(Path(folder) / "ledger.sqlite", copies=RULE)
        began = time.process_time()
        for _, report in stories[:-more]:
            ledger.add(report, ())
        print(f"{len(stories) - more} reports filed in {time.process_time() - began:.0f} CPU seconds")
        took = []
        for _, report in stories[-more:]:
            began = time.perf_counter()
            ledger.add(report, ())
            took.append(1000 * (time.perf_counter() - began))
        took.sort()
        print(f"one more: median {statistics.median(took):.2f} ms, p95 {took[int(0.95 * len(took))]:.2f} ms")
        print(f"file: {ledger.path.stat().st_size / 1e6:.0f} MB")
        ledger.close()


def main() -> None:
    """Run all three."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--shared", type=Path, default=Path("../shared"))
    words.add_argument("--stories", type=int, default=50_000)
    words.add_argument("--sample", type=int, default=40)
    words.add_argument("--seed", type=int, default=5)
    given = words.parse_args()
    if (given.shared / "data").is_dir():
        measure_pairs(given.shared, given.sample)
    else:
        print(f"skipped the real pairs: {given.shared}/data is not here")
    stories = list(make_stories(given.stories + 200, given.seed))
    measure_stories(stories)
    measure_speed(stories, 200)


if __name__ == "__main__":
    main()
