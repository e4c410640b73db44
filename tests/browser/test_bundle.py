"""What ships is what the sources give."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ISLAND = ROOT / "web-island"
STATIC = ROOT / "src" / "whoholds" / "web" / "static"
BUILT = ("map.js", "app.js", "app.css", "LICENSES.txt")
needs_node = pytest.mark.skipif(
    not shutil.which("node") or not (ISLAND / "node_modules" / "esbuild").is_dir(),
    reason="node or its packages are not installed (npm ci --prefix web-island)",
)


@needs_node
def test_a_rebuild_gives_the_same_bundle(tmp_path: Path) -> None:
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=ISLAND, check=True, capture_output=True)
    for name in BUILT:
        assert (tmp_path / name).read_bytes() == (STATIC / name).read_bytes(), f"{name}: run `make island`"


@needs_node
def test_the_sources_of_the_island_are_well_typed() -> None:
    done = subprocess.run(["node", "node_modules/typescript/bin/tsc", "--noEmit"], cwd=ISLAND, capture_output=True)
    assert done.returncode == 0, done.stdout.decode()


def test_the_ground_comes_from_the_shapes_that_exports_use(tmp_path: Path) -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'scripts')!r}); import compile_basemap as made; "
    code += "print(made.compile_basemap())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONUTF8": "1"})
    assert done.stdout == (STATIC / "basemap.json").read_bytes()


def test_every_border_named_as_disputed_is_found_and_others_are_plain() -> None:
    sys.path.insert(0, str(ROOT / "scripts"))
    from compile_basemap import DISPUTED, find_users, hundredths, kind_of

    from whoholds.export.shapes import load_countries

    rings = [(c.name, points) for c in load_countries() for r in c.rings if len(points := hundredths(r)) > 2]
    users = find_users(rings)
    dashed = {names for (one, two), names in users.items() if kind_of(names, one, two) == "d"}
    assert dashed == set(DISPUTED)
    plain = {kind_of(names, one, two) for (one, two), names in users.items() if names == {"France", "Spain"}}
    assert plain == {"b"}


def test_no_file_of_the_bundle_names_another_host() -> None:
    for name in ("map.js", "app.js", "app.css"):
        text = (STATIC / name).read_text(encoding="utf-8")
        named = {part.split('"')[0].split("'")[0] for part in text.split("://")[1:]}
        assert all(part.startswith("www.w3.org/") for part in named), named


def test_the_lock_file_names_no_registry() -> None:
    assert "://" not in (ISLAND / "package-lock.json").read_text(encoding="utf-8")
