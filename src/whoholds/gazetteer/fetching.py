"""Fetching one file over HTTP with limits, and never from an address inside the user's own network unasked.

Every hop is checked after its name is resolved, and the connection goes to the very address that was checked, so that
a name which resolves anew to something else gains nothing.
"""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import os
import socket
import ssl
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit

from whoholds import __version__
from whoholds.errors import InputError

MAX_BYTES = 512 * 1024**2
"""Bytes of one download; the largest file of one country at GeoNames has under 100 MB."""
MAX_HOPS = 5
TIMEOUT = 30.0
"""Seconds for one answer of the network."""
MAX_SECONDS = 900.0
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it came: where it was put, from which address in the end, its size and digest."""

    path: Path
    url: str
    size: int
    sha256: str


def fetch(
    url: str, to: Path, *, max_bytes: int = MAX_BYTES, told: Callable[[int, int], None] = lambda *_: None
) -> Fetched:
    """Fetch ``url`` to ``to``, which appears whole or not at all. ``told`` hears bytes so far and in all (0: unknown).

    The address named by the user may be in their own network; where it redirects to may not. Raises
    :class:`InputError` for refusals, too large a file, an answer other than 200, and every failure of the network.
    """
    at, asked = url, True
    for _ in range(MAX_HOPS + 1):
        parts = _checked_url(at)
        try:
            with _connect(parts, own_network=asked) as connection:
                answer = _ask(connection, parts)
                if answer.status not in (301, 302, 303, 307, 308):
                    return _receive(answer, at, to, max_bytes, told)
                at, asked = urljoin(at, answer.getheader("Location") or ""), False
        except (OSError, http.client.HTTPException) as failed:
            why = str(failed) or type(failed).__name__
            raise InputError(f"{at} cannot be fetched", why=why, attempt=_BY_HAND) from failed
    raise InputError(f"{url} cannot be fetched", why=f"more than {MAX_HOPS} redirects", attempt=_BY_HAND)


_BY_HAND = "fetch it with a browser and run `whoholds gazetteer add FILE`"


def _checked_url(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1) > 0 and not parts.username
    except ValueError:
        usable = False
    if not usable or any(ord(c) < 33 or ord(c) > 126 for c in url):
        raise InputError(f"{url[:200]!r} is no address to fetch from", attempt="https://download.geonames.org/…")
    return parts


class _Connection:
    """One HTTP connection to an address that was checked."""

    def __init__(self, parts: SplitResult, address: str) -> None:
        self._parts, self._address = parts, address

    def __enter__(self) -> http.client.HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port or (443 if self._parts.scheme == "https" else 80)
        self._http = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
        sock = socket.create_connection((self._address, port), timeout=TIMEOUT)
        if self._parts.scheme == "https":
            try:
                sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
            except BaseException:
                sock.close()
                raise
        self._http.sock = sock
        return self._http

    def __exit__(self, *_: object) -> None:
        self._http.close()


def _connect(parts: SplitResult, *, own_network: bool) -> _Connection:
    found = socket.getaddrinfo(parts.hostname, parts.port or 0, type=socket.SOCK_STREAM)
    addresses = [str(info[4][0]) for info in found]
    for address in addresses:
        if not own_network and not is_public(address):
            why = f"{parts.hostname} is {address}, an address inside this network, and only a redirect names it"
            raise InputError(f"{parts.geturl()[:200]} is not fetched", why=why, attempt=_BY_HAND)
    return _Connection(parts, addresses[0])


def is_public(address: str) -> bool:
    """Whether an IP address can be anybody's: not private, loopback, link-local, multicast or reserved."""
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return ip.is_global and not ip.is_multicast and (mapped is None or is_public(str(mapped)))


def _ask(connection: http.client.HTTPConnection, parts: SplitResult) -> http.client.HTTPResponse:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("GET", path, headers={"User-Agent": f"whoholds/{__version__}", "Accept-Encoding": "identity"})
    return connection.getresponse()


def _receive(
    answer: http.client.HTTPResponse, url: str, to: Path, max_bytes: int, told: Callable[[int, int], None]
) -> Fetched:
    if answer.status != 200:
        raise InputError(f"{url} cannot be fetched", why=f"the server answers {answer.status}", attempt=_BY_HAND)
    promised = answer.getheader("Content-Length") or ""
    whole = int(promised) if promised.isdecimal() else 0
    if whole > max_bytes:
        raise InputError(f"{url} is not fetched", why=f"it has {whole:,} bytes, the limit is {max_bytes:,}")
    to.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name}.", suffix=".part")
    try:
        size, digest = _copy(answer, handle, url, max_bytes, lambda size: told(size, whole))
        if whole and size != whole:
            raise InputError(f"{url} broke off", why=f"{size:,} of {whole:,} bytes came", attempt="try again")
        Path(unfinished).replace(to)
    finally:
        Path(unfinished).unlink(missing_ok=True)
    return Fetched(to, url, size, digest)


def _copy(
    answer: http.client.HTTPResponse, handle: int, url: str, max_bytes: int, told: Callable[[int], None]
) -> tuple[int, str]:
    size, digest, began = 0, hashlib.sha256(), monotonic()
    with os.fdopen(handle, "wb") as out:
        while chunk := answer.read(CHUNK):
            size += len(chunk)
            if size > max_bytes:
                raise InputError(f"{url} is not fetched", why=f"it has more than {max_bytes:,} bytes")
            if monotonic() - began > MAX_SECONDS:
                raise InputError(f"{url} is not fetched", why=f"it takes more than {MAX_SECONDS:.0f} seconds")
            digest.update(chunk)
            out.write(chunk)
            told(size)
    return size, digest.hexdigest()
