"""The app: pages, API and static files behind one gate."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from importlib.resources import files

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException as RoutingError
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from whoholds import __version__
from whoholds.errors import LedgerError, PlaceError, WhoholdsError
from whoholds.web.api import claims as api_claims
from whoholds.web.api import events, features
from whoholds.web.api import places as api_places
from whoholds.web.api.shapes import Trouble
from whoholds.web.desk import Desk
from whoholds.web.drafts import Drafts
from whoholds.web.gate import LARGEST_BODY, Gate
from whoholds.web.pages import add, claims, disputes, places, reports, review, sign_in
from whoholds.web.pages import map as map_page
from whoholds.web.rendering import draw_page
from whoholds.web.signing import Signing

PAGES = (map_page, places, claims, disputes, reports, review, add, sign_in)
API = (features, api_claims, api_places, events)
WORDS = {400: "Not understood", 401: "Not signed in", 403: "Refused", 404: "Not found", 405: "Not possible here"}
TROUBLE = {"model": Trouble, "description": "what went wrong", "content": {"application/problem+json": {}}}


def create_app(desk: Desk, *, token: str = "", hosts: Iterable[str] = (), largest: int = LARGEST_BODY) -> FastAPI:
    """The app over an open ledger. ``hosts`` are names it may be asked under beside this machine's addresses."""
    app = FastAPI(
        title="whoholds",
        version=__version__,
        summary="Who holds which place, since when, on whose word, and how sure one can be.",
        docs_url=None,  # its page would load scripts from another host
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=_lifespan,
    )
    app.state.desk, app.state.signing = desk, Signing(token)
    app.state.streams, app.state.stopping = set(), threading.Event()
    app.state.drafts = Drafts(desk.archive.open_reader)
    for module in API:
        app.include_router(
            module.router, prefix="/api/v1", tags=["api"], responses={400: TROUBLE, 404: TROUBLE, 422: TROUBLE}
        )
    for page in PAGES:
        app.include_router(page.router)
    app.mount("/static", StaticFiles(directory=str(files("whoholds.web").joinpath("static"))), name="static")
    _answer_troubles(app)
    app.add_middleware(GZipMiddleware, minimum_size=2048, compresslevel=5)
    app.add_middleware(Gate, hosts=tuple(hosts), largest=largest)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    threading.Thread(target=_work_ahead, args=(app.state.desk,), daemon=True).start()
    yield
    app.state.stopping.set()


def _work_ahead(desk: Desk) -> None:
    """Work out what a page without an address shows, so that its first reader need not wait for it.

    Whatever goes wrong is told to the reader who asks; here there is nobody to tell.
    """
    with contextlib.suppress(Exception):
        desk.sides()
        on, known = desk.newest(), desk.newest_word()
        desk.estimates(on, known)
        desk.changes(on - timedelta(days=1), on, known)


# ---------------------------------------------------------------- what went wrong, as a page or as JSON


def _answer_troubles(app: FastAPI) -> None:
    @app.exception_handler(WhoholdsError)
    def foreseen(request: Request, error: WhoholdsError) -> Response:
        status = 404 if isinstance(error, PlaceError) else 503 if isinstance(error, LedgerError) else 400
        return _trouble(request, status, error.what, error.why, error.attempt)

    @app.exception_handler(RoutingError)
    @app.exception_handler(HTTPException)
    def refused(request: Request, error: RoutingError) -> Response:
        answer = _trouble(request, error.status_code, WORDS.get(error.status_code, "Trouble"), str(error.detail))
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    def misread(request: Request, error: RequestValidationError) -> Response:
        told = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors()[:5])
        return _trouble(request, 422, "The request was not understood", told)


def _trouble(request: Request, status: int, what: str, why: str, attempt: str = "") -> Response:
    if request.url.path.startswith("/api/"):
        detail = ". ".join(part for part in (why, f"Try: {attempt}" if attempt else "") if part)
        body = {"title": what, "status": status, "detail": detail}
        return JSONResponse(body, status_code=status, media_type="application/problem+json")
    return draw_page(request, "trouble.html", code=status, page="", what=what, why=why, attempt=attempt)
