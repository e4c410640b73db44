"""The tables of the SQLite ledger that follow from its reports, kept in step as reports arrive in any order.

After every :func:`file_report` the tables are what ``memory.py`` would work out anew from all reports.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta

from whoholds.ledger.interface import CopyRule
from whoholds.ledger.rows import Row, prints_of, prints_to_blob
from whoholds.ledger.series import Kept, Match, likeliest_target, resemblances, withdraws
from whoholds.ledger.statements import SAME_DAYS, Statement, day_of, file_statements, proposition, speaker
from whoholds.ledger.told import ITSELF
from whoholds.ledger.versions import UNDATED, Order, moment, names_of, version_id
from whoholds.ledger.words import folded
from whoholds.model import Claim, Place, Report, ReportKind, Sketch, SourceKind, Unresolved

_KEPT = "r.key, r.sort, r.story, r.digest, r.publisher, s.agency, s.prints"


def file_report(db: sqlite3.Connection, key: int, rule: CopyRule, report: Report) -> None:
    """Work in the report kept under ``key``: its name, its copies, what it withdraws, its claims' origins."""
    _file_names(db, report.id)
    sketch = rule.sketch(report)
    stored = (key, sketch.agency, prints_to_blob(sketch.prints))
    db.execute("INSERT INTO sketches (report, agency, prints) VALUES (?, ?, ?)", stored)
    touched = {key} | _file_prints(db, key, sketch.prints, rare=rule.rare)
    touched |= _later_carriers(db, key, least=rule.least)
    matches = {one: _matches(db, one, rule) for one in sorted(touched)}
    for one, found in matches.items():
        _file_copy(db, one, found)
    moved = _file_roots(db, touched)
    for notice in _notices_among(db, touched) | _notices_naming(db, key):
        _file_notice(db, notice, matches.get(notice, []))
    _file_origins(db, key, moved - {key})


