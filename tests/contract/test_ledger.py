"""What every ledger must do, asked of each of them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from fakes import KOBAR, NASIM, STORY, make_claim, make_report
from whoholds.errors import LedgerError
from whoholds.ledger.interface import ClaimFilter, Ledger, Outcome
from whoholds.model import (
    Act,
    Attribution,
    Claim,
    Decision,
    Evidentiality,
    Factuality,
    Interest,
    Nearness,
    Part,
    Period,
    ReportKind,
    Review,
    SourceKind,
    Span,
    Unresolved,
)


def at(day: int, hour: int = 6) -> datetime:
    return datetime(2021, 8, day, hour, tzinfo=UTC)


def everything(ledger: Ledger) -> list[Claim]:
    return [known.claim for known in ledger.claims(ClaimFilter())]


# ---------------------------------------------------------------- what goes in comes out


def test_a_full_claim_comes_back_as_it_was(ledger: Ledger) -> None:
    report = make_report()
    claim = Claim(
        "wire-1:1", "wire-1", Act.HOLDS, "Army", "state:SY", "rebels", "group:x", "Kobar", KOBAR, Part.OUTSKIRTS, "SY",
        Period(date(2021, 7, 1), Unresolved("still so")),
        Attribution(
            "Col. Yusuf Darwazi", SourceKind.BELLIGERENT, Interest.OWN, Evidentiality.SAW, "state:SY",
            Span(1, 2), Span(3, 4),
        ),
        Factuality.HEDGED, Span(0, 20), Span(5, 9), Span(10, 12), 0.1 + 0.2, "frame.holds@3",
        Nearness(15.73, 32.53, 8.0, "20 km north of"),
    )  # fmt: skip
    ledger.add(report, [claim])
    assert everything(ledger) == [claim]


def test_what_is_unresolved_keeps_its_reason(ledger: Ledger) -> None:
    report = make_report(published=Unresolved("the page names no day"))
    claim = make_claim(report, place=Unresolved("'Kobar' is in no list"), when=Unresolved("no day in the words"))
    ledger.add(report, [claim])
    (known,) = ledger.claims(ClaimFilter())
    assert known.claim == claim
    assert known.published == Unresolved("the page names no day")
    assert ledger.report("wire-1") == report


def test_text_beyond_ascii_keeps_its_offsets(ledger: Ledger) -> None:
    """Offsets count code points, also behind signs that take four bytes."""
    report = make_report(text="🛰️ Військові зайняли Kobar, \x00 заявив речник.")
    claim = make_claim(report, quote=Span(3, 26))
    ledger.add(report, [claim])
    assert ledger.report("wire-1") == report
    assert everything(ledger) == [claim]


def test_a_report_keeps_all_its_fields(ledger: Ledger) -> None:
    report = make_report(url="https://example.org/1", kind=ReportKind.CORRECTION, replaces=("b", "a"))
    ledger.add(report, [])
    assert list(ledger.reports()) == [report]


def test_an_unknown_report_is_none(ledger: Ledger) -> None:
    assert ledger.report("wire-1") is None


# ---------------------------------------------------------------- twice, and versions


def test_adding_twice_changes_nothing(ledger: Ledger) -> None:
    report = make_report()
    first = ledger.add(report, [make_claim(report)])
    again = ledger.add(report, [make_claim(report), make_claim(report, 2)])
    assert (first.outcome, again.outcome, again.claims) == (Outcome.NEW, Outcome.ALREADY_KNOWN, 0)
    assert len(everything(ledger)) == 1


def test_a_later_version_is_kept_beside_the_first(ledger: Ledger) -> None:
    """The first published keeps the story's id; the other is marked with its digest, and so are its claims."""
    first, second = make_report(), make_report(text=STORY + " Nobody else had been there.", published=at(2))
    late, early = ledger.add(second, [make_claim(second)]), ledger.add(first, [make_claim(first)])
    assert late.report_id == early.report_id == "wire-1"
    ids = [(claim.report_id, claim.id) for claim in everything(ledger)]
    marked = ids[1][0]
    assert ids == [("wire-1", "wire-1:1"), (marked, "wire-1:1" + marked.removeprefix("wire-1"))]
    assert ledger.report("wire-1") == first
    assert ledger.report(marked) == replace(second, id=marked)


# ---------------------------------------------------------------- what is refused


