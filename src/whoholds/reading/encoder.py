"""The part of the language model that reads: tags, trees and names of a sentence's words, all from one encoder."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from whoholds.reading.pieces import PieceVocabulary, Spelling
from whoholds.reading.trees import NEVER, find_heads

MODEL, LABELS, PIECES = "model.onnx.gz", "labels.json", "pieces.txt"
READ_AS = "read_as"  # in a document's user_data: what the encoder reads in place of a word, by position
LONGEST = 400  # pieces read at once; the base has positions for 512
JOINED = "parataxis"  # how the later parts of a sentence too long to be read at once hang on the first


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder says of the words of a sentence or a part of one, in order; heads count from its start.

    `labels` (words, 4) holds spaCy's numbers of tag, part of speech, features and relation.
    """

    labels: NDArray[np.uint64]
    heads: list[int]
    names: list[tuple[int, int, str]]


@Language.factory("encoder", assigns=["token.tag", "token.pos", "token.morph", "token.head", "token.dep", "doc.ents"])
def make_encoder(nlp: Language, name: str) -> Encoder:  # noqa: ARG001 (spaCy hands the name over)
    """The component as a spaCy pipeline's configuration names it."""
    return Encoder(nlp.vocab)


class Encoder:
    """A spaCy component around one ONNX graph.

    A document with sentence starts is read sentence by sentence, any other as one sentence. Each sentence goes through
    the graph alone and on one thread: its small numbers are scaled by all that is read at once, so beside others, or
    padded, it could be read otherwise.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._folder = Path()

    def from_disk(self, path: Path, exclude: Sequence[str] = ()) -> Encoder:  # noqa: ARG002 (spaCy hands it over)
        """Open the graph, the labels and the pieces that lie in a folder."""
        self._folder = Path(path)
        self.labels: dict[str, list[str]] = json.loads((self._folder / LABELS).read_text(encoding="utf-8"))
        self.vocabulary = PieceVocabulary.from_file(self._folder / PIECES)
        strings, morphology = self.vocab.strings, self.vocab.morphology
        feats = [label.partition("|") for label in self.labels["feats"]]
        self._tags = np.array([strings.add(tag) for tag in self.labels["tags"]], dtype=np.uint64)
        self._pos = np.array([strings.add(pos) for pos, _, _ in feats], dtype=np.uint64)
        self._morphs = np.array([morphology.add(more) for _, _, more in feats], dtype=np.uint64)
        self._deps = np.array([strings.add(dep) for dep in self.labels["deps"]], dtype=np.uint64)
        self._session = _open_graph(self._folder / MODEL)
        return self

    def to_disk(self, path: Path, exclude: Sequence[str] = ()) -> None:  # noqa: ARG002
        """Copy the files that the component was opened from."""
        Path(path).mkdir(parents=True, exist_ok=True)
        for name in (MODEL, LABELS, PIECES):
            (Path(path) / name).write_bytes((self._folder / name).read_bytes())

    def __call__(self, doc: Doc) -> Doc:
        """Read one document."""
        other: dict[int, str] = doc.user_data.get(READ_AS, {})
        parts: list[tuple[int, Reading]] = []
        for sentence in doc.sents if doc.has_annotation("SENT_START") else [doc[:]]:
            start = sentence.start
            for part in self._cut([other.get(token.i, token.text) for token in sentence]):
                parts.append((start, self._read(part)))
                start += len(part.first)
        _annotate(doc, parts, joined=self.vocab.strings.add(JOINED))
        return doc

    def _cut(self, words: list[str]) -> Iterator[Spelling]:
        """A sentence in the parts that can be read at once: nearly always the whole."""
        whole = self.vocabulary.spell(words)
        if len(whole.pieces) <= LONGEST:
            yield whole
            return
        start, size = 0, 0
        for place, word in enumerate(words):
            pieces = len(self.vocabulary.split(word))
            if size + pieces > LONGEST - 2:
                yield self.vocabulary.spell(words[start:place])
                start, size = place, 0
            size += pieces
        yield self.vocabulary.spell(words[start:])

    def _read(self, text: Spelling) -> Reading:
        inputs = {"ids": text.pieces, "cases": text.cases, "first": text.first, "last": text.last}
        arrays = {name: np.array([numbers], dtype=np.int64) for name, numbers in inputs.items()}
        tags, feats, names, arcs, deps, alone = (scores[0] for scores in self._session.run(None, arrays))
        heads = find_heads(arcs)
        words = np.arange(len(heads))
        columns = np.array(heads) + 1
        columns[columns == words + 1] = 0
        feats = feats.argmax(-1)
        labels = (
            self._tags[tags.argmax(-1)],
            self._pos[feats],
            self._morphs[feats],
            self._deps[(deps[words, :, columns] + alone).argmax(-1)],
        )
        return Reading(np.stack(labels, axis=1), heads, find_names(names, self.labels["names"]))


def _open_graph(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(gzip.decompress(path.read_bytes()), options, providers=["CPUExecutionProvider"])


def _annotate(doc: Doc, parts: Sequence[tuple[int, Reading]], *, joined: int) -> None:
    """Write the readings into the document; a part that opens no sentence hangs on the sentence's first root."""
    if not parts:
        return
    heads: list[int] = []
    labels = np.concatenate([part.labels for _, part in parts])
    above = 0
    for start, part in parts:
        root = next(word for word, head in enumerate(part.heads) if head == word)
        heads += [head - word for word, head in enumerate(part.heads)]
        if start == 0 or doc[start].is_sent_start:
            above = start + root
        else:
            heads[start + root] = above - start - root
            labels[start + root, 3] = joined
    table: Any = np.column_stack([labels, np.array(heads, dtype=np.int64).astype(np.uint64)])
    doc.from_array(["TAG", "POS", "MORPH", "DEP", "HEAD"], table)
    spans = [Span(doc, at + start, at + end, label) for at, part in parts for start, end, label in part.names]
    doc.set_ents(spans, default="outside")


