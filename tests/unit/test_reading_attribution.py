"""Who says what: the speaker, the kind of speaker and what is said, in wire-style sentences with invented people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from whoholds.model import Evidentiality, Report, SourceKind, Span, Unresolved
from whoholds.reading.attribution import find_statements, statement_for
from whoholds.reading.hops import Commitment, Parsed, Statement
from whoholds.reading.pipeline import Reader
from whoholds.reading.quotes import find_quotes
from whoholds.reading.sentences import find_sentences

Find = Callable[[str], tuple[Statement, ...]]


@pytest.fixture(scope="module")
def find(reader: Reader) -> Find:
    """Reads statements from a text with the shipped language model."""

    def read(text: str) -> tuple[Statement, ...]:
        report = Report("r", text, "", "", Unresolved("not needed"))
        sentences = find_sentences(text)
        docs = reader.language_model.pipe(one.span.of(text) for one in sentences)
        parsed = [Parsed(sentence, doc) for sentence, doc in zip(sentences, docs, strict=True)]
        return find_statements(parsed, report=report)

    return read


def at(words: str, text: str) -> Span:
    """Where words stand in a text."""
    return Span(text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(
    ("text", "words", "source", "kind"),
    [
        ("The army said it had retaken Palmyra.", "retaken", "army", SourceKind.BELLIGERENT),
        ("Rebels captured two villages near Idlib, the army said.", "captured", "army", SourceKind.BELLIGERENT),
        ("The town, the mayor said, has fallen to the rebels.", "fallen", "mayor", SourceKind.OFFICIAL),
        ("According to residents, fighters entered Goma at dawn.", "entered", "residents", SourceKind.WITNESS),
        ("Fighters entered Goma at dawn, according to residents.", "entered", "residents", SourceKind.WITNESS),
        ("Shells hit the market, witnesses told AFP.", "hit", "witnesses", SourceKind.WITNESS),
        (
            "“The militants seized the bridge,” said Omar Haddad, a spokesman for the governor.",
            "seized",
            "Omar Haddad",
            SourceKind.OFFICIAL,
        ),
        ("Troops left dozens dead in Hama a monitor said.", "left", "monitor", SourceKind.MONITOR),
        ("Rebels blew up a tunnel in Homs a monitor watching the war said.", "blew", "monitor", SourceKind.MONITOR),
        ("Shells hit Goma, local activist Aisha Diallo said.", "hit", "Aisha Diallo", SourceKind.WITNESS),
        ("Shells hit Goma, an activist group said.", "hit", "activist group", SourceKind.MONITOR),
        ("Shells hit Goma, an official said.", "hit", "official", SourceKind.OFFICIAL),
        ("Two houses collapsed near the bridge said the mayor.", "collapsed", "mayor", SourceKind.OFFICIAL),
    ],
)
def test_the_speaker_and_kind_of_a_saying(find: Find, text: str, words: str, source: str, kind: SourceKind) -> None:
    """Source before, inside and after what is said, with and without commas."""
    statement = statement_for(at(words, text), find(text))
    assert statement is not None
    assert source in statement.source
    assert statement.kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "A blast rocked the market in Goma, claiming the lives of ten people.",
        "The army withdrew from Goma last month, citing the scale of its losses.",
        "If confirmed, a gas attack in Homs could bring new sanctions.",
    ],
)
def test_words_that_only_look_like_a_saying(find: Find, text: str) -> None:
    """Lives are claimed by bombs, losses are cited by nobody who was asked."""
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "words", "source"),
    [
        ("The most significant Taliban said they had taken Kunduz.", "taken", "Taliban"),
        ("Shells hit a bus and ten were wounded state news agency SANA said.", "hit", "state news agency SANA"),
        ("Rebels took Gao, a reporter in the town said.", "took", "reporter in the town"),
        ("The Turkish military said it lost a tank. The army said it had taken Jarablus.", "taken", "Turkish military"),
        ("Clashes went on in Homs, according to the mayor who has reported a bombing near it.", "bombing", "mayor"),
        ("The militants on Monday claimed responsibility for a bombing in Azaz.", "bombing", "militants"),
    ],
)
def test_the_name_of_a_speaker(find: Find, text: str, words: str, source: str) -> None:
    """No superlative, participle or day enters a name; a speaker is no place or day; "the army" is the military."""
    statement = statement_for(at(words, text), find(text))
    assert statement is not None
    assert statement.source.startswith(source)


@pytest.mark.parametrize(
    ("text", "words", "source"),
    [
        (
            "Speaking in Bamako, Moussa Keita said:\n\nWe have taken Gao.\n\nThe army holds Kidal too.",
            "holds",
            "Moussa Keita",
        ),
        ("The commander issued the following statement on the advance:\n\nTroops entered Gao.", "entered", "commander"),
        ("Agence France-Presse reported: The army left Gao. Rebels took the town.", "took", "Agence France-Presse"),
        ("Shells hit Gao, army spokesman Lt. Col. Moussa Keita said.", "hit", "Lt. Col. Moussa Keita"),
    ],
)
def test_what_follows_a_colon_is_said(find: Find, text: str, words: str, source: str) -> None:
    """A speech over several paragraphs, a statement that is announced, an agency's report; ranks stay with names."""
    statement = statement_for(at(words, text), find(text))
    assert statement is not None
    assert source in statement.source


