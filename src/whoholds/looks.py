"""What a user was told last, so that `whoholds changes --since last` can say what is news since.

It is kept beside the user's other state, not in the ledger: it is about who looks, not about what was reported.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from whoholds.model import Estimate, Place, PlaceKind, Status, Unresolved

VERSION = 1


@dataclass(frozen=True, slots=True)
class Look:
    """What was said of a day, judged from another: all estimates, by place name.

    ``told`` are the claims that deny or were retracted, as far as that was told by then.
    """

    on: date
    known: date
    estimates: tuple[Estimate, ...]
    told: frozenset[str] = frozenset()


def look_path(ledger: Path) -> Path:
    """Where the last look at a ledger is kept."""
    from platformdirs import user_state_path

    name = hashlib.sha256(os.fsencode(ledger.resolve())).hexdigest()[:24]
    return user_state_path("whoholds") / "looks" / f"{name}.json"


def read_look(path: Path) -> Look | None:
    """The last look, ``None`` where there was none or what is kept of it cannot be read: then all is news."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["version"] != VERSION:
            return None
        on, known = date.fromisoformat(kept["on"]), date.fromisoformat(kept["known"])
        estimates = tuple(_estimate(row, on, known) for row in kept["estimates"])
        return Look(on, known, estimates, frozenset(map(str, kept["told"])))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def write_look(path: Path, look: Look) -> None:
    """Keep a look in place of the one before; raises ``OSError``."""
    rows = [_row(estimate) for estimate in look.estimates]
    days = {"on": look.on.isoformat(), "known": look.known.isoformat()}
    kept = {"version": VERSION, **days, "estimates": rows, "told": sorted(look.told)}
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    partial.replace(path)


def _row(estimate: Estimate) -> list[Any]:
    place = estimate.place
    where = [place.id, place.name, place.kind, place.country, place.admin1, place.lat, place.lon, place.population]
    said = [estimate.status, estimate.holder, estimate.probability, estimate.contested, estimate.holders]
    return [
        where,
        *said,
        estimate.origins,
        *map(_day_to_text, (estimate.since, estimate.last_evidence)),
        estimate.claimed_by,
    ]


def _estimate(row: Sequence[Any], on: date, known: date) -> Estimate:
    where, status, holder, probability, contested, holders, origins, since, last, claimed_by = row
    place_id, name, kind, *rest = where
    return Estimate(
        Place(place_id, name, PlaceKind(kind), *rest),
        on,
        known,
        Status(status),
        holder,
        probability,
        contested,
        tuple((side, share) for side, share in holders),
        origins,
        _day_of(since),
        _day_of(last),
        tuple(claimed_by),
    )


def _day_to_text(day: date | Unresolved) -> list[str]:
    return ["no day", day.reason] if isinstance(day, Unresolved) else ["day", day.isoformat()]


def _day_of(kept: Sequence[str]) -> date | Unresolved:
    return date.fromisoformat(kept[1]) if kept[0] == "day" else Unresolved(kept[1])
