"""The brief: one self-contained HTML page with a map, the table equal to it, and the evidence behind every line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from whoholds.export.interface import View
from whoholds.export.map import draw_maps
from whoholds.export.sides import call, colour_sides, name_sides
from whoholds.export.wording import STATUS, how_sure, put_age, put_day, put_period
from whoholds.model import Estimate, KnownClaim, Report, SourceKind, Unresolved

REACH = 220
"""Characters shown before and after the words of a claim, when its sentence is longer."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    key: str
    place: str
    region: str
    status: str
    holder: str
    hue: str
    sure: str
    since: str
    word: str
    newest: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement about a place, its copies folded into it."""

    before: str
    quote: str
    after: str
    source: str
    standing: str
    says: str
    about: str
    outlet: str
    copies: int
    moved: str
    retracted: str


class Brief:
    """What an analyst hands on."""

    def write(self, view: View, to: BinaryIO) -> None:
        """Write the page; article text is hostile, so everything but our own drawing is escaped."""
        names = name_sides(view.claims)
        shown = {e.holder for e in view.estimates if e.holder} | {s for e in view.estimates for s in e.claimed_by}
        hues = colour_sides(shown)
        maps = [Markup(svg) for svg in draw_maps(view.estimates, names, hues)]  # noqa: S704  drawn by us, names escaped
        by_place = _by_place(view)
        page = (
            _templates()
            .get_template("brief.html")
            .render(
                title=view.title,
                on=put_day(view.on),
                known=put_day(view.known),
                maps=maps,
                legend=[(call(side, names), hue) for side, hue in hues.items()],
                rows=[_row(e, by_place.get(e.place.id, []), names, hues) for e in view.estimates],
                places=[(e.place.name, e.place.id, _evidence(e, view, by_place)) for e in view.estimates],
                unlocated=[_unlocated(known, view.reports) for known in view.claims if _is_unlocated(known)],
                reports=len(view.reports),
                claims=len(view.claims),
            )
        )
        to.write(page.encode("utf-8", "replace"))


def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("whoholds.export"), autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True
    )


def _by_place(view: View) -> dict[str, list[KnownClaim]]:
    found: dict[str, list[KnownClaim]] = {}
    for known in view.claims:
        if known.claim.place_id:
            found.setdefault(known.claim.place_id, []).append(known)
    return found


def _row(estimate: Estimate, claims: Sequence[KnownClaim], names: Mapping[str, str], hues: Mapping[str, str]) -> Row:
    sources = Counter(_who(known) for known in claims if known.retracted is None)
    sources.pop("the outlet itself", None)
    named = [source for source, _ in sorted(sources.items(), key=lambda pair: (-pair[1], pair[0]))]
    more = f" and {len(named) - 3} more" if len(named) > 3 else ""
    origins = f"{estimate.origins} origin{'' if estimate.origins == 1 else 's'}"
    return Row(
        estimate.place.id,
        estimate.place.name,
        ", ".join(part for part in (estimate.place.admin1, estimate.place.country) if part),
        STATUS[estimate.status],
        call(estimate.holder, names) if estimate.holder else "–",
        hues.get(estimate.holder, ""),
        how_sure(estimate),
        put_day(estimate.since),
        f"{', '.join(named[:3])}{more} ({origins})" if named else origins,
        put_age(estimate),
    )


def _who(known: KnownClaim) -> str:
    """The speaker; a private person only as what they are."""
    said = known.claim.attribution
    if said.kind is SourceKind.NARRATOR:
        return "the outlet itself"
    return "a resident" if said.kind is SourceKind.WITNESS else said.source


def _evidence(estimate: Estimate, view: View, by_place: Mapping[str, list[KnownClaim]]) -> list[Evidence]:
    """The statements about a place in the order of publication, copies of one origin and act folded."""
    moved = {
        claim_id: effect.moved
        for explanation in view.explanations
        if explanation.estimate.place.id == estimate.place.id
        for effect in explanation.effects
        for claim_id in effect.cluster.claim_ids
    }
    folded: dict[tuple[str, str, str], list[KnownClaim]] = {}
    for known in by_place.get(estimate.place.id, []):
        key = (known.origin, str(known.claim.act), known.claim.actor_side)
        folded.setdefault(key, []).append(known)
    return [_statement(group, view.reports, moved) for group in folded.values()]


def _statement(group: Sequence[KnownClaim], reports: Mapping[str, Report], moved: Mapping[str, float]) -> Evidence:
    known = group[0]
    claim, report = known.claim, reports[known.claim.report_id]
    before, quote, after = sentence_around(report.text, claim.quote.start, claim.quote.end)
    said = claim.attribution
    standing = "" if said.kind is SourceKind.NARRATOR else f"{said.kind.replace('_', ' ')}, {said.interest}"
    against = f" against {claim.opponent}" if claim.opponent else ""
    published = known.published.date() if not isinstance(known.published, Unresolved) else known.published
    effect = moved.get(claim.id)
    return Evidence(
        before,
        quote,
        after,
        _who(known),
        standing,
        f"{claim.actor or 'nobody named'} {claim.act}{against} ({claim.part}), {claim.factuality}",
        put_period(claim.when),
        f"{known.publisher or 'outlet unknown'}, {put_day(published)}",
        len({one.claim.report_id for one in group}) - 1,
        "" if effect is None else f"{effect:+.0%}",
        put_day(known.retracted.date()) if known.retracted else "",
    )


def sentence_around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The sentence that holds ``start`` to ``end``, as the words before, the words themselves and the words after."""
    first = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start) + 1) + 1
    stops = [at for at in (text.find("\n", end), text.find(". ", end) + 1) if at > 0]
    last = min(stops, default=len(text))
    first, last = max(first, start - REACH), min(last, end + REACH)
    return text[first:start].lstrip(), text[start:end], text[end:last].rstrip()


def _is_unlocated(known: KnownClaim) -> bool:
    return isinstance(known.claim.place, Unresolved) and known.retracted is None


def _unlocated(known: KnownClaim, reports: Mapping[str, Report]) -> tuple[str, str, str, str]:
    claim, report = known.claim, reports[known.claim.report_id]
    why = claim.place.reason if isinstance(claim.place, Unresolved) else ""
    return claim.place_name, f"{claim.actor or 'nobody named'} {claim.act}", why, claim.quote.of(report.text)
