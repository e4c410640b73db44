"""What a person sees in a terminal: tables, underlined words, the evidence for and against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from whoholds.export.sides import call
from whoholds.export.wording import how_sure
from whoholds.model import (
    Change,
    Claim,
    Estimate,
    Explanation,
    KnownClaim,
    Period,
    Place,
    Report,
    Span,
    Status,
    Unresolved,
)

STATUS_STYLE = {
    Status.HELD: "bold",
    Status.CONTESTED: "bold magenta",
    Status.BESIEGED: "bold yellow",
    Status.CLAIMED_UNCONFIRMED: "italic",
    Status.UNKNOWN: "dim",
    Status.NO_REPORT: "dim",
}


def days_of(when: Period | Unresolved) -> str:
    """A period as a reader writes it; an open end shows as "…", an unresolved one as its reason."""
    if isinstance(when, Unresolved):
        return f"? ({when.reason})"
    first = when.first.isoformat() if isinstance(when.first, date) else "…"
    last = when.last.isoformat() if isinstance(when.last, date) else "…"
    return first if first == last else f"{first} to {last}"


def show_report(console: Console, report: Report, claims: Sequence[Claim]) -> None:
    """A report's claims, each with its sentence and the words underlined."""
    day = report.day.isoformat() if isinstance(report.day, date) else "no date"
    console.print(Text(f"{report.title or report.id}", style="bold"), Text(f"  {report.publisher}  {day}", style="dim"))
    if not claims:
        console.print("  no claim about who holds a place\n")
    for claim in claims:
        console.print(Text("  ") + headline(claim))
        console.print(Text("    ") + underline(report.text, claim), soft_wrap=False)
        if isinstance(claim.place, Unresolved):
            console.print(Text(f"    unlocated: {claim.place.reason}", style="dim"))
    console.print()


def headline(claim: Claim) -> Text:
    """A claim on one line: place, act, actor, days, source, factuality."""
    said = claim.attribution
    text = Text()
    text.append(claim.place_name, style="bold cyan")
    text.append(f" ({claim.part})" if claim.part != "whole" else "", style="dim")
    text.append(f"  {claim.act}  ", style="bold")
    text.append(claim.actor or "nobody named")
    text.append(f" against {claim.opponent}" if claim.opponent else "", style="dim")
    text.append(f"  {days_of(claim.when)}")
    text.append(f"  {said.source}", style="green")
    text.append(f" ({said.kind}, {said.interest})" if said.source != "narrator" else "", style="dim")
    text.append(f"  {claim.factuality}", style="" if claim.factuality == "certain" else "yellow")
    return text


def underline(text: str, claim: Claim) -> Text:
    """The sentence around a claim's words, on one line, the words underlined and source, cue and place coloured."""
    stop = text.rfind(". ", 0, claim.quote.start)
    start = max(stop + 2 if stop >= 0 else 0, text.rfind("\n", 0, claim.quote.start) + 1)
    stops = [at for at in (text.find(". ", claim.quote.end), text.find("\n", claim.quote.end)) if at >= 0]
    end = min(stops, default=len(text) - 1) + 1
    start, end = max(start, claim.quote.start - 240), min(end, claim.quote.end + 240)
    shown = Text(text[start:end].replace("\n", " "))

    def paint(span: Span | None, style: str) -> None:
        if span is not None and start <= span.start and span.end <= end:
            shown.stylize(style, span.start - start, span.end - start)

    paint(claim.quote, "underline")
    paint(claim.attribution.source_span, "green")
    paint(claim.attribution.cue_span, "green")
    paint(claim.place_span, "cyan")
    paint(claim.time_span, "blue")
    return shown


def show_estimates(
    console: Console,
    estimates: Iterable[Estimate],
    words_of: Mapping[str, str],
    names: Mapping[str, str],
    *,
    on: date,
    known: date,
) -> None:
    """Who holds what: one row a place. ``words_of`` gives the sources behind each place id, ``names`` the sides'."""
    table = Table(
        title=f"Situation on {on}, as known on {known}", title_justify="left", show_edge=False, pad_edge=False
    )
    for column in ("place", "status", "holder", "how sure", "since", "on whose word", "newest evidence"):
        table.add_column(column, overflow="fold")
    for estimate in estimates:
        table.add_row(*_row(estimate, words_of.get(estimate.place.id, ""), names))
    console.print(table)


