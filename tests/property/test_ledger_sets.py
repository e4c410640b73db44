"""The ledger is a function of the set of reports: laws checked on made-up sets, memory against SQLite."""

import random
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import KOBAR, NASIM, make_claim, make_report
from whoholds.intake.origins import SentenceCopies
from whoholds.ledger.interface import ClaimFilter, Ledger
from whoholds.ledger.memory import MemoryLedger
from whoholds.ledger.sqlite import open_sqlite
from whoholds.model import (
    Act,
    Claim,
    Decision,
    Factuality,
    KnownClaim,
    Period,
    Report,
    ReportKind,
    Review,
    SourceKind,
    Span,
    Unresolved,
)

# A rule that calls a sentence boilerplate from its fourth report on, so that small sets reach that edge.
RULE = SentenceCopies(rare=3)
SENTENCES = [
    f"Sentence number {word} of the story on the town." for word in ["one", "two", "three", "four", "five", "six"]
]
DAYS = [date(2021, 8, day) for day in range(1, 7)]
SPEAKERS = [
    ("narrator", SourceKind.NARRATOR),
    ("army", SourceKind.BELLIGERENT),
    ("Dana Aziz", SourceKind.OFFICIAL),
    ("Karim Nasser", SourceKind.OFFICIAL),
    ("residents", SourceKind.WITNESS),
]

reports = st.builds(
    make_report,
    report_id=st.sampled_from("abcdef"),
    text=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5, unique=True).map(" ".join),
    publisher=st.sampled_from(["Wire", "Paper"]),
    published=st.one_of(
        st.sampled_from(DAYS).map(lambda day: datetime(day.year, day.month, day.day, tzinfo=UTC)),
        st.just(Unresolved("no day")),
    ),
    kind=st.sampled_from([ReportKind.STORY] * 4 + [ReportKind.CORRECTION, ReportKind.KILL]),
    replaces=st.lists(st.sampled_from("abcdef"), max_size=2).map(tuple),
)


def claims_of(report: Report, seed: int) -> list[Claim]:
    """One to three claims that follow from the report alone, as a reader's would."""
    made = random.Random(f"{report.sha256}{seed}")  # noqa: S311 - not for secrets
    claims = []
    for number in range(made.randint(1, 3)):
        source, kind = made.choice(SPEAKERS)
        claims.append(
            make_claim(
                report,
                number,
                act=made.choice([Act.TAKES, Act.HOLDS]),
                place=made.choice([KOBAR, NASIM, Unresolved("no")]),
                when=made.choice([Period.day(made.choice(DAYS)), Unresolved("no"), Period(Unresolved("x"), DAYS[2])]),
                source=source,
                source_kind=kind,
                factuality=made.choice([Factuality.CERTAIN, Factuality.CERTAIN, Factuality.DENIED]),
                quote=Span(number, number + made.randint(5, 20)),
            )
        )
    return claims


CORRECTIONS = [
    ("place", KOBAR.id, KOBAR),
    ("place", NASIM.id, NASIM),
    ("place", "", None),
    ("when", "2021-08-02", None),
    ("when", "", None),
    ("act", "holds", None),
    ("actor_side", "group:x", None),
    ("source", "Dana Aziz", None),
    ("source_kind", "official", None),
    ("factuality", "denied", None),
]


def reviews_of(claim: str, at: datetime) -> st.SearchStrategy[Review]:
    plain = st.sampled_from([one for one in Decision if one is not Decision.CORRECT])
    return st.one_of(
        plain.map(lambda decision: Review(claim, decision, "ana", at, "why")),
        st.sampled_from(CORRECTIONS).map(
            lambda to: Review(claim, Decision.CORRECT, "ana", at, "why", to[0], "", to[1], to[2])
        ),
    )


def fill(ledger: Ledger, given_reports: list[Report]) -> Ledger:
    for report in given_reports:
        ledger.add(report, claims_of(report, 0))
    return ledger


def seen(ledger: Ledger, known: date | None = None) -> list[KnownClaim]:
    return list(ledger.claims(ClaimFilter(known=known)))


