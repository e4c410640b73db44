"""JSON lines: one report a line, with ``id``, ``source``, ``date``, ``title`` and ``text``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from whoholds.errors import InputError
from whoholds.intake.dateline import settle_publication_day
from whoholds.intake.interface import Skipped
from whoholds.intake.text import LARGEST, kind_of, midnight, parse_day
from whoholds.model import Report, ReportKind, Unresolved


def read_jsonl(path: Path, *, published: date | None) -> Iterator[Report | Skipped]:
    """The reports of a file, in order; a line that cannot be read is skipped with its number and the reason.

    Keys: ``text`` (needed), ``id``, ``title``, ``date`` (ISO day or instant, slashes allowed), ``source`` or
    ``publisher`` (the outlet), ``url``, ``kind`` (story, correction, kill), ``replaces`` (ids); all others, ``claims``
    too, are ignored. Without ``id`` it is made from the words. ``published`` dates what has no date of its own, and
    the day in the text's own stamp wins over both (see ``dateline``). Raises :class:`InputError` when the file cannot
    be opened.
    """
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield read_line(line, f"{path.name}:{number}", published=published)
    except OSError as error:
        raise InputError(
            f"cannot read {path}", why=error.strerror or str(error), attempt=f"ls -l {path.parent}"
        ) from error


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
    report = _report(found, published)
    if not _is_sound(report):
        return Skipped(where, "half a surrogate pair, which is no character")
    return settle_publication_day(report)[0]


def _report(found: dict[str, Any], published: date | None) -> Report:
    title = _word(found, "title")
    text = found["text"].replace("\r\n", "\n").replace("\r", "\n")
    stamp = parse_day(_word(found, "date"))
    if isinstance(stamp, Unresolved) and published is not None:
        stamp = midnight(published)
    kind = found.get("kind")
    return Report(
        _word(found, "id") or hashlib.sha256(f"{title}\n\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16],
        text,
        title,
        _word(found, "source") or _word(found, "publisher"),
        stamp,
        _word(found, "url"),
        ReportKind(kind) if kind in tuple(ReportKind) else kind_of(title, text),
        _ids(found.get("replaces")),
    )


def _word(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _ids(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(value.split())
    return tuple(str(earlier) for earlier in value) if isinstance(value, list) else ()


def _is_sound(report: Report) -> bool:
    return not any("\ud800" <= ch <= "\udfff" for part in (report.id, report.title, report.text) for ch in part)
