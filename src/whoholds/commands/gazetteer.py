"""The verbs about places: look a name up and see why, add tables of places, fetch one, compile the world."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from whoholds.commands.opening import AsJson
from whoholds.commands.output import print_json
from whoholds.errors import InputError, PlaceError, UsageError

if TYPE_CHECKING:
    from whoholds.gazetteer.adding import Added
    from whoholds.gazetteer.interface import Candidate

app = typer.Typer(no_args_is_help=True, help="Where names are looked up: find one, add tables of places, compile.")

Country = Annotated[str, typer.Option("--country", help="ISO code of two letters")]
World = Annotated[bool, typer.Option("--world", help="all settlements of the world, not only conflict countries")]


@app.command()
def find(
    name: Annotated[str, typer.Argument(help="a name as a text has it")],
    country: Country = "",
    world: World = False,
    as_json: AsJson = False,
) -> None:
    """Show what a name may name, in which list it stands and by which rule it matched; else why nothing does."""
    from whoholds.gazetteer.compiled import open_gazetteer
    from whoholds.gazetteer.explaining import why_found, why_not_found

    iso = _iso(country)
    gazetteer = open_gazetteer(world=world)
    candidates = gazetteer.find_candidates(name, country=iso)
    if iso:
        candidates = tuple(c for c in candidates if c.place.country == iso)
    if not candidates:
        attempt = "--country XX for variant spellings" if not iso else "whoholds gazetteer get or add, for villages"
        raise PlaceError(f"{name!r} is no place we know", why=why_not_found(gazetteer, name, iso), attempt=attempt)
    if as_json:
        for candidate in candidates:
            print_json(_candidate_json(candidate, why_found(candidate, name)))
    else:
        _show_candidates(candidates, name)


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="GeoNames (zip or txt), NGA GNS, OCHA COD, Who's On First or any CSV")],
    name: Annotated[str, typer.Option("--name", help="what to call it; default: the file's name")] = "",
    country: Annotated[str, typer.Option("--country", help="the country of rows that give none (ISO code)")] = "",
    as_json: AsJson = False,
) -> None:
    """Add a table of places; adding it again replaces what it gave. A CSV needs columns name, lat, lon and country."""
    from whoholds.gazetteer.adding import add_table
    from whoholds.gazetteer.compiled import open_gazetteer

    iso = _iso(country)
    with _progress(f"reading {file.name}", "rows") as told:
        added = add_table(file, open_gazetteer(imports=False), name=name, country=iso, told=lambda n: told(n, 0))
    _tell_added(added, as_json=as_json)


@app.command()
def get(
    country: Annotated[str, typer.Argument(help="ISO code of two letters, as AF")],
    source: Annotated[str, typer.Option("--from", help="a mirror's folder; default: download.geonames.org")] = "",
    sha256: Annotated[str, typer.Option("--sha256", help="refuse a file with another digest")] = "",
    as_json: AsJson = False,
) -> None:
    """Fetch GeoNames' file of a country (CC BY 4.0), villages and all, and add it."""
    from whoholds.gazetteer.adding import GEONAMES_FOLDER, add_table
    from whoholds.gazetteer.compiled import open_gazetteer
    from whoholds.gazetteer.fetching import fetch

    iso = _iso(country)
    if not iso:
        raise UsageError("which country?", attempt="whoholds gazetteer get AF")
    url = f"{(source or GEONAMES_FOLDER).rstrip('/')}/{iso}.zip"
    with tempfile.TemporaryDirectory(prefix="whoholds-") as folder:
        with _progress(f"fetching {url}", "bytes") as told:
            fetched = fetch(url, Path(folder) / f"{iso}.zip", told=told)
        if sha256 and fetched.sha256 != sha256.lower():
            raise InputError(f"{url} is not the file meant", why=f"its sha256 is {fetched.sha256}")
        typer.echo(f"fetched {fetched.size:,} bytes, sha256 {fetched.sha256}", err=True)
        with _progress(f"reading {iso}.zip", "rows") as told:
            gazetteer = open_gazetteer(imports=False)
            origin = fetched.url
            added = add_table(fetched.path, gazetteer, name=iso, origin=origin, told=lambda n: told(n, 0))
    _tell_added(added, as_json=as_json)


@app.command("list")
def list_tables(as_json: AsJson = False) -> None:
    """The tables added, where each came from, its digest and its rows."""
    from dataclasses import asdict

    from whoholds.gazetteer.imported import open_imported

    imported = open_imported()
    sources = imported.sources() if imported else ()
    for source in sources:
        if as_json:
            print_json(asdict(source))
            continue
        typer.echo(f"{source.name}  {source.format}  {source.rows:,} rows, {source.bad:,} not used")
        typer.echo(f"    from {source.origin}, added {source.added}, sha256 {source.sha256}")
    if not sources:
        typer.echo("no table was added yet; try: whoholds gazetteer add FILE", err=True)


@app.command()
def remove(name: Annotated[str, typer.Argument(help="as `gazetteer list` shows it")]) -> None:
    """Take an added table out again."""
    from whoholds.gazetteer.imported import forget_table, user_file

    if not user_file().is_file() or not forget_table(user_file(), name):
        raise InputError(f"no added table is called {name!r}", attempt="whoholds gazetteer list")
    typer.echo(f"removed {name}", err=True)


@app.command("compile")
def compile_file(world: World = False) -> None:
    """Compile GeoNames' settlements into the cache anew; done by itself when they are first needed."""
    from whoholds.gazetteer.compiled import compile_anew

    path = compile_anew(world=world)
    typer.echo(f"compiled {path}", err=True)


# ---------------------------------------------------------------- what the verbs share


def _iso(written: str) -> str:
    if not written:
        return ""
    from whoholds.gazetteer.import_formats import BadRow, iso_of

    try:
        return iso_of(written)
    except BadRow:
        raise UsageError(f"{written!r} is no country", attempt="the ISO code of two letters, as AF") from None


@contextmanager
def _progress(title: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr while a person is watching; ``(done, in all)``, 0 for what is unknown."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    text = TextColumn(f"{{task.description}} {{task.completed:,.0f}} {unit}")
    with Progress(text, BarColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=None)
        yield lambda done, whole: progress.update(task, completed=done, total=whole or None)


def _tell_added(added: Added, *, as_json: bool) -> None:
    from dataclasses import asdict

    if as_json:
        print_json(asdict(added))
    typer.echo(f"added {added.places:,} places from {added.name} ({added.format}, {added.rows:,} rows)", err=True)
    if added.bad:
        typer.echo(f"  {added.bad:,} rows not used:", err=True)
    for reason in added.reasons:
        typer.echo(f"    {reason}", err=True)


def _show_candidates(candidates: tuple[Candidate, ...], name: str) -> None:
    from whoholds.gazetteer.explaining import why_found

    for candidate in candidates:
        place = candidate.place
        where = ", ".join(part for part in (place.admin1, place.country) if part)
        people = f", {place.population:,} people" if place.population else ""
        typer.echo(f"{place.name}  {place.kind}, {where}  {place.lat:.3f} {place.lon:.3f}{people}  {place.id}")
        typer.echo(f"    {why_found(candidate, name)}")


def _candidate_json(candidate: Candidate, why: str) -> dict[str, Any]:
    from dataclasses import asdict

    place = asdict(candidate.place)
    return place | {"matched": candidate.matched, "how": candidate.how, "source": candidate.source, "why": why}
