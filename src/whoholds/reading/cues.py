"""Cues of saying in one sentence: the word, the noun that speaks, and the stretches that are said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from whoholds.model import Span
from whoholds.reading.cue_content import after_tail, last_before, said_by, stands_beside
from whoholds.reading.cue_lexicon import FINITE, QUOTE_MARKS, cue_words, forms_of_saying
from whoholds.reading.cue_speakers import block_of, follows_quote, head_of_run, relayed_by, right_of, speaker_of
from whoholds.reading.grammar import is_passive, marked_arguments
from whoholds.reading.hops import Commitment, Parsed
from whoholds.reading.lexicon import singular
from whoholds.reading.speaking_nouns import can_speak


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: ``source`` heads the speaker (``None``: nobody is named), ``block`` is speaker and cue together.

    ``content`` holds the stretches of the sentence that are said; empty when they stand outside it.
    """

    token: Token
    parsed: Parsed
    source: Token | None
    commitment: Commitment
    block: Span
    content: tuple[Span, ...]
    refers_back: bool = False

    @property
    def span(self) -> Span:
        """The cue word itself."""
        return self.parsed.span(self.token, self.token)


def find_cues(one: Parsed) -> Iterator[Cue]:
    """The cues of a sentence, left to right."""
    yield from _headline(one)
    yield from _announced(one)
    spoke: Token | None = None
    for token in one.doc:
        word = token.lower_
        if word in forms_of_saying() and (token.tag_.startswith("VB") or _verb_by_place(token)):
            for cue in _by_verb(token, one):
                if _goes_on(token) and spoke is not None:
                    cue = replace(cue, source=spoke)
                elif not cue.refers_back and cue.source is not None:
                    spoke = cue.source
                yield cue
        elif word == "according" or (word == "per" and token.dep_ == "case" and token.head.tag_.startswith("NNP")):
            yield from _according_to(token, one)
        elif token.tag_.startswith("NN") and singular(word) in cue_words()["cues"]["nouns"]:
            yield from _by_noun(token, one)


def _announced(one: Parsed) -> Iterator[Cue]:
    """A speech that is announced: "the commander issued the following statement:"."""
    if one.doc[-1].text != ":":
        return
    words = cue_words()["announced"]
    for noun in one.doc:
        verb = noun.head
        if singular(noun.lower_) in words["nouns"] and verb.lower_ in words["verbs"] and noun.dep_ == "obj":
            source = next((child for child in verb.children if child.dep_ == "nsubj"), None)
            if source is not None and can_speak(source):
                yield Cue(verb, one, source, Commitment.SAID, one.span(one.doc[0], one.doc[-2]), ())


def _goes_on(verb: Token) -> bool:
    """Whether a cue carries on an earlier one of its sentence: "…, adding that", "…, saying"."""
    return verb.tag_ == "VBG" and not any(child.dep_.split(":")[0] in ("nsubj", "aux") for child in verb.children)


def _verb_by_place(token: Token) -> bool:
    """A verb of saying that the tagger took for a noun: "Local police sources claim that", "the agency reports:"."""
    if token.i == 0:
        return False
    after = token.nbor() if token.i + 1 < len(token.doc) else None
    closes = token.lower_ == "reports" and (after is None or after.text == ".") and token.i > 6
    named = token.nbor(-1).text[:1].isupper() and token.nbor(-1).tag_[:2] == "NN"
    opens = token.lower_ == "reports" and after is not None and after.text == ":" and named
    says_that = after is not None and after.lower_ == "that"
    return opens or ((closes or says_that) and token.nbor(-1).tag_ in ("NNS", "NNP", "NNPS", "PRP"))


# ---------------------------------------------------------------- verbs


def _by_verb(verb: Token, one: Parsed) -> Iterator[Cue]:
    if _takes_lives(verb) or _is_condition(verb):
        return
    active = any(child.dep_ == "nsubj" for child in verb.children) or _says_that(verb)
    if is_passive(verb) and not active and not follows_quote(verb):
        yield from _passive(verb, one)
        return
    source, own = speaker_of(verb)
    if source is None or source.lower_ in cue_words()["cues"]["mute"]:
        return
    first, last = block_of(verb, source if own else verb)
    relayed = relayed_by(verb)
    if relayed is None and verb.tag_ == "VBG" and forms_of_saying()[verb.lower_][0] in cue_words()["cues"]["relaying"]:
        return
    source = relayed or source
    content = tuple(one.span(one.doc[a], one.doc[b]) for a, b in said_by(verb, first, last) if a <= b)
    block = one.span(one.doc[first], one.doc[last])
    if content or _beside_quote(one, first, last):
        yield Cue(verb, one, source, _commitment(verb), block, content)
    elif _reaches_back(verb):
        yield Cue(verb, one, source, _commitment(verb), block, (), refers_back=True)


