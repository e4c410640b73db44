"""JSON lines: one report a line, with ``id``, ``source``, ``date``, ``title`` and ``text``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from whoholds.errors import InputError
from whoholds.intake.dateline import find_publication_day
from whoholds.intake.interface import Skipped
from whoholds.intake.text import LARGEST, kind_of, midnight, parse_day
from whoholds.model import Report, ReportKind, Unresolved


def read_jsonl(path: Path, *, published: date | None) -> Iterator[Report | Skipped]:
    """The reports of a file, in order; a line that cannot be read is skipped with its number and the reason.

    The day at the top of a text wins over the ``date`` beside it (the text is what was published). Raises
    :class:`InputError` when the file cannot be opened.
    """
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield read_line(line, f"{path.name}:{number}", published=published)
    except OSError as error:
        raise InputError(f"cannot read {path}", why=error.strerror or str(error)) from error


def read_line(line: bytes, where: str, *, published: date | None) -> Report | Skipped:
    """One line as a report, or why it is none."""
    if len(line) > LARGEST:
        return Skipped(where, f"a line of {len(line):,} bytes; no report has more than {LARGEST:,}")
    try:
        found = json.loads(line)
    except UnicodeDecodeError as error:
        return Skipped(where, f"not UTF-8 at byte {error.start}")
    except (ValueError, RecursionError) as error:
        return Skipped(where, f"not JSON: {error}")
    if not isinstance(found, dict) or not isinstance(found.get("text"), str) or not found["text"].strip():
        return Skipped(where, "no object with a text")
    return _report(found, published)


def _report(found: dict[str, Any], published: date | None) -> Report:
    title = str(found.get("title") or "")
    text = found["text"].replace("\r\n", "\n").replace("\r", "\n")
    url = str(found.get("url") or "")
    stamp = parse_day(str(found.get("date") or ""))
    own = find_publication_day(text, title, url)
    if not isinstance(own, Unresolved) and own.ground != "the date in its address":
        if isinstance(stamp, Unresolved) or stamp.date() != own.day:
            stamp = midnight(own.day)
    elif isinstance(stamp, Unresolved) and published is not None:
        stamp = midnight(published)
    kind = found.get("kind")
    return Report(
        str(found.get("id") or hashlib.sha256(f"{title}\n\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]),
        text,
        title,
        str(found.get("source") or found.get("publisher") or ""),
        stamp,
        url,
        ReportKind(kind) if kind in tuple(ReportKind) else kind_of(title),
        tuple(str(earlier) for earlier in found.get("replaces") or ()),
    )