def test_a_text_that_its_title_calls_a_statement_is_all_said(reader: Reader) -> None:
    """The narrator of "Statement by X" is X, if the text says "we" or "I"."""
    for text, said in (("Troops took Gao. We welcome it.", True), ("Troops took Gao. They welcome it.", False)):
        report = Report("r", text, "Statement by Moussa Keita on the fall of Gao", "", Unresolved("not needed"))
        found = find_statements(reader._parse(report, find_sentences(text)), report=report)
        statement = statement_for(at("took", text), found)
        assert (statement is not None and statement.source == "Moussa Keita") is said


def test_the_narrators_own_words_belong_to_nobody(find: Find) -> None:
    """A sentence with no cue is not put into the mouth of the speaker before it."""
    text = "The army said it had retaken Palmyra. Fighting went on around the airport of Deir Ezzor."
    assert statement_for(at("Fighting", text), find(text)) is None


def test_a_speaker_is_not_part_of_what_is_said(find: Find) -> None:
    """Words inside the speaker's own name are the narrator's."""
    text = "The council of the rebel-held town said aid had arrived."
    assert statement_for(at("rebel-held", text), find(text)) is None


def test_what_goes_on_beside_a_saying_is_the_narrators(find: Find) -> None:
    """A clause with "as" that hangs on the saying itself is not said."""
    text = "The rebels said they had captured Kunduz, as fierce fighting raged in the centre of another city."
    statements = find(text)
    assert statement_for(at("captured", text), statements) is not None
    assert statement_for(at("raged", text), statements) is None


def test_it_is_the_body_that_spoke_last(find: Find) -> None:
    """A pronoun is shown as the name of whoever it stands for."""
    text = "The ministry of defence said a drone was shot down. It said troops had retaken Aleppo."
    statement = statement_for(at("retaken", text), find(text))
    assert statement is not None
    assert "ministry" in statement.source.lower()


def test_a_monitor_is_named_in_full(find: Find) -> None:
    """The words "a monitor" get the name that the report gives further down."""
    text = (
        "Rebels took the town of Saraqeb on Sunday, a monitor said. "
        "The Syrian Observatory for Human Rights said ten soldiers were killed."
    )
    statement = statement_for(at("took", text), find(text))
    assert statement is not None
    assert statement.source == "Syrian Observatory for Human Rights"


