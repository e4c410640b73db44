"""The shipped language model: small, quick to load, the same every time, and right on plain war reporting."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

import whoholds.reading.models as models
from whoholds.reading.encoder import READ_AS, Encoder

FOLDER = Path(models.__path__[0]) / "en"
PLAIN = "Government forces captured the town of Palmyra, the ministry said."
BARE = "Government forces captured the town of Palmyra the ministry said."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(FOLDER)


def encoder_of(nlp: Language) -> Encoder:
    part = nlp.get_pipe("encoder")
    assert isinstance(part, Encoder)
    return part


def find(doc: Doc, word: str) -> Token:
    return next(token for token in doc if token.text == word)


def test_the_folder_stays_below_twenty_megabytes() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) < 20_000_000


def test_loading_takes_less_than_three_seconds_of_processor_time() -> None:
    start = time.process_time()
    spacy.load(FOLDER)
    assert time.process_time() - start < 3


def test_the_pipeline_has_the_parts_that_the_reader_uses(nlp: Language) -> None:
    assert nlp.pipe_names == ["encoder", "lemmatizer"]


def test_names_are_places_organisations_and_persons(nlp: Language) -> None:
    assert {mark[2:] for mark in encoder_of(nlp).labels["names"]} == {"", "LOC", "ORG", "PER"}


def test_relations_are_those_of_universal_dependencies_with_subtypes(nlp: Language) -> None:
    wanted = {"nsubj", "nsubj:pass", "obl", "obl:agent", "nmod", "acl:relcl", "ccomp", "parataxis", "compound:prt"}
    assert wanted <= set(encoder_of(nlp).labels["deps"])


def test_two_readings_are_the_same(nlp: Language) -> None:
    first, second = nlp(PLAIN), spacy.load(FOLDER)(PLAIN)
    assert [(t.tag_, t.dep_, t.head.i, t.ent_type_) for t in first] == [
        (t.tag_, t.dep_, t.head.i, t.ent_type_) for t in second
    ]


def test_a_clause_has_its_subject_and_object(nlp: Language) -> None:
    doc = nlp(PLAIN)
    assert (find(doc, "forces").dep_, find(doc, "town").dep_) == ("nsubj", "obj")


def test_without_its_comma_a_clause_keeps_its_subject_and_object(nlp: Language) -> None:
    doc = nlp(BARE)
    assert (find(doc, "forces").dep_, find(doc, "town").dep_) == ("nsubj", "obj")


def test_a_passive_has_a_passive_subject_and_an_agent(nlp: Language) -> None:
    doc = nlp("The village was retaken by the rebels on Sunday.")
    assert (find(doc, "village").dep_, find(doc, "rebels").dep_) == ("nsubj:pass", "obl:agent")


def test_what_is_said_hangs_under_the_verb_of_saying(nlp: Language) -> None:
    doc = nlp("Olena Kovalenko said that troops had left Kherson.")
    assert (find(doc, "left").dep_, find(doc, "left").head.text) == ("ccomp", "said")


def test_verbs_have_tags_and_lemmas(nlp: Language) -> None:
    captured = find(nlp(PLAIN), "captured")
    assert (captured.tag_, captured.pos_, captured.lemma_) == ("VBD", "VERB", "capture")


def test_a_town_is_a_place(nlp: Language) -> None:
    assert ("Palmyra", "LOC") in [(name.text, name.label_) for name in nlp(PLAIN).ents]


def test_each_sentence_that_is_marked_gets_a_tree_of_its_own(nlp: Language) -> None:
    doc = nlp.make_doc("Rebels took the village. The army shelled it.")
    for token in doc:
        token.is_sent_start = token.text in ("Rebels", "The")
    assert [sentence.root.text for sentence in nlp(doc).sents] == ["took", "shelled"]


def test_a_sentence_is_read_alike_alone_and_beside_others(nlp: Language) -> None:
    together = nlp.make_doc(f"{PLAIN} {BARE}")
    for token in together:
        token.is_sent_start = token.text == "Government"
    pairs = zip(nlp(PLAIN), nlp(together), strict=False)
    assert all((a.tag_, a.dep_, a.ent_type_) == (b.tag_, b.dep_, b.ent_type_) for a, b in pairs)


@pytest.mark.parametrize("words", [0, 1, 3, 2000])
def test_a_text_of_any_length_has_one_root(nlp: Language, words: int) -> None:
    doc = nlp(Doc(nlp.vocab, words=["Aleppo", "and", "Kyiv"] * (words // 3) + ["so"] * (words % 3)))
    assert len(doc) == words
    assert sum(token.head.i == token.i for token in doc) == min(words, 1)


def test_a_word_can_be_read_as_another(nlp: Language) -> None:
    text = "Fighters of IS took the town."
    doc = nlp.make_doc(text)
    doc.user_data[READ_AS] = {2: "ISIS"}
    assert (find(nlp(doc), "IS").tag_, doc.text) == ("NNP", text)


def test_what_is_written_is_what_was_opened(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "copy")
    assert [t.head.i for t in spacy.load(tmp_path / "copy")(PLAIN)] == [t.head.i for t in nlp(PLAIN)]
