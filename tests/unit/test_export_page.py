"""The brief: article text is hostile, the bytes are the same each time, and nothing is fetched or run."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest

from fakes import KOBAR, NASIM, make_claim, make_report
from whoholds.export.formats import FORMATS
from whoholds.export.interface import View
from whoholds.export.map import draw_maps
from whoholds.export.sides import OKABE_ITO, know_sides
from whoholds.export.symbols import draw_sign, find_camps
from whoholds.model import (
    Act,
    Cluster,
    Effect,
    Estimate,
    Explanation,
    KnownClaim,
    SourceKind,
    Span,
    Status,
    Unresolved,
)

DAY = date(2021, 8, 2)
THEN = datetime(2021, 8, 1, 6, tzinfo=UTC)
HOSTILE = (
    "</q></mark><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></svg><iframe src=javascript:alert(1)>",
    "{{ 7 * 191 }}{% include 'brief.css' %}",
)


def judged(place=KOBAR, status=Status.HELD, holder="state:SY", probability=0.9):  # type: ignore[no-untyped-def]
    """An estimate of one place, by default held by the state."""
    holders = (("state:SY", 0.9), ("armed:SY", 0.05))
    return Estimate(place, DAY, DAY, status, holder, probability, 0.05, holders, 1, date(2021, 8, 1), date(2021, 8, 1))


def a_view(words: str = "The army took Kobar.", **changed: object) -> View:
    """A view whose every field that comes from outside holds ``words``."""
    report = make_report(text=words, title=words, publisher=words, url="https://example.org/" + words)
    claim = make_claim(report, actor=words, source=words, quote=Span(0, len(words)))
    lost = replace(claim, id="lost", place=Unresolved(words), place_name=words)
    claims = [KnownClaim(claim, words, THEN, "origin-1"), KnownClaim(lost, words, THEN, "origin-2")]
    cluster = Cluster("c1", KOBAR.id, Act.TAKES, "state:SY", "", "own", False, DAY, THEN, 1.0, 1, (claim.id,))
    estimate = judged(replace(KOBAR, name=words))
    told = Explanation(estimate, 0.4, (Effect(cluster, 0.5),), -0.01)
    return replace(View(words, DAY, DAY, claims, {report.id: report}, [estimate], [told]), **changed)  # type: ignore[arg-type]


def written(view: View, name: str = "brief") -> str:
    """What an export writes."""
    to = io.BytesIO()
    FORMATS[name].write(view, to)
    return to.getvalue().decode("utf-8")


class Tags(HTMLParser):
    """Every tag and attribute that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one tag."""
        self.seen.append((tag, dict(attrs)))


def tags_of(page: str) -> list[tuple[str, dict[str, str | None]]]:
    """The tags of a page with their attributes."""
    parser = Tags()
    parser.feed(page)
    return parser.seen


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_become_no_markup(words: str) -> None:
    page = written(a_view(words))
    quiet = written(a_view("plain words"))
    assert {tag for tag, _ in tags_of(page)} == {tag for tag, _ in tags_of(quiet)}
    assert page.count("</style>") == quiet.count("</style>") == 1
    assert "1337" not in page


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_is_run_or_fetched(words: str) -> None:
    tags = tags_of(written(a_view(words)))
    assert not {"script", "iframe", "object", "embed", "link", "img", "form", "base"} & {tag for tag, _ in tags}
    for tag, attributes in tags:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset")], tag
        if "href" in attributes:
            assert re.match(r"#|https?://", attributes["href"] or "")


def test_a_link_with_another_scheme_is_no_link() -> None:
    view = a_view()
    report = replace(next(iter(view.reports.values())), url="javascript:alert(1)")
    assert "javascript:" not in written(replace(view, reports={report.id: report}))


def test_text_cannot_turn_the_direction_of_the_page() -> None:
    page = written(a_view("army \u202eevil\u2066 \u200fturned\x00"))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00]", page)
    assert "army evil turned" in page


def test_letters_of_other_scripts_stay() -> None:
    assert "قال الجيش إنه دخل كوبر" in written(a_view("قال الجيش إنه دخل كوبر"))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_same_view_gives_the_same_bytes(name: str) -> None:
    assert written(a_view(), name) == written(a_view(), name)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_view_without_anything_is_written_all_the_same(name: str) -> None:
    assert written(View("Nothing", DAY, DAY, (), {}, ()), name)


def test_the_words_of_a_claim_are_marked_and_lost_places_told() -> None:
    page = written(a_view("The army took Kobar."))
    assert "<mark>The army took Kobar.</mark>" in page
    assert "What we could not place" in page
    assert "Situation on" in page
    assert "2 August 2021" in page


def test_copies_are_folded() -> None:
    view = a_view()
    first = view.claims[0]
    other = make_report("wire-2", publisher="The Copier")
    copied = KnownClaim(replace(first.claim, id="copy", report_id="wire-2"), "The Copier", THEN, "origin-1")
    cluster = replace(view.explanations[0].effects[0].cluster, claim_ids=(first.claim.id, "copy"), reach=2)
    told = replace(view.explanations[0], effects=(Effect(cluster, 0.5),))
    reports = {**view.reports, other.id: other}
    page = written(replace(view, claims=[*view.claims, copied], reports=reports, explanations=[told]))
    assert "1 copy in" in page
    assert page.count("<mark>") == 1


def test_what_was_withdrawn_is_struck_through() -> None:
    view = a_view()
    gone = replace(view.claims[0], retracted=datetime(2021, 8, 2, tzinfo=UTC))
    page = written(replace(view, claims=[gone]))
    assert 'class="statement gone"' in page
    assert "withdrawn 2 August 2021" in page
    assert re.search(r"\.gone[^{]*\{[^}]*line-through", page)


@pytest.mark.parametrize("name", ["brief", "csv", "geojson", "control"])
def test_a_witness_is_named_by_role_alone(name: str) -> None:
    words = "Samir Haddad, a baker, said the army took Kobar."
    report = make_report(text=words)
    claim = make_claim(report, source="Samir Haddad", source_kind=SourceKind.WITNESS, quote=Span(0, len(words)))
    known = KnownClaim(claim, "Wire", THEN, "origin-1")
    text = written(View("Kobar", DAY, DAY, [known], {report.id: report}, [judged()]), name)
    assert "Haddad" not in text
    assert "Samir" not in text


def test_the_page_serves_dark_rooms_print_and_telephones() -> None:
    page = written(a_view())
    for need in ("prefers-color-scheme", "@media print", "viewport", "@page"):
        assert need in page


def test_each_place_of_the_map_has_its_row() -> None:
    places = [judged(), judged(NASIM, Status.UNKNOWN, "", 0.0)]
    page = written(a_view(estimates=places, explanations=()))
    assert page.count('<th scope="row">') == len(places)
    for estimate in places:
        assert re.search(rf"<title>{estimate.place.name}: ", page)


@pytest.mark.parametrize(("lat", "lon"), [(0.0, 179.9), (-54.8, -68.3), (78.2, 15.6), (35.5, 36.5)])
def test_a_lone_place_anywhere_can_be_drawn_with_a_scale(lat: float, lon: float) -> None:
    (panel,) = draw_maps([judged(replace(KOBAR, lat=lat, lon=lon))], know_sides(["state:SY"], {}), {})
    for _, svg in panel.drawings:
        assert svg.count("<title>Kobar: held") == 1
        assert re.search(r"\d+ k?m<", svg)


def test_hues_are_dealt_in_the_order_of_the_keys() -> None:
    sides = know_sides(["state:SY", "armed:SY"], {})
    assert [sides[key].hue for key in ("armed:SY", "state:SY")] == list(OKABE_ITO[:2])


def test_a_place_that_two_sides_claim_is_never_shown_as_one_sides() -> None:
    both = replace(judged(status=Status.CLAIMED_UNCONFIRMED), claimed_by=("armed:SY", "state:SY"))
    assert find_camps(both) == ("state:SY", "armed:SY")
    sides = know_sides(find_camps(both), {})
    sign = draw_sign(both.status, [sides[key] for key in find_camps(both)], 0, 0, faded=1.0, hatch="")
    assert all(side.hue in sign for side in sides.values())
    assert "and not by it alone" in written(a_view(estimates=[both], explanations=()))
    alone = replace(both, claimed_by=("state:SY",))
    assert find_camps(alone) == ("state:SY",)
    assert "and not by it alone" not in written(a_view(estimates=[alone], explanations=()))
