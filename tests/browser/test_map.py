"""The map island in a real browser, over the invented places of the stand-in server."""

from __future__ import annotations

import re
from typing import Any

import pytest
from browsing import EVERYWHERE, Opener, check_accessible
from stand_in import HOSTILE, STATUSES, StandIn, build_world, serve

INKED = """() => {
    const canvas = document.querySelectorAll('#map canvas')[1];
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, n) => n % 4 === 3 && value).length;
}"""
"""How many pixels of the canvas for signs are not clear."""


def signs(page: Any) -> Any:
    return page.locator("#map g.place")


def address_of(page: Any, part: str) -> None:
    page.wait_for_function("part => decodeURIComponent(location.search).includes(part)", arg=part)


@pytest.mark.parametrize(("size", "scheme"), EVERYWHERE)
def test_the_map_is_accessible_and_fits_its_width(open_map: Opener, size: str, scheme: str) -> None:
    page = open_map(size=size, scheme=scheme)
    assert signs(page).count() == 30
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    check_accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_card_is_accessible(open_map: Opener, scheme: str) -> None:
    page = open_map("?place=whoholds:town-1", scheme=scheme)
    page.wait_for_selector("#card h2")
    check_accessible(page)


def test_each_status_looks_unlike_the_others_without_colour(open_map: Opener) -> None:
    page = open_map()
    looks = {}
    for status in STATUSES:
        group = page.locator(f"#map g.place.{status}").first
        looks[status] = re.sub(r'#[0-9a-f]{6}|opacity="[^"]*"|hatch-[^)]*|d="[^"]*"', "", group.inner_html())
    shapes = page.locator("#map g.place.unknown path").first.get_attribute("d")
    assert shapes != page.locator("#map g.place.no_report path").first.get_attribute("d")
    assert len({looks[status] for status in STATUSES}) == len(STATUSES)


def test_names_do_not_lie_on_one_another(open_map: Opener) -> None:
    page = open_map()
    boxes = [b for b in (name.bounding_box() for name in page.locator("#map text.name").all()) if b]
    assert len(boxes) > 15
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            across = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
            down = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
            # The boxes of letters are some 3 px taller than letters are, and hold the halo.
            assert across < 1 or down < 6, (one, other)


def test_the_table_says_what_the_map_shows(open_map: Opener) -> None:
    page = open_map("?on=2031-02-01&known=2031-03-01")
    rows = page.locator("#places tbody tr")
    assert rows.count() == signs(page).count()
    words = {"claimed, unconfirmed": "claimed_unconfirmed", "no report": "no_report"}
    for row in rows.all():
        status = row.locator(".status").inner_text().strip()
        place = row.get_attribute("data-place")
        assert words.get(status, status) in page.locator(f'#map g.place[data-place="{place}"]').get_attribute("class")


def test_moving_a_handle_moves_map_table_changes_and_address(open_map: Opener, stand_in: StandIn) -> None:
    page = open_map("?on=2031-03-10&known=2031-03-31")
    before = page.locator("#map g.place").first.get_attribute("class")
    town = page.locator("#map g.place").first.get_attribute("data-place")
    handle = page.get_by_label("Situation on, day by day")
    handle.focus()
    handle.press("PageDown")
    handle.press("ArrowLeft")
    address_of(page, "on=2031-02-28")
    page.wait_for_selector('html[data-rested="2031-02-28 2031-03-31"]')
    after = page.locator(f'#map g.place[data-place="{town}"]').get_attribute("class")
    assert before != after
    assert page.locator("#headline-on").inner_text() == "28 February 2031"
    assert handle.get_attribute("aria-valuetext") == "28 February 2031"
    assert any(asked.startswith("/api/v1/changes?since=2031-02-27&on=2031-02-28") for asked in stand_in.asked)


def test_what_was_known_is_a_handle_of_its_own(open_map: Opener) -> None:
    page = open_map("?on=2031-03-10&known=2031-03-31")
    page.get_by_label("As known on, day by day").press("ArrowLeft")
    address_of(page, "on=2031-03-10&known=2031-03-30")
    assert page.locator("#headline-known").inner_text() == "30 March 2031"


def test_a_slow_server_is_asked_one_day_at_a_time(open_map: Opener, stand_in: StandIn) -> None:
    page = open_map("?on=2031-03-30&known=2031-03-31")
    stand_in.asked.clear()
    stand_in.delay = 0.6
    handle = page.get_by_label("Situation on, day by day")
    handle.focus()
    for _ in range(12):
        handle.press("ArrowLeft")
    page.wait_for_selector("#headline-on:text-is('18 March 2031')")
    asked = [one for one in stand_in.asked if one.startswith("/api/v1/collections")]
    assert 2 <= len(asked) <= 6, asked


def test_a_day_can_be_typed(open_map: Opener) -> None:
    page = open_map()
    page.locator("#on").fill("2031-01-15")
    address_of(page, "on=2031-01-15")
    assert page.get_by_label("Situation on, day by day").input_value() == "14"


def test_play_goes_on_by_itself_until_paused(open_map: Opener) -> None:
    page = open_map("?on=2031-01-01&known=2031-01-01")
    page.get_by_role("button", name="Play").click()
    address_of(page, "on=2031-01-03&known=2031-01-03")
    page.get_by_role("button", name="Pause").click()
    stopped = page.locator("#on").input_value()
    page.wait_for_timeout(1000)
    assert page.locator("#on").input_value() == stopped


def test_the_histogram_has_a_bar_for_each_day_with_claims(open_map: Opener) -> None:
    page = open_map()
    bars = page.locator(".bars").get_attribute("d")
    assert bars.count("z") == 90
    page.locator(".plot").click(position={"x": 10, "y": 20})
    address_of(page, "on=2031-01-01")


