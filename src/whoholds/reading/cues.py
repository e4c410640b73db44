"""Cues of saying in one sentence: the word, the noun that speaks, and the stretches that are said.

Order and punctuation decide before the parse does, which is unsure where commas were lost: what stands after "said
that" is said, and so is all that stands before a closing "…, the army said".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from spacy.tokens import Token

from whoholds.model import Span
from whoholds.reading.grammar import antecedent, is_passive, marked_arguments
from whoholds.reading.hops import Commitment, Parsed
from whoholds.reading.lexicon import load_words, regular_forms, singular

NOUN_PART = ("DT", "JJ", "NN", "CD", "HY", "PR", "PO", "VB", "RB", "AF")
QUOTE_MARKS = frozenset(["``", "''", '"', "“", "”", "«", "»", '""', '"""'])
OPENERS = ("that", "how", "whether", "if", ":", *QUOTE_MARKS)
FINITE = ("VBD", "VBZ", "VBP", "MD", "VBN", "VB")
GOVERNED = ("ccomp", "xcomp", "parataxis", "obj", "csubj")
LONG_TAIL = 14
"""Words in a time, place or hearer that may stand between a cue and what is said."""


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


@cache
def cue_words() -> dict[str, Any]:
    """The tables of ``attribution.toml``."""
    return load_words("attribution")


@cache
def _forms() -> dict[str, tuple[str, Commitment]]:
    """Every form of a verb of saying, with its lemma and what it makes of its content."""
    words = cue_words()
    forms: dict[str, tuple[str, Commitment]] = {}
    for name, commitment in (("said", Commitment.SAID), ("denied", Commitment.DENIED), ("planned", Commitment.PLANNED)):
        for lemma in words["cues"][name]:
            for form in (*regular_forms(lemma), *words["irregular"].get(lemma, ())):
                forms[form] = (lemma, commitment)
    return forms


def find_cues(one: Parsed) -> Iterator[Cue]:
    """The cues of a sentence, left to right."""
    yield from _headline(one)
    spoke: Token | None = None
    for token in one.doc:
        word = token.lower_
        if word in _forms() and (token.tag_.startswith("VB") or _verb_by_place(token)):
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


def _goes_on(verb: Token) -> bool:
    """Whether a cue carries on an earlier one of its sentence: "…, adding that", "…, saying"."""
    return verb.tag_ == "VBG" and not any(child.dep_.split(":")[0] in ("nsubj", "aux") for child in verb.children)


def _verb_by_place(token: Token) -> bool:
    """A verb of saying that the tagger took for a noun: "Local police sources claim that"."""
    after = token.nbor() if token.i + 1 < len(token.doc) else None
    closes = token.lower_ == "reports" and (after is None or after.text == ".") and token.i > 6
    return (
        (closes or (after is not None and after.lower_ == "that"))
        and token.i > 0
        and token.nbor(-1).tag_ in ("NNS", "NNP", "NNPS", "PRP")
    )


# ---------------------------------------------------------------- verbs


def _by_verb(verb: Token, one: Parsed) -> Iterator[Cue]:
    active = any(child.dep_ == "nsubj" for child in verb.children) or _says_that(verb)
    if is_passive(verb) and not active and not _follows_quote(verb):
        yield from _passive(verb, one)
        return
    source, own = _speaker(verb)
    if source is None or source.lower_ in cue_words()["cues"]["mute"]:
        return
    first, last = _block(verb, source if own else verb)
    source = _relayed(verb) or source
    content = tuple(one.span(one.doc[a], one.doc[b]) for a, b in _said(verb, first, last) if a <= b)
    block = one.span(one.doc[first], one.doc[last])
    if content or _beside_quote(one, first, last):
        yield Cue(verb, one, source, _commitment(verb), block, content)
    elif _reaches_back(verb):
        yield Cue(verb, one, source, _commitment(verb), block, (), refers_back=True)


def _says_that(verb: Token) -> bool:
    """Whether a past tense was taken for a participle: "the command confirmed on Sunday that"."""
    if verb.i == 0 or verb.nbor(-1).tag_[:2] != "NN" or any(c.dep_ in ("aux:pass", "obl:agent") for c in verb.children):
        return False
    at = _after_tail(verb, verb.i)
    return at < len(verb.doc) and verb.doc[at].lower_ == "that"


