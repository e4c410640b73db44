"""The brief: one self-contained HTML page with maps, the table equal to them, and the evidence behind every line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from markupsafe import Markup

from whoholds.export.evidence import Sentences, name_sources_behind, tell_story
from whoholds.export.interface import View
from whoholds.export.legend import draw_legend, draw_row_sign, draw_small
from whoholds.export.map import Panel, draw_maps
from whoholds.export.privacy import find_private_names, mask
from whoholds.export.shapes import find_country
from whoholds.export.sides import Side, know_sides, name_sides, put_holder
from whoholds.export.symbols import draw_sign, find_camps, is_area
from whoholds.export.templating import environment_of
from whoholds.export.wording import ACT, STATUS, count, how_sure, put_age, put_day, put_short_day
from whoholds.model import Estimate, Explanation, KnownClaim, Place, Status, Unresolved

SOURCES_NAMED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table, and the heading of the place's evidence."""

    anchor: str
    place: str
    written: str
    region: str
    country: str
    status: str
    holder: str
    sign: Markup
    heading: Markup
    sure: str
    since: str
    sources: str
    origins: str
    newest: str
    age: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A claim about a place that could not be found."""

    place: str
    reading: str
    quote: str
    outlet: str
    because: str


class Brief:
    """What an analyst hands on."""

    def write(self, view: View, to: BinaryIO) -> None:
        """Write the page. Article text is hostile: all but our own drawing is escaped and freed of hidden controls."""
        page = environment_of("whoholds.export").get_template("brief.html")
        to.write(page.render(_contents(view)).encode("utf-8", "replace"))


def _contents(view: View) -> dict[str, Any]:
    names = name_sides(view.claims)
    sides = know_sides(_sides_shown(view), names)
    by_place = _by_place(view.claims)
    private = find_private_names(view.claims)
    sentences = Sentences(view.reports, private)
    told = _told(view)
    links = {e.estimate.place.id: f"p{number}" for number, e in enumerate(told, 1)}
    maps = draw_maps([e.estimate for e in told], sides, links)
    rows = [_row(e, by_place.get(e.estimate.place.id, []), sides, links) for e in told]
    stories = [tell_story(e, by_place.get(e.estimate.place.id, []), sides, sentences) for e in told]
    return {
        "title": view.title,
        "on": put_day(view.on),
        "known": put_day(view.known),
        "same_day": view.on == view.known,
        "summary": _summary(view),
        "maps": [_marked(panel) for panel in maps],
        "legend": draw_legend(sides),
        "odd": sum(panel.half for panel in maps) % 2 == 1,
        "glance": list(_glance(told, sides)),
        "side_signs": {
            key: draw_small(draw_sign(Status.HELD, [side], 12, 12, faded=1.0, hatch="")) for key, side in sides.items()
        },
        "status": STATUS,
        "countries": _by_country(rows),
        "stories": list(zip(rows, stories, strict=True)),
        "lost": [_lost(known, private, view) for known in view.claims if _is_lost(known)],
    }


# ---------------------------------------------------------------- what is shown


def _sides_shown(view: View) -> set[str]:
    return {side for estimate in view.estimates for side in find_camps(estimate)}


def _told(view: View) -> list[Explanation]:
    """An explanation for every estimate: an empty one where the view brings none. By country, then by name."""
    given = {explanation.estimate.place.id: explanation for explanation in view.explanations}
    told = [given.get(e.place.id) or Explanation(e, e.probability, (), 0.0) for e in view.estimates]
    return sorted(
        told, key=lambda e: (_country(e.estimate.place), e.estimate.place.name.casefold(), e.estimate.place.id)
    )


def _country(place: Place) -> str:
    return find_country(place.lon, place.lat) or place.country


def _by_place(claims: Sequence[KnownClaim]) -> dict[str, list[KnownClaim]]:
    found: dict[str, list[KnownClaim]] = {}
    for known in claims:
        if known.claim.place_id:
            found.setdefault(known.claim.place_id, []).append(known)
    return found


def _summary(view: View) -> str:
    statuses = Counter(STATUS[e.status] for e in view.estimates)
    places = ", ".join(f"{statuses[word]} {word}" for word in STATUS.values() if statuses[word])
    origins = len({known.origin for known in view.claims})
    retracted = sum(known.retracted is not None for known in view.claims)
    gone = f" {count(retracted, 'claim was', 'claims were')} withdrawn." if retracted else ""
    return (
        f"{count(len(view.estimates), 'place')}: {places or 'none'}. From {count(len(view.claims), 'claim')} of "
        f"{count(origins, 'origin')} (copies counted once) in {count(len(view.reports), 'report')}.{gone}"
    )


def _glance(told: Sequence[Explanation], sides: Mapping[str, Side]) -> Iterator[tuple[Side, list[Estimate]]]:
    """The places of each side, for those who read no map."""
    for side in sides.values():
        held = [e.estimate for e in told if e.estimate.holder == side.key]
        if held:
            yield side, held


def _row(
    explanation: Explanation, claims: Sequence[KnownClaim], sides: Mapping[str, Side], links: Mapping[str, str]
) -> Row:
    estimate = explanation.estimate
    place = estimate.place
    named = name_sources_behind(explanation, claims)
    more = f" and {len(named) - SOURCES_NAMED} more" if len(named) > SOURCES_NAMED else ""
    return Row(
        links[place.id],
        place.name,
        _written(place, claims),
        "" if is_area(estimate) else place.admin1,
        _country(place),
        STATUS[estimate.status],
        put_holder(estimate, sides),
        draw_row_sign(estimate, sides, f"{links[place.id]}-row"),
        draw_row_sign(estimate, sides, f"{links[place.id]}-head"),
        how_sure(estimate),
        put_short_day(estimate.since),
        "; ".join(named[:SOURCES_NAMED]) + more,
        count(estimate.origins, "origin"),
        put_short_day(estimate.last_evidence),
        put_age(estimate),
    )


def _written(place: Place, claims: Sequence[KnownClaim]) -> str:
    """The spelling that most claims use, where it is not the gazetteer's."""
    counts = Counter(known.claim.place_name for known in claims if known.claim.place_name)
    if not counts:
        return ""
    likeliest = max(counts, key=lambda name: (counts[name], name))
    return likeliest if likeliest.casefold() != place.name.casefold() else ""


def _by_country(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.country, []).append(row)
    return list(found.items())


def _is_lost(known: KnownClaim) -> bool:
    return isinstance(known.claim.place, Unresolved) and known.retracted is None


def _lost(known: KnownClaim, private: Mapping[str, tuple[str, ...]], view: View) -> Lost:
    claim = known.claim
    because = claim.place.reason if isinstance(claim.place, Unresolved) else ""
    quote = mask(claim.quote.of(view.reports[claim.report_id].text), private.get(claim.report_id, ()))
    reading = f"{claim.actor or 'a side not named'} {ACT[claim.act]} it"
    return Lost(claim.place_name, reading, quote, known.publisher or "an unnamed outlet", because)


# ---------------------------------------------------------------- our own drawing, safe to show as it is


def _marked(panel: Panel) -> tuple[str, bool, list[tuple[str, Markup]]]:
    return panel.caption, panel.half, [(name, Markup(svg)) for name, svg in panel.drawings]  # noqa: S704
