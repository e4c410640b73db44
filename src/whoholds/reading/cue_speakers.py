"""Who speaks: the noun that belongs to a verb of saying, before it, after it or apart, and where its phrase stands."""

from __future__ import annotations

from typing import Any

from spacy.tokens import Token

from whoholds.reading.cue_lexicon import NOUN_PART, QUOTE_MARKS, cue_words, forms_of_saying
from whoholds.reading.grammar import antecedent
from whoholds.reading.lexicon import load_words, regular_forms, singular
from whoholds.reading.speaking_nouns import can_speak, speaker_above

PERSONS = ("PER", "PERSON")
BE = ("be", "am", "is", "are", "was", "were", "been", "being", "'s", "’s", "'m", "'re")


def speaker_of(verb: Token) -> tuple[Token | None, bool]:
    """Who speaks, and whether the noun stands beside the verb (rather than with a verb that it is joined to).

    A noun that cannot speak gives way to the one that it hangs on or to one behind the verb; else it is the speaker
    only as the verb's own subject ("the evidence suggests").
    """
    source, beside = _taken_for_speaker(verb)
    if source is None or can_speak(source):
        return source, beside
    for better in (speaker_above(source), _beside(verb), _behind(verb)):
        if better is not None and can_speak(better):
            return better, True
    return (source, beside) if source.head == verb and source.dep_.startswith("nsubj") else (None, False)


def _behind(verb: Token) -> Token | None:
    """The noun right behind a verb that may stand before its speaker: "two buildings collapsed said Haddad"."""
    inverts = forms_of_saying().get(verb.lower_, ("", None))[0] in cue_words()["cues"]["inverted"]
    return head_of_run(verb.doc, verb.i + 1) if inverts and verb.tag_ != "VBG" and _ends_after(verb) else None


def _taken_for_speaker(verb: Token) -> tuple[Token | None, bool]:
    if (after := _inverted(verb)) is not None:
        return after, True
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubj:outer", "csubj") and abs(child.i - verb.i) < 40 and child.tag_ != "EX":
            if child.lower_ in cue_words()["cues"]["weekdays"] or _is_role_of_name(child):
                continue
            if _far(child, verb) and (after := _beside(verb)) is not None:
                return after, True
            if (nearer := _nearer(child, verb)) is not None:
                return nearer, True
            return antecedent(child), child.tag_ not in ("WP", "WDT")
    beside = _beside(verb)
    if beside is not None and can_speak(beside):
        return beside, True
    if verb.dep_ in ("acl", "acl:relcl") and verb.tag_ == "VBG":
        return verb.head, False
    if verb.dep_.split(":")[0] in ("conj", "advcl", "xcomp", "parataxis", "ccomp"):
        above = verb.head
        return (
            (speaker_of(above)[0], False)
            if above.tag_.startswith("VB") or above.lower_ in forms_of_saying()
            else (above, False)
        )
    return beside, beside is not None


def _is_role_of_name(noun: Token) -> bool:
    """Whether the next word is the name of a noun, both taken for subjects: "state news agency SANA said"."""
    name = noun.nbor() if noun.i + 1 < len(noun.doc) else None
    return name is not None and name.head == noun.head and name.dep_ == noun.dep_ and name.tag_.startswith("NNP")


def _inverted(verb: Token) -> Token | None:
    """The speaker behind a closing "…, said the army": nothing finite follows, and a noun phrase does."""
    doc = verb.doc
    if verb.tag_ not in ("VBD", "VBZ", "VBN", "VBP") or not 2 < verb.i < len(doc) - 1:
        return None
    previous, following = doc[verb.i - 1], doc[verb.i + 1]
    if following.tag_ not in ("NNP", "NNPS", "DT", "NN", "NNS", "JJ") or following.lower_ in ("that", "this"):
        return None
    if forms_of_saying().get(verb.lower_, ("", None))[0] not in cue_words()["cues"]["inverted"]:
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
            inside = head is not None and (_describes(head, subject) or _is_part_of(head, subject))
            return None if head is None or near or inside or head.i >= verb.i else head
    return None


def _is_part_of(noun: Token, subject: Token) -> bool:
    """Whether a preposition ties a noun to the subject: "a blog with half a million followers said"."""
    return noun.head == subject and noun.dep_ == "nmod" and any(child.dep_ == "case" for child in noun.children)


def _describes(noun: Token, subject: Token) -> bool:
    """Whether a noun stands in a relative clause about a subject: "the site that is close to the opposition said"."""
    clauses = [child for child in subject.children if child.dep_ == "acl:relcl" and child.is_ancestor(noun)]
    return any(child.tag_ in ("WDT", "WP") for clause in clauses for child in clause.children)


def _far(subject: Token, verb: Token) -> bool:
    """Whether another finite verb stands between a subject and its cue: then the parse joined what is apart."""
    between = verb.doc[subject.i + 1 : verb.i]
    return any(t.tag_ in ("VBD", "VBZ", "VBP") and t.dep_ not in ("aux", "acl:relcl", "acl") for t in between)


def _beside(verb: Token) -> Token | None:
    """The noun right before or after a cue that the parse gave no subject; a person rather than what is theirs."""
    noun = _next_to(verb)
    above = speaker_above(noun) if noun is not None and noun.i < verb.i else None
    if noun is None or above is None:
        return noun
    one_name = above.tag_.startswith("NNP") and noun.text[:1].isupper()
    return above if one_name or _is_person(above) or not can_speak(noun) else noun


