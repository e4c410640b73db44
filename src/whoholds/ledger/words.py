"""Words as the ledger compares them: Latin letters and digits, lower case, so that every ledger searches alike."""

from __future__ import annotations

import re

from anyascii import anyascii

_WORD = re.compile(r"[a-z0-9]+")


def words(text: str) -> tuple[str, ...]:
    """The words of ``text`` in order, in ASCII lower case; apostrophes join, all other signs part."""
    plain = text if text.isascii() else anyascii(text)
    return tuple(_WORD.findall(plain.replace("'", "").replace("`", "").lower()))


def folded(text: str) -> str:
    """The words of ``text`` with one space between: equal for two spellings of one name."""
    return " ".join(words(text))
