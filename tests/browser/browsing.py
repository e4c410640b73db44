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


def check_accessible(page: Any) -> None:
    """No violation of WCAG 2 A and AA, nor of axe's best practices; skipped where axe-core is not installed."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm ci --prefix web-island)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document).then(done => done.violations)")
    assert not [f"{v['id']}: {n['html'][:160]} {n.get('failureSummary', '')[:200]}" for v in found for n in v["nodes"]]
