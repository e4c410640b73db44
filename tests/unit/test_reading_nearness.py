"""Circles that words mean: how far from a place, in which direction, how sure."""

from math import isclose

import pytest
from test_reading_places import one, toponyms

from whoholds.export.evidence import reading_of
from whoholds.model import Place, PlaceKind, Report, Unresolved
from whoholds.reading.pipeline import Reader
from whoholds.reading.place_nearness import EDGE_KM, NEAR_KM, nearness_of, point_at

ORIGIN = Place("t:1", "Zabqin", PlaceKind.SETTLEMENT, "SY", "", 36.0, 38.0)
DEGREE_KM = 111.19


@pytest.mark.parametrize(
    ("before", "north_km", "east_km", "radius"),
    [
        ("Tanks stood 20 km north of ", 20, 0, 8.0),
        ("They took a village some 10 kilometres (6 miles) east of ", 0, 10, 4.0),
        ("They took a village 10 miles south-west of the city of ", -11.38, -11.38, 6.4),
        ("clashes about twenty kilometers northeast of ", 14.14, 14.14, 8.0),
        ("a base 5 km to the west of ", 0, -5, 2.0),
        ("the army is four kilometres from ", 0, 0, 5.0),
        ("a checkpoint 2km away from ", 0, 0, 2.5),
        ("Shells fell near ", 0, 0, NEAR_KM),
        ("They fought on the northern outskirts of ", 0, 0, EDGE_KM),
        ("They advanced south of ", 0, 0, NEAR_KM),
    ],
)
def test_distance_and_direction_give_a_circle(before: str, north_km: float, east_km: float, radius: float) -> None:
    near = nearness_of(f"{before}Zabqin", len(before), ORIGIN)
    assert near is not None
    assert isclose((near.lat - 36.0) * DEGREE_KM, north_km, abs_tol=0.1)
    assert isclose((near.lon - 38.0) * DEGREE_KM * 0.809, east_km, abs_tol=0.1)
    assert near.radius_km == radius


@pytest.mark.parametrize("before", ["They took ", "They killed 20 in ", "It is 4,250 km from ", "20 km on. In ", ""])
def test_other_words_mean_the_place_itself(before: str) -> None:
    assert nearness_of(f"{before}Zabqin", len(before), ORIGIN) is None


def test_the_circle_crosses_the_date_line() -> None:
    assert point_at(0.0, 179.9, km=100, bearing=90)[1] == pytest.approx(-179.2, abs=0.01)


def test_a_toponym_carries_its_circle() -> None:
    near = one("In Syria tanks stood 20 km north of Manbij.", "Manbij").near
    assert near is not None
    assert near.lat == pytest.approx(36.708, abs=0.01)
    assert near.words == "20 km north of"
    assert all(t.near is None for t in toponyms("In Syria tanks entered Manbij."))


def test_a_claim_carries_the_circle_and_is_told_in_the_reports_words(reader: Reader) -> None:
    text = "In Syria, the army captured a village 20 km north of Manbij on Friday."
    [claim] = reader.read_claims(Report("r", text, "", "", Unresolved("none")))
    assert claim.near is not None
    assert (claim.near.words, claim.near.radius_km) == ("20 km north of", 8.0)
    assert "(“20 km north of”)" in reading_of(claim)
