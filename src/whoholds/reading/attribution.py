"""Who says what: cues of saying with their source and their content, in a report's own order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from spacy.tokens import Token

from whoholds.model import Evidentiality, Report, SourceKind, Span
from whoholds.reading.grammar import antecedent, is_passive, marked_arguments
from whoholds.reading.hops import Commitment, Parsed, Statement
from whoholds.reading.lexicon import load_words, regular_forms
from whoholds.reading.quotes import Quote, find_quotes
from whoholds.reading.speakers import Speakers, name_source

HEARERS = ("iobj", "obl", "nmod")


def find_statements(parsed: Sequence[Parsed], *, report: Report) -> tuple[Statement, ...]:
    """Every attribution of a report, in the order of the cues; content may reach over several sentences."""
    speakers = Speakers(parsed)
    quotes = find_quotes(report.text)
    found = [statement for one in parsed for statement in _in_sentence(one, speakers, quotes)]
    return tuple(sorted((*found, *_orphans(found, quotes)), key=_position))


def statement_for(span: Span, statements: Sequence[Statement]) -> Statement | None:
    """The innermost statement whose content covers a span, ``None`` for the narrator's own words."""
    covering = [(content, one) for one in statements for content in one.content if content.covers(span)]
    return min(covering, key=lambda pair: pair[0].end - pair[0].start)[1] if covering else None


def _position(statement: Statement) -> tuple[int, int]:
    cue = statement.cue_span or statement.source_span or statement.content[0]
    return cue.start, cue.end


# ---------------------------------------------------------------- words


@cache
def _words() -> dict[str, Any]:
    return load_words("attribution")


@cache
def _cues() -> dict[str, Commitment]:
    words = _words()
    cues: dict[str, Commitment] = {}
    for name, commitment in (("said", Commitment.SAID), ("denied", Commitment.DENIED), ("planned", Commitment.PLANNED)):
        for lemma in words["cues"][name]:
            for form in (*regular_forms(lemma), *words["irregular"].get(lemma, ())):
                cues[form] = commitment
    return cues


# ---------------------------------------------------------------- cues


def _in_sentence(one: Parsed, speakers: Speakers, quotes: Sequence[Quote]) -> Iterator[Statement]:
    for token in one.doc:
        if token.tag_.startswith("VB") and token.lower_ in _cues():
            yield from _by_verb(token, one, speakers, quotes)
        elif token.lower_ in _words()["cues"]["according"] or token.lower_ == "according":
            yield from _according_to(token, one, speakers)
        elif token.tag_.startswith("NN") and token.lower_.rstrip("s") in _words()["cues"]["nouns"]:
            yield from _by_noun(token, one, speakers)


def _by_verb(verb: Token, one: Parsed, speakers: Speakers, quotes: Sequence[Quote]) -> Iterator[Statement]:
    commitment = _commitment(verb)
    if is_passive(verb):
        yield from _passive(verb, one, speakers, commitment)
        return
    subject = _subject(verb)
    if subject is None:
        return
    content = tuple(_content(verb, one, quotes, subject))
    if not content:
        if commitment is Commitment.DENIED or verb.lower_.startswith("confirm"):
            yield from _about_before(verb, subject, one, speakers, commitment)
        return
    yield _statement(subject, verb, one, speakers, commitment, content)


def _commitment(verb: Token) -> Commitment:
    """What the cue makes of its content; a refusal to confirm denies, "did not say" too."""
    commitment = _cues()[verb.lower_]
    negated = any(child.lower_ in ("not", "n't", "never") for child in verb.children)
    if negated and commitment is Commitment.DENIED:
        return Commitment.HEDGED
    return Commitment.DENIED if negated and verb.lower_ in ("confirm", "confirmed") else commitment


def _subject(verb: Token) -> Token | None:
    """The speaker: the verb's own subject, that of the verb it is coordinated with, or the noun it describes."""
    for child in verb.children:
        if child.dep_.split(":")[0] == "nsubj":
            return antecedent(child)
    if verb.dep_ in ("conj", "advcl", "xcomp") and verb.head is not verb:
        return _subject(verb.head)
    return verb.head if verb.dep_ == "acl" and verb.tag_ == "VBG" else None


def _content(verb: Token, one: Parsed, quotes: Sequence[Quote], subject: Token) -> Iterator[Span]:
    """What is said: the clause that the verb governs, the clause around it, and quotes that touch the sentence."""
    governed = [child for child in verb.children if child.dep_ in ("ccomp", "xcomp", "advcl") and child.i > verb.i]
    governed += [child for child in verb.children if child.dep_ == "ccomp" and child.i < verb.i]
    spans = [one.span(child.left_edge, child.right_edge) for child in governed[:1]]
    if not spans and verb.dep_ == "parataxis":
        spans += _around(verb, one)
    if not spans:
        spans += [one.span(child.left_edge, child.right_edge) for child in verb.children if child.dep_ == "parataxis"]
    if not spans:
        spans += [
            one.span(child.left_edge, child.right_edge)
            for child in verb.children
            if child.dep_ == "obj" and child.i > verb.i and _is_event(child)
        ]
    for quote in quotes:
        if quote.touches(one.sentence.span) and not any(span.covers(quote.span) for span in spans):
            spans.append(quote.span)
    own = one.span(subject.left_edge, subject.right_edge)
    yield from (span for span in spans if span != own)


def _around(verb: Token, one: Parsed) -> Iterator[Span]:
    """The rest of the sentence around "…, the army said"."""
    first, last = verb.left_edge, verb.right_edge
    if first.i > 0:
        yield one.span(one.doc[0], one.doc[first.i - 1])
    if last.i < len(one.doc) - 2:
        yield one.span(one.doc[last.i + 1], one.doc[len(one.doc) - 1])


