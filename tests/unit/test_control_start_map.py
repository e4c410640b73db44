"""The tables that a user may give: a start map, and sides that belong together."""

from __future__ import annotations

from datetime import date

import pytest

from whoholds.control.start_map import Belonging, Start, merge_sides, read_sides, read_start_map
from whoholds.errors import InputError


def test_a_start_map_gives_the_holder_of_each_place() -> None:
    """Other columns and blank rows are left alone; the order and case of the columns do not matter."""
    lines = ["since,Place,note,holder\n", ",geonames:1,,state:AF\n", ",,,\n", "2021-07-01, Kunduz ,x,contested\n"]
    assert read_start_map(lines) == (
        Start("geonames:1", "state:AF", None, "", 2),
        Start("Kunduz", "contested", date(2021, 7, 1), "", 4),
    )


def test_namesakes_are_told_apart_by_country() -> None:
    rows = read_start_map(["place,holder,country\n", "Tripoli,a:1,LY\n", "Tripoli,a:2,lb\n"])
    assert [(row.country, row.holder) for row in rows] == [("LY", "a:1"), ("LB", "a:2")]


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (["place,side\n"], "start.csv is no start map: it has no column holder"),
        ([], "start.csv is no start map: it has no column place and no column holder"),
        (["place,holder\n", "Kunduz,\n"], "start.csv:2 names no holder"),
        (["place,holder\n", "A,x\n", "a,y\n"], "start.csv:3 gives a a second holder: x in line 2, y here"),
        (["place,holder,since\n", "A,x,July\n"], "start.csv:2: 'July' is no day"),
    ],
)
def test_a_broken_start_map_is_refused_with_the_line(lines: list[str], what: str) -> None:
    """What, why, and what to try."""
    with pytest.raises(InputError) as caught:
        read_start_map(lines, name="start.csv")
    assert str(caught.value).startswith(what)
    assert "try:" in str(caught.value)


def test_a_table_of_sides_says_what_belongs_to_what() -> None:
    rows = read_sides(["side,belongs_to,name\n", "group:militia,group:rsf,\n", "group:rsf,group:rsf,The RSF\n"])
    assert rows == (Belonging("group:militia", "group:rsf", "", 2), Belonging("group:rsf", "group:rsf", "The RSF", 3))


def test_sides_are_followed_to_the_end() -> None:
    assert merge_sides({"a": "b", "b": "c", "c": "c"}) == {"a": "c", "b": "c"}


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (["side\n"], "sides.csv is no table of sides: it has no column belongs_to"),
        (["side,belongs_to\n", "a,b\n", "a,c\n"], "sides.csv:3 gives a a second time"),
        (["side,belongs_to\n", ",c\n"], "sides.csv:2 names no side"),
    ],
)
def test_a_broken_table_of_sides_is_refused_with_the_line(lines: list[str], what: str) -> None:
    with pytest.raises(InputError) as caught:
        read_sides(lines, name="sides.csv")
    assert str(caught.value).startswith(what)


def test_a_circle_of_sides_is_refused() -> None:
    with pytest.raises(InputError, match="circle: a → b → a"):
        merge_sides({"a": "b", "b": "a"})
