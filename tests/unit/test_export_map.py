"""The maps: a sign for each status, names that keep clear of one another, places where they lie."""

import random
import re
from dataclasses import replace
from itertools import combinations

import pytest

from export_views import PLACES, make_estimate, make_estimates
from whoholds.export.frame import Box, fit_frame, group_places
from whoholds.export.ground import draw_scale_bar
from whoholds.export.labels import Wanted, place_labels
from whoholds.export.map import FULL, PHONE, draw_maps, find_spots
from whoholds.export.shapes import clip_ring, find_country, load_countries, load_provinces
from whoholds.export.sides import OKABE_ITO, SHAPES, know_sides
from whoholds.export.symbols import PALEST, draw_sign, find_camps, opacity
from whoholds.model import Estimate, Place, PlaceKind, Status

SIDES = know_sides(["group:red", "state:blue"], {"group:red": "Red Front", "state:blue": "Blue Army"})


def sign_of(status: Status, **fields: object) -> str:
    """The drawing of one place with a status."""
    holder = "" if status in (Status.CLAIMED_UNCONFIRMED, Status.UNKNOWN) else "group:red"
    estimate = make_estimate("Alma", status, holder, 0.8 if holder else 0.0, **fields)
    drawn = dict(draw_maps([estimate], SIDES, {})[0].drawings)["wide"]
    return drawn[drawn.index(f'<g class="place {status}">') :].split("</g>")[0]


def test_held_is_filled_in_the_hue_of_its_side() -> None:
    assert f'fill="{SIDES["group:red"].hue}"' in sign_of(Status.HELD)
    assert "dasharray" not in sign_of(Status.HELD)


def test_contested_is_hatched_in_the_hues_of_both_sides() -> None:
    estimate = make_estimate("Alma", Status.CONTESTED, "group:red", 0.45)
    drawn = dict(draw_maps([estimate], SIDES, {})[0].drawings)["wide"]
    pattern = drawn[drawn.index("<pattern") : drawn.index("</pattern>")]
    assert all(side.hue in pattern for side in SIDES.values())
    assert re.search(r'fill="url\(#m0w-h0\)"', drawn)


def test_claimed_is_a_dashed_outline_without_fill() -> None:
    sign = sign_of(Status.CLAIMED_UNCONFIRMED, claimed_by=("group:red",))
    assert "stroke-dasharray" in sign
    assert f'stroke="{SIDES["group:red"].hue}"' in sign
    assert "fill=" not in sign


def test_besieged_has_a_ring_around_it() -> None:
    assert 'class="ring"' in sign_of(Status.BESIEGED)
    assert 'class="ring"' not in sign_of(Status.HELD)


def test_unknown_is_a_grey_outline() -> None:
    sign = sign_of(Status.UNKNOWN)
    assert 'stroke="#767676"' in sign
    assert "fill=" not in sign
    assert not any(hue in sign for hue in OKABE_ITO)


def test_each_status_is_told_apart_without_colour() -> None:
    grey = [replace(side, hue="#000") for side in SIDES.values()]
    assert len({draw_sign(status, grey, 0, 0, faded=1, hatch="h") for status in Status}) == len(Status)


def test_sides_differ_in_hue_and_in_shape() -> None:
    sides = know_sides([f"group:{n}" for n in range(len(OKABE_ITO) * len(SHAPES))], {})
    assert len({(side.hue, side.shape) for side in sides.values()}) == len(sides)


def test_sides_look_the_same_whatever_the_order_in_which_they_come() -> None:
    assert know_sides(["b", "a", "c"], {}) == know_sides(["c", "b", "a", "a"], {})


def test_old_evidence_is_paler_down_to_a_floor() -> None:
    fresh, old = make_estimates()[0], make_estimates()[2]
    assert opacity(fresh) > 0.98
    assert opacity(old) == PALEST


def test_a_contested_place_shows_the_two_likeliest_and_a_held_one_its_holder() -> None:
    estimate = make_estimate("Alma", Status.CONTESTED, "group:red", 0.45)
    assert find_camps(estimate) == ("group:red", "state:blue")
    assert find_camps(replace(estimate, status=Status.HELD)) == ("group:red",)


# ---------------------------------------------------------------- names


def crowd(number: int, seed: int) -> list[Wanted]:
    spread = random.Random(seed)  # noqa: S311
    return [
        Wanted(f"Town of Place {n}", spread.uniform(150, 450), spread.uniform(120, 280), 8.0, spread.random())
        for n in range(number)
    ]


@pytest.mark.parametrize("seed", range(5))
def test_names_overlap_neither_one_another_nor_a_sign_nor_the_edge(seed: int) -> None:
    panel, bar = Box(0, 0, 600, 400), Box(0, 380, 120, 400)
    wanted = crowd(16, seed)
    placed = place_labels(wanted, panel, [bar])
    signs = [Box(w.x - w.reach, w.y - w.reach, w.x + w.reach, w.y + w.reach) for w in wanted]
    assert not any(a.box.overlaps(b.box) for a, b in combinations(placed, 2))
    assert not any(p.box.overlaps(other) for p in placed for other in [*signs, bar])
    assert all(p.box.within(panel) for p in placed)
    assert len(placed) == len(wanted), "sixteen names have room, with leader lines"


