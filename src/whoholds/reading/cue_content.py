"""What is said: the stretches of a sentence that a verb of saying governs, before it, behind it or on both sides.

Order and punctuation decide before the parse does, which is unsure where commas were lost: what stands after "said
that" is said, and so is all that stands before a closing "…, the army said".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.tokens import Token

from whoholds.reading.cue_lexicon import FINITE, QUOTE_MARKS, cue_words, forms_of_saying
from whoholds.reading.cue_speakers import is_rank
from whoholds.reading.grammar import marked_arguments

OPENERS = ("that", "how", "whether", "if", ":", *QUOTE_MARKS)
GOVERNED = ("ccomp", "xcomp", "parataxis", "obj", "csubj")
LONG_TAIL = 14
"""Words in a time, place or hearer that may stand between a cue and what is said."""


def said_by(verb: Token, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Token ranges of what is said: after the cue where it governs something, else before it, else on both sides."""
    doc, end = verb.doc, _last_word(verb)
    at = after_tail(verb, last)
    comma = at < len(doc) and doc[at].text == ","
    left = (_sentence_start(verb, first), last_before(verb, first))
    governs = _governs(verb, at + comma)
    clause = any(child.dep_ == "ccomp" and child.i < first for child in verb.children)
    closed = left[1] >= 0 and (clause or any(token.tag_ in FINITE for token in doc[left[0] : left[1] + 1]))
    mark = doc[first - 1] if first > 0 else None
    joined = mark is not None and (
        mark.tag_ in ("CC", "WDT", "WP", "WRB") or mark.lower_ in ("that", "because", "although")
    )
    relative = any(child.tag_ in ("WDT", "WP") and child.dep_.startswith("nsubj") for child in verb.children)
    joined = joined or relative
    if governs and not (comma and mark is not None and mark.text == ","):
        yield at + comma, _before_others(verb, at + comma, end)
    elif closed and not joined:
        yield left
        if comma and mark is not None and mark.text == "," and not stands_beside(doc, at + 1):
            yield at + 1, len(doc) - 1
    elif comma and mark is not None and mark.text == ",":
        yield left
        yield at + 1, len(doc) - 1
    elif governs or ((joined or not closed) and end - at > 2 and (first < verb.i or relative)):
        yield at + comma, _before_others(verb, at + comma, end)


def _sentence_start(verb: Token, first: int) -> int:
    """Where the sentence of a cue begins, when the splitter left two in one."""
    for at in range(first - 1, 0, -1):
        if (
            verb.doc[at].text in (".", "?", "!")
            and not is_rank(verb.doc, at - 1)
            and at + 1 < len(verb.doc)
            and verb.doc[at + 1].text[:1].isupper()
        ):
            return at + 1
    return 0


def stands_beside(doc: Any, at: int) -> bool:
    """Whether the word at a place opens what stands beside a saying, not in it ("…, he said, as fighting raged")."""
    return bool(
        at < len(doc) and (doc[at].lower_ in cue_words()["cues"]["beside"] or doc[at].lower_ in forms_of_saying())
    )


def last_before(verb: Token, first: int) -> int:
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


def after_tail(verb: Token, last: int) -> int:
    """The first token behind the cue that is no hearer, time or medium ("told AFP on Sunday in a statement")."""
    doc, at = verb.doc, last + 1
    lemma = forms_of_saying()[verb.lower_][0]
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
    doc, lemma = verb.doc, forms_of_saying()[verb.lower_][0]
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
    """A noun that can be reported as such: "reported clashes in", "claimed the capture of", "reported shelling"."""
    if noun.tag_[:2] not in ("NN", "CD") or noun.lower_ in cue_words()["cues"]["back"][:3]:
        return False
    return noun.lower_.endswith("ing") or any(True for _ in marked_arguments(noun))


def _before_others(verb: Token, start: int, end: int) -> int:
    """Where what is said ends: before a clause that belongs to the saying itself ("…, as fighting raged")."""
    for child in verb.children:
        base, left = child.dep_.split(":")[0], child.left_edge.i
        if child.i <= start or left <= start + 2 or base not in ("advcl", "conj"):
            continue
        outside = base == "conj" and child.lower_ in forms_of_saying()
        outside = (
            outside or verb.doc[left - 1].text == "," or (child.tag_ == "VBG" and child.lower_ in forms_of_saying())
        )
        if outside and left - 1 < end:
            end = left - 1
    for token in verb.doc[start + 3 : end]:
        if token.text == "," and token.nbor().lower_ in cue_words()["cues"]["meanwhile"]:
            end = token.i - 1
            break
    while end > start and (verb.doc[end].is_punct or verb.doc[end].tag_ == "CC"):
        end -= 1
    return end
