"""What the tests of the command line share: the command as a function, and one ledger read for the session."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import EXAMPLES, Run, run_whoholds


@pytest.fixture(scope="session")
def whoholds() -> Run:
    """The command line as a function."""
    return run_whoholds


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of example reports."""
    return EXAMPLES


@pytest.fixture(scope="session")
def example_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger into which the example reports were added once; tests must not write to it."""
    ledger = tmp_path_factory.mktemp("ledger") / "examples.sqlite"
    ran = run_whoholds("add", EXAMPLES, "--ledger", ledger)
    assert ran.code == 0, ran.err
    return ledger
