"""Private individuals appear as what they are, never by name: in every export, quotes included.

Who counts as private: sources of the kind *witness*. The ledger keeps the original.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib import resources

from whoholds.model import Attribution, KnownClaim, SourceKind

_NAME = re.compile(
    r"(?:(?P<before>\b[a-z]+)\s+)?"
    r"(?P<name>[A-Z][\w'’-]+(?:\s+(?:(?:al|el|bin|ibn|abu|abd|um|van|de)[ -])?[A-Z][\w'’-]+)*)"
)
_WORDS = tomllib.loads(resources.files("whoholds.export").joinpath("private.toml").read_text(encoding="utf-8"))
_PLACE_FOLLOWS, _NO_NAMES = frozenset(_WORDS["before_places"]), frozenset(_WORDS["roles"])
SHORTEST = 3
"""Letters that a part of a name needs to be masked where it stands alone."""


def find_private_names(claims: Iterable[KnownClaim]) -> dict[str, tuple[str, ...]]:
    """The names of private individuals who speak in each report, by report id, the longest first."""
    found: dict[str, set[str]] = {}
    for known in claims:
        said = known.claim.attribution
        if said.kind is SourceKind.WITNESS:
            found.setdefault(known.claim.report_id, set()).update(_names_in(said.source))
    return {report_id: tuple(sorted(names, key=lambda n: (-len(n), n))) for report_id, names in found.items() if names}


def _names_in(source: str) -> set[str]:
    names = set()
    for match in _NAME.finditer(source):
        words = [word for word in match["name"].split() if word.casefold() not in _NO_NAMES]
        if words and match["before"] not in _PLACE_FOLLOWS:
            names.add(" ".join(words))
    return names


def call_source(said: Attribution) -> str:
    """Who says it, as an export may name them: a private person by role, everybody else as the report does."""
    if said.kind is not SourceKind.WITNESS or not _names_in(said.source):
        return said.source
    words = set(re.findall(r"\w+", said.source.casefold()))
    role = "witness" if words & {"witness", "witnesses"} else "resident"
    plural = words & {"residents", "witnesses", "and"}
    return f"{role}{'es' if role == 'witness' else 's'}" if plural else f"a {role}"


def mask(text: str, names: Iterable[str]) -> str:
    """A text in which private names, and their parts where they stand alone, are replaced by a role."""
    for name in names:
        text = text.replace(name, "[a resident]")
        for part in name.split():
            if len(part) >= SHORTEST:
                text = re.sub(rf"\b{re.escape(part)}\b", "[a resident]", text)
    return text
