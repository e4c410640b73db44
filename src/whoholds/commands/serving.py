"""The verb serve: the web app over one ledger."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from whoholds.commands.opening import LedgerPath, Sides, StartMap, ledger_path, open_archive
from whoholds.errors import LedgerError, MissingPartError, UsageError

if TYPE_CHECKING:  # kept out of `whoholds --help`, which must answer at once
    from pathlib import Path

    from whoholds.web.desk import Desk

LOOPBACK = "127.0.0.1"


def serve(
    ledger: LedgerPath = None,
    host: Annotated[
        str, typer.Option("--host", help="where to listen; beyond this machine it needs --token")
    ] = LOOPBACK,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="the port to listen on")] = 8000,
    token: Annotated[
        str,
        typer.Option("--token", envvar="WHOHOLDS_TOKEN", help="what one must know to write; 16 characters or more"),
    ] = "",
    start_map: StartMap = None,
    sides: Sides = None,
    names: Annotated[list[str] | None, typer.Option("--name", help="another name that this server goes by")] = None,
) -> None:
    """Serve the web app: map, time, evidence, ledger, review. Only this machine can reach it unless told otherwise."""
    try:
        import uvicorn

        from whoholds.web.app import create_app
        from whoholds.web.gate import own_names
    except ImportError as error:
        raise MissingPartError(
            "the web app is not installed", why=f"{error.name} is missing", attempt="pip install 'whoholds[web]'"
        ) from error
    _check(host, token)
    with open_desk(ledger_path(ledger), start_map=start_map, sides=sides) as desk:
        app = create_app(desk, token=token, hosts=(*own_names(host), *(names or ())))
        shown = f"[{host}]" if ":" in host else host
        typer.echo(f"whoholds serves {desk.path} at http://{shown}:{port}  (Ctrl+C ends it)", err=True)
        if not desk.writable:
            typer.echo("The ledger may only be read: there is no review and no adding.", err=True)
        uvicorn.run(
            app,
            host=host,
            port=port,
            log_level="warning",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=2,
        )


def _check(host: str, token: str) -> None:
    from whoholds.web.gate import is_loopback
    from whoholds.web.signing import SHORTEST_TOKEN

    if token and len(token) < SHORTEST_TOKEN:
        raise UsageError(
            "the token is too short", why=f"it needs {SHORTEST_TOKEN} characters", attempt="openssl rand -hex 16"
        )
    if not token and not is_loopback(host):
        raise UsageError(
            f"will not listen on {host} without a token",
            why="others on the network could write to the ledger",
            attempt="WHOHOLDS_TOKEN=$(openssl rand -hex 16) whoholds serve --host …",
        )


@contextlib.contextmanager
def open_desk(path: Path, *, start_map: Path | None = None, sides: Path | None = None) -> Iterator[Desk]:
    """The ledger at ``path`` for the app, to be written where its file allows it."""
    from whoholds.web.desk import Desk

    write = path.exists() and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    if not path.exists():
        raise LedgerError(f"there is no ledger at {path}", attempt=f"whoholds add --ledger {path} FILE…")
    with open_archive(path, write=write, start_map=start_map, sides=sides) as archive:
        # The gazetteer is asked at every review and every look: it is opened once for the server's life.
        yield Desk(replace(archive, open_gazetteer=cache(archive.open_gazetteer)), path, writable=write)
