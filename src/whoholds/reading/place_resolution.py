"""Which place a name names in this report: the country at hand, containment, neighbours, kind, size; else why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import asin, cos, log10, radians, sin, sqrt

from whoholds.gazetteer.interface import Candidate, Gazetteer
from whoholds.model import Place, PlaceKind, Unresolved
from whoholds.reading.place_clues import DIVISIONS
from whoholds.reading.place_found import Found

WELL_KNOWN = 100_000
"""Inhabitants from which a town in a country that the report names, but is not about, is taken for itself."""
FAMOUS = 300_000
"""Inhabitants from which a city is known by its name alone, whatever the report is about."""
DOMINANT = 8
"""How many times larger than its namesakes such a city must be."""
HAMLET = 5_000
SEAT = 20_000
NAMESAKE = 50_000
GIANT = 50
OVER_VILLAGES = 0.6
"""What more speaks for a province whose name only small places share: "Virginia" is rather the state."""
ABOUT = 0.8
"""What speaks for a place in the division that the report is most about."""
MARGIN = 0.4
"""How much better supported than the runner-up a place must be; below it the name stays unresolved."""
SAME_KM = 25.0
"""Two candidates this near each other are one place for the reader of a map."""
LOCAL = (PlaceKind.SETTLEMENT, PlaceKind.NEIGHBOURHOOD)
PARTS_OF_TOWNS = (PlaceKind.NEIGHBOURHOOD, PlaceKind.FACILITY, PlaceKind.ROAD)
NAMESAKES = (PlaceKind.SETTLEMENT, PlaceKind.PROVINCE, PlaceKind.DISTRICT)
NEAR_KM, FAR_KM = 60.0, 400.0


@dataclass(frozen=True, slots=True)
class Context:
    """What a report tells of where it is: its main country, those it names, divisions it names, sure places.

    ``provinces`` are case-folded names. ``anchors`` are places that only one candidate fits.
    ``only_small`` says that no settlement of the name at hand has :data:`SEAT` people.
    ``weight`` says how much of it is about each division (case-folded name), 1 for the one that it is most about.
    ``within`` holds the case-folded names, and the ISO codes, of what the words right after a name put it in.
    """

    country: str
    named: frozenset[str]
    provinces: frozenset[str]
    anchors: tuple[Place, ...] = ()
    within: frozenset[str] = frozenset()
    weight: Mapping[str, float] = field(default_factory=dict)
    only_small: bool = False


def weigh_countries(found: Sequence[Found], named: Iterable[tuple[str, float]]) -> dict[str, float]:
    """How much a report speaks of each country: ``named`` with their weights, and a share of 1 of every place.

    A place in several countries shares by population, so that Tripoli speaks for Libya and hardly for Greece.
    """
    weights: dict[str, float] = {}
    for iso, weight in named:
        weights[iso] = weights.get(iso, 0.0) + weight
    seen: Counter[str] = Counter()
    for one in found:
        if one.literal:
            seen[one.name] += 1
            for iso, part in _shares(one.candidates):
                weights[iso] = weights.get(iso, 0.0) + part / seen[one.name]
    return weights


def weigh_divisions(found: Sequence[Found], country: str) -> dict[str, float]:
    """How much a report speaks of each first-order division of its country, as parts of what it says of the first.

    A division named counts two, a place one, shared among the divisions that have one of that name, at its first
    mention; later mentions count a half, a third and so on.
    """
    weights: dict[str, float] = {}
    seen: Counter[str] = Counter()
    for one in found:
        seen[one.name] += 1
        home = [c.place for c in one.candidates if c.place.country == country]
        divisions = [place for place in home if place.kind is PlaceKind.PROVINCE]
        names = {place.admin1.casefold() for place in (divisions if one.kind in DIVISIONS else ()) or home} - {""}
        for name in names:
            once = (2.0 if divisions else 1.0) / len(names) / seen[one.name]
            weights[name] = weights.get(name, 0.0) + once
    most = max(weights.values(), default=1.0)
    return {name: weight / most for name, weight in weights.items()}


def _shares(candidates: Sequence[Candidate]) -> list[tuple[str, float]]:
    sizes: dict[str, float] = {}
    for candidate in candidates:
        size = sqrt(candidate.place.population + 2000)
        sizes[candidate.place.country] = max(sizes.get(candidate.place.country, 0.0), size)
    total = sum(sizes.values())
    return [(iso, size / total) for iso, size in sorted(sizes.items())]


def resolve_place(
    one: Found, *, context: Context, gazetteer: Gazetteer
) -> tuple[Place | Unresolved, tuple[Candidate, ...], str]:
    """The place that a found name means, its candidates, and the reason in words."""
    candidates = _candidates(one, context, gazetteer)
    if not candidates:
        why = f"{one.name!r} is not in the gazetteer"
        return Unresolved(why), (), why
    inside = [c for c in candidates if c.place.admin1.casefold() in context.within and c.how != "skeleton"]
    if inside and one.kind not in DIVISIONS:
        return _choose(one, inside, candidates, context, "in the division that the words after it name")
    contained = [c for c in candidates if c.place.country in context.within and c.how != "skeleton"]
    if contained:
        return _choose(one, contained, candidates, context, "in the country that the words after it name")
    home = [c for c in candidates if c.place.country == context.country]
    abroad = [c for c in candidates if _is_named(c.place, context) and _may_be_abroad(c, one)]
    if home and not _outshone(home, abroad, candidates):
        return _choose(one, home, candidates, context, f"in {context.country}, which the report is about")
    if one.kind in PARTS_OF_TOWNS and all(c.place.kind in NAMESAKES for c in candidates):
        why = f"{one.name!r}, a part of a town, is not in the gazetteer for {context.country or 'any country'}"
        return Unresolved(why), candidates, why
    if abroad:
        return _choose(one, abroad, candidates, context, "in a country that the report names")
    if _is_famous(candidates):
        return candidates[0].place, candidates, f"{candidates[0].how} match, by far the largest place of that name"
    why = f"{one.name!r} is listed only in countries that the report does not speak of"
    return Unresolved(why), candidates, why


def _candidates(one: Found, context: Context, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """What the gazetteer lists, and a variant spelling in the country at hand where nothing listed lies there."""
    if any(c.place.country == context.country for c in one.candidates):
        return one.candidates
    found = gazetteer.find_candidates(one.name, country=context.country)
    return found or one.candidates


def _is_named(place: Place, context: Context) -> bool:
    """Whether the report names a place's country, or the name is that of a region, which says its country itself."""
    return place.country in context.named or place.kind is PlaceKind.REGION


