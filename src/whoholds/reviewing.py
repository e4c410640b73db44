"""The reviewer's desk: which claims to look at first, and what a decision about one of them is written down as."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from whoholds.errors import UsageError
from whoholds.ledger.interface import ClaimFilter, Ledger
from whoholds.ledger.rereading import check_review, value_of
from whoholds.ledger.told import no_such_claim
from whoholds.ledger.words import folded
from whoholds.model import Claim, Decision, Explanation, KnownClaim, Place, Review

MOVES = 0.05
"""A claim that moves its place's probability by less does not come before those that were read badly."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A claim that waits for a reviewer, and why it stands where it does.

    ``moved`` is what its evidence adds to the probability of its place's likeliest side (-1 to 1; 0 for a claim that
    gives none, and for a copy of one that is listed). ``reviews`` are those made so far, oldest first.
    """

    known: KnownClaim
    moved: float
    why: str
    reviews: tuple[Review, ...] = ()


# ---------------------------------------------------------------- what to look at first


def order_queue(
    claims: Iterable[KnownClaim], explanations: Iterable[Explanation], reviews: Mapping[str, Sequence[Review]]
) -> tuple[Queued, ...]:
    """The standing claims: first those that move the map by :data:`MOVES` or more, most first; then by least score.

    Copies of one statement move it together: the first published stands for them.
    """
    effects = {
        claim_id: effect
        for explanation in explanations
        for effect in explanation.effects
        for claim_id in effect.cluster.claim_ids
    }
    listed: set[str] = set()
    queued = []
    for one in (one for one in claims if one.retracted is None):
        effect = effects.get(one.claim.id)
        fresh = effect is not None and effect.cluster.id not in listed
        moved = effect.moved if effect is not None and fresh else 0.0
        if effect is not None:
            listed.add(effect.cluster.id)
        queued.append(Queued(one, moved, _why(one.claim, moved), tuple(reviews.get(one.claim.id, ()))))
    return tuple(sorted(queued, key=_urgency))


def _why(claim: Claim, moved: float) -> str:
    read = f"read with {claim.score:.2f}"
    return f"moves {claim.place_name} by {moved:+.2f}; {read}" if abs(moved) >= MOVES else read


def _urgency(one: Queued) -> tuple[float, float, str]:
    moves = abs(one.moved) if abs(one.moved) >= MOVES else 0.0
    return (-moves, one.known.claim.score, one.known.claim.id)


# ---------------------------------------------------------------- what a decision is written down as


def write_reviews(
    ledger: Ledger,
    claim_id: str,
    decision: Decision,
    *,
    who: str,
    why: str,
    at: datetime,
    corrections: Mapping[str, str],
    copies: bool,
    find_place: Callable[[str], Place],
) -> tuple[Review, ...]:
    """Keep a decision about a claim, and about its copies, as reviews: one a claim and corrected field, all or none.

    ``find_place`` gives the place that a reviewer means by a name or an id.
    """
    _check_words(decision, why, corrections)
    about = _with_copies(ledger, claim_id) if copies else (_find_claim(ledger, claim_id),)
    place = find_place(corrections["place"]) if corrections.get("place") else None
    plain = Review(claim_id, decision, who.strip(), at, why.strip())
    made: list[Review] = []
    for one in about:
        review = replace(plain, claim_id=one.claim.id)
        made += [_correction(one.claim, review, field, new, place) for field, new in corrections.items()] or [review]
    ledger.review(*made)
    return tuple(made)


def _check_words(decision: Decision, why: str, corrections: Mapping[str, str]) -> None:
    if (decision is Decision.CORRECT) is not bool(corrections):
        what = "a correction says which field is to have what" if not corrections else f"{decision} changes no field"
        raise UsageError(what, attempt="whoholds review correct CLAIM when=2021-08-08 --who NAME --why REASON")
    if decision is not Decision.ACCEPT and not why.strip():
        raise UsageError(f"a decision to {decision} needs a reason", attempt="--why 'the quote speaks of 2015'")


def _correction(claim: Claim, review: Review, field: str, new: str, place: Place | None) -> Review:
    made = replace(review, field=field, new=new.strip())
    if field == "place":
        made = replace(made, new=place.id if place else "", place=place)
    check_review(made)
    return replace(made, old=value_of(claim, field))


def _find_claim(ledger: Ledger, claim_id: str) -> KnownClaim:
    for one in ledger.claims(ClaimFilter(claim_ids=(claim_id,))):
        return one
    raise no_such_claim(claim_id)


def _with_copies(ledger: Ledger, claim_id: str) -> tuple[KnownClaim, ...]:
    """The claim, and those of the same origin that read the same into the same words."""
    asked = _find_claim(ledger, claim_id)
    words = _words(ledger, asked)
    found = [
        one
        for one in ledger.claims(_like(asked.claim))
        if one.claim.id != claim_id
        and one.origin == asked.origin
        and _said(one.claim) == _said(asked.claim)
        and _words(ledger, one) == words
    ]
    return (asked, *found)


def _like(claim: Claim) -> ClaimFilter:
    if isinstance(claim.place, Place):
        return ClaimFilter(place_id=claim.place.id, acts=(claim.act,))
    return ClaimFilter(place_name=claim.place_name, located=False, acts=(claim.act,))


def _said(claim: Claim) -> tuple[str, ...]:
    return (claim.actor_side or claim.actor, claim.opponent_side or claim.opponent, claim.part, claim.factuality)


def _words(ledger: Ledger, one: KnownClaim) -> str:
    report = ledger.report(one.claim.report_id)
    return "" if report is None else folded(one.claim.quote.of(report.text))
