"""Hand-written stand-ins and makers of small values that several tests share."""

from datetime import UTC, date, datetime

from whoholds.model import (
    Act,
    Attribution,
    Claim,
    Factuality,
    Interest,
    Part,
    Period,
    Place,
    PlaceKind,
    Report,
    ReportKind,
    SourceKind,
    Span,
    Unresolved,
)

KOBAR = Place("whoholds:kobar", "Kobar", PlaceKind.SETTLEMENT, "SY", "Idlib", 35.5, 36.5, 12_000)
NASIM = Place("whoholds:nasim", "Nasim", PlaceKind.SETTLEMENT, "SY", "Hama", 34.5, 37.5, 900)

STORY = (
    "Government troops entered the market town of Kobar at dawn on Sunday. "
    "Residents reached by telephone said that tanks stood on the main square. "
    "The army said in a statement that the whole town was in its hands. "
    "A field commander of the rebels denied that his men had left it."
)


def make_report(
    report_id: str = "wire-1",
    text: str = STORY,
    *,
    title: str = "Troops enter Kobar",
    publisher: str = "Wire",
    published: datetime | Unresolved = datetime(2021, 8, 1, 6, tzinfo=UTC),
    url: str = "",
    kind: ReportKind = ReportKind.STORY,
    replaces: tuple[str, ...] = (),
) -> Report:
    """A report with every field settable and none needed."""
    return Report(report_id, text, title, publisher, published, url, kind, replaces)


def make_claim(
    report: Report,
    number: int = 1,
    *,
    act: Act = Act.TAKES,
    actor: str = "army",
    side: str = "state:SY",
    place: Place | Unresolved = KOBAR,
    place_name: str = "Kobar",
    when: Period | Unresolved = Period.day(date(2021, 8, 1)),  # noqa: B008 - frozen
    source: str = "army",
    source_kind: SourceKind = SourceKind.BELLIGERENT,
    factuality: Factuality = Factuality.CERTAIN,
    quote: Span = Span(0, 12),  # noqa: B008 - frozen
) -> Claim:
    """A claim of ``report``: by default the army says that it took Kobar on 2021-08-01."""
    said = Attribution(source, source_kind, Interest.OWN)
    return Claim(
        id=f"{report.id}:{number}",
        report_id=report.id,
        act=act,
        actor=actor,
        actor_side=side,
        opponent="",
        opponent_side="",
        place_name=place_name,
        place=place,
        part=Part.WHOLE,
        country="SY",
        when=when,
        attribution=said,
        factuality=factuality,
        quote=quote,
        place_span=None,
        time_span=None,
        score=0.5,
        made_by="test@1",
    )
