"""The command line: each verb is one call of the archive, then printing. Data on stdout, talk on stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from whoholds import __version__
from whoholds.errors import InputError, LedgerError, UsageError, WhoholdsError

if TYPE_CHECKING:  # kept out of `whoholds --help`, which must answer at once
    from rich.console import Console

    from whoholds.archive import Archive, Kept
    from whoholds.intake.interface import Skipped
    from whoholds.reading.pipeline import Reader

WIDTH = 150
"""Columns of a table that no terminal will show: a file or a pipe has no width of its own."""

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Reads conflict news and keeps a record of who holds which place, since when, on whose word, and how sure.",
)

LedgerPath = Annotated[Path | None, typer.Option("--ledger", envvar="WHOHOLDS_LEDGER", help="the ledger's file")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object a line on stdout")]
OnDay = Annotated[str, typer.Option("--on", help="the day asked about (YYYY-MM-DD); default: the newest report's")]
KnownDay = Annotated[str, typer.Option("--known", help="judge from what was published by this day; default: --on")]
PublishedDay = Annotated[str, typer.Option("--published", help="day of publication, where a text has none")]


def main() -> None:
    """Run the command line; a foreseen error is one message on stderr and its family's exit code."""
    try:
        app()
    except WhoholdsError as error:
        print(f"whoholds: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output has left (`| head`): nothing to tell, and nowhere to tell it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"whoholds {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="print it")] = False,
) -> None:
    del version


# ---------------------------------------------------------------- verbs


@app.command()
def read(
    files: Annotated[list[str], typer.Argument(help="files, folders, or - for standard input")],
    published: PublishedDay = "",
    as_json: AsJson = False,
) -> None:
    """Print the claims of reports, with the words underlined; keeps nothing."""
    from whoholds.export.claims_json import report_json
    from whoholds.intake.interface import Skipped
    from whoholds.intake.sources import read_sources
    from whoholds.terminal import show_report

    reader, console, skipped = _open_reader(), _console(), 0
    for item in read_sources(files, published=_day(published, "--published")):
        if isinstance(item, Skipped):
            skipped += _tell_skipped(item)
            continue
        claims = reader.read_claims(item)
        if as_json:
            _print_json(report_json(item, claims))
        else:
            show_report(console, item, claims)
    _finish(skipped)


@app.command()
def add(
    sources: Annotated[list[str], typer.Argument(help="files, folders, or - for standard input")],
    ledger: LedgerPath = None,
    published: PublishedDay = "",
    as_json: AsJson = False,
) -> None:
    """Read reports and keep them with their claims; says what was new, a copy or unresolved."""
    from whoholds.intake.interface import Skipped
    from whoholds.intake.sources import read_sources

    skipped, kept = 0, []
    with _archive(ledger, create=True) as archive:
        items = archive.add(read_sources(sources, published=_day(published, "--published")))
        for item in _with_progress(items, "reading"):
            if isinstance(item, Skipped):
                skipped += _tell_skipped(item)
                continue
            kept.append(item)
            if as_json:
                _print_json(_added_json(item))
    _tell_added(kept, skipped)
    _finish(skipped)


@app.command()
def claims(
    place: Annotated[str, typer.Argument(help="only claims about this place")] = "",
    ledger: LedgerPath = None,
    known: Annotated[str, typer.Option("--known", help="only what was published by this day")] = "",
    source: Annotated[str, typer.Option(help="only what this source says")] = "",
    unlocated: Annotated[bool, typer.Option("--unlocated", help="only claims that could not be placed")] = False,
    text: Annotated[str, typer.Option(help="only claims with these words")] = "",
    as_json: AsJson = False,
) -> None:
    """List the kept claims."""
    from whoholds.export.claims_json import claim_json
    from whoholds.ledger.interface import ClaimFilter
    from whoholds.terminal import show_claims

    with _archive(ledger) as archive:
        only = ClaimFilter(
            place_id=archive.find_place(place).id if place else "",
            source=source,
            known=_day(known, "--known"),
            located=False if unlocated else None,
            text=text,
        )
        found = tuple(archive.claims(only))
        if not as_json:
            show_claims(_console(), found)
            return
        for one in found:
            report = archive.ledger.report(one.claim.report_id)
            if report is not None:
                _print_json(claim_json(one.claim, report) | {"report_id": report.id, "origin": one.origin})


@app.command()
def who(
    place: Annotated[str, typer.Argument(help="a place; all of them when left out")] = "",
    ledger: LedgerPath = None,
    on: OnDay = "",
    known: KnownDay = "",
    as_json: AsJson = False,
) -> None:
    """Who holds what, how sure, since when, on whose word, and how old the newest evidence is."""
    from whoholds.export.claims_json import estimate_json
    from whoholds.terminal import show_estimates

    with _archive(ledger) as archive:
        day, known_day = _two_days(archive, on, known)
        estimates = archive.who(place, on=day, known=known_day)
        if as_json:
            for estimate in estimates:
                _print_json(estimate_json(estimate))
        else:
            names = archive.side_names(known_day)
            show_estimates(_console(), estimates, archive.whose_word(estimates), names, on=day, known=known_day)


@app.command()
def explain(
    place: Annotated[str, typer.Argument(help="a place")],
    ledger: LedgerPath = None,
    on: OnDay = "",
    known: KnownDay = "",
    as_json: AsJson = False,
) -> None:
    """The evidence for and against, each sentence with its source, and what each one moved."""
    from whoholds.export.claims_json import explanation_json
    from whoholds.terminal import show_explanation

    with _archive(ledger) as archive:
        day, known_day = _two_days(archive, on, known)
        explanation, behind = archive.explain(place, on=day, known=known_day)
        if as_json:
            _print_json(explanation_json(explanation))
        else:
            reports, names = archive.reports_of(behind), archive.side_names(known_day)
            show_explanation(_console(), explanation, behind, reports, names)


