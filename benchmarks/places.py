"""How far places can be trusted: on gold reports, on names alone, and on two published sets of geoparsed news.

``python -m benchmarks.places --shared ../shared`` prints

- for each gold file: the share of claims whose place is found among the toponyms of its report (by the scorer's own
  ``same_place``), of those the share that is located, and of the located the share in the right country;
- for names alone, with their country known: the share of 200 second-tier places put within 25 km, and how many of 60
  names that exist nowhere are put anywhere;
- for LGL and TR-News: recognition F1, and of the recognised the share that is resolved and, of those, within 161 km.

``--errors N`` lists what is wrong. Published figures for the same sets stand beside ours in the output.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

from benchmarks.evaluate import load_scorer
from benchmarks.floors import tell_low
from whoholds.gazetteer.compiled import CompiledGazetteer, open_gazetteer
from whoholds.gazetteer.distance import km_between
from whoholds.gazetteer.match import key_of
from whoholds.model import Place, PlaceKind, Report, Span, Unresolved
from whoholds.reading.hops import Parsed, Toponym
from whoholds.reading.pipeline import Reader, open_reader
from whoholds.reading.place_clues import DIVISIONS
from whoholds.reading.places import find_toponyms
from whoholds.reading.sentences import find_sentences

NAMES = Path(__file__).with_name("second_tier.csv")
ABSENT = Path(__file__).with_name("absent_names.csv")
NEAR_KM = 25.0
"""How near a name must be put to count as right: the reach of UCDP's precision code 2."""
WITHIN_KM = 161.0
"""100 miles, the measure of the geoparsing literature (accuracy@161km)."""
PUBLISHED = {
    "lgl.xml": "Mordecai 3 79.4 exact match (Halterman 2023)",
    "tr-news.xml": "Mordecai 3 84.3 exact match (Halterman 2023)",
}


def toponyms_of(reader: Reader, report: Report) -> tuple[Toponym, ...]:
    """The toponyms of one report."""
    sentences = find_sentences(report.text)
    docs = reader.language_model.pipe([s.span.of(report.text) for s in sentences], batch_size=64)
    parsed = [Parsed(sentence, doc) for sentence, doc in zip(sentences, docs, strict=True)]
    return find_toponyms(parsed, report=report, gazetteer=reader.gazetteer)


# ---------------------------------------------------------------- gold reports


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """A gold claim's place beside the best toponym of its report, ``None`` when none has its name."""

    report_id: str
    claim: dict[str, Any]
    toponym: Toponym | None


def gold_places(path: Path, reader: Reader, scorer: ModuleType) -> Iterator[GoldPlace]:
    """Every gold claim of a file with the toponym that answers it."""
    for line in path.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        report = Report(raw["id"], raw["text"], raw.get("title") or "", raw["source"] or "", _published(raw["date"]))
        found = toponyms_of(reader, report)
        for claim in raw["claims"]:
            same = [t for t in found if scorer.same_place(claim["place"], t.name)]
            located = [t for t in same if isinstance(t.place, Place)]
            yield GoldPlace(raw["id"], claim, next(iter(located or same), None))


def _published(day: str | None) -> datetime | Unresolved:
    if not day:
        return Unresolved("the report has no date")
    return datetime.fromisoformat(day[:10].replace("/", "-")).replace(tzinfo=UTC)


