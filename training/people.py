"""Put named people with titles, as the wires write them, where a sentence says only "he" or "she".

The tree follows Universal Dependencies 2.15 as EWT draws it: the first name heads the name, what stands before it is
`nmod:desc`, the rest of the name `flat`, an office after a comma `appos`.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from treebank import Name, Sentence, Token
from wire import PEOPLE_FIRST, PEOPLE_LAST

TITLES = [
    *[
        "President",
        "Prime Minister",
        "Defense Minister",
        "Foreign Minister",
        "General",
        "Maj. Gen.",
        "Colonel",
        "Mayor",
    ],
    *["Captain", "Governor", "Sheikh", "Dr.", "Mr.", "Commander", "Ambassador", "spokesman", "army spokesman"],
    *["police chief", "rebel commander", "activist", "governor"],
]
PEOPLES = ["Syrian", "Iraqi", "Afghan", "Russian", "Ukrainian", "Turkish", "Somali", "Ethiopian", "Yemeni", "US"]
OFFICES = ["spokesman", "commander", "governor", "deputy", "leader", "member", "head", "resident"]
BODIES = ["ministry", "army", "province", "brigade", "council", "government", "group", "movement", "district", "police"]
PRONOUNS = {"he", "she"}


def name_subjects(sentence: Sentence, random: Random, share: float = 0.4) -> Sentence:
    """The sentence with, at that share, its "he" or "she" that is a subject and has no words under it named."""
    for position, token in enumerate(sentence.tokens):
        alone = all(other.head != position for other in sentence.tokens)
        if token.word.lower() in PRONOUNS and token.dep.startswith("nsubj") and alone and random.random() < share:
            return _put(sentence, position, *write_person(random))
    return sentence


def write_person(random: Random) -> tuple[list[Token], int, int]:
    """Words with heads counted from the first, the place of the head, and where the name ends."""
    title = _write_title(random)
    head = len(title)
    words = [replace(t, head=head if t.head < 0 else t.head) for t in title]
    words.append(_proper(random.choice(PEOPLE_FIRST), head, "nsubj"))
    last = random.choice(PEOPLE_LAST).split("-")
    if len(last) == 2:
        words.append(replace(_proper(last[0], head, "flat"), space=False))
        words.append(Token("-", False, "-", "PUNCT", "HYPH", "", head + 3, "punct"))
    words.append(_proper(last[-1], head, "flat"))
    end = len(words)
    if not title and random.random() < 0.5:
        words.extend(_write_office(random, head, end))
    return words, head, end


def _write_title(random: Random) -> list[Token]:
    """Nothing, or a title with perhaps a people before it; -1 stands for the head of the name."""
    if random.random() < 0.4:
        return []
    parts = random.choice(TITLES).split()
    if random.random() < 0.3:
        parts.insert(0, random.choice(PEOPLES))
    last = len(parts) - 1
    return [
        _title_word(part, -1 if i == last else last, "nmod:desc" if i == last else "") for i, part in enumerate(parts)
    ]


def _title_word(word: str, head: int, dep: str) -> Token:
    """A word of a title: a people modifies as `amod`, another noun as `compound`."""
    if word in PEOPLES and word != "US":
        return Token(word, True, word, "ADJ", "JJ", "Degree=Pos", head, dep or "amod")
    if word[0].isupper():
        return _proper(word, head, dep or "compound")
    return Token(word, True, word, "NOUN", "NN", "Number=Sing", head, dep or "compound")


def _write_office(random: Random, head: int, start: int) -> list[Token]:
    """An office between commas, hung under the name: ", a spokesman for the army ,"."""
    office, body = start + 2, start + 5
    return [
        Token(",", True, ",", "PUNCT", ",", "", office, "punct"),
        Token("a", True, "a", "DET", "DT", "", office, "det"),
        Token(random.choice(OFFICES), True, "", "NOUN", "NN", "Number=Sing", head, "appos"),
        Token(random.choice(["of", "for", "in"]), True, "", "ADP", "IN", "", body, "case"),
        Token("the", True, "the", "DET", "DT", "", body, "det"),
        Token(random.choice(BODIES), False, "", "NOUN", "NN", "Number=Sing", office, "nmod"),
        Token(",", True, ",", "PUNCT", ",", "", office, "punct"),
    ]


def _proper(word: str, head: int, dep: str) -> Token:
    return Token(word, True, word, "PROPN", "NNP", "Number=Sing", head, dep)


def _put(sentence: Sentence, position: int, words: list[Token], head: int, end: int) -> Sentence:
    """The sentence with `words` in place of the word at `position`; the name runs from `head` to `end`."""
    more = len(words) - 1
    old = sentence.tokens[position]

    def move(place: int) -> int:
        return place + more if place > position else place

    kept = [replace(t, head=move(t.head)) for t in sentence.tokens]
    new = [replace(t, head=position + t.head) for t in words]
    new[head] = replace(new[head], head=move(old.head), dep=old.dep)
    new[-1] = replace(new[-1], space=old.space)
    names = sentence.names
    if names is not None:
        moved = [replace(n, start=move(n.start), end=move(n.end - 1) + 1) for n in names]
        names = tuple(sorted([*moved, Name(position + head, position + end, "PER")], key=lambda n: n.start))
    return replace(sentence, tokens=(*kept[:position], *new, *kept[position + 1 :]), names=names)