def _commitment(verb: Token) -> Commitment:
    """What the cue makes of its content; a refusal to confirm denies it, "did not deny" only hedges."""
    lemma, commitment = _forms()[verb.lower_]
    governor = verb.head.lower_ if verb.dep_ == "xcomp" else ""
    negated = any(child.lower_ in ("not", "n't", "n’t", "never") for child in verb.children)
    negated = negated or governor in ("refused", "declined", "refuses", "unable", "failed")
    if negated and commitment is Commitment.DENIED:
        return Commitment.HEDGED
    if negated and lemma in cue_words()["cues"]["confirming"]:
        return Commitment.DENIED
    return Commitment.HEDGED if lemma in cue_words()["cues"]["hedging"] else commitment


def _speaker(verb: Token) -> tuple[Token | None, bool]:
    """Who speaks, and whether the noun stands beside the verb (rather than with a verb that it is joined to)."""
    if (after := _inverted(verb)) is not None:
        return after, True
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubj:outer", "csubj") and abs(child.i - verb.i) < 40 and child.tag_ != "EX":
            if child.lower_ in cue_words()["cues"]["weekdays"]:
                continue
            if _far(child, verb) and (after := _beside(verb)) is not None:
                return after, True
            if (nearer := _nearer(child, verb)) is not None:
                return nearer, True
            return antecedent(child), child.tag_ not in ("WP", "WDT")
    beside = _beside(verb)
    if beside is not None:
        return beside, True
    if verb.dep_ in ("acl", "acl:relcl") and verb.tag_ == "VBG":
        return verb.head, False
    if verb.dep_.split(":")[0] in ("conj", "advcl", "xcomp", "parataxis", "ccomp") and verb.head is not verb:
        above = verb.head
        return (
            (_speaker(above)[0], False) if above.tag_.startswith("VB") or above.lower_ in _forms() else (above, False)
        )
    return None, False


def _inverted(verb: Token) -> Token | None:
    """The speaker behind a closing "…, said the army": nothing finite follows, and a noun phrase does."""
    doc = verb.doc
    if verb.tag_ not in ("VBD", "VBZ", "VBN", "VBP") or not 2 < verb.i < len(doc) - 1:
        return None
    previous, following = doc[verb.i - 1], doc[verb.i + 1]
    if following.tag_ not in ("NNP", "NNPS", "DT", "NN", "NNS", "JJ") or following.lower_ in ("that", "this"):
        return None
    if _forms().get(verb.lower_, ("", None))[0] not in cue_words()["cues"]["inverted"]:
        return None
    apart = previous.text in QUOTE_MARKS or previous.text == ","
    said_before = any(token.tag_ in ("VBD", "VBZ", "VBP", "VBN") for token in doc[: verb.i])
    if not apart and (previous.tag_[:2] not in ("NN", "CD", "RB") or not said_before or not _ends_after(verb)):
        return None
    if apart and not (previous.text in QUOTE_MARKS or (said_before and _ends_after(verb))):
        return None
    head = head_of_run(doc, verb.i + 1)
    behind = doc[head.i + 1].lower_ if head is not None and head.i + 1 < len(doc) else ""
    return None if behind == "that" else head


def head_of_run(doc: Any, start: int) -> Token | None:
    """The last noun of the unbroken run of articles, adjectives and nouns that begins at a token."""
    found = None
    for token in doc[start : start + 12]:
        if token.lower_ in cue_words()["cues"]["weekdays"]:
            break
        if token.tag_[:2] == "NN" or (token.tag_ == "PRP" and token.i == start):
            found = token
            if token.lower_ in cue_words()["cues"]["mediums"]:
                break
        elif (
            (token.tag_[:2] == "VB" and token.nbor(-1).tag_ != "HYPH")
            or token.tag_ in ("IN", "CC")
            or token.tag_[:2] not in NOUN_PART
            or (token.tag_ == "DT" and token.i > start)
        ):
            break
    return found


def _nearer(subject: Token, verb: Token) -> Token | None:
    """The noun phrase with an article right before a cue, where lost commas or a list made another its subject.

    "… wounded at least 30 people the Observatory said"; "attacks killed 21, the governor, Ivan X, said".
    """
    doc = verb.doc
    for at in range(verb.i - 1, subject.i, -1):
        before = doc[at - 1]
        if doc[at].tag_ == "DT" and (before.tag_[:2] in ("NN", "RB", "JJ", "CD") or before.text == ","):
            head = head_of_run(doc, at)
            if before.text == "," and at > 1 and doc[at - 2].ent_type_ in ("PER", "PERSON", "ORG"):
                apposed = doc[at - 2]
                return apposed.head if apposed.dep_ in ("flat", "compound") and apposed.head.i < at else apposed
            near = before.text == "," and at - subject.i < 4
            return None if head is None or near or head.i >= verb.i else head
    return None