@pytest.mark.parametrize("from_table", [True, False])
def test_choosing_a_place_opens_its_card(open_map: Opener, from_table: bool) -> None:
    page = open_map()
    if from_table:
        page.locator('#places a[data-place="whoholds:town-4"]').click()
    else:
        page.locator('#map g.place[data-place="whoholds:town-4"]').click(force=True)
    page.wait_for_selector("#card h2")
    address_of(page, "place=whoholds:town-4")
    assert page.locator("#card time").inner_text() == "2031-03-31"
    page.get_by_role("button", name="Close this place").click()
    page.wait_for_function("() => !location.search.includes('place')")
    page.go_back()
    page.wait_for_selector("#card h2")


def test_the_card_follows_the_days(open_map: Opener) -> None:
    page = open_map("?place=whoholds:town-4&on=2031-03-10&known=2031-03-31")
    page.get_by_label("Situation on, day by day").press("ArrowLeft")
    page.wait_for_selector("#card time:text('2031-03-09')")


def test_the_address_holds_the_whole_view(open_map: Opener, browse: Opener) -> None:
    page = open_map("?on=2031-02-10&known=2031-02-20&place=whoholds:town-7&at=36.5,34.2,11.5")
    page.wait_for_selector("#card h2")
    spot = page.locator('#map g.place[data-place="whoholds:town-7"]').get_attribute("transform")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function("() => location.search.includes('at=36.5000,34.2000,12.178')")
    again = browse(page.url, wait="html[data-rested]")
    assert again.locator("#on").input_value() == "2031-02-10"
    assert again.locator("#known").input_value() == "2031-02-20"
    moved = [one.locator('#map g.place[data-place="whoholds:town-7"]').bounding_box() for one in (page, again)]
    assert abs(moved[0]["x"] - moved[1]["x"]) < 1
    assert abs(moved[0]["y"] - moved[1]["y"]) < 1
    assert spot != again.locator('#map g.place[data-place="whoholds:town-7"]').get_attribute("transform")


def test_the_map_is_used_by_keys_alone(open_map: Opener) -> None:
    page = open_map()
    page.locator("#map svg.signs").focus()
    page.keyboard.press("ArrowRight")
    first = page.locator(".tip").inner_text()
    page.keyboard.press("ArrowRight")
    assert page.locator(".tip").inner_text() != first
    assert page.locator('#map [aria-live="polite"]').inner_text() == page.locator(".tip").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_selector("#card h2")
    page.wait_for_function("() => document.activeElement.id === 'card'")
    page.locator("#map svg.signs").focus()
    page.keyboard.press("+")
    address_of(page, "at=")


def test_dragging_and_the_wheel_move_the_map(open_map: Opener) -> None:
    page = open_map()
    middle = page.locator("#map svg.signs").bounding_box()
    x, y = middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=4)
    page.mouse.up()
    address_of(page, "at=")
    dragged = page.url
    page.mouse.wheel(0, -300)
    page.wait_for_function("before => location.href !== before", arg=dragged)
    page.get_by_role("button", name="Show all places").click()
    page.wait_for_function("() => !location.search.includes('at=')")


def test_the_chosen_colours_outlast_the_page(open_map: Opener) -> None:
    page = open_map(scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Use the dark colours").click()
    dark = page.evaluate(paper)
    assert dark != light
    page.reload()
    assert page.evaluate(paper) == dark


def test_hostile_names_stay_text(open_map: Opener) -> None:
    page = open_map("?place=whoholds:town-2")
    page.wait_for_selector("#card h2")
    assert page.locator("#card h2").inner_text() == HOSTILE
    assert page.locator("#map img, #places img, #card img, main script").count() == 0


def test_the_page_serves_without_javascript(address: str, browse: Opener) -> None:
    page = browse(f"{address}/?on=2031-02-01&known=2031-02-01", script=False)
    assert page.locator("#places tbody tr").count() == 30
    page.locator("#on").fill("2031-01-10")
    page.get_by_role("button", name="Show").click()
    assert "on=2031-01-10" in page.url


def test_more_than_two_thousand_places_go_on_a_canvas(browse: Opener) -> None:
    with serve(StandIn(build_world(2100))) as where:
        page = browse(f"{where}/", wait="html[data-rested]")
        assert signs(page).count() == 0
        page.wait_for_selector("#places.whole")
        assert page.locator("#places tbody tr:visible").count() == 2100
        assert page.evaluate(INKED) > 20_000
        page.locator("#map svg.signs").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.wait_for_selector("#card h2")


def test_the_map_follows_a_ledger_that_grows(open_map: Opener, stand_in: StandIn) -> None:
    page = open_map("?on=2031-03-10&known=2031-03-31")
    stand_in.grown.set()
    page.wait_for_selector("#headline-known:text-is('1 April 2031')")
    assert page.locator("#headline-on").inner_text() == "10 March 2031"
    assert page.get_by_label("Situation on, day by day").get_attribute("max") == "90"


def test_a_server_that_fails_is_told(address: str, browse: Opener) -> None:
    page = browse(f"{address}/", wait="html[data-rested]", allow=("500",))
    page.route("**/api/v1/collections/**", lambda route: route.fulfill(status=500, body="no"))
    page.get_by_label("Situation on, day by day").press("ArrowLeft")
    page.wait_for_selector("#map .trouble:text('The server answered 500')")


def test_print_hides_the_tools(open_map: Opener) -> None:
    page = open_map()
    page.emulate_media(media="print")
    assert not page.locator(".tools").is_visible()
    assert not page.locator(".masthead nav").is_visible()
    assert page.locator("#places").is_visible()
    assert page.locator("#map canvas").first.is_visible()
