"""The evidence about one place, kept to be amended: what a few claims change is all that is worked out anew.

A dossier gives the clusters that :func:`whoholds.control.evidence.gather_clusters` makes of the same claims, and the
course that :meth:`whoholds.control.phase_filter.PhaseFilter.course` makes of them, to the bit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from whoholds.control.course import Course
from whoholds.control.coursing import Follower
from whoholds.control.evidence import (
    Filed,
    end_of_day,
    filed_under,
    lacks_winner,
    merge_statements,
    names_winner,
    read_standing,
    settle_disputes,
    with_winner,
)
from whoholds.control.propositions import Proposition
from whoholds.control.table import EvidenceTable
from whoholds.control.weighing import Weighed, in_order, weigh
from whoholds.model import Cluster, KnownClaim, Place, Unresolved

Order = tuple[datetime, str, int, int, str]
"""Where a claim stands among others: publication, report, place in the text, id."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim as it was known: ``turn`` is the day of its publication or, where it was retracted, of that."""

    order: Order
    turn: date
    place: Place
    name: str
    proposition: Proposition | None


class Dossier:
    """What was read about one place; ``sides`` merges parties as for ``gather_clusters``."""

    def __init__(self, follower: Follower, table: EvidenceTable, sides: Mapping[str, str]) -> None:
        self._follower, self._table, self._sides = follower, table, sides
        self._entries: dict[str, Entry] = {}
        self._names: Counter[str] = Counter()
        self._winners: dict[date, Counter[str]] = {}
        self._lost: dict[date, dict[str, Proposition]] = {}
        self._filed: dict[Filed, dict[str, Proposition]] = {}
        self._under: dict[str, Filed] = {}
        self._merged: dict[Filed, tuple[Cluster, ...]] = {}
        self._weighed: tuple[Weighed, ...] = ()
        self._last: Entry | None = None

    def __len__(self) -> int:
        return len(self._entries)

    def since(self, day: date) -> set[str]:
        """The claims that were published, or retracted, on a day or later."""
        return {claim_id for claim_id, entry in self._entries.items() if entry.turn >= day}

    # ------------------------------------------------------------ what is known

    def amend(self, gone: Iterable[str], come: Iterable[KnownClaim], *, known: date) -> None:
        """Forget the claims of some ids, then take in others, as known by the end of a day."""
        changed: set[Filed] = set()
        days: set[date] = set()
        for claim_id in gone:
            entry = self._entries.pop(claim_id, None)
            if entry is not None:
                self._names[entry.name] -= 1
                self._last = None if entry is self._last else self._last
                self._take_out(entry.proposition, changed, days)
        instant = end_of_day(known)
        for claim in come:
            entry = self._read(claim, instant)
            self._entries[claim.claim.id] = entry
            self._names[entry.name] += 1
            if self._last is not None and entry.order > self._last.order:
                self._last = entry
            self._put_in(entry.proposition, changed, days)
        self._name_again(changed, days)
        for key in changed:
            if self._filed.get(key):
                self._merged[key] = merge_statements(self._filed[key].values(), self._table)
            else:
                self._filed.pop(key, None)
                self._merged.pop(key, None)

    def _read(self, claim: KnownClaim, instant: datetime) -> Entry:
        said = claim.claim
        if isinstance(claim.published, Unresolved) or isinstance(said.place, Unresolved):
            raise TypeError(f"{said.id} has no day or no place, and so is in no dossier")
        read = read_standing(claim, instant, self._table, self._sides)
        turn = max(claim.published, claim.retracted or claim.published).date()
        order = (claim.published, said.report_id, said.quote.start, said.quote.end, said.id)
        return Entry(order, turn, said.place, said.place_name, None if isinstance(read, Unresolved) else read)

    def _put_in(self, p: Proposition | None, changed: set[Filed], days: set[date]) -> None:
        if p is None:
            return
        if lacks_winner(p):
            self._lost.setdefault(p.about, {})[p.claim_id] = p
        if names_winner(p):
            won = self._winners.setdefault(p.about, Counter())
            won[p.side] += 1
            if won[p.side] == 1:
                days.add(p.about)
        self._file(with_winner(p, self._winners, self._table), changed)

    def _take_out(self, p: Proposition | None, changed: set[Filed], days: set[date]) -> None:
        if p is None:
            return
        if lacks_winner(p):
            del self._lost[p.about][p.claim_id]
        if names_winner(p):
            won = self._winners[p.about]
            won[p.side] -= 1
            if not won[p.side]:
                del won[p.side]
                days.add(p.about)
        self._unfile(p.claim_id, changed)

    def _name_again(self, changed: set[Filed], days: set[date]) -> None:
        """File losses to nobody named anew, where who is said to have taken the place has changed around them."""
        reach = range(-self._table.same_statement_days, self._table.same_statement_days + 1)
        for day in sorted({day + timedelta(days=n) for day in days for n in reach} & self._lost.keys()):
            for claim_id, p in self._lost[day].items():
                named = with_winner(p, self._winners, self._table)
                if self._under[claim_id] != filed_under(named):
                    self._unfile(claim_id, changed)
                    self._file(named, changed)

    def _file(self, p: Proposition, changed: set[Filed]) -> None:
        key = self._under[p.claim_id] = filed_under(p)
        self._filed.setdefault(key, {})[p.claim_id] = p
        changed.add(key)

    def _unfile(self, claim_id: str, changed: set[Filed]) -> None:
        key = self._under.pop(claim_id)
        del self._filed[key][claim_id]
        changed.add(key)

    # ------------------------------------------------------------ what it comes to

    def clusters(self) -> tuple[Cluster, ...]:
        """The evidence, in the order of weighing."""
        return in_order(settle_disputes(self._merged, self._table))

    def place(self) -> Place:
        """The place as its last claim has it, under the name that most claims use."""
        last = self._last = self._last or max(self._entries.values(), key=lambda entry: entry.order)
        name = max(self._names, key=lambda name: (self._names[name], name))
        return replace(last.place, name=name)

    def course(self) -> Course | None:
        """The course of the place by all of the evidence; ``None`` where there is none."""
        clusters = self.clusters()
        if not clusters:
            self._weighed = ()
            return None
        shared = self._shared(clusters)
        self._weighed = weigh(clusters[shared:], self._table, after=self._weighed[:shared])
        return self._follower.follow(self.place(), self._weighed, shared=shared)

    def _shared(self, clusters: tuple[Cluster, ...]) -> int:
        """How many clusters, of whole days, are at the beginning what they were when they were followed last."""
        before = self._weighed
        at = 0
        for one, cluster in zip(before, clusters, strict=False):
            if one.cluster is not cluster and one.cluster != cluster:
                break
            at += 1
        parted = [one.cluster.about for one in before[at : at + 1]] + [c.about for c in clusters[at : at + 1]]
        while at and parted and clusters[at - 1].about >= min(parted):
            at -= 1
        return at