def _far(subject: Token, verb: Token) -> bool:
    """Whether another finite verb stands between a subject and its cue: then the parse joined what is apart."""
    between = verb.doc[subject.i + 1 : verb.i]
    return any(t.tag_ in ("VBD", "VBZ", "VBP") and t.dep_ not in ("aux", "acl:relcl", "acl") for t in between)


def _beside(verb: Token) -> Token | None:
    """The noun right before or right after a cue that the parse gave no subject."""
    if (person := _person_before(verb)) is not None:
        return person
    before = verb.i - 1
    while before >= 0 and verb.doc[before].tag_ in ("RB", "MD", "VBZ", "VBD", "VBP") and verb.i - before < 4:
        before -= 1
    if before >= 0 and verb.tag_ != "VBG" and verb.doc[before].tag_ in ("NNP", "NNPS", "NN", "NNS", "PRP"):
        token = verb.doc[before]
        return token.head if token.dep_ in ("flat", "compound") and token.head.i < verb.i else token
    inverts = _forms().get(verb.lower_, ("", None))[0] in cue_words()["cues"]["inverted"]
    if inverts and verb.i > 2 and verb.i + 1 < len(verb.doc) and verb.tag_ in ("VBD", "VBN", "VBZ"):
        after = [t for t in verb.doc[verb.i + 1 : verb.i + 6] if t.tag_[:2] in ("NN", "PR")]
        if after and verb.nbor().tag_[:2] in ("NN", "DT", "PR", "JJ") and (_follows_quote(verb) or _ends_after(verb)):
            return after[0].head if after[0].dep_ == "compound" and 0 < after[0].head.i - verb.i < 8 else after[0]
    return None


def _person_before(verb: Token) -> Token | None:
    """The person named before "…, X, the governor of Y, said" whom the parse left without a verb."""
    doc = verb.doc
    if verb.i < 3 or doc[verb.i - 1].text != ",":
        return None
    for token in reversed(doc[max(0, verb.i - 20) : verb.i - 1]):
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD") and token.dep_ not in ("acl:relcl", "aux", "aux:pass", "cop"):
            return None
        if token.ent_type_ in ("PER", "PERSON") and (token.i == 0 or token.nbor(-1).ent_type_ != token.ent_type_):
            return token.head if token.dep_ == "compound" and 0 < token.head.i - token.i < 4 else token
    return None


def _follows_quote(verb: Token) -> bool:
    """Whether a quote closes just before a cue: `…" said`."""
    return verb.i > 0 and verb.nbor(-1).text in QUOTE_MARKS


def _ends_after(verb: Token) -> bool:
    """Whether no other finite verb follows: "…, said a spokesman for the army."."""
    for token in verb.doc[verb.i + 1 :]:
        if token.tag_ in ("WDT", "WP", "WRB") or token.text == "," or token.text in QUOTE_MARKS:
            return True
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD"):
            return False
    return True


def _relayed(verb: Token) -> Token | None:
    """Who is quoted or cited by the speaker: "SANA quoted a source as saying", "…, it said, citing X"."""
    relaying = {form for lemma in cue_words()["cues"]["relaying"] for form in regular_forms(lemma)}
    for above in (verb, verb.head):
        if above.lower_ in relaying and (above is verb or verb.lower_ == "saying"):
            return next((c for c in above.children if c.dep_ in ("obj", "nsubj:pass") and c.tag_[:2] == "NN"), None)
    for child in verb.children:
        if child.lower_ in relaying and child.tag_ == "VBG":
            return next((c for c in child.children if c.dep_ == "obj" and c.tag_[:2] == "NN"), None)
    return None


# ---------------------------------------------------------------- where the speaker and the cue stand


def left_of(head: Token) -> int:
    """Where a speaker's noun phrase begins: at its article, else at the last word before it that cannot be in it."""
    first = head.i
    while first > 0:
        before = head.doc[first - 1]
        if before.tag_ == "CC" and head.tag_ == "NNS" and first > 1 and _joins_modifiers(head.doc, first):
            first -= 2
            continue
        if before.tag_[:2] not in NOUN_PART or before.tag_ in ("VBD", "VBZ", "VBP", "RB") or before.text in QUOTE_MARKS:
            break
        loose = (
            before.tag_ in ("NNP", "NNPS", "NN", "HYPH", "JJ", "VBN", "POS", "DT", "PRP$") and before.ent_type_ != "LOC"
        )
        if before.tag_ == "PRP" or before.lower_ in cue_words()["cues"]["weekdays"]:
            break
        if not head.is_ancestor(before) and not loose:
            break
        first -= 1
        if before.tag_ in ("DT", "PRP$") and not (first > 0 and head.doc[first - 1].tag_ == "POS"):
            break
    return first