def test_a_name_that_has_to_move_away_gets_a_leader_line() -> None:
    placed = place_labels(crowd(16, 1), Box(0, 0, 600, 400), [])
    assert any(p.leader for p in placed)


def test_where_nothing_fits_nothing_is_drawn() -> None:
    assert place_labels([Wanted("Town", 10, 10, 8, 1)], Box(0, 0, 20, 20), []) == ()


def test_the_heavier_name_chooses_first() -> None:
    light, heavy = Wanted("Light", 100, 100, 8, 1), Wanted("Heavy", 100, 112, 8, 2)
    first = place_labels([light, heavy], Box(0, 0, 300, 300), [])[0]
    assert first.wanted is heavy
    assert not first.leader


def test_the_same_places_give_the_same_drawing_in_any_order() -> None:
    estimates = list(make_estimates())
    assert draw_maps(estimates, SIDES, {}) == draw_maps(estimates[::-1], SIDES, {})


# ---------------------------------------------------------------- where things lie


def test_places_far_apart_get_panels_of_their_own() -> None:
    panels = draw_maps(make_estimates(), SIDES, {})
    assert [(panel.caption, panel.half) for panel in panels] == [("Sudan", False), ("Libya", True)]


def test_a_chain_of_places_shares_a_panel() -> None:
    chain = [replace(e, place=replace(e.place, lat=10.0, lon=10.0 + 6 * n)) for n, e in enumerate(make_estimates())]
    assert len(group_places(chain)) == 1


@pytest.mark.parametrize("form", [FULL, PHONE])
def test_every_place_lies_inside_its_panel_with_a_margin(form: object) -> None:
    places = [e.place for e in make_estimates()[:4]]
    frame = fit_frame(
        places, width=form.width, flattest=form.flattest, tallest=form.tallest, margin=form.margin  # type: ignore[attr-defined]
    )  # fmt: skip
    for place in places:
        assert form.margin - 0.01 <= frame.x(place.lon) <= frame.width - form.margin + 0.01  # type: ignore[attr-defined]
        assert form.margin - 0.01 <= frame.y(place.lat) <= frame.height - form.margin + 0.01  # type: ignore[attr-defined]
    assert form.flattest - 0.01 <= frame.height / frame.width <= form.tallest + 0.01  # type: ignore[attr-defined]


def test_a_degree_north_is_as_long_as_its_kilometres_east() -> None:
    place = replace(PLACES["Alma"], lat=60.0)
    frame = fit_frame([place], width=400, flattest=0.5, tallest=1, margin=50)
    north = frame.y(60.0) - frame.y(60.5)
    east = frame.x(place.lon + 1.0) - frame.x(place.lon)
    assert north == pytest.approx(east, rel=0.01), "at 60 degrees a degree of longitude is half as long"


def test_the_scale_bar_is_a_round_number_of_kilometres() -> None:
    frame = fit_frame([PLACES["Alma"], PLACES["Corda"]], width=900, flattest=0.4, tallest=0.6, margin=70)
    drawn, _ = draw_scale_bar(frame)
    km = float(re.search(r">([\d.]+) km<", drawn)[1])  # type: ignore[index]
    length = float(re.search(r"h([\d.]+)v", drawn)[1])  # type: ignore[index]
    assert km in (20, 50, 100)
    assert length == pytest.approx(km / 111.32 * frame.scale, abs=0.1)


def test_an_area_gives_way_to_a_settlement_at_its_middle() -> None:
    alma = make_estimate("Alma", Status.HELD, "group:red", 0.8)
    fola = make_estimate("Fola", Status.HELD, "state:blue", 0.8)
    frame = fit_frame([PLACES["Alma"]], width=400, flattest=0.5, tallest=1, margin=50)
    town, area = find_spots([alma, fola], frame)
    assert (town.x, town.y) == (frame.x(30.2), frame.y(13.2))
    assert not town.box.overlaps(area.box)


def test_a_settlement_is_never_moved() -> None:
    twin = Place("geonames:9", "Twin", PlaceKind.SETTLEMENT, "SD", "North", 13.2, 30.2)
    estimates: list[Estimate] = [make_estimates()[0], replace(make_estimates()[0], place=twin)]
    frame = fit_frame([twin], width=400, flattest=0.5, tallest=1, margin=50)
    assert {(spot.x, spot.y) for spot in find_spots(estimates, frame)} == {(frame.x(30.2), frame.y(13.2))}


# ---------------------------------------------------------------- shapes


@pytest.mark.parametrize(
    ("lon", "lat", "country"),
    [
        (32.53, 15.55, "Sudan"),
        (13.19, 32.7, "Libya"),
        (31.6, 4.85, "South Sudan"),
        (30.5, 50.45, "Ukraine"),
        (-30, 0, ""),
    ],
)
def test_a_point_lies_in_its_country(lon: float, lat: float, country: str) -> None:
    assert find_country(lon, lat) == country


def test_the_shapes_cover_the_world() -> None:
    assert len(load_countries()) == 241
    assert len(load_provinces()) > 5000


def test_a_ring_is_cut_to_a_rectangle() -> None:
    square = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0))
    assert set(clip_ring(square, 1, 1, 5, 3)) == {(1, 1), (4, 1), (4, 3), (1, 3)}
    assert clip_ring(square, 5, 5, 6, 6) == ()
