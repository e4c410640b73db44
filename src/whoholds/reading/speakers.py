"""Who a speaker is: the fullest name that the report gives, whoever stands behind "it" and "the monitor", what kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from whoholds.model import SourceKind, Span
from whoholds.reading.cue_lexicon import cue_words
from whoholds.reading.cue_speakers import left_of, right_of
from whoholds.reading.hops import Parsed
from whoholds.reading.lexicon import singular
from whoholds.reading.sides import country_of, group_side
from whoholds.reading.source_kinds import fighting_states, kind_by_words, kind_of_source, source_words
from whoholds.reading.speaking_nouns import can_speak

ALIKE = {"army": "military", "military": "army"}
"""Bodies that a report calls now by one noun, now by the other."""
PERSONAL = ("he", "she", "him", "her")
PLURAL = ("they", "them", "both", "all", "who", "which", "that", "those", "some", "others")
SELF = ("i", "we", "you", "us", "me")
LONGEST_NAME = 12
"""Words of a speaker's noun phrase that are shown; what is longer was not parsed as one."""
REPORTS = "reports"
NO_NAME = ("VBN", "VBG", "VBD", "VBZ", "VBP", "IN", "RB", "RBS", "RBR", "JJS", "JJR", "CD")
"""Tags of words that begin no name."""

_DAY = re.compile(r"\s+(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_ARTICLE = re.compile(
    r"^(?:the|a|an|another|this|that|these|those|its|his|their|one|two|three|several)\s+", re.IGNORECASE
)
_BASED = re.compile(r"\b[\w.]+[- –](?:based|run|led|backed)\b")
_DESCRIBES = re.compile(r",? ?who \w+ |, ?| (?=(?:the|a|an|director|head|chief|governor|mayor|spokes\w+)\b)")
_PREPOSITION = re.compile(r"\s(?:of|for|in|on|at|to|by|from|with|near|over|against|between|after|as|into)\s")
_STANDS_FOR = re.compile(r"\b(?:[Oo]bservatorys?|[Gg]roups?|[Mm]onitors?|director|head|chief)\b")
_BREAK = re.compile(r"[.!?\"“”\n]")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks in a report: the name to show, its kind, where it stands, and whether it is one person."""

    name: str
    kind: SourceKind
    span: Span | None
    person: bool = False


NOBODY = Speaker(REPORTS, SourceKind.UNNAMED, None)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase of the report that may name a speaker: its words without articles, and its head."""

    text: str
    head: Token
    start: int
    fighting: frozenset[str]

    @property
    def words(self) -> list[str]:
        """Its words in lower case."""
        return re.findall(r"[\w-]+", self.text.lower())

    @property
    def kind(self) -> SourceKind | None:
        """What sort of source its words make it, looked up only when asked for."""
        return kind_of_source(self.text, self.fighting)

    @property
    def named(self) -> bool:
        """Whether it holds a name: a capital letter beyond that of a sentence's first word."""
        return any(
            token.tag_.startswith("NNP") and token.text[:1].isupper() and token.text in self.text
            for token in _inside(self.head)
        )