def _may_be_abroad(candidate: Candidate, one: Found) -> bool:
    """Whether a place outside the report's country may be meant: no variant spelling, no hamlet."""
    place = candidate.place
    if candidate.how == "skeleton":
        return False
    if place.kind in DIVISIONS:
        return place.kind is not PlaceKind.DISTRICT or one.kind in DIVISIONS
    return place.population >= WELL_KNOWN or place.kind not in LOCAL or (one.kind in LOCAL and candidate.how == "exact")


def _outshone(home: Sequence[Candidate], abroad: Sequence[Candidate], candidates: Sequence[Candidate]) -> bool:
    """Whether a namesake elsewhere dwarfs all that the report's own country has: Toronto in Ohio is not Toronto."""
    here = max(c.place.population for c in home)
    if here >= WELL_KNOWN or any(c.place.kind in DIVISIONS for c in home):
        return False
    larger = any(c.place.population >= DOMINANT * max(here, HAMLET) for c in abroad)
    giant = max((c.place.population for c in candidates if c.how == "exact"), default=0)
    if 0 < here < HAMLET * 4 and giant >= max(FAMOUS, GIANT * here):
        return True
    return larger or (0 < here < HAMLET and any(c.place.kind is PlaceKind.PROVINCE for c in abroad))


def _is_famous(candidates: Sequence[Candidate]) -> bool:
    first, *rest = candidates
    return (
        first.how == "exact"
        and first.place.population >= FAMOUS
        and all(first.place.population >= DOMINANT * c.place.population for c in rest if c.place.id != first.place.id)
    )


