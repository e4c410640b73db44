"""Blind second coding: claims shown as the reader read them, and how far two people agree about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from whoholds.ledger.rereading import reread, value_of
from whoholds.model import Claim, Decision, Place, Review

BLIND = "blind second coding"
"""How the reason of a review begins whose maker had not seen what others decided."""
FIELDS = ("act", "part", "place", "when", "actor", "opponent", "source", "source_kind", "interest", "factuality")
"""The fields whose agreement is counted, beside the verdict whether the claim is in the words at all."""
VERDICT = "is it a claim"
Mark = tuple[tuple[object, ...], ...]
CODING = (Decision.ACCEPT, Decision.CORRECT)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far reviewers agree about one field: claims coded twice, and alpha, ``None`` where all values are alike."""

    field: str
    claims: int
    same: int
    alpha: float | None


def mark_of(reviews: Iterable[Review]) -> Mark:
    """What is the same for a claim and its copies where each act of a reviewer was about all of them."""
    return tuple((one.who, one.at, one.decision, one.field, one.new) for one in reviews)


def as_read(claim: Claim, reviews: Iterable[Review], find_place: Callable[[str], Place]) -> Claim:
    """The claim before anybody corrected it: each corrected field has what its first correction found."""
    back: dict[str, Review] = {}
    for review in reviews:
        if review.decision is Decision.CORRECT and review.field not in back:
            place = find_place(review.old) if review.field == "place" and review.old else None
            back[review.field] = replace(review, new=review.old, place=place)
    return reread(claim, back.values())


def measure_agreement(reviews: Iterable[Review], claims: Mapping[str, Claim]) -> tuple[Agreement, ...]:
    """Krippendorff's alpha by field over the claims that somebody coded blind, copies of one act counted once.

    ``claims`` by id has those that were coded, as corrected so far.
    """
    values: dict[str, list[list[str]]] = {name: [] for name in (VERDICT, *FIELDS)}
    for claim_id, coders in _codings(reviews):
        values[VERDICT].append(["yes" if _is_coded(made) else "no" for made in coders])
        if claim_id not in claims:
            continue
        for field in FIELDS:
            read = _value_read(field, claims[claim_id], coders)
            values[field].append([_value(field, made, read) for made in coders if _is_coded(made)])
    return tuple(_agreement(field, [one for one in found if len(one) > 1]) for field, found in values.items())


def _agreement(field: str, units: Sequence[Sequence[str]]) -> Agreement:
    return Agreement(field, len(units), sum(len(set(unit)) == 1 for unit in units), nominal_alpha(units))


def nominal_alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for nominal values (Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*).

    ``units`` gives the values that each thing was given, in any order; those with fewer than two do not count.
    ``None`` where only one value occurs, or nothing was coded twice: chance agreement is then not defined.
    """
    apart, totals = 0.0, Counter[str]()
    for unit in units:
        if len(unit) > 1:
            totals.update(unit)
            unlike = sum(a != b for i, a in enumerate(unit) for j, b in enumerate(unit) if i != j)
            apart += unlike / (len(unit) - 1)
    n = totals.total()
    by_chance = (n * n - sum(total * total for total in totals.values())) / (n - 1) if n > 1 else 0.0
    return 1.0 - apart / by_chance if by_chance > 0 else None


# ---------------------------------------------------------------- who coded what


def _codings(reviews: Iterable[Review]) -> list[tuple[str, list[tuple[Review, ...]]]]:
    """The claims with a blind coding, with the reviews of each of their coders; a claim and its copies once."""
    by_claim: dict[str, list[Review]] = {}
    for review in reviews:
        by_claim.setdefault(review.claim_id, []).append(review)
    seen: set[Mark] = set()
    units = []
    for claim_id, made in by_claim.items():
        mark = mark_of(made)
        if mark not in seen and any(one.why.startswith(BLIND) for one in made):
            seen.add(mark)
            by_coder = sorted(made, key=lambda one: one.who)
            units.append((claim_id, [tuple(group) for _, group in groupby(by_coder, key=lambda one: one.who)]))
    return units


def _is_coded(made: Sequence[Review]) -> bool:
    """Whether a coder's last word is that the claim stands, as read or put right."""
    return made[-1].decision in CODING


def _corrections(field: str, made: Iterable[Review]) -> list[Review]:
    return [one for one in made if one.decision is Decision.CORRECT and one.field == field]


def _value_read(field: str, claim: Claim, coders: Sequence[Sequence[Review]]) -> str:
    """What the reader found: what the first correction of the field replaced, else what the claim has."""
    corrected = _corrections(field, (one for made in coders for one in made))
    return min(corrected, key=lambda one: one.at).old if corrected else value_of(claim, field)


def _value(field: str, made: Sequence[Review], read: str) -> str:
    """What a coder says a field has."""
    corrected = _corrections(field, made)
    return corrected[-1].new if corrected else read


def shown_alpha(agreement: Agreement) -> str:
    """Alpha as a figure, or why there is none."""
    if agreement.alpha is not None:
        return f"{agreement.alpha:.2f}"
    return "all alike" if agreement.claims else "nothing coded twice"
