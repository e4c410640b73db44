"""The questions put to the SQLite ledger."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from whoholds.ledger.filing import replaced_by
from whoholds.ledger.interface import ClaimFilter
from whoholds.ledger.judged import Judged, is_correcting, judged_reviews, origin_if_read_so
from whoholds.ledger.rereading import reread
from whoholds.ledger.rows import (
    CLAIM,
    CLAIM_WIDTH,
    PLACE,
    REPORT,
    Row,
    claim_of,
    report_of,
)
from whoholds.ledger.sieve import passes, retracted_late_enough
from whoholds.ledger.statements import origin_name
from whoholds.ledger.versions import claim_name, end_of, moment
from whoholds.ledger.words import words
from whoholds.model import CopyLink, KnownClaim, Report, Unresolved

Values = dict[str, Any]
Standing = tuple[str, str, int, int, str]

_BY_NAME = (
    "(SELECT report FROM names WHERE name = :id "
    "UNION SELECT key FROM reports WHERE story = :story AND story || '@' || substr(digest, 1, 8) = :id)"
)
_COPY = "k.shared, k.of_phrases, k.because"
_RETRACTED = (
    "(SELECT min(nr.sort) FROM retractions x JOIN reports nr ON nr.key = x.notice "
    "WHERE x.report = c.report AND nr.sort <= :until)"
)
_REVIEWED = (
    "(SELECT CASE v.decision WHEN 'accept' THEN NULL ELSE v.at END FROM reviews v WHERE v.claim = c.key "
    "AND v.at <= :until AND v.decision IN ('accept', 'reject', 'retract') ORDER BY v.at DESC, v.key DESC LIMIT 1)"
)
_KNOWN = (
    f"SELECT {CLAIM}, {PLACE}, n.name, r.story, r.publisher, r.published, r.published_unresolved, "  # noqa: S608
    f"fn.name, o.speaker, fc.source_kind, {_RETRACTED}, {_REVIEWED}, c.key, r.sort, c.quote "
    "FROM claims c JOIN reports r ON r.key = c.report JOIN names n ON n.report = c.report "
    "LEFT JOIN places p ON p.key = c.place JOIN origins co ON co.claim = c.key JOIN origins o ON o.claim = co.first "
    "JOIN claims fc ON fc.key = o.claim JOIN names fn ON fn.report = fc.report"
)


FREQUENT = 10_000
"""A word in more claims is frequent (our choice): walking meets it soon, and sorting them all costs more."""
STANDING = "r.sort, n.name, c.quote_start, c.quote_end, c.id"
"""The order of claims: by publication, then report, then place in the text."""
MATCHING = "c.key IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH :match)"
"""Whether a claim has the words that are looked for."""
AS_READ = "c.key NOT IN (SELECT claim FROM reviews WHERE decision = 'correct' AND at <= :until)"


# ---------------------------------------------------------------- claims


def find_claims(db: sqlite3.Connection, only: ClaimFilter) -> Iterator[KnownClaim]:
    """The claims that pass the filter, in order of publication, report and place in the text."""
    judged = judged_reviews(db, only)
    corrected = sorted(key for key, reviews in judged.items() if is_correcting(reviews))
    conditions, values = conditions_of(only)
    if corrected:
        conditions.append(AS_READ)
    if only.limit and only.retracted_since is None:
        # Which claims come first is found before all that is known of them is looked up.
        values["first"] = json.dumps(_first_keys(db, only, conditions, values))
        conditions = ["c.key IN (SELECT value FROM json_each(:first))"]
    rows = known_rows(db, conditions, values)
    found = ((order_of(row), reread_row(row, judged)) for row in rows)
    if not corrected and only.retracted_since is None:
        return (known for _, known in found)
    everything = [*found, *corrected_claims(db, only, corrected, judged)]
    chosen = [known for _, known in sorted(everything, key=lambda one: one[0]) if retracted_late_enough(known, only)]
    return iter(chosen[: only.limit or None])


def known_rows(db: sqlite3.Connection, conditions: list[str], values: Values) -> list[Row]:
    """The claims that meet the conditions, with all that is known of them, in their order."""
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return db.execute(f"{_KNOWN}{where} ORDER BY {STANDING}", values).fetchall()


def _first_keys(db: sqlite3.Connection, only: ClaimFilter, conditions: list[str], values: Values) -> list[int]:
    """Keys of the first claims that pass, as many as the limit.

    Those with a rare word, or of one place or report, are looked up and sorted. Else claims are walked in their order
    until enough of them pass.
    """
    tables = WALKED if walks(db, only) else LOOKED_UP
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    query = f"SELECT c.key FROM {tables}{where} ORDER BY {STANDING} LIMIT :limit"  # noqa: S608
    return [key for (key,) in db.execute(query, values)]


LOOKED_UP = "claims c JOIN reports r ON r.key = c.report JOIN names n ON n.report = c.report"
WALKED = "reports r CROSS JOIN names n ON n.report = r.key CROSS JOIN claims c ON c.report = r.key"
"""All claims in their order, by the index of reports: the first of them are there at once."""


def walks(db: sqlite3.Connection, only: ClaimFilter) -> bool:
    """Whether walking through all claims is cheaper than sorting those that pass: nothing narrows them much."""
    wanted = {*words(only.text), *words(only.source)}
    if only.place_id or only.place_name or only.report_id or only.claim_ids:
        return False
    if only.located is False:
        few = db.execute("SELECT count(*) FROM (SELECT 1 FROM claims WHERE place IS NULL LIMIT ?)", (FREQUENT + 1,))
        if few.fetchone()[0] <= FREQUENT:
            return False
    counts = [db.execute("SELECT doc FROM claims_words WHERE term = ?", (word,)).fetchone() for word in wanted]
    return all(count is not None and count[0] > FREQUENT for count in counts)


def find_corrected(db: sqlite3.Connection, only: ClaimFilter) -> Iterator[KnownClaim]:
    """The claims that reviewers corrected by then and that pass the filter as corrected, in any order."""
    judged = judged_reviews(db, only)
    keys = sorted(key for key, reviews in judged.items() if is_correcting(reviews))
    return (known for _, known in corrected_claims(db, only, keys, judged))


def corrected_claims(
    db: sqlite3.Connection, only: ClaimFilter, keys: Sequence[int], judged: Judged
) -> Iterator[tuple[Standing, KnownClaim]]:
    """Those of the claims that reviewers corrected which pass the filter as corrected."""
    outside = ClaimFilter(
        known=only.known, since=only.since, until=only.until, report_id=only.report_id, claim_ids=only.claim_ids
    )
    for start in range(0, len(keys), 500):
        conditions, values = conditions_of(outside)
        marked = ", ".join(str(int(key)) for key in keys[start : start + 500])
        for row in known_rows(db, [*conditions, f"c.key IN ({marked})"], values):
            known = reread_row(row, judged)
            if passes(known.claim, row[-1], only):
                yield order_of(row), replace(known, origin=origin_if_read_so(db, row[-3], known))


def reread_row(row: Row, judged: Judged) -> KnownClaim:
    """A row as reviewers read it."""
    known, reviews = _known_claim(row), judged.get(row[-3])
    return replace(known, claim=reread(known.claim, reviews)) if reviews else known


def order_of(row: Row) -> Standing:
    """Publication, report name, quote and id as stored: the order of :func:`known_rows`."""
    return (row[-2], row[CLAIM_WIDTH + 8], row[27], row[28], row[0])


def conditions_of(only: ClaimFilter) -> tuple[list[str], Values]:
    """The filter as SQL conditions with their values."""
    values: Values = {"until": end_of(only.known), "limit": only.limit}
    found: list[str] = []

    def need(condition: str, **more: object) -> None:
        found.append(condition)
        values.update(more)

    if only.known is not None:
        need("r.sort <= :until")
    if only.place_id:
        need("c.place IN (SELECT key FROM places WHERE id = :place_id)", place_id=only.place_id)
    if only.place_ids:
        # The plus keeps SQLite from going through all claims of many places where few days are asked about.
        among = "SELECT p.key FROM places p JOIN json_each(:place_ids) one ON one.value = p.id"
        need(f"+c.place IN ({among})", place_ids=json.dumps(only.place_ids))
    if only.side:
        need(":side IN (c.actor_side, c.opponent_side)", side=only.side)
    if only.since:
        need("r.sort >= :since", since=only.since.isoformat())
    if only.until:
        need("r.sort <= :last", last=end_of(only.until))
    if only.located is not None:
        need("c.place IS NOT NULL" if only.located else "c.place IS NULL")
    if only.acts:
        acts = {f"act{number}": act.value for number, act in enumerate(only.acts)}
        need(f"c.act IN ({', '.join(f':{name}' for name in acts)})", **acts)
    if only.factuality:
        need("c.factuality = :factuality", factuality=only.factuality.value)
    if only.report_id:
        story = only.report_id.rpartition("@")[0]
        need(f"(r.story = :id OR r.key IN {_BY_NAME})", id=only.report_id, story=story)
    if only.claim_ids:
        _need_claim_ids(need, only.claim_ids)
    if only.retracted_since:
        # Few are, and which of them late enough is seen from the claim.
        need(
            "(r.key IN (SELECT report FROM retractions) OR "
            "c.key IN (SELECT claim FROM reviews WHERE decision IN ('reject', 'retract')))"
        )
    _need_words(need, only)
    return found, values


def _need_claim_ids(need: Any, claim_ids: Sequence[str]) -> None:
    """A claim's id is its own, with the version of its report where that is marked."""
    ids = {f"claim{number}": one for number, one in enumerate(claim_ids)}
    plain = {f"bare{number}": one.rpartition("@")[0] or one for number, one in enumerate(claim_ids)}
    marks = ", ".join(f":{name}" for name in ids)
    either = ", ".join(f":{name}" for name in (*ids, *plain))
    named = f"c.id || substr(n.name, length(r.story) + 1) IN ({marks})"
    need(f"(c.id IN ({either}) AND {named})", **ids, **plain)


