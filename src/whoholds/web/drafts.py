"""Reports that somebody looked at but has not kept yet: held in memory, a few at a time, never in the ledger."""

from __future__ import annotations

import secrets
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath

from whoholds.errors import InputError
from whoholds.intake.interface import Skipped
from whoholds.intake.sources import read_sources
from whoholds.intake.text import read_text
from whoholds.model import Claim, Report
from whoholds.reading.pipeline import Reader

MOST = 20
"""Drafts held at once; the oldest goes first."""
MOST_REPORTS = 200
"""Reports of one file that are read for a look; a larger file is for the command line, with its progress bar."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Reports read from what somebody pasted or dropped, each with its claims, and what could not be read."""

    id: str
    reports: tuple[tuple[Report, tuple[Claim, ...]], ...]
    skipped: tuple[Skipped, ...]


@dataclass(slots=True)
class Drafts:
    """The drafts of one server. One report is read at a time: the reader takes a core to itself."""

    open_reader: Callable[[], Reader]
    _held: OrderedDict[str, Draft] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _reader: Reader | None = None

    def read(self, items: list[Report | Skipped]) -> Draft:
        """Read reports into a draft and hold it."""
        if len(items) > MOST_REPORTS:
            why = f"it has {len(items)} reports, and {MOST_REPORTS} are looked at in the browser"
            raise InputError("the file is too long for a look", why=why, attempt="whoholds add FILE")
        with self._lock:
            self._reader = self._reader or self.open_reader()
            reports = [one for one in items if isinstance(one, Report)]
            read = tuple((one, self._reader.read_claims(one)) for one in reports)
            skipped = tuple(one for one in items if isinstance(one, Skipped))
            draft = Draft(secrets.token_urlsafe(12), read, skipped)
            self._held[draft.id] = draft
            while len(self._held) > MOST:
                self._held.popitem(last=False)
        return draft

    def take(self, draft_id: str) -> Draft:
        """A draft, taken out to be kept. Raises :class:`InputError` for one that is no longer held."""
        with self._lock:
            draft = self._held.pop(draft_id, None)
        if draft is None:
            raise InputError("that draft is no longer held", why="it was kept, or the server started again since")
        return draft


def read_pasted(text: str, *, published: date | None, publisher: str, title: str, url: str) -> Report:
    """A report from pasted words; what is given beside them goes before what they say of themselves."""
    report = read_text(text.encode("utf-8", "replace"), "the pasted text", published=published)
    return replace(
        report,
        publisher=publisher.strip() or report.publisher,
        title=title.strip() or report.title,
        url=url.strip() or report.url,
    )


def read_upload(raw: bytes, name: str, *, published: date | None) -> list[Report | Skipped]:
    """The reports of an uploaded file, of any kind that ``whoholds add`` reads, told by the end of its name.

    Raises :class:`InputError` for a file that cannot be read.
    """
    suffix = PurePosixPath(name.replace("\\", "/")).suffix[:12]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"upload{suffix if suffix[1:].isalnum() else '.txt'}"
        file.write_bytes(raw)
        try:
            return list(read_sources([str(file)], published=published))
        except InputError as error:
            shown = PurePosixPath(name).name[:80] or "the file"
            raise InputError(
                error.what.replace(str(file), shown), why=error.why, attempt=error.attempt.replace(str(file), shown)
            ) from error
