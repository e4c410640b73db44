"""What the verbs share: the options, the ledger with all that goes with it, and the days asked about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whoholds.errors import LedgerError, UsageError

if TYPE_CHECKING:  # kept out of `whoholds --help`, which must answer at once
    from whoholds.archive import Archive
    from whoholds.reading.pipeline import Reader

LedgerPath = Annotated[Path | None, typer.Option("--ledger", envvar="WHOHOLDS_LEDGER", help="the ledger's file")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object a line on stdout")]
OnDay = Annotated[str, typer.Option("--on", help="the day asked about (YYYY-MM-DD); default: the newest report's")]
KnownDay = Annotated[str, typer.Option("--known", help="judge from what was published by this day; default: --on")]
StartMap = Annotated[
    Path | None,
    typer.Option("--start-map", envvar="WHOHOLDS_START_MAP", help="CSV of who held what before: place,holder,since"),
]
Sides = Annotated[
    Path | None,
    typer.Option("--sides", envvar="WHOHOLDS_SIDES", help="CSV of sides that count as one: side,belongs_to,name"),
]
PublishedDay = Annotated[str, typer.Option("--published", help="day of publication, where a text has none")]


@contextmanager
def open_archive(
    path: Path | None,
    *,
    create: bool = False,
    write: bool = False,
    start_map: Path | None = None,
    sides: Path | None = None,
) -> Iterator[Archive]:
    """The archive over the ledger at ``path``, closed at the end; only ``create`` makes one that is missing.

    It judges from the user's ``start_map`` and table of ``sides`` too, where given. Raises :class:`LedgerError` when
    there is none, or when it cannot be opened to be read (or to ``write``), :class:`InputError` for a table of no use.
    """
    from whoholds.archive import Archive
    from whoholds.gazetteer.compiled import open_gazetteer
    from whoholds.intake.origins import SentenceCopies
    from whoholds.ledger.sqlite import open_sqlite

    file = ledger_path(path)
    if not create and not file.exists():
        raise LedgerError(f"there is no ledger at {file}", attempt=f"whoholds add --ledger {file} FILE…")
    ledger = open_sqlite(file, read_only=not (create or write), copies=SentenceCopies())
    try:
        yield Archive(ledger, open_reader, open_gazetteer).informed(start_map=start_map, sides=sides)
    finally:
        ledger.close()


def ledger_path(path: Path | None) -> Path:
    """The ledger's file: the one given, else the user's own."""
    if path is not None:
        return path
    from platformdirs import user_data_path

    return user_data_path("whoholds") / "ledger.sqlite"


def open_reader() -> Reader:
    """The reader that ships with the package, over the gazetteer of this installation."""
    from whoholds.gazetteer.compiled import open_gazetteer
    from whoholds.reading import pipeline

    return pipeline.open_reader(open_gazetteer())


def day_given(given: str, option: str) -> date | None:
    """The day that an option names, ``None`` for none; raises :class:`UsageError` for what is no day."""
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"{option} {given!r} is not a day", attempt=f"{option} 2024-03-05") from None


def two_days(archive: Archive, on: str, known: str) -> tuple[date, date]:
    """The two handles of time: what was not given follows the other.

    With neither, it is the day of the newest report, judged from all that is known, reviews of later days too.
    """
    about, judged = day_given(on, "--on"), day_given(known, "--known")
    if about is None and judged is None:
        return archive.newest_day(), archive.newest_word()
    about = about or judged or archive.newest_day()
    return about, judged or about