def _is_event(noun: Token) -> bool:
    """A noun that can be reported as such: "reported clashes in", "claimed the capture of"."""
    return noun.tag_.startswith("NN") and any(True for _ in marked_arguments(noun))


def _passive(verb: Token, one: Parsed, speakers: Speakers, commitment: Commitment) -> Iterator[Statement]:
    """A passive cue: "confirmed by X" says again what stands before; "was reported" has nobody behind it."""
    agents = [child for child in verb.children if child.dep_ == "obl:agent"]
    agents += [head for mark, head in marked_arguments(verb) if mark == "by" and head not in agents]
    if agents:
        yield from _about_before(verb, agents[0], one, speakers, commitment)
    elif verb.lower_ in _words()["hedged"]["passive"] and verb.dep_ in (
        "ROOT",
        "conj",
        "acl:relcl",
        "acl",
        "ccomp",
        "advcl",
    ):
        content = (one.span(verb.left_edge, verb.right_edge),)
        cue = one.span(verb, verb)
        yield Statement("reports", SourceKind.UNNAMED, Commitment.HEDGED, Evidentiality.UNSPECIFIED, None, cue, content)


def _about_before(
    verb: Token, source: Token, one: Parsed, speakers: Speakers, commitment: Commitment
) -> Iterator[Statement]:
    """Somebody confirms or denies what was just said: the content is the clause before, here or the last."""
    start, before = one.sentence.span.start, one.span(source.left_edge, verb if verb.i > source.i else source)
    noun = verb.head if verb.dep_ in ("acl", "acl:relcl") else verb
    first = min(noun.left_edge.i, source.left_edge.i, verb.i)
    if first > 2:
        content = Span(start, start + one.doc[first].idx)
    else:
        earlier = speakers.sentence_before(one)
        if earlier is None:
            return
        content = earlier
    del before
    yield _statement(source, verb, one, speakers, commitment, (content,), refers_back=True)


def _according_to(cue: Token, one: Parsed, speakers: Speakers) -> Iterator[Statement]:
    """Cue: "according to X": the rest of the sentence is what X says."""
    source = next((t for t in cue.children if t.tag_[:2] in ("NN", "PR") and t.i > cue.i), None)
    if source is None and cue.head.i > cue.i and cue.head.tag_[:2] in ("NN", "PR"):
        source = cue.head
    if source is None:
        return
    first, last = min(cue.i, source.left_edge.i), _end_of_source(source)
    content = []
    if first > 0:
        content.append(one.span(one.doc[0], one.doc[first - 1]))
    if last < len(one.doc) - 2:
        content.append(one.span(one.doc[last + 1], one.doc[len(one.doc) - 1]))
    if content:
        yield _statement(source, cue, one, speakers, Commitment.SAID, tuple(content))


def _end_of_source(source: Token) -> int:
    """Where the speaker's noun phrase ends, without clauses that hang on it."""
    return max(
        [source.i]
        + [t.i for c in source.children if c.dep_ not in ("acl", "acl:relcl", "parataxis") for t in c.subtree]
    )


def _by_noun(noun: Token, one: Parsed, speakers: Speakers) -> Iterator[Statement]:
    """Noun: "reports that …": the clause is said by nobody named, or by the noun's possessor."""
    clauses = [child for child in noun.children if child.dep_ in ("acl", "ccomp") and child.i > noun.i]
    if not clauses or not any(child.lower_ == "that" for child in clauses[0].children):
        return
    content = (one.span(clauses[0].left_edge, clauses[0].right_edge),)
    owner = next((child for child in noun.children if child.dep_ == "nmod:poss"), None)
    if owner is not None:
        yield _statement(owner, noun, one, speakers, Commitment.SAID, content)
    else:
        cue = one.span(noun, noun)
        yield Statement("reports", SourceKind.UNNAMED, Commitment.HEDGED, Evidentiality.UNSPECIFIED, cue, cue, content)


def _statement(
    source: Token,
    cue: Token,
    one: Parsed,
    speakers: Speakers,
    commitment: Commitment,
    content: tuple[Span, ...],
    *,
    refers_back: bool = False,
) -> Statement:
    name, kind, span = name_source(source, one, speakers)
    saw = kind is SourceKind.JOURNALIST or cue.lower_ in _words()["saw"]["verbs"]
    evidence = Evidentiality.SAW if saw else Evidentiality.UNSPECIFIED
    if kind is SourceKind.UNNAMED and commitment is Commitment.SAID and name.lower() == "reports":
        commitment = Commitment.HEDGED
    return Statement(name, kind, commitment, evidence, span, one.span(cue, cue), content, refers_back)


# ---------------------------------------------------------------- quotes whose speaker stands in another sentence


def _orphans(found: Sequence[Statement], quotes: Sequence[Quote]) -> Iterator[Statement]:
    """A quote that no cue claims belongs to whoever spoke last, when it follows soon."""
    claimed = [content for statement in found for content in statement.content]
    for quote in quotes:
        if not quote.whole or any(content.overlaps(quote.span) for content in claimed):
            continue
        before = [s for s in found if s.cue_span and s.cue_span.end <= quote.span.start and not s.refers_back]
        if before and quote.span.start - _end(before[-1]) < 400:
            last = before[-1]
            yield Statement(
                last.source,
                last.kind,
                Commitment.SAID,
                last.evidentiality,
                last.source_span,
                last.cue_span,
                (quote.span,),
            )


def _end(statement: Statement) -> int:
    return max(span.end for span in (statement.cue_span, *statement.content) if span is not None)
