"""The probability of each holder over time, as a small chart drawn by the server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from markupsafe import Markup

from whoholds.export.sides import GREY, Side, call
from whoholds.export.wording import put_short_day, tidy

WIDTH, HEIGHT = 480.0, 150.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 8.0, 8.0, 34.0
DASHES = ("", "6 3", "2 2", "8 3 2 3", "1 3")
"""Lines are told apart in grey by their dashes, in the order of the key."""
SEEN = 0.05
"""A side that was never likelier than this gets no line."""


@dataclass(frozen=True, slots=True)
class Course:
    """A side's probability on each day; ``key`` is ``contested`` for that of nobody holding the place alone."""

    key: str
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class History:
    """How an estimate ran from ``first`` on, from what is known now; ``heard`` are the days that evidence speaks of."""

    first: date
    courses: tuple[Course, ...]
    heard: tuple[date, ...]


def draw_chart(history: History, sides: Mapping[str, Side]) -> Markup:
    """The chart with its key and the same in words for those who cannot see it; nothing for fewer than two days."""
    shown = [course for course in history.courses if max(course.shares, default=0.0) > SEEN]
    days = len(shown[0].shares) if shown else 0
    if days < 2:
        return Markup("")
    lines = "".join(_line(number, course, sides) for number, course in enumerate(shown))
    drawn = (
        f'<svg class="chart" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" '
        f'aria-label="{escape(_spoken(history, shown, sides), quote=True)}">'
        f"{''.join(_grid())}{''.join(_ticks(history, days))}{lines}</svg>{_key(shown, sides)}"
    )
    return Markup(drawn)  # noqa: S704  every word in it was escaped


def _x(at: int, days: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * at / (days - 1)


def _y(share: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share)


def _grid() -> Iterator[str]:
    for percent in (0, 50, 100):
        y = _y(percent / 100)
        yield f'<path class="grid" d="M{LEFT:.0f} {y:.1f}H{WIDTH - RIGHT:.0f}"/>'
        yield f'<text class="tick" x="{LEFT - 5:.0f}" y="{y + 3.5:.1f}" text-anchor="end">{percent}%</text>'


def _ticks(history: History, days: int) -> Iterator[str]:
    """The first and last day under the axis, and a mark for each day that evidence speaks of."""
    for at, anchor in ((0, "start"), (days - 1, "end")):
        day = put_short_day(history.first + timedelta(days=at))
        yield f'<text class="tick" x="{_x(at, days):.1f}" y="{HEIGHT - 6:.0f}" text-anchor="{anchor}">{day}</text>'
    for heard in sorted(set(history.heard)):
        at = (heard - history.first).days
        if 0 <= at < days:
            yield f'<path class="heard" d="M{_x(at, days):.1f} {HEIGHT - BOTTOM + 3:.1f}v6"/>'


def _line(number: int, course: Course, sides: Mapping[str, Side]) -> str:
    days = len(course.shares)
    points = "L".join(f"{_x(at, days):.1f} {_y(share):.1f}" for at, share in _corners(course.shares))
    dashes = f' stroke-dasharray="{DASHES[number % len(DASHES)]}"' if number % len(DASHES) else ""
    return f'<path class="course" fill="none" stroke="{_hue(course, sides)}" stroke-width="2"{dashes} d="M{points}"/>'


def _corners(shares: Sequence[float]) -> Iterable[tuple[int, float]]:
    """The days on which a line bends: a long silence needs no point a day."""
    last = len(shares) - 1
    for at, share in enumerate(shares):
        straight = 0 < at < last and abs(shares[at - 1] + shares[at + 1] - 2 * share) < 1e-4
        if not straight:
            yield at, share


def _hue(course: Course, sides: Mapping[str, Side]) -> str:
    return sides[course.key].hue if course.key in sides else GREY


def _name(course: Course, sides: Mapping[str, Side]) -> str:
    if course.key == "contested":
        return "contested"
    return tidy(sides[course.key].name if course.key in sides else call(course.key, {}))


def _spoken(history: History, shown: Sequence[Course], sides: Mapping[str, Side]) -> str:
    last = history.first + timedelta(days=len(shown[0].shares) - 1)
    ends = ", ".join(f"{_name(one, sides)} from {one.shares[0]:.0%} to {one.shares[-1]:.0%}" for one in shown)
    return f"Probability from {put_short_day(history.first)} to {put_short_day(last)}: {ends}"


def _key(shown: Sequence[Course], sides: Mapping[str, Side]) -> str:
    def item(number: int, course: Course) -> str:
        dashes = f' stroke-dasharray="{DASHES[number % len(DASHES)]}"' if number % len(DASHES) else ""
        line = f'<path d="M1 6H23" fill="none" stroke="{_hue(course, sides)}" stroke-width="2.5"{dashes}/>'
        swatch = f'<svg class="swatch" viewBox="0 0 24 12" aria-hidden="true">{line}</svg>'
        return f"<li>{swatch}<bdi>{escape(_name(course, sides))}</bdi></li>"

    return f'<ul class="chart-key">{"".join(item(number, course) for number, course in enumerate(shown))}</ul>'
