"""What the tests of the web share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import client_of, open_desk
from starlette.testclient import TestClient

from whoholds.web.desk import Desk


@pytest.fixture(scope="session")
def read_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that tests only read."""
    with open_desk(tmp_path_factory.mktemp("web") / "ledger.sqlite") as desk:
        yield desk


@pytest.fixture
def reading(read_desk: Desk) -> TestClient:
    """A client of it."""
    return client_of(read_desk)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk of the test's own, to be written to."""
    with open_desk(tmp_path / "ledger.sqlite") as made:
        yield made


@pytest.fixture
def client(desk: Desk) -> TestClient:
    """A client of it."""
    return client_of(desk)
