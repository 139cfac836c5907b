"""A series brought into a folder. In: web addresses, files and folders. Out: their copies, with where they came from.

Pages of the web are fetched, with the pictures their articles show; sources on disk are copied (`local`); of feeds and
exports, wherever they are, each entry becomes a file (`entries`). A folder that was collected is a source like any
other: its `collected.json` tells where its files are from and what was said of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from book import clean, collect, readers, xhtml
from book.collect.web.client import Client, Manners, Unfetched
from book.collect.web.gather import Found, Gatherer, Wanted
from book.errors import Lacking, Misused, Refused
from book.frozen import frozen
from book.gathering.entries import feed_reader
from book.gathering.local import local
from book.model import Problem
from book.remember import digest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from book.collect import Collection
    from book.model import Article, Document, Finder, Removal
    from book.pipeline import Watch
    from book.request import Request


def is_address(source: str | Path) -> bool:
    """Whether a source is on the web."""
    return isinstance(source, str) and urlsplit(source).scheme in {"http", "https"}


@frozen
class Brought:
    """What a collecting brought."""

    files: tuple[str, ...]  # names in the folder, in the order in which they were found
    problems: tuple[Problem, ...]


@frozen
class Listed:
    """What would be collected."""

    found: tuple[Found, ...]
    problems: tuple[Problem, ...]


def find(sources: Sequence[str], manners: Manners, wanted: Wanted, folder: Path) -> Listed:
    """The instalments that sources hold or lead to, in order; nothing is written.

    Raises `Refused` where an address leads nowhere, `Misused` where a file does not exist.
    """
    gatherer = _gatherer(folder, manners, wanted)
    held = local([source for source in sources if not is_address(source)], wanted)
    found = [entry for source in sources if is_address(source) for entry in _find(gatherer, source, wanted)]
    return Listed((*found, *held.found), (*held.problems, *gatherer.problems))


def _gatherer(folder: Path, manners: Manners, wanted: Wanted) -> Gatherer:
    return Gatherer(folder, Client(manners), read_feed=feed_reader(wanted))


def _find(gatherer: Gatherer, source: str, wanted: Wanted) -> tuple[Found, ...]:
    try:
        return gatherer.find(source, wanted)
    except Unfetched as error:
        raise Refused(*gatherer.problems, Problem("unfetched", "error", source, str(error), error.hint)) from error


def bring(sources: Sequence[str], folder: Path, manners: Manners, wanted: Wanted, watch: Watch) -> Brought:
    """Bring sources into a folder.

    Raises `Misused` where one does not exist, `Refused` where an address leads nowhere, `Lacking` where the folder
    cannot be written to. What was brought before any of these stays, and the next run goes on from there.
    """
    gatherer = _gatherer(folder, manners, wanted)
    held = local([source for source in sources if not is_address(source)], wanted)
    found = [entry for source in sources if is_address(source) for entry in _find(gatherer, source, wanted)]
    found = _numbered([*found, *held.entries])
    files = [_write(folder / name, data, folder) for name, data in held.files.items()]
    for name, data in held.pictures.items():
        _write(folder / name, data, folder)
    if held.records:
        gatherer.add(held.records)
    if found:
        gathered = gatherer.collect(found, lambda done, total, what: watch("fetch", done, total, what), wanted)
        files += [record.file for record in gathered.records if (folder / record.file).is_file()]
    if files:
        gatherer.pictures(_pictures(folder), lambda done, total, what: watch("pictures", done, total, what))
    problems = (*held.problems, *gatherer.problems)
    if not files:
        nothing = Problem("nothing-collected", "error", ", ".join(sources), "nothing was collected", _NOTHING)
        raise Refused(*problems, nothing)
    return Brought(tuple(dict.fromkeys(files)), problems)


_NOTHING = "see what --list shows, and the filters"


def _numbered(found: Sequence[Found]) -> list[Found]:
    """Places over all sources, in the order in which they were named."""
    return [entry if entry.position is None else replace(entry, position=at) for at, entry in enumerate(found)]


@frozen
class Fetched:
    """A request whose sources all lie on disk."""

    request: Request
    problems: tuple[Problem, ...] = ()


def fetched(request: Request, watch: Watch, *, offline: bool = False) -> Fetched:
    """Collect what a request names on the web into `.book/collected`, and name the folder instead.

    Raises as `bring` does; `Misused` where the network may not be reached.
    """
    web = [source for source in request.sources if is_address(source)]
    if not web:
        return Fetched(request)
    if offline:
        raise Misused.of(
            Problem("offline", "error", source, "is on the web, and --offline forbids it", "collect it before")
            for source in web
        )
    problems: list[Problem] = []
    sources = []
    for source in request.sources:
        if not is_address(source):
            sources.append(source)
            continue
        folder = request.folder / ".book" / "collected" / digest(source)[:16]
        of_series = request.settings.series
        wanted = Wanted(categories=of_series.categories, tags=of_series.tags)
        brought = bring([source], folder, Manners(), wanted, watch)
        problems += brought.problems
        sources.append(str(folder.resolve()))
    return Fetched(replace(request, sources=tuple(sources)), tuple(problems))


def removals(folder: Path) -> tuple[Removal, ...]:
    """What cleaning takes out of a folder's articles, each with its reason."""
    return tuple(removal for article in _read(folder)[2] for removal in article.removals)


def _read(folder: Path) -> tuple[Collection, list[Document], tuple[Article, ...]]:
    collection = collect.collect([folder.resolve()], base=folder)
    documents = [document for snapshot in collection.snapshots for document in readers.read(snapshot).documents]
    return collection, documents, clean.clean(documents).articles


def _pictures(folder: Path) -> tuple[str, ...]:
    """The addresses of the pictures that the articles of a folder show and that are not in it, each once."""
    collection, documents, articles = _read(folder)
    find_file = collect.finder(collection, documents)
    bases = {document.source: document.meta.get("base", "") for document in documents}
    known = {snapshot.name: snapshot.address for snapshot in collection.snapshots}
    wanted: dict[str, None] = {}
    for article in articles:
        base = bases.get(article.source) or known.get(article.source) or article.address
        for image in xhtml.parse(article.body).iter("img"):
            target = _resolved(base, image.get("src", ""))
            if target and not _is_there(find_file, article.source, image.get("src", "")):
                wanted[target] = None
    return tuple(wanted)


def _resolved(base: str, source: str) -> str:
    try:
        target = urljoin(base, source)
        return target if is_address(target) else ""
    except ValueError:
        return ""


def _is_there(find_file: Finder, source: str, href: str) -> bool:
    try:
        find_file(source, href)
    except OSError:
        return False
    return True


def _write(target: Path, data: bytes, folder: Path) -> str:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Lacking(Problem("cannot-write", "error", str(target), f"cannot be written: {reason}")) from error
    return target.relative_to(folder).as_posix()