def show_gold(path: Path, reader: Reader, scorer: ModuleType, errors: int) -> Counter[str]:
    """One file's shares, returned as counts, and, if asked, what was missed, unlocated or in another country."""
    places = [p for p in gold_places(path, reader, scorer) if p.claim["place"]]
    found = [p for p in places if p.toponym is not None]
    located = [p for p in found if p.toponym is not None and isinstance(p.toponym.place, Place)]
    right = [p for p in located if p.toponym is not None and p.toponym.country == p.claim["country"]]
    print(f"{path.parent.name}/{path.name:18} places {len(places):4}", end="  ")
    print(f"found {share(len(found), len(places))}  located {share(len(located), len(places))}", end="  ")
    print(f"right country {share(len(right), len(located))}")
    missed = Counter(f"not found  {p.claim['place']} ({p.claim['country']})" for p in places if p.toponym is None)
    missed += Counter(
        f"unlocated  {p.claim['place']} ({p.claim['country']}): {p.toponym.reason}"
        for p in found
        if p.toponym is not None and isinstance(p.toponym.place, Unresolved)
    )
    missed += Counter(
        f"elsewhere  {p.claim['place']} ({p.claim['country']}): {p.toponym.place}"
        for p in located
        if p not in right and p.toponym is not None
    )
    for what, count in sorted(missed.items(), key=lambda pair: (-pair[1], pair[0]))[:errors]:
        print(f"  {count:3} {what}")
    return Counter(places=len(places), found=len(found), located=len(located), right=len(right))


def share(part: int, whole: int) -> str:
    """A share with its counts."""
    return f"{part / whole if whole else 0:.3f} ({part}/{whole})"


# ---------------------------------------------------------------- names alone


def show_names(gazetteer: CompiledGazetteer, errors: int) -> dict[str, float]:
    """Second-tier places by name and country, and names that exist nowhere."""
    rows = list(csv.DictReader(NAMES.read_text(encoding="utf-8").splitlines()))
    right, wrong, none = [], [], []
    for row in rows:
        place = _by_name(gazetteer, row["name"], row["country"])
        if place is None:
            none.append(row["name"])
            continue
        true = Place("", row["name"], PlaceKind.SETTLEMENT, row["country"], "", float(row["lat"]), float(row["lon"]))
        distance = km_between(place, true)
        (right if distance <= NEAR_KM else wrong).append(f"{row['name']} ({row['country']}) {distance:.0f} km: {place}")
    countries = len({row["country"] for row in rows})
    print(f"second-tier places  {len(rows)} in {countries} countries  right {share(len(right), len(rows))}", end="  ")
    print(f"unlocated {len(none)}  wrong {len(wrong)}")
    for what in (wrong + none)[:errors]:
        print(f"      {what}")
    invented = list(csv.DictReader(ABSENT.read_text(encoding="utf-8").splitlines()))
    put = [(r["name"], _by_name(gazetteer, r["name"], r["country"])) for r in invented]
    print(f"names in no list    {len(invented)}  put somewhere {sum(place is not None for _, place in put)}")
    for name, place in put[: len(put) if errors else 0]:
        if place is not None:
            print(f"      {name}: {place}")
    nowhere = sum(place is None for _, place in put)
    return {"second_tier_right": len(right) / len(rows), "absent_left_out": nowhere / len(invented)}


def _by_name(gazetteer: CompiledGazetteer, name: str, country: str) -> Place | None:
    """What a name alone names in a country: its largest settlement of that name, else another place of that name."""
    inside = [c.place for c in gazetteer.find_candidates(name, country=country) if c.place.country == country]
    return next(iter(inside), None)


# ---------------------------------------------------------------- published sets


@dataclass(frozen=True, slots=True)
class Truth:
    """One annotated toponym: where in the text, and its point, ``None`` where the annotators gave none.

    ``division`` is the name of a first- or second-order division: its point is only somewhere inside, so that name and
    kind are compared instead of points.
    """

    span: Span
    point: Place | None
    division: str = ""


def read_articles(path: Path) -> Iterator[tuple[Report, tuple[Truth, ...]]]:
    """Articles of LGL or TR-News with their toponyms."""
    for article in ElementTree.parse(path).getroot().iter("article"):
        text = article.findtext("text") or ""
        title = article.findtext("title") or ""
        report = Report(article.get("docid") or "", text, title, "", Unresolved("not needed"))
        yield report, tuple(_truth(node) for node in article.iter("toponym"))


