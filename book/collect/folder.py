"""A folder, or an unpacked archive, to snapshots: which of its files are articles, and in what declared order.

In: the files that lie there (`Shelf`). Out: a `Collection`. What is left out is named with its reason; files that no
reader could take for an article (pictures, styles, programs) are not.
"""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from book import media
from book.collect import content, indexpage, names, spine
from book.collect.collection import Collection, placed
from book.collect.order import natural
from book.collect.provenance import NAME as COLLECTED
from book.frozen import frozen
from book.model import LeftOut, Problem, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_PACKAGES = (".opf",)
# Exports keep what they know of their pages in a table beside them: Substack's `posts.csv`, Buttondown's `emails.csv`.
_KEYS = ("post_id", "slug", "file", "filename", "id")  # columns that name a page
_DATED = ("post_date", "publish_date", "published_at", "date")
_TOLD = media.HTML | media.MARKDOWN
_BEGINNING = 200_000  # bytes of JSON looked at
_ENTRY = re.compile(rb'"(?:title|headline|subject|home_page_url)"\s*:')
_BODY = re.compile(rb'"(?:content|html|content_html|content_text|mobiledoc|lexical|body|data)"\s*:')
# Kinds that hold one article each.
_ONE = frozenset(["markdown", "html", "text", "aozora", "mhtml", "webarchive", "docx", "odt"])
_REASONS = {
    "feed": "a feed of the site",
    "epub": "a finished book",
    "json": "data of the site",
    "csv": "data of the site",
}


class Shelf(Protocol):
    """Files by name, wherever they lie."""

    @property
    def names(self) -> tuple[str, ...]:
        """POSIX paths below the folder."""

    @property
    def root(self) -> Path | None:
        """The folder that may be read into; None for an archive."""

    def read(self, name: str) -> bytes | Problem:
        """The bytes of a file."""

    def path(self, name: str) -> Path | None:
        """Where it lies, if it is a file of its own."""


@frozen
class _Read:
    """The files of a shelf that may be articles, read."""

    data: Mapping[str, bytes]
    left_out: list[LeftOut]
    problems: list[Problem]


def collect(shelf: Shelf) -> Collection:
    """The articles of a shelf in natural order."""
    read = _read(shelf)
    facts, table = _table(shelf)
    order = table or _spine(shelf)
    kept = _recorded(shelf)
    articles = _leave_out_containers(read, _leave_out_listings(read, (*order, *kept)), kept)
    order = order or _index(shelf, read, articles)
    if any(name.endswith(_PACKAGES) for name in shelf.names) and order:
        articles = _only(articles, order, read.left_out, "not in the spine of the package")
    snapshots = [
        Snapshot(name, read.data[name], path=shelf.path(name), root=shelf.root, facts=facts.get(name, {}))
        for name in sorted(articles, key=natural)
    ]
    return Collection(placed(snapshots, order), tuple(read.left_out), tuple(read.problems))


def _read(shelf: Shelf) -> _Read:
    """Read what names let be an article. What a person has collected is one, whatever it is called."""
    read = _Read({}, [], [])
    kept = _recorded(shelf)
    project = "book.toml" in shelf.names
    articles: dict[str, bytes] = {}
    for name in sorted(shelf.names, key=natural):
        path = PurePosixPath(name)
        if media.suffix(name) not in media.READABLE and not names.no_article(PurePosixPath(path.name), project=False):
            if media.suffix(name) in media.UNREADABLE:
                read.left_out.append(LeftOut(name, f"{media.UNREADABLE[media.suffix(name)]}, which cannot be read"))
            continue
        if name not in kept and (reason := names.no_article(path, project=project)):
            read.left_out.append(LeftOut(name, reason))
            continue
        data = shelf.read(name)
        if isinstance(data, Problem):
            read.problems.append(data)
        elif not data.strip():
            read.left_out.append(LeftOut(name, "empty"))
            read.problems.append(Problem("empty", "warning", name, "is empty", "fill it or delete it"))
        elif name not in kept and content.template(name, data):
            read.left_out.append(LeftOut(name, "a template of the site"))
        else:
            articles[name] = data
    return _Read(articles, read.left_out, read.problems)


def _leave_out_listings(read: _Read, order: Iterable[str]) -> list[str]:
    kept = []
    known = set(read.data)
    stems = {str(PurePosixPath(name).with_suffix("")) for name in known}

    def is_neighbour(path: str) -> bool:
        return path in known or str(PurePosixPath(path).with_suffix("")) in stems or f"{path}/index" in stems

    listed = set(order)
    marked = any(content.marks_entry(data) for name, data in read.data.items() if media.suffix(name) in media.HTML)
    for name, data in read.data.items():
        if marked and name not in listed and media.suffix(name) in media.HTML and content.marks_other(data):
            read.left_out.append(LeftOut(name, "about the author, not of the series"))
        elif name not in listed and content.neighbours(name, data, is_neighbour):
            read.left_out.append(LeftOut(name, "a listing of articles"))
        else:
            kept.append(name)
    # A page that only points to others is an article where there is nothing else.
    return kept or list(read.data)


