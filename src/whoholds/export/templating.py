"""How every page is made from templates: all but our own drawing is escaped and freed of hidden controls."""

from __future__ import annotations

from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader

from whoholds.export.wording import tidy


def environment_of(*packages: str) -> Environment:
    """An environment over the templates of some packages; of two templates of one name the first package's counts."""
    return Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in packages]),
        autoescape=True,
        finalize=_finish,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _finish(value: Any) -> Any:
    """What every expression of a template passes through; our own drawing is left as it is."""
    return tidy(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
