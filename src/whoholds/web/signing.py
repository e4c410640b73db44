"""Who may write: a token where others can reach the server, and proof that a form was ours (no forged requests)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from fastapi import HTTPException, Request, Response

SEAT = "whoholds_seat"
"""Cookie that tells one browser from another; random, and of no use without the server's secret."""
SIGNED_IN = "whoholds_signed_in"
SHORTEST_TOKEN = 16
"""Characters; a token shorter than this could be guessed by trying."""


@dataclass(frozen=True, slots=True)
class Signing:
    """What one server checks writes against. ``token`` is ``""`` where only this machine can reach it."""

    token: str = ""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def seal(self, *words: str) -> str:
        """A seal over some words that nobody else can make."""
        return hmac.new(self.secret, "\n".join(words).encode(), hashlib.sha256).hexdigest()

    # ------------------------------------------------------------ forms

    def seat(self, request: Request) -> str:
        """The mark of a browser: that of its cookie, or a new one for this answer to set."""
        kept = request.cookies.get(SEAT, "") or getattr(request.state, "seat", "")
        request.state.seat = kept or secrets.token_urlsafe(16)
        return str(request.state.seat)

    def form_seal(self, request: Request) -> str:
        """What a form of ours carries in its field ``csrf``."""
        return self.seal("form", self.seat(request))

    def keep_seat(self, request: Request, response: Response) -> None:
        """Set the cookie that the forms of a page count on."""
        if request.cookies.get(SEAT) != (seat := self.seat(request)):
            response.set_cookie(SEAT, seat, httponly=True, samesite="strict")

    # ------------------------------------------------------------ writing

    def may_write(self, request: Request) -> bool:
        """Whether a request comes from somebody who may write: anybody on this machine, or one with the token."""
        if not self.token:
            return True
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return self.is_token(given) or hmac.compare_digest(
            request.cookies.get(SIGNED_IN, "").encode(), self.seal("signed in", self.seat(request)).encode()
        )

    def is_token(self, given: str) -> bool:
        """Whether somebody knows the token."""
        return bool(self.token) and hmac.compare_digest(given.encode(), self.token.encode())

    def sign_in(self, request: Request, response: Response) -> None:
        """Let this browser write until the server stops."""
        sealed = self.seal("signed in", self.seat(request))
        response.set_cookie(SIGNED_IN, sealed, httponly=True, samesite="strict")

    def check_form(self, request: Request, csrf: str) -> None:
        """Refuse (403) a form that did not come from a page of ours."""
        seat = request.cookies.get(SEAT, "")
        if not seat or not hmac.compare_digest(csrf.encode(), self.seal("form", seat).encode()):
            raise HTTPException(403, "This form has expired or is not ours. Load the page again, then send it.")
        origin = request.headers.get("origin", "")
        if origin and urlsplit(origin).netloc != request.headers.get("host", ""):
            raise HTTPException(403, "This form was sent from another site.")

    def check_write(self, request: Request, csrf: str) -> None:
        """Refuse (401, 403) a write by somebody who may not, or by a forged form."""
        if not self.may_write(request):
            raise HTTPException(401, "Writing needs the token. Sign in first.")
        self.check_form(request, csrf)