@app.command()
def changes(
    since: Annotated[str, typer.Option("--since", help="the day to compare with; default: a week before --on")] = "",
    ledger: LedgerPath = None,
    on: OnDay = "",
    as_json: AsJson = False,
) -> None:
    """What changed hands or became contested between two days, each judged from what was known on it."""
    from datetime import timedelta

    from whoholds.export.claims_json import change_json
    from whoholds.terminal import show_changes

    with _archive(ledger) as archive:
        day, _ = _two_days(archive, on, "")
        found = archive.changes(since=_day(since, "--since") or day - timedelta(days=7), on=day)
        if as_json:
            for change in found:
                _print_json(change_json(change))
        else:
            show_changes(_console(), found)


@app.command()
def export(
    form: Annotated[str, typer.Argument(help="brief, geojson, csv (the claims) or control (places by day)")],
    output: Annotated[Path, typer.Option("--output", "-o", help="the file to write; - for standard output")] = Path(
        "-"
    ),
    ledger: LedgerPath = None,
    on: OnDay = "",
    known: KnownDay = "",
    title: Annotated[str, typer.Option(help="the title of a brief")] = "Who holds what",
) -> None:
    """Write what is known in one format."""
    from whoholds.export.formats import FORMATS

    if form not in FORMATS:
        raise UsageError(f"no format is called {form!r}", attempt=f"one of {', '.join(sorted(FORMATS))}")
    with _archive(ledger) as archive:
        day, known_day = _two_days(archive, on, known)
        view = archive.view(title, on=day, known=known_day)
    with _whole_file(output) as to:
        FORMATS[form].write(view, to)
    if output != Path("-"):
        typer.echo(f"wrote {output}", err=True)


@app.command()
def doctor(ledger: LedgerPath = None) -> None:
    """What is missing or broken, and the command that mends it."""
    from whoholds.doctor import examine

    findings = examine(_ledger_path(ledger))
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.well else 'FAIL'}  {finding.what}")
        if not finding.well:
            typer.echo(f"      try: {finding.attempt}")
    if not all(finding.well for finding in findings):
        raise typer.Exit(6)


# ---------------------------------------------------------------- what the verbs share


@contextmanager
def _archive(path: Path | None, *, create: bool = False) -> Iterator[Archive]:
    from whoholds.archive import Archive
    from whoholds.gazetteer.compiled import open_gazetteer
    from whoholds.intake.origins import SentenceCopies
    from whoholds.ledger.sqlite import open_sqlite

    file = _ledger_path(path)
    if not create and not file.exists():
        raise LedgerError(f"there is no ledger at {file}", attempt=f"whoholds add --ledger {file} FILE…")
    ledger = open_sqlite(file, read_only=not create, copies=SentenceCopies())
    try:
        yield Archive(ledger, _open_reader, open_gazetteer)
    finally:
        ledger.close()


def _ledger_path(path: Path | None) -> Path:
    if path is not None:
        return path
    from platformdirs import user_data_path

    return user_data_path("whoholds") / "ledger.sqlite"


def _open_reader() -> Reader:
    from whoholds.gazetteer.compiled import open_gazetteer
    from whoholds.reading.pipeline import open_reader

    return open_reader(open_gazetteer())


def _console() -> Console:
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH)


def _day(given: str, option: str) -> date | None:
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"{option} {given!r} is not a day", attempt=f"{option} 2024-03-05") from None


def _two_days(archive: Archive, on: str, known: str) -> tuple[date, date]:
    """The two handles of time; what was not given follows the other, then the newest report."""
    about, judged = _day(on, "--on"), _day(known, "--known")
    about = about or judged or archive.newest_day()
    return about, judged or about


def _with_progress(items: Iterator[Any], what: str) -> Iterator[Any]:
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
def _whole_file(path: Path) -> Iterator[Any]:
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


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def _added_json(kept: Kept) -> dict[str, Any]:
    added = kept.added
    return {
        "report": added.report_id,
        "outcome": added.outcome,
        "origin": added.origin,
        "claims": added.claims,
        "retracted": added.retracted,
        "because": added.because,
    }


def _tell_skipped(skipped: Skipped) -> int:
    typer.echo(f"skipped {skipped.where}: {skipped.why}", err=True)
    return 1


def _tell_added(kept: list[Kept], skipped: int) -> None:
    from collections import Counter

    from whoholds.model import Unresolved

    outcomes = Counter(str(one.added.outcome).replace("_", " ") for one in kept)
    unlocated = [claim for one in kept for claim in one.claims if isinstance(claim.place, Unresolved)]
    counted = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())) or "none"
    typer.echo(f"{len(kept)} reports: {counted}; {sum(one.added.claims for one in kept)} claims kept", err=True)
    for one in kept:
        if one.added.because:
            typer.echo(f"  {one.report.title or one.report.id}: {one.added.because}", err=True)
    if unlocated:
        names = sorted({claim.place_name for claim in unlocated})
        typer.echo(f"  {len(unlocated)} claims unlocated, off the map: {', '.join(names[:12])}", err=True)
    if skipped:
        typer.echo(f"  {skipped} items skipped", err=True)


def _finish(skipped: int) -> None:
    """Everything readable was read; that something was not is told by the exit code of its family."""
    if skipped:
        raise typer.Exit(InputError.exit_code)


if __name__ == "__main__":
    main()
