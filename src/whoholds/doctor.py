"""Looks at what this installation has and lacks, and says what mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from whoholds.errors import LedgerError, LedgerTooNewError, WhoholdsError

if TYPE_CHECKING:
    from whoholds.ledger.sqlite import SqliteLedger


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was found, whether it is well, and what to try when it is not."""

    what: str
    well: bool
    attempt: str = ""


def examine(ledger: Path) -> tuple[Finding, ...]:
    """The findings about the language model, the gazetteer and the ledger at a path."""
    return (
        *_looked_at("language model", _model),
        *_looked_at("gazetteer", _gazetteer),
        *_looked_at("ledger", lambda: _ledger(ledger)),
    )


def _looked_at(part: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except WhoholdsError as error:
        yield Finding(f"{part}: {error.what}{': ' + error.why if error.why else ''}", False, error.attempt)


def _model() -> Iterator[Finding]:
    from whoholds.gazetteer.compiled import open_gazetteer
    from whoholds.reading.pipeline import open_reader

    model = open_reader(open_gazetteer()).language_model
    name = f"{model.meta.get('lang')}_{model.meta.get('name')} {model.meta.get('version')}"
    yield Finding(f"language model: {name}, {', '.join(model.pipe_names)}", True)


def _gazetteer() -> Iterator[Finding]:
    from whoholds.gazetteer.compiled import open_gazetteer

    yield Finding(f"gazetteer: {sum(1 for _ in open_gazetteer().names()):,} names", True)


def _ledger(path: Path) -> Iterator[Finding]:
    if not path.exists():
        yield Finding(f"ledger: none yet at {path} (whoholds add makes it)", True)
        return
    ledger = _open_ledger(path)
    try:
        findings = ledger.check()
    finally:
        ledger.close()
    yield from (
        Finding(f"ledger: {finding}", False, "restore a copy, or add the reports to a new one") for finding in findings
    )
    if not findings:
        yield Finding(f"ledger: {path} is whole", True)


def _open_ledger(path: Path) -> SqliteLedger:
    """The ledger to be read; an older one, or one whose making was cut short, is brought up to date on the way."""
    from whoholds.ledger.sqlite import open_sqlite

    try:
        return open_sqlite(path, read_only=True)
    except LedgerTooNewError:
        raise
    except LedgerError:
        return open_sqlite(path)
