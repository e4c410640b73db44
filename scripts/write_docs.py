"""Write the generated pages: rules from the lexicon and the spec examples, commands from ``--help``."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from whoholds.cli import app
from whoholds.reading.lexicon import load_words

ROOT = Path(__file__).parents[1]
VERBS = (
    "read",
    "add",
    "claims",
    "who",
    "explain",
    "changes",
    "disputes",
    "review queue",
    "review accept",
    "review correct",
    "review reject",
    "review retract",
    "review list",
    "export",
    "serve",
    "doctor",
    "gazetteer",
)
VERBS = (*VERBS, *(f"gazetteer {verb}" for verb in ("find", "add", "get", "list", "remove", "compile")))


def rules_page() -> str:
    """Every rule with the sentence that explains it, its words, and the examples that hold in the tests."""
    words = load_words("acts")
    lines = [
        "# How the reader reads",
        "",
        "Written by `make docs` from the lexicon (`lexicon/en/acts.toml`) and `tests/spec/examples.toml`; do not edit.",
        "A claim's `made_by` names its rule and the argument in which the place stood: `take/object@1`.",
        "",
    ]
    examples = tomllib.loads((ROOT / "tests/spec/examples.toml").read_text(encoding="utf-8"))["example"]
    for kind, entries, listed in (("Verbs", words["frame"], "verbs"), ("Nouns", words["noun"], "nouns")):
        lines += [f"## {kind}", ""]
        for entry in entries:
            lines += [*_rule(entry, listed), *_examples(entry["id"], examples), ""]
    for topic, text in (
        ("modifiers", 'Words before a place that say who holds it: "rebel-held", "besieged". Said by the narrator.'),
        ("factuality", "What is denied, failed, hoped for or only tried; if-clauses give nothing."),
        ("metaphor", "Words of taking and falling that have nothing to do with a place give nothing."),
    ):
        lines += [f"## {topic.capitalize()}", "", text, "", *_examples(topic, examples), ""]
    return "\n".join(lines).rstrip() + "\n"


def _rule(entry: dict[str, Any], listed: str) -> Iterator[str]:
    yield f"### `{entry['id']}` → {entry['act']}"
    yield ""
    yield entry["says"]
    yield ""
    yield f"*{', '.join(entry[listed])}*"
    yield ""


def _examples(shows: str, examples: list[dict[str, Any]]) -> Iterator[str]:
    for example in examples:
        if example["shows"] == shows:
            yield f"> {example['text']}"
            yield ">"
            for claim in example["claims"]:
                yield f"> - {', '.join(f'{field} **{value}**' for field, value in claim.items())}"
            if not example["claims"]:
                yield "> - no claim"
            yield ""


def cli_page() -> str:
    """The help of every verb, as the terminal shows it."""
    runner = CliRunner(env={"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1"})
    lines = ["# Commands", "", "Written by `make docs` from `whoholds --help`; do not edit.", ""]
    for verb in VERBS:
        shown = runner.invoke(app, [*verb.split(), "--help"], prog_name="whoholds").output
        text = "\n".join(line.rstrip() for line in shown.strip("\n").splitlines())
        lines += [f"## {verb}", "", "```", text, "```", ""]
    return "\n".join(lines).rstrip() + "\n"


PAGES = {"docs/rules.md": rules_page, "docs/cli.md": cli_page}


def main() -> int:
    """Write the pages; with ``--check`` only say which are out of date, and fail if any is."""
    stale = [name for name, page in PAGES.items() if not _is_current(ROOT / name, page())]
    if "--check" in sys.argv:
        sys.stderr.writelines(f"{name} is out of date; try: make docs\n" for name in stale)
        return 1 if stale else 0
    for name in stale:
        (ROOT / name).write_text(PAGES[name](), encoding="utf-8")
    return 0


def _is_current(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
