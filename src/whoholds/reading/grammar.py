"""Who does what to whom in a clause: grammatical roles read off a UD parse, with voice turned round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from whoholds.reading.lexicon import load_words

HYPHENS = ("-", "–", "‑")
SUBJECTS = ("nsubj", "csubj")
CLAUSAL = ("acl", "advcl", "ccomp", "parataxis", "csubj")
MAX_DEPTH = 6
BORROWING = ("xcomp", "conj", "advcl")


@dataclass(frozen=True, slots=True)
class Roles:
    """The arguments of a verb or noun: doer, undergoer and what each preposition marks, heads only."""

    subject: tuple[Token, ...]
    object: tuple[Token, ...]
    marked: tuple[tuple[str, Token], ...]

    def by(self, name: str) -> tuple[Token, ...]:
        """The heads in one role: ``subject``, ``object`` or a preposition."""
        if name == "subject":
            return self.subject
        if name == "object":
            return self.object
        return tuple(head for preposition, head in self.marked if preposition == name)


def is_hyphenated(token: Token) -> bool:
    """Whether a hyphen joins a word to the one before it."""
    return token.i >= 2 and token.doc[token.i - 1].text in HYPHENS


def is_verb(token: Token) -> bool:
    """Whether a word is used as a verb, also where the tagger took its past form for something else."""
    if token.tag_.startswith("VB"):
        return not is_gerund_noun(token)
    if token.tag_.startswith("JJ") and token.dep_ in ("ROOT", "acl", "conj", "amod", "advcl"):
        return True
    links = {child.dep_.split(":")[0] for child in token.children}
    if {"nsubj", "obj"} <= links and token.tag_ in ("NN", "NNS", "NNP"):
        return True
    arguments = bool(links & {"nsubj", "obj", "obl", "advmod"})
    past = token.lower_.endswith(("ed", "took", "ran")) or token.tag_ == "RB"
    return arguments and past and token.i > 0 and token.tag_ in ("RB", "NN", "NNP", "JJ")


def is_gerund_noun(token: Token) -> bool:
    """Whether a form in -ing names what goes on: "fighting broke out", "the shelling of X"."""
    if token.tag_ != "VBG" or token.dep_.split(":")[0] not in ("nsubj", "csubj", "obj", "obl", "nmod", "ROOT"):
        return False
    return not any(child.dep_.split(":")[0] in ("aux", "obj", "nsubj", "mark") for child in token.children)


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive: ``was captured``, ``captured by``, ``villages captured``."""
    if any(child.dep_ in ("nsubj:pass", "aux:pass", "obl:agent") for child in verb.children):
        return True
    if verb.tag_ != "VBN" or any(child.dep_.startswith("aux") for child in verb.children) or follows_have(verb):
        return False
    # Headlines leave the auxiliary out: "Rebels driven from X". What has an object is a past form, wrongly tagged.
    return verb.dep_ in ("ROOT", "acl", "advcl", "amod") and not any(child.dep_ == "obj" for child in verb.children)


def follows_have(verb: Token) -> bool:
    """Whether "have" stands right before a participle, adverbs aside, whatever the parse makes of the two."""
    before = verb.i - 1
    while before >= 0 and verb.doc[before].tag_ == "RB":
        before -= 1
    return before >= 0 and verb.doc[before].lower_ in ("have", "has", "had", "having")


def prepositions_of(head: Token) -> tuple[str, ...]:
    """The words that mark a noun phrase, "out of" as both of its words."""
    marks = [child.lower_ for child in head.children if child.dep_ in ("case", "mark") and child.i < head.i]
    return tuple(marks)


def with_conjuncts(head: Token) -> Iterator[Token]:
    """A head and everything coordinated with it."""
    yield head
    for child in head.children:
        if child.dep_ == "conj":
            yield from with_conjuncts(child)


def marked_arguments(head: Token) -> Iterator[tuple[str, Token]]:
    """(preposition, head) of each oblique of a verb or complement of a noun, coordinated ones too."""
    for child in head.children:
        if (
            child.dep_.split(":")[0] not in ("obl", "nmod", "advcl", "advmod", "xcomp", "acl")
            or child.dep_ == "nmod:poss"
        ):
            continue
        for member in with_conjuncts(child):
            for mark in prepositions_of(member) or prepositions_of(child):
                yield mark, member


