"""Giving the token once, so that this browser may write."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from whoholds.web.asking import TheSigning
from whoholds.web.rendering import draw_page

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def ask_token(request: Request) -> HTMLResponse:
    """The form."""
    return draw_page(request, "sign_in.html", page="", wrong=False)


@router.post("/sign-in")
def take_token(
    request: Request,
    signing: TheSigning,
    token: Annotated[str, Form(max_length=1000)] = "",
    csrf: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Signed in, on to the review; or the form again."""
    signing.check_form(request, csrf)
    if not signing.is_token(token):
        return draw_page(request, "sign_in.html", code=401, page="", wrong=True)
    answer = RedirectResponse("/review", status_code=303)
    signing.sign_in(request, answer)
    return answer
