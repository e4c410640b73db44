"""How sure we are that a claim was read right: a logistic score over features that a person can read.

The weights were fitted on annotated reports by ``scripts/fit_score.py``; each feature says which rule or
circumstance it stands for, so that a score can be taken apart again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from whoholds.model import Place
from whoholds.reading.claims import Cast, Heard

DISTANCES = (3, 6, 10, 16, 25)


def features_of(heard: Heard, parties: Cast) -> tuple[str, ...]:
    """The features that hold of a reading, sorted: rule, act, how far the place is, who was named, who says it."""
    event, toponym = heard.event, heard.event.toponym
    frame, role = event.how.split("/")
    verb = "verb" if event.trigger.tag_.startswith("VB") else "noun"
    found = {
        f"rule={event.how}",
        f"frame={frame}",
        f"role={role}",
        f"act={event.act}",
        f"word={event.trigger.lower_}",
        f"factuality={event.factuality}",
        f"trigger={verb}",
        f"part={toponym.part}",
        f"reach={_reach(heard)}",
        f"actor={'presumed' if parties.presumed else 'named'}",
        f"opponent={'named' if parties.opponent.name else 'none'}",
        f"place={'located' if isinstance(toponym.place, Place) else 'unlocated'}",
        f"anaphor={toponym.anaphor}",
        f"source={heard.statement.kind if heard.statement else 'narrator'}",
        f"dated={heard.timex is not None}",
    }
    return tuple(sorted(found))


def _reach(heard: Heard) -> int:
    """How many tokens lie between the act and the place, in steps; the last step also means another sentence."""
    event = heard.event
    tokens = event.parsed.tokens(event.toponym.span)
    if not tokens:
        return len(DISTANCES)
    apart = min(abs(token.i - event.trigger.i) for token in tokens)
    return sum(apart > step for step in DISTANCES)


@cache
def _fitted() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("score_weights.json").read_text(encoding="utf-8")
    fitted: dict[str, Any] = json.loads(text)
    return fitted


def least() -> float:
    """The score below which a reading is not worth telling, chosen when the weights were fitted."""
    return float(_fitted()["least"])


def score(features: Iterable[str]) -> float:
    """The probability that a claim with these features is right (0–1), to three places."""
    weights: Mapping[str, float] = _fitted()["weights"]
    total = weights["bias"] + math.fsum(weights.get(feature, 0.0) for feature in features)
    return round(1 / (1 + math.exp(-total)), 3)