def _takes_lives(verb: Token) -> bool:
    """Whether "claimed" means killed: "a blast claimed the lives of ten", "claiming eight"."""
    if forms_of_saying()[verb.lower_][0] != "claim":
        return False
    taken = [child for child in verb.children if child.dep_ == "obj"]
    return any(one.tag_ == "CD" or singular(one.lower_) in cue_words()["cues"]["taken"] for one in taken)


def _is_condition(verb: Token) -> bool:
    """Whether nobody has said it yet: "if confirmed, …"."""
    return verb.tag_ in ("VBN", "VBD") and verb.i > 0 and verb.nbor(-1).lower_ in ("if", "unless")


def _says_that(verb: Token) -> bool:
    """Whether a past tense was taken for a participle: "the command confirmed on Sunday that"."""
    if verb.i == 0 or verb.nbor(-1).tag_[:2] != "NN" or any(c.dep_ in ("aux:pass", "obl:agent") for c in verb.children):
        return False
    at = after_tail(verb, verb.i)
    return at < len(verb.doc) and verb.doc[at].lower_ == "that"


def _commitment(verb: Token) -> Commitment:
    """What the cue makes of its content; a refusal to confirm denies it, "did not deny" only hedges."""
    lemma, commitment = forms_of_saying()[verb.lower_]
    governor = verb.head.lower_ if verb.dep_ == "xcomp" else ""
    negated = any(child.lower_ in ("not", "n't", "n’t", "never") for child in verb.children)
    negated = negated or governor in ("refused", "declined", "refuses", "unable", "failed")
    if negated and commitment is Commitment.DENIED:
        return Commitment.HEDGED
    if negated and lemma in cue_words()["cues"]["confirming"]:
        return Commitment.DENIED
    return Commitment.HEDGED if lemma in cue_words()["cues"]["hedging"] else commitment


def _beside_quote(one: Parsed, first: int, last: int) -> bool:
    """Whether a mark of quotation stands right beside speaker and cue, so that the quote may be theirs."""
    near = (*one.doc[max(0, first - 2) : first], *one.doc[last + 1 : last + 3])
    opens = one.doc[-1].text == ":"
    return opens or any(token.text in QUOTE_MARKS for token in near) or (first == 0 and last >= len(one.doc) - 2)


# ---------------------------------------------------------------- saying again, saying by nobody


def _reaches_back(verb: Token) -> bool:
    """A denial or confirmation with no content of its own: "the army denied it", "officials confirmed the report"."""
    lemma, commitment = forms_of_saying()[verb.lower_]
    if commitment is not Commitment.DENIED and lemma not in cue_words()["cues"]["confirming"]:
        return False
    objects = [child for child in verb.children if child.dep_ == "obj"]
    return not objects or objects[0].lower_ in cue_words()["cues"]["back"]


def _passive(verb: Token, one: Parsed) -> Iterator[Cue]:
    """A passive cue: "confirmed by X" says again what stands before; "was reported" has nobody behind it."""
    agents = [child for child in verb.children if child.dep_ == "obl:agent"]
    agents += [head for mark, head in marked_arguments(verb) if mark == "by" and head not in agents]
    if agents:
        block = one.span(verb, one.doc[right_of(agents[0])])
        lemma = forms_of_saying()[verb.lower_][0]
        confirms = lemma in cue_words()["cues"]["confirming"] or _commitment(verb) is Commitment.DENIED
        first = verb.left_edge.i if verb.dep_ != "acl" else verb.head.left_edge.i
        if first > 2 and (verb.dep_ == "acl" or confirms):
            before = (one.span(one.doc[0], one.doc[first - 1]),)
            yield Cue(verb, one, agents[0], _commitment(verb), block, before, refers_back=True)
        elif confirms:
            yield Cue(verb, one, agents[0], _commitment(verb), block, (), refers_back=True)
        elif verb.dep_ != "amod" and verb.i > 2:
            last = verb.i - 1
            yield Cue(verb, one, agents[0], _commitment(verb), block, (one.span(one.doc[0], one.doc[last]),))
    elif verb.lower_ in cue_words()["cues"]["passive"] and verb.dep_ not in ("amod", "acl"):
        cue = one.span(verb, verb)
        that = next((c for c in verb.children if c.dep_ in ("ccomp", "csubj:pass") and c.i > verb.i), None)
        said = one.span(that.left_edge, that.right_edge) if that else one.span(verb.left_edge, verb.right_edge)
        yield Cue(verb, one, None, Commitment.HEDGED, cue, (said,))


