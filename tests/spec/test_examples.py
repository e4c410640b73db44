"""Each example of the manual holds: these words give these claims, and words that give none give none."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from whoholds.export.claims_json import claim_json
from whoholds.model import Report
from whoholds.reading.pipeline import Reader

EXAMPLES = tomllib.loads(Path(__file__).with_name("examples.toml").read_text(encoding="utf-8"))["example"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["text"][:60])
def test_the_words_give_the_claims(example: dict[str, Any], reader: Reader) -> None:
    published = datetime.combine(example["published"], datetime.min.time(), UTC)
    report = Report("example", example["text"], "", "", published)
    read = [claim_json(claim, report) for claim in reader.read_claims(report)]
    for wanted in example["claims"]:
        fits = [claim for claim in read if all(claim[field] == value for field, value in wanted.items())]
        assert fits, f"wanted {wanted}, read {[{k: c[k] for k in wanted} for c in read]}"
    if not example["claims"]:
        assert not read
