"""Which reports copy which, and which ones a correction or kill withdraws: functions of the set of reports.

Every report looks only at reports published before it, so nothing published later ever moves what was filed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from whoholds.ledger.interface import CopyRule
from whoholds.ledger.versions import UNDATED, Order, version_id
from whoholds.model import CopyLink, Report, ReportKind, Sketch


@dataclass(frozen=True, slots=True)
class Kept:
    """A report as far as copies go: the number it is kept under, where it stands in time, and its sketch."""

    key: int
    order: Order
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier report that a later one resembles, and why."""

    earlier: Kept
    link: CopyLink


def resemblances(later: Kept, earlier: Iterable[tuple[Kept, int]], rule: CopyRule) -> list[Match]:
    """Those of the earlier reports, given with the number of shared rare phrases, that ``later`` copies.

    The most alike comes first; of equals, the earliest published.
    """
    judged = ((one, rule.judge(later.sketch, one.sketch, shared=shared)) for one, shared in earlier)
    matches = [Match(one, link) for one, link in judged if link is not None]
    return sorted(matches, key=lambda match: (-match.link.share, match.earlier.order))


def withdraws(replaces: Collection[str], notice: Order, target: Order) -> bool:
    """Whether a correction or kill that names ``replaces`` withdraws ``target``, which is not published after it.

    Of its own story it withdraws the versions before it. Another report named may be of the same day, as often only
    the day of a report is known.
    """
    published, story, digest = target
    if target == notice or not {story, version_id(story, digest)} & set(replaces):
        return False
    if story == notice[1]:
        return target < notice
    return published == UNDATED or published[:10] <= notice[0][:10]


def is_notice(report: Report) -> bool:
    """Whether the report withdraws others."""
    return report.kind in (ReportKind.CORRECTION, ReportKind.KILL)


def withdraws_itself(report: Report) -> bool:
    """A kill often repeats the text that it kills, so nothing in it counts as said."""
    return report.kind is ReportKind.KILL


def likeliest_target(publisher: str, matches: Sequence[Match]) -> Match | None:
    """The report that a notice without ids is about: the most alike of the notice's own publisher, else of any."""
    own = [match for match in matches if match.earlier.sketch.publisher == publisher]
    return next(iter(own or matches), None)


def find_matches(kept: Sequence[Kept], rule: CopyRule) -> Iterator[tuple[Kept, list[Match]]]:
    """Each report, in order of publication, with the earlier reports that it copies."""
    by_key = {one.key: one for one in kept}
    carriers: dict[int, list[int]] = {}
    for one in sorted(kept, key=lambda one: one.order):
        shared = Counter[int]()
        for mark in one.sketch.prints:
            before = carriers.setdefault(mark, [])
            if len(before) < rule.rare:
                shared.update(before)
                before.append(one.key)
        yield one, resemblances(one, ((by_key[key], n) for key, n in shared.items() if n >= rule.least), rule)


def root_of(key: int, parents: Mapping[int, int]) -> int:
    """The report at the head of a chain of copies."""
    while key in parents:
        key = parents[key]
    return key