def test_a_claim_of_another_report_is_refused(ledger: Ledger) -> None:
    report, other = make_report(), make_report("wire-2")
    with pytest.raises(LedgerError, match="wire-2"):
        ledger.add(report, [make_claim(report), make_claim(other)])
    assert list(ledger.reports()) == []


def test_a_span_behind_the_end_is_refused(ledger: Ledger) -> None:
    report = make_report(text="Short.")
    with pytest.raises(LedgerError, match="behind the end"):
        ledger.add(report, [make_claim(report, quote=Span(0, 7))])


def test_half_a_surrogate_pair_is_refused(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="surrogate"):
        ledger.add(make_report(text="broken \ud83d"), [])


def test_a_review_of_an_unknown_claim_is_refused(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no claim wire-9:1"):
        ledger.review(Review("wire-9:1", Decision.ACCEPT, "ana", at(3), "seen"))


# ---------------------------------------------------------------- filters


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Three reports: Kobar taken (1 August), Nasim attacked (3 August), an unlocated place held (no day)."""
    one = make_report("a", "The army took Kobar, Sāmir Haddad said.")
    two = make_report("b", "Rebels attacked Nasim with heavy fire.", published=at(3))
    three = make_report("c", "Residents hold the mill.", published=Unresolved("no day"))
    ledger.add(three, [make_claim(three, act=Act.HOLDS, side="", place=Unresolved("no"), place_name="the mill")])
    ledger.add(
        two,
        [
            make_claim(
                two, act=Act.ATTACKS, actor="rebels", side="group:x", place=NASIM, place_name="Nasim",
                source="Sāmir Haddad", source_kind=SourceKind.WITNESS, quote=Span(0, 37),
            )
        ],
    )  # fmt: skip
    ledger.add(one, [make_claim(one, quote=Span(0, 19))])
    return ledger


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (ClaimFilter(), "abc"),
        (ClaimFilter(limit=2), "ab"),
        (ClaimFilter(place_id=KOBAR.id), "a"),
        (ClaimFilter(place_name="NASIM"), "b"),
        (ClaimFilter(place_name="mill"), ""),
        (ClaimFilter(place_name="The Mill"), "c"),
        (ClaimFilter(side="group:x"), "b"),
        (ClaimFilter(source="samir"), "b"),
        (ClaimFilter(source="sam"), ""),
        (ClaimFilter(acts=(Act.TAKES, Act.HOLDS)), "ac"),
        (ClaimFilter(known=date(2021, 8, 1)), "a"),
        (ClaimFilter(known=date(2021, 7, 31)), ""),
        (ClaimFilter(known=date(2030, 1, 1)), "ab"),
        (ClaimFilter(since=date(2021, 8, 1), until=date(2021, 8, 1)), "a"),
        (ClaimFilter(since=date(2021, 8, 2), until=date(2021, 8, 3)), "b"),
        (ClaimFilter(located=True), "ab"),
        (ClaimFilter(located=False), "c"),
        (ClaimFilter(text="heavy FIRE"), "b"),
        (ClaimFilter(text="rebels army"), ""),
        (ClaimFilter(text='" OR quote : "army'), ""),
        (ClaimFilter(text="took* NEAR("), ""),
        (ClaimFilter(text="army -took"), "a"),
        (ClaimFilter(text="!!"), ""),
        (ClaimFilter(report_id="b"), "b"),
        (ClaimFilter(claim_ids=("a:1", "c:1", "x:1")), "ac"),
    ],
    ids=str,
)
def test_a_filter_keeps_what_it_says(filled: Ledger, only: ClaimFilter, expected: str) -> None:
    assert "".join(known.claim.report_id for known in filled.claims(only)) == expected


def test_reports_are_searched_by_words(filled: Ledger) -> None:
    assert [report.id for report in filled.search("haddad Samir")] == ["a"]
    assert [report.id for report in filled.search("troops kobar")] == ["a", "b", "c"]
    assert [report.id for report in filled.search("troops", known=date(2021, 8, 2))] == ["a"]
    assert [report.id for report in filled.search("troops", limit=2)] == ["a", "b"]
    assert list(filled.search("'\"")) == []


def test_places_are_found_in_a_box(filled: Ledger) -> None:
    assert list(filled.places()) == [KOBAR, NASIM]
    assert list(filled.places(box=(35.5, 36.5, 36.0, 37.0))) == [KOBAR]
    assert list(filled.places(box=(35.5001, 36.5, 36.0, 37.0))) == []
    assert filled.place_ids() == (KOBAR.id, NASIM.id)


# ---------------------------------------------------------------- copies and origins

COPY = "A new lead of some six or seven words. " + STORY[: STORY.index("A field")]


def test_a_copy_is_filed_under_the_earlier_report(ledger: Ledger) -> None:
    one, two = make_report("a"), make_report("b", COPY, publisher="Paper", published=at(2))
    assert ledger.add(one, [make_claim(one)]).outcome is Outcome.NEW
    added = ledger.add(two, [make_claim(two)])
    assert (added.outcome, added.origin, added.because) == (Outcome.COPY, "a", "shares 18 of 21 phrases with a")
    assert [known.origin for known in ledger.claims(ClaimFilter())] == ["a/army", "a/army"]
    assert [copy for copy, _ in ledger.copies("a")] == ["b"]
    copied = ledger.copied("b")
    assert copied is not None
    assert copied[0] == "a"
    assert ledger.copied("a") is None


def test_an_original_that_arrives_late_takes_over(ledger: Ledger) -> None:
    one, two = make_report("a"), make_report("b", COPY, published=at(2))
    ledger.add(two, [make_claim(two)])
    ledger.add(one, [make_claim(one)])
    assert [known.origin for known in ledger.claims(ClaimFilter())] == ["a/army", "a/army"]


def test_the_narrator_of_two_stories_is_two_origins(ledger: Ledger) -> None:
    one, two = make_report("a"), make_report("b", "Kobar fell on Sunday.", published=at(2))
    for report in (one, two):
        ledger.add(report, [make_claim(report, source="narrator", source_kind=SourceKind.NARRATOR)])
    assert [known.origin for known in ledger.claims(ClaimFilter())] == ["a/narrator", "b/narrator"]


@pytest.mark.parametrize(("day", "origins"), [(3, ["a/col yusuf"] * 2), (4, ["a/col yusuf", "b/col yusuf"])])
def test_one_speaker_in_two_stories_is_one_origin_within_two_days(ledger: Ledger, day: int, origins: list[str]) -> None:
    for report_id, on in (("a", 1), ("b", day)):
        report = make_report(report_id, f"Report {report_id}.", published=at(on))
        when = Period.day(date(2021, 8, on))
        claim = make_claim(report, source="Col. Yusuf", when=when, source_kind=SourceKind.OFFICIAL, quote=Span(0, 6))
        ledger.add(report, [claim])
    assert [known.origin for known in ledger.claims(ClaimFilter())] == origins


def test_speakers_without_a_name_are_not_one(ledger: Ledger) -> None:
    for report_id in ("a", "b"):
        report = make_report(report_id, f"Report {report_id}.")
        ledger.add(report, [make_claim(report, source="residents", source_kind=SourceKind.WITNESS, quote=Span(0, 6))])
    assert [known.origin for known in ledger.claims(ClaimFilter())] == ["a/witness", "b/witness"]


def test_a_denial_is_another_statement(ledger: Ledger) -> None:
    """The same speaker who first claims and then denies makes two statements, of one origin only within a report."""
    for report_id, factuality in (("a", Factuality.CERTAIN), ("b", Factuality.DENIED)):
        report = make_report(report_id, f"Report {report_id}.")
        ledger.add(report, [make_claim(report, factuality=factuality, quote=Span(0, 6))])
    assert [known.origin for known in ledger.claims(ClaimFilter())] == ["a/army", "b/army"]


def test_two_officials_of_one_story_stay_two_in_its_copy(ledger: Ledger) -> None:
    names = ("Karim Nasser", "Dana Aziz")
    for report_id, text, day in (("a", STORY, 1), ("b", COPY, 2)):
        report = make_report(report_id, text, published=at(day))
        both = [
            make_claim(report, n, source=name, source_kind=SourceKind.OFFICIAL, quote=Span(n, n + 5))
            for n, name in enumerate(names, start=1)
        ]
        ledger.add(report, both)
    origins = [known.origin for known in ledger.claims(ClaimFilter())]
    assert origins == ["a/karim nasser", "a/dana aziz"] * 2


# ---------------------------------------------------------------- corrections, kills, reviews


def retracted(ledger: Ledger, known: date | None = None) -> dict[str, datetime | None]:
    return {one.claim.report_id: one.retracted for one in ledger.claims(ClaimFilter(known=known))}


@pytest.mark.parametrize("late", [False, True])
def test_a_kill_withdraws_from_its_own_instant(ledger: Ledger, late: bool) -> None:
    story = make_report("a")
    kill = make_report("k", "Kill the story on Kobar.", kind=ReportKind.KILL, replaces=("a",), published=at(4))
    for report in (kill, story) if late else (story, kill):
        ledger.add(report, [make_claim(report)])
    assert retracted(ledger) == {"a": at(4), "k": at(4)}
    assert retracted(ledger, date(2021, 8, 3)) == {"a": None}


def test_a_correction_withdraws_and_brings_its_own(ledger: Ledger) -> None:
    story = make_report("a")
    fixed = make_report("c", "In Kobar.", kind=ReportKind.CORRECTION, replaces=("a",), published=at(2))
    ledger.add(story, [make_claim(story)])
    added = ledger.add(fixed, [make_claim(fixed, quote=Span(0, 5))])
    assert (added.outcome, added.retracted, added.because) == (Outcome.CORRECTION, 1, "it names a")
    assert retracted(ledger) == {"a": at(2), "c": None}


def test_a_correction_without_ids_finds_the_story_it_resembles(ledger: Ledger) -> None:
    """Of its own publisher first, though another's copy is as much alike."""
    for report_id, publisher in (("a", "Paper"), ("b", "Wire")):
        report = make_report(report_id, publisher=publisher)
        ledger.add(report, [make_claim(report)])
    added = ledger.add(make_report("c", COPY, kind=ReportKind.CORRECTION, published=at(2)), [])
    assert added.because == "it names no report; most like b: shares 18 of 21 phrases with b"
    assert retracted(ledger) == {"a": None, "b": at(2)}


def test_a_correction_of_the_same_id_withdraws_the_versions_before_it(ledger: Ledger) -> None:
    for day, kind in ((1, ReportKind.STORY), (2, ReportKind.CORRECTION), (3, ReportKind.STORY)):
        report = make_report("a", f"Text of day {day}.", published=at(day), kind=kind, replaces=("a",))
        ledger.add(report, [make_claim(report)])
    assert list(retracted(ledger).values()) == [at(2), None, None]


def test_a_notice_about_nothing_kept_says_so(ledger: Ledger) -> None:
    named = ledger.add(make_report("k", kind=ReportKind.KILL, replaces=("x",)), [])
    unnamed = ledger.add(make_report("l", "Kill that story.", kind=ReportKind.KILL), [])
    assert (named.because, unnamed.because) == ("no report x is kept", "it names no report and resembles none")


def test_the_last_judgement_of_a_reviewer_counts(ledger: Ledger) -> None:
    report = make_report()
    ledger.add(report, [make_claim(report)])
    ledger.review(Review("wire-1:1", Decision.RETRACT, "ana", at(5), "the photograph is old"))
    assert retracted(ledger) == {"wire-1": at(5)}
    assert retracted(ledger, date(2021, 8, 4)) == {"wire-1": None}
    ledger.review(Review("wire-1:1", Decision.ACCEPT, "ben", at(6), "it is not"))
    assert retracted(ledger) == {"wire-1": None}
    assert retracted(ledger, date(2021, 8, 5)) == {"wire-1": at(5)}


def test_reviews_come_back_in_the_order_they_were_made(ledger: Ledger) -> None:
    report = make_report()
    ledger.add(report, [make_claim(report), make_claim(report, 2)])
    made = [
        Review("wire-1:2", Decision.CORRECT, "ana", at(5), "typo", "place_name", "Kobar", "Kobár"),
        Review("wire-1:1", Decision.ACCEPT, "ana", at(4), ""),
    ]
    for review in made:
        ledger.review(review)
    assert list(ledger.reviews()) == made
    assert list(ledger.reviews("wire-1:1")) == made[1:]


def test_the_generation_grows_with_reports_and_reviews_only(ledger: Ledger) -> None:
    """Whoever remembers an answer can tell whether it still holds."""
    report = make_report()
    claim = make_claim(report)
    seen = [ledger.generation()]
    ledger.add(report, [claim])
    seen.append(ledger.generation())
    ledger.add(report, [claim])
    assert ledger.generation() == seen[-1]
    ledger.review(Review(claim.id, Decision.ACCEPT, "ana", datetime(2021, 8, 2, tzinfo=UTC), ""))
    seen.append(ledger.generation())
    assert seen == sorted(set(seen))
