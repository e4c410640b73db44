"""What the simple estimators share: each word for a holder is a vote, and a rule says which votes count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from whoholds.control.display import Belief, show, weigh_standing
from whoholds.control.phase_filter import CONTESTED, usable
from whoholds.control.table import HOLDER_ROWS, row_kind, standard_table
from whoholds.model import Act, Cluster, Effect, Estimate, Explanation, Place, Unresolved

SURE = 0.95
"""Probability that a simple estimator gives to its answer, so that one error does not cost an infinite log score."""

NEVER_STALE = float("inf")
Chosen = tuple[str, date | None]
"""The side chosen (``CONTESTED`` for nobody alone, ``""`` for none) and since when."""
Rule = Callable[[Sequence[Cluster], str, date], Chosen]


def voted(cluster: Cluster) -> str:
    """What a cluster votes for: a side, contested, or nothing (``""``)."""
    if row_kind(cluster) in HOLDER_ROWS:
        return cluster.side
    return CONTESTED if cluster.act in (Act.CLASHES, Act.ENTERS) else ""


def estimate_by(
    rule: Rule, place: Place, clusters: Sequence[Cluster], *, start: Mapping[str, str], on: date, known: date
) -> Estimate:
    """The estimate of a rule over the clusters known by the end of ``known`` that speak of ``on`` or before."""
    used = usable(clusters, on=on, known=known)
    given = start.get(place.id, "")
    side, since = rule(used, given, on)
    contested = SURE if side == CONTESTED else 0.0
    holders = ((side, SURE),) if side and not contested else ()
    belief = Belief(holders, contested, since or Unresolved("it has been so since the start"))
    standing = weigh_standing(belief.top[0], belief.since, used)
    return show(
        place, belief, standing, on=on, known=known, table=standard_table(), half_life=NEVER_STALE, given=side or given
    )


def explain_by(
    rule: Rule, place: Place, clusters: Sequence[Cluster], *, start: Mapping[str, str], on: date, known: date
) -> Explanation:
    """The same estimate, with the effect of leaving out each cluster, newest first."""
    estimate = estimate_by(rule, place, clusters, start=start, on=on, known=known)
    side, full = estimate.holders[0] if estimate.holders else ("", 0.0)
    used = usable(clusters, on=on, known=known)
    effects = []
    for cluster in reversed(used):
        rest = [c for c in used if c is not cluster]
        without = estimate_by(rule, place, rest, start=start, on=on, known=known)
        effects.append(Effect(cluster, full - dict(without.holders).get(side, 0.0)))
    before = estimate_by(rule, place, [], start=start, on=on, known=known)
    return Explanation(estimate, dict(before.holders).get(side, 0.0), tuple(effects), 0.0)
