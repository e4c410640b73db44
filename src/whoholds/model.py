"""The nouns of whoholds: frozen values that pass from room to room, and nothing else.

Offsets count code points in ``Report.text``, half-open. Instants are UTC. A period is whole days, both ends
in. Degrees are WGS 84. Probabilities run from 0 to 1. What could not be found out is an :class:`Unresolved`
with its reason, never ``None``, ``0`` or ``""``; ``None`` is kept for words that a text simply does not have.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

# ---------------------------------------------------------------- words with a fixed meaning


class Act(StrEnum):
    """What is said to happen at the place."""

    TAKES = "takes"
    HOLDS = "holds"
    LOSES = "loses"
    ENTERS = "enters"
    APPROACHES = "approaches"
    BESIEGES = "besieges"
    CLASHES = "clashes"
    STRIKES = "strikes"
    ATTACKS = "attacks"
    REPELS = "repels"


class Part(StrEnum):
    """How much of the place the claim is about."""

    WHOLE = "whole"
    PART = "part"
    CENTRE = "centre"
    OUTSKIRTS = "outskirts"
    FACILITY = "facility"
    REGION = "region"


class SourceKind(StrEnum):
    """What sort of speaker stands behind a claim."""

    NARRATOR = "narrator"
    BELLIGERENT = "belligerent"
    OFFICIAL = "official"
    WITNESS = "witness"
    JOURNALIST = "journalist"
    MONITOR = "monitor"
    THIRD_STATE = "third_state"
    UNNAMED = "unnamed"


class Interest(StrEnum):
    """Whose side the source is on, seen from the actor of the claim."""

    OWN = "own"
    ADVERSARY = "adversary"
    INDEPENDENT = "independent"
    NARRATOR = "narrator"


class Factuality(StrEnum):
    """What the source commits to."""

    CERTAIN = "certain"
    HEDGED = "hedged"
    DENIED = "denied"
    PLANNED = "planned"


class Evidentiality(StrEnum):
    """How the source says it knows."""

    SAW = "saw"
    TOLD = "told"
    UNSPECIFIED = "unspecified"


class PlaceKind(StrEnum):
    """What sort of thing a place name names."""

    SETTLEMENT = "settlement"
    NEIGHBOURHOOD = "neighbourhood"
    FACILITY = "facility"
    CROSSING = "crossing"
    ROAD = "road"
    WATER = "water"
    DISTRICT = "district"
    PROVINCE = "province"
    REGION = "region"
    COUNTRY = "country"


class ReportKind(StrEnum):
    """What a published text does to those before it in its series."""

    STORY = "story"
    CORRECTION = "correction"
    KILL = "kill"


class Status(StrEnum):
    """What is shown for a place on a day."""

    HELD = "held"
    CONTESTED = "contested"
    BESIEGED = "besieged"
    CLAIMED_UNCONFIRMED = "claimed_unconfirmed"
    UNKNOWN = "unknown"
    NO_REPORT = "no_report"


class Decision(StrEnum):
    """What a reviewer did with a claim."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    RETRACT = "retract"


# ---------------------------------------------------------------- small values


