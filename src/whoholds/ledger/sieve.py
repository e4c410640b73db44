"""Whether a claim says what a filter asks for: the conditions on what was read, not on the report it stands in."""

from __future__ import annotations

from whoholds.ledger.interface import ClaimFilter
from whoholds.ledger.words import folded, words
from whoholds.model import Claim, KnownClaim, Place


def passes(claim: Claim, quote: str, only: ClaimFilter) -> bool:
    """Whether a claim, whose quote has these words, passes the filter's conditions on what it says."""
    return (
        only.place_id in ("", claim.place_id)
        and (not only.place_ids or claim.place_id in only.place_ids)
        and (not only.place_name or folded(only.place_name) == folded(claim.place_name))
        and only.side in ("", claim.actor_side, claim.opponent_side)
        and set(words(only.source)) <= set(words(claim.attribution.source))
        and (not only.acts or claim.act in only.acts)
        and only.factuality in (None, claim.factuality)
        and only.located in (None, isinstance(claim.place, Place))
        and (not only.text or _has_words(claim, quote, only.text))
    )


def retracted_late_enough(known: KnownClaim, only: ClaimFilter) -> bool:
    """Whether a claim was retracted on the filter's ``retracted_since`` or later, where it asks for that."""
    if only.retracted_since is None:
        return True
    return known.retracted is not None and known.retracted.date() >= only.retracted_since


def _has_words(claim: Claim, quote: str, text: str) -> bool:
    said = (quote, claim.place_name, claim.actor, claim.opponent)
    wanted = set(words(text))
    return bool(wanted) and wanted <= {word for part in said for word in words(part)}
