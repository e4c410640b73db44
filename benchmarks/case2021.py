"""Which snippets of news tell that a place changed hands: the reader against the labels of CASE 2021.

``python -m benchmarks.case2021 --shared ../shared`` reads the snippets of ``data/events/case2021-odd.jsonl`` (kept out
of the repository). A snippet counts as territorial when the reader finds that somebody takes or loses a place, surely
or hedged; truth is one of the three labels of territory. Fails below the floor kept in git.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.floors import tell_low
from whoholds.gazetteer.compiled import open_gazetteer
from whoholds.model import Act, Factuality, Report
from whoholds.reading.pipeline import Reader, open_reader

TERRITORY = ("GOV_REGAINS_TERIT", "NON_STATE_ACTOR_OVERTAKES_TER", "NON_VIOL_TERRIT_TRANSFER")
GOAL = 0.80
"""Set by issue 7; its regular expression reaches .69."""
PUBLISHED = datetime(2019, 6, 30, tzinfo=UTC)  # the snippets have no day; none of the answers depends on it


def tells_of_territory(text: str, reader: Reader) -> bool:
    """Whether the reader finds a place taken or lost, surely or perhaps."""
    claims = reader.read_claims(Report("snippet", text, "", "", PUBLISHED))
    told = (claim for claim in claims if claim.factuality in (Factuality.CERTAIN, Factuality.HEDGED))
    return any(claim.act in (Act.TAKES, Act.LOSES) for claim in told)


def measure(snippets: list[dict[str, str]], tells: Callable[[str], bool]) -> dict[str, float]:
    """Precision, recall and F1 (0 to 1) over the snippets, and the counts behind them."""
    pairs = [(tells(snippet["text"]), snippet["label"] in TERRITORY) for snippet in snippets]
    hits = sum(told and true for told, true in pairs)
    told, true = sum(told for told, _ in pairs), sum(true for _, true in pairs)
    precision, recall = hits / max(told, 1), hits / max(true, 1)
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return {"precision": precision, "recall": recall, "f1": f1, "hits": hits, "told": told, "true": true}


def main() -> int:
    """Print the scores, and with ``--errors`` each snippet that was judged wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--errors", action="store_true", help="print the snippets that were judged wrong")
    args = parser.parse_args()
    path = args.shared / "data" / "events" / "case2021-odd.jsonl"
    if not path.exists():
        print(f"skipped: no snippets at {path}; try --shared DIRECTORY", file=sys.stderr)
        return 0
    snippets = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    reader = open_reader(open_gazetteer())
    found = measure(snippets, lambda text: tells_of_territory(text, reader))
    print("territory  F1 {f1:.3f}  P {precision:.3f}  R {recall:.3f}  ({hits} of {true}, {told} told)".format(**found))
    print(f"goal {GOAL}; a regular expression reaches .69 (issue 7)")
    if args.errors:
        for snippet in snippets:
            if tells_of_territory(snippet["text"], reader) != (snippet["label"] in TERRITORY):
                print(f"{snippet['label']:30} {snippet['text'][:200]}")
    return tell_low("events", {"f1": round(found["f1"], 3)})


if __name__ == "__main__":
    raise SystemExit(main())