def _joins_modifiers(doc: Any, at: int) -> bool:
    """Whether "and" joins two nouns that describe a third: "health and police officials"."""
    return doc[at].tag_ in ("NN", "JJ") and doc[at - 2].tag_ in ("NN", "JJ")


def right_of(head: Token) -> int:
    """Where a speaker's noun phrase ends, appositions in, clauses out."""
    ends = [head.i]
    for child in head.children:
        base = child.dep_.split(":")[0]
        if child.i > head.i and base in ("flat", "nmod", "appos", "conj", "compound", "amod", "nummod", "list"):
            if base == "conj" and child.tag_.startswith("VB"):
                continue
            ends.append(right_of(child))
    return max(ends)


def _block(verb: Token, source: Token) -> tuple[int, int]:
    """First and last token of speaker and cue together."""
    if source is verb:
        return verb.i, verb.i
    if source.i < verb.i:
        return left_of(source), verb.i
    return verb.i, max(verb.i, right_of(source))


# ---------------------------------------------------------------- what is said


def _said(verb: Token, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Token ranges of what is said: after the cue where it governs something, else before it, else on both sides."""
    doc, end = verb.doc, _last_word(verb)
    at = _after_tail(verb, last)
    comma = at < len(doc) and doc[at].text == ","
    left = (_sentence_start(verb, first), _before(verb, first))
    governs = _governs(verb, at + comma)
    closed = left[1] >= 0 and (any(token.tag_ in FINITE for token in doc[left[0] : left[1] + 1]))
    mark = doc[first - 1] if first > 0 else None
    joined = mark is not None and (
        mark.tag_ in ("CC", "WDT", "WP", "WRB") or mark.lower_ in ("that", "because", "although")
    )
    if governs and not (comma and mark is not None and mark.text == ","):
        yield at + comma, _before_others(verb, at + comma, end)
    elif closed and not joined:
        yield left
        if comma and mark is not None and mark.text == "," and not _stands_beside(doc, at + 1):
            yield at + 1, len(doc) - 1
    elif comma and mark is not None and mark.text == ",":
        yield left
        yield at + 1, len(doc) - 1
    elif governs or ((joined or not closed) and end - at > 2 and first < verb.i):
        yield at + comma, _before_others(verb, at + comma, end)


def _sentence_start(verb: Token, first: int) -> int:
    """Where the sentence of a cue begins, when the splitter left two in one."""
    for at in range(first - 1, 0, -1):
        if verb.doc[at].text in (".", "?", "!") and at + 1 < len(verb.doc) and verb.doc[at + 1].text[:1].isupper():
            return at + 1
    return 0


def _stands_beside(doc: Any, at: int) -> bool:
    return bool(at < len(doc) and (doc[at].lower_ in cue_words()["cues"]["beside"] or doc[at].lower_ in _forms()))


def _before(verb: Token, first: int) -> int:
    """The last token before speaker and cue that is not a mark."""
    at = first - 1
    while at >= 0 and (verb.doc[at].is_punct or verb.doc[at].lower_ == "as"):
        at -= 1
    return at


def _last_word(verb: Token) -> int:
    """The last word that can be said: of the sentence, or of the clause when that hangs on a noun."""
    last = verb.right_edge.i if verb.dep_ in ("acl", "acl:relcl", "advcl") else len(verb.doc) - 1
    while last > verb.i and verb.doc[last].is_punct:
        last -= 1
    return last


def _after_tail(verb: Token, last: int) -> int:
    """The first token behind the cue that is no hearer, time or medium ("told AFP on Sunday in a statement")."""
    doc, at = verb.doc, last + 1
    lemma = _forms()[verb.lower_][0]
    while at < len(doc):
        child = next((c for c in verb.children if c.i > verb.i and c.left_edge.i == at), None)
        if child is None:
            break
        base = child.dep_.split(":")[0]
        if base in ("obl", "nmod") or (base == "obj" and lemma == "tell"):
            opening = next((t.i for t in child.subtree if at < t.i <= at + LONG_TAIL and t.lower_ in OPENERS), -1)
            if opening > 0:
                return opening
        if child.right_edge.i - at > LONG_TAIL:
            break
        told = base in ("obj", "iobj") and (lemma == "tell" or child.lower_ in cue_words()["cues"]["hearers"])
        if not (told or base in ("obl", "advmod", "nmod", "iobj", "discourse") or child.dep_ == "compound:prt"):
            break
        if any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in child.subtree) or lemma in ("accuse", "warn"):
            break
        at = child.right_edge.i + 1
    return at


def _governs(verb: Token, at: int) -> bool:
    """Whether something said begins at a token: a clause, an opening mark, or an event as object of the verb."""
    doc, lemma = verb.doc, _forms()[verb.lower_][0]
    if at >= len(doc):
        return False
    if doc[at].lower_ in OPENERS:
        return at + 1 < len(doc)
    for child in verb.children:
        base = child.dep_.split(":")[0]
        if child.i < at or base not in (*GOVERNED, "obl", "advcl", "nmod"):
            continue
        if base == "ccomp" or (base == "parataxis" and child.tag_.startswith("VB")):
            return True
        if base == "xcomp" and (child.tag_ != "VBG" or lemma in ("deny", "report", "describe", "admit")):
            return True
        if base == "obj" and lemma not in cue_words()["cues"]["clause_only"]:
            return _is_event(child) or lemma in ("accuse", "deny")
        if base == "obl" and lemma == "warn":
            return True
    return False


def _is_event(noun: Token) -> bool:
    """A noun that can be reported as such: "reported clashes in", "claimed the capture of"."""
    return noun.tag_[:2] in ("NN", "CD") and noun.lower_ not in cue_words()["cues"]["back"][:3] and any(
        True for _ in marked_arguments(noun)
    )  # fmt: skip


def _before_others(verb: Token, start: int, end: int) -> int:
    """Where what is said ends: before a clause that belongs to the saying itself ("…, as fighting raged")."""
    for child in verb.children:
        base, left = child.dep_.split(":")[0], child.left_edge.i
        if child.i <= start or left <= start + 2 or base not in ("advcl", "conj"):
            continue
        outside = base == "conj" and child.lower_ in _forms()
        outside = outside or verb.doc[left - 1].text == "," or (child.tag_ == "VBG" and child.lower_ in _forms())
        if outside and left - 1 < end:
            end = left - 1
    for token in verb.doc[start + 3 : end]:
        if token.text == "," and token.nbor().lower_ in cue_words()["cues"]["meanwhile"]:
            end = token.i - 1
            break
    while end > start and (verb.doc[end].is_punct or verb.doc[end].tag_ == "CC"):
        end -= 1
    return end


def _beside_quote(one: Parsed, first: int, last: int) -> bool:
    """Whether a mark of quotation stands right beside speaker and cue, so that the quote may be theirs."""
    near = (*one.doc[max(0, first - 2) : first], *one.doc[last + 1 : last + 3])
    opens = one.doc[-1].text == ":"
    return opens or any(token.text in QUOTE_MARKS for token in near) or (first == 0 and last >= len(one.doc) - 2)


# ---------------------------------------------------------------- saying again, saying by nobody


def _reaches_back(verb: Token) -> bool:
    """A denial or confirmation with no content of its own: "the army denied it", "officials confirmed the report"."""
    lemma, commitment = _forms()[verb.lower_]
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
        lemma = _forms()[verb.lower_][0]
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
    before = _before(cue, first)
    if before > 0:
        content.append(one.span(doc[0], doc[before]))
    after = last + 1
    if before < 0 or not any(token.tag_ in FINITE for token in doc[: before + 1]):
        after = next((token.i for token in doc[after : after + 20] if token.text == ","), after)
    comma = after < len(doc) and doc[after].text == ","
    if (
        after + comma < len(doc) - 1
        and (before <= 0 or not _stands_beside(doc, after + comma))
        and (comma or before <= 0)
    ):
        content.append(one.span(doc[after + comma], doc[len(doc) - 1]))
    if content:
        yield Cue(cue, one, source, Commitment.SAID, block, tuple(content))


def _by_noun(noun: Token, one: Parsed) -> Iterator[Cue]:
    """Noun: "reports that …": the clause is said by nobody named, or by the noun's possessor."""
    clauses = [child for child in noun.children if child.dep_ in ("acl", "ccomp", "acl:relcl") and child.i > noun.i]
    follows = noun.i + 1 < len(one.doc) and noun.nbor().lower_ == "that" and noun.nbor().dep_ != "nsubj"
    if not clauses or not follows or noun.head.lower_ in _forms():
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
