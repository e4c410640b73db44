"""How well days are read: on TimeBank as others measure it, and on the claims of the gold reports.

``python -m benchmarks.days --shared ../shared`` prints, for TimeBank's TIMEX3 of type DATE, how many are found and how
many of those get the right value; for each gold file, how often the day of a claim whose sentence holds one expression
of time is right, and how often it is over the claims that the reader pairs. ``--errors train`` lists what is wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from benchmarks.evaluate import load_scorer
from benchmarks.floors import tell_low
from whoholds.export.claims_json import report_json
from whoholds.gazetteer.compiled import open_gazetteer
from whoholds.intake.interface import Skipped
from whoholds.intake.sources import read_sources
from whoholds.model import Period, Report, Span, Unresolved
from whoholds.reading.hops import Timex
from whoholds.reading.pipeline import Reader, open_reader
from whoholds.reading.sentences import find_sentences
from whoholds.reading.times import find_timexes

PLAIN_VALUE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?|-W\d\d)?")
"""Values that name a day, a week, a month or a year; quarters, seasons and PRESENT_REF name no days."""


PUBLISHED = "published: HeidelTime-t value F1 .776, SUTime .674 (TempEval-3: all types, held-out texts)"
"""UzZaman et al. 2013; not the same measure, see docs/places-and-days.md."""
PART = re.compile(r"(?:since )?(?:early|mid|late|(?:the )?(?:beginning|middle|end|start))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marked:
    """One expression that TimeBank's annotators marked: where, its words, its type and its value."""

    span: Span
    words: str
    kind: str
    value: str


# ---------------------------------------------------------------- TimeBank


def read_timeml(path: Path) -> tuple[str, date, list[Marked]]:
    """The running text of a file, the day it was made and what is marked in it."""
    root = ElementTree.parse(path).getroot()
    created = root.find("DCT/TIMEX3")
    body = root.find("TEXT")
    if created is None or body is None:
        raise ValueError(f"{path} is no TimeML file")
    pieces: list[str] = []
    marked: list[Marked] = []
    _walk(body, pieces, marked)
    return "".join(pieces), date.fromisoformat(created.attrib["value"][:10]), marked


def _walk(element: ElementTree.Element, pieces: list[str], marked: list[Marked]) -> None:
    start = sum(map(len, pieces))
    pieces.append(element.text or "")
    for child in element:
        _walk(child, pieces, marked)
        pieces.append(child.tail or "")
    if element.tag == "TIMEX3":
        words = "".join(pieces)[start:]
        marked.append(Marked(Span(start, start + len(words)), words, element.attrib["type"], element.attrib["value"]))


def days_of(value: str) -> tuple[date, date]:
    """The first and last day of a TIMEX3 value that names a day, a week, a month or a year."""
    if len(value) == 10:
        return date.fromisoformat(value), date.fromisoformat(value)
    if "W" in value:
        monday = date.fromisocalendar(int(value[:4]), int(value[6:]), 1)
        return monday, monday + timedelta(days=6)
    if len(value) == 4:
        return date(int(value), 1, 1), date(int(value), 12, 31)
    year, month = int(value[:4]), int(value[5:])
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def has_value(timex: Timex, value: str, made: date) -> bool:
    """Whether a period is what the value says.

    A TIMEX3 value names a unit of the calendar, our periods what is meant: "since 1985" and "this year" end on the
    day of the report, "early 1991" is a third of the year. Those count as right when they begin with the value's
    first day and end on the report's day, or lie inside the value and say which part of it they are.
    """
    period = timex.period
    if isinstance(period, Unresolved) or isinstance(period.first, Unresolved) or isinstance(period.last, Unresolved):
        return False
    first, last = days_of(value)
    if (period.first, period.last) == (first, last) or (period.first, period.last) == (first, max(first, made)):
        return True
    return bool(PART.match(timex.stated)) and first <= period.first and period.last <= last


def timebank(shared: Path, reader: Reader, *, errors: bool) -> dict[str, float]:
    """Print and return how many marked dates are found, how many found are not marked, and how many are right."""
    gold = found = right = predicted = spurious = 0
    for path in sorted((shared / "data" / "time" / "timebank").glob("*.tml")):
        text, made, marked = read_timeml(path)
        report = Report("x", text, "", "", Unresolved(""))
        timexes = find_timexes(reader._parse(report, find_sentences(text)), published=made)
        dates = [one for one in marked if one.kind == "DATE" and PLAIN_VALUE.fullmatch(one.value)]
        gold += len(dates)
        predicted += len(timexes)
        spurious += sum(not any(one.span.overlaps(timex.span) for one in marked) for timex in timexes)
        for one in dates:
            hit = next((timex for timex in timexes if timex.span.overlaps(one.span)), None)
            found += hit is not None
            ok = hit is not None and has_value(hit, one.value, made)
            right += ok
            if errors and not ok:
                read = hit and (hit.stated, as_claim(hit.period))
                print(f"  {path.name[:12]} {made} {one.words!r} {one.value} read as {read}")
    recall, precision = found / gold, 1 - spurious / predicted
    f1 = 2 * recall * precision / (recall + precision)
    print(f"TimeBank: {gold} dates (day, week, month, year); found {found} (recall {recall:.3f})")
    print(f"  {predicted} read, {spurious} of them not marked at all (precision {precision:.3f}), lenient F1 {f1:.3f}")
    print(f"  value right for {right}: {right / found:.3f} of those found, {right / gold:.3f} of all")
    print(f"  {PUBLISHED}")
    return {"timebank_found": recall, "timebank_lenient_f1": f1, "timebank_value": right / gold}


