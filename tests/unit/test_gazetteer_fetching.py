"""Fetching a file: against a server of our own on this machine, which redirects, lies and breaks off."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from whoholds.errors import InputError
from whoholds.gazetteer.fetching import fetch, is_public

CONTENT = b"name,lat,lon,country\nTell Misal,36.2,37.9,SY\n" * 100


class Mirror(BaseHTTPRequestHandler):
    """Answers by path."""

    asked: list[str] = []  # noqa: RUF012  one list for the one server of the tests

    def do_GET(self) -> None:
        """The content, a redirect or a lie."""
        self.asked.append(self.path)
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        self.send_response(404 if self.path == "/missing" else 200)
        lengths = {"/short": len(CONTENT) + 50, "/large": 10**12}
        if self.path != "/unknown":
            self.send_header("Content-Length", str(lengths.get(self.path, len(CONTENT))))
        self.end_headers()
        self.wfile.write(CONTENT)

    def log_message(self, *_: object) -> None:
        """Nothing: the tests' output stays clean."""


@pytest.fixture(scope="module")
def mirror() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_file_comes_whole_with_its_digest(mirror: str, tmp_path: Path) -> None:
    heard: list[int] = []
    got = fetch(f"{mirror}/SY.zip", tmp_path / "SY.zip", told=lambda done, _: heard.append(done))
    assert got.path.read_bytes() == CONTENT
    assert got.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert heard[-1] == got.size == len(CONTENT)


@pytest.mark.parametrize("path", ["/large", "/unknown"])
def test_a_file_beyond_the_limit_is_not_kept(mirror: str, tmp_path: Path, path: str) -> None:
    with pytest.raises(InputError, match="bytes"):
        fetch(mirror + path, tmp_path / "got", max_bytes=1000)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "why"),
    [("/missing", "answers 404"), ("/short", "broke off|IncompleteRead"), ("/to/ftp://a.example/x", "no address")],
)
def test_what_fails_is_told_and_leaves_nothing(mirror: str, tmp_path: Path, path: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        fetch(mirror + path, tmp_path / "got")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "target", ["{mirror}/secret", "http://169.254.169.254/secret", "http://[::1]/secret", "http://localhost/secret"]
)
def test_a_redirect_into_ones_own_network_is_refused_unasked(mirror: str, tmp_path: Path, target: str) -> None:
    with pytest.raises(InputError, match="only a redirect names it"):
        fetch(f"{mirror}/to/{target.format(mirror=mirror)}", tmp_path / "got")
    assert "/secret" not in Mirror.asked


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.example/x", "http://", "http://u:p@a.example/", "x", "http://a/\n"]
)
def test_only_plain_web_addresses_are_fetched(url: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no address to fetch from"):
        fetch(url, tmp_path / "got")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("10.1.2.3", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("2606:4700::1111", True),
    ],
)
def test_which_addresses_are_anybodys(address: str, public: bool) -> None:
    assert is_public(address) is public
