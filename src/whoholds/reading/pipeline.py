"""The order in which a report is read: the only file that knows all the steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from whoholds.errors import MissingPartError
from whoholds.gazetteer.interface import Gazetteer
from whoholds.model import Act, Claim, Report, Span
from whoholds.reading.acts import find_doings, find_events, find_slots, find_unplaced, settle_attacks
from whoholds.reading.attribution import find_statements, is_in_passing, statement_for
from whoholds.reading.carried import carry_over
from whoholds.reading.claims import Cast, Heard, cast, make_claim, without_repeats
from whoholds.reading.encoder import READ_AS
from whoholds.reading.event_places import lay_out
from whoholds.reading.hops import Event, Parsed, Sentence, Statement, Timex, Toponym
from whoholds.reading.lexicon import load_words
from whoholds.reading.needed import with_needed
from whoholds.reading.places import find_toponyms
from whoholds.reading.roster import Roster, find_parties
from whoholds.reading.scoring import features_of, least, score
from whoholds.reading.sentences import find_sentences
from whoholds.reading.sifting import favours_neither, is_where_it_was_said, takes_back
from whoholds.reading.telling import find_telling
from whoholds.reading.times import also_dated, as_of_its_day, find_timexes, governing_timex

MODEL = "en"
UNASKED = ("lemmatizer",)
"""Parts of the language model of which no step asks anything."""


def open_reader(gazetteer: Gazetteer) -> Reader:
    """A reader with the language model that ships in the package.

    Raises :class:`MissingPartError` when the package was built without it.
    """
    folder = resources.files("whoholds.reading.models").joinpath(MODEL)
    with resources.as_file(folder) as path:
        if not path.joinpath("config.cfg").exists():
            raise MissingPartError(
                "the language model is not there", why=f"{path} is empty", attempt="reinstall whoholds"
            )
        return Reader(spacy.load(path), gazetteer)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads reports into claims with one language model and one gazetteer; keeps nothing between reports."""

    language_model: Language
    gazetteer: Gazetteer

    def read_claims(self, report: Report) -> tuple[Claim, ...]:
        """The claims of a report in the order of their words; the same report gives the same claims."""
        report = as_of_its_day(report)
        heard, roster, headline = self.hear(report)
        sure = [(one, parties, score(features_of(one, parties))) for one, parties in heard]
        claims = [make_claim(one, cast_, report, roster, p) for one, cast_, p in sure if p >= least()]
        return without_repeats(claims, headline=headline)

    def hear(self, report: Report) -> tuple[list[tuple[Heard, Cast]], Roster, Span]:
        """Everything that the report may be claiming, sure or not, with its parties and where its headline stands."""
        sentences = find_sentences(report.text)
        telling = find_telling(sentences, text=report.text, gazetteer=self.gazetteer)
        if not telling:
            return [], Roster((), ""), Span(0, 0)
        parsed = self._parse(report, with_needed(telling, sentences, text=report.text))
        toponyms = find_toponyms(parsed, report=report, gazetteer=self.gazetteer)
        unparsed = _left_out(sentences, parsed)
        timexes = find_timexes(parsed, published=report.day, unparsed=unparsed, text=report.text)
        statements = find_statements(parsed, report=report)
        roster = find_parties(parsed, country=_country(toponyms))
        framed = [(one, find_slots(one), lay_out(_inside(one, toponyms), one)) for one in parsed]
        found = [event for one in framed for event in find_events(*one)]
        unplaced = [act for one in framed for act in find_unplaced(*one)]
        events = settle_attacks(carry_over(found, unplaced))
        doings = [doing for one, frames, _ in framed for doing in find_doings(one, frames)]
        spelled_out = [statement for statement in statements if not statement.refers_back]
        said = [_speaker(event, spelled_out) for event in events]
        heard = [
            (one, parties)
            for event, own, parties in zip(events, said, cast(events, said, doings, roster), strict=True)
            if not is_where_it_was_said(event, own)
            for one in _hear(event, own, statements, timexes)
            if not takes_back(one, report) and not favours_neither(one, parties)
        ]
        return heard, roster, _headline(report, parsed)

    def _parse(self, report: Report, sentences: Sequence[Sentence]) -> tuple[Parsed, ...]:
        whole = (self.language_model.make_doc(sentence.span.of(report.text)) for sentence in sentences)
        docs = self.language_model.pipe((_as_one_sentence(doc) for doc in whole), disable=UNASKED)
        return tuple(Parsed(sentence, doc) for sentence, doc in zip(sentences, docs, strict=True))


def _left_out(sentences: Sequence[Sentence], parsed: Sequence[Parsed]) -> list[Sentence]:
    """The sentences that were not parsed."""
    read = {one.sentence.index for one in parsed}
    return [sentence for sentence in sentences if sentence.index not in read]


def _as_one_sentence(doc: Doc) -> Doc:
    """A document that the parser must draw a single tree over, and that tells it which names only look like words.

    In a sentence all in capitals "IS" may well be the verb, and stays.
    """
    names: dict[str, str] = load_words("actors")["homographs"] if any(token.is_lower for token in doc) else {}
    for token in doc:
        token.is_sent_start = token.i == 0
    doc.user_data[READ_AS] = {token.i: names[token.text] for token in doc if token.text in names}
    return doc


def _inside(parsed: Parsed, toponyms: Sequence[Toponym]) -> list[Toponym]:
    return [toponym for toponym in toponyms if parsed.sentence.span.covers(toponym.span)]


def _speaker(event: Event, spelled_out: Sequence[Statement]) -> Statement | None:
    """The statement that an event stands in; "rebel-held" is the narrator's in anybody's mouth."""
    at = event.parsed.span(event.trigger, event.trigger)
    return None if is_in_passing(event) else statement_for(at, spelled_out)


def _hear(
    event: Event, own: Statement | None, statements: Sequence[Statement], timexes: Sequence[Timex]
) -> Iterator[Heard]:
    """An event with its speaker and its time; once more for each who confirms or denies it."""
    at = event.parsed.span(event.trigger, event.trigger)
    timex = governing_timex(event.parsed, event.trigger, timexes, state=event.act is Act.HOLDS)
    yield Heard(event, own, timex)
    yield from (Heard(event, own, other) for other in also_dated(timex, event.parsed, timexes))
    for statement in statements:
        if statement.refers_back and any(content.covers(at) for content in statement.content):
            yield Heard(event, statement, timex)


def _country(toponyms: Sequence[Toponym]) -> str:
    """The country that most of a report's places lie in."""
    counts = Counter(toponym.country for toponym in toponyms if toponym.country)
    return max(sorted(counts), key=lambda country: counts[country], default="")


def _headline(report: Report, parsed: Sequence[Parsed]) -> Span:
    """Where the text repeats its own title at its start; an empty span where it does not."""
    at = report.text.find(report.title[:60]) if report.title else -1
    if 0 <= at < 400 and parsed:
        return Span(0, at + len(report.title))
    return Span(0, 0)
