"""What a user points at — files, folders, standard input — as one stream of reports."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from whoholds.errors import InputError
from whoholds.intake.interface import Skipped
from whoholds.intake.jsonl import read_jsonl
from whoholds.intake.text import LARGEST, read_text
from whoholds.model import Report

READABLE = (".txt", ".jsonl")


def read_sources(paths: Sequence[str], *, published: date | None) -> Iterator[Report | Skipped]:
    """Reports from files, from the readable files of folders (sorted), and from standard input for ``-``.

    ``published`` dates what has no date of its own. In a folder a file that cannot be read is skipped and counted.
    Raises :class:`InputError` for a path that is not there, or a single file that cannot be read.
    """
    for path in paths:
        if path == "-":
            yield read_text(sys.stdin.buffer.read(LARGEST + 1), "standard input", published=published)
        elif Path(path).is_dir():
            yield from _read_folder(Path(path), published)
        else:
            yield from _read_file(Path(path), published)


def _read_folder(folder: Path, published: date | None) -> Iterator[Report | Skipped]:
    files = sorted(file for file in folder.rglob("*") if file.suffix in READABLE and file.is_file())
    if not files:
        raise InputError(f"{folder} has no reports", why=f"no file there ends in {' or '.join(READABLE)}")
    for file in files:
        try:
            yield from _read_file(file, published)
        except InputError as error:
            yield Skipped(str(file), f"{error.what}{': ' + error.why if error.why else ''}")


def _read_file(file: Path, published: date | None) -> Iterator[Report | Skipped]:
    if file.suffix == ".jsonl":
        yield from read_jsonl(file, published=published)
        return
    try:
        size = file.stat().st_size
        raw = file.read_bytes() if size <= LARGEST else b"\x00" * 0 + b"x" * (LARGEST + 1)
    except OSError as error:
        raise InputError(
            f"cannot read {file}", why=error.strerror or str(error), attempt="a file that is there"
        ) from error
    yield read_text(raw, str(file), published=published)
