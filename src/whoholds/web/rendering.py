"""Pages from templates: all but our own drawing is escaped and freed of hidden controls."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from whoholds.export.templating import environment_of
from whoholds.export.wording import (
    ACT,
    FACTUALITY,
    INTEREST,
    KIND,
    STATUS,
    count,
    put_age,
    put_day,
    put_period,
    put_points,
    put_short_day,
)
from whoholds.web.signing import Signing

WORDS = {"ACT": ACT, "FACTUALITY": FACTUALITY, "INTEREST": INTEREST, "KIND": KIND, "STATUS": STATUS}


@cache
def templates() -> Environment:
    """The environment of all pages."""
    env = environment_of("whoholds.web", "whoholds.export")
    env.globals.update(WORDS)
    env.globals.update(count=count, place_url=place_url, report_url=report_url, with_query=with_query)
    env.filters.update(
        day=put_day, short_day=put_short_day, period=put_period, points=put_points, age=put_age, whole=_percent
    )
    return env


def _percent(share: float) -> str:
    return f"{share:.0%}"


def place_url(place_id: str) -> str:
    """The page of a place."""
    return f"/places/{quote(place_id, safe=':')}"


def report_url(report_id: str, claim: str = "") -> str:
    """The page of a report, at the words of one of its claims where one is named."""
    at = f"?{urlencode({'claim': claim})}#{quote(claim, safe='')}" if claim else ""
    return f"/reports/{quote(report_id, safe=':', errors='replace')}{at}"


def with_query(path: str, asked: Mapping[str, Any], **changed: Any) -> str:
    """A path with the parts of a query that say something, some of them changed."""
    kept = {key: value for key, value in {**asked, **changed}.items() if value not in ("", None, False)}
    return f"{path}?{urlencode(kept)}" if kept else path


def draw_fragment(name: str, **context: Any) -> str:
    """A template as text."""
    return templates().get_template(name).render(**context)


def draw_page(request: Request, name: str, *, code: int = 200, **context: Any) -> HTMLResponse:
    """A template as an answer, with what every page may use: the request, the seal of its forms, who may write."""
    signing: Signing = request.app.state.signing
    base = {
        "request": request,
        "csrf": signing.form_seal(request),
        "may_write": signing.may_write(request) and request.app.state.desk.writable,
        "writable": request.app.state.desk.writable,
    }
    drawn = draw_fragment(name, **base, **context)
    answer = HTMLResponse(drawn.encode("utf-8", "replace"), status_code=code)
    signing.keep_seat(request, answer)
    return answer
