"""What reviewers made of claims in the SQLite ledger: the reviews that change a reading, and the origin it then has."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from whoholds.ledger.filing import STATEMENTS, statement_of
from whoholds.ledger.interface import ClaimFilter
from whoholds.ledger.rows import PLACE, REVIEW, review_of
from whoholds.ledger.statements import day_of, file_statements, origin_name, proposition, speaker
from whoholds.ledger.versions import end_of
from whoholds.model import Decision, KnownClaim, Review

Judged = dict[int, list[Review]]
"""Accepting and correcting reviews by the key of their claim, in the order of their instants."""


def judged_reviews(db: sqlite3.Connection, only: ClaimFilter) -> Judged:
    """The reviews that change what is read, made by the end of ``only.known``, as far as the filter can meet them."""
    query = (
        f"SELECT v.claim, {REVIEW}, {PLACE} FROM reviews v LEFT JOIN places p ON p.key = v.place "  # noqa: S608
        "WHERE v.decision IN ('accept', 'correct') AND v.at <= :until"
    )
    if only.place_id:
        named = "(SELECT key FROM places WHERE id = :place_id)"
        query += (
            f" AND v.claim IN (SELECT key FROM claims WHERE place IN {named} "  # noqa: S608
            f"UNION SELECT claim FROM reviews WHERE place IN {named})"
        )
    values = {"until": end_of(only.known), "place_id": only.place_id}
    judged: Judged = {}
    for key, *row in db.execute(f"{query} ORDER BY v.at, v.key", values):
        judged.setdefault(key, []).append(review_of(row[:7], claim_id="", place=row[7:]))
    return judged


def is_correcting(reviews: Sequence[Review]) -> bool:
    """Whether one of the reviews changes what the claim says."""
    return any(review.decision is Decision.CORRECT for review in reviews)


def origin_if_read_so(db: sqlite3.Connection, key: int, known: KnownClaim) -> str:
    """The origin that a corrected claim would have been filed under, had it been read as it is now.

    Later claims do not follow it: they keep the origin that they were filed under.
    """
    claim = known.claim
    own = statement_of(db.execute(f"{STATEMENTS} WHERE o.claim = ?", (key,)).fetchone())
    said_by, day = speaker(claim.attribution), day_of(claim, known.published)
    own = replace(own, kind=claim.attribution.kind, speaker=said_by, day=day)
    same = "o.proposition = (SELECT key FROM propositions WHERE said = ?) AND o.claim <> ?"
    rows = db.execute(f"{STATEMENTS} WHERE {same}", (proposition(claim), key)).fetchall()
    first = file_statements([own, *(statement_of(row) for row in rows)])[key]
    if first == key:
        return origin_name(known.claim.report_id, said_by or claim.attribution.kind.value)
    name, first_by, kind = db.execute(
        "SELECT n.name, o.speaker, c.source_kind FROM claims c JOIN names n ON n.report = c.report "
        "JOIN origins o ON o.claim = c.key WHERE c.key = ?",
        (first,),
    ).fetchone()
    return origin_name(name, first_by or kind)
