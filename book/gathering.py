"""A series brought into a folder. In: web addresses, files and folders. Out: their copies, with where they came from.

Pages of the web are fetched, with the pictures their articles show; sources on disk are copied, each file whole. A
folder that was collected is a source like any other: its `collected.json` tells the addresses of its files.
"""

from __future__ import annotations

import posixpath
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from book import clean, collect, readers, xhtml
from book.collect import provenance
from book.collect.web.client import Client, Manners, Unfetched
from book.collect.web.gather import Found, Gatherer, Wanted
from book.errors import Lacking, Misused, Refused
from book.model import Problem
from book.remember import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.collect import Collection
    from book.model import Article, Removal
    from book.pipeline import Watch
    from book.request import Request


def is_address(source: str | Path) -> bool:
    """Whether a source is on the web."""
    return isinstance(source, str) and urlsplit(source).scheme in {"http", "https"}


@dataclass(frozen=True, slots=True)
class Brought:
    """What a collecting brought."""

    files: tuple[str, ...]  # names in the folder
    problems: tuple[Problem, ...]


def find(sources: Sequence[str], manners: Manners, wanted: Wanted, folder: Path) -> tuple[Found, ...]:
    """The instalments that web addresses lead to, in order; nothing is written. Raises `Refused` if one fails."""
    gatherer = Gatherer(folder, Client(manners))
    return tuple(found for source in sources for found in _find(gatherer, source, wanted))


def _find(gatherer: Gatherer, source: str, wanted: Wanted) -> tuple[Found, ...]:
    try:
        return gatherer.find(source, wanted)
    except Unfetched as error:
        raise Refused(Problem("unfetched", "error", source, str(error), error.hint)) from error


def bring(sources: Sequence[str], folder: Path, manners: Manners, wanted: Wanted, watch: Watch) -> Brought:
    """Bring sources into a folder.

    Raises `Misused` where one does not exist, `Refused` where an address leads nowhere, `Lacking` where the folder
    cannot be written to. What was brought before any of these stays, and the next run goes on from there.
    """
    gatherer = Gatherer(folder, Client(manners))
    found = [entry for source in sources if is_address(source) for entry in _find(gatherer, source, wanted)]
    files: list[str] = []
    if found:
        gathered = gatherer.collect(found, lambda done, total, what: watch("fetch", done, total, what))
        files += [record.file for record in gathered.records]
        gatherer.pictures(_pictures(folder), lambda done, total, what: watch("pictures", done, total, what))
    local = [source for source in sources if not is_address(source)]
    if local:
        collection = collect.collect(local, base=Path.cwd())
        files += _copy(collection, folder)
        gatherer.problems += collection.problems
    return Brought(tuple(sorted(files)), tuple(gatherer.problems))


@dataclass(frozen=True, slots=True)
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
        brought = bring([source], folder, Manners(), Wanted(), watch)
        problems += brought.problems
        sources.append(str(folder.resolve()))
    return Fetched(replace(request, sources=tuple(sources)), tuple(problems))


def removals(folder: Path) -> tuple[Removal, ...]:
    """What cleaning takes out of a folder's articles, each with its reason."""
    return tuple(removal for article in _articles(folder) for removal in article.removals)


def _articles(folder: Path) -> tuple[Article, ...]:
    collection = collect.collect([folder.resolve()], base=folder)
    documents = [document for snapshot in collection.snapshots for document in readers.read(snapshot).documents]
    return clean.clean(documents).articles


def _pictures(folder: Path) -> tuple[str, ...]:
    """The addresses of the pictures that the articles of a folder show, each once."""
    records = provenance.load(folder)
    addresses = {record.file: record.address for record in records.values()}
    wanted: dict[str, None] = {}
    for article in _articles(folder):
        base = article.address or addresses.get(article.source, "")
        for image in xhtml.parse(article.body).iter("img"):
            target = urljoin(base, image.get("src", ""))
            if is_address(target):
                wanted[target] = None
    return tuple(wanted)


def _copy(collection: Collection, folder: Path) -> list[str]:
    """Copy the snapshots, and the pictures their articles show, to where the articles say they are."""
    documents = [document for snapshot in collection.snapshots for document in readers.read(snapshot).documents]
    find_file = collect.finder(collection, documents)
    wanted = {snapshot.name: snapshot.data for snapshot in collection.snapshots if snapshot.path is not None}
    for article in clean.clean(documents).articles:
        for image in xhtml.parse(article.body).iter("img"):
            source = image.get("src", "")
            place = posixpath.normpath(posixpath.join(posixpath.dirname(article.source), unquote(source)))
            if is_address(source) or place.startswith(("../", "/")) or urlsplit(source).scheme:
                continue
            with suppress(OSError):  # building says what is missing
                wanted[place] = find_file(article.source, source)
    return [_write(folder / name.lstrip("/"), data, folder) for name, data in wanted.items()]


def _write(target: Path, data: bytes, folder: Path) -> str:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Lacking(Problem("cannot-write", "error", str(target), f"cannot be written: {reason}")) from error
    return target.relative_to(folder).as_posix()