def _truth(node: ElementTree.Element) -> Truth:
    span = Span(int(node.findtext("start") or 0), int(node.findtext("end") or 0))
    lat, lon = node.findtext("gaztag/lat") or node.findtext("lat"), node.findtext("gaztag/lon") or node.findtext("lon")
    if not lat or not lon:
        return Truth(span, None)
    division = (node.findtext("gaztag/name") or "") if (node.findtext("gaztag/fclass") or "") == "A" else ""
    point = Place("", node.findtext("phrase") or "", PlaceKind.SETTLEMENT, "", "", float(lat), float(lon))
    return Truth(span, point, division)


COUNTRY = "a country, which no claim is about"


def show_articles(path: Path, reader: Reader, limit: int, errors: int) -> dict[str, float]:
    """Recognition and resolution over one published set; countries are recognised but not resolved to a point."""
    hits = found = wanted = resolved = answerable = 0
    distances: list[float] = []
    wrong: list[str] = []
    for report, truths in list(read_articles(path))[:limit]:
        toponyms = [t for t in toponyms_of(reader, report) if not t.anaphor]
        found, wanted = found + len(toponyms), wanted + len(truths)
        for truth in truths:
            same = next((t for t in toponyms if t.span.overlaps(truth.span)), None)
            hits += same is not None
            if same is None or truth.point is None or COUNTRY in same.reason:
                continue
            answerable += 1
            if isinstance(same.place, Place):
                resolved += 1
                same_division = same.place.kind in DIVISIONS and key_of(same.place.name) == key_of(truth.division)
                distances.append(0.0 if same_division else km_between(same.place, truth.point))
                if distances[-1] > WITHIN_KM:
                    wrong.append(f"{report.id} {same.text}: {same.place.country} {same.place.admin1}, {same.reason}")
    precision, recall = hits / found, hits / wanted
    print(f"{path.name}  recognition F1 {2 * precision * recall / (precision + recall):.3f}", end="  ")
    print(f"P {precision:.3f}  R {recall:.3f}  resolved {share(resolved, answerable)}")
    near = sum(distance <= WITHIN_KM for distance in distances)
    print(f"  of the resolved, within 161 km {share(near, resolved)}  mean error {mean(distances):.0f} km", end="  ")
    print(f"median {median(distances):.1f} km  published: {PUBLISHED[path.name]}")
    for what in wrong[:errors]:
        print(f"      {what}")
    name = path.stem.replace("-", "_")
    f1, covered = 2 * precision * recall / (precision + recall), resolved / answerable
    return {f"{name}_recognition": f1, f"{name}_resolved": covered, f"{name}_within_161": near / resolved}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all parts that the shared data allow; 1 when a figure is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--split", default="dev")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--articles", type=int, default=1000, help="articles of each published set")
    parser.add_argument("--only", choices=("gold", "names", "articles"), default=None)
    args = parser.parse_args(arguments)
    gazetteer, reached, counts = open_gazetteer(imports=False), dict[str, float](), Counter[str]()
    if args.only in (None, "names"):
        reached |= show_names(gazetteer, args.errors)
    if args.only == "names":
        return tell_low("places", reached)
    reader = open_reader(gazetteer)
    gold = sorted((args.shared / "gold" / args.split).glob("*.jsonl"))
    if args.only in (None, "gold") and not gold:
        print(f"gold: skipped, no reports under {args.shared}/gold/{args.split}")
    for path in gold if args.only in (None, "gold") else ():
        counts += show_gold(path, reader, load_scorer(args.shared), args.errors)
    for path in (args.shared / "data/geoparsing" / name for name in PUBLISHED):
        if args.only not in (None, "articles"):
            continue
        if path.is_file():
            world = open_reader(open_gazetteer(world=True, imports=False))
            reached |= show_articles(path, world, args.articles, args.errors)
        else:
            print(f"{path.name}: skipped, not under {args.shared}/data/geoparsing")
    if counts and args.split == "dev":
        reached |= {
            "gold_found": counts["found"] / counts["places"],
            "gold_located": counts["located"] / counts["places"],
        }
        reached["gold_right_country"] = counts["right"] / counts["located"]
    return tell_low("places", reached if args.articles >= 1000 else {})


if __name__ == "__main__":
    sys.exit(main())
