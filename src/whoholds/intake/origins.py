"""Which reports are copies of one story, and which agency a story credits.

News copies are cut short, given a new lead, a new headline or a local paragraph, and put into the house's own words
("IS" becomes "Daesh", "Saturday" becomes "on Saturday"). Runs of seven words survive that where whole sentences do
not. So of every sentence a few runs are kept as numbers, always the same ones, and two reports that share enough of
them are copies. The ledger keeps the numbers, leaves out those that too many reports carry, and asks
:meth:`SentenceCopies.judge`.

The thresholds were chosen on the 66 pairs of 535 Syrian reports that ``benchmarks/origins.py`` measures.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b
from importlib.resources import files

from anyascii import anyascii

from whoholds.model import CopyLink, Report, Sketch

RUN = 7
"""Words in a phrase: shorter runs ("said in a statement on Sunday that") stand in unrelated stories."""
PER_SENTENCE = 6
"""Phrases kept of a sentence: those with the smallest numbers, which an edit elsewhere in it does not change."""
MIN_SHARED = 3
"""Fewer shared phrases may be one quote that two reporters heard."""
MIN_SHARE = 0.2
"""The part of the shorter text's phrases that copies share; house style alone changes up to half of them."""
OWN_SHARE = 0.35
"""The same for two reports of one publisher, which repeats its background paragraphs and its page furniture."""
SERIES = timedelta(days=3)
"""A running story is told again and again within about three days."""
CREDIT_SHARE = 0.15
"""The same for two reports within :data:`SERIES` of which one credits the agency that the other credits or is."""

_CUT = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n+|(?<=[a-z]{2}[.!?])(?=[A-Z])")
_WORD = re.compile(r"[a-z0-9]+")


# ---------------------------------------------------------------- phrases


def fingerprints(text: str) -> tuple[int, ...]:
    """Numbers (0 to 2**63 - 1) of up to :data:`PER_SENTENCE` phrases of each sentence, each once, ascending."""
    plain = text if text.isascii() else anyascii(text)
    marks: set[int] = set()
    for piece in _CUT.split(plain.replace("'", "")):
        marks.update(_phrases(_WORD.findall(piece.lower())))
    return tuple(sorted(marks))


def _phrases(said: list[str]) -> list[int]:
    runs = {_number(" ".join(said[start : start + RUN])) for start in range(len(said) - RUN + 1)}
    return sorted(runs)[:PER_SENTENCE]


def _number(phrase: str) -> int:
    return int.from_bytes(blake2b(phrase.encode("ascii"), digest_size=8).digest(), "big") >> 1


# ---------------------------------------------------------------- copies


def judge_copy(later: Sketch, earlier: Sketch, *, shared: int) -> CopyLink | None:
    """Whether ``later`` copies ``earlier``, with which it shares that many rare phrases; the reason in words."""
    shorter = min(len(later.prints), len(earlier.prints))
    credit = _common_agency(later, earlier)
    needed = _share_needed(later, earlier, credit=credit)
    if shared < MIN_SHARED or shared < needed * shorter:
        return None
    also = f", and both go back to {credit}" if credit else ""
    return CopyLink(shared, shorter, f"shares {shared} of {shorter} phrases with {earlier.report_id}{also}")


def _share_needed(later: Sketch, earlier: Sketch, *, credit: str) -> float:
    if later.publisher == earlier.publisher:
        return OWN_SHARE
    return CREDIT_SHARE if credit and _within(later.published, earlier.published) else MIN_SHARE


def _within(one: object, other: object) -> bool:
    """Whether both instants are known and lie within one series."""
    return isinstance(one, datetime) and isinstance(other, datetime) and abs(one - other) <= SERIES


def _common_agency(later: Sketch, earlier: Sketch) -> str:
    """The agency that both reports credit, or that one credits and the other is, ``""`` for none."""
    here, there = later.agency or agency_named(later.publisher), earlier.agency or agency_named(earlier.publisher)
    return here if here == there else ""


# ---------------------------------------------------------------- agencies


def find_agency_credit(text: str) -> str:
    """The agency that a text credits in its head or at its end ("KABUL (AFP) -", "with Reuters"), ``""`` for none.

    "told AFP" and "AFP reported" are no credits: there the agency is a source.
    """
    head, tail, ways = _ways()
    for where, found in (("head", text[:head]), ("tail", text[-tail:])):
        match = ways[where].search(found)
        if match:
            return agency_named(next(name for name in match.groups() if name))
    return ""


@cache
def agency_named(name: str) -> str:
    """The agency that goes by ``name``, whatever the case, ``""`` when it is none."""
    known = {spelt.lower(): agency for agency, spellings in _agencies()["names"].items() for spelt in spellings}
    return known.get(name.lower(), "")


@cache
def _agencies() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("whoholds.intake").joinpath("agencies.toml").read_text(encoding="utf-8"))


@cache
def _ways() -> tuple[int, int, dict[str, re.Pattern[str]]]:
    """How far from the start and from the end a credit stands, and the pattern for each."""
    table: dict[str, object] = dict(_agencies())
    spellings = sorted((name for names in _agencies()["names"].values() for name in names), key=len, reverse=True)
    agency = f"({'|'.join(re.escape(name) for name in spellings)})"
    ways = _agencies()["ways"]
    patterns = {
        where: re.compile("|".join(way.replace("{agency}", agency) for way in ways[where] + ways["both"]), re.MULTILINE)
        for where in ("head", "tail")
    }
    return int(str(table["head"])), int(str(table["tail"])), patterns


@dataclass(frozen=True, slots=True)
class SentenceCopies:
    """The rule by which a ledger tells copies: shared phrases, with publisher, day and agency as further signs.

    A phrase counts for the first ``rare`` reports that carry it; what more carry is a phrase of the trade or a
    publisher's own (60: trial on 50,000 edited stories, DESIGN.md).
    """

    rare: int = 60
    least: int = MIN_SHARED
    id: str = "phrases@1"

    def sketch(self, report: Report) -> Sketch:
        """The traits of a report by which its copies are told."""
        credit = find_agency_credit(report.text)
        return Sketch(report.id, report.publisher, report.published, credit, fingerprints(report.text))

    def judge(self, later: Sketch, earlier: Sketch, *, shared: int) -> CopyLink | None:
        """See :func:`judge_copy`."""
        return judge_copy(later, earlier, shared=shared)