def test_a_surname_gets_the_name_and_role_of_its_bearer(find: Find) -> None:
    """The kind of a bare surname comes from where the report says who it is."""
    text = "The governor of Homs, Karim Nasser, spoke on Friday. Nasser said the army had entered Palmyra."
    statement = statement_for(at("entered", text), find(text))
    assert statement is not None
    assert statement.kind is SourceKind.OFFICIAL


def test_a_quote_over_two_sentences_has_one_speaker(find: Find) -> None:
    """All sentences between the marks are said."""
    text = "“They have reached the square. Aircraft are bombing them,” said Salim Aziz, a resident of Kunduz."
    statements = find(text)
    for words in ("reached", "bombing"):
        statement = statement_for(at(words, text), statements)
        assert statement is not None
        assert statement.kind is SourceKind.WITNESS


def test_a_confirmation_says_again_what_stands_before(find: Find) -> None:
    """The words "a claim confirmed by" give a statement whose content is the clause before it."""
    text = "The rebels said they had captured Kunduz, a claim confirmed by an AFP correspondent in the city."
    back = [one for one in find(text) if one.refers_back]
    assert len(back) == 1
    assert back[0].kind is SourceKind.JOURNALIST
    assert back[0].content[0].covers(at("captured", text))


def test_a_denial_is_marked(find: Find) -> None:
    """The words "denied that" deny its content."""
    text = "The army denied that rebels had seized the airport of Aleppo."
    statement = statement_for(at("seized", text), find(text))
    assert statement is not None
    assert statement.commitment is Commitment.DENIED


def test_what_was_reported_has_no_named_source(find: Find) -> None:
    """A passive cue with nobody behind it gives "reports", unnamed and hedged."""
    text = "Fighting was also reported on the outskirts of Herat."
    statement = statement_for(at("Fighting", text), find(text))
    assert statement is not None
    assert (statement.source, statement.kind, statement.commitment) == (
        "reports",
        SourceKind.UNNAMED,
        Commitment.HEDGED,
    )


def test_a_relayed_saying_belongs_to_the_innermost_source(find: Find) -> None:
    """In "X quoted Y as saying" Y says it."""
    text = "The news agency quoted a military source as saying troops had entered Daraa."
    statement = statement_for(at("entered", text), find(text))
    assert statement is not None
    assert statement.kind is SourceKind.BELLIGERENT


def test_a_correspondent_saw_it(find: Find) -> None:
    """A journalist who was there has seen what is said."""
    text = "An AFP correspondent said the rebels had captured the police station."
    statement = statement_for(at("captured", text), find(text))
    assert statement is not None
    assert statement.evidentiality is Evidentiality.SAW


def test_statements_survive_missing_sentences(reader: Reader) -> None:
    """Only some sentences of a report need to be parsed."""
    text = "Snow fell. The army said it had retaken Palmyra. Roads were shut."
    report = Report("r", text, "", "", Unresolved("not needed"))
    sentence = find_sentences(text)[1]
    parsed = [Parsed(sentence, reader.language_model(sentence.span.of(text)))]
    assert [one.source for one in find_statements(parsed, report=report)] == ["army"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('He said "the town has fallen to us" on Friday.', ["the town has fallen to us"]),
        ("Il a dit « the town has fallen to us » hier.", [" the town has fallen to us "]),
        ("He said ``the town has fallen to us'' on Friday.", ["the town has fallen to us"]),
        ("He said “the town has fallen to us and more\nA new paragraph.", ["the town has fallen to us and more"]),
        ('They back "moderate" rebels in the "caliphate" today.', []),
    ],
)
def test_quotes_of_every_sort(text: str, said: list[str]) -> None:
    """Straight, angled and doubled marks, a missing closing mark; scare quotes are none."""
    assert [quote.span.of(text) for quote in find_quotes(text)] == said


def test_a_headline_may_end_with_its_speaker(find: Find) -> None:
    text = "Rebels driven from hill villages near Aleppo: monitor"
    (said,) = find(text)
    assert (said.source, said.content) == ("monitor", (at("Rebels driven from hill villages near Aleppo", text),))
