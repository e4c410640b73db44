"""Measure a pipeline: treebanks, names, stripped text, speed against a peer, load time, size.

`python measure.py MODEL --data DATA` prints JSON; with `--expect figures.json` it fails where a figure fell.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable
from pathlib import Path

import spacy
from corpus import read_corpus, to_example
from noise import strip_marks
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example
from treebank import Name, Sentence, names_of_bio

import whoholds.reading.encoder  # noqa: F401 (spaCy finds the component by it)
from whoholds.reading.sentences import find_sentences

Scores = dict[str, float]
SLACK = {"speed_ratio": 0.15, "load_seconds": 1.0, "size_mb": 0.1}
LOWER_IS_BETTER = {"load_seconds", "size_mb", "ewt_stripped_loss", "news_stripped_loss"}


def score_texts(nlp: Language, sentences: list[Sentence]) -> Scores:
    """Scores on gold words and gold sentences, from 0 to 1; `bare_` ones leave punctuation out, as spaCy does."""
    examples = [to_example(nlp.vocab, [sentence]) for sentence in sentences]
    for example, doc in zip(examples, nlp.pipe(one_sentence(e.predicted) for e in examples), strict=True):
        example.predicted = doc
    scores: Scores = Scorer(default_pipeline=("tagger", "morphologizer", "lemmatizer", "parser", "ner")).score(examples)
    bare = {f"bare_{name}": scores[name] for name in ("dep_uas", "dep_las")}
    return scores | bare | attachment(examples)


def one_sentence(doc: Doc) -> Doc:
    """The document marked as a single sentence, as the reader hands it over."""
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


def attachment(examples: list[Example]) -> Scores:
    """UAS and LAS over all words, punctuation included."""
    pairs = [
        (p, g)
        for e in examples
        if e.reference.has_annotation("DEP")
        for p, g in zip(e.predicted, e.reference, strict=True)
    ]
    heads = sum(p.head.i == g.head.i for p, g in pairs)
    both = sum(p.head.i == g.head.i and p.dep_.lower() == g.dep_.lower() for p, g in pairs)
    return {"dep_uas": heads / len(pairs), "dep_las": both / len(pairs)}


def measure_treebanks(nlp: Language, data: Path) -> Scores:
    """EWT's test and the news test, as they are and without commas and apostrophes."""
    corpus = read_corpus(data)
    ewt, news = score_texts(nlp, corpus.test), score_texts(nlp, corpus.news)
    bare_ewt = score_texts(nlp, [strip_marks(s) for s in corpus.test])["dep_las"]
    bare_news = score_texts(nlp, [strip_marks(s) for s in corpus.news])["dep_las"]
    return {
        "ewt_uas": ewt["dep_uas"],
        "ewt_las": ewt["dep_las"],
        "ewt_uas_without_punct": ewt["bare_dep_uas"],
        "ewt_las_without_punct": ewt["bare_dep_las"],
        "ewt_xpos": ewt["tag_acc"],
        "ewt_upos": ewt.get("pos_acc", 0),
        "ewt_lemma": ewt.get("lemma_acc", 0),
        "news_uas": news["dep_uas"],
        "news_las": news["dep_las"],
        "news_upos": news.get("pos_acc", 0),
        "ewt_stripped_las": bare_ewt,
        "ewt_stripped_loss": ewt["dep_las"] - bare_ewt,
        "news_stripped_las": bare_news,
        "news_stripped_loss": news["dep_las"] - bare_news,
        "uner_f": ewt.get("ents_f") or 0,
        "uner_p": ewt.get("ents_p") or 0,
        "uner_r": ewt.get("ents_r") or 0,
        "uner_loc_f": (ewt.get("ents_per_type") or {}).get("LOC", {}).get("f", 0),
    }


def read_newswire(path: Path) -> Iterable[tuple[list[str], tuple[Name, ...]]]:
    """Words and names of each sentence of the newswire set."""
    rows: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
        elif rows:
            yield [row[0] for row in rows], names_of_bio([row[1] for row in rows])
            rows = []


def measure_places(nlp: Language, data: Path) -> Scores:
    """Share of the newswire's places found: with the same ends, and touched by a name of any label."""
    path = data / "ner/worldwide-newswire-train.tsv"
    sentences = list(read_newswire(path))
    docs = nlp.pipe(one_sentence(Doc(nlp.vocab, words=words)) for words, _ in sentences)
    gold = exact = touched = found = 0
    for doc, (_, names) in zip(docs, sentences, strict=True):
        places = {(e.start, e.end) for e in doc.ents if e.label_ == "LOC"}
        covered = {i for e in doc.ents if e.label_ == "LOC" for i in range(e.start, e.end)}
        wanted = [n for n in names if n.label == "Location"]
        gold, found = gold + len(wanted), found + len(places)
        exact += sum((n.start, n.end) in places for n in wanted)
        touched += sum(not covered.isdisjoint(range(n.start, n.end)) for n in wanted)
    return {
        "newswire_place_recall_exact": exact / gold,
        "newswire_place_recall": touched / gold,
        "newswire_place_precision_exact": exact / max(1, found),
    }


def measure_speed(nlp: Language, peer: Language, data: Path, rounds: int = 3) -> Scores:
    """Words a CPU-second of both on the sentences of the same reports, turn by turn; the ratio of the best rounds."""
    path = next((data / "reports").glob("syria-2*.jsonl"))
    reports = [json.loads(line)["text"] for line in path.read_text().splitlines()[:60]]
    texts = [sentence.span.of(report) for report in reports for sentence in find_sentences(report)]
    best: dict[str, float] = {"ours": 0, "peer": 0}
    for _ in range(rounds):
        for name, pipeline in (("ours", nlp), ("peer", peer)):
            start = time.process_time()
            words = sum(len(doc) for doc in pipeline.pipe(texts))
            best[name] = max(best[name], words / (time.process_time() - start))
    return {
        "words_per_second": best["ours"],
        "peer_words_per_second": best["peer"],
        "speed_ratio": best["ours"] / best["peer"],
    }


def measure(model: Path, data: Path, peer: Path) -> Scores:
    """Everything, in the order in which it is printed."""
    start = time.process_time()
    nlp = spacy.load(model)
    load = time.process_time() - start
    size = sum(file.stat().st_size for file in model.rglob("*") if file.is_file()) / 1e6
    return (
        measure_treebanks(nlp, data)
        | measure_places(nlp, data)
        | measure_speed(nlp, spacy.load(peer), data)
        | {"load_seconds": load, "size_mb": size}
    )


def find_fallen(scores: Scores, expected: Scores) -> list[str]:
    """What is worse than expected by more than its slack."""
    fallen = []
    for name, value in expected.items():
        sign = -1 if name in LOWER_IS_BETTER else 1
        if name in scores and sign * (scores[name] - value) < -SLACK.get(name, 0.003) and "per_second" not in name:
            fallen.append(f"{name}: {scores[name]:.4f}, expected {value:.4f}")
    return fallen


def read_arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--expect", type=Path)
    return parser.parse_args()


def main() -> None:
    """Print the figures; fail where one fell."""
    arguments = read_arguments()
    scores = measure(arguments.model, arguments.data, arguments.peer or arguments.data / "model-first")
    print(json.dumps({name: round(value, 4) for name, value in scores.items()}, indent=1))
    expected = json.loads(arguments.expect.read_text()) if arguments.expect else {}
    if fallen := find_fallen(scores, expected):
        raise SystemExit("fell below figures.json: " + "; ".join(fallen))


if __name__ == "__main__":
    main()
