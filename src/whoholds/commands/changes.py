"""The verb changes: what is news since a day, or since the last look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whoholds.commands.opening import (
    AsJson,
    LedgerPath,
    OnDay,
    Sides,
    StartMap,
    day_given,
    ledger_path,
    open_archive,
    two_days,
)
from whoholds.commands.output import open_console, print_json
from whoholds.errors import UsageError

if TYPE_CHECKING:  # kept out of `whoholds --help`, which must answer at once
    from whoholds.archive import Archive
    from whoholds.model import Change

LAST = "last"
WEEK = timedelta(days=7)


def changes(
    since: Annotated[
        str, typer.Option("--since", help="a day, or `last` for the last look; default: a week before --on")
    ] = "",
    ledger: LedgerPath = None,
    on: OnDay = "",
    start_map: StartMap = None,
    sides: Sides = None,
    as_json: AsJson = False,
) -> None:
    """What changed hands or became contested, what was denied or taken back, and what changed our mind about the past.

    Two days are compared, each judged from what was known on it. With `--since last` it is what the last such look
    showed against all that is known now.
    """
    if since == LAST and on:
        raise UsageError("--since last compares with now", attempt="--since DAY --on DAY, or no --on")
    with open_archive(ledger, start_map=start_map, sides=sides) as archive:
        if since == LAST:
            found = _since_last(archive, ledger_path(ledger))
        else:
            day, _ = two_days(archive, on, "")
            found = archive.changes(since=day_given(since, "--since") or day - WEEK, on=day)
        names = archive.side_names(archive.newest_word())
    _show(found, names, as_json=as_json)


def _since_last(archive: Archive, ledger: Path) -> tuple[Change, ...]:
    from whoholds.looks import look_path, read_look, write_look

    on, known = archive.newest_day(), archive.newest_word()
    last = read_look(look_path(ledger))
    if last is None:
        last = archive.look(on=on - WEEK, known=on - WEEK)
        typer.echo(f"there was no look at this ledger before; what is news since {last.on}:", err=True)
    found = archive.news_since(last, on=on, known=known)
    try:
        write_look(look_path(ledger), archive.look(on=on, known=known))
    except OSError as error:
        typer.echo(f"this look cannot be remembered: {error.strerror or error}", err=True)
    return found


def _show(found: Sequence[Change], names: Mapping[str, str], *, as_json: bool) -> None:
    from whoholds.export.claims_json import change_json
    from whoholds.export.sides import name_sides_in
    from whoholds.terminal import show_changes

    if as_json:
        for change in found:
            print_json(change_json(change) | {"kind": change.kind, "claims": list(change.claim_ids)})
    else:
        show_changes(open_console(), [replace(change, what=name_sides_in(change.what, names)) for change in found])
