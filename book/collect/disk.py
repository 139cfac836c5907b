"""The files of a folder on disk, as a shelf. In: a folder. Out: names, bytes, and the root they may reach into."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

from book.collect.files import read
from book.collect.names import UNSEEN, UNWRITABLE
from book.collect.roots import root_of
from book.model import Problem

MOST = 200_000  # files of one folder; more is a disk, not a series


class Disk:
    """A folder."""

    def __init__(self, folder: Path) -> None:
        """`folder` exists."""
        self._folder = folder
        self.root: Path | None = root_of(folder.resolve())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The files below it, hidden ones and those of tools aside. Links to folders are not followed."""
        return tuple(name for name in self._found if _writable(name))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """A line for each file whose name no book could hold."""
        return tuple(
            Problem(
                "name",
                "error",
                UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", name),
                "has a name that is no UTF-8 or has control characters",
                "rename it",
            )
            for name in self._found
            if not _writable(name)
        )

    @cached_property
    def _found(self) -> tuple[str, ...]:
        found: list[str] = []
        for place, folders, files in os.walk(self._folder, onerror=None):
            folders[:] = sorted(name for name in folders if _seen(name))
            below = Path(place).relative_to(self._folder)
            found.extend((below / name).as_posix() for name in sorted(files) if _seen(name))
            if len(found) > MOST:
                break
        return tuple(found)

    def read(self, name: str) -> bytes | Problem:
        """The bytes of a file below the folder."""
        return read(self._folder / name, self.root or self._folder, name)

    def path(self, name: str) -> Path | None:
        """Where it lies."""
        return self._folder / name


def _writable(name: str) -> bool:
    """Whether a name can stand in a book and on a line: what the file system has in no encoding comes as surrogates."""
    return not UNWRITABLE.search(name)


def _seen(name: str) -> bool:
    return not name.startswith(".") and name not in UNSEEN
