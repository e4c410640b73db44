"""A compiled gazetteer file with our own tables laid over it, and the door that opens it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from whoholds.errors import MissingPartError
from whoholds.gazetteer.compilation import FORMAT, compile_conflict, compile_world
from whoholds.gazetteer.distance import km_between
from whoholds.gazetteer.geonames import Entry
from whoholds.gazetteer.imported import ImportedPlaces, open_imported
from whoholds.gazetteer.interface import Candidate
from whoholds.gazetteer.match import MARGIN, MIN_LIKENESS, MIN_SKELETON, bare_of, key_of, likeness, skeleton_of_key
from whoholds.gazetteer.sides import point_on_side, side_of
from whoholds.gazetteer.tables import Alias, read_aliases, read_supplement
from whoholds.model import Place, PlaceKind

SHIPPED = "conflict.sqlite"
SAME_PLACE_KM = 8.0
"""A row of the supplement this near to a listed place of the same name is that place, not a second one."""
SAME_IN_DIVISION_KM = 20.0
"""The same inside one first-order division, where GeoNames and maps disagree most about villages."""
SAME_DIVISION_KM = 200.0
"""The same for divisions and regions, whose points are only somewhere inside."""

_PLACE_OF_ID = "SELECT place.* FROM place WHERE id = ?"
_BY_KEY = "SELECT place.*, name.written, name.main FROM name JOIN place ON place.rowid = name.place WHERE key = ?"
_POINTS = "SELECT lat, lon FROM place WHERE country = ? AND kind = 'settlement'"
_BOXES = """SELECT country, min(lat), max(lat), min(lon), max(lon) FROM place WHERE kind = 'settlement'
    GROUP BY country"""
_BY_SKELETON = """SELECT key, place.id FROM skeleton JOIN place ON place.rowid = skeleton.place
    WHERE skeleton.country = ? AND skeleton = ?"""
_DIVISIONS = (PlaceKind.PROVINCE, PlaceKind.DISTRICT, PlaceKind.REGION)
_LOCAL = (PlaceKind.SETTLEMENT, PlaceKind.NEIGHBOURHOOD)


class CompiledGazetteer:
    """Places in one SQLite file, read as they are asked for, under a layer of further places and names in memory."""

    def __init__(
        self,
        path: Path,
        *,
        extra: Iterable[Entry] = (),
        aliases: Iterable[Alias] = (),
        imported: ImportedPlaces | None = None,
    ) -> None:
        """Open ``path`` read-only. ``extra`` places that the file has already only lend it their names.

        ``imported`` are the tables that the user added; their names count like listed ones.
        """
        self.path = path
        self._connection = _open(path)
        self._imported: ImportedPlaces | None = None  # our own rows are laid over the file, not over the user's
        self._extra: dict[str, Place] = {}
        self._layer: dict[str, dict[str, tuple[str, bool]]] = {}
        self._layer_skeletons: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for entry in extra:
            self._add(entry)
        for alias in aliases:
            self._alias(alias)
        self._imported = imported
        self._find = lru_cache(maxsize=16384)(self._find_candidates)

    def find_candidates(self, name: str, *, country: str = "") -> tuple[Candidate, ...]:
        """Every place that ``name`` may name, largest population first; empty when it is in no list.

        In order, the first that finds anything: the name's folded key, the key without a generic word ("Sirte city",
        "Helmand province"), a side of a country ("northern Syria"). If ``country`` is given and none of those lies in
        it, the consonant skeleton among that country's names is tried too, with a margin over the runner-up
        (:mod:`whoholds.gazetteer.match` gives the thresholds).
        """
        return self._find(name, country)

    def place(self, place_id: str) -> Place | None:
        """The place of that id."""
        if place_id in self._extra:
            return self._extra[place_id]
        row = self._connection.execute(_PLACE_OF_ID, (place_id,)).fetchone()
        if row:
            return _place(row)
        added = self._imported.place(place_id) if self._imported else None
        return added or self._side_by_id(place_id)

    def listed_as(self, entry: Entry) -> str:
        """The id of the place that an entry repeats (the same id, or the same name and sort close by), else ``""``."""
        if self._connection.execute(_PLACE_OF_ID, (entry.place.id,)).fetchone() or entry.place.id in self._extra:
            return ""
        twin = self._listed(entry)
        return twin.id if twin else ""

    def boxes(self) -> dict[str, tuple[float, float, float, float]]:
        """By ISO2 code the lowest and highest latitude and longitude among a country's settlements."""
        return {row[0]: row[1:] for row in self._connection.execute(_BOXES)}

    def likest(self, name: str, country: str) -> tuple[tuple[float, str, str], ...]:
        """(likeness, folded key, place id) of the names of a country that share the name's consonants, likest first."""
        return tuple(self._ranked(key_of(name), skeleton_of_key(key_of(name)), country))

    def _side_by_id(self, place_id: str) -> Place | None:
        """The side of a country by its id, ``whoholds:sy-north``."""
        iso, _, name = place_id.removeprefix("whoholds:").partition("-")
        country = self.place(f"iso:{iso.upper()}") if side_of(name) else None
        found = self._side_of_country(f"{name} {country.name}") if country else []
        return found[0].place if found else None

    def names(self) -> Iterator[str]:
        """All names and aliases as written, those of the file in the order of their keys, then the layer's."""
        for (written,) in self._connection.execute("SELECT DISTINCT written FROM name ORDER BY key, place"):
            yield written
        for named in self._layer.values():
            yield from (written for written, _ in named.values())
        if self._imported:
            yield from self._imported.names()

    def close(self) -> None:
        """Release the files."""
        self._connection.close()
        if self._imported:
            self._imported.close()

    def _find_candidates(self, name: str, country: str) -> tuple[Candidate, ...]:
        key = key_of(name)
        found = self._by_key(key)
        if not found:
            bare, kind = bare_of(name)
            wanted = {"settlement": _LOCAL, "division": _DIVISIONS}.get(kind, ())
            found = [c for c in self._by_key(key_of(bare)) if c.place.kind in wanted] if kind else []
        if not found:
            found = self._side_of_country(name)
        if country and not any(c.place.country == country for c in found):
            found = [*found, *self._by_skeleton(key, country)]
        return tuple(
            sorted(found, key=lambda c: (-c.place.population, c.place.kind != PlaceKind.SETTLEMENT, c.place.id))
        )

    def _by_key(self, key: str, how: Literal["skeleton"] | None = None) -> list[Candidate]:
        if not key:
            return []
        rows = self._connection.execute(_BY_KEY, (key,)).fetchall()
        found = {row[0]: Candidate(_place(row), row[8], how or ("exact" if row[9] else "alias")) for row in rows}
        for place_id, (written, main) in self._layer.get(key, {}).items():
            if place_id not in found:
                place = self.place(place_id)
                assert place is not None  # noqa: S101  the layer only names places that exist
                found[place_id] = Candidate(place, written, how or ("exact" if main else "alias"), "whoholds")
        for candidate in self._added_by_key(key, how):
            if not _repeats(candidate, found.values()):
                found[candidate.place.id] = candidate
        return list(found.values())

    def _added_by_key(self, key: str, how: Literal["skeleton"] | None) -> Iterator[Candidate]:
        """What the user's tables have under a key; a row that repeats a listed place gives the listed one."""
        for named in self._imported.by_key(key) if self._imported else ():
            place = (self.place(named.same_as) if named.same_as else None) or named.place
            yield Candidate(place, named.written, how or ("exact" if named.main else "alias"), named.source)

    def _side_of_country(self, name: str) -> list[Candidate]:
        """The region that "northern Syria" means: a point amid the settlements of that side of the country."""
        direction, _, rest = name.partition(" ")
        side = side_of(direction)
        country = next((c.place for c in self._by_key(key_of(rest)) if c.place.kind is PlaceKind.COUNTRY), None)
        if side is None or country is None:
            return []
        points = self._connection.execute(_POINTS, (country.country,)).fetchall()
        lat, lon = point_on_side(points, side) if points else (country.lat, country.lon)
        place_id = f"whoholds:{country.country.lower()}-{side.name}"
        region = Place(place_id, f"{side.adjective} {country.name}", PlaceKind.REGION, country.country, "", lat, lon)
        self._extra[place_id] = region
        return [Candidate(region, name, "exact")]

    def _by_skeleton(self, key: str, country: str) -> list[Candidate]:
        skeleton = skeleton_of_key(key)
        if len(skeleton.removeprefix("a")) < MIN_SKELETON:
            return []
        ranked = self._ranked(key, skeleton, country)
        if not ranked or ranked[0][0] < MIN_LIKENESS:
            return []
        if any(other != ranked[0][1] and ranked[0][0] - score < MARGIN for score, other, _ in ranked[1:]):
            return []
        return [c for c in self._by_key(ranked[0][1], "skeleton") if c.place.country == country]

    def _ranked(self, key: str, skeleton: str, country: str) -> list[tuple[float, str, str]]:
        """(likeness, key, place id) of a country's places that have a name of that skeleton, likest first."""
        rows = self._connection.execute(_BY_SKELETON, (country, skeleton)).fetchall()
        rows += self._layer_skeletons.get((country, skeleton), [])
        rows += self._imported.by_skeleton(country, skeleton) if self._imported else []
        likest: dict[str, tuple[float, str]] = {}
        for other, place_id in rows:
            likest[place_id] = max(likest.get(place_id, (0.0, "")), (likeness(key, other), other))
        return sorted(((score, other, place_id) for place_id, (score, other) in likest.items()), reverse=True)

    def _add(self, entry: Entry) -> None:
        place = self._listed(entry) or entry.place
        if place is entry.place:
            self._extra[place.id] = place
        for i, written in enumerate(entry.names):
            self._name(place, written, main=place is entry.place and i == 0)

    def _listed(self, entry: Entry) -> Place | None:
        """The place of the file that an entry repeats: same name and sort, close by."""
        sort = next((sort for sort in (_DIVISIONS, _LOCAL) if entry.place.kind in sort), (entry.place.kind,))
        for written in entry.names:
            for candidate in self._by_key(key_of(written)):
                if candidate.place.kind in sort and _is_same(candidate.place, entry.place):
                    return candidate.place
        return None

    def _alias(self, alias: Alias) -> None:
        for candidate in self._by_key(key_of(alias.name)):
            place = candidate.place
            if place.country == alias.country and place.kind == alias.kind and alias.admin1 in ("", place.admin1):
                self._name(place, alias.alias, main=False)

    def _name(self, place: Place, written: str, *, main: bool) -> None:
        key = key_of(written)
        self._layer.setdefault(key, {}).setdefault(place.id, (written, main))
        self._layer_skeletons.setdefault((place.country, skeleton_of_key(key)), []).append((key, place.id))


