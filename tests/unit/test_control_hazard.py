"""The hazard: how certainty fades."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from whoholds.control.hazard import Fronts, Hazard, Tempo, distance_factor, regional_tempo
from whoholds.control.table import read_table, standard_table

PARTIES = ("", "group:a", "group:b")


def test_the_distance_factor_gives_back_the_measured_share_in_thirty_days() -> None:
    """3.3 % of places 6 to 10 km from the other side changed hands in thirty days."""
    assert 1 - (1 - (1 - np.exp(-distance_factor(8.0)))) ** 30 == pytest.approx(0.033, abs=1e-3)
    assert [distance_factor(km) > distance_factor(km * 3) for km in (1, 4, 10)] == [True] * 3
    assert distance_factor(500.0) == distance_factor(39.0)


def test_every_row_of_a_days_matrix_sums_to_one() -> None:
    """At rest, fought over, near the front, at a tempo that runs into the cap."""
    for words in ({"activity": 0.0}, {"activity": 1.0}, {"activity": 1.0, "tempo": 500.0, "km": {"group:a": 1.0}}):
        step = Hazard().matrix(PARTIES, **words)  # type: ignore[arg-type]
        assert step.sum(axis=1) == pytest.approx(np.ones(7))
        assert (step >= 0).all()


def test_the_hazard_is_capped() -> None:
    """Nobody loses a place with more than 0.3 a day."""
    rates = Hazard().rates(PARTIES, activity=1.0, tempo=1e6)
    assert (rates.sum(axis=1) * (1 + Hazard().to_contested)).max() == pytest.approx(0.3)


def test_one_more_name_makes_a_place_no_less_safe() -> None:
    """Parties at no known distance share the rate."""
    few = Hazard().rates(PARTIES, activity=0.0)[1].sum()
    many = Hazard().rates((*PARTIES, "group:c", "group:d"), activity=0.0)[1].sum()
    assert few == pytest.approx(many)


def test_a_near_side_is_more_dangerous_than_one_at_no_known_distance() -> None:
    """Two kilometres from b."""
    rates = Hazard().rates(PARTIES, activity=0.0, km={"group:b": 2.0})
    assert rates[1, 2] > 10 * rates[1, 0]


def test_tempo_and_fronts_hold_from_their_day_on() -> None:
    """And nothing is known before the first."""
    tempo = Tempo((date(2022, 3, 1), date(2022, 6, 1)), (4.0, 1.5))
    assert [tempo.on(date(2022, m, 2)) for m in (2, 3, 7)] == [1.0, 4.0, 1.5]
    fronts = Fronts((date(2022, 3, 1),), ({"group:a": 3.0},))
    assert [fronts.on(date(2022, m, 2)) for m in (2, 3)] == [{}, {"group:a": 3.0}]


def test_the_tempo_starts_at_one_and_forgets_in_ninety_days() -> None:
    """Gamma–Poisson: five expected changes are worth the prior."""
    assert regional_tempo(0, 0) == 1.0
    assert regional_tempo(20, 5) == pytest.approx(2.5)
    assert regional_tempo(20, 5, gap=90.0) == pytest.approx(15 / 7.5)


def test_the_table_says_where_every_row_comes_from_and_has_its_best_state_at_zero() -> None:
    """Rows are relative to their best state."""
    for key, row in standard_table().rows.items():
        assert row.source in ("measured", "set", "fitted"), key
        assert max(row.values) == 0.0, key


def test_a_short_row_is_refused() -> None:
    """Five states, five figures."""
    from importlib import resources

    text = resources.files("whoholds.control").joinpath("evidence_table.toml").read_text("utf-8")
    with pytest.raises(ValueError, match="not enough values"):
        read_table(text.replace("[-1.4, -2.2, -1.0, 0.0, -4.5]", "[-1.4, -2.2]"))
