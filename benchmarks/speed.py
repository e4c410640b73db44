"""Speed of reading beside the bare parse of the same text, in one run on one core, over war and over a general mix.

``python -m benchmarks.speed --shared ../shared`` prints reports and sentences a CPU-second of both and their ratio,
for reports that hold nothing but war and for nine parts (characters) of other news to one of them; see
:func:`compose_mix`. Fails below the floors kept in git.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, zip_longest
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.floors import tell_low
from whoholds.gazetteer.compiled import open_gazetteer
from whoholds.intake.interface import Skipped
from whoholds.intake.sources import read_sources
from whoholds.model import Report, Unresolved
from whoholds.reading.pipeline import Reader, open_reader
from whoholds.reading.sentences import find_sentences

ROUNDS = 3
OTHER_PARTS = 9
"""Characters of other news to one of war in the mix (issue 7)."""
OF_MIX = 20
"""Reports of war in the mix."""


def bare_parse(reader: Reader, reports: Sequence[Report]) -> None:
    """SpaCy alone: every sentence of every report through the language model, nothing else."""
    texts = [sentence.span.of(report.text) for report in reports for sentence in find_sentences(report.text)]
    for _ in reader.language_model.pipe(texts, batch_size=64):
        pass


def whole_path(reader: Reader, reports: Sequence[Report]) -> None:
    """Everything: from the report's text to its claims."""
    for report in reports:
        reader.read_claims(report)


def cpu_seconds(work: Callable[[Reader, Sequence[Report]], None], reader: Reader, reports: Sequence[Report]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    work(reader, reports)
    return time.process_time() - start


# ---------------------------------------------------------------- texts


def read_war(shared: Path) -> list[Report]:
    """The reports that hold nothing but war."""
    items = read_sources([str(file) for file in sorted((shared / "data" / "reports").glob("*.jsonl"))], published=None)
    return [item for item in items if not isinstance(item, Skipped)]


def read_other_news(shared: Path) -> Iterator[str]:
    """Articles on anything, each corpus in turn: PolNeAR (politics), TR-News (the world), LGL (local), TimeBank."""
    data = shared / "data"
    polnear = (json.loads(line)["text"] for line in _lines(data / "attribution" / "polnear-dev.jsonl"))
    placed = (_texts(data / "geoparsing" / name, "article/text") for name in ("tr-news.xml", "lgl.xml"))
    dated = chain.from_iterable(_texts(path, "TEXT") for path in sorted((data / "time" / "timebank").glob("*.tml")))
    return (text for row in zip_longest(polnear, *placed, dated) for text in row if text)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _texts(path: Path, element: str) -> Iterator[str]:
    if path.exists():
        yield from ("".join(found.itertext()) for found in ElementTree.parse(path).getroot().iterfind(element))


def compose_mix(war: Sequence[Report], other: Iterator[str]) -> list[Report]:
    """The first :data:`OF_MIX` reports of war, and other articles in their order until they are nine times as long."""
    chosen = list(war[:OF_MIX])
    wanted = OTHER_PARTS * sum(len(report.text) for report in chosen)
    while wanted > 0 and (text := next(other, "")):
        chosen.append(Report(f"other-{len(chosen)}", text, "", "", Unresolved("not needed")))
        wanted -= len(text)
    return chosen


# ---------------------------------------------------------------- measuring


def measure(name: str, reports: Sequence[Report], reader: Reader) -> float:
    """How many times as fast the whole path is as the bare parse: medians of alternating runs; prints both."""
    parsing, reading = [], []
    for _ in range(ROUNDS):
        parsing.append(cpu_seconds(bare_parse, reader, reports))
        reading.append(cpu_seconds(whole_path, reader, reports))
    return show(name, reports, sorted(parsing)[ROUNDS // 2], sorted(reading)[ROUNDS // 2])


def show(name: str, reports: Sequence[Report], parsing: float, reading: float) -> float:
    """Two rows and the ratio, which it returns."""
    sentences = sum(len(find_sentences(report.text)) for report in reports)
    print(f"{name}: {len(reports)} reports, {sentences} sentences, median of {ROUNDS} alternating runs, one core")
    for path, seconds in (("bare parse", parsing), ("whole path", reading)):
        rates = f"{len(reports) / seconds:7.1f} reports/s  {sentences / seconds:8.1f} sentences/s"
        print(f"  {path}  {rates}  ({seconds:.2f} CPU s)")
    print(f"  whole path at {parsing / reading:.2f} × the speed of the bare parse")
    return parsing / reading


def main() -> int:
    """Print both comparisons; 1 when a floor is not reached, 0 otherwise or without reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--reports", type=int, default=120, help="reports of war that are read")
    args = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    war = read_war(args.shared)
    if not war:
        print(f"make bench: skipped, no reports under {args.shared}/data/reports")
        return 0
    reader = open_reader(open_gazetteer())
    whole_path(reader, war[:5])
    reached = {"war": measure("war", war[: args.reports], reader)}
    reached["mix"] = measure("mix", compose_mix(war, read_other_news(args.shared)), reader)
    return tell_low("speed", reached)


if __name__ == "__main__":
    sys.exit(main())