def _is_same(listed: Place, added: Place) -> bool:
    """Whether two entries of one name and sort are one place, by how far apart they lie."""
    if listed.kind in _DIVISIONS:
        return listed.country == added.country and km_between(listed, added) <= SAME_DIVISION_KM
    near = SAME_IN_DIVISION_KM if listed.admin1 == added.admin1 else SAME_PLACE_KM
    return km_between(listed, added) <= near


def _repeats(candidate: Candidate, found: Iterable[Candidate]) -> bool:
    """Whether a candidate is a place that was found already, by id or as another list's row of the same place."""
    sort = next((sort for sort in (_DIVISIONS, _LOCAL) if candidate.place.kind in sort), (candidate.place.kind,))
    return any(
        other.place.id == candidate.place.id
        or (other.place.kind in sort and other.source != candidate.source and _is_same(other.place, candidate.place))
        for other in found
    )


def _place(row: tuple[Any, ...]) -> Place:
    return Place(row[0], row[1], PlaceKind(row[2]), *row[3:8])


def _open(path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as broken:
        raise MissingPartError(f"the gazetteer {path} cannot be opened", why=str(broken), attempt=_MEND) from broken
    if version != FORMAT:
        connection.close()
        raise MissingPartError(f"the gazetteer {path} has format {version}, not {FORMAT}", attempt=_MEND)
    return connection


_MEND = "delete that file: it is compiled again when it is next needed"


def cache_folder() -> Path:
    """Where compiled files are kept: ``$WHOHOLDS_CACHE``, else the user's cache directory."""
    import platformdirs

    return Path(os.environ.get("WHOHOLDS_CACHE") or platformdirs.user_cache_dir("whoholds"))


def open_gazetteer(*, world: bool = False, path: Path | None = None, imports: bool = True) -> CompiledGazetteer:
    """The gazetteer with our own tables over it.

    By default the shipped file (conflict countries in full, larger towns elsewhere), compiled into the cache if this
    installation was built without it. With ``world`` every settlement from 500 people on, compiled once (about
    half a minute, with a progress bar on stderr) into :func:`cache_folder`. ``path`` opens a file of your own.
    ``imports`` adds the tables that the user added (:mod:`whoholds.gazetteer.imported`).
    Raises :class:`whoholds.errors.MissingPartError` when nothing can be opened or compiled.
    """
    chosen = path or (_world() if world else _shipped())
    added = open_imported() if imports else None
    return CompiledGazetteer(chosen, extra=read_supplement(), aliases=read_aliases(), imported=added)


def compile_anew(*, world: bool = False) -> Path:
    """Compile the conflict countries or the world into :func:`cache_folder` again, with a progress bar on stderr."""
    if world:
        compiled = cache_folder() / f"world-{FORMAT}.sqlite"
        with_progress("compiling the gazetteer of the world", compile_world, compiled)
    else:
        compiled = cache_folder() / f"conflict-{FORMAT}.sqlite"
        with_progress("compiling the gazetteer of conflict countries", compile_conflict, compiled)
    return compiled


def _shipped() -> Path:
    shipped = Path(str(resources.files("whoholds.gazetteer").joinpath(SHIPPED)))
    if shipped.is_file():
        return shipped
    compiled = cache_folder() / f"conflict-{FORMAT}.sqlite"
    if not compiled.is_file():
        with_progress("compiling the gazetteer of conflict countries (once)", compile_conflict, compiled)
    return compiled


def _world() -> Path:
    compiled = cache_folder() / f"world-{FORMAT}.sqlite"
    if not compiled.is_file():
        with_progress("compiling the gazetteer of the world (once)", compile_world, compiled)
    return compiled


def with_progress(title: str, compile_to: Any, path: Path) -> None:
    """Run a compilation with a progress bar on stderr. Raises ``MissingPartError`` when the folder is read-only."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed} places"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=None)
        try:
            compile_to(path, told=lambda count: progress.update(task, completed=count))
        except OSError as refused:
            raise MissingPartError(
                f"the gazetteer cannot be compiled to {path}",
                why=str(refused),
                attempt="set WHOHOLDS_CACHE to a folder",
            ) from refused
