"""Why a name is, or is not, a place of the gazetteer, in words."""

from __future__ import annotations

from whoholds.gazetteer.compiled import CompiledGazetteer
from whoholds.gazetteer.interface import Candidate
from whoholds.gazetteer.match import MARGIN, MIN_LIKENESS, MIN_SKELETON, key_of, skeleton_of

HOW = {
    "exact": "is its main name, spellings folded",
    "alias": "is one of its further names",
    "skeleton": "has its consonants, and no other name of that country comes near",
}
_KEPT = {"whoholds": "our own tables"}


def why_found(candidate: Candidate, name: str) -> str:
    """By which rule a name gave a candidate, and out of which list."""
    matched = "" if candidate.matched == name else f", listed as {candidate.matched!r}"
    return f"{name!r} {HOW[candidate.how]}{matched}; from {_KEPT.get(candidate.source, candidate.source)}"


def why_not_found(gazetteer: CompiledGazetteer, name: str, country: str) -> str:
    """What was tried for a name that nothing has."""
    key, skeleton = key_of(name), skeleton_of(name)
    if not key:
        return f"{name!r} has no letters"
    if not country:
        return f"no list has {name!r} (folded: {key!r}); variant spellings are tried inside one country only"
    if len(skeleton.removeprefix("a")) < MIN_SKELETON:
        return f"no list has {name!r}, and {len(skeleton)} consonants are too few to match a variant spelling"
    near = gazetteer.likest(name, country)
    if not near:
        return f"no list has {name!r}, and no name in {country} has its consonants ({skeleton!r})"
    score, other, place_id = near[0]
    place = gazetteer.place(place_id)
    shown = f"{place.name if place else other!r} ({other!r}, likeness {score:.2f})"
    if score < MIN_LIKENESS:
        return f"no list has {name!r}; the likest in {country} is {shown}, which is under {MIN_LIKENESS}"
    return f"no list has {name!r}; {shown} is less than {MARGIN} ahead of another name in {country}"