class Speakers:
    """Tells who each speaker of a report is; to be asked in the order of the text, as it remembers who spoke."""

    def __init__(self, parsed: Sequence[Parsed], text: str, title: str = "") -> None:
        """Take the parsed sentences of one report, its text and its title."""
        self._parsed = tuple(parsed)
        self._text = text
        self._words = f"{title}\n{text}"
        self._spoke: list[Speaker] = []
        self._lower = [one.doc.text.lower() for one in self._parsed]
        self._by_sentence: dict[int, list[Phrase]] = {}
        self._by_word: dict[str, list[Phrase]] = {}

    @cached_property
    def fighting(self) -> frozenset[str]:
        """The states whose forces fight in the report."""
        return fighting_states(self._text)

    def _phrases(self, word: str) -> list[Phrase]:
        """The noun phrases that have a word (in lower case), in the order of the text."""
        if word not in self._by_word:
            holding = (number for number, text in enumerate(self._lower) if word in text)
            phrases = (phrase for number in holding for phrase in self._phrases_of(number))
            self._by_word[word] = [phrase for phrase in phrases if word in phrase.words]
        return self._by_word[word]

    def _all_phrases(self) -> Iterator[Phrase]:
        """Every noun phrase of the report, in the order of the text."""
        return (phrase for number in range(len(self._parsed)) for phrase in self._phrases_of(number))

    def _phrases_of(self, number: int) -> list[Phrase]:
        """The noun phrases of the sentence with that number among the parsed ones."""
        if number not in self._by_sentence:
            one = self._parsed[number]
            heads = (t for t in one.doc if t.tag_[:2] == "NN" and t.dep_.split(":")[0] not in ("flat", "compound"))
            self._by_sentence[number] = [self._phrase(head, one) for head in heads]
        return self._by_sentence[number]

    def _phrase(self, head: Token, one: Parsed) -> Phrase:
        text = _shown(head)
        return Phrase(text, head, one.sentence.span.start + head.idx, self.fighting)

    def resolve(self, head: Token | None, one: Parsed) -> Speaker:
        """The speaker behind a noun or pronoun; remembered as the last who spoke."""
        if head is None:
            return NOBODY
        span = one.span(one.doc[left_of(head)], one.doc[max(head.i, min(right_of(head), head.i + LONGEST_NAME))])
        found = self._who(head, one, span)
        speaker = Speaker(found.name, found.kind, span, found.person)
        self._spoke.append(speaker)
        return speaker

    def _who(self, head: Token, one: Parsed, span: Span) -> Speaker:
        word = head.lower_
        if word in PERSONAL:
            return (
                self._last(person=True)
                or self._last_person_named(span.start)
                or Speaker(head.text, SourceKind.UNNAMED, span)
            )
        if word == "it" or head.tag_ in ("PRP", "DT", "WP", "WDT") or word in PLURAL:
            return (
                self._last(person=False)
                or self._subject_before(span.start)
                or Speaker(head.text, SourceKind.UNNAMED, span)
            )
        phrase = self._phrase(head, one)
        if not phrase.named or not re.search(r"\b[A-Z]", _BASED.sub("", phrase.text)):
            return self._behind_noun(phrase, word, span)
        return self._named(phrase, span)

    # ------------------------------------------------------------ names

    def _named(self, phrase: Phrase, span: Span) -> Speaker:
        """The fullest name for a name: the phrase with all its words that says most, spelled out if an acronym."""
        words = _words(phrase.text)
        capitals = [word for word in re.findall(r"[\w-]+", phrase.text) if word[:1].isupper()]
        key = max(capitals, default=phrase.head.text, key=lambda word: (word == phrase.head.text, len(word)))
        same = [
            p
            for p in self._phrases(key.lower())
            if p.named
            and words <= _words(p.text)
            and key.lower() in _core(p.text)
            and (p.head.text == phrase.head.text or p.head.tag_.startswith("NNP"))
            and not (group_side(phrase.text) and p.text[:1].islower())
            and not re.search(r", \w+ \d", p.text)  # a dateline: "BANI WALID, Libya, March 9"
        ]
        best = phrase
        if len(words) <= 4 or phrase.kind is None:
            best = max([phrase, *same], key=lambda p: (p.kind is not None, min(len(p.text.split()), 9), -p.start))
        name = best.text if len(best.text.split()) > len(phrase.text.split()) or phrase.kind is None else phrase.text
        if len(words) == 1 and key.isupper():
            name = self._spelled_out(key) or name
        if (bearer := self._bearer(phrase)) is not None:
            return bearer
        person = _is_person(best) or _is_person(phrase)
        if person and (described := self._described(phrase, name)) is not None:
            return Speaker(described[0], described[1], span, True)
        if best.kind is SourceKind.MONITOR and _STANDS_FOR.search(name):
            monitor = self._named_monitor()
            name = name if not monitor or _words(monitor) & _words(name) else f"{name}, {monitor}"
        kind = best.kind or kind_of_source(name, self.fighting) or (phrase.kind if phrase.kind else None)
        return Speaker(name, kind or self._unknown(name, person), span, person)

    def _bearer(self, phrase: Phrase) -> Speaker | None:
        """The one person who bears a role of the report: "the governor of Homs" is its governor Karim Nasser."""
        noun = singular(phrase.head.lower_)
        if noun not in source_words()["anaphors"]["person"] or _has_person(phrase):
            return None
        named = self._only_bearer(noun)
        if not named or phrase.kind is None:
            return None
        chosen = max(named, key=lambda p: (len(_words(p.text) & _words(phrase.text)), -p.start))
        return Speaker(chosen.text, phrase.kind, None, True)

    def _described(self, phrase: Phrase, name: str) -> tuple[str, SourceKind] | None:
        """A person's name with the monitor that he speaks for; the kind that words beside another mention tell."""
        owner = self._last(person=False) if any(c.lower_ in ("its", "their") for c in _inside(phrase.head)) else None
        if owner is not None and kind_of_source(phrase.text, self.fighting) is None:
            return (f"{name}, {owner.name}" if owner.kind is SourceKind.MONITOR else name), owner.kind
        last = phrase.head.text if phrase.head.tag_ == "NNP" else name.split()[-1]
        surname = next((w for w in reversed(re.findall(r"[\w-]+", phrase.text)) if w[:1].isupper()), last)
        kinds = [kind_of_source(phrase.text, self.fighting), *self._kinds_beside(surname)]
        if SourceKind.MONITOR in kinds or re.search(r"\bgroup['’]?s (?:director|head|chief)", name):
            monitor = self._named_monitor()
            shared = monitor and _words(monitor) & _words(name)
            return (f"{name}, {monitor}" if monitor and not shared else name), SourceKind.MONITOR
        told = [kind for kind in kinds if kind is not None]
        return (name, max(told, key=lambda kind: (told.count(kind), -told.index(kind)))) if told else None

    def _kinds_beside(self, surname: str) -> Iterator[SourceKind | None]:
        """What the words before and after each mention of a surname make its bearer."""
        for match in re.finditer(rf"\b{re.escape(surname)}\b", self._words):
            before = _BREAK.split(self._words[max(0, match.start() - 60) : match.start()])[-1].split(",")
            after = _BREAK.split(self._words[match.end() : match.end() + 80])[0]
            role = before[-1] if before[-1].strip() else before[-2] if len(before) > 1 else ""
            yield kind_by_words(" ".join(role.split()[-5:]), self.fighting)
            if _DESCRIBES.match(after):
                described = _DESCRIBES.sub("", after, count=1).split(",")[0]
                yield kind_by_words(" ".join(described.split()[:8]), self.fighting)

    def _named_monitor(self) -> str:
        """The first monitor that the report names in full."""
        for word in ("observatory", "network", "institute", "watch", "amnesty", "committee"):
            for other in self._phrases(word):
                if (
                    other.named
                    and other.kind is SourceKind.MONITOR
                    and len(other.text.split()) > 1
                    and not _is_person(other)
                ):
                    return other.text
        return ""

    def _unknown(self, name: str, person: bool) -> SourceKind:
        """The kind of a speaker whom no words describe: one bare given name is somebody of the place."""
        if not person:
            return (
                SourceKind.UNNAMED
                if name.islower()
                else SourceKind.JOURNALIST
                if name.isupper()
                else SourceKind.OFFICIAL
            )
        return SourceKind.WITNESS if len(name.split()) == 1 else SourceKind.OFFICIAL

    def _spelled_out(self, acronym: str) -> str:
        """The name that stands before an acronym in brackets, or whose capitals it is."""
        initials = r"[a-z][\w’'-]*\s+(?:(?:of|for|the|and|in)\s+)*".join(map(re.escape, acronym))
        match = re.search(rf"\b{initials}[\w’'-]+", self._text) if 1 < len(acronym) < 8 else None
        return match.group() if match else ""

    # ------------------------------------------------------------ nouns that stand for a name

    def _behind_noun(self, phrase: Phrase, word: str, span: Span) -> Speaker:
        """Who "the ministry", "a monitor", "the spokesman", "the statement" is; itself when no longer name fits."""
        anaphors, noun = source_words()["anaphors"], singular(word)
        kind = phrase.kind
        bare = len(phrase.text.split()) == 1
        if noun in anaphors["texts"]:
            owner = re.sub(rf"\s*\b{re.escape(phrase.head.text)}\b.*", "", phrase.text)
            if owner and kind is not None and owner.lower() not in ("joint", "separate", "same", "latest"):
                return Speaker(owner, kind_of_source(owner, self.fighting) or kind, span)
            return self._last(person=None) or Speaker(phrase.text, kind or SourceKind.UNNAMED, span)
        if kind is SourceKind.MONITOR or (noun in ("group", "organisation", "organization") and self._monitors_spoke()):
            return self._monitor(phrase, span)
        definite = _is_definite(phrase.head)
        if definite or bare:
            full = self._longer(phrase, noun, before_only=not definite)
            if full is not None:
                return Speaker(full.name, full.kind, span, full.person)
        return Speaker(phrase.text, kind or SourceKind.UNNAMED, span, noun in anaphors["person"])

    def _monitors_spoke(self) -> bool:
        return any(one.kind is SourceKind.MONITOR for one in self._spoke[-2:])

    def _monitor(self, phrase: Phrase, span: Span) -> Speaker:
        """The named monitor behind "a monitor": who spoke last as one, else the first that the report names."""
        for one in reversed(self._spoke):
            if one.kind is SourceKind.MONITOR and not one.name.islower() and len(one.name.split()) > 1:
                return one
        if "activist" in phrase.text.lower():
            return Speaker(phrase.text, SourceKind.MONITOR, span)
        return Speaker(self._named_monitor() or phrase.text, SourceKind.MONITOR, span)

    def _longer(self, phrase: Phrase, noun: str, *, before_only: bool) -> Speaker | None:
        """Who spoke before under a longer name with this noun, else the longer phrase with it nearest before."""
        words = {singular(w) for w in re.findall(r"[\w-]+", phrase.text.lower())}
        for one in reversed(self._spoke):
            theirs = {singular(w) for w in re.findall(r"[\w-]+", one.name.lower())}
            if words < theirs or {ALIKE.get(word, word) for word in words} < theirs:
                return one
        if noun not in (*source_words()["anaphors"]["person"], *source_words()["anaphors"]["body"]):
            return None
        longer = [
            p
            for p in self._phrases(phrase.head.lower_)
            if p.named and words < {singular(w) for w in re.findall(r"[\w-]+", p.text.lower())} and p.kind is not None
        ]
        person = noun in source_words()["anaphors"]["person"]
        if person and not longer:
            longer = self._only_bearer(noun)
        longer = [p for p in longer if _is_person(p) or p.head.lower_ == phrase.head.lower_]
        before = [p for p in longer if p.start < phrase.start]
        chosen = before[-1] if before else longer[0] if longer and not before_only else None
        return None if chosen is None or chosen.kind is None else Speaker(chosen.text, chosen.kind, None, person)

    def _only_bearer(self, noun: str) -> list[Phrase]:
        """The phrases that name the one person of a role, nothing when the report knows several of that role."""
        named = [p for p in self._phrases(noun) if p.kind is not None and _has_person(p)]
        bearers = {t.text for p in named for t in _inside(p.head) if t.ent_type_ in ("PER", "PERSON")}
        surnames = {name for name in bearers if name[:1].isupper()}
        return named if 0 < len(surnames) <= 3 else []

    # ------------------------------------------------------------ pronouns

    def _last(self, *, person: bool | None) -> Speaker | None:
        """Who spoke last: a person, a body, or either; bodies also for a person's "it" when none spoke."""
        for one in reversed(self._spoke):
            if (
                one.name != REPORTS
                and one.name.lower() not in (*PERSONAL, *PLURAL, "it", *SELF)
                and person in (None, one.person)
            ):
                return one
        return None

    def _last_person_named(self, at: int) -> Speaker | None:
        """The last person whom the report names before a position."""
        people = [p for p in self._all_phrases() if p.start < at and p.named and _is_person(p)]
        best = max(people, key=lambda p: (p.start, p.text), default=None)
        return None if best is None else self._named(best, Span(best.start, best.start + 1))

    def _subject_before(self, at: int) -> Speaker | None:
        """The last subject before a position that can be a body that speaks."""
        phrases = [p for p in self._all_phrases() if p.start < at and at - p.start < 500]
        fitting = [p for p in phrases if p.kind is not None and p.head.dep_.startswith("nsubj")]
        best = max(fitting, key=lambda p: (p.head.head.dep_ == "ROOT", p.start, p.text), default=None)
        if best is None or best.kind is None:
            return None
        return Speaker(best.text, best.kind, None)