def refile(db: sqlite3.Connection, rule: CopyRule) -> None:
    """Throw away what was filed by another rule and work it out anew from the reports; part of one transaction."""
    for table in ("sheets", "courses", "retractions", "copies", "fingerprints", "sketches", "names"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608
    db.execute("UPDATE origins SET first = claim")
    db.execute("UPDATE propositions SET last = ''")
    rows = db.execute("SELECT key, story, text, title, publisher, published, url, kind FROM reports ORDER BY key")
    for key, story, text, title, publisher, published, url, kind in rows.fetchall():
        when = Unresolved("not dated") if published is None else moment(published)
        report = Report(story, text, title, publisher, when, url, ReportKind(kind), replaced_by(db, key))
        file_report(db, key, rule, report)


# ---------------------------------------------------------------- words to search


def index_words(db: sqlite3.Connection, report_key: int, report: Report, claims: Iterable[tuple[int, Claim]]) -> None:
    """Put the words of a report and its claims into the full-text tables."""
    text = folded(f"{report.title}\n{report.text}")
    db.execute("INSERT INTO reports_fts (rowid, words) VALUES (?, ?)", (report_key, text))
    db.executemany(
        "INSERT INTO claims_fts (rowid, quote, actor, opponent, place, source) VALUES (?, ?, ?, ?, ?, ?)",
        [(key, *searchable(claim, report)) for key, claim in claims],
    )


def searchable(claim: Claim, report: Report) -> tuple[str, str, str, str, str]:
    """Quote, actor, opponent, place and source as they are searched."""
    said = (claim.quote.of(report.text), claim.actor, claim.opponent, claim.place_name, claim.attribution.source)
    quote, actor, opponent, place, source = (folded(text) for text in said)
    return (quote, actor, opponent, place, source)


# ---------------------------------------------------------------- names and copies


def _file_names(db: sqlite3.Connection, story: str) -> None:
    rows = db.execute("SELECT key, sort, story, digest FROM reports WHERE story = ?", (story,)).fetchall()
    names = names_of(story, ((sort, story, digest) for _, sort, _, digest in rows))
    db.executemany(
        "INSERT INTO names (report, name) VALUES (?, ?) "
        "ON CONFLICT (report) DO UPDATE SET name = excluded.name WHERE name <> excluded.name",
        [(key, names[digest]) for key, _, _, digest in rows],
    )


def _file_prints(db: sqlite3.Connection, key: int, prints: Iterable[int], *, rare: int) -> set[int]:
    """Enter the report under its phrases; gives the reports that thereby fell behind the first ``rare``."""
    db.executemany("INSERT INTO fingerprints (print, report) VALUES (?, ?)", [(mark, key) for mark in prints])
    crowded = db.execute(
        "SELECT f.print FROM fingerprints mine CROSS JOIN fingerprints f ON f.print = mine.print "
        "WHERE mine.report = ? GROUP BY f.print HAVING count(*) > ?",
        (key, rare),
    ).fetchall()
    return {_push_out_last(db, mark) for (mark,) in crowded} - {key}


def _push_out_last(db: sqlite3.Connection, mark: int) -> int:
    (last,) = db.execute(
        "SELECT f.report FROM fingerprints f JOIN reports r ON r.key = f.report WHERE f.print = ? "
        "ORDER BY r.sort DESC, r.story DESC, r.digest DESC LIMIT 1",
        (mark,),
    ).fetchone()
    db.execute("DELETE FROM fingerprints WHERE print = ? AND report = ?", (mark, last))
    return int(last)


def _order_of(db: sqlite3.Connection, key: int) -> Order:
    sort, story, digest = db.execute("SELECT sort, story, digest FROM reports WHERE key = ?", (key,)).fetchone()
    return (sort, story, digest)


def _later_carriers(db: sqlite3.Connection, key: int, *, least: int) -> set[int]:
    """Reports published after this one that share a rare phrase with it: they may be copies of it."""
    later = "SELECT 1 FROM reports WHERE (sort, story, digest) > (?, ?, ?) LIMIT 1"
    if db.execute(later, _order_of(db, key)).fetchone() is None:
        return set()
    rows = db.execute(
        "SELECT f.report FROM fingerprints mine CROSS JOIN fingerprints f ON f.print = mine.print "
        "JOIN reports r ON r.key = f.report "
        "WHERE mine.report = ? AND (r.sort, r.story, r.digest) > (?, ?, ?) GROUP BY f.report HAVING count(*) >= ?",
        (key, *_order_of(db, key), least),
    )
    return {one for (one,) in rows}


def _matches(db: sqlite3.Connection, key: int, rule: CopyRule) -> list[Match]:
    """The earlier reports that this one copies, the most alike first."""
    shared = db.execute(
        "SELECT f.report, count(*) FROM fingerprints mine CROSS JOIN fingerprints f ON f.print = mine.print "
        "JOIN reports r ON r.key = f.report "
        "WHERE mine.report = ? AND (r.sort, r.story, r.digest) < (?, ?, ?) GROUP BY f.report HAVING count(*) >= ?",
        (key, *_order_of(db, key), rule.least),
    ).fetchall()
    earlier = [(_kept(db, one), count) for one, count in shared]
    return resemblances(_kept(db, key), earlier, rule)


def _kept(db: sqlite3.Connection, key: int) -> Kept:
    query = f"SELECT {_KEPT} FROM reports r JOIN sketches s ON s.report = r.key WHERE r.key = ?"  # noqa: S608
    _, sort, story, digest, publisher, agency, prints = db.execute(query, (key,)).fetchone()
    published = Unresolved("not dated") if sort == UNDATED else moment(sort)
    return Kept(key, (sort, story, digest), Sketch(story, publisher, published, agency, prints_of(prints)))


def _file_copy(db: sqlite3.Connection, key: int, matches: list[Match]) -> None:
    if not matches:
        db.execute("DELETE FROM copies WHERE report = ?", (key,))
        return
    parent, link = matches[0].earlier.key, matches[0].link
    db.execute(
        "INSERT INTO copies (report, parent, root, shared, of_phrases, because) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (report) DO UPDATE SET parent = excluded.parent, shared = excluded.shared, "
        "of_phrases = excluded.of_phrases, because = excluded.because",
        (key, parent, parent, link.shared, link.of, link.because),
    )


def _file_roots(db: sqlite3.Connection, touched: Iterable[int]) -> set[int]:
    """Follow the chains again from the reports whose parent may have changed; gives those whose head may have."""
    moved: set[int] = set()
    waiting = sorted(touched)
    while waiting:
        key = waiting.pop()
        row = db.execute(
            "SELECT coalesce(p.root, c.parent) FROM copies c LEFT JOIN copies p ON p.report = c.parent "
            "WHERE c.report = ?",
            (key,),
        ).fetchone()
        moved.add(key)
        if row is not None:
            db.execute("UPDATE copies SET root = ? WHERE report = ?", (row[0], key))
        waiting += [child for (child,) in db.execute("SELECT report FROM copies WHERE parent = ?", (key,))]
    return moved


# ---------------------------------------------------------------- corrections and kills


def _notices_among(db: sqlite3.Connection, keys: Iterable[int]) -> set[int]:
    kinds = {key: db.execute("SELECT kind FROM reports WHERE key = ?", (key,)).fetchone()[0] for key in sorted(keys)}
    return {key for key, kind in kinds.items() if kind != ReportKind.STORY.value}


def _notices_naming(db: sqlite3.Connection, key: int) -> set[int]:
    """Corrections and kills, kept earlier, that are about a report that arrived only now."""
    _, story, digest = _order_of(db, key)
    named = (story, version_id(story, digest))
    rows = db.execute("SELECT DISTINCT report FROM replacements WHERE replaced IN (?, ?)", named)
    return _notices_among(db, [notice for (notice,) in rows.fetchall()])


def _file_notice(db: sqlite3.Connection, notice: int, matches: list[Match]) -> None:
    """Enter which reports a correction or kill withdraws."""
    publisher, kind = db.execute("SELECT publisher, kind FROM reports WHERE key = ?", (notice,)).fetchone()
    replaces = replaced_by(db, notice)
    order = _order_of(db, notice)
    withdrawn = {
        key: f"{order[1]} names it"
        for key, *target in _named(db, replaces)
        if withdraws(replaces, order, (target[0], target[1], target[2]))
    }
    match = None if replaces else likeliest_target(publisher, matches)
    if match is not None:
        withdrawn[match.earlier.key] = match.link.because
    if kind == ReportKind.KILL.value:
        withdrawn[notice] = ITSELF
    db.execute("DELETE FROM retractions WHERE notice = ?", (notice,))
    rows = [(key, notice, because) for key, because in sorted(withdrawn.items())]
    db.executemany("INSERT INTO retractions (report, notice, because) VALUES (?, ?, ?)", rows)


def _named(db: sqlite3.Connection, ids: Iterable[str]) -> list[Row]:
    """Key, sort, story and digest of all versions of the stories that the ids may name."""
    stories = {story for one in ids for story in (one, one.rpartition("@")[0]) if story}
    query = "SELECT key, sort, story, digest FROM reports WHERE story = ?"
    return [row for story in sorted(stories) for row in db.execute(query, (story,))]


def replaced_by(db: sqlite3.Connection, key: int) -> tuple[str, ...]:
    """The ids that a report says it is about."""
    rows = db.execute("SELECT replaced FROM replacements WHERE report = ? ORDER BY position", (key,))
    return tuple(replaced for (replaced,) in rows)


# ---------------------------------------------------------------- origins of claims


def enter_claim(db: sqlite3.Connection, key: int, claim: Claim, report: Report) -> None:
    """Note what a claim says and who says it, before its origin is known."""
    said = proposition(claim)
    db.execute("INSERT OR IGNORE INTO propositions (said) VALUES (?)", (said,))
    day = day_of(claim, report.published)
    db.execute(
        "INSERT INTO origins (claim, proposition, speaker, day, first) "
        "VALUES (?, (SELECT key FROM propositions WHERE said = ?), ?, ?, ?)",
        (key, said, speaker(claim.attribution), day and day.isoformat(), key),
    )


def enter_place(db: sqlite3.Connection, place: Place, row: Row) -> int:
    """The key of a place, entered when it is new."""
    columns = "id, name, kind, country, admin1, lat, lon, population"
    found = db.execute(f"SELECT key FROM places WHERE ({columns}) = (?, ?, ?, ?, ?, ?, ?, ?)", row).fetchone()  # noqa: S608
    if found:
        return int(found[0])
    cursor = db.execute(f"INSERT INTO places ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
    box = (cursor.lastrowid, place.lat, place.lat, place.lon, place.lon)
    db.execute("INSERT INTO places_box (key, south, north, west, east) VALUES (?, ?, ?, ?, ?)", box)
    return int(cursor.lastrowid or 0)


def _file_origins(db: sqlite3.Connection, key: int, moved: Iterable[int]) -> None:
    """Find the origins of the claims that say the same as a claim of this report or of one that moved."""
    own = _propositions(db, key)
    again = {same for report in moved for same in _propositions(db, report)}
    published = _order_of(db, key)[0]
    for same in sorted(own | again):
        last = db.execute("SELECT last FROM propositions WHERE key = ?", (same,)).fetchone()[0]
        if same in again or published < last or (published == last and _others_come_later(db, same, key)):
            _file_all(db, same)
        else:
            _file_last(db, same, key)
        if same in own:
            db.execute("UPDATE propositions SET last = max(last, ?) WHERE key = ?", (published, same))


STATEMENTS = (
    "SELECT c.key, r.sort, r.story, r.digest, c.quote_start, c.quote_end, c.id, c.report, "
    "coalesce(k.root, c.report), c.source_kind, o.speaker, o.day, o.first "
    "FROM origins o JOIN claims c ON c.key = o.claim JOIN reports r ON r.key = c.report "
    "LEFT JOIN copies k ON k.report = c.report"
)


def _propositions(db: sqlite3.Connection, report: int) -> set[int]:
    said = "SELECT DISTINCT o.proposition FROM claims c JOIN origins o ON o.claim = c.key WHERE c.report = ?"
    return {same for (same,) in db.execute(said, (report,))}


def _others_come_later(db: sqlite3.Connection, same: int, key: int) -> bool:
    """Whether a report that says the same was published after this one: its origins may change."""
    later = (
        "SELECT 1 FROM origins o JOIN claims c ON c.key = o.claim JOIN reports r ON r.key = c.report "
        "WHERE o.proposition = ? AND (r.sort, r.story, r.digest) > (?, ?, ?) LIMIT 1"
    )
    return db.execute(later, (same, *_order_of(db, key))).fetchone() is not None


def _file_all(db: sqlite3.Connection, same: int) -> None:
    """Enter the origins of all claims that say the same."""
    rows = db.execute(f"{STATEMENTS} WHERE o.proposition = ?", (same,)).fetchall()
    was = {row[0]: row[-1] for row in rows}
    filed = file_statements(statement_of(row) for row in rows)
    changed = [(first, claim) for claim, first in filed.items() if was[claim] != first]
    db.executemany("UPDATE origins SET first = ? WHERE claim = ?", changed)


def _file_last(db: sqlite3.Connection, same: int, key: int) -> None:
    """The same when only the newest report's claims are to be entered, and no others can change.

    What matters to them is what their own story says, and what their speakers said first about those days. One that
    leads to a claim filed before goes on to that claim's origin.
    """
    row = db.execute("SELECT root FROM copies WHERE report = ?", (key,)).fetchone()
    values = {"same": same, "root": row[0] if row else key}
    story = "SELECT key FROM claims WHERE report IN (SELECT :root UNION SELECT report FROM copies WHERE root = :root)"
    rows = db.execute(f"{STATEMENTS} WHERE o.proposition = :same AND o.claim IN ({story})", values).fetchall()
    near = f"{STATEMENTS} WHERE o.proposition = ? AND o.speaker = ? AND o.day BETWEEN ? AND ? AND o.first = o.claim"
    for said_by, day in sorted({(row[10], row[11]) for row in rows if row[7] == key and row[10] and row[11]}):
        reach = (date.fromisoformat(day) + timedelta(days=days) for days in (-SAME_DAYS, SAME_DAYS))
        rows += db.execute(near, (same, said_by, *(end.isoformat() for end in reach))).fetchall()
    was = {row[0]: row[-1] for row in rows}
    reports = {row[0]: row[7] for row in rows}
    filed = file_statements(statement_of(row) for row in dict.fromkeys(rows))
    own = [claim for claim in sorted(filed) if reports[claim] == key]
    changed = [(was[filed[claim]], claim) for claim in own if filed[claim] != claim]
    db.executemany("UPDATE origins SET first = ? WHERE claim = ?", changed)


def statement_of(row: Row) -> Statement:
    """The statement in a row of :data:`STATEMENTS`."""
    key, sort, story, digest, start, end, claim_id, report, root, kind, said_by, day, _ = row
    order = ((sort, story, digest), start, end, claim_id)
    from_day = date.fromisoformat(day) if day else None
    return Statement(key, order, report, root, SourceKind(kind), said_by, from_day)
