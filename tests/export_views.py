"""Views made by hand, for the tests of exports: every status once, a copy, a retraction, a witness, a lost place."""

from datetime import UTC, date, datetime

from whoholds.export.interface import View
from whoholds.model import (
    Act,
    Attribution,
    Claim,
    Cluster,
    Effect,
    Estimate,
    Evidentiality,
    Explanation,
    Factuality,
    Interest,
    KnownClaim,
    Part,
    Period,
    Place,
    PlaceKind,
    Report,
    SourceKind,
    Span,
    Status,
    Unresolved,
)

DAY = date(2031, 3, 10)
PLACES = {
    "Alma": Place("geonames:1", "Alma", PlaceKind.SETTLEMENT, "SD", "North", 13.2, 30.2, 40_000),
    "Besna": Place("geonames:2", "Besna", PlaceKind.SETTLEMENT, "SD", "North", 13.3, 30.5, 9_000),
    "Corda": Place("geonames:3", "Corda", PlaceKind.SETTLEMENT, "SD", "South", 12.1, 29.4, 3_000),
    "Dura": Place("geonames:4", "Dura", PlaceKind.SETTLEMENT, "SD", "South", 12.6, 31.9, 700),
    "Enid": Place("geonames:5", "Enid", PlaceKind.SETTLEMENT, "LY", "West", 32.4, 13.6, 80_000),
    "Fola": Place("whoholds:fola", "Fola", PlaceKind.PROVINCE, "SD", "Fola", 13.2, 30.2),
}

WIRE = (
    "Red forces take Alma\n\n"
    "ALMA, March 9 (Wire) - The Red Front said on Sunday that its men had captured Alma. "
    "Soldiers left the town at night, said Hana Idriss, a resident who sells bread near the station. "
    "The Blue Army denied that Alma had fallen."
)
COPY = WIRE.split("\n\n", 1)[1]
SINGLE = "=HYPERLINK(1) Villagers of Nowhere said that Blue Army men had entered it.\n"


def find(text: str, words: str) -> Span:
    """The first place of some words in a text."""
    start = text.index(words)
    return Span(start, start + len(words))


def make_report(report_id: str, text: str, publisher: str, day: int, url: str = "") -> Report:
    """A report of a day in March 2031."""
    return Report(report_id, text, text.split("\n", 1)[0], publisher, datetime(2031, 3, day, tzinfo=UTC), url)


def make_claim(
    report: Report,
    number: int,
    quote: str,
    place: Place | Unresolved,
    *,
    act: Act = Act.TAKES,
    actor: str = "Red Front",
    source: str = "Red Front",
    kind: SourceKind = SourceKind.BELLIGERENT,
    interest: Interest = Interest.OWN,
    factuality: Factuality = Factuality.CERTAIN,
    cue: str = "",
    when: str = "",
) -> Claim:
    """A claim of the Red Front, or of whoever is named."""
    named = place.name if isinstance(place, Place) else "Nowhere"
    said = Attribution(
        source,
        kind,
        interest,
        Evidentiality.TOLD,
        source_span=find(report.text, source) if source in report.text else None,
        cue_span=find(report.text, cue) if cue else None,
    )
    return Claim(
        id=f"{report.id}#{number}",
        report_id=report.id,
        act=act,
        actor=actor,
        actor_side="group:red" if actor == "Red Front" else "state:blue",
        opponent="",
        opponent_side="",
        place_name=named,
        place=place,
        part=Part.WHOLE,
        country="SD",
        when=Period.day(date(2031, 3, 9)),
        attribution=said,
        factuality=factuality,
        quote=find(report.text, quote),
        place_span=find(report.text, named),
        time_span=find(report.text, when) if when else None,
        score=0.75,
        made_by="rule@1",
    )


def make_estimate(name: str, status: Status, holder: str = "", probability: float = 0.0, **fields: object) -> Estimate:
    """An estimate of one of the six places."""
    rival = "state:blue" if holder != "state:blue" else "group:red"
    holders = ((holder, probability), (rival, round(0.9 - probability, 4))) if holder else ()
    given: dict[str, object] = {
        "contested": 0.05,
        "holders": holders,
        "origins": 2,
        "since": date(2031, 3, 9) if holder else Unresolved("nobody is likely enough"),
        "last_evidence": date(2031, 3, 9),
        "claimed_by": (),
    } | fields
    return Estimate(PLACES[name], DAY, DAY, status, holder, probability, **given)  # type: ignore[arg-type]


