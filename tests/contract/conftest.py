"""Each ledger in turn, which must be sound after every test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from whoholds.intake.origins import SentenceCopies
from whoholds.ledger.interface import Ledger
from whoholds.ledger.memory import MemoryLedger
from whoholds.ledger.sqlite import open_sqlite

MAKERS: dict[str, Callable[[Path], Ledger]] = {
    "memory": lambda _: MemoryLedger(SentenceCopies()),
    "sqlite": lambda folder: open_sqlite(folder / "ledger.sqlite", copies=SentenceCopies()),
}


@pytest.fixture(params=sorted(MAKERS))
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    opened = MAKERS[request.param](tmp_path)
    yield opened
    assert opened.check() == ()
    opened.close()
