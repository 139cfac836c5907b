"""Sources to snapshots: what the user names becomes bytes with where they came from.

In: folders, files, patterns and archives. Out: a `Collection`, and the `Finder` for what its articles refer to. A
source that does not exist or is empty is a mistake of the user's (`Misused`); a file among others that cannot be
read is a problem of the collection.
"""

from __future__ import annotations

import os
from dataclasses import replace
from glob import has_magic
from typing import TYPE_CHECKING

from book import media
from book.collect import folder
from book.collect.collected import CollectedFinder, told
from book.collect.collection import Collection, placed, renamed
from book.collect.disk import Disk
from book.collect.encodings import settled
from book.collect.files import read
from book.collect.finder import LocalFinder
from book.collect.order import natural
from book.collect.roots import marked, root_of
from book.errors import Misused
from book.model import Problem, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from book.model import Document, Finder

__all__ = ["Collection", "collect", "finder"]

_DEEPEST = 3  # archives inside archives


def collect(sources: Sequence[str | Path], *, base: Path, charset: str = "") -> Collection:
    """The snapshots of all sources; paths are relative to `base`.

    `charset`: the encoding of files that declare none, where the user knows it. Raises `Misused` with every source
    that does not exist or is empty.
    """
    marked.cache_clear()  # a process may build again after a folder has become a site
    paths = [path for source in sources for path in _expand(source, base)]
    if wrong := [problem for path, name in paths if (problem := _wrong(path, name))]:
        raise Misused.of(wrong)
    parts = [_one(path) for path, _ in paths]
    collection = Collection()
    for part in _distinct(parts, [path for path, _ in paths]):
        collection = collection + part
    collection = _ordered(collection, parts, [path for path, _ in paths])
    if charset:
        snapshots = tuple(replace(item, charset=item.charset or charset) for item in collection.snapshots)
        collection = replace(collection, snapshots=snapshots)
    return settled(told(collection))


def finder(collection: Collection, documents: Sequence[Document]) -> Finder:
    """What finds the files that the documents of a collection refer to."""
    return CollectedFinder(LocalFinder(collection, documents), collection, documents)


def _expand(source: str | Path, base: Path) -> Iterator[tuple[Path, str]]:
    """The paths a source means, with how the user named them: itself, or what a pattern matches."""
    path = base / source
    name = str(source)
    if not os.path.lexists(path) and has_magic(name):
        matches = sorted((match.relative_to(base).as_posix() for match in _matches(name, base)), key=natural)
        yield from ((base / match, match) for match in matches)
        if matches:
            return
    yield path, name


def _matches(pattern: str, base: Path) -> Iterator[Path]:
    """What a pattern below `base` matches; one that is absolute or climbs matches nothing."""
    try:
        yield from base.glob(pattern)
    except (NotImplementedError, ValueError):
        return


def _wrong(path: Path, name: str) -> Problem | None:
    if "://" in name:
        hint = "collect it into a folder first: `book collect ADDRESS -d DIR`"
        return Problem("source-address", "error", name, "is an address on the web", hint)
    if not path.exists():
        hint = "see how it is spelt" if not path.is_symlink() else "it is a link to nothing"
        return Problem("source-missing", "error", name, "does not exist", hint)
    try:
        empty = not any(path.iterdir()) if path.is_dir() else path.is_file() and path.stat().st_size == 0
    except OSError as error:
        return Problem("source-unreadable", "error", name, f"cannot be read: {error.strerror}", "see its permissions")
    return Problem("source-empty", "error", name, "is empty", "name a folder or file with articles") if empty else None


def _one(path: Path) -> Collection:
    if path.is_dir():
        disk = Disk(path)
        return _unpacked(folder.collect(disk), 0) + Collection(problems=disk.problems)
    root = root_of(path.resolve().parent)
    # A file that is named may be a link out of its folder: the user has chosen it.
    data = read(path, path.resolve().parent, path.name)
    if isinstance(data, Problem):
        return Collection(problems=(data,))
    snapshot = Snapshot(path.name, data, path=path, root=root)
    return _unpacked(Collection((snapshot,)), 0)


def _unpacked(collection: Collection, depth: int) -> Collection:
    """The collection with each archive in it replaced by the articles it holds."""
    if not any(_packed(snapshot) for snapshot in collection.snapshots):
        return collection
    result = replace(collection, snapshots=())
    for snapshot in collection.snapshots:
        if not _packed(snapshot):
            result = replace(result, snapshots=(*result.snapshots, snapshot))
        elif depth >= _DEEPEST:
            problem = Problem("archive-deep", "error", snapshot.name, "is an archive in too many archives", "unpack it")
            result = replace(result, problems=(*result.problems, problem))
        else:
            result = result + _archived(snapshot, depth)
    return result


def _packed(snapshot: Snapshot) -> bool:
    name, data = snapshot.name, snapshot.data
    return bool(media.packed(name, data)) and media.kind(name, data) in ("zip", "tar")


def _archived(snapshot: Snapshot, depth: int) -> Collection:
    from book.collect import archive  # noqa: PLC0415 - brings what unpacks tar, zip and four compressions

    unpacked = archive.unpack(snapshot.data, snapshot.name)
    inner = renamed(_unpacked(folder.collect(unpacked), depth + 1), snapshot.name)
    if not inner.snapshots and not unpacked.problems and not inner.problems:
        problem = Problem("archive-empty", "error", snapshot.name, "holds no article", "name another")
        inner = replace(inner, problems=(*inner.problems, problem))
    problems = (*inner.problems, *unpacked.problems)
    return replace(inner, problems=problems, files={**inner.files, snapshot.name: unpacked.files})


def _distinct(parts: Sequence[Collection], paths: Sequence[Path]) -> Iterator[Collection]:
    """The parts with names that clash made longer by their source's: all of a source's or none."""
    counts: dict[str, int] = {}
    for part in parts:
        for snapshot in part.snapshots:
            counts[snapshot.name] = counts.get(snapshot.name, 0) + 1
    taken: set[str] = set()
    for part, path in zip(parts, paths, strict=True):
        if not any(counts[snapshot.name] > 1 for snapshot in part.snapshots):
            yield part
            continue
        holder = path if path.is_dir() else path.parent
        prefix = holder.resolve().name or "root"
        number = 1
        while any(f"{prefix}/{snapshot.name}" in taken for snapshot in part.snapshots):
            number += 1
            prefix = f"{holder.resolve().name}-{number}"
        part = renamed(part, prefix)  # noqa: PLW2901 - the same part under its new name
        taken.update(snapshot.name for snapshot in part.snapshots)
        yield part


def _ordered(collection: Collection, parts: Sequence[Collection], paths: Sequence[Path]) -> Collection:
    """Places for files listed in an order of the user's own; one that a shell's pattern gives says nothing."""
    single = all(path.is_file() for path in paths) and all(len(part.snapshots) <= 1 for part in parts)
    names = [path.as_posix() for path in paths]
    if not single or len(names) < 2 or any(names == sorted(names, key=key) for key in (None, str.casefold, natural)):
        return collection
    order = [snapshot.name for snapshot in collection.snapshots]
    return replace(collection, snapshots=placed(collection.snapshots, order))
