"""One app for the tests of the web: a ledger of a few made reports, and a browser of sorts that keeps cookies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

from starlette.testclient import TestClient

from fakes import KOBAR, NASIM, make_claim, make_report
from whoholds.archive import Archive
from whoholds.gazetteer.interface import Gazetteer
from whoholds.intake.origins import SentenceCopies
from whoholds.ledger.interface import Ledger
from whoholds.ledger.sqlite import open_sqlite
from whoholds.model import Act, Factuality, Period, Report, SourceKind, Span, Unresolved
from whoholds.reading.pipeline import Reader
from whoholds.web.app import create_app
from whoholds.web.desk import Desk

ON = date(2021, 8, 3)


def fill(ledger: Ledger) -> None:
    """Four reports: the army takes Kobar, a copy of it, the rebels deny it, and a place that cannot be found."""
    first = make_report("wire-1", published=datetime(2021, 8, 1, 6, tzinfo=UTC))
    ledger.add(first, [make_claim(first, quote=Span(0, 44)), _lost(first)])
    copied = make_report(
        "paper-1", title="Kobar entered", publisher="Paper", published=datetime(2021, 8, 1, 9, tzinfo=UTC)
    )
    ledger.add(copied, [make_claim(copied, quote=Span(0, 44))])
    denial = make_report(
        "wire-2",
        "The rebels denied on Monday that they had lost Kobar. The rebels said they held Nasim.",
        title="Rebels deny",
        published=datetime(2021, 8, 2, 6, tzinfo=UTC),
    )
    ledger.add(denial, list(_denials(denial)))


def _lost(report: Report):
    return make_claim(report, 2, place=Unresolved("no gazetteer has it"), place_name="Wadi <b>Nowhere</b>")


def _denials(report: Report):
    on = Period.day(date(2021, 8, 2))
    said = {"source": "rebels", "source_kind": SourceKind.BELLIGERENT, "actor": "rebels", "side": "group:rebels"}
    yield make_claim(
        report, 1, act=Act.LOSES, factuality=Factuality.DENIED, when=on, quote=Span(0, 53), place=KOBAR, **said
    )
    yield make_claim(report, 2, act=Act.HOLDS, when=on, quote=Span(54, 85), place=NASIM, place_name="Nasim", **said)


def no_reader() -> Reader:
    raise AssertionError("no test of the web should open the language model")


def no_gazetteer() -> Gazetteer:
    """A gazetteer that knows no place."""
    return SimpleNamespace(find_candidates=lambda *_: (), place=lambda _: None)  # type: ignore[return-value]


@contextmanager
def open_desk(file: Path, *, writable: bool = True) -> Iterator[Desk]:
    """A desk over the ledger at ``file``, filled when it is new."""
    new = not file.exists()
    ledger = open_sqlite(file, copies=SentenceCopies())
    if new:
        fill(ledger)
    try:
        yield Desk(Archive(ledger, no_reader, no_gazetteer), file, writable=writable)
    finally:
        ledger.close()


def client_of(desk: Desk, *, token: str = "") -> TestClient:
    """A client on the machine itself; errors that nobody foresaw are raised in the test."""
    return TestClient(create_app(desk, token=token), base_url="http://127.0.0.1:8000", follow_redirects=False)


def csrf_of(page: str) -> str:
    """The seal that a page's forms carry."""
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found, "the page has no form of ours"
    return found[1]
