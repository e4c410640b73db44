"""Measure who-says-what: spans against PolNeAR, speakers and their kinds against the gold claims.

``python -m benchmarks.attribution --shared ../shared`` reads the dev parts and fails below the floors under
``[attribution]`` in ``floors.toml``; ``--part train`` reads the train parts and applies no floor.

Spans: a predicted attribution is paired with the gold one whose cue it shares most words with, else whose content.
For each of source, cue and content, *exact* counts pairs with the same words, *overlap* gives the F1 of the words
themselves (those that both hold, over all pairs and all that found no pair). A span that is empty on both sides counts
for nothing.

Speakers: for each gold claim the words of its quote are found in the report. The first of them that can carry an act,
and is no part of a speaker or cue, is asked for its statement; where none can, most of the words decide. A statement
that refers back to these words counts as one more answer, as it makes a claim of its own.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Token

from benchmarks.evaluate import load_scorer
from whoholds.model import Report, Span, Unresolved
from whoholds.reading.attribution import find_statements, statement_for
from whoholds.reading.hops import Parsed, Statement
from whoholds.reading.lexicon import lemma_of_form, load_words
from whoholds.reading.pipeline import open_reader
from whoholds.reading.sentences import find_sentences

FLOORS = Path(__file__).with_name("floors.toml")
PARTS = ("source", "cue", "content")
MODIFIERS = ("held", "controlled", "stronghold", "besieged", "occupied", "bastion")
"""Words that hold or besiege by the narrator also inside somebody else's sentence (CLAIMS.md, rulings)."""


# ---------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class Read:
    """A report with its parse and its statements."""

    report: Report
    parsed: tuple[Parsed, ...]
    statements: tuple[Statement, ...]


def open_language_model(path: str) -> Language:
    """The shipped model, or the one in a folder."""
    import spacy

    return spacy.load(path) if path else open_reader(None).language_model  # type: ignore[arg-type]


def read(report_id: str, text: str, language_model: Language, clock: Counter[str]) -> Read:
    """Parse every sentence and find the statements; adds the seconds of both to ``clock``."""
    report = Report(report_id, text, "", "", Unresolved("not needed"))
    begin = time.perf_counter()
    sentences = find_sentences(text)
    docs = language_model.pipe(one.span.of(text) for one in sentences)
    parsed = tuple(Parsed(sentence, doc) for sentence, doc in zip(sentences, docs, strict=True))
    middle = time.perf_counter()
    statements = find_statements(parsed, report=report)
    clock["parse"] += middle - begin  # type: ignore[assignment]
    clock["statements"] += time.perf_counter() - middle  # type: ignore[assignment]
    clock["sentences"] += len(sentences)
    return Read(report, parsed, statements)


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as rows:
        yield from (json.loads(row) for row in rows if row.strip())


# ---------------------------------------------------------------- spans


