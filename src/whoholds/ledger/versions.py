"""Which texts are versions of one story, what each is called, and where it stands in the order of publication."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import lru_cache

from whoholds.model import Report, Unresolved

UNDATED = "9999-12-31T23:59:59.999999+00:00~"
"""Sorts behind every instant; also the end of time when nothing limits what is known."""

Order = tuple[str, str, str]
"""Where a report stands in the order of publication: instant, story id, digest. Later ones never move earlier ones."""


def instant(at: datetime) -> str:
    """``at`` in UTC at one fixed width, so that text sorts as time does; without a zone it is taken as UTC."""
    utc = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    return utc.isoformat(timespec="microseconds")


@lru_cache(maxsize=4096)
def moment(stored: str) -> datetime:
    """The instant that :func:`instant` wrote."""
    return datetime.fromisoformat(stored.removesuffix("~"))


def end_of(day: date | None) -> str:
    """The last instant of ``day`` (UTC), :data:`UNDATED` when nothing limits what is known."""
    return UNDATED if day is None else instant(datetime.combine(day, time.max, UTC))


def sort_of(report: Report) -> str:
    """When a report was published, as sortable text."""
    return UNDATED if isinstance(report.published, Unresolved) else instant(report.published)


def normal(report: Report) -> Report:
    """The same report with its instant in UTC."""
    return report if isinstance(report.published, Unresolved) else replace(report, published=moment(sort_of(report)))


def digest_of(report: Report) -> str:
    """Digest of everything a report says of itself: two that agree in it are one, any other is another version."""
    why = report.published.reason if isinstance(report.published, Unresolved) else sort_of(report)
    parts = (report.title, report.text, report.publisher, why, report.url, report.kind.value, *report.replaces)
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def order_of(report: Report, digest: str) -> Order:
    """Where the report stands in the order of publication."""
    return (sort_of(report), report.id, digest)


def version_id(story: str, digest: str) -> str:
    """The id that always means this version: the story's id with the start of its digest."""
    return f"{story}@{digest[:8]}"


def names_of(story: str, versions: Iterable[Order]) -> dict[str, str]:
    """The id of each version by digest: the first published keeps the story's own, others are ``story@digest``."""
    first, *later = (digest for _, _, digest in sorted(versions))
    return {first: story} | {digest: version_id(story, digest) for digest in later}


def claim_name(claim_id: str, *, report_name: str, story: str) -> str:
    """The id of a claim, marked with the version of its report where that is marked."""
    return claim_id + report_name.removeprefix(story)
