"""The verbs about reports and what is read from them: read, add, claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from whoholds.commands import opening
from whoholds.commands.opening import AsJson, LedgerPath, PublishedDay, day_given, open_archive
from whoholds.commands.output import finish, open_console, print_json, tell_skipped, with_progress

if TYPE_CHECKING:  # kept out of `whoholds --help`, which must answer at once
    from whoholds.archive import Archive, Kept
    from whoholds.ledger.interface import ClaimFilter
    from whoholds.model import KnownClaim

LISTED = 100
"""Claims in a table where no number is asked for: more are for a file or a filter (our choice)."""


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

    reader, console, skipped = opening.open_reader(), open_console(), 0
    for item in read_sources(files, published=day_given(published, "--published")):
        if isinstance(item, Skipped):
            skipped += tell_skipped(item)
            continue
        claims = reader.read_claims(item)
        if as_json:
            print_json(report_json(item, claims))
        else:
            show_report(console, item, claims)
    finish(skipped)


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
    with open_archive(ledger, create=True) as archive:
        items = archive.add(read_sources(sources, published=day_given(published, "--published")))
        for item in with_progress(items, "reading"):
            if isinstance(item, Skipped):
                skipped += tell_skipped(item)
                continue
            kept.append(item)
            if as_json:
                print_json(_added_json(item))
    _tell_added(kept, skipped)
    finish(skipped)


def claims(
    place: Annotated[str, typer.Argument(help="only claims about this place")] = "",
    ledger: LedgerPath = None,
    known: Annotated[str, typer.Option("--known", help="only what was published by this day")] = "",
    source: Annotated[str, typer.Option(help="only what this source says")] = "",
    unlocated: Annotated[bool, typer.Option("--unlocated", help="only claims that could not be placed")] = False,
    text: Annotated[str, typer.Option(help="only claims with these words")] = "",
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=0, help="how many, the newest; 0 for all  [default: 100; with --json all]"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the kept claims, in the order of publication."""
    from whoholds.export.claims_json import claim_json
    from whoholds.ledger.interface import ClaimFilter
    from whoholds.terminal import show_claims

    with open_archive(ledger) as archive:
        only = ClaimFilter(
            place_id=archive.find_place(place).id if place else "",
            source=source,
            known=day_given(known, "--known"),
            located=False if unlocated else None,
            text=text,
        )
        limit = (0 if as_json else LISTED) if limit is None else limit
        found = _newest(archive, only, limit) if limit else archive.claims(only)
        if not as_json:
            show_claims(open_console(), tuple(found))
            return
        for one in found:
            report = archive.ledger.report(one.claim.report_id)
            if report is not None:
                print_json(claim_json(one.claim, report) | {"report_id": report.id, "origin": one.origin})


def _newest(archive: Archive, only: ClaimFilter, limit: int) -> tuple[KnownClaim, ...]:
    """The newest claims that pass a filter, oldest of them first; says how many more there are."""
    page = archive.ledger.page(only, offset=0, limit=limit, newest_first=True)
    if page.total > len(page.claims):
        shown = f"the newest {len(page.claims)} of {page.total:,} claims"
        typer.echo(f"{shown}; --limit 0 lists all, --text, --source and a place narrow them", err=True)
    return page.claims[::-1]


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