def find_names(scores: NDArray[np.float32], marks: Sequence[str]) -> list[tuple[int, int, str]]:
    """Names as start, end and label in the best row of marks that holds together.

    Args:
        scores: (words, marks).
        marks: "O" first, and a B- and an I- mark for each label.
    """
    row = scores.argmax(-1).tolist()
    if not _holds_together(row, marks):
        row = _find_best_row(scores, _forbid(tuple(marks)))
    names: list[tuple[int, int, str]] = []
    for position, number in enumerate(row):
        start, _, label = marks[number].partition("-")
        if start == "I":
            names[-1] = (names[-1][0], position + 1, label)
        elif start == "B":
            names.append((position, position + 1, label))
    return names


def _holds_together(row: Sequence[int], marks: Sequence[str]) -> bool:
    """Whether each I- mark goes on a name of its label."""
    before = "O"
    for number in row:
        mark = marks[number]
        if mark[0] == "I" and before[2:] != mark[2:]:
            return False
        before = mark
    return True


@lru_cache
def _forbid(marks: tuple[str, ...]) -> NDArray[np.float64]:
    """What is added for going from a mark (row) to the next (column): nothing, or NEVER where that breaks a name."""
    return np.array([[NEVER if b[0] == "I" and a[2:] != b[2:] else 0.0 for b in marks] for a in marks])


def _find_best_row(scores: NDArray[np.float32], steps: NDArray[np.float64]) -> list[int]:
    """The row of marks with the highest sum that takes no forbidden step (Viterbi 1967)."""
    best = scores[0] + steps[0]  # as after a word outside names
    came: list[NDArray[np.intp]] = []
    for word in scores[1:]:
        sums = best[:, None] + steps
        came.append(sums.argmax(0))
        best = sums.max(0) + word
    row = [int(best.argmax())]
    for back in reversed(came):
        row.append(int(back[row[-1]]))
    return row[::-1]
