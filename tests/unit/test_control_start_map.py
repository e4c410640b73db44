"""The start map that a user may give."""

from __future__ import annotations

import pytest

from whoholds.control.start_map import read_start_map
from whoholds.errors import InputError


def test_a_start_map_gives_the_side_of_each_place() -> None:
    """Other columns are left alone."""
    lines = ["place,note,side\n", "geonames:1,,state:AF\n", "Kunduz,x,contested\n"]
    assert read_start_map(lines) == {"geonames:1": "state:AF", "Kunduz": "contested"}


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (["place,holder\n"], "start.csv is no start map: it has no column side"),
        ([], "start.csv is no start map: it has no column place and no column side"),
        (["place,side\n", "Kunduz,\n"], "start.csv:2 names no side"),
        (["place,side\n", "A,x\n", "A,y\n"], "start.csv:3 gives A a second side: x before, y here"),
    ],
)
def test_a_broken_start_map_is_refused_with_the_line(lines: list[str], what: str) -> None:
    """What, why, and what to try."""
    with pytest.raises(InputError) as caught:
        read_start_map(lines, name="start.csv")
    assert str(caught.value).startswith(what)
    assert "try:" in str(caught.value)