# ---------------------------------------------------------------- the words of a phrase


def _inside(head: Token) -> Iterator[Token]:
    return iter(head.doc[left_of(head) : min(right_of(head), head.i + LONGEST_NAME) + 1])


def _shown(head: Token) -> str:
    """The words of a speaker's phrase, appositions in, without articles and marks around it."""
    tokens = _without_lead(list(_inside(head))[-2 * LONGEST_NAME :], head)
    text = head.doc[tokens[0].i : tokens[-1].i + 1].text
    text = _ARTICLE.sub("", _ARTICLE.sub("", " ".join(text.split())))
    text = _DAY.split(text)[0]
    if "(" in text and ")" not in text:
        text = text[: text.rindex("(")]
    return " ".join(text.split()[:LONGEST_NAME]).strip(" \"'“”‘’,.;:-()[]`") or head.text


def _without_lead(tokens: list[Token], head: Token) -> list[Token]:
    """A phrase that holds a name, less the words before it that belong to no name.

    "Injured Syrian media", "the most significant Taliban", and, where a comma was lost, "shopping Abdel Rahman".
    """
    start = 0
    for n, token in enumerate(tokens):
        if token.i >= head.i or (token.text[:1].isupper() and token.tag_ not in ("DT", "PRP$")):
            break
        if token.tag_[:2] == "NN" and can_speak(token):
            break
        joined = "HYPH" in (token.nbor(-1).tag_ if token.i else "", token.nbor().tag_)
        if not joined and (
            token.tag_[:2] == "NN" or token.tag_ in NO_NAME or token.lower_ in cue_words()["cues"]["lead"]
        ):
            start = n + 1
    named = any(token.text[:1].isupper() for token in tokens[start:])
    return tokens[start:] if named else tokens