def _is_person(noun: Token) -> bool:
    return noun.ent_type_ in PERSONS or singular(noun.lower_) in load_words("sources")["anaphors"]["person"]


def _next_to(verb: Token) -> Token | None:
    if (person := _person_before(verb)) is not None:
        return person
    before = verb.i - 1
    while before >= 0 and verb.doc[before].tag_ in ("RB", "MD", "VBZ", "VBD", "VBP") and verb.i - before < 4:
        before -= 1
    if before >= 0 and verb.tag_ != "VBG" and verb.doc[before].tag_ in ("NNP", "NNPS", "NN", "NNS", "PRP"):
        token = verb.doc[before]
        return token.head if token.dep_ in ("flat", "compound") and token.head.i < verb.i else token
    inverts = forms_of_saying().get(verb.lower_, ("", None))[0] in cue_words()["cues"]["inverted"]
    if inverts and verb.i > 2 and verb.i + 1 < len(verb.doc) and verb.tag_ in ("VBD", "VBN", "VBZ"):
        after = [t for t in verb.doc[verb.i + 1 : verb.i + 6] if t.tag_[:2] in ("NN", "PR")]
        if after and verb.nbor().tag_[:2] in ("NN", "DT", "PR", "JJ") and (follows_quote(verb) or _ends_after(verb)):
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


def follows_quote(verb: Token) -> bool:
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


def relayed_by(verb: Token) -> Token | None:
    """Who is quoted or cited by the speaker: "SANA quoted a source as saying", "…, it said, citing X"."""
    relaying = {form for lemma in cue_words()["cues"]["relaying"] for form in regular_forms(lemma)}
    for above in (verb, verb.head):
        if above.lower_ in relaying and (above == verb or verb.lower_ == "saying"):
            return _cited(above, "obj", "nsubj:pass")
    return next(
        (_cited(child, "obj") for child in verb.children if child.lower_ in relaying and child.tag_ == "VBG"), None
    )


def _cited(verb: Token, *roles: str) -> Token | None:
    """Whom a verb quotes or cites; what cannot speak is only evidence ("citing the scale of their losses")."""
    named = [child for child in verb.children if child.dep_ in roles and child.tag_[:2] == "NN" and can_speak(child)]
    return named[0] if named else None


# ---------------------------------------------------------------- where the speaker and the cue stand


def left_of(head: Token) -> int:
    """Where a speaker's noun phrase begins: at its article, else at the last word before it that cannot be in it."""
    first = head.i
    while first > 0:
        before = head.doc[first - 1]
        if before.text == "." and is_rank(head.doc, first - 2):
            first -= 2
            continue
        if before.tag_ == "CC" and head.tag_ == "NNS" and first > 1 and _joins_modifiers(head.doc, first):
            first -= 2
            continue
        if before.tag_[:2] not in NOUN_PART or before.tag_ in ("VBD", "VBZ", "VBP", "RB") or before.text in QUOTE_MARKS:
            break
        if _is_predicate(before):
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


def _left_of_all(head: Token) -> int:
    """Where the speakers begin, of whom a noun is the last: "the town's governor and three residents said"."""
    first = left_of(head)
    other = head.doc[first - 2] if first > 2 and head.doc[first - 1].tag_ == "CC" else None
    if other is None or other.tag_[:2] != "NN" or not can_speak(other):
        return first
    start = left_of(other)
    return start if start > 0 and head.doc[start - 1].text == "," else first


def _is_predicate(token: Token) -> bool:
    """Whether an adjective says what somebody is: "ten were wounded | the agency said"."""
    before = token.nbor(-1) if token.tag_ in ("JJ", "VBN") and token.i > 0 else None
    return before is not None and before.tag_.startswith("VB") and before.lower_ in BE


def _joins_modifiers(doc: Any, at: int) -> bool:
    """Whether "and" joins two nouns that describe a third: "health and police officials"."""
    return doc[at].tag_ in ("NN", "JJ") and doc[at - 2].tag_ in ("NN", "JJ")


def right_of(head: Token) -> int:
    """Where a speaker's noun phrase ends, appositions in, clauses out, a rank before a name carried through."""
    ends = [head.i]
    for child in head.children:
        base = child.dep_.split(":")[0]
        if child.i > head.i and base in ("flat", "nmod", "appos", "conj", "compound", "amod", "nummod", "list"):
            if base == "conj" and child.tag_.startswith("VB"):
                continue
            ends.append(right_of(child))
    return _through_name(head.doc, max(ends))


def is_rank(doc: Any, at: int) -> bool:
    """Whether a token is a rank or title that stands shortened before a name: "Lt", "Capt"."""
    return at >= 0 and doc[at].lower_.rstrip(".") in cue_words()["cues"]["ranks"]


def _through_name(doc: Any, last: int) -> int:
    """The end of a name that begins with a short rank or stands right behind a role: "spokesman Maj. Gen. X Y"."""
    roles = load_words("sources")["anaphors"]["person"]
    named = doc[last].lower_ in roles and last + 1 < len(doc) and doc[last + 1].ent_type_ in PERSONS
    if not named and not is_rank(doc, last):
        return last
    for at in range(last + 1, min(last + 9, len(doc))):
        if doc[at].tag_ == "NNP" or is_rank(doc, at):
            last = at
        elif doc[at].text != ".":
            break
    return last


def block_of(verb: Token, source: Token) -> tuple[int, int]:
    """First and last token of speaker and cue together."""
    if source == verb:
        return verb.i, verb.i
    if source.i < verb.i:
        return _left_of_all(source), verb.i
    return verb.i, max(verb.i, right_of(source))
