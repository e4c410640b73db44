"""The app over the examples, page by page, as an analyst uses it."""

from __future__ import annotations

import csv
import json
import urllib.request
from typing import Any

import pytest
from browsing import EVERYWHERE, Opener, check_accessible

EL_OBEID = "geonames:379003"
PAGES = ("/claims", "/disputes", "/reports", "/review", "/add", f"/places/{EL_OBEID}", "/claims?q=nothing-has-this")
STORY = """KHARTOUM, March 17 (Meridian) - Sudan's army said on Monday that its troops had captured Zalingei.

The Rapid Support Forces denied that the town had fallen.
"""
DROP = """story => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([story], 'story.txt', { type: 'text/plain' }));
    const field = document.querySelector('#text');
    field.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}"""


def ask(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310  our own address
        return json.loads(answer.read())


def open_map(browse: Opener, url: str, **how: Any) -> Any:
    return browse(url, wait="html[data-rested]", **how)


def first_report(page: Any, app: str) -> str:
    page.goto(f"{app}/claims")
    return page.locator("table.claims q").first.locator("xpath=..").get_attribute("href")


@pytest.mark.parametrize(("size", "scheme"), EVERYWHERE)
def test_every_page_is_accessible_and_fits_its_width(browse: Opener, app: str, size: str, scheme: str) -> None:
    page = open_map(browse, f"{app}/?place={EL_OBEID}", size=size, scheme=scheme)
    page.wait_for_selector("#card h2")
    for path in ("", *PAGES, first_report(page, app)):
        if path:
            page.goto(f"{app}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        check_accessible(page)


def test_map_and_table_show_the_same_places_as_the_api(browse: Opener, app: str) -> None:
    page = open_map(browse, f"{app}/")
    days = page.locator("#map")
    query = f"on={days.get_attribute('data-on')}&known={days.get_attribute('data-known')}"
    told = {
        one["properties"]["place_id"]: one["properties"]["status"]
        for one in ask(f"{app}/api/v1/collections/estimates/items?{query}")["features"]
    }
    drawn = {
        one.get_attribute("data-place"): one.get_attribute("class").removeprefix("place ")
        for one in page.locator("#map g.place").all()
    }
    rows = {one.get_attribute("data-place") for one in page.locator("#places tbody tr").all()}
    assert drawn == told
    assert rows == set(told)
    assert {"held", "besieged", "contested", "unknown"} <= set(told.values())


ROWS = """() => Object.fromEntries([...document.querySelectorAll('#places tbody tr')].map(row => [row.dataset.place, [
    ...[...row.cells].map(cell => cell.textContent.replace(/\\s+/g, ' ').trim()),
    [...new Set(row.querySelector('.sign').outerHTML.match(/(?<=[#-])[0-9a-f]{6}\\b/g))].sort().join(' '),
]]))"""
"""The words of each row of the table and the colours of its sign, by place."""


def test_the_island_writes_the_rows_that_the_server_writes(browse: Opener, app: str) -> None:
    page = open_map(browse, f"{app}/?on=2031-03-16&known=2031-03-16")
    from_server = page.evaluate(ROWS)
    assert len(from_server) > 8
    page.locator("#places").scroll_into_view_if_needed()
    page.locator("#places tbody tr").first.evaluate("row => row.classList.add('of-the-server')")
    for day in ("2031-03-04", "2031-03-16"):
        page.locator("#on").fill(day)
        page.wait_for_selector(f'html[data-rested="{day} 2031-03-16"]', state="attached")
        page.locator("#places").scroll_into_view_if_needed()
        page.wait_for_selector(f'#places a[href*="on={day}"]', state="attached")
    assert page.locator(".of-the-server").count() == 0
    assert page.evaluate(ROWS) == from_server


def test_going_back_in_time_changes_map_table_and_card(browse: Opener, app: str) -> None:
    page = open_map(browse, f"{app}/?place={EL_OBEID}")
    page.locator("#on").fill("2031-03-05")
    page.wait_for_selector("#card:has-text('Situation on 5 March 2031')")
    assert "besieged" not in page.locator(f'#map g.place[data-place="{EL_OBEID}"]').get_attribute("class")
    page.locator("#places").scroll_into_view_if_needed()
    page.wait_for_selector(f'#places tr[data-place="{EL_OBEID}"]:not(:has-text("besieged"))')


def test_a_statement_leads_to_its_words_in_the_report(browse: Opener, app: str) -> None:
    page = open_map(browse, f"{app}/?place={EL_OBEID}")
    statement = page.locator("#card .statement").first
    words = statement.locator("mark").inner_text()
    statement.locator("a").first.click()
    chosen = page.locator(".report-text mark.chosen")
    chosen.first.wait_for()
    assert "".join(chosen.all_inner_texts()) == words
    assert chosen.first.is_visible()


def test_copies_are_folded_with_the_reason(browse: Opener, app: str) -> None:
    page = browse(f"{app}/places/geonames:364706?on=2031-03-16&known=2031-03-16")
    folded = page.locator("details.copies").first
    assert not folded.locator("li").first.is_visible()
    folded.locator("summary").click()
    assert folded.locator("li").first.is_visible()
    assert "phrases" in folded.inner_text()


def test_the_ledger_is_filtered_searched_and_taken_along(browse: Opener, app: str) -> None:
    page = browse(f"{app}/claims")
    page.keyboard.press("/")
    page.keyboard.type("captured")
    page.locator("#factuality").select_option("denied")
    with page.expect_navigation():
        page.get_by_role("button", name="Show").click()
    rows = page.locator("table.claims tbody tr, main p:has-text('No claim passes')")
    assert rows.count() > 0
    page.locator("#q").fill("")
    with page.expect_navigation():
        page.get_by_role("button", name="Show").click()
    firmness = page.locator('table.claims td[data-label="How firmly"]').all_inner_texts()
    assert firmness
    assert all(one.startswith("denied") for one in firmness)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    with download.value.path().open(encoding="utf-8", newline="") as taken:
        assert [row["factuality"] for row in csv.DictReader(taken)] == ["denied"] * len(firmness)


def test_disputes_show_both_sides(browse: Opener, app: str) -> None:
    page = browse(f"{app}/disputes")
    page.locator(".dispute:has-text('rival claims')").first.wait_for()
    for side in page.locator(".dispute:has-text('rival claims')").first.locator(".versus > div").all():
        assert side.locator("q").count() > 0


def test_a_claim_is_rejected_by_keys_and_the_estimate_follows(own_app: str, browse: Opener) -> None:
    page = browse(f"{own_app}/review")
    first = page.locator("[data-item]").first
    tag = first.locator(".tag").first.inner_text()
    name = tag.removeprefix("moves ").split(" by ")[0]

    def chances() -> list[Any]:
        found = ask(f"{own_app}/api/v1/collections/estimates/items")["features"]
        return [
            (f["properties"]["holders"], f["properties"]["contested"])
            for f in found
            if f["properties"]["place"] == name
        ]

    before = chances()
    assert before
    page.keyboard.press("j")
    assert page.locator("[data-item][aria-current]").inner_text() != first.inner_text()
    page.keyboard.press("k")
    first.locator("input[name=who]").fill("Nadia")
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    page.keyboard.type("misread")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.wait_for_selector("p.good:has-text('Kept')")
    assert chances() != before


def test_an_open_map_follows_what_is_added_elsewhere(own_app: str, browse: Opener) -> None:
    page = open_map(browse, f"{own_app}/")
    other = browse(f"{own_app}/add")
    other.locator("#text").fill(STORY)
    other.locator("#published").fill("2031-03-17")
    other.get_by_role("button", name="Show its claims").click()
    other.get_by_role("button", name="Keep", exact=True).click()
    other.wait_for_selector("h1:text-is('Kept')")
    page.wait_for_selector("#headline-on:text-is('17 March 2031')")
    page.wait_for_selector('html[data-rested="2031-03-17 2031-03-17"]', state="attached")


def test_a_field_is_corrected(own_app: str, browse: Opener) -> None:
    page = browse(f"{own_app}/review")
    first = page.locator("[data-item]").first
    first.locator("input[name=who]").fill("Nadia")
    page.keyboard.press("Escape")
    first.locator("input[name=why]").fill("the text says 'reportedly'")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    first.locator("select[name=new_factuality]").select_option("hedged")
    first.get_by_role("button", name="Keep the correction").click()
    page.wait_for_selector("p.good:has-text('Kept')")
    page.goto(f"{own_app}/review?reviewed=1")
    assert page.locator(".reviews:has-text('factuality from certain to hedged')").count()


def test_a_report_is_looked_at_before_it_is_kept(own_app: str, browse: Opener) -> None:
    page = browse(f"{own_app}/add")
    page.locator("#text").fill(STORY)
    page.locator("#published").fill("2031-03-17")
    page.locator("#publisher").fill("Meridian News Agency")
    page.get_by_role("button", name="Show its claims").click()
    assert "captured Zalingei" in "".join(page.locator(".report-text mark").all_inner_texts())
    before = ask(f"{own_app}/api/v1/histogram")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.wait_for_selector("h1:text-is('Kept')")
    after = ask(f"{own_app}/api/v1/histogram")
    assert {"day": "2031-03-17", "claims": 2} in after
    assert len(after) == len(before) + 1
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Map").click()
    page.wait_for_selector("html[data-rested]", state="attached")
    assert page.locator("#headline-on").inner_text() == "17 March 2031"


def test_a_dropped_file_fills_the_field(browse: Opener, app: str) -> None:
    page = browse(f"{app}/add")
    page.evaluate(DROP, STORY)
    page.wait_for_function("() => document.querySelector('#text').value.includes('Zalingei')")


def test_hostile_text_renders_harmlessly(own_app: str, browse: Opener) -> None:
    page = browse(f"{own_app}/add", size="phone")
    hostile = f"""<script>alert(1)</script><img src=x onerror=alert(2)> KHARTOUM, March 17 - The army said on
Monday that it had captured Zalingei. \u202eabc\u202c قال الجيش إنه استعاد المدينة "><svg onload=alert(3)>
javascript:alert(4)

{"W" * 100_000}
"""
    page.locator("#text").evaluate("(field, text) => { field.value = text }", hostile)
    page.locator("#published").fill("2031-03-17")
    page.locator("#title").fill("<b onmouseover=alert(5)>Fallen</b>")
    page.locator("#publisher").fill("'\"><script>alert(6)</script>")
    page.get_by_role("button", name="Show its claims").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.wait_for_selector("h1:text-is('Kept')")
    page.locator("main li a").first.click()
    page.wait_for_selector(".report-text")
    for path in ("", "/reports", "/claims", "/?on=2031-03-17&known=2031-03-17", "/places/geonames:363533"):
        if path:
            page.goto(f"{own_app}{path}")
        assert page.locator("main img, main script, main b[onmouseover], main svg[onload]").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path or "the report"


@pytest.mark.parametrize("path", ["/", *PAGES])
def test_every_page_serves_without_javascript(browse: Opener, app: str, path: str) -> None:
    page = browse(f"{app}{path}", script=False)
    assert page.locator("h1").count() == 1
    if path == "/":
        assert page.locator("#map .still svg g.place").count() > 5
        page.locator("#map .still .wide a").first.click()
        assert "&known=" in page.url
        assert page.locator("h2").first.is_visible()
