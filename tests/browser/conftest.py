"""A browser for the tests: Debian's Chromium; a test fails on any console error and any request to another host."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import SIZES, Opener, note_troubles
from demo import read_examples, serve_ledger
from stand_in import StandIn, build_world, serve


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, once for all tests; they are skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install '.[dev]')")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.skip("no chromium on this machine (apt-get install chromium)")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def stand_in() -> StandIn:
    """The stand-in server's answers over thirty towns."""
    return StandIn(build_world(30))


@pytest.fixture
def address(stand_in: StandIn) -> Iterator[str]:
    """Where the stand-in server answers."""
    with serve(stand_in) as where:
        yield where


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the examples, read once."""
    pytest.importorskip("fastapi", reason="the web app is not installed (pip install '.[web]')")
    ledger = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    read_examples(ledger)
    return ledger


@pytest.fixture(scope="session")
def app(examples: Path) -> Iterator[str]:
    """Where the app answers over the examples; tests that use it do not write."""
    with serve_ledger(examples) as where:
        yield where


@pytest.fixture
def own_app(examples: Path, tmp_path: Path) -> Iterator[str]:
    """An app of the test's own, over a copy of the examples, to be written to."""
    ledger = tmp_path / "ledger.sqlite"
    shutil.copy(examples, ledger)
    with serve_ledger(ledger) as where:
        yield where


@pytest.fixture
def browse(chromium: Any) -> Iterator[Opener]:
    """``browse(url, size="wide", scheme="light", …)`` opens a page; its troubles fail the test when it ends."""
    contexts: list[Any] = []
    troubles: list[str] = []

    def open_page(
        url: str,
        *,
        size: str = "wide",
        scheme: str = "light",
        script: bool = True,
        allow: tuple[str, ...] = (),
        wait: str = "",
    ) -> Any:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        host = "/".join(url.split("/")[:3])
        note_troubles(page, host, troubles, allow)
        page.goto(url)
        if wait:
            page.wait_for_selector(wait, state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not troubles


@pytest.fixture
def open_map(address: str, browse: Opener) -> Opener:
    """``open_map("?on=…", size=…, scheme=…)`` opens the map of the stand-in and waits until it and its lists stand."""

    def opened(query: str = "", **how: Any) -> Any:
        return browse(f"{address}/{query}", wait="html[data-rested]", **how)

    return opened
