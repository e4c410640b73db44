"""How the verbs print: data on stdout, talk on stderr, progress while a person is watching."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from whoholds.errors import InputError

if TYPE_CHECKING:  # kept out of `whoholds --help`, which must answer at once
    from rich.console import Console

    from whoholds.intake.interface import Skipped

WIDTH = 150
"""Columns of a table that no terminal will show: a file or a pipe has no width of its own."""


def open_console() -> Console:
    """The terminal, or a file or pipe of :data:`WIDTH` columns."""
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH)


def print_json(value: Any) -> None:
    """One JSON object a line, on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def with_progress(items: Iterator[Any], what: str) -> Iterator[Any]:
    """Count on stderr while a person is watching."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed} reports"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        for item in items:
            progress.advance(task)
            yield item


@contextmanager
def whole_file(path: Path) -> Iterator[Any]:
    """A file that appears only when it is complete; standard output for ``-``."""
    if path == Path("-"):
        yield sys.stdout.buffer
        return
    partial = path.with_name(f"{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with partial.open("wb") as to:
                yield to
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot write {path}", why=error.strerror or str(error), attempt="another --output"
        ) from error


def tell_skipped(skipped: Skipped) -> int:
    """Say what was skipped and why; gives 1, to be counted."""
    typer.echo(f"skipped {skipped.where}: {skipped.why}", err=True)
    return 1


def finish(skipped: int) -> None:
    """Everything readable was read; that something was not is told by the exit code of its family."""
    if skipped:
        raise typer.Exit(InputError.exit_code)
