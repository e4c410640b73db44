"""Score the reader on the gold reports with the scorer that counts, and fail below the floors kept in git.

``python -m benchmarks.evaluate --shared ../shared`` prints one table a file of ``gold/dev`` and one for all of them.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import itertools
import json
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

from whoholds.export.claims_json import report_json
from whoholds.gazetteer.compiled import open_gazetteer
from whoholds.intake.interface import Skipped
from whoholds.intake.sources import read_sources
from whoholds.reading.pipeline import Reader, open_reader

FLOORS = Path(__file__).with_name("floors.toml")
LEVELS = ("claim", "strict", "control", "full")
BINS = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def load_scorer(shared: Path) -> ModuleType:
    """The scorer of the workplace, as a module."""
    spec = importlib.util.spec_from_file_location("score_claims", shared / "eval" / "score_claims.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(shared / "eval" / "score_claims.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_all(path: Path, reader: Reader) -> dict[str, list[dict[str, Any]]]:
    """What the reader reads from a file of reports: claims by report id."""
    reports = (item for item in read_sources([str(path)], published=None) if not isinstance(item, Skipped))
    return {report.id: report_json(report, reader.read_claims(report))["claims"] for report in reports}


def show(name: str, result: dict[str, Any]) -> None:
    """One file's scores, a line a level and one for the slots."""
    print(f"\n{name}")
    for level in LEVELS:
        r = result[level]
        counts = f"({r['hits']} of {r['gold']} gold, {r['predicted']} read)"
        print(f"  {level:8} F1 {r['f1']:.3f}  P {r['precision']:.3f}  R {r['recall']:.3f}  {counts}")
    print("  slots    " + "  ".join(f"{slot} {value:.2f}" for slot, value in result["slots"].items()))


def show_reliability(gold: dict[str, Any], predicted: dict[str, Any], scorer: ModuleType) -> None:
    """Of the claims with a score, how many are right (a pair at level ``claim``), by score."""
    rows: list[tuple[float, bool]] = []
    for report_id, claims in predicted.items():
        paired = {j for _, j in scorer.pair(gold.get(report_id, []), claims, scorer.LEVELS["claim"])}
        rows += [(claim["score"], j in paired) for j, claim in enumerate(claims)]
    print("\nreliability of the score (claims read, mean score, share that pairs with a gold claim)")
    for low, high in itertools.pairwise(BINS):
        inside = [(score, right) for score, right in rows if low <= score < high]
        if inside:
            mean = sum(score for score, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            print(f"  {low:.1f}–{min(high, 1):.1f}  {len(inside):4}  {mean:.2f}  {share:.2f}")


def below_floor(result: dict[str, Any], floors: dict[str, float]) -> list[str]:
    """Each floor that a result does not reach, in words."""
    reached = {level: result[level]["f1"] for level in LEVELS} | result["slots"]
    return [
        f"{name} is {reached[name]:.3f}, its floor {floor:.3f}"
        for name, floor in floors.items()
        if reached[name] < floor
    ]


def digest(files: list[Path]) -> str:
    """The digest of the gold files that the floors were measured on."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def main() -> int:
    """Print the tables; 1 when a floor is not reached, 0 otherwise or when there is no gold to measure on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--part", default="dev", help="dev (floors apply) or train")
    parser.add_argument("--write", type=Path, help="also write what was read, as JSON lines")
    args = parser.parse_args()
    files = sorted((args.shared / "gold" / args.part).glob("*.jsonl"))
    if not files:
        print(f"make eval: skipped, no gold reports under {args.shared}/gold/{args.part}")
        return 0
    scorer, reader = load_scorer(args.shared), open_reader(open_gazetteer())
    gold: dict[str, Any] = {}
    predicted: dict[str, Any] = {}
    for file in files:
        own_gold = scorer.read(file)
        own = {key: [scorer.BLANK | claim for claim in claims] for key, claims in read_all(file, reader).items()}
        show(file.name, scorer.score(own_gold, own)[0])
        gold, predicted = gold | own_gold, predicted | own
    total = scorer.score(gold, predicted)[0]
    show(f"all of gold/{args.part}", total)
    show_reliability(gold, predicted, scorer)
    if args.write:
        lines = (json.dumps({"id": key, "claims": claims}, ensure_ascii=False) for key, claims in predicted.items())
        args.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return report_floors(total, files) if args.part == "dev" else 0


def report_floors(total: dict[str, Any], files: list[Path]) -> int:
    """Say whether the floors hold, and whether they were measured on these files."""
    table = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["reading"]
    if table["corpus"] != digest(files):
        print(f"\nnote: the gold files changed (digest {digest(files)}); the floors were measured on {table['corpus']}")
    failures = below_floor(total, table["floors"])
    for failure in failures:
        print(f"BELOW THE FLOOR: {failure}", file=sys.stderr)
    print("\nfloors hold" if not failures else "\nfloors do not hold")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
