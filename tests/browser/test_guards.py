"""The guards that every browser test stands behind do catch what they are there for."""

from __future__ import annotations

from typing import Any

import pytest
from browsing import note_troubles


@pytest.mark.parametrize(
    ("markup", "caught"),
    [
        ("<script>console.error('oh')</script>", "console error: oh"),
        ("<script>console.warn('hm')</script>", "console warning: hm"),
        ("<script>null.gone</script>", "page error"),
        ("<script>alert(1)</script>", "dialog: 1"),
        ("<img src='http://other.invalid/pixel.png'>", "request off the host: http://other.invalid/pixel.png"),
    ],
)
def test_a_trouble_is_caught(chromium: Any, markup: str, caught: str) -> None:
    context = chromium.new_context()
    page, troubles = context.new_page(), []
    note_troubles(page, "http://127.0.0.1:1", troubles)
    page.set_content(markup)
    context.close()
    assert any(trouble.startswith(caught) for trouble in troubles), troubles


def test_a_quiet_page_is_no_trouble(chromium: Any) -> None:
    context = chromium.new_context()
    page, troubles = context.new_page(), []
    note_troubles(page, "http://127.0.0.1:1", troubles)
    page.set_content("<h1>Quiet</h1><script>console.log('fine')</script>")
    context.close()
    assert troubles == []
