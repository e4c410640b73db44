"""The app itself over the examples, in processes of their own: as a user starts it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
WHOHOLDS = (sys.executable, "-c", "from whoholds.cli import main; main()")
SECONDS = 90
"""A server that does not answer by then has failed; it takes some three on a machine with nothing else to do."""


def read_examples(ledger: Path) -> None:
    """A ledger with the examples in it."""
    subprocess.run([*WHOHOLDS, "add", "--ledger", str(ledger), str(ROOT / "examples")], check=True, capture_output=True)


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/static/icon.svg", timeout=2).close()  # noqa: S310  our own address
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("whoholds serve did not answer")


@contextmanager
def serve_ledger(ledger: Path) -> Iterator[str]:
    """``whoholds serve`` over a ledger; gives the address without a slash at its end."""
    port = _free_port()
    with subprocess.Popen(
        [*WHOHOLDS, "serve", "--ledger", str(ledger), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
