"""Reports about places whose true course is known: the generator of ``benchmarks/control.py``, and what it assumes.

Assumptions (each a figure in ``World``; none is learned from the estimator):
 1. A side that takes a place says so in three of four cases; a quarter of these boasts come early, by four days on
    average. Places near fighting also see boasts that are false.
 2. The other side denies three in ten true claims and six in ten false ones. It admits a loss in a third of cases, days
    later.
 3. A witness or correspondent tells of a third of the changes, a monitor of half, the press in its own voice of half.
    A false boast is taken up by the press in its own voice in a fifth of cases.
 4. Whatever is said is copied: by five further outlets on average, within four days, false boasts as true ones.
 5. The reader puts 6 % of statements on another place and turns 3 % round to the other side.
 6. One report in ten is published ten to forty days late.
 7. Holders say that they hold a place, more often when it is fought over; the press does so too. Who lost a place goes
    on saying that it holds it in three of ten cases.
 8. Contested places see reports of clashes every week, held ones near a change of hands a quarter as many, and all of
    these strikes and assaults.
The same seed gives the same reports. Days are those of the trajectories.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from whoholds.model import (
    Act,
    Attribution,
    Claim,
    Factuality,
    Interest,
    KnownClaim,
    Part,
    Period,
    Place,
    PlaceKind,
    SourceKind,
    Span,
)

UA, RU, CONTESTED = "state:UA", "state:RU", "contested"
OTHER = {UA: RU, RU: UA}
STATUS = {"Ukraine": UA, "Ukraine?": UA, "Russia": RU, "Luhansk PR": RU, "Donetsk PR": RU}
END = date(2024, 8, 17)
UNLOCATED = (0.1, 0.1)
"""Coordinates of a course that the list gives none for."""


@dataclass(frozen=True, slots=True)
class Course:
    """What was true of one place: one status a day from ``first`` on (a side, or contested)."""

    place: Place
    first: date
    status: tuple[str, ...]

    def on(self, day: date) -> str:
        """The status of a day, that of the nearest end outside."""
        return self.status[min(max((day - self.first).days, 0), len(self.status) - 1)]


@dataclass(frozen=True, slots=True)
class World:
    """The figures of the assumptions above."""

    claims_capture: float = 0.75
    early: float = 0.25
    early_days: float = 4.0
    false_boasts_per_day_near_fighting: float = 0.03
    denies_true: float = 0.3
    denies_false: float = 0.6
    admits: float = 0.35
    witness: float = 0.3
    monitor: float = 0.5
    press: float = 0.5
    press_takes_up_false: float = 0.2
    copies: float = 5.0
    wrong_place: float = 0.06
    wrong_side: float = 0.03
    late: float = 0.1
    holds_per_day: float = 0.004
    holds_per_day_fought: float = 0.03
    clashes_per_day: float = 0.15
    clashes_when_held: float = 0.25
    strikes_per_day: float = 0.05
    clings: float = 0.3


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody says something about a place, before outlets copy it and readers misread it."""

    act: Act
    actor: str
    opponent: str
    about: date
    delay: int
    role: str
    denied: bool = False


