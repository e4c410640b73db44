"""What `whoholds serve` says where only the core is installed."""

from __future__ import annotations

import subprocess
import sys

import pytest

SERVE = """
import sys
sys.modules[{missing!r}] = None
sys.argv = ["whoholds", "serve"]
from whoholds.cli import main
main()
"""


@pytest.mark.parametrize("missing", ["starlette", "uvicorn"])
def test_serve_says_what_to_install(missing: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SERVE.format(missing=missing)], capture_output=True, text=True, check=False
    )

    assert ran.returncode != 0
    assert "pip install 'whoholds[web]'" in ran.stderr
    assert "Traceback" not in ran.stderr
