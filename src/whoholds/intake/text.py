"""A plain text becomes a report: decoded strictly, its optional header block read, its title and day found."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime

from whoholds.errors import InputError
from whoholds.intake.dateline import find_publication_day
from whoholds.model import Report, ReportKind, Unresolved

LARGEST = 10_000_000
"""Bytes of one text: a year of one agency's wire is about this much, a single report never."""

_HEADER = re.compile(r"(?P<key>Id|Source|Date|Url|Replaces|Title):[ \t]*(?P<value>[^\n]*)\n")
_CORRECTS = re.compile(r"\W*(?:CORRECTION|CORRECTED|Correction|Corrects)\b")
_KILLS = re.compile(r"\W*(?:(?:MANDATORY )?KILL\b|BULLETIN KILL\b|WITHDRAWN\b)")
TITLE_LENGTH = 160


def decode(raw: bytes, where: str) -> str:
    """The text of some bytes, with plain newlines. Raises :class:`InputError` for what is not a UTF-8 text."""
    if len(raw) > LARGEST:
        why = f"{len(raw):,} bytes, and no report has more than {LARGEST:,}"
        raise InputError(f"{where} is too large", why=why, attempt="split it into reports, one file or JSON line each")
    if not raw.strip():
        raise InputError(f"{where} is empty", attempt="a file with the text of a report")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        why = f"byte {raw[error.start]:#04x} at offset {error.start:,}"
        raise InputError(f"{where} is not UTF-8", why=why, attempt=f"iconv -f WINDOWS-1252 -t UTF-8 {where}") from None
    if "\x00" in text or sum(ch < " " and ch not in "\t\n\r\f\v" for ch in text[:4096]) > 8:
        raise InputError(f"{where} is not a text", why="it has control characters", attempt="the text inside it")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(raw: bytes, where: str, *, published: date | None) -> Report:
    """A report from the bytes of a plain text.

    At the top it may have a header: lines ``Source: …``, ``Date: …``, ``Title: …``, ``Url: …``, ``Id: …`` and
    ``Replaces: …`` (ids, separated by blanks) up to the first blank line. ``published`` is used where neither the
    header nor the text gives a day. The first line is the title if it is short and has no full stop. Without ``Id``
    the id is made from the words, so that the same text has the same id wherever it lies.
    """
    header, body = _split_header(decode(raw, where))
    title = header.get("Title") or _first_line(body)
    stamp = parse_day(header["Date"]) if "Date" in header else Unresolved("no Date in the header")
    if isinstance(stamp, Unresolved):
        stamp = _found_day(body, title, header.get("Url", ""), published)
    identity = header.get("Id") or hashlib.sha256(f"{title}\n\n{body}".encode()).hexdigest()[:16]
    return Report(
        identity,
        body,
        title,
        header.get("Source", ""),
        stamp,
        header.get("Url", ""),
        kind_of(title),
        tuple(header.get("Replaces", "").split()),
    )


def _split_header(text: str) -> tuple[dict[str, str], str]:
    header: dict[str, str] = {}
    at = 0
    while match := _HEADER.match(text, at):
        header[match["key"]] = match["value"].strip()
        at = match.end()
    if header and text[at : at + 1] not in ("\n", ""):
        return {}, text.strip()
    return header, text[at:].strip()


def _first_line(body: str) -> str:
    line = body.split("\n", 1)[0].strip()
    return line if len(line) <= TITLE_LENGTH and not line.endswith(".") and "\n" in body else ""


def _found_day(body: str, title: str, url: str, published: date | None) -> datetime | Unresolved:
    found = find_publication_day(body, title, url)
    day = published if published is not None else found.day if not isinstance(found, Unresolved) else None
    return midnight(day) if day is not None else Unresolved("no day of publication in the text, and none was given")


def midnight(day: date) -> datetime:
    """The first instant of a day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def parse_day(written: str) -> datetime | Unresolved:
    """An ISO date or instant, slashes allowed, as UTC; what has no zone is UTC."""
    tidy = written.strip().replace("/", "-")
    if not tidy:
        return Unresolved("no day of publication is given")
    try:
        at = datetime.fromisoformat(tidy)
    except ValueError:
        return Unresolved(f"{written!r} is no date")
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def kind_of(title: str) -> ReportKind:
    """Whether a title announces a correction or a kill."""
    if _KILLS.match(title):
        return ReportKind.KILL
    return ReportKind.CORRECTION if _CORRECTS.match(title) else ReportKind.STORY
