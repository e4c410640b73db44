"""What a step of a handle of time costs the server: which days it is judged from, and what the changes are then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from serving import ON

from whoholds.archive import Archive
from whoholds.model import Estimate
from whoholds.web.desk import Desk

DAY = timedelta(days=1)


@pytest.fixture
def judged_from(monkeypatch: pytest.MonkeyPatch) -> set[date]:
    """The days judged from that an archive is asked about."""
    asked: set[date] = set()
    who = Archive.who

    def note(archive: Archive, place: str = "", *, on: date, known: date) -> tuple[Estimate, ...]:
        asked.add(known)
        return who(archive, place, on=on, known=known)

    monkeypatch.setattr(Archive, "who", note)
    return asked


def test_moving_the_situation_judges_from_no_new_day(desk: Desk, judged_from: set[date]) -> None:
    for back in range(5):
        desk.changes(ON - (back + 1) * DAY, ON - back * DAY, ON)
    assert judged_from == {ON, ON - DAY}


def test_moving_what_is_known_judges_from_one_new_day_a_step(desk: Desk, judged_from: set[date]) -> None:
    for back in range(3):
        desk.changes(ON - DAY, ON, ON - back * DAY)
    assert judged_from == {ON - back * DAY for back in range(4)}


@pytest.mark.parametrize("back", [0, 1, 2])
def test_changes_since_the_day_before_are_those_of_the_command_line(desk: Desk, back: int) -> None:
    """Where both handles are on one day: each day is judged from what was known on it."""
    on = ON - back * DAY
    assert desk.changes(on - DAY, on, on) == desk.archive.changes(since=on - DAY, on=on)


def test_a_day_in_hindsight_is_compared_with_the_day_before_in_hindsight(desk: Desk) -> None:
    """Kobar's fall on the first is no news of the second, though nothing was known of it on the day before."""
    first, second = (desk.changes(day - DAY, day, ON + 30 * DAY) for day in (date(2021, 8, 1), date(2021, 8, 2)))
    assert "Kobar" in [one.place.name for one in first if one.kind == "now"]
    assert "first report" not in " ".join(one.what for one in second if one.place.name == "Kobar")