def _choose(
    one: Found, chosen: Sequence[Candidate], candidates: tuple[Candidate, ...], context: Context, ground: str
) -> tuple[Place | Unresolved, tuple[Candidate, ...], str]:
    """The best supported of the candidates that may be meant, if nothing else comes near it."""
    fitting = [c for c in chosen if _fits_kind(c.place, one)] or list(chosen)
    context = replace(context, only_small=_are_small(fitting))
    ranked = sorted(fitting, key=lambda c: (-_support(c, one, context), -c.place.population, c.place.id))
    best = ranked[0]
    for other in ranked[1:]:
        if _support(best, one, context) - _support(other, one, context) >= MARGIN:
            break
        if _km(best.place, other.place) > SAME_KM:
            where = sorted({c.place.admin1 or c.place.country for c in ranked})
            why = f"{one.name!r} may be in {', '.join(where[:4])}"
            return Unresolved(why), candidates, why
    return best.place, candidates, f"{best.how} match {ground}"


def _are_small(candidates: Sequence[Candidate]) -> bool:
    """Whether no settlement of a name is large enough to stand beside a division of that name.

    A seat is what its own division is called after; a namesake in another division has to be larger than that.
    """
    towns = [c.place for c in candidates if c.place.kind is PlaceKind.SETTLEMENT and c.how != "skeleton"]
    return all(place.population < (SEAT if place.name == place.admin1 else NAMESAKE) for place in towns)


def _fits_kind(place: Place, one: Found) -> bool:
    """Whether a place is of the sort that the words beside the name say ("the village of X", "X province")."""
    if one.kind is None:
        return True
    if one.kind in (PlaceKind.PROVINCE, PlaceKind.REGION):
        return place.kind in DIVISIONS
    if one.kind is PlaceKind.DISTRICT:
        return place.kind in (PlaceKind.DISTRICT, PlaceKind.NEIGHBOURHOOD)
    if one.kind is PlaceKind.NEIGHBOURHOOD:
        return place.kind in LOCAL
    return place.kind is PlaceKind.SETTLEMENT if one.kind is PlaceKind.SETTLEMENT else place.kind not in DIVISIONS


def _support(candidate: Candidate, one: Found, context: Context) -> float:
    """How much speaks for a candidate. Weights set by hand: containment, kind, neighbours, size, spelling."""
    place = candidate.place
    score = {"exact": 1.2, "alias": 0.3, "skeleton": 0.0}[candidate.how]
    score += min(1.0, log10(place.population + 1) / 6.0)
    if one.kind is None:
        score += _bare_kind(place)
        if place.kind is PlaceKind.PROVINCE and context.only_small:
            score += OVER_VILLAGES
    if place.admin1 and place.admin1.casefold() in context.provinces and place.kind not in DIVISIONS:
        score += 1.2
    score += ABOUT * context.weight.get(place.admin1.casefold(), 0.0) if place.kind not in DIVISIONS else 0.0
    if place.admin1.casefold() in context.within or place.country in context.within:
        score += 2.0
    near = [_km(place, anchor) for anchor in context.anchors if anchor.id != place.id]
    if near:
        score += 0.8 if min(near) <= NEAR_KM else -0.5 if min(near) > FAR_KM else 0.0
    if place.country != context.country:
        score += 0.3 * (place.country in context.named)
    return score


def _bare_kind(place: Place) -> float:
    """A bare name is rather a province's seat than the province, but rather that than a small town elsewhere."""
    if place.kind is PlaceKind.SETTLEMENT:
        seat = 0.6 if place.name == place.admin1 and place.population >= SEAT else 0.0
        return (1.0 if place.population else 0.6) + seat
    return {PlaceKind.REGION: 0.8, PlaceKind.PROVINCE: 1.7, PlaceKind.DISTRICT: 0.0}.get(place.kind, 0.6)


def sure_places(found: Sequence[Found], country: str) -> tuple[Place, ...]:
    """Places of the report's country that are the only ones of their name there: what others are near to."""
    anchors: dict[str, Place] = {}
    for one in found:
        home = [c.place for c in one.candidates if c.place.country == country and c.place.kind in LOCAL]
        if one.literal and len({place.id for place in home}) == 1:
            anchors[home[0].id] = home[0]
    return tuple(anchors[key] for key in sorted(anchors))


def _km(one: Place, other: Place) -> float:
    """Great-circle distance in kilometres."""
    lat1, lat2 = radians(one.lat), radians(other.lat)
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 12742.0 * asin(sqrt(min(1.0, half)))
