"""The command line: each verb is one call of the archive, then printing. Data on stdout, talk on stderr."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from whoholds import __version__
from whoholds.commands import asking, changes, disputes, gazetteer, reports, reviewing, serving
from whoholds.commands.opening import LedgerPath, ledger_path
from whoholds.errors import WhoholdsError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Reads conflict news and keeps a record of who holds which place, since when, on whose word, and how sure.",
)


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


for verb in (
    reports.read,
    reports.add,
    reports.claims,
    asking.who,
    asking.explain,
    changes.changes,
    disputes.disputes,
    asking.export,
    serving.serve,
):
    app.command()(verb)

app.add_typer(reviewing.app, name="review")
app.add_typer(gazetteer.app, name="gazetteer")


@app.command()
def doctor(ledger: LedgerPath = None) -> None:
    """What is missing or broken, and the command that mends it."""
    from whoholds.doctor import examine

    findings = examine(ledger_path(ledger))
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.well else 'FAIL'}  {finding.what}")
        if not finding.well:
            typer.echo(f"      try: {finding.attempt}")
    if not all(finding.well for finding in findings):
        raise typer.Exit(6)


if __name__ == "__main__":
    main()
