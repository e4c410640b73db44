"""The shipped language model: small, quick to load, the same every time, and right on plain war reporting."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

import whoholds.reading.models as models

FOLDER = Path(models.__path__[0]) / "en"
PLAIN = "Government forces captured the town of Palmyra, the ministry said."
BARE = "Government forces captured the town of Palmyra the ministry said."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(FOLDER)


def find(doc: Doc, word: str) -> Token:
    return next(token for token in doc if token.text == word)


def test_the_folder_stays_below_twenty_megabytes() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) < 20_000_000


def test_loading_takes_less_than_three_seconds_of_processor_time() -> None:
    start = time.process_time()
    spacy.load(FOLDER)
    assert time.process_time() - start < 3


def test_the_pipeline_has_the_parts_that_the_reader_uses(nlp: Language) -> None:
    assert nlp.pipe_names == ["tok2vec", "tagger", "morphologizer", "lemmatizer", "parser", "ner"]


def test_names_are_places_organisations_and_persons(nlp: Language) -> None:
    assert set(nlp.get_pipe("ner").labels) == {"LOC", "ORG", "PER"}


def test_relations_are_those_of_universal_dependencies_with_subtypes(nlp: Language) -> None:
    wanted = {"nsubj", "nsubj:pass", "obl", "obl:agent", "nmod", "acl:relcl", "ccomp", "parataxis", "compound:prt"}
    assert wanted <= set(nlp.get_pipe("parser").labels)


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


def test_two_sentences_in_one_text_are_told_apart(nlp: Language) -> None:
    assert len(list(nlp("Rebels took the village. The army shelled it.").sents)) == 2
