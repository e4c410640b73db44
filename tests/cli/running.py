"""Runs the command line inside this process, as the command `whoholds` does."""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from whoholds import cli
from whoholds.commands import opening

EXAMPLES = Path(__file__).parents[2] / "examples"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left: its exit code and what it wrote."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]

_open_reader = functools.cache(opening.open_reader)
"""One reader for all commands of a session: opening it takes longer than most of them."""


def run_whoholds(*words: str | Path, stdin: bytes = b"") -> Ran:
    """Run a command through the entry point; an error that nobody foresaw is raised here, as a traceback would be."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    code = 0
    with (
        mock.patch.object(sys, "argv", ["whoholds", *map(str, words)]),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8")),
        mock.patch.object(sys, "stdout", out),
        mock.patch.object(sys, "stderr", err),
        mock.patch.object(opening, "open_reader", _open_reader),
    ):
        try:
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        out.flush()
        err.flush()
    return Ran(code, _written(out), _written(err))


def _written(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")