def make_estimates() -> tuple[Estimate, ...]:
    """Every status once, and a province."""
    return (
        make_estimate("Alma", Status.HELD, "group:red", 0.86),
        make_estimate("Besna", Status.CONTESTED, "state:blue", 0.45, contested=0.4),
        make_estimate("Corda", Status.BESIEGED, "state:blue", 0.8, last_evidence=date(2030, 12, 1)),
        make_estimate("Dura", Status.CLAIMED_UNCONFIRMED, claimed_by=("group:red",), origins=1),
        make_estimate("Enid", Status.UNKNOWN, last_evidence=Unresolved("nothing was said"), origins=0),
        make_estimate("Fola", Status.HELD, "state:blue", 0.7),
    )


def make_claims() -> tuple[tuple[KnownClaim, ...], dict[str, Report]]:
    """The claims of a wire story, of its copy, and of a report with a place that nobody finds."""
    wire = make_report("wire-1", WIRE, "Wire", 9, "https://wire.example/1")
    copy = make_report("copy-1", COPY, "Courier", 10, "javascript:alert(1)")
    lost = make_report("lost-1", SINGLE, "Herald", 10)
    boast = {"cue": "said", "when": "Sunday"}
    claims = [
        (make_claim(wire, 1, "its men had captured Alma", PLACES["Alma"], **boast), wire, "o1", None),
        (make_claim(copy, 1, "its men had captured Alma", PLACES["Alma"], **boast), copy, "o1", None),
        (_by_witness(wire), wire, "o2", None),
        (_denial(wire), wire, "o3", datetime(2031, 3, 10, tzinfo=UTC)),
        (_lost(lost), lost, "o4", None),
    ]
    known = tuple(KnownClaim(c, r.publisher, r.published, origin, gone) for c, r, origin, gone in claims)
    return known, {report.id: report for report in (wire, copy, lost)}


def _by_witness(wire: Report) -> Claim:
    said = "Hana Idriss, a resident who sells bread near the station"
    return make_claim(
        wire,
        2,
        "Soldiers left the town",
        PLACES["Alma"],
        act=Act.LOSES,
        actor="Blue Army",
        source=said,
        kind=SourceKind.WITNESS,
        interest=Interest.INDEPENDENT,
    )


def _denial(wire: Report) -> Claim:
    return make_claim(
        wire, 3, "Alma had fallen", PLACES["Alma"], source="Blue Army", interest=Interest.ADVERSARY,
        factuality=Factuality.DENIED,
    )  # fmt: skip


def _lost(report: Report) -> Claim:
    nowhere = Unresolved("'Nowhere' is not in the gazetteer")
    return make_claim(
        report, 1, "=HYPERLINK(1) Villagers of Nowhere", nowhere, act=Act.ENTERS, actor="Blue Army",
        source="Villagers of Nowhere", kind=SourceKind.WITNESS,
    )  # fmt: skip


def make_view() -> View:
    """The whole of it, with what each piece of evidence moved at Alma."""
    claims, reports = make_claims()
    estimates = make_estimates()
    at = datetime(2031, 3, 9, tzinfo=UTC)
    boast = Cluster(
        "k1", "geonames:1", Act.TAKES, "group:red", "", "own", True, date(2031, 3, 9), at, 1.0, 2,
        ("wire-1#1", "copy-1#1"), "o1",
    )  # fmt: skip
    seen = Cluster(
        "k2", "geonames:1", Act.LOSES, "", "state:blue", "witness", False, date(2031, 3, 9), at, 1.0, 1,
        ("wire-1#2",), "o2",
    )  # fmt: skip
    moved = Explanation(estimates[0], 0.5, (Effect(boast, 0.12), Effect(seen, 0.3)), -0.02)
    return View("Week 10", DAY, DAY, claims, reports, estimates, (moved,))