@dataclass(frozen=True, slots=True)
class Unresolved:
    """What could not be found out, and why, in words fit for the user."""

    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` (half-open, code points) of a report's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs forward from 0, not {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The words it covers in ``text``."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies inside it."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both ends in; an end that the words leave open is :class:`Unresolved`."""

    first: date | Unresolved
    last: date | Unresolved

    def __post_init__(self) -> None:
        if isinstance(self.first, date) and isinstance(self.last, date) and self.first > self.last:
            raise ValueError(f"a period runs forward, not {self.first}..{self.last}")

    @classmethod
    def day(cls, on: date) -> Period:
        """The period of one day."""
        return cls(on, on)

    @property
    def days(self) -> int | Unresolved:
        """Its length in days, 1 for a single day."""
        if isinstance(self.first, date) and isinstance(self.last, date):
            return (self.last - self.first).days + 1
        return Unresolved("the period is open at one end")


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of a gazetteer. ``id`` names its origin: ``geonames:1135690``, ``whoholds:eastern-ghouta``."""

    id: str
    name: str
    kind: PlaceKind
    country: str
    admin1: str
    lat: float
    lon: float
    population: int = 0


@dataclass(frozen=True, slots=True)
class Nearness:
    """A circle near a place that the words mean: its middle (degrees, WGS 84), its radius in kilometres, the words."""

    lat: float
    lon: float
    radius_km: float
    words: str


# ---------------------------------------------------------------- report


@dataclass(frozen=True, slots=True)
class Report:
    """One published text, read once and never edited.

    ``publisher`` is the outlet, which is not a source. ``published`` is the instant of publication (midnight
    UTC where only the day is known). ``replaces`` lists ids of earlier reports that a correction or kill is about.
    """

    id: str
    text: str
    title: str
    publisher: str
    published: datetime | Unresolved
    url: str = ""
    kind: ReportKind = ReportKind.STORY
    replaces: tuple[str, ...] = ()

    @property
    def day(self) -> date | Unresolved:
        """The day of publication."""
        return self.published if isinstance(self.published, Unresolved) else self.published.date()

    @property
    def sha256(self) -> str:
        """Digest of title and text, the identity of the words themselves."""
        return hashlib.sha256(f"{self.title}\n\n{self.text}".encode("utf-8", "surrogatepass")).hexdigest()


# ---------------------------------------------------------------- copies


@dataclass(frozen=True, slots=True)
class Sketch:
    """The traits by which copies of one story are told: what intake sees in a report and the ledger looks up.

    ``prints`` holds numbers (0 to 2**63 - 1) of distinct phrases of the text, ascending.
    ``agency`` is the agency that the text credits, ``""`` for none.
    """

    report_id: str
    publisher: str
    published: datetime | Unresolved
    agency: str
    prints: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CopyLink:
    """Why one report counts as a copy of an earlier one: ``shared`` of the ``of`` phrases of the shorter text."""

    shared: int
    of: int
    because: str

    @property
    def share(self) -> float:
        """The shared part of the shorter text, 0 to 1."""
        return self.shared / self.of


# ---------------------------------------------------------------- claim


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it, in which words, how that speaker knows, and whose side the speaker is on.

    ``source`` is the name as the report gives it, or ``narrator``. ``side`` is the speaker's party (see
    :attr:`Claim.actor_side`), ``""`` for a speaker of no party.
    """

    source: str
    kind: SourceKind
    interest: Interest
    evidentiality: Evidentiality = Evidentiality.UNSPECIFIED
    side: str = ""
    source_span: Span | None = None
    cue_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One source's statement, in one report, that bears on who holds one place.

    ``actor`` and ``opponent`` are the fullest names that the report uses, ``""`` where it names none;
    ``actor_side`` and ``opponent_side`` are the parties they belong to, as keys that are the same in every report
    (``state:RU``, ``group:taliban``), ``""`` where unknown. ``place_name`` is the gazetteer's spelling when ``place``
    was resolved, else the report's. ``score`` is how sure we are that we read it right, not whether it is true.
    ``made_by`` is a rule or model id with its version. ``near`` is the circle that "20 km north of it" or "near it"
    means, ``None`` where the place itself is meant. All spans count in the report's text.
    """

    id: str
    report_id: str
    act: Act
    actor: str
    actor_side: str
    opponent: str
    opponent_side: str
    place_name: str
    place: Place | Unresolved
    part: Part
    country: str
    when: Period | Unresolved
    attribution: Attribution
    factuality: Factuality
    quote: Span
    place_span: Span | None
    time_span: Span | None
    score: float
    made_by: str
    near: Nearness | None = None

    @property
    def place_id(self) -> str:
        """The id of its place, ``""`` while that is unresolved."""
        return self.place.id if isinstance(self.place, Place) else ""


@dataclass(frozen=True, slots=True)
class Review:
    """One act of a reviewer on one claim: appended, never overwritten.

    A correction says which ``field`` had what (``old``) and what it should have (``new``); where that is the place,
    ``new`` is the id of ``place``, and ``""`` with no place takes the claim off the map.
    """

    claim_id: str
    decision: Decision
    who: str
    at: datetime
    why: str
    field: str = ""
    old: str = ""
    new: str = ""
    place: Place | None = None


# ---------------------------------------------------------------- what the ledger gives back


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """A claim as the ledger knows it: who published it when, which origin it stems from, and whether it still stands.

    ``origin`` is the same for every copy of one statement. ``retracted`` is the instant from which a correction,
    a kill or a reviewer withdrew it, ``None`` while it stands.
    """

    claim: Claim
    publisher: str
    published: datetime | Unresolved
    origin: str
    retracted: datetime | None = None


# ---------------------------------------------------------------- evidence and estimate


@dataclass(frozen=True, slots=True)
class Cluster:
    """One proposition about one place from one origin, however many outlets carry it: the unit of evidence.

    ``side`` is the party that the proposition favours as holder. ``speaker`` is the role of the origin seen from
    that party: ``own``, ``adversary``, ``independent``, ``witness``, ``monitor`` or ``narrator``. ``disputed`` says
    that the other side denies it. ``reach`` counts the reports that carry it. ``weight`` (0–1) folds in factuality
    and how sure the place is. ``known`` is the earliest publication, ``about`` the day it speaks of, ``origin`` where
    it stems from.
    """

    id: str
    place_id: str
    act: Act
    side: str
    against: str
    speaker: str
    disputed: bool
    about: date
    known: datetime
    weight: float
    reach: int
    claim_ids: tuple[str, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Who holds a place on a day, judged from what was known on another.

    ``holders`` gives each side's probability, largest first; ``contested`` is the probability that nobody holds it
    alone; what they leave of 1 is unknown. ``probability`` is that of ``holder`` (``""`` when nobody is likely
    enough to name). ``since`` is the day from which the holder has been the likeliest. ``origins`` counts the
    independent origins behind it, ``last_evidence`` is the newest day that any of them speaks of.
    """

    place: Place
    on: date
    known: date
    status: Status
    holder: str
    probability: float
    contested: float
    holders: tuple[tuple[str, float], ...]
    origins: int
    since: date | Unresolved
    last_evidence: date | Unresolved
    claimed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What one cluster moved: the holder's probability with it minus without it (exact, by leaving it out)."""

    cluster: Cluster
    moved: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """An estimate, with what each piece of evidence moved and what time alone took away.

    ``before`` is the holder's probability with no evidence at all, ``drift`` what the passing of days since the last
    evidence changed it by.
    """

    estimate: Estimate
    before: float
    effects: tuple[Effect, ...]
    drift: float


@dataclass(frozen=True, slots=True)
class Change:
    """Something that became different about a place between two looks.

    ``kind`` is ``now`` where the later day is judged otherwise than the earlier, ``denied`` or ``retracted`` where
    somebody contradicted or took back what had been said, ``past`` where the earlier day is now judged otherwise than
    it was on it. ``claim_ids`` are the claims behind the last three, sorted.
    """

    place: Place
    on: date
    before: Estimate
    after: Estimate
    what: str
    kind: str = "now"
    claim_ids: tuple[str, ...] = ()