def _need_words(need: Any, only: ClaimFilter) -> None:
    """Conditions that the full-text table answers."""
    if only.text and not words(only.text):
        need("0")
        return
    wanted = [f'{{quote actor opponent place}} : "{word}"' for word in words(only.text)]
    wanted += [f'source : "{word}"' for word in words(only.source)]
    wanted += [f'place : "{word}"' for word in words(only.place_name)]
    if wanted:
        need(MATCHING, match=" AND ".join(wanted))
    if only.place_name:
        need("folded(c.place_name) = folded(:place_name)", place_name=only.place_name)


def _known_claim(row: Row) -> KnownClaim:
    name, story, publisher, published, why, first_name, said_by, kind, retracted, reviewed = row[CLAIM_WIDTH + 8 : -3]
    claim_id = claim_name(row[0], report_name=name, story=story)
    claim = claim_of(row, claim_id=claim_id, report_id=name, place=row[CLAIM_WIDTH : CLAIM_WIDTH + 8])
    when = moment(published) if published is not None else Unresolved(why)
    instants = [at for at in (retracted, reviewed) if at is not None]
    origin = origin_name(first_name, said_by or kind)
    return KnownClaim(claim, publisher, when, origin, moment(min(instants)) if instants else None)


def claim_key(db: sqlite3.Connection, claim_id: str) -> int | None:
    """The key of the claim that goes by that id now."""
    row = db.execute(
        "SELECT c.key FROM claims c JOIN reports r ON r.key = c.report JOIN names n ON n.report = c.report "
        "WHERE c.id IN (:id, :bare) AND c.id || substr(n.name, length(r.story) + 1) = :id ORDER BY c.key",
        {"id": claim_id, "bare": claim_id.rpartition("@")[0] or claim_id},
    ).fetchone()
    return None if row is None else int(row[0])