def read_courses(path: Path) -> tuple[Course, ...]:
    """The trajectories of the places in a status list, by name; statuses other than a side's count as contested."""
    rows: dict[str, list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            rows.setdefault(row["name"].strip(), []).append(row)
    return tuple(_course(name, rows[name]) for name in sorted(rows))


def _course(name: str, rows: list[dict[str, str]]) -> Course:
    changes = sorted((date.fromisoformat(r["date"]), STATUS.get(r["to"].strip(), CONTESTED)) for r in rows)
    first = changes[0][0]
    status: list[str] = []
    for (day, what), (following, _) in zip(changes, [*changes[1:], (END + timedelta(days=1), "")], strict=True):
        status += [what] * (following - day).days
    located = next((r for r in rows if r["lat"]), None)
    lat, lon = (float(located["lat"]), float(located["lon"])) if located else UNLOCATED
    return Course(Place(f"truth:{name}", name, PlaceKind.SETTLEMENT, "UA", "", lat, lon), first, tuple(status))


def find_flips(status: tuple[str, ...]) -> list[tuple[int, str]]:
    """Index and new side of each change of hands; a contest between two sides' days belongs to no side."""
    flips, holder = [], ""
    for i, what in enumerate(status):
        if what != CONTESTED and what != holder:
            if holder:
                flips.append((i, what))
            holder = what
    return flips


def simulate(courses: tuple[Course, ...], *, seed: int, world: World | None = None) -> dict[str, list[KnownClaim]]:
    """The claims that a reader would have found, by the id of the place that it put them on."""
    world = world or World()
    claims: dict[str, list[KnownClaim]] = {c.place.id: [] for c in courses}
    places = [c.place for c in courses]
    for course in courses:
        chance = random.Random(f"{seed}:{course.place.name}")
        for number, statement in enumerate(_statements(course, chance, world)):
            origin = f"{course.place.name}:{number}"
            for claim in _publish(statement, course, places, origin, chance, world):
                claims[claim.claim.place_id].append(claim)
    return claims


def _statements(course: Course, chance: random.Random, world: World) -> Iterator[Statement]:
    flips = dict(find_flips(course.status))
    first = next((s for s in course.status if s != CONTESTED), CONTESTED)
    if course.status[0] == CONTESTED and first != CONTESTED:
        flips[course.status.index(first)] = first
    fought = _fought_days(course, flips)
    holder = first
    for i, what in enumerate(course.status):
        day = course.first + timedelta(days=i)
        if i in flips:
            yield from _change(flips[i], day, chance, world)
        holder = what if what != CONTESTED else holder
        yield from _ordinary(what, holder, day, fought[i], chance, world)


def _fought_days(course: Course, flips: dict[int, str]) -> list[bool]:
    """Whether a place is contested that day, or near a change of hands."""
    near = {j for i in flips for j in range(i - 20, i + 40)}
    return [what == CONTESTED or i in near for i, what in enumerate(course.status)]


def _change(side: str, day: date, chance: random.Random, world: World) -> Iterator[Statement]:
    loser = OTHER[side]
    if chance.random() < world.claims_capture:
        early = chance.random() < world.early
        shift = -1 - int(chance.expovariate(1 / world.early_days)) if early else chance.choice((0, 0, 0, 1, 2))
        said = day + timedelta(days=shift)
        yield Statement(Act.TAKES, side, loser, said, 0, "own")
        if chance.random() < world.denies_true:
            yield Statement(Act.TAKES, side, loser, said, chance.choice((0, 1, 2)), "adversary", denied=True)
    if chance.random() < world.admits:
        yield Statement(Act.LOSES, loser, side, day, chance.randint(1, 10), "own")
    elif chance.random() < world.clings:
        yield Statement(Act.HOLDS, loser, side, day + timedelta(days=chance.randint(0, 6)), 0, "own")
    for role, often, latest in (
        ("witness", world.witness, 3),
        ("monitor", world.monitor, 5),
        ("press", world.press, 5),
    ):
        if chance.random() < often:
            delay = chance.randint(0, latest)
            yield Statement(
                Act.TAKES, side, loser, day + timedelta(days=chance.choice((0, 0, min(1, delay)))), delay, role
            )


def _ordinary(
    what: str, holder: str, day: date, fought: bool, chance: random.Random, world: World
) -> Iterator[Statement]:
    if holder not in OTHER:
        return
    rival = OTHER[holder]
    if fought and chance.random() < world.false_boasts_per_day_near_fighting:
        yield Statement(Act.TAKES, rival, holder, day, 0, "own")
        if chance.random() < world.denies_false:
            yield Statement(Act.TAKES, rival, holder, day, chance.choice((0, 1, 2)), "adversary", denied=True)
        if chance.random() < world.press_takes_up_false:
            yield Statement(Act.TAKES, rival, holder, day, chance.randint(0, 2), "press")
    holds = world.holds_per_day_fought if fought else world.holds_per_day
    if what != CONTESTED and chance.random() < holds:
        yield Statement(Act.HOLDS, holder, rival, day, 0, chance.choice(("own", "own", "press", "adversary")))
    if fought and chance.random() < world.clashes_per_day * (1.0 if what == CONTESTED else world.clashes_when_held):
        yield Statement(
            Act.CLASHES, rival, holder, day, chance.randint(0, 1), chance.choice(("press", "monitor", "own"))
        )
    if fought and chance.random() < world.strikes_per_day:
        act = chance.choice((Act.STRIKES, Act.ATTACKS, Act.REPELS))
        yield Statement(act, *((holder, rival) if act is Act.REPELS else (rival, holder)), day, 0, "own")


def _publish(
    said: Statement, course: Course, places: list[Place], origin: str, chance: random.Random, world: World
) -> Iterator[KnownClaim]:
    """The statement in its outlets: first the one that heard it, then the copies."""
    place = chance.choice(places) if chance.random() < world.wrong_place else course.place
    turned = chance.random() < world.wrong_side
    late = chance.randint(10, 40) if chance.random() < world.late else 0
    outlets = 1 + int(chance.expovariate(1.0 / world.copies))
    for number in range(outlets):
        published = said.about + timedelta(days=said.delay + late + (chance.randint(0, 4) if number else 0))
        claim = _claim(said, place, f"{origin}:{number}", turned=turned)
        yield KnownClaim(claim, f"outlet {number}", datetime.combine(published, time(6), UTC), origin)


def _claim(said: Statement, place: Place, name: str, *, turned: bool) -> Claim:
    actor, opponent = (said.opponent, said.actor) if turned else (said.actor, said.opponent)
    return Claim(
        id=name,
        report_id=f"report {name}",
        act=said.act,
        actor=actor,
        actor_side=actor,
        opponent=opponent,
        opponent_side=opponent,
        place_name=place.name,
        place=place,
        part=Part.WHOLE,
        country="UA",
        when=Period.day(said.about),
        attribution=_speaker(said),
        factuality=Factuality.DENIED if said.denied else Factuality.CERTAIN,
        quote=Span(0, 0),
        place_span=None,
        time_span=None,
        score=1.0,
        made_by="simulation",
    )


def _speaker(said: Statement) -> Attribution:
    kind, interest, side = {
        "own": (SourceKind.BELLIGERENT, Interest.OWN, said.actor),
        "adversary": (SourceKind.BELLIGERENT, Interest.ADVERSARY, said.opponent),
        "witness": (SourceKind.WITNESS, Interest.INDEPENDENT, ""),
        "monitor": (SourceKind.MONITOR, Interest.INDEPENDENT, ""),
        "press": (SourceKind.NARRATOR, Interest.NARRATOR, ""),
    }[said.role]
    return Attribution(said.role, kind, interest, side=side)
