"""A plain text becomes a report: decoded strictly, its optional header block read, its title and day found."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime

from whoholds.errors import InputError
from whoholds.intake.dateline import settle_publication_day
from whoholds.model import Report, ReportKind, Unresolved

LARGEST = 10_000_000
"""Bytes of one text, set by hand: far more than any single report, so that a larger file is something else."""
TITLE_LENGTH = 160
"""Characters of a headline; a longer first line is the beginning of the story."""

_HEADER = re.compile(r"(?P<key>Id|Source|Date|Url|Replaces|Title):[ \t]*(?P<value>[^\n]*)(?:\n|$)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CORRECTS = re.compile(r"\W*(?:CORRECTION|CORRECTED|Correction\s*:|Corrects\b|Corrected\s*:)")
_KILLS = re.compile(
    r"\W*(?:(?:MANDATORY |BULLETIN )?KILL\b|(?:Mandatory )?Kill\s*:|WITHDRAWN\b|ADVISORY\b[^\n]*\bwithdrawn\b)"
)


def decode(raw: bytes, where: str) -> str:
    """The text of some bytes, with plain newlines. Raises :class:`InputError` for what is not a UTF-8 text."""
    if len(raw) > LARGEST:
        raise too_large(where, len(raw))
    if not raw.strip():
        raise InputError(f"{where} is empty", attempt="a file with the text of a report")
    if b"\x00" in raw[:4096] or raw[:2] in (b"PK", b"\x1f\x8b") or raw[:4] == b"%PDF":
        raise not_text(where)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        why = f"byte {raw[error.start]:#04x} at offset {error.start:,}"
        raise InputError(f"{where} is not UTF-8", why=why, attempt=f"iconv -f WINDOWS-1252 -t UTF-8 {where}") from None
    if _CONTROL.search(text):
        raise not_text(where)
    if not text.strip():
        raise InputError(f"{where} is empty", attempt="a file with the text of a report")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def too_large(where: str, size: int) -> InputError:
    """What to say of a text of more than :data:`LARGEST` bytes."""
    why = f"{size:,} bytes, and no report has more than {LARGEST:,}"
    return InputError(f"{where} is too large", why=why, attempt="split it into reports, one file or JSON line each")


def not_text(where: str) -> InputError:
    """What to say of bytes that are no text."""
    return InputError(f"{where} is not a text", why="it has control characters", attempt="a file with its text alone")


def read_text(raw: bytes, where: str, *, published: date | None) -> Report:
    """A report from the bytes of a plain text.

    At the top it may have a header: lines ``Source: …``, ``Date: …``, ``Title: …``, ``Url: …``, ``Id: …`` and
    ``Replaces: …`` (ids, separated by blanks) up to the first blank line, which is not part of the report's text.
    The first line is the title if it is short and has no full stop. Without ``Id`` the id is made from the words, so
    that the same text has the same id wherever it lies. ``Date`` or else ``published`` gives the day, and a stamp or
    dateline of the text that contradicts it wins.
    """
    header, body = _split_header(decode(raw, where))
    if not body:
        raise InputError(f"{where} has no text", why="nothing follows its header", attempt="a text below a blank line")
    return report_of(body, header, published=published)


def report_of(body: str, header: dict[str, str], *, published: date | None) -> Report:
    """The report of a text and its header, the keys in small letters; its day settled between the two."""
    title = header.get("title") or _first_line(body)
    stamp = parse_day(header["date"]) if header.get("date") else Unresolved("no day of publication is given")
    if isinstance(stamp, Unresolved) and published is not None:
        stamp = midnight(published)
    report = Report(
        header.get("id") or hashlib.sha256(f"{title}\n\n{body}".encode()).hexdigest()[:16],
        body,
        title,
        header.get("source", ""),
        stamp,
        header.get("url", ""),
        kind_of(title, body),
        tuple(header.get("replaces", "").split()),
    )
    return settle_publication_day(report)[0]


def _split_header(text: str) -> tuple[dict[str, str], str]:
    header: dict[str, str] = {}
    at = len(text) - len(text.lstrip())
    while match := _HEADER.match(text, at):
        header[match["key"].lower()] = match["value"].strip()
        at = match.end()
    if header and text[at : at + 1] not in ("\n", ""):
        return {}, text.strip()
    return header, text[at:].strip()


def _first_line(body: str) -> str:
    line = body.split("\n", 1)[0].strip()
    return line if len(line) <= TITLE_LENGTH and not line.endswith((".", ",", ";")) and "\n" in body else ""


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
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return Unresolved(f"{written!r} is no date")


def kind_of(title: str, text: str = "") -> ReportKind:
    """Whether a title, or the first line of a text, announces a correction or a kill."""
    for line in (title, text.lstrip().split("\n", 1)[0][:TITLE_LENGTH]):
        if _KILLS.match(line):
            return ReportKind.KILL
        if _CORRECTS.match(line):
            return ReportKind.CORRECTION
    return ReportKind.STORY
