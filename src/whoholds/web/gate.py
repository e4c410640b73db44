"""The gate that every request passes: is the name asked for ours, is the body small enough; and safe headers out."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 5 * 1024 * 1024
"""Bytes of a form or an upload: a long report is some 100 kB, a PDF of one a few MB."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing inline and nothing from another host, so that words which slip through as markup still cannot act."""

# `same-origin`, not `no-referrer`: with the latter browsers send `Origin: null` from our own forms (Fetch, 3.2).
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), interest-cohort=()"),
)


class TooLargeError(Exception):
    """The body of a request went over the limit while it was read."""


class Gate:
    """Refuses requests for other hosts and bodies over the limit; adds the headers of safety to every answer."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str] = (), largest: int = LARGEST_BODY) -> None:
        self.app = app
        self.hosts = frozenset(host.casefold() for host in hosts)
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an HTTP request on, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        guarded = _Answer(send, bodiless=scope["method"] == "HEAD")
        if guarded.bodiless:
            scope = {**scope, "method": "GET"}
        headers = dict(scope["headers"])
        if not is_ours(headers.get(b"host", b"").decode("latin-1"), self.hosts):
            await guarded.refuse(421, "This address is not served here. Try http://127.0.0.1 and the port.")
        elif _declared(headers) > self.largest:
            await guarded.refuse(413, f"More than {self.largest} bytes are not taken in one request.")
        else:
            await self._pass(scope, receive, guarded)

    async def _pass(self, scope: Scope, receive: Receive, guarded: _Answer) -> None:
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.largest:
                raise TooLargeError
            return message

        try:
            await self.app(scope, counted, guarded.send)
        except TooLargeError:
            if not guarded.started:
                await guarded.refuse(413, f"More than {self.largest} bytes are not taken in one request.")


class _Answer:
    """The way out: adds the headers of safety, leaves bodies out for HEAD, knows whether an answer has begun."""

    def __init__(self, send: Send, *, bodiless: bool) -> None:
        self._send = send
        self.bodiless = bodiless
        self.started = False

    async def send(self, message: Message) -> None:
        """Pass a part of an answer on."""
        if message["type"] == "http.response.start":
            self.started = True
            given = {name for name, _ in message["headers"]}
            more = [pair for pair in (*HEADERS, (b"cache-control", b"no-cache")) if pair[0] not in given]
            message["headers"] = [*message["headers"], *more]
        elif self.bodiless:
            message = {**message, "body": b""}
        await self._send(message)

    async def refuse(self, status: int, words: str) -> None:
        """Answer in place of the app."""
        body = f"{words}\n".encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})


def _declared(headers: dict[bytes, bytes]) -> int:
    given = headers.get(b"content-length", b"0")
    return int(given) if given.isdigit() else 0


def is_ours(host: str, names: frozenset[str]) -> bool:
    """Whether a ``Host`` header names this machine.

    An address in figures always does: a page of another site can only reach us under its own name (DNS rebinding).
    """
    name = host.rpartition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    if name.casefold() in names or name.casefold() == "localhost":
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def own_names(host: str) -> tuple[str, ...]:
    """The names under which a server bound to ``host`` may be asked: the one given, and the machine's own if open."""
    return (host,) if is_loopback(host) else (host, socket.gethostname(), socket.getfqdn())


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server bound to ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
