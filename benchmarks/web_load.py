"""Some clients at once over every kind of page of a running app: how many fail, and how long answers take.

    whoholds serve --ledger out/demo.sqlite &
    python -m benchmarks.web_load [--url http://127.0.0.1:8000] [--seconds 60] [--clients 8]

Places, reports and days are asked of the app itself and then drawn by a fixed seed; all days are judged from the newest
one, as when the first handle of the map is moved. Each kind is asked for once before the clock starts, which is told as
``first``: what is worked out when the app starts is no answer to anybody. Prints one JSON object: requests,
failures, and for each kind of request the median and the 95th percentile in milliseconds. Ends with 1 if any failed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from collections import Counter, defaultdict
from statistics import median, quantiles
from typing import Any

import httpx2


async def _kinds(client: httpx2.AsyncClient) -> dict[str, list[str]]:
    """Addresses by kind, made from what the app has."""
    places = [one["place_id"] for one in (await client.get("/api/v1/estimates")).json()][:500]
    reports = [one["id"] for one in (await client.get("/api/v1/reports")).json()["items"]]
    days = [one["day"] for one in (await client.get("/api/v1/histogram")).json()][-20:]
    pairs = [f"on={day}&known={days[-1]}" for day in days]
    newest = pairs[-1]
    return {
        "place": [f"/api/v1/places/{place}?{newest}" for place in places],
        "card": [f"/places/{place}/card?{newest}" for place in places],
        "day of the map": [f"/api/v1/collections/estimates/items?{pair}" for pair in pairs],
        "map page": [f"/?{pair}" for pair in pairs],
        "ledger": ["/claims", "/claims?q=army", "/claims?act=takes", "/claims?unlocated=1"],
        "report": [f"/reports/{report}" for report in reports],
        "disputes": [f"/disputes?{pair}" for pair in pairs],
        "review": ["/review"],
        "static": ["/static/app.css"],
    }


async def _client(client: httpx2.AsyncClient, kinds: dict[str, list[str]], seed: int, end: float, seen: Any) -> None:
    times, failures = seen
    drawn = random.Random(seed)
    while time.perf_counter() < end:
        kind = drawn.choice(sorted(kinds))
        start = time.perf_counter()
        try:
            status = (await client.get(drawn.choice(kinds[kind]))).status_code
        except httpx2.HTTPError as error:
            failures[f"{kind}: {type(error).__name__}"] += 1
            continue
        times[kind].append((time.perf_counter() - start) * 1000)
        if status != 200:
            failures[f"{kind}: {status}"] += 1


async def _run(url: str, seconds: float, clients: int, only: list[str]) -> dict[str, Any]:
    times: dict[str, list[float]] = defaultdict(list)
    failures: Counter[str] = Counter()
    async with httpx2.AsyncClient(base_url=url, timeout=600) as client:
        kinds = {kind: found for kind, found in (await _kinds(client)).items() if not only or kind in only}
        first = {}
        for kind, addresses in kinds.items():
            start = time.perf_counter()
            await client.get(addresses[-1])
            first[kind] = round((time.perf_counter() - start) * 1000, 1)
        end = time.perf_counter() + seconds
        await asyncio.gather(*(_client(client, kinds, seed, end, (times, failures)) for seed in range(clients)))
    return {
        "requests": sum(map(len, times.values())),
        "failures": dict(failures),
        "first": first,
        "milliseconds": {
            kind: {"median": round(median(took), 1), "p95": round(quantiles(took, n=20)[18], 1), "asked": len(took)}
            for kind, took in sorted(times.items())
            if len(took) > 1
        },
    }


def main() -> None:
    """Run it and print the figures."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--url", default="http://127.0.0.1:8000")
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--clients", type=int, default=8)
    options.add_argument("--only", action="append", default=[], help="a kind of request, as place or 'day of the map'")
    given = options.parse_args()
    figures = asyncio.run(_run(given.url, given.seconds, given.clients, given.only))
    print(json.dumps(figures, indent=1))
    sys.exit(1 if figures["failures"] else 0)


if __name__ == "__main__":
    main()
