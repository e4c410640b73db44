"""A name for the way estimates are made: the same name means the same answer from the same claims."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from whoholds import __version__
from whoholds.control.interface import Estimator


def recipe_of(estimator: Estimator, sides: Mapping[str, str]) -> str:
    """Digest of the estimator with its settings, of the table of sides, and of this room's own files.

    The files are in it so that a changed rule never answers from what an older one worked out.
    """
    settings = f"{_of_this_room()}\n{type(estimator).__qualname__}\n{estimator!r}\n{sorted(sides.items())}"
    return hashlib.sha256(settings.encode("utf-8", "surrogatepass")).hexdigest()[:20]


@cache
def _of_this_room() -> str:
    digest = hashlib.sha256(__version__.encode())
    for file in sorted(files("whoholds.control").iterdir(), key=lambda file: file.name):
        if file.name.endswith((".py", ".toml")):
            digest.update(file.name.encode() + b"\n" + file.read_bytes())
    return digest.hexdigest()