def _according_to(cue: Token, one: Parsed) -> Iterator[Cue]:
    """Cue: "according to X": the rest of the sentence is what X says."""
    doc = one.doc
    start = cue.i + 2 if cue.i + 1 < len(doc) and doc[cue.i + 1].lower_ == "to" else cue.i + 1
    source = head_of_run(doc, start) or next((t for t in doc[start : start + 6] if t.tag_[:2] == "NN"), None)
    if source is not None and source.lower_ in cue_words()["cues"]["documents"]:
        by = next((t.i for t in doc[source.i + 1 : source.i + 4] if t.lower_ in ("by", "from")), -1)
        source = head_of_run(doc, by + 1) if by > 0 else source if source.lower_ in ("report", "reports") else None
    if source is None:
        return
    first, last = cue.i, min(right_of(source), len(doc) - 1)
    block, content = one.span(doc[first], doc[last]), []
    before = last_before(cue, first)
    if before > 0:
        content.append(one.span(doc[0], doc[before]))
    after = last + 1
    if before < 0 or not any(token.tag_ in FINITE for token in doc[: before + 1]):
        after = next((token.i for token in doc[after : after + 20] if token.text == ","), after)
    comma = after < len(doc) and doc[after].text == ","
    if (
        after + comma < len(doc) - 1
        and (before <= 0 or not stands_beside(doc, after + comma))
        and (comma or before <= 0)
    ):
        content.append(one.span(doc[after + comma], doc[len(doc) - 1]))
    if content:
        yield Cue(cue, one, source, Commitment.SAID, block, tuple(content))


def _by_noun(noun: Token, one: Parsed) -> Iterator[Cue]:
    """Noun: "reports that …": the clause is said by nobody named, or by the noun's possessor."""
    clauses = [child for child in noun.children if child.dep_ in ("acl", "ccomp", "acl:relcl") and child.i > noun.i]
    follows = noun.i + 1 < len(one.doc) and noun.nbor().lower_ == "that" and noun.nbor().dep_ != "nsubj"
    if not clauses or not follows or noun.head.lower_ in forms_of_saying():
        return
    content = (one.span(clauses[0].left_edge, clauses[0].right_edge),)
    owner = next((child for child in noun.children if child.dep_ == "nmod:poss"), None)
    owner = owner or next((head for mark, head in marked_arguments(noun) if mark in ("by", "from")), None)
    commitment = Commitment.DENIED if noun.lower_ == "denial" else Commitment.SAID if owner else Commitment.HEDGED
    yield Cue(noun, one, owner, commitment, one.span(noun, noun), content)


def _headline(one: Parsed) -> Iterator[Cue]:
    """A headline's bare speaker: "Monitor: 15 killed", "15 killed: monitor"."""
    doc = one.doc
    colon = next((token.i for token in doc if token.text in (":", "—", "–") and 0 < token.i < len(doc) - 1), -1)
    if one.sentence.index > 1 or colon < 0 or len(doc) > 40:
        return
    speakers = cue_words()["headline"]["speakers"]
    for a, b, c, d in ((0, colon - 1, colon + 1, len(doc) - 1), (colon + 1, len(doc) - 1, 0, colon - 1)):
        if b - a < 4 and d - c > 1 and doc[b].lower_ in speakers and doc[b].tag_.startswith("NN"):
            yield Cue(doc[colon], one, doc[b], Commitment.SAID, one.span(doc[a], doc[colon]),
                      (one.span(doc[c], doc[d]),))  # fmt: skip
            return