def seen_of_all(ledger: Ledger) -> object:
    """Everything that can be asked of a ledger, but how it came about."""
    kept = list(ledger.reports())
    links = [(ledger.copied(one.id), list(ledger.copies(one.id))) for one in kept]
    on_days = [seen(ledger, day) for day in (None, *DAYS)]
    return kept, links, on_days, list(ledger.places()), ledger.place_ids(), list(ledger.search("story two"))


@settings(max_examples=60, deadline=None)
@given(st.lists(reports, max_size=9), st.data())
def test_memory_and_sqlite_agree_on_everything(given_reports: list[Report], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        memory, sqlite = MemoryLedger(RULE), open_sqlite(Path(folder) / "l.sqlite", copies=RULE)
        for report in given_reports:
            claims = claims_of(report, 0)
            assert sqlite.add(report, claims) == memory.add(report, claims)
            if data.draw(st.booleans()):
                claim = data.draw(st.sampled_from([one.claim.id for one in seen(memory)]))
                day = data.draw(st.sampled_from(DAYS))
                at = datetime(day.year, day.month, day.day, tzinfo=UTC)
                review = data.draw(reviews_of(claim, at))
                memory.review(review)
                sqlite.review(review)
        assert seen_of_all(sqlite) == seen_of_all(memory)
        assert list(sqlite.reviews()) == list(memory.reviews())
        for only in (
            ClaimFilter(place_id=KOBAR.id),
            ClaimFilter(side="group:x", limit=2),
            ClaimFilter(source="dana", known=DAYS[3]),
            ClaimFilter(located=False, known=DAYS[2]),
            ClaimFilter(text="kobar", limit=3),
        ):
            assert list(sqlite.claims(only)) == list(memory.claims(only))
        assert sqlite.check() == ()
        sqlite.close()


@settings(max_examples=60, deadline=None)
@given(st.lists(reports, min_size=2, max_size=9), st.randoms(use_true_random=False))
def test_the_order_of_adding_never_matters(given_reports: list[Report], chance: random.Random) -> None:
    shuffled = chance.sample(given_reports, len(given_reports))
    with TemporaryDirectory() as folder:
        sqlite = fill(open_sqlite(Path(folder) / "l.sqlite", copies=RULE), shuffled)
        assert seen_of_all(sqlite) == seen_of_all(fill(MemoryLedger(RULE), given_reports))
        sqlite.close()


@settings(max_examples=100, deadline=None)
@given(st.lists(reports, max_size=8))
def test_adding_twice_equals_adding_once(given_reports: list[Report]) -> None:
    once, twice = fill(MemoryLedger(RULE), given_reports), fill(MemoryLedger(RULE), given_reports * 2)
    assert seen_of_all(once) == seen_of_all(twice)


@settings(max_examples=150, deadline=None)
@given(st.lists(reports, max_size=8), reports, st.sampled_from(DAYS))
def test_what_is_published_later_changes_nothing_known_before(
    given_reports: list[Report], late: Report, known: date
) -> None:
    ledger = fill(MemoryLedger(RULE), given_reports)
    before = seen(ledger, known)
    fill(ledger, [late])
    if isinstance(late.published, Unresolved) or late.published.date() > known:
        assert seen(ledger, known) == before


@settings(max_examples=25, deadline=None)
@given(st.lists(reports, max_size=8))
def test_filing_anew_by_another_rule_gives_what_that_rule_would_have_given(given_reports: list[Report]) -> None:
    with TemporaryDirectory() as folder:
        path, other = Path(folder) / "l.sqlite", SentenceCopies(rare=60, id="other@1")
        fill(open_sqlite(path, copies=RULE), given_reports).close()
        again = open_sqlite(path, copies=other)
        one_more = make_report("z", "Nothing that was said before.")
        fill(again, [one_more])
        assert seen_of_all(again) == seen_of_all(fill(MemoryLedger(other), [*given_reports, one_more]))
        again.close()