def _row(estimate: Estimate, whose_word: str, names: Mapping[str, str]) -> Iterator[Text]:
    yield Text(f"{estimate.place.name}, {estimate.place.country}")
    yield Text(estimate.status.replace("_", " "), style=STATUS_STYLE[estimate.status])
    yield Text(call(estimate.holder, names) if estimate.holder else "–")
    yield Text(how_sure(estimate))
    yield Text(_day(estimate.since))
    origins = f"{estimate.origins} origin{'s' if estimate.origins != 1 else ''}"
    yield Text(f"{origins}: {whose_word}" if whose_word else origins)
    yield Text(_age(estimate))


def _day(day: date | Unresolved) -> str:
    return day.isoformat() if isinstance(day, date) else "–"


def _age(estimate: Estimate) -> str:
    if isinstance(estimate.last_evidence, Unresolved):
        return "–"
    days = (estimate.on - estimate.last_evidence).days
    return f"{estimate.last_evidence} ({days} day{'s' if days != 1 else ''} old)"


def show_explanation(
    console: Console,
    explanation: Explanation,
    claims: Sequence[KnownClaim],
    reports: Mapping[str, Report],
    names: Mapping[str, str],
) -> None:
    """The evidence of one place: each cluster with what it moved and the sentences that carry it."""
    estimate = explanation.estimate
    console.print(Text(f"{estimate.place.name}, {estimate.place.admin1 or estimate.place.country}", style="bold"))
    holder = call(estimate.holder, names) if estimate.holder else "nobody can be named"
    console.print(
        f"on {estimate.on}, as known on {estimate.known}: [bold]{estimate.status.replace('_', ' ')}[/bold], "
        f"{holder}, {estimate.probability:.0%}, contested {estimate.contested:.0%}"
    )
    console.print(f"what each statement moved; time alone since the last one: {explanation.drift:+.1%}\n")
    by_id = {known.claim.id: known for known in claims}
    for effect in sorted(explanation.effects, key=lambda effect: (effect.cluster.about, effect.cluster.id)):
        cluster = effect.cluster
        disputed = ", disputed" if cluster.disputed else ""
        reach = f", carried by {cluster.reach} reports" if cluster.reach > 1 else ""
        said = f"{cluster.act} {call(cluster.side, names)}{disputed}{reach}"
        console.print(f"[bold]{effect.moved:+.1%}[/bold]  {cluster.about}  {said}")
        for claim_id in cluster.claim_ids:
            if claim_id in by_id:
                _show_sentence(console, by_id[claim_id], reports)
    console.print()


def _show_sentence(console: Console, known: KnownClaim, reports: Mapping[str, Report]) -> None:
    report, said = reports[known.claim.report_id], known.claim.attribution
    console.print(Text("        ") + underline(report.text, known.claim))
    day = known.published.date().isoformat() if not isinstance(known.published, Unresolved) else "undated"
    retracted = f", retracted {known.retracted.date()}" if known.retracted else ""
    outlet = known.publisher or "unknown outlet"
    speaker = f"        {said.source} ({said.kind}, {said.interest}), in {outlet}, {day}{retracted}"
    console.print(Text(speaker, style="dim"))


def show_changes(console: Console, changes: Sequence[Change]) -> None:
    """What became different, a line a place."""
    if not changes:
        console.print("nothing changed")
    for change in changes:
        console.print(
            Text(f"{change.place.name}, {change.place.country}", style="bold cyan")
            + Text(f"  {change.what}", style="default")
        )


def show_claims(console: Console, claims: Iterable[KnownClaim]) -> None:
    """A table of kept claims."""
    table = Table(show_edge=False, pad_edge=False)
    for column in ("published", "place", "act", "actor", "days", "source", "factuality", "outlet", "located"):
        table.add_column(column, overflow="fold")
    for known in claims:
        claim = known.claim
        day = known.published.date().isoformat() if not isinstance(known.published, Unresolved) else "undated"
        where = claim.place.id if isinstance(claim.place, Place) else f"no: {claim.place.reason}"
        struck = "strike" if known.retracted else ""
        cells = (day, claim.place_name, claim.act, claim.actor, days_of(claim.when), claim.attribution.source)
        table.add_row(*(Text(str(cell), style=struck) for cell in (*cells, claim.factuality, known.publisher, where)))
    console.print(table)
