"""Which place a name names in this report: the country at hand, containment, kind, size; else unresolved, with why."""

from __future__ import annotations

from collections.abc import Sequence

from whoholds.gazetteer.interface import Candidate, Gazetteer
from whoholds.model import Place, PlaceKind, Unresolved
from whoholds.reading.place_recognition import DIVISIONS, Found

WELL_KNOWN = 100_000
"""Inhabitants above which a name that exists in no other country needs no support from the report."""
DOMINANT = 8
"""A settlement so many times larger than its namesakes in the country is the one that is meant."""


def weigh_countries(found: Sequence[Found], named: Sequence[str]) -> dict[str, float]:
    """How much a report speaks of each country: countries it names count 2, a place shares 1 among its candidates'."""
    weights: dict[str, float] = {}
    for iso in named:
        weights[iso] = weights.get(iso, 0.0) + 2.0
    for one in found:
        isos = sorted({candidate.place.country for candidate in one.candidates})
        for iso in isos:
            weights[iso] = weights.get(iso, 0.0) + 1.0 / len(isos)
    return weights


def resolve_place(
    one: Found, *, country: str, named: frozenset[str], provinces: frozenset[str], gazetteer: Gazetteer
) -> tuple[Place | Unresolved, tuple[Candidate, ...], str]:
    """The place that a found name means, its candidates, and the reason in words.

    ``country`` is the one the report is about, ``named`` all that it names, ``provinces`` the divisions it names.
    """
    if one.kind is PlaceKind.REGION and one.country:
        why = f"{one.name!r} is a wide region without a point of its own"
        return Unresolved(why), (), why
    candidates = one.candidates or gazetteer.find_candidates(one.name, country=country)
    if not candidates:
        why = f"{one.name!r} is not in the gazetteer"
        return Unresolved(why), (), why
    near = [c for c in candidates if c.place.country == country]
    if near:
        return _among(one, near, provinces, candidates, f"in {country}, the country of the report")
    elsewhere = [c for c in candidates if c.place.country in named]
    if elsewhere:
        return _among(one, elsewhere, provinces, candidates, "in a country that the report names")
    if len({c.place.country for c in candidates}) == 1 and candidates[0].place.population >= WELL_KNOWN:
        return _among(one, list(candidates), provinces, candidates, "a large place, and the only country of that name")
    why = f"{one.name!r} is listed only in countries that the report does not speak of"
    return Unresolved(why), candidates, why


def _among(
    one: Found, near: list[Candidate], provinces: frozenset[str], candidates: tuple[Candidate, ...], ground: str
) -> tuple[Place | Unresolved, tuple[Candidate, ...], str]:
    wanted = [c for c in near if (c.place.kind in DIVISIONS) == (one.kind in DIVISIONS)] or near
    supported = [c for c in wanted if c.place.admin1 and c.place.admin1.casefold() in provinces]
    if len(wanted) > 1 and supported:
        wanted, ground = supported, f"{ground}, in the province it names"
    wanted.sort(key=lambda c: (-c.place.population, c.place.kind is not PlaceKind.PROVINCE, c.place.id))
    first = wanted[0]
    if len(wanted) == 1 or first.place.kind in DIVISIONS or _dominates(first, wanted[1]):
        return first.place, candidates, f"{first.how} match {ground}"
    places = ", ".join(f"{c.place.admin1 or c.place.id}" for c in wanted[:4])
    why = f"{one.name!r} may be in {places}"
    return Unresolved(why), candidates, why


def _dominates(first: Candidate, second: Candidate) -> bool:
    return first.place.population >= DOMINANT * max(second.place.population, 500)
