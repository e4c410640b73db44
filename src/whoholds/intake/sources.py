"""What a user points at — files, folders, standard input — as one stream of reports."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

from whoholds.errors import InputError
from whoholds.intake.html import read_html
from whoholds.intake.interface import Skipped
from whoholds.intake.jsonl import read_jsonl
from whoholds.intake.text import LARGEST, read_text, too_large
from whoholds.model import Report

PAGES = (".html", ".htm")
READABLE = (".txt", ".jsonl", *PAGES)


def read_sources(
    paths: Sequence[str], *, published: date | None, stdin: BinaryIO | None = None
) -> Iterator[Report | Skipped]:
    """Reports from files, from the readable files of folders (sorted), and from standard input for ``-``.

    ``published`` dates what has no date of its own. In a folder a file that cannot be read is skipped and counted.
    Raises :class:`InputError` for a path that is not there, or a single file that cannot be read.
    """
    for path in paths:
        if path == "-":
            raw = (stdin or sys.stdin.buffer).read(LARGEST + 1)
            yield read_text(raw, "standard input", published=published)
        elif Path(path).is_dir():
            yield from _read_folder(Path(path), published)
        else:
            yield from _read_file(Path(path), published)


def _read_folder(folder: Path, published: date | None) -> Iterator[Report | Skipped]:
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in READABLE and file.is_file())
    if not files:
        why = f"no file there ends in {', '.join(READABLE)}"
        raise InputError(f"{folder} has no reports", why=why, attempt="whoholds read FILE")
    for file in files:
        try:
            yield from _read_file(file, published)
        except InputError as error:
            yield Skipped(str(file), f"{error.what}{': ' + error.why if error.why else ''}")


def _read_file(file: Path, published: date | None) -> Iterator[Report | Skipped]:
    if file.suffix.lower() == ".jsonl":
        yield from read_jsonl(file, published=published)
        return
    raw = _bytes_of(file)
    read = read_html if file.suffix.lower() in PAGES else read_text
    yield read(raw, str(file), published=published)


def _bytes_of(file: Path) -> bytes:
    """All bytes of a file, which is not read when it is too large."""
    try:
        size = file.stat().st_size
        if size > LARGEST:
            raise too_large(str(file), size)
        return file.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(f"cannot read {file}", why=why, attempt=f"ls -l {file.parent}") from error
