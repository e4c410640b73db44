"""A stand-in for the server: the pages and answers that the map island needs, over invented places, on this machine.

``build_world(n)`` places ``n`` settlements of an invented war; ``StandIn`` serves them: the same at each run.
"""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from whoholds.web.rendering import templates

WEB = Path(__file__).parents[2] / "src" / "whoholds" / "web"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FIRST, NEWEST = date(2031, 1, 1), date(2031, 3, 31)
SIDES = [
    {"key": "group:harbour-league", "name": "Harbour League", "colour": "#0072b2", "shape": "circle"},
    {"key": "state:XA", "name": "Government of Aravia", "colour": "#d55e00", "shape": "square"},
    {"key": "state:XB", "name": "Borland", "colour": "#009e73", "shape": "diamond"},
]
STATUSES = ("held", "contested", "besieged", "claimed_unconfirmed", "unknown", "no_report")
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"
KINDS = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Town:
    """An invented settlement."""

    id: str
    name: str
    lon: float
    lat: float


def build_world(count: int) -> list[Town]:
    """``count`` towns between 33 and 42 degrees east, 31 and 38 north; the third has a hostile name."""
    dice = random.Random(7)  # noqa: S311
    starts = ("Kal", "Mer", "Tov", "Bar", "Sel", "Nor", "Dam", "Haz", "Ory", "Pel")
    ends = ("abad", "ino", "eh", "grad", "ush", "ara", "essa", "iya", "olm", "ut")
    towns = []
    for n in range(count):
        name = f"{dice.choice(starts)}{dice.choice(ends)}" + (f" {n}" if n >= 12 else "")
        name = HOSTILE if n == 2 else "مدينة النور" if n == 3 else name
        towns.append(Town(f"whoholds:town-{n}", name, 33 + dice.random() * 9, 31 + dice.random() * 7))
    return towns


def estimate(town: Town, number: int, on: date, known: date) -> dict[str, Any]:
    """What is said of a town: its status depends on its number and on the day; each day a ninth of them change."""
    turn = ((on - FIRST).days + number % 9) // 9 + number
    status = STATUSES[turn % len(STATUSES)] if known >= FIRST else "no_report"
    side, rival = SIDES[number % 3]["key"], SIDES[(number + 1) % 3]["key"]
    named = status in ("held", "besieged", "contested")
    return {
        "place": town.name,
        "place_id": town.id,
        "country": "Aravia",
        "kind": "province" if number == 5 else "settlement",
        "status": status,
        "holder": side if named else "",
        "side": side if named else "",
        "holders": {side: 0.55, rival: 0.35} if status == "contested" else {},
        "claimed_by": [side, rival][: 1 + number % 2] if status == "claimed_unconfirmed" else [],
        "probability": 0.97 if status == "held" else 0.7 if named else 0.2,
        "contested": 0.6 if status == "contested" else 0.1,
        "since": FIRST.isoformat() if named else "",
        "last_evidence": (on - timedelta(days=number % 70)).isoformat(),
        "age_days": number % 70,
        "origins": 1 + number % 5,
    }