# ---------------------------------------------------------------- gold claims


def gold_files(shared: Path, part: str) -> list[Path]:
    """The gold files of ``dev`` or ``train``."""
    return sorted((shared / "gold" / part).glob("*.jsonl"))


def as_claim(period: Period | Unresolved) -> dict[str, str]:
    """A period with the keys that the scorer compares."""
    if isinstance(period, Unresolved):
        return {"first": "", "last": ""}
    days = {"first": period.first, "last": period.last}
    return {name: day.isoformat() if isinstance(day, date) else "" for name, day in days.items()}


def single_timex(path: Path, reader: Reader, scorer: Any) -> Iterator[tuple[bool, dict[str, Any], Timex, Report]]:
    """Each gold claim whose sentence has one expression of time, and whether that gives its day."""
    claims = {row["id"]: row["claims"] for row in map(json.loads, path.open(encoding="utf-8"))}
    for report in read_sources([str(path)], published=None):
        if isinstance(report, Skipped):
            continue
        parsed = reader._parse(report, find_sentences(report.text))
        timexes = find_timexes(parsed, published=report.day)
        for claim in claims[report.id]:
            at = report.text.find(claim["quote"])
            quote = Span(at, at + len(claim["quote"])) if at >= 0 else Span(0, 0)
            inside = [one.sentence.span for one in parsed if one.sentence.span.overlaps(quote)]
            here = [timex for timex in timexes if any(span.covers(timex.span) for span in inside)]
            if len(here) == 1:
                yield scorer.day_overlaps(claim, as_claim(here[0].period)), claim, here[0], report


def paired(path: Path, reader: Reader, scorer: Any) -> Iterator[tuple[bool, dict[str, Any], dict[str, Any], Report]]:
    """Each gold claim that a claim of the reader pairs with, and whether their days agree."""
    gold = scorer.read(path)
    for report in read_sources([str(path)], published=None):
        if isinstance(report, Skipped):
            continue
        read = [scorer.BLANK | claim for claim in report_json(report, reader.read_claims(report))["claims"]]
        read = [{key: "" if value is None else value for key, value in claim.items()} for claim in read]
        for i, j in scorer.pair(gold[report.id], read, scorer.LEVELS["claim"]):
            yield scorer.day_overlaps(gold[report.id][i], read[j]), gold[report.id][i], read[j], report


def gold_days(shared: Path, reader: Reader, part: str, *, errors: bool) -> dict[str, float]:
    """Print both measures over the files of one part; returns those of all its files together."""
    scorer, total = load_scorer(shared), {"one expression": [0, 0], "paired claims": [0, 0]}
    for path in gold_files(shared, part):
        single = list(single_timex(path, reader, scorer))
        pairs = list(paired(path, reader, scorer))
        for name, rows in (("one expression", single), ("paired claims", pairs)):
            right, total[name] = sum(row[0] for row in rows), [total[name][0], total[name][1] + len(rows)]
            share, total[name][0] = right / max(1, len(rows)), total[name][0] + right
            print(f"{part}/{path.stem:12} {name:15} {share:.3f} of {len(rows)}")
        if errors:
            for ok, claim, timex, report in single:
                if not ok:
                    days = (claim["first"], claim["last"], as_claim(timex.period))
                    print(f"  S {report.id[-12:]} {report.day} {timex.stated!r} {days} | {claim['quote'][:150]!r}")
            for ok, claim, mine, report in pairs:
                if not ok:
                    days = (claim["first"], claim["last"], mine["first"], mine["last"])
                    print(f"  P {report.id[-12:]} {report.day} {claim['act']} {days} | {mine['quote'][:250]!r}")
    return {f"{part}_{name.replace(' ', '_')}": right / max(1, of) for name, (right, of) in total.items()}


def main() -> int:
    """Print every table; 1 when a figure is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--errors", choices=("train", "timebank"), default="")
    args = parser.parse_args()
    if not (args.shared / "gold").exists():
        print(f"skipped, no gold under {args.shared}")
        return 0
    reader = open_reader(open_gazetteer(imports=False))
    reached = timebank(args.shared, reader, errors=args.errors == "timebank")
    gold_days(args.shared, reader, "train", errors=args.errors == "train")
    return tell_low("days", reached | gold_days(args.shared, reader, "dev", errors=args.errors == "dev"))


if __name__ == "__main__":
    sys.exit(main())
