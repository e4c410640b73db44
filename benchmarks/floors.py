"""The floors kept in git: what a bench reached before, which no change may lose."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.toml")


def tell_low(table: str, reached: Mapping[str, float]) -> int:
    """Name on stderr each floor of ``table`` that was measured and not reached; 1 when there is one, else 0."""
    floors: dict[str, float] = tomllib.loads(FLOORS.read_text(encoding="utf-8")).get(table, {})
    low = [name for name, floor in floors.items() if name in reached and reached[name] < floor]
    for name in low:
        print(f"BELOW THE FLOOR: {table} {name} is {reached[name]:.3f}, its floor {floors[name]:.3f}", file=sys.stderr)
    print("floors do not hold" if low else f"floors of {table} hold ({len(floors.keys() & reached.keys())} measured)")
    return 1 if low else 0