class StandIn:
    """The answers of the server, by address."""

    def __init__(self, towns: list[Town]) -> None:
        self.towns = towns
        self.asked: list[str] = []
        self.delay = 0.0
        """Seconds that each answer of the API takes."""
        self.grown = threading.Event()
        self.stopped = threading.Event()
        self.pages = templates()

    def answer(self, address: str) -> tuple[int, str, bytes]:
        """Status, media type and body."""
        self.asked.append(address)
        if address.startswith("/api/"):
            time.sleep(self.delay)
        parts = urlsplit(address)
        given = {key: values[0] for key, values in parse_qs(parts.query).items()}
        on = date.fromisoformat(given.get("on", NEWEST.isoformat()))
        known = date.fromisoformat(given.get("known", NEWEST.isoformat()))
        if parts.path == "/":
            return 200, "text/html; charset=utf-8", self._page(on, known).encode()
        if parts.path.startswith("/static/"):
            file = WEB / "static" / parts.path.removeprefix("/static/")
            return (200, KINDS[file.suffix], file.read_bytes()) if file.is_file() else (404, "text/plain", b"")
        if found := re.fullmatch(r"/places/([^/]+)/card", parts.path):
            return self._card(unquote(found[1]), on, known)
        lists = {
            "/api/v1/collections/estimates/items": lambda: self._collection(on, known),
            "/api/v1/histogram": self._histogram,
            "/api/v1/sides": lambda: SIDES,
            "/api/v1/changes": lambda: self._changes(on, known),
        }
        if parts.path in lists:
            return 200, "application/json", json.dumps(lists[parts.path]()).encode()
        return 404, "text/plain", b"nothing here"

    def _estimates(self, on: date, known: date) -> list[dict[str, Any]]:
        return [estimate(town, n, on, known) for n, town in enumerate(self.towns)]

    def _page(self, on: date, known: date) -> str:
        rows = [
            {
                "place_id": e["place_id"],
                "place": e["place"],
                "region": e["country"],
                "status": e["status"],
                "holder": e["holder"],
                "sure": e["probability"],
                "since": e["since"],
                "origins": e["origins"],
                "newest": e["last_evidence"],
                "age": f"{e['age_days']} days old",
            }
            for e in self._estimates(on, known)
        ]
        return self.pages.get_template("map.html").render(
            page="map", on=on, known=known, first=FIRST, newest=NEWEST, latest=NEWEST, rows=rows
        )

    def _collection(self, on: date, known: date) -> dict[str, Any]:
        features = [
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [t.lon, t.lat]}, "properties": e}
            for t, e in zip(self.towns, self._estimates(on, known), strict=True)
        ]
        return {"type": "FeatureCollection", "features": features}

    def _histogram(self) -> list[dict[str, Any]]:
        days = [FIRST + timedelta(days=n) for n in range((NEWEST - FIRST).days + 1)]
        return [{"day": day.isoformat(), "claims": (day.toordinal() * 7) % 11} for day in days]

    def _changes(self, on: date, known: date) -> list[dict[str, Any]]:
        before = {e["place_id"]: e["status"] for e in self._estimates(on - timedelta(days=1), known)}
        now = self._estimates(on, known)
        return [
            {"place": e["place"], "place_id": e["place_id"], "what": f"{before[e['place_id']]} → {e['status']}"}
            for e in now[:20]
            if before[e["place_id"]] != e["status"]
        ]

    def _card(self, place: str, on: date, known: date) -> tuple[int, str, bytes]:
        found = next((e for e in self._estimates(on, known) if e["place_id"] == place), None)
        if found is None:
            return 404, "text/plain", b"no such place"
        card = self.pages.from_string("<h2>{{ place }}</h2><p>{{ status }} on <time>{{ on }}</time></p>")
        return 200, "text/html; charset=utf-8", card.render(**found, on=on).encode()


def news(day: date) -> bytes:
    """The event that says that the ledger has changed."""
    return f'event: ledger\ndata: {{"newest": "{day}", "known": "{day}"}}\n\n'.encode()


@contextmanager
def serve(stand_in: StandIn) -> Iterator[str]:
    """Serve on a free port of this machine; gives the address without a slash at its end."""

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path == "/api/v1/events":
                self.tell()
                return
            status, kind, body = stand_in.answer(self.path)
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            # A page that is left no longer waits for its answers.
            with suppress(ConnectionError):
                self.wfile.write(body)

        def tell(self) -> None:
            """An event at once, and one when the test says that the ledger has grown."""
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(news(NEWEST))
                while not stand_in.stopped.wait(0.05):
                    if stand_in.grown.is_set():
                        stand_in.grown.clear()
                        self.wfile.write(news(NEWEST + timedelta(days=1)))

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        stand_in.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
