"""The verbs about places, from the command line, with a mirror of our own on this machine."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from running import Run


@pytest.fixture(autouse=True)
def _own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOHOLDS_GAZETTEER", str(tmp_path / "added.sqlite"))


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[str]:
    row = [
        "991",
        "Tal Mithal",
        "Tal Mithal",
        "Tell Misal",
        "36.2",
        "37.5",
        "P",
        "PPL",
        "SY",
        "",
        "09",
        "",
        "",
        "",
        "70",
    ]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("SY.txt", "\t".join([*row, "0", "0", "Asia/Damascus", "2020-01-01"]))
    (tmp_path / "mirror").mkdir()
    (tmp_path / "mirror" / "SY.zip").write_bytes(content.getvalue())
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "mirror")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_find_shows_candidates_and_why(whoholds: Run) -> None:
    ran = whoholds("gazetteer", "find", "Deir Ezzor", "--country", "SY", "--json")
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert {place["kind"] for place in found} >= {"settlement", "province"}
    assert all("Deir Ezzor" in place["why"] for place in found)


def test_find_says_why_nothing_was_found_and_what_to_try(whoholds: Run) -> None:
    ran = whoholds("gazetteer", "find", "Blahnopur", "--country", "Syria")
    assert ran.code == 5
    assert "no name in SY has its consonants" in ran.err
    assert "try: " in ran.err


def test_a_country_is_fetched_added_found_listed_and_removed(whoholds: Run, mirror: str) -> None:
    ran = whoholds("gazetteer", "get", "SY", "--from", mirror)
    assert ran.code == 0, ran.err
    assert "added 1 places from SY (GeoNames, 1 rows)" in ran.err
    found = json.loads(whoholds("gazetteer", "find", "Tell Misal", "--json").out)
    assert (found["id"], found["source"], found["admin1"]) == ("geonames:991", "SY", "Aleppo")
    (listed,) = map(json.loads, whoholds("gazetteer", "list", "--json").out.splitlines())
    assert listed["origin"] == f"{mirror}/SY.zip"
    assert f"sha256 {listed['sha256']}" in ran.err
    assert whoholds("gazetteer", "remove", "SY").code == 0
    assert whoholds("gazetteer", "find", "Tell Misal").code == 5


def test_another_digest_than_the_one_given_is_refused(whoholds: Run, mirror: str) -> None:
    ran = whoholds("gazetteer", "get", "SY", "--from", mirror, "--sha256", "00ff")
    assert ran.code == 3
    assert "is not the file meant" in ran.err
    assert whoholds("gazetteer", "list").out == ""


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("get", "Utopia"), 2, "is no country"),
        (("get", "SY", "--from", "file:///etc"), 3, "is no address"),
        (("add", "nowhere.csv"), 3, "there is no file"),
        (("remove", "nothing"), 3, "no added table"),
    ],
)
def test_what_cannot_be_done_is_told(whoholds: Run, words: tuple[str, ...], code: int, why: str) -> None:
    ran = whoholds("gazetteer", *words)
    assert (ran.code, why in ran.err) == (code, True), ran.err


def test_an_added_village_is_found_with_the_name_of_its_table(whoholds: Run, tmp_path: Path) -> None:
    table = tmp_path / "villages.csv"
    table.write_text("name,lat,lon,country\nBurj Mithal,36.2,37.1,SY\n", encoding="utf-8")
    ran = whoholds("gazetteer", "add", table)
    assert "added 1 places" in ran.err
    assert "from villages" in whoholds("gazetteer", "find", "Burj Mithal").out
