"""Sources on disk into a folder. In: paths and filters. Out: what to write, and what entries hold to be collected.

Pages and texts are copied whole, with the pictures their articles show; of feeds and exports each entry becomes a file.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from book import clean, collect, media, readers, xhtml
from book.collect.provenance import Record
from book.collect.web.wanted import Found
from book.frozen import frozen
from book.gathering.entries import HELD, found_of
from book.model import Problem
from book.readers.chosen import choose, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from book.collect.web.wanted import Wanted
    from book.model import Document, Finder, LeftOut, Reading, Snapshot

_PACKED = re.compile(r"\.(?:zip|tar(?:\.\w+)?|tgz|tbz2|txz)(?=/)", re.IGNORECASE)


@frozen
class Local:
    """What sources on disk give."""

    entries: tuple[Found, ...] = ()  # of feeds and exports
    files: Mapping[str, bytes] = field(default_factory=dict)  # articles: name in the folder -> bytes
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # that they show, likewise
    records: Mapping[str, Record] = field(default_factory=dict)  # of files about which something else says more
    found: tuple[Found, ...] = ()  # the entries and the files that are articles, in their order
    problems: tuple[Problem, ...] = ()


def local(sources: Sequence[str], wanted: Wanted) -> Local:
    """Read sources on disk. Raises `Misused` where one does not exist."""
    if not sources:
        return Local()
    collection = collect.collect(sources, base=Path.cwd())
    full = [readers.read(snapshot) for snapshot in collection.snapshots]
    readings = [choose(reading, wanted.categories, wanted.tags) for reading in full]
    every = [document for reading in full for document in reading.documents]
    problems = [*collection.problems, *unknown(every, wanted.categories, wanted.tags)]
    chosen: list[tuple[Found, Snapshot, Reading]] = []
    whole_files = list(collection.left_out)
    for snapshot, reading in zip(collection.snapshots, readings, strict=True):
        held = media.kind(snapshot.name, snapshot.data, snapshot.media_type) in HELD
        problems += [problem for problem in reading.problems if problem.code != "feed-summary"]
        if held:
            problems += _counted(snapshot.name, reading.left_out)
        else:
            whole_files += reading.left_out
        chosen += [
            (found_of(document) if held else _whole(snapshot, document), snapshot, reading)
            for document in (reading.documents if held else reading.documents[:1])
        ]
    kept = [one for one in chosen if wanted(one[0])]
    kept = kept[: wanted.limit] if wanted.limit else kept
    whole = [(snapshot, reading) for found, snapshot, reading in kept if found.content is None]
    find_file = collect.finder(collection, every)
    files: dict[str, bytes] = {}
    pictures: dict[str, bytes] = {}
    records: dict[str, Record] = {}
    for snapshot, reading in whole:
        name = _place(snapshot.name)
        files[name] = snapshot.data
        pictures |= _shown(reading.documents, find_file)
        if snapshot.facts or snapshot.position is not None:
            records[name] = Record(
                name, snapshot.address, asked=name, position=snapshot.position, facts=dict(snapshot.facts)
            )
    return Local(
        tuple(found for found, _, _ in kept if found.content is not None),
        files,
        pictures,
        records,
        tuple(found for found, _, _ in kept),
        (*problems, *_counted("", whole_files)),
    )


def _whole(snapshot: Snapshot, document: Document) -> Found:
    return Found(snapshot.name, document.title, position=snapshot.position, date=document.date)


def _shown(documents: Iterable[Document], find_file: Finder) -> dict[str, bytes]:
    """The pictures that articles show, at the places where the articles look for them."""
    found: dict[str, bytes] = {}
    for article in clean.clean(list(documents)).articles:
        if "#" in article.source:  # a chapter of a book, whose pictures lie in it
            continue
        for image in xhtml.parse(article.body).iter("img"):
            source = image.get("src", "")
            place = posixpath.normpath(posixpath.join(posixpath.dirname(article.source), unquote(source)))
            if place.startswith(("../", "/")) or urlsplit(source).scheme:
                continue
            with suppress(OSError):  # building says what is missing
                found[_place(place)] = find_file(article.source, source)
    return found


def _place(name: str) -> str:
    """Where a file lies in the folder: what was in `x.zip` lies in `x`."""
    return _PACKED.sub("", name).lstrip("/")


def _counted(where: str, left_out: Sequence[LeftOut]) -> list[Problem]:
    """One line for what was left out, each reason with its number."""
    reasons = Counter(left.reason.partition(": ")[0] for left in left_out)
    if not reasons:
        return []
    said = ", ".join(
        f"{count} {reason}" for reason, count in sorted(reasons.items(), key=lambda pair: (-pair[1], pair))
    )
    what = f"{sum(reasons.values())} left out: {said}"
    return [Problem("left-out", "note", where, what)]
