"""Fit the weights of ``reading/scoring.py`` on the annotated reports of ``gold/train``; nothing of their text is kept.

``python scripts/fit_score.py`` reads every train report with the filter open, marks each reading right or wrong by the
scorer's pairs, fits an L2-regularised logistic regression by Newton's method, chooses the least score by
five-fold cross-validation over reports, and writes ``score_weights.json``: numbers for rules and circumstances.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.evaluate import digest, load_scorer
from whoholds.export.claims_json import claim_json
from whoholds.gazetteer.compiled import open_gazetteer
from whoholds.intake.interface import Skipped
from whoholds.intake.sources import read_sources
from whoholds.reading import pipeline
from whoholds.reading.claims import make_claim, without_repeats
from whoholds.reading.scoring import features_of

WEIGHTS = Path(pipeline.__file__).with_name("score_weights.json")
STRENGTH = 1.0  # variance of the prior; set by hand. Held-out log loss .587 with .3, .601 with 1, .619 with 3: try .3
TOLERANCE = 0.005
LEAST_SEEN = 8  # a feature seen less often tells nothing that would hold elsewhere

Reading = tuple[str, tuple[str, ...], dict[str, Any]]


def read_openly(files: list[Path]) -> list[Reading]:
    """Every reading of every report before filtering: report id, features, claim as JSON."""
    reader = pipeline.open_reader(open_gazetteer())
    readings: list[Reading] = []
    for report in read_sources([str(file) for file in files], published=None):
        if isinstance(report, Skipped):
            continue
        heard, roster, headline = reader.hear(report)
        pairs = [(make_claim(one, parties, report, roster, 0.5), features_of(one, parties)) for one, parties in heard]
        features = {claim.id: found for claim, found in pairs}
        kept = without_repeats([claim for claim, _ in pairs], headline=headline)
        readings += [(report.id, features[claim.id], claim_json(claim, report)) for claim in kept]
    return readings


def mark(readings: list[Reading], gold: dict[str, list[dict[str, Any]]], scorer: Any, level: str) -> np.ndarray:
    """1 where a reading pairs with a gold claim at a level of the scorer, else 0."""
    right = np.zeros(len(readings))
    by_report: dict[str, list[int]] = {}
    for n, (report_id, _, _) in enumerate(readings):
        by_report.setdefault(report_id, []).append(n)
    for report_id, rows in by_report.items():
        predicted = [scorer.BLANK | readings[n][2] for n in rows]
        for _, j in scorer.pair(gold.get(report_id, []), predicted, scorer.LEVELS[level]):
            right[rows[j]] = 1
    return right


def fit(matrix: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression with a Gaussian prior, the last column being the unpenalised bias."""
    weights = np.zeros(matrix.shape[1])
    penalty = np.full(matrix.shape[1], 1 / STRENGTH)
    penalty[-1] = 1e-6
    for _ in range(25):
        sure = 1 / (1 + np.exp(-matrix @ weights))
        gradient = matrix.T @ (sure - right) + penalty * weights
        curvature = (matrix.T * (sure * (1 - sure))) @ matrix + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def folds(readings: list[Reading], count: int = 5) -> np.ndarray:
    """A fold for each reading: whole reports, dealt out in the order of their ids."""
    order = {report_id: n % count for n, report_id in enumerate(sorted({r for r, _, _ in readings}))}
    return np.array([order[report_id] for report_id, _, _ in readings])


def best_least(sure: np.ndarray, right: np.ndarray, gold_total: int) -> tuple[float, float]:
    """The highest threshold that costs at most .005 of the best F1 on held-out folds, and its F1.

    The highest, because a claim that is not told does less harm than one that is wrong.
    """
    tried = []
    for least in np.arange(0.0, 0.75, 0.01):
        kept = sure >= least
        tried.append((2 * right[kept].sum() / (kept.sum() + gold_total), float(least)))
    best = max(tried)[0]
    score, least = max((pair for pair in tried if pair[0] >= best - TOLERANCE), key=lambda pair: pair[1])
    return round(least, 2), float(score)


def main() -> None:
    """Fit, cross-validate, print what it found and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--level", default="claim")
    args = parser.parse_args()
    files = sorted((args.shared / "gold" / "train").glob("*.jsonl"))
    scorer = load_scorer(args.shared)
    gold: dict[str, Any] = {}
    for file in files:
        gold |= scorer.read(file)
    readings = read_openly(files)
    counts: dict[str, int] = {}
    for _, found, _ in readings:
        for feature in found:
            counts[feature] = counts.get(feature, 0) + 1
    names = sorted(feature for feature, count in counts.items() if count >= LEAST_SEEN)
    column = {feature: n for n, feature in enumerate(names)}
    matrix = np.zeros((len(readings), len(names) + 1))
    matrix[:, -1] = 1
    for n, (_, found, _) in enumerate(readings):
        for feature in found:
            if feature in column:
                matrix[n, column[feature]] = 1
    right, strict = mark(readings, gold, scorer, args.level), mark(readings, gold, scorer, "strict")
    fold, sure = folds(readings), np.zeros(len(readings))
    for held_out in range(fold.max() + 1):
        weights = fit(matrix[fold != held_out], right[fold != held_out])
        sure[fold == held_out] = 1 / (1 + np.exp(-matrix[fold == held_out] @ weights))
    total = sum(len(claims) for claims in gold.values())
    least, f1 = best_least(sure, strict, total)
    print(f"{len(readings)} readings, {right.mean():.3f} right, {len(names)} features")
    unfiltered = best_least(np.ones_like(sure), strict, total)[1]
    print(f"held out: strict F1 {f1:.3f} from a score of {least}, {unfiltered:.3f} without a filter")
    weights = fit(matrix, right)
    fitted = dict(zip(names, np.round(weights[:-1], 3).tolist(), strict=True)) | {"bias": round(float(weights[-1]), 3)}
    table = {"fitted_on": f"gold/train {digest(files)}", "least": least, "weights": dict(sorted(fitted.items()))}
    WEIGHTS.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
