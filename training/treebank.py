"""Sentences of a treebank: read from CoNLL-U, joined with names, turned into spaCy documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

KEPT_FEATURES = frozenset({"Number", "VerbForm", "Tense", "Degree", "Voice"})


@dataclass(frozen=True, slots=True)
class Token:
    """One syntactic word; `head` is a position in the sentence, its own position for the root."""

    word: str
    space: bool
    lemma: str
    pos: str
    tag: str
    feats: str
    head: int
    dep: str
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name over tokens `start` up to but not including `end`."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; `names` is None where nobody marked names, `parsed` False where nobody drew a tree."""

    document: str
    sent_id: str
    tokens: tuple[Token, ...]
    names: tuple[Name, ...] | None = None
    parsed: bool = True

    @property
    def words(self) -> list[str]:
        """The words in order."""
        return [token.word for token in self.tokens]


def read_sentences(path: Path) -> Iterator[Sentence]:
    """Sentences of a CoNLL-U file, in order, without names."""
    document = sent_id = ""
    rows: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc id"):
            document = line.split("= ", 1)[1]
        elif line.startswith("# sent_id"):
            sent_id = line.split("= ", 1)[1]
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif not line and rows:
            yield Sentence(document, sent_id, tuple(_read_tokens(rows)))
            rows = []


def _read_tokens(rows: list[list[str]]) -> Iterator[Token]:
    """Words of a sentence: ranges (2-3) only tell where no space stands, empty nodes (8.1) are left out."""
    glued = _find_glued(rows)
    words = [row for row in rows if row[0].isdigit()]
    for position, row in enumerate(words):
        head = int(row[6]) - 1 if row[6] != "0" else position
        misc = dict(item.split("=", 1) for item in row[9].split("|") if "=" in item)
        space = misc.get("SpaceAfter") != "No" and row[0] not in glued
        yield Token(
            row[1],
            space,
            row[2],
            row[3],
            row[4],
            _keep_features(row[5]),
            head,
            "ROOT" if row[6] == "0" else row[7],
            misc.get("Entity", ""),
        )


def _find_glued(rows: list[list[str]]) -> set[str]:
    """Ids of the words that no space follows because a range of words was written as one."""
    glued: set[str] = set()
    for row in rows:
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            stop = last if "SpaceAfter=No" not in row[9] else last + 1
            glued.update(str(number) for number in range(first, stop))
    return glued


def _keep_features(feats: str) -> str:
    """The features that the lemmatiser and the reader use; the rest would only slow the tagger."""
    kept = [item for item in feats.split("|") if item.split("=")[0] in KEPT_FEATURES]
    return "|".join(kept)


def read_marked(path: Path) -> dict[str, tuple[Name, ...]]:
    """Names of a Universal NER file by sentence id."""
    marked: dict[str, tuple[Name, ...]] = {}
    sent_id, labels = "", []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# sent_id"):
            sent_id = line.split("= ", 1)[1]
        elif line and not line.startswith("#"):
            labels.append(line.split("\t")[2])
        elif not line and labels:
            marked[sent_id] = names_of_bio(labels)
            labels = []
    return marked


def names_of_bio(labels: list[str]) -> tuple[Name, ...]:
    """Names of a row of B-, I- and O marks."""
    names: list[Name] = []
    for position, label in enumerate(labels):
        if label.startswith("B-"):
            names.append(Name(position, position + 1, label[2:]))
        elif label.startswith("I-") and names and names[-1].end == position:
            names[-1] = replace(names[-1], end=position + 1)
    return tuple(names)


def with_marks(sentences: Iterable[Sentence], marked: Mapping[str, tuple[Name, ...]]) -> list[Sentence]:
    """The sentences with their marked names."""
    return [replace(sentence, names=marked[sentence.sent_id]) for sentence in sentences]


def to_doc(vocab: Vocab, sentences: list[Sentence]) -> Doc:
    """One document with the gold annotation of one or more sentences that follow each other."""
    tokens = [token for sentence in sentences for token in sentence.tokens]
    doc = Doc(
        vocab,
        words=[t.word for t in tokens],
        spaces=[t.space for t in tokens],
        **(_annotate(sentences) if all(s.parsed for s in sentences) else {}),
    )
    _mark_names(doc, sentences)
    return doc


def _annotate(sentences: list[Sentence]) -> dict[str, list]:
    """Columns of annotation as `spacy.tokens.Doc` takes them; heads count from the document's start."""
    tokens = [token for sentence in sentences for token in sentence.tokens]
    heads: list[int] = []
    for sentence in sentences:
        start = len(heads)
        heads.extend(start + token.head for token in sentence.tokens)
    return {
        "tags": [t.tag for t in tokens],
        "pos": [t.pos for t in tokens],
        "morphs": [t.feats for t in tokens],
        "lemmas": [t.lemma for t in tokens],
        "heads": heads,
        "deps": [t.dep for t in tokens],
        "sent_starts": [i == 0 for s in sentences for i in range(len(s.tokens))],
    }


def _mark_names(doc: Doc, sentences: list[Sentence]) -> None:
    """Set the names; where a sentence has no marks its tokens stay missing, not outside."""
    spans, missing, start = [], [], 0
    for sentence in sentences:
        if sentence.names is None:
            missing.append(Span(doc, start, start + len(sentence.tokens)))
        names = sentence.names or ()
        spans += [Span(doc, start + name.start, start + name.end, label=name.label) for name in names]
        start += len(sentence.tokens)
    doc.set_ents(spans, missing=missing, default="outside")
