"""How soon the map stands and how soon it follows a handle, in a browser without a GPU.

    python -m benchmarks.web [--places 2000] [--runs 5] [--steps 20] [--url http://127.0.0.1:8000]

Without ``--url`` the pages come from the stand-in of the browser tests (invented places, no ledger behind them), so the
figures are those of the page alone. First paint is the browser's own first-contentful-paint; interactive is the moment
when signs and handles stand; a step lasts from the handle's event until the second frame after the new day is drawn.
All are medians, in milliseconds; the machine's speed is given by a loop of fixed length (``calibration``).
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
from stand_in import StandIn, build_world, serve

TARGETS = {"first_paint": 1000, "interactive": 2000, "step_median": 150}
"""Milliseconds that issue 6 asks for with 2,000 places."""
TIMES = """() => ({
    first_paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
    interactive: performance.getEntriesByName('map-ready')[0].startTime,
})"""
STEP = """async ([name, by]) => {
    const range = document.querySelector(`#${name}-handle`);
    const before = document.documentElement.dataset.shown;
    const start = performance.now();
    range.value = String(Number(range.value) + by);
    range.dispatchEvent(new Event('input', { bubbles: true }));
    while (document.documentElement.dataset.shown === before) await new Promise(done => requestAnimationFrame(done));
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - start;
}"""


def calibration() -> float:
    """Seconds for ten million turns of an empty loop."""
    start = time.perf_counter()
    for _ in range(10_000_000):
        pass
    return time.perf_counter() - start


def open_page(browser: Any, url: str) -> Any:
    """A page in a fresh profile, once its map and its table stand."""
    page = browser.new_context(viewport={"width": 1360, "height": 900}).new_page()
    page.goto(url)
    page.wait_for_selector("html[data-rested]", state="attached")
    return page


def measure(url: str, *, runs: int, steps: int) -> dict[str, float]:
    """Medians over ``runs`` loads, then over ``steps`` moves of the first handle back in time."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        loads = []
        for _ in range(runs):
            page = open_page(browser, url)
            loads.append(page.evaluate(TIMES))
            page.context.close()
        page = open_page(browser, url)
        taken = [page.evaluate(STEP, ["on", -1]) for _ in range(steps)]
        browser.close()
    return {
        **{name: round(median(load[name] for load in loads)) for name in ("first_paint", "interactive")},
        "step_median": round(median(taken)),
        "step_p95": round(quantiles(taken, n=20)[-1]),
    }


def main() -> int:
    """Print the figures; 1 when one of them misses its target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--url", default="", help="a running server, in place of the stand-in")
    asked = parser.parse_args()
    with nullcontext(asked.url) if asked.url else serve(StandIn(build_world(asked.places))) as url:
        figures = measure(f"{url}/", runs=asked.runs, steps=asked.steps)
    print(json.dumps({**figures, "calibration": round(calibration(), 2)}))
    missed = [name for name, most in TARGETS.items() if figures[name] > most]
    if missed:
        print(f"over the target: {', '.join(missed)}", file=sys.stderr)
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
