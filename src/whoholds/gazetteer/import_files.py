"""Opening a table that somebody else wrote: plain, gzip or zip, as lines of text, with limits on all that can grow.

A compressed file may be tiny and still unpack to more than a disk holds, so bytes are counted as they come out, never
believed from a header. Nothing is written to disk and no name inside an archive is used as a path.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from whoholds.errors import InputError

MAX_UNPACKED = 2 * 1024**3
"""Bytes of text in one table: GeoNames' file of the whole world has about 1.7 GB."""
MAX_RATIO = 200
"""Times larger than its compressed size a table may be: country files of GeoNames unpack to three to six times."""
RATIO_COUNTS_FROM = 16 * 1024**2
"""Bytes below which no ratio is suspicious: a small table of equal rows packs well."""
MAX_LINE = 262_144
"""Characters of one line: a GeoNames row has at most some 11,000."""
SIZE_ADVICE = "split the file, or take the file of one country"


@contextmanager
def open_table(path: Path) -> Iterator[Iterator[str]]:
    """The lines of the table in ``path``, without their ends; a zip gives its largest member that is a table.

    Raises :class:`InputError` for what is missing, locked, broken, not UTF-8 or UTF-16, or larger than the limits.
    """
    try:
        with _opened(path) as (stream, packed):
            yield _lines(_Counted(stream, packed, path), path)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as broken:
        if isinstance(broken, FileNotFoundError):
            raise InputError(f"there is no file {path}") from broken
        raise InputError(
            f"{path} cannot be read", why=str(broken) or type(broken).__name__, attempt="fetch the file again"
        ) from broken


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], int]]:
    """The bytes of a table and how many there are compressed, 0 for a plain file."""
    with path.open("rb") as probe:
        magic = probe.read(4)
    if magic[:2] == b"PK":
        with zipfile.ZipFile(path) as archive:
            member = _table_in(archive, path)
            with archive.open(member) as unpacked:
                yield unpacked, member.compress_size or 1
    elif magic[:2] == b"\x1f\x8b":
        with gzip.open(path) as inflated:
            yield cast(IO[bytes], inflated), path.stat().st_size
    else:
        with path.open("rb") as stream:
            yield stream, 0


def _table_in(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    members = [m for m in archive.infolist() if m.filename.lower().endswith((".txt", ".csv", ".tsv"))]
    tables = [m for m in members if "readme" not in m.filename.lower()]
    if not tables:
        if any(m.filename.startswith("xl/") for m in archive.infolist()):
            raise InputError(f"{path} is a spreadsheet", attempt="save the sheet as CSV and add that")
        raise InputError(f"{path} holds no .txt, .csv or .tsv table", attempt="unpack it and add the table in it")
    chosen = max(tables, key=lambda member: (member.file_size, member.filename))
    if chosen.flag_bits & 1:
        raise InputError(f"{path} is locked with a password", attempt="unpack it and add the table in it")
    return chosen


class _Counted(io.RawIOBase):
    """A stream that stops with an error once more has come out of it than the limits allow."""

    def __init__(self, stream: IO[bytes], packed: int, path: Path) -> None:
        self._stream, self._packed, self._path, self._seen = stream, packed, path, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        got = self._stream.read(len(buffer))
        self._seen += len(got)
        if self._seen > MAX_UNPACKED:
            raise InputError(f"{self._path} holds more than {MAX_UNPACKED:,} bytes of text", attempt=SIZE_ADVICE)
        if self._packed and self._seen > max(RATIO_COUNTS_FROM, MAX_RATIO * self._packed):
            why = f"it unpacks to more than {MAX_RATIO} times its size"
            raise InputError(f"{self._path} is not a table", why=why, attempt="fetch the file again")
        buffer[: len(got)] = got
        return len(got)


def _lines(raw: _Counted, path: Path) -> Iterator[str]:
    reader = io.BufferedReader(raw, 1 << 16)
    text = io.TextIOWrapper(reader, encoding=_encoding(reader.peek(4)[:4]), errors="replace", newline="")
    if {"\0", "\ufffd"} & set(first := text.readline(MAX_LINE)):
        raise InputError(f"{path} is not a text table", attempt="save it as UTF-8 text with tabs or commas")
    line = first
    while line:
        if len(line) >= MAX_LINE:
            raise InputError(
                f"{path} has a line of more than {MAX_LINE:,} characters", attempt="check that it is a table"
            )
        yield line.rstrip("\r\n")
        line = text.readline(MAX_LINE)


def _encoding(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"