# ---------------------------------------------------------------- reports


def report_key(db: sqlite3.Connection, story: str, digest: str) -> int | None:
    """The key of a report that is kept already."""
    row = db.execute("SELECT key FROM reports WHERE (story, digest) = (?, ?)", (story, digest)).fetchone()
    return None if row is None else int(row[0])


def report_at(db: sqlite3.Connection, key: int) -> Report:
    """The report kept under ``key``."""
    query = f"SELECT {REPORT} FROM reports r JOIN names n ON n.report = r.key WHERE r.key = ?"  # noqa: S608
    return report_of(db.execute(query, (key,)).fetchone(), replaced_by(db, key))


def find_report(db: sqlite3.Connection, report_id: str) -> Report | None:
    """The report that goes by that id."""
    key = _key_named(db, report_id)
    return None if key is None else report_at(db, key)


def _key_named(db: sqlite3.Connection, report_id: str) -> int | None:
    values = {"id": report_id, "story": report_id.rpartition("@")[0]}
    row = db.execute(f"SELECT min(report) FROM {_BY_NAME}", values).fetchone()  # noqa: S608
    return None if row[0] is None else int(row[0])


def report_keys(db: sqlite3.Connection) -> list[int]:
    """Keys of all reports, by publication, then name."""
    rows = db.execute("SELECT r.key FROM reports r JOIN names n ON n.report = r.key ORDER BY r.sort, n.name")
    return [key for (key,) in rows]


