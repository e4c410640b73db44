"""Which claims a change gained and lost on gold/dev, each with its words: what a commit that changes reading shows.

``python -m benchmarks.evaluate_diff --base HEAD`` reads dev with this tree and with a checkout of ``--base``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

KEYS = ("act", "actor", "place", "source", "factuality", "first")


def read_with(tree: Path, shared: Path, to: Path) -> dict[tuple[str, ...], str]:
    """The claims that a tree reads from gold/dev: report and fields to the words."""
    command = [sys.executable, "-m", "benchmarks.evaluate", "--shared", str(shared.resolve()), "--write", str(to)]
    env = os.environ | {"PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree}"}
    subprocess.run(command, cwd=tree, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    found: dict[tuple[str, ...], str] = {}
    for line in to.read_text(encoding="utf-8").splitlines():
        report: dict[str, Any] = json.loads(line)
        for claim in report["claims"]:
            found[(report["id"], *(claim[key] for key in KEYS))] = claim["quote"]
    return found


def main() -> None:
    """Print what was gained (+) and lost (-)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--base", default="HEAD")
    args = parser.parse_args()
    if not (args.shared / "gold" / "dev").is_dir():
        print(f"make eval-diff: skipped, no gold reports under {args.shared}")
        return
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base"
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(base), args.base], check=True)
        try:
            before = read_with(base, args.shared, Path(folder) / "before.jsonl")
            after = read_with(Path.cwd(), args.shared, Path(folder) / "after.jsonl")
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(base)], check=True)
    for sign, claims, other in (("-", before, after), ("+", after, before)):
        for key in sorted(claims.keys() - other.keys()):
            print(sign, *key, "|", claims[key][:120].replace("\n", " "))
    print(f"{len(after.keys() - before.keys())} gained, {len(before.keys() - after.keys())} lost, {len(after)} read")


if __name__ == "__main__":
    main()