def _is_definite(head: Token) -> bool:
    return any(child.lower_ in ("the", "this", "that", "these", "those", "its") for child in head.children)


def _has_person(phrase: Phrase) -> bool:
    return any(token.ent_type_ in ("PER", "PERSON") for token in _inside(phrase.head))


def _is_person(phrase: Phrase) -> bool:
    """Whether a phrase names one person: by the names tagger, or a role and a name beside it."""
    tokens = list(_inside(phrase.head))
    if phrase.head.ent_type_ in ("LOC", "GPE"):
        return False
    body = phrase.head.lower_ in source_words()["anaphors"]["body"] or phrase.head.lower_ == "regime"
    if any(token.ent_type_ in ("PER", "PERSON") for token in tokens) and not body:
        return not (group_side(phrase.text) and phrase.kind is SourceKind.MONITOR)
    roles = source_words()["anaphors"]["person"]
    if any(token.lower_ in roles for token in tokens) and phrase.head.tag_ in ("NN", "NNP"):
        return True
    return phrase.head.tag_ == "NNP" and phrase.kind is None and not country_of(phrase.text)


def _core(name: str) -> frozenset[str]:
    """The words of a name up to its first preposition: "a target for the Taliban" is no name of theirs."""
    return _words(_PREPOSITION.split(name)[0])


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w-]+", name.lower()))
