"""The verbs that ask who holds what: who, explain, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from whoholds.commands.opening import (
    AsJson,
    KnownDay,
    LedgerPath,
    OnDay,
    Sides,
    StartMap,
    open_archive,
    two_days,
)
from whoholds.commands.output import open_console, print_json, whole_file
from whoholds.errors import UsageError


def who(
    place: Annotated[str, typer.Argument(help="a place; all of them when left out")] = "",
    ledger: LedgerPath = None,
    on: OnDay = "",
    known: KnownDay = "",
    start_map: StartMap = None,
    sides: Sides = None,
    as_json: AsJson = False,
) -> None:
    """Who holds what, how sure, since when, on whose word, and how old the newest evidence is."""
    from whoholds.export.claims_json import estimate_json
    from whoholds.terminal import show_estimates

    with open_archive(ledger, start_map=start_map, sides=sides) as archive:
        day, known_day = two_days(archive, on, known)
        estimates = archive.who(place, on=day, known=known_day)
        if as_json:
            for estimate in estimates:
                print_json(estimate_json(estimate))
        else:
            names = archive.side_names(known_day)
            show_estimates(open_console(), estimates, archive.whose_word(estimates), names, on=day, known=known_day)


def explain(
    place: Annotated[str, typer.Argument(help="a place")],
    ledger: LedgerPath = None,
    on: OnDay = "",
    known: KnownDay = "",
    start_map: StartMap = None,
    sides: Sides = None,
    as_json: AsJson = False,
) -> None:
    """The evidence for and against, each sentence with its source, and what each one moved."""
    from whoholds.export.claims_json import explanation_json
    from whoholds.terminal import show_explanation

    with open_archive(ledger, start_map=start_map, sides=sides) as archive:
        day, known_day = two_days(archive, on, known)
        explanation, behind = archive.explain(place, on=day, known=known_day)
        if as_json:
            print_json(explanation_json(explanation))
        else:
            reports, names = archive.reports_of(behind), archive.side_names(known_day)
            show_explanation(open_console(), explanation, behind, reports, names)


def export(
    form: Annotated[str, typer.Argument(help="brief, geojson, csv (the claims) or control (places by day)")],
    output: Annotated[Path, typer.Option("--output", "-o", help="the file to write; - for standard output")] = Path(
        "-"
    ),
    ledger: LedgerPath = None,
    on: OnDay = "",
    known: KnownDay = "",
    start_map: StartMap = None,
    sides: Sides = None,
    title: Annotated[str, typer.Option(help="the title of a brief")] = "Who holds what",
) -> None:
    """Write what is known in one format."""
    from whoholds.export.formats import FORMATS

    if form not in FORMATS:
        raise UsageError(f"no format is called {form!r}", attempt=f"one of {', '.join(sorted(FORMATS))}")
    with open_archive(ledger, start_map=start_map, sides=sides) as archive:
        day, known_day = two_days(archive, on, known)
        view = archive.view(title, on=day, known=known_day)
    with whole_file(output) as to:
        FORMATS[form].write(view, to)
    if output != Path("-"):
        typer.echo(f"wrote {output}", err=True)
