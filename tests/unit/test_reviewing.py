"""The reviewer's desk: what comes first, and what a decision does to the map from its day on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from fakes import KOBAR, NASIM, make_claim, make_report
from whoholds.archive import Archive
from whoholds.errors import LedgerError, PlaceError, UsageError
from whoholds.intake.origins import SentenceCopies
from whoholds.ledger.memory import MemoryLedger
from whoholds.model import Decision, Place, SourceKind

DAY = date(2021, 8, 4)
REVIEWED = datetime(2021, 8, 6, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Found:
    """What a gazetteer finds, as far as the archive looks at it."""

    place: Place


class ShortGazetteer:
    """A gazetteer that knows Nasim, and two places called Twins."""

    def find_candidates(self, name: str) -> tuple[Found, ...]:
        """As a gazetteer does."""
        return {"Nasim": (Found(NASIM),), "Twins": (Found(KOBAR), Found(NASIM))}.get(name, ())

    def place(self, place_id: str) -> Place | None:
        """As a gazetteer does."""
        return NASIM if place_id == NASIM.id else None


@pytest.fixture
def archive() -> Archive:
    """A monitor and a witness say that the army took Kobar; the narrator of a third story names the rebels."""
    ledger = MemoryLedger(SentenceCopies())
    for number, (source, kind, side) in enumerate(
        [
            ("Observatory", SourceKind.MONITOR, "state:SY"),
            ("residents", SourceKind.WITNESS, "state:SY"),
            ("narrator", SourceKind.NARRATOR, "group:rebels"),
        ]
    ):
        report = make_report(
            f"wire-{number}", f"Story {number} of its own kind.", published=datetime(2021, 8, 1 + number, tzinfo=UTC)
        )
        ledger.add(report, [make_claim(report, source=source, source_kind=kind, side=side)])
    return Archive(ledger, lambda: pytest.fail("no reader is needed"), ShortGazetteer)  # type: ignore[arg-type]


def holder(archive: Archive, known: date) -> tuple[str, float]:
    (estimate,) = archive.who("Kobar", on=DAY, known=known)
    return estimate.holders[0]


def test_the_queue_begins_with_what_moves_the_map_most(archive: Archive) -> None:
    queue = archive.review_queue(on=DAY, known=DAY)
    assert len(queue) == 3
    moved = [abs(one.moved) for one in queue]
    assert moved == sorted(moved, reverse=True)
    assert moved[0] > 0.05
    assert queue[0].why.startswith("moves Kobar by ")


def test_a_reviewed_claim_leaves_the_queue(archive: Archive) -> None:
    archive.review("wire-2:1", Decision.ACCEPT, who="ana", at=REVIEWED)
    assert "wire-2:1" not in [one.known.claim.id for one in archive.review_queue(on=DAY, known=DAY)]
    everything = archive.review_queue(on=DAY, known=DAY, reviewed=True)
    assert [[r.who for r in one.reviews] for one in everything if one.known.claim.id == "wire-2:1"] == [["ana"]]


@pytest.mark.parametrize("decision", [Decision.REJECT, Decision.RETRACT])
def test_a_claim_put_aside_no_longer_counts_from_that_day_on(archive: Archive, decision: Decision) -> None:
    before = holder(archive, date(2021, 8, 5))
    for claim in ("wire-0:1", "wire-1:1"):
        archive.review(claim, decision, who="ana", why="an old film", at=REVIEWED)
    assert holder(archive, date(2021, 8, 5)) == before
    assert before[0] == "state:SY"
    assert holder(archive, date(2021, 8, 6))[0] == "group:rebels"


def test_a_corrected_side_moves_the_map_from_that_day_on(archive: Archive) -> None:
    before = holder(archive, date(2021, 8, 5))
    for claim in ("wire-0:1", "wire-1:1"):
        archive.review(
            claim, Decision.CORRECT, who="ana", why="misread", at=REVIEWED, corrections={"actor_side": "group:rebels"}
        )
    assert holder(archive, date(2021, 8, 5)) == before
    assert holder(archive, date(2021, 8, 6))[0] == "group:rebels"


def test_a_corrected_place_moves_the_claim_to_it(archive: Archive) -> None:
    (made,) = archive.review(
        "wire-0:1", Decision.CORRECT, who="ana", why="misread", at=REVIEWED, corrections={"place": "Nasim"}
    )
    assert (made.old, made.new, made.place) == (KOBAR.id, NASIM.id, NASIM)
    assert [e.place.name for e in archive.who(on=DAY, known=date(2021, 8, 5))] == ["Kobar"]
    assert [e.place.name for e in archive.who(on=DAY, known=date(2021, 8, 6))] == ["Kobar", "Nasim"]


def test_the_last_word_of_a_ledger_may_be_a_review(archive: Archive) -> None:
    assert archive.newest_word() == date(2021, 8, 3)
    archive.review("wire-0:1", Decision.ACCEPT, who="ana", at=REVIEWED)
    assert archive.newest_word() == date(2021, 8, 6)


def test_a_decision_holds_for_the_copies_of_the_sentence(archive: Archive) -> None:
    text = "The army took the whole of Kobar at noon on Sunday, residents of the town told this agency. " * 2
    for name, publisher in (("x", "Wire"), ("y", "Paper")):
        report = make_report(name, text, publisher=publisher, published=datetime(2021, 8, 4, tzinfo=UTC))
        archive.ledger.add(report, [make_claim(report, source="residents", source_kind=SourceKind.WITNESS)])
    made = archive.review("x:1", Decision.REJECT, who="ana", why="misread", at=REVIEWED)
    assert sorted(one.claim_id for one in made) == ["x:1", "y:1"]
    alone = archive.review("x:1", Decision.ACCEPT, who="ana", at=REVIEWED, copies=False)
    assert [one.claim_id for one in alone] == ["x:1"]


@pytest.mark.parametrize(
    ("decision", "why", "corrections", "error"),
    [
        (Decision.REJECT, " ", {}, UsageError),
        (Decision.CORRECT, "x", {}, UsageError),
        (Decision.ACCEPT, "x", {"act": "holds"}, UsageError),
        (Decision.CORRECT, "x", {"act": "eats"}, UsageError),
        (Decision.CORRECT, "x", {"place": "Atlantis"}, PlaceError),
        (Decision.CORRECT, "x", {"place": "Twins"}, PlaceError),
    ],
)
def test_words_that_do_not_fit_are_refused(
    archive: Archive, decision: Decision, why: str, corrections: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        archive.review("wire-0:1", decision, who="ana", why=why, corrections=corrections)
    assert list(archive.ledger.reviews()) == []


def test_an_unknown_claim_is_named(archive: Archive) -> None:
    with pytest.raises(LedgerError, match="no claim nine:1 is kept"):
        archive.review("nine:1", Decision.ACCEPT, who="ana")


def test_the_queue_can_be_kept_to_new_reports_while_all_evidence_counts(archive: Archive) -> None:
    everything = {one.known.claim.id: one.moved for one in archive.review_queue(on=DAY, known=DAY)}
    new = {one.known.claim.id: one.moved for one in archive.review_queue(on=DAY, known=DAY, since=date(2021, 8, 3))}
    assert new == {"wire-2:1": everything["wire-2:1"]}