def subjects_of(verb: Token, depth: int = 0) -> tuple[Token, ...]:
    """Grammatical subjects, borrowed from the clause that a verb depends on when it has none of its own."""
    own = [child for child in verb.children if child.dep_.split(":")[0] in SUBJECTS]
    if own:
        return tuple(own)
    if verb.dep_ == "acl" and any(child.lower_ == "to" for child in verb.children):
        return _doers_behind(verb.head, depth)
    if verb.dep_ == "nmod" and verb.tag_ == "VB":
        return (verb.head,)
    if verb.dep_ in ("acl", "acl:relcl", "amod"):
        return (verb.head,)
    if verb.dep_ == "xcomp" or (verb.dep_.startswith("advcl") and is_blame(verb.head)):
        objects = [child for child in verb.head.children if child.dep_ in ("obj", "iobj")]
        if objects:
            return tuple(objects)
    if verb.dep_.split(":")[0] in BORROWING and depth < MAX_DEPTH:
        return subjects_of(verb.head, depth + 1)
    return ()


def is_blame(verb: Token) -> bool:
    """Whether a verb lays a deed at its object's door: "accused X of", "blamed X for"."""
    return verb.lower_ in load_words("acts")["turns"]["blaming"]


def _doers_behind(noun: Token, depth: int) -> tuple[Token, ...]:
    """Who would do what a noun announces ("launched an offensive to …", "the army's plan to …")."""
    owners = tuple(child for child in noun.children if child.dep_ == "nmod:poss")
    if owners:
        return owners
    if noun.dep_ in ("obj", "obl", "xcomp") and noun.head.tag_.startswith("VB") and depth < MAX_DEPTH:
        return subjects_of(noun.head, depth + 1) or (noun,)
    return (noun,)


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for, else the token itself."""
    if token.tag_ not in ("WP", "WDT", "WP$"):
        return token
    for ancestor in token.ancestors:
        if ancestor.dep_ == "acl:relcl":
            return ancestor.head
    # A parse that lost the relative clause still has the noun right before its pronoun.
    before = token.doc[max(token.i - 3, 0) : token.i]
    return next((noun for noun in reversed(before) if noun.tag_.startswith("NN")), token)


def roles_of_verb(verb: Token) -> Roles:
    """The roles of a verb, passives turned round, relative pronouns replaced by what they stand for."""
    marked = list(marked_arguments(verb))
    objects = [child for child in verb.children if child.dep_ in ("obj", "iobj")]
    subjects = list(subjects_of(verb))
    if is_passive(verb):
        agents = [head for preposition, head in marked if preposition == "by"]
        agents += [child for child in verb.children if child.dep_ == "obl:agent" and child not in agents]
        subjects, objects = agents, [*subjects, *objects]
    elif verb.dep_ == "amod" and follows_have(verb):
        subjects, objects = [], [verb.head]
    elif verb.dep_ == "acl:relcl" and not objects:
        own = [child for child in verb.children if child.dep_.split(":")[0] in SUBJECTS]
        if own and own[0].tag_ not in ("WP", "WDT"):
            objects = [verb.head]
    marked += [(mark, head) for token in objects for mark, head in marked_arguments(token) if mark in ("from", "out")]
    return Roles(
        tuple(antecedent(token) for token in subjects),
        tuple(antecedent(member) for token in objects for member in with_conjuncts(token)),
        tuple(marked),
    )


def clause_of(token: Token) -> Token:
    """The head of the smallest clause that a token stands in."""
    current = token
    while current.head.i != current.i and current.dep_.split(":")[0] not in (*CLAUSAL, "ROOT"):
        if current.dep_ == "conj" and current.tag_.startswith("VB"):
            break
        current = current.head
    return current


def phrase_of_role(head: Token) -> Iterator[Token]:
    """Every token below a head that is not in a clause of its own."""
    yield head
    for child in head.children:
        if child.dep_.split(":")[0] not in (*CLAUSAL, "nsubj"):
            yield from phrase_of_role(child)
