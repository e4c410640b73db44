"""The signs of a map where they stand outside it: beside the rows of a table, and in the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from whoholds.export.sides import GREY, NOBODY, Side
from whoholds.export.symbols import PALEST, draw_area_bar, draw_hatch, draw_sign, find_camps, opacity
from whoholds.model import Estimate, Status

RIVAL = Side("", "nobody named", GREY, "square")
"""A second side in the key, told apart from the first by its shape."""


def draw_small(drawn: str) -> Markup:
    """A drawing around (12, 12) as an image of its own, the size of a line of text."""
    return Markup(f'<svg class="sign" viewBox="0 0 24 24" aria-hidden="true">{drawn}</svg>')  # noqa: S704


def draw_row_sign(estimate: Estimate, sides: Mapping[str, Side], key: str) -> Markup:
    """The sign of a row, the same as on the map; a pattern needs an id of its own."""
    shown = [sides[side] for side in find_camps(estimate) if side in sides]
    hatch = f"{key}-hatch"
    pattern = f"<defs>{draw_hatch(hatch, shown)}</defs>" if estimate.status is Status.CONTESTED else ""
    return draw_small(pattern + draw_sign(estimate.status, shown, 12, 12, faded=opacity(estimate), hatch=hatch))


def draw_legend(sides: Mapping[str, Side]) -> tuple[list[tuple[Markup, str]], list[tuple[Markup, str]]]:
    """The key to the maps: the sides, then the signs, drawn in grey for nobody in particular."""
    grey = [NOBODY]

    def sign(status: Status, shown: Sequence[Side], faded: float = 1.0) -> Markup:
        pattern = f"<defs>{draw_hatch('legend-hatch', shown)}</defs>" if status is Status.CONTESTED else ""
        return draw_small(pattern + draw_sign(status, shown, 12, 12, faded=faded, hatch="legend-hatch"))

    signs = [
        (sign(Status.HELD, grey), "held"),
        (sign(Status.CONTESTED, grey), "contested, in the colours of both sides"),
        (sign(Status.BESIEGED, grey), "besieged"),
        (sign(Status.CLAIMED_UNCONFIRMED, grey), "claimed, unconfirmed"),
        (sign(Status.CLAIMED_UNCONFIRMED, [NOBODY, RIVAL]), "claimed by two sides: the second inside the first"),
        (sign(Status.UNKNOWN, []), "unknown"),
        (sign(Status.NO_REPORT, []), "no report"),
        (sign(Status.HELD, grey, PALEST), "paler: older evidence"),
        (
            draw_small(draw_sign(Status.HELD, grey, 12, 9, faded=1.0, hatch="") + draw_area_bar(12, 9)),
            "a province or region",
        ),
    ]
    return [(sign(Status.HELD, [side]), side.name) for side in sides.values()], signs
