"""Which reports copy which, and which ones a correction or kill withdraws: functions of the set of reports.

Every report looks only at reports published before it, so nothing published later ever moves what was filed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from whoholds.ledger.interface import CopyRule
from whoholds.ledger.versions import Order, order_of, version_id
from whoholds.model import CopyLink, Report, ReportKind, Sketch, Unresolved

RARE = 60
"""A sentence tells copies apart for the first 60 reports that carry it; beyond, it is boilerplate (DESIGN.md)."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A report as a ledger keeps it: under a number, with its digest and sketch."""

    key: int
    report: Report
    digest: str
    sketch: Sketch

    @property
    def order(self) -> Order:
        """Where it stands in the order of publication."""
        return order_of(self.report, self.digest)


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier report that a later one resembles, and why."""

    earlier: Kept
    link: CopyLink


def resemblances(later: Kept, earlier: Iterable[tuple[Kept, int]], rule: CopyRule) -> list[Match]:
    """Those of the earlier reports, given with the number of shared rare sentences, that ``later`` copies.

    The most alike comes first; of equals, the earliest published.
    """
    judged = ((one, rule.judge(later.sketch, one.sketch, shared=shared)) for one, shared in earlier)
    matches = [Match(one, link) for one, link in judged if link is not None]
    return sorted(matches, key=lambda match: (-match.link.share, match.earlier.order))


def withdraws(notice: Kept, target: Kept) -> bool:
    """Whether a correction or kill names ``target``, which is not published after it."""
    report = target.report
    named = {report.id, version_id(report.id, target.digest)} & set(notice.report.replaces)
    if not named or notice.key == target.key:
        return False
    if report.id == notice.report.id:
        return target.order < notice.order
    return target.order[0][:10] <= notice.order[0][:10] or isinstance(report.published, Unresolved)


def is_notice(report: Report) -> bool:
    """Whether the report withdraws others."""
    return report.kind in (ReportKind.CORRECTION, ReportKind.KILL)


def likeliest_target(notice: Kept, matches: Sequence[Match]) -> Match | None:
    """The report that a notice without ids is about: the most alike of its own publisher, else of any."""
    own = [match for match in matches if match.earlier.report.publisher == notice.report.publisher]
    return next(iter(own or matches), None)


def find_matches(kept: Sequence[Kept], rule: CopyRule) -> Iterator[tuple[Kept, list[Match]]]:
    """Each report, in order of publication, with the earlier reports that it copies."""
    by_key = {one.key: one for one in kept}
    carriers: dict[int, list[int]] = {}
    for one in sorted(kept, key=lambda one: one.order):
        shared = Counter[int]()
        for mark in one.sketch.prints:
            before = carriers.setdefault(mark, [])
            if len(before) < RARE:
                shared.update(before)
                before.append(one.key)
        yield one, resemblances(one, ((by_key[key], n) for key, n in shared.items()), rule)


def root_of(key: int, parents: Mapping[int, int]) -> int:
    """The report at the head of a chain of copies."""
    while key in parents:
        key = parents[key]
    return key
