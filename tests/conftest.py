"""What several tests share: one reader, opened once."""

import pytest

from whoholds.reading.pipeline import Reader, open_reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The shipped language model with the shipped gazetteer."""
    from whoholds.gazetteer.compiled import open_gazetteer

    return open_reader(open_gazetteer())