def words_of(spans: Iterable[Span | None], starts: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Numbers of the words that spans cover."""
    chosen = [span for span in spans if span is not None]
    return frozenset(n for n, (a, b) in enumerate(starts) if any(s.start < b and a < s.end for s in chosen))


@dataclass(slots=True)
class Tally:
    """Counts of one kind of span: exact hits and spans, words shared and words."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: {part: Counter() for part in PARTS})

    def add(self, part: str, gold: frozenset[int], read: frozenset[int]) -> None:
        """One pair; an empty side stands for nothing found."""
        c = self.counts[part]
        c["gold"] += bool(gold)
        c["read"] += bool(read)
        c["exact"] += bool(gold) and gold == read
        c["gold words"] += len(gold)
        c["read words"] += len(read)
        c["shared words"] += len(gold & read)

    def f1(self) -> dict[str, float]:
        """F1 by words and of exact spans, for each part."""
        out = {}
        for part, c in self.counts.items():
            out[f"{part}_overlap"] = 2 * c["shared words"] / max(1, c["gold words"] + c["read words"])
            out[f"{part}_exact"] = 2 * c["exact"] / max(1, c["gold"] + c["read"])
        return out


Triple = dict[str, frozenset[int]]


def align(gold: Sequence[Triple], found: Sequence[Triple]) -> Iterator[tuple[Triple, Triple]]:
    """Pairs one to one, those that share most of their cue first, then of their content; then those left alone."""
    scored = sorted(
        (-len(g["cue"] & r["cue"]), -len(g["content"] & r["content"]), i, j)
        for i, g in enumerate(gold)
        for j, r in enumerate(found)
        if g["cue"] & r["cue"] or g["content"] & r["content"]
    )
    blank: Triple = dict.fromkeys(PARTS, frozenset())
    gold_left, found_left = set(range(len(gold))), set(range(len(found)))
    for _, _, i, j in scored:
        if i in gold_left and j in found_left:
            gold_left.remove(i)
            found_left.remove(j)
            yield gold[i], found[j]
    yield from ((gold[i], blank) for i in sorted(gold_left))
    yield from ((blank, found[j]) for j in sorted(found_left))


def measure_spans(path: Path, language_model: Language, clock: Counter[str]) -> dict[str, float]:
    """Span F1 over a PolNeAR file."""
    tally = Tally()
    for row in lines(path):
        one = read(row["id"], row["text"], language_model, clock)
        starts = [(p.sentence.span.start + t.idx, p.sentence.span.start + t.idx + len(t)) for p in one.parsed
                  for t in p.doc if not t.is_punct]  # fmt: skip
        gold = [{part: words_of((Span(*s) for s in a[part]), starts) for part in PARTS} for a in row["attributions"]]
        found = [
            {
                "source": words_of((s.source_span,), starts),
                "cue": words_of((s.cue_span,), starts),
                "content": words_of(s.content, starts),
            }
            for s in one.statements
            if not s.refers_back
        ]
        for g, r in align(gold, found):
            for part in PARTS:
                tally.add(part, g[part], r[part])
    return tally.f1()


# ---------------------------------------------------------------- speakers


@dataclass(frozen=True, slots=True)
class Answer:
    """One gold claim and the statements that were found for it (none: the narrator)."""

    report_id: str
    claim: dict[str, Any]
    statements: tuple[Statement | None, ...]

    def is_right(self, slot: str, same_source: Any) -> bool:
        """Whether one of the statements has the claim's source or source_kind."""
        return any(self._agrees(slot, s, same_source) for s in self.statements)

    def _agrees(self, slot: str, statement: Statement | None, same_source: Any) -> bool:
        if slot == "source":
            return bool(same_source(self.claim["source"], statement.source if statement else "narrator"))
        return bool(self.claim["source_kind"] == (statement.kind.value if statement else "narrator"))


@cache
def event_nouns() -> frozenset[str]:
    """Nouns that name an act: those of the frames, singular and plural."""
    nouns = [noun.split()[0] for frame in load_words("acts")["frame"] for noun in frame.get("nouns", ())]
    return frozenset(nouns) | frozenset(f"{noun}s" for noun in nouns)


def carries_act(token: Token) -> bool:
    """Whether a token can carry an act: a full verb of the frames, or one of their nouns."""
    if token.tag_.startswith("VB"):
        auxiliary = token.dep_ in ("aux", "aux:pass", "cop") or token.lemma_ in ("be", "have", "say", "claim", "report")
        return token.lower_ in lemma_of_form("acts") and not auxiliary
    return token.lower_ in event_nouns()


def is_modifier(token: Token) -> bool:
    """Whether a word says of a place, in passing, who holds or besieges it: "rebel-held", "the IS stronghold"."""
    return token.lower_ in MODIFIERS and (not token.tag_.startswith("VB") or token.dep_ in ("amod", "compound"))


STATES = ("holds", "besieges")


def trigger_in(claim: dict[str, Any], quote: Span, parsed: Sequence[Parsed], beside: Sequence[Span] = ()) -> list[Span]:
    """The first word of a quote, outside ``beside``, that can carry the claim's act; all words if none can."""
    within = [(one, token) for one in parsed if one.sentence.span.overlaps(quote) for token in one.tokens(quote)]
    tokens = [(one, t) for one, t in within if not any(span.covers(one.span(t, t)) for span in beside)]
    modified = [pair for pair in tokens if claim["act"] in STATES and is_modifier(pair[1])]
    chosen = modified[:1] or [pair for pair in tokens if carries_act(pair[1])][:1] or tokens
    return [one.span(token, token) for one, token in chosen]


def answer(claim: dict[str, Any], one: Read) -> Answer | None:
    """What was found for one claim; nothing when its quote is not in the text."""
    text = one.report.text
    at = text.find(claim.get("quote") or "\0")
    if at < 0:
        return None
    said = [s for s in one.statements if not s.refers_back]
    speaking = [span for s in said for span in (s.source_span, s.cue_span) if span is not None]
    quote = Span(at, at + len(claim["quote"]))
    spans = trigger_in(claim, quote, one.parsed, speaking) or [Span(at, at + 1)]
    votes = [statement_for(span, said) for span in spans]
    primary = max(votes, key=votes.count)
    if claim["act"] in STATES and any(is_modifier(token) for p in one.parsed for token in p.tokens(spans[0])):
        primary = None
    back = [s for s in one.statements if s.refers_back and any(c.covers(spans[0]) for c in s.content)]
    return Answer(one.report.id, claim, (primary, *back))


def measure_speakers(files: Sequence[Path], language_model: Language, clock: Counter[str]) -> list[Answer]:
    """One answer for each gold claim whose quote is in its text."""
    answers: list[Answer] = []
    for file in files:
        for row in lines(file):
            if not row["claims"]:
                continue
            one = read(row["id"], row["text"], language_model, clock)
            answers += [a for claim in row["claims"] if (a := answer(claim, one)) is not None]
    return answers


def show_errors(answers: Sequence[Answer], same_source: Any, count: int) -> None:
    """Print the first claims whose speaker was read wrongly."""
    wrong = [a for a in answers if not (a.is_right("source", same_source) and a.is_right("kind", same_source))]
    for a in wrong[:count]:
        got = "; ".join(f"{s.source} ({s.kind})" if s else "narrator" for s in a.statements)
        print(f"{a.report_id}\n  gold {a.claim['source']} ({a.claim['source_kind']})  read {got}\n  {a.claim['quote']}")


# ---------------------------------------------------------------- floors


def main() -> int:
    """Print the figures; 1 when one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--part", default="dev", choices=("dev", "train"))
    parser.add_argument("--model", default="", help="folder of a language model; the shipped one when left out")
    parser.add_argument("--errors", type=int, default=0, help="print the first N claims with a wrong speaker")
    args = parser.parse_args()
    if not (args.shared / "gold").is_dir():
        print(f"benchmarks.attribution: skipped, nothing under {args.shared}")
        return 0
    language_model, clock = open_language_model(args.model), Counter[str]()
    reached = measure_spans(args.shared / "data" / "attribution" / f"polnear-{args.part}.jsonl", language_model, clock)
    answers = measure_speakers(sorted((args.shared / "gold" / args.part).glob("*.jsonl")), language_model, clock)
    same_source = load_scorer(args.shared).same_source
    for slot in ("source", "kind"):
        reached[f"gold_{slot}"] = sum(a.is_right(slot, same_source) for a in answers) / max(1, len(answers))
    show_errors(answers, same_source, args.errors)
    for name, value in reached.items():
        print(f"{name:16} {value:.3f}")
    print(f"{len(answers)} claims; {clock['sentences'] / clock['statements']:.0f} sentences/s on top of the parse, "
          f"{clock['sentences'] / clock['parse']:.0f}/s the parse")  # fmt: skip
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")).get("attribution", {}) if args.part == "dev" else {}
    low = [name for name, floor in floors.items() if reached[name] < floor]
    for name in low:
        print(f"BELOW THE FLOOR: {name} is {reached[name]:.3f}, its floor {floors[name]:.3f}", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
