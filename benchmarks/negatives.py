"""Claims read where there are none: 500 sentences of sport, business, health and politics from the treebanks.

``python -m benchmarks.negatives --shared ../shared`` puts the sentences together anew from the English Web Treebank
and GUM (kept out of the repository): those of documents without a word of war that hold a word of one of the four
subjects, first those that also hold a verb or noun of our lexicon ("the team captured the title"), for they are hard.
Every claim that the reader makes of them is wrong. Fails when there are more than the floor file allows.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.floors import FLOORS
from whoholds.gazetteer.compiled import open_gazetteer
from whoholds.model import Claim, Report
from whoholds.reading.frames import noun_frames, verb_frames
from whoholds.reading.lexicon import lemma_of_form, singular
from whoholds.reading.pipeline import Reader, open_reader

WANTED = 500
SHORTEST, LONGEST = 6, 60
PUBLISHED = datetime(2012, 1, 1, tzinfo=UTC)  # the sentences have no day; none of the answers depends on it
SUBJECTS = {
    "sport": "team teams game games player players coach match season league championship cup goal goals football "
    "soccer basketball baseball hockey tennis golf race racing win won title fans stadium sport sports olympic",
    "business": "company companies market markets shares stock stocks bank banks sales profit profits price prices "
    "business investors customers customer firm firms economy trade store industry contract billion million percent",
    "health": "health hospital doctor doctors patient patients disease drug drugs medical medicine treatment cancer "
    "virus flu surgery dentist nurse symptoms infection blood weight diet pain",
    "politics": "election elections vote votes voters president minister parliament senate congress party campaign "
    "candidate candidates governor mayor policy political government democrats republicans bill tax council",
}
WAR = (
    "war wars army armies troops troop soldier soldiers militant militants rebel rebels insurgent insurgents "
    "insurgency bomb bombs bombing bombings bomber missile missiles rocket rockets airstrike airstrikes terrorist "
    "terrorists terrorism qaeda taliban hamas hezbollah iraq iraqi iraqis saddam baghdad fallujah afghanistan "
    "military militia militias gunmen gaza israeli israel palestinian palestinians nuclear weapon weapons "
    "ceasefire invasion genocide guerrilla guerrillas jihad jihadist combat battlefield civilians massacre "
    "occupation occupied"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a treebank, with its document."""

    document: str
    text: str

    @property
    def words(self) -> frozenset[str]:
        """Its words in lower case, without punctuation at their ends."""
        return frozenset(word.strip(".,;:!?\"'()[]").lower() for word in self.text.split())


def read_sentences(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file, by its ``# newdoc id`` and ``# text`` lines."""
    document = ""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            name, _, value = line.partition("=")
            if name.startswith("# newdoc"):
                document = value.strip()
            elif name.strip() == "# text":
                yield Sentence(document, value.strip())


def peaceful(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences of those documents in which no word of war stands."""
    at_war = {sentence.document for sentence in sentences if sentence.words & set(WAR.split())}
    return [sentence for sentence in sentences if sentence.document not in at_war]


def subject_of(sentence: Sentence) -> str:
    """The subject whose words it holds most of; ``""`` for none."""
    counts = {name: len(sentence.words & set(words.split())) for name, words in SUBJECTS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def is_hard(sentence: Sentence) -> bool:
    """Whether a verb or noun that may make a claim stands in it."""
    lemmas = lemma_of_form("acts")
    return any(lemmas.get(word, "") in verb_frames() or singular(word) in noun_frames() for word in sentence.words)


def compose(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences of the test, hard ones first, in the order of the treebanks; each text once."""
    length = {s: len(s.text.split()) for s in dict.fromkeys(peaceful(sentences))}
    fitting = [s for s, words in length.items() if SHORTEST <= words <= LONGEST and subject_of(s)]
    unique = list({sentence.text: sentence for sentence in fitting}.values())
    return sorted(unique, key=lambda sentence: not is_hard(sentence))[:WANTED]


def wrong_claims(sentences: Sequence[Sentence], reader: Reader) -> list[tuple[Sentence, Claim]]:
    """Every claim that is read from the sentences, each sentence a report of its own."""
    reports = ((one, Report(f"negative-{n}", one.text, "", "", PUBLISHED)) for n, one in enumerate(sentences))
    return [(one, claim) for one, report in reports for claim in reader.read_claims(report)]


def main() -> int:
    """Print how many claims were read, and with ``--errors`` each one; 1 when they are too many, else 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--errors", action="store_true", help="print the claims with their sentences")
    args = parser.parse_args()
    paths = sorted((args.shared / "data" / "treebank").glob("*.conllu"))
    if not paths:
        print(f"skipped: no treebanks under {args.shared}; try --shared DIRECTORY", file=sys.stderr)
        return 0
    sentences = compose([sentence for path in paths for sentence in read_sentences(path)])
    counts = {name: sum(subject_of(sentence) == name for sentence in sentences) for name in SUBJECTS}
    wrong = wrong_claims(sentences, open_reader(open_gazetteer()))
    hard = sum(is_hard(sentence) for sentence in sentences)
    print(f"{len(sentences)} sentences ({counts}), {hard} with a word of the lexicon: {len(wrong)} claims")
    if args.errors:
        for sentence, claim in wrong:
            print(f"{claim.act} {claim.place_name!r} {claim.made_by} {claim.score}: {sentence.text[:200]}")
    most = int(tomllib.loads(FLOORS.read_text(encoding="utf-8"))["negatives"]["most"])
    if len(wrong) > most:
        print(f"TOO MANY: {len(wrong)} claims, at most {most} are allowed", file=sys.stderr)
    return int(len(wrong) > most)


if __name__ == "__main__":
    raise SystemExit(main())