def search_reports(db: sqlite3.Connection, text: str, *, known: date | None, limit: int) -> list[int]:
    """Keys of the reports with all words of ``text``, by publication, then name."""
    if not words(text):
        return []
    rows = db.execute(
        "SELECT r.key FROM reports r JOIN names n ON n.report = r.key WHERE r.sort <= :until AND r.key IN "
        "(SELECT rowid FROM reports_fts WHERE reports_fts MATCH :match) ORDER BY r.sort, n.name LIMIT :limit",
        {"until": end_of(known), "match": " AND ".join(f'"{word}"' for word in words(text)), "limit": limit or -1},
    )
    return [key for (key,) in rows]


def name_and_origin(db: sqlite3.Connection, key: int) -> tuple[str, str]:
    """The id of a report, and that of the report at the head of its chain of copies."""
    name, origin = db.execute(
        "SELECT n.name, h.name FROM names n LEFT JOIN copies k ON k.report = n.report "
        "JOIN names h ON h.report = coalesce(k.root, n.report) WHERE n.report = ?",
        (key,),
    ).fetchone()
    return name, origin


# ---------------------------------------------------------------- copies and retractions


def is_copy(db: sqlite3.Connection, key: int) -> bool:
    """Whether the report copies another."""
    return db.execute("SELECT 1 FROM copies WHERE report = ?", (key,)).fetchone() is not None


def copied_because(db: sqlite3.Connection, key: int) -> str:
    """Why the report counts as a copy, ``""`` when it does not."""
    row = db.execute("SELECT because FROM copies WHERE report = ?", (key,)).fetchone()
    return row[0] if row else ""


def find_copies(db: sqlite3.Connection, report_id: str) -> Iterator[tuple[str, CopyLink]]:
    """The copies filed directly under a report, by publication, then name."""
    key = _key_named(db, report_id)
    rows = db.execute(
        f"SELECT n.name, {_COPY} FROM copies k JOIN reports r ON r.key = k.report "  # noqa: S608
        "JOIN names n ON n.report = k.report WHERE k.parent = ? ORDER BY r.sort, n.name",
        (key,),
    ).fetchall()
    return ((name, CopyLink(*link)) for name, *link in rows)


def find_copied(db: sqlite3.Connection, report_id: str) -> tuple[str, CopyLink] | None:
    """The report that this one copies."""
    row = db.execute(
        f"SELECT n.name, {_COPY} FROM copies k JOIN names n ON n.report = k.parent WHERE k.report = ?",  # noqa: S608
        (_key_named(db, report_id),),
    ).fetchone()
    return None if row is None else (row[0], CopyLink(*row[1:]))


def withdrawn_by(db: sqlite3.Connection, notice: int) -> dict[str, str]:
    """The reports that a correction or kill withdraws, with the reason for each."""
    rows = db.execute(
        "SELECT n.name, x.because FROM retractions x JOIN names n ON n.report = x.report WHERE x.notice = ? "
        "AND x.report <> x.notice ORDER BY x.report",
        (notice,),
    )
    return dict(rows.fetchall())


def count_retracted(db: sqlite3.Connection, key: int) -> int:
    """How many claims the report's arrival shows as withdrawn: those it withdraws, and its own when it came late."""
    row = db.execute(
        "SELECT count(*) FROM claims WHERE report IN (SELECT report FROM retractions WHERE ? IN (report, notice))",
        (key,),
    ).fetchone()
    return int(row[0])
