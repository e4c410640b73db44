"""Speed of reading beside spaCy's own bare parse of the same text, in one run on one core.

``python -m benchmarks.speed --shared ../shared`` prints reports and sentences a CPU-second of both, and their ratio.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

from whoholds.gazetteer.compiled import open_gazetteer
from whoholds.intake.interface import Skipped
from whoholds.intake.sources import read_sources
from whoholds.model import Report
from whoholds.reading.pipeline import Reader, open_reader
from whoholds.reading.sentences import find_sentences

ROUNDS = 3


def bare_parse(reader: Reader, reports: list[Report]) -> None:
    """SpaCy alone: every sentence of every report through the language model, nothing else."""
    texts = [sentence.span.of(report.text) for report in reports for sentence in find_sentences(report.text)]
    for _ in reader.language_model.pipe(texts, batch_size=64):
        pass


def whole_path(reader: Reader, reports: list[Report]) -> None:
    """Everything: from the report's text to its claims."""
    for report in reports:
        reader.read_claims(report)


def cpu_seconds(work: Callable[[Reader, list[Report]], None], reader: Reader, reports: list[Report]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    work(reader, reports)
    return time.process_time() - start


def main() -> None:
    """Alternate the two on the same reports, and print medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--reports", type=int, default=120)
    args = parser.parse_args()
    files = sorted((args.shared / "data" / "reports").glob("*.jsonl"))
    if not files:
        print(f"make bench: skipped, no reports under {args.shared}/data/reports")
        return
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    items = read_sources([str(file) for file in files], published=None)
    reports = [item for item in items if not isinstance(item, Skipped)][: args.reports]
    reader = open_reader(open_gazetteer())
    whole_path(reader, reports[:5])
    parsing, reading = [], []
    for _ in range(ROUNDS):
        parsing.append(cpu_seconds(bare_parse, reader, reports))
        reading.append(cpu_seconds(whole_path, reader, reports))
    show(reports, sorted(parsing)[ROUNDS // 2], sorted(reading)[ROUNDS // 2])


def show(reports: list[Report], parsing: float, reading: float) -> None:
    """Two rows and the ratio."""
    sentences = sum(len(find_sentences(report.text)) for report in reports)
    print(f"{len(reports)} reports, {sentences} sentences, median of {ROUNDS} alternating runs, one core")
    for name, seconds in (("bare parse", parsing), ("whole path", reading)):
        rates = f"{len(reports) / seconds:7.1f} reports/s  {sentences / seconds:8.1f} sentences/s"
        print(f"  {name}  {rates}  ({seconds:.2f} CPU s)")
    print(f"  whole path at {parsing / reading:.2f} × the speed of the bare parse")


if __name__ == "__main__":
    main()