def _recorded(shelf: Shelf) -> frozenset[str]:
    """The files of a folder that `book collect` has brought as articles."""
    data = shelf.read(COLLECTED) if COLLECTED in shelf.names else b""
    try:
        entries = json.loads(data)["collected"] if isinstance(data, bytes) and data else []
        return frozenset(entry["file"] for entry in entries if entry.get("role", "article") in ("article", "page"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return frozenset()  # reading the records says what is wrong with them


def _leave_out_containers(read: _Read, articles: list[str], collected: frozenset[str]) -> list[str]:
    """Feeds, data and finished books are sources where they stand alone, and by-products beside articles."""
    kinds = {name: media.kind(name, read.data[name]) for name in articles}
    beside = any(kind in _ONE for kind in kinds.values())
    kept = []
    for name, kind in kinds.items():
        reason = _REASONS.get(kind, "") if beside and name not in collected else ""
        if not kind and media.suffix(name) in media.DATA:
            reason = "data of the site"
        if kind == "json" and not exported(read.data[name]):
            reason = "data of the site"
        elif kind == "json":
            reason = ""
        if reason:
            read.left_out.append(LeftOut(name, reason))
        else:
            kept.append(name)
    return kept


def exported(data: bytes) -> bool:
    """Whether a JSON file holds articles: somewhere in its beginning an entry has a title and a text."""
    return _ENTRY.search(data[:_BEGINNING]) is not None and _BODY.search(data[:_BEGINNING]) is not None


def _spine(shelf: Shelf) -> tuple[str, ...]:
    """The order a package or a `SUMMARY.md` in the folder declares."""
    for name in sorted(shelf.names, key=natural):
        stem = PurePosixPath(name).name
        if name.endswith(_PACKAGES) or stem == "SUMMARY.md":
            data = shelf.read(name)
            order = (
                ()
                if isinstance(data, Problem)
                else (spine.summary if stem == "SUMMARY.md" else spine.spine)(data, name)
            )
            if order:
                return order
    return ()


def _index(shelf: Shelf, read: _Read, articles: list[str]) -> tuple[str, ...]:
    """The order that an index page declares: a listing among the files, or a README that lists the chapters."""
    pages = {name: data for name, data in read.data.items() if name not in articles}
    for name in sorted(set(shelf.names) - set(read.data), key=natural):
        if names.may_list(PurePosixPath(name)):
            data = shelf.read(name)
            if not isinstance(data, Problem):
                pages[name] = data
    return indexpage.order(pages, indexpage.Beside(articles), len(articles))


def _only(articles: list[str], order: tuple[str, ...], left_out: list[LeftOut], reason: str) -> list[str]:
    listed = set(order)
    left_out.extend(LeftOut(name, reason) for name in articles if name not in listed)
    return [name for name in articles if name in listed]


def _table(shelf: Shelf) -> tuple[dict[str, dict[str, str]], tuple[str, ...]]:
    """What a table of posts says of each page beside it, and their order, oldest first."""
    pages = {PurePosixPath(name).stem: name for name in shelf.names if media.suffix(name) in _TOLD}
    best: dict[str, dict[str, str]] = {}
    for name in shelf.names:
        if media.suffix(name) in media.TABLES and len(found := _rows(shelf.read(name), pages)) > len(best):
            best = found
    if 2 * len(best) < len(pages):
        return {}, ()
    dated = sorted(best, key=lambda name: (next((best[name][key] for key in _DATED if best[name].get(key)), ""),
                                           natural(name)))  # fmt: skip
    return best, tuple(dated)


def _rows(data: bytes | Problem, pages: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The facts of each page that a row names."""
    if isinstance(data, Problem):
        return {}
    facts: dict[str, dict[str, str]] = {}
    # Substack names its pages "123401.plain-text.html" and the row "123401.plain-text", or the number alone.
    numbers = {stem.split(".")[0]: name for stem, name in pages.items()}
    try:
        for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig", "replace"), newline="")):
            told = {str(name).lower(): value for name, value in row.items() if name and isinstance(value, str)}
            keys = [told[key] for key in _KEYS if told.get(key)]
            page = next((known[key] for known in (pages, numbers) for key in keys if key in known), None)
            if page:
                facts[page] = told | ({} if told.get("title") else {"title": told.get("subject", "")})
    except csv.Error:
        return {}
    return facts
