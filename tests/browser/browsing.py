"""What browser tests share: sizes of screens, and the check for accessibility."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).parents[2] / "web-island" / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"wide": (1360, 900), "middle": (768, 1024), "phone": (360, 740)}
EVERYWHERE = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]

Opener = Callable[..., Any]
"""Opens a page: ``browse`` and ``open_map`` of ``conftest.py``."""


def note_troubles(page: Any, host: str, troubles: list[str], allow: tuple[str, ...] = ()) -> None:
    """Write down what must not happen: errors and warnings, dialogs, requests to anything but ``host``."""
    page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
    page.on("console", lambda message: _note(message, troubles, allow))
    page.on("request", lambda request: _look(request.url, host, troubles))
    page.on("dialog", lambda dialog: (troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))


def _note(message: Any, troubles: list[str], allow: tuple[str, ...]) -> None:
    if message.type in ("error", "warning") and not any(words in message.text for words in allow):
        troubles.append(f"console {message.type}: {message.text}")


def _look(url: str, host: str, troubles: list[str]) -> None:
    if not url.startswith((f"{host}/", "data:", "blob:")):
        troubles.append(f"request off the host: {url}")


def check_accessible(page: Any) -> None:
    """No violation of WCAG 2 A and AA, nor of axe's best practices; skipped where axe-core is not installed."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm ci --prefix web-island)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document).then(done => done.violations)")
    assert not [f"{v['id']}: {n['html'][:160]} {n.get('failureSummary', '')[:200]}" for v in found for n in v["nodes"]]
