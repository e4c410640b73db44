"""Whatever words come in whatever order, reading ends, and every claim stands in its report."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whoholds.model import Report
from whoholds.reading.pipeline import Reader

WORDS = (
    "army rebels Kunduz Aleppo captured seized by the said according to a spokesman Monitor : claim confirmed denied "
    'that they had held town of near , . " “ ” — which was reported shelled forces after Sunday 2015 not if besieged '
    "control fell withdrew from who is in and Russian-backed \n\n ( ) ; ' statement it"
)

jumbles = st.lists(st.sampled_from(WORDS.split(" ")), min_size=1, max_size=45).map(" ".join)


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=jumbles, title=jumbles)
def test_any_jumble_of_wire_words_is_read(reader: Reader, text: str, title: str) -> None:
    report = Report("r", text, title, "", datetime(2031, 5, 4, tzinfo=UTC))
    for claim in reader.read_claims(report):
        assert 0 <= claim.quote.start < claim.quote.end <= len(text)
        assert claim.quote.of(text).strip()
