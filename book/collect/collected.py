"""Folders that were collected from the web. In: a collection. Out: the same, with addresses; and a finder by address.

`collected.json` says where each file of its folder came from: an article learns its address and what the server said
of it, and a picture that an article names by its address is found among the files.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from book.collect import provenance
from book.collect.files import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from book.collect.collection import Collection
    from book.collect.provenance import Record
    from book.model import Document, Finder, Snapshot

_UP = 6  # folders around a file in which its record is looked for


def told(collection: Collection) -> Collection:
    """The collection, its snapshots told where they came from. Raises `Misused` for a damaged record."""
    known = _Known()
    snapshots = []
    pages: list[tuple[str, int, str, str]] = []
    for snapshot in collection.snapshots:
        record, folder = known.of(snapshot)
        if record is not None and folder is not None:
            if record.role == "page":
                first = snapshot.name[: len(snapshot.name) - len(record.file)] + record.continues
                pages.append((first, record.position or 0, snapshot.name, first))
            snapshot = replace(  # noqa: PLW2901 - the same snapshot, knowing more
                snapshot,
                address=snapshot.address or record.address,
                charset=snapshot.charset or record.charset,
                collected=snapshot.collected or record.collected,
                position=record.position
                if snapshot.position is None and record.role == "article"
                else snapshot.position,
                facts=snapshot.facts or record.facts,
            )
        snapshots.append(snapshot)
    continues = {name: first for _, _, name, first in sorted(pages)}
    return replace(collection, snapshots=tuple(snapshots), continues={**collection.continues, **continues})


class _Known:
    """The records of folders, each read once."""

    def __init__(self) -> None:
        self._folders: dict[Path, dict[str, Record]] = {}
        self._around: dict[tuple[Path, Path | None], list[Path]] = {}

    def of(self, snapshot: Snapshot) -> tuple[Record | None, Path | None]:
        """The record of a snapshot's file and the folder it lies in: the file's own or one around it."""
        if snapshot.path is None:
            return None, None
        place = snapshot.path.parent, snapshot.root
        if place not in self._around:
            self._around[place] = [*self._recorded(*place)]
        for folder in self._around[place]:
            if record := self._folders[folder].get(snapshot.path.relative_to(folder).as_posix()):
                return record, folder
        return None, None

    def _recorded(self, place: Path, root: Path | None) -> Iterator[Path]:
        """A folder and those around it, as far as the root, that have a record."""
        for folder in [place, *place.parents][:_UP]:
            if folder not in self._folders:
                self._folders[folder] = {record.file: record for record in provenance.load(folder).values()}
            if self._folders[folder]:
                yield folder
            if folder == root:
                break


class CollectedFinder:
    """Finds by address what was collected, where another finder finds nothing."""

    def __init__(self, local: Finder, collection: Collection, documents: Sequence[Document]) -> None:
        """`local` is asked first."""
        self._local = local
        self._records = _records(collection)
        self._folders = {snapshot.name: snapshot.path.parent for snapshot in collection.snapshots if snapshot.path}
        own = {snapshot.name: snapshot.address for snapshot in collection.snapshots}
        self._addresses = {
            document.source: own.get(document.source.partition("#")[0], "") or document.address
            for document in documents
        }

    def __call__(self, source: str, href: str) -> bytes:
        """The bytes. Raises `FileNotFoundError` and `PermissionError` as the other finder does."""
        try:
            return self._local(source, href)
        except FileNotFoundError:
            folder = self._folders.get(source.partition("#")[0])
            record = (
                self._records.get(folder, {}).get(urljoin(self._addresses.get(source, ""), href)) if folder else None
            )
            # A name with a folder in it was not written by us.
            if folder is None or record is None or "/" in record.file or "\\" in record.file:
                raise
            with (folder / record.file).open("rb") as file:
                return file.read(LARGEST)


def _records(collection: Collection) -> dict[Path, dict[str, Record]]:
    folders = {snapshot.path.parent for snapshot in collection.snapshots if snapshot.path}
    return {folder: provenance.load(folder) for folder in sorted(folders)}
