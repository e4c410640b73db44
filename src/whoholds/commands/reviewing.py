"""The verb review: what a person should look at first, and what people decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from whoholds.commands.opening import AsJson, KnownDay, LedgerPath, OnDay, day_given, open_archive, two_days
from whoholds.commands.output import open_console, print_json
from whoholds.errors import UsageError

if TYPE_CHECKING:  # kept out of `whoholds --help`, which must answer at once
    from collections.abc import Mapping

    from whoholds.model import Report, Review
    from whoholds.reviewing import Queued

app = typer.Typer(no_args_is_help=True, help="Which claims to look at first; accept, correct, reject or retract one.")

ClaimId = Annotated[str, typer.Argument(help="the claim's id, as `whoholds review queue` shows it")]
Who = Annotated[str, typer.Option("--who", envvar="WHOHOLDS_REVIEWER", help="who decides")]
Why = Annotated[str, typer.Option("--why", help="the reason, for those who read it later")]
Alone = Annotated[bool, typer.Option("--alone", help="not for the copies of the sentence in other reports")]


@app.command()
def queue(
    ledger: LedgerPath = None,
    place: Annotated[str, typer.Option("--place", help="only claims about this place")] = "",
    on: OnDay = "",
    known: KnownDay = "",
    since: Annotated[str, typer.Option("--since", help="only reports published on this day or later")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help="how many to show")] = 20,
    reviewed: Annotated[bool, typer.Option("--reviewed", help="those reviewed already too")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the claims to look at: first those that move the map most, then those that the reader doubts."""
    with open_archive(ledger) as archive:
        day, known_day = two_days(archive, on, known)
        first = day_given(since, "--since")
        found = archive.review_queue(on=day, known=known_day, place=place, since=first, reviewed=reviewed, limit=limit)
        reports = archive.reports_of(one.known for one in found)
    if as_json:
        for one in found:
            print_json(_queued_json(one, reports))
    else:
        _show_queue(found, reports)


@app.command()
def accept(
    claim: ClaimId,
    who: Who = "",
    why: Why = "",
    alone: Alone = False,
    ledger: LedgerPath = None,
    as_json: AsJson = False,
) -> None:
    """Say that a claim was read rightly; takes back an earlier rejection."""
    _decide(ledger, claim, "accept", who=who, why=why, alone=alone, as_json=as_json)


@app.command()
def correct(
    claim: ClaimId,
    fields: Annotated[
        list[str], typer.Argument(metavar="FIELD=VALUE…", help="place=Kunduz when=2021-08-08 act=holds …")
    ],
    who: Who = "",
    why: Why = "",
    alone: Alone = False,
    ledger: LedgerPath = None,
    as_json: AsJson = False,
) -> None:
    """Put fields of a claim right; place= with nothing behind it takes the claim off the map."""
    _decide(ledger, claim, "correct", who=who, why=why, alone=alone, as_json=as_json, fields=fields)


@app.command()
def reject(
    claim: ClaimId,
    who: Who = "",
    why: Why = "",
    alone: Alone = False,
    ledger: LedgerPath = None,
    as_json: AsJson = False,
) -> None:
    """Say that a claim was misread: it no longer counts."""
    _decide(ledger, claim, "reject", who=who, why=why, alone=alone, as_json=as_json)


@app.command()
def retract(
    claim: ClaimId,
    who: Who = "",
    why: Why = "",
    alone: Alone = False,
    ledger: LedgerPath = None,
    as_json: AsJson = False,
) -> None:
    """Say that its source took a claim back: it no longer counts."""
    _decide(ledger, claim, "retract", who=who, why=why, alone=alone, as_json=as_json)


@app.command(name="list")
def list_reviews(
    claim: Annotated[str, typer.Argument(help="only reviews of this claim")] = "",
    ledger: LedgerPath = None,
    as_json: AsJson = False,
) -> None:
    """List what people decided, oldest first."""
    with open_archive(ledger) as archive:
        made = tuple(archive.ledger.reviews(claim))
    _show_reviews(made, as_json=as_json)


# ---------------------------------------------------------------- parts of the above


def _decide(
    ledger: Path | None,
    claim: str,
    decision: str,
    *,
    who: str,
    why: str,
    alone: bool,
    as_json: bool,
    fields: Iterable[str] = (),
) -> None:
    from whoholds.model import Decision

    if not who.strip():
        raise UsageError("a review says who decided", attempt="--who NAME, or set WHOHOLDS_REVIEWER")
    corrections = _corrections(fields)
    with open_archive(ledger, write=True) as archive:
        made = archive.review(claim, Decision(decision), who=who, why=why, corrections=corrections, copies=not alone)
    _show_reviews(made, as_json=as_json)


def _corrections(fields: Iterable[str]) -> dict[str, str]:
    corrections: dict[str, str] = {}
    for given in fields:
        field, equals, value = given.partition("=")
        if not equals:
            raise UsageError(f"{given!r} gives no field a value", attempt="when=2021-08-08, or 'place=Deir ez-Zor'")
        if field in corrections:
            raise UsageError(f"{field} is given two values", attempt="one of them")
        corrections[field] = value
    return corrections


def _queued_json(one: Queued, reports: Mapping[str, Report]) -> dict[str, Any]:
    from whoholds.export.claims_json import claim_json

    claim = one.known.claim
    about = {"moved": one.moved, "why": one.why, "origin": one.known.origin, "report_id": claim.report_id}
    return claim_json(claim, reports[claim.report_id]) | about | {"reviews": [_review_json(r) for r in one.reviews]}


def _review_json(review: Review) -> dict[str, Any]:
    told = {"claim": review.claim_id, "decision": review.decision, "who": review.who, "at": review.at.isoformat()}
    changed = {"field": review.field, "old": review.old, "new": review.new} if review.field else {}
    return told | {"why": review.why} | changed


def _show_queue(found: Sequence[Queued], reports: Mapping[str, Report]) -> None:
    from rich.text import Text

    from whoholds.terminal import headline, underline

    console = open_console()
    if not found:
        console.print("nothing waits for a reviewer")
    for one in found:
        claim = one.known.claim
        console.print(Text(claim.id, style="bold") + Text(f"  {one.why}", style="magenta"))
        console.print(Text("  ") + headline(claim))
        console.print(Text("    ") + underline(reports[claim.report_id].text, claim))
        for review in one.reviews:
            console.print(Text(f"    {_review_line(review)}", style="dim"))


def _show_reviews(made: Iterable[Review], *, as_json: bool) -> None:
    for review in made:
        if as_json:
            print_json(_review_json(review))
        else:
            typer.echo(f"{review.claim_id}  {_review_line(review)}")


def _review_line(review: Review) -> str:
    changed = f" {review.field}: {review.old or 'nothing'} → {review.new or 'nothing'}" if review.field else ""
    why = f" ({review.why})" if review.why else ""
    return f"{review.at:%Y-%m-%d %H:%M} {review.who}: {review.decision}{changed}{why}"
