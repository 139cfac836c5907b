"""What a build reads, told by the interpreter. In: a build that runs. Out: each path it saw, with a fingerprint.

CPython announces every file that is opened and every folder that is listed (audit events, PEP 578), so that nothing a
build depends on has to be listed by hand and nothing can be forgotten. It does not announce questions ("is there a
`book.toml`?"); `os.stat` is made to, while a build is watched. What lies in the installation is not recorded: the
fingerprint of the compiler stands for it (`book.remember.engine`).
"""

from __future__ import annotations

import os
import stat
import sys
import threading
from contextlib import contextmanager
from hashlib import file_digest, sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FILE, FOLDER = "file", "folder"  # how a path was seen: asked about or opened; listed
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
# The library, what is installed beside it, this program, and what is no file.
_INSTALLED = (
    os.path.dirname(os.__file__),  # noqa: PTH120 - as the interpreter writes it
    *(path for path in sys.path if path.endswith(("site-packages", "dist-packages"))),
    os.path.dirname(__file__),  # noqa: PTH120 - the same
    *filter(None, [sys.pycache_prefix]),
    "/proc",
    "/sys",
    "/dev",
)
_stat = os.stat


class Reads:
    """The paths that this process sees while it is watched. One a process: a hook cannot be removed."""

    def __init__(self) -> None:
        """Nothing has been seen."""
        self.seen: dict[tuple[str, str], str] = {}
        self.steady = True  # nothing changed while it was read, and nothing came from a network
        self._skipped: tuple[str, ...] = ()
        self._watching = False
        self._hooked = False
        self._own = threading.local()  # whether a thread is looking at a path on behalf of this object

    @contextmanager
    def watched(self, *skipped: Path) -> Iterator[None]:
        """Watch this process for a while. What lies below `skipped` is the build's own: its cache.

        A module may keep what it saw from one build of a process to the next only if it asks for its files again.
        """
        self._skipped = tuple(os.fspath(path.absolute()) + os.sep for path in skipped)
        self.steady = True
        self.seen = {}
        if not self._hooked:
            sys.addaudithook(self._hear)
            self._hooked = True
        os.stat = self._asked  # told, then asked
        self._watching = True
        try:
            yield
        finally:
            self._watching = False
            os.stat = _stat

    def _asked(self, path: Any, *more: Any, **named: Any) -> os.stat_result:  # noqa: ANN401 - whatever os.stat takes
        if self._watching:
            self._note(FILE, path)
        return _stat(path, *more, **named)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._watching:
            return
        if event == "open":
            path, mode, flags = arguments
            if not (set(mode or "") & set("wax+") or (mode is None and flags & _WRITING)):
                self._note(FILE, path)
        elif event in ("os.scandir", "os.listdir") and not _importing():
            self._note(FOLDER, arguments[0] if arguments[0] is not None else ".")
        elif event == "socket.connect" and isinstance(arguments[1], tuple):
            self.steady = False

    def _note(self, how: str, path: object) -> None:
        if not isinstance(path, (str, bytes, os.PathLike)) or getattr(self._own, "looking", False):
            return
        self._own.looking = True
        try:
            place = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - a link stays the link it is
            if not f"{place}{os.sep}".startswith(self._skipped) and not _installed(place):
                self._keep((how, place), look(how, place))
        except (OSError, ValueError):
            self.steady = False
        finally:
            self._own.looking = False

    def _keep(self, key: tuple[str, str], mark: str) -> None:
        if self.seen.setdefault(key, mark) != mark:
            self.steady = False


def _importing() -> bool:
    """Whether it is Python that lists a folder, in search of a module: which are there, `engine` knows."""
    return sys._getframe(2).f_code.co_filename.startswith("<frozen importlib")  # noqa: SLF001 - documented, and cheap


def _installed(place: str) -> bool:
    return any(place == folder or place.startswith(folder + os.sep) for folder in _INSTALLED)


def look(how: str, place: str) -> str:
    """A fingerprint of what is at a path: a file's bytes, a folder's names and sizes, or that there is nothing."""
    try:
        if how == FOLDER:
            return _listing(place)
        status = _stat(place)
        if not stat.S_ISREG(status.st_mode):
            return f"kind {stat.S_IFMT(status.st_mode):o}"
        with open(place, "rb") as file:  # noqa: PTH123 - a path as the build wrote it
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"error {error.errno}"


def _listing(place: str) -> str:
    total = sha256()
    with os.scandir(place) as entries:
        for entry in sorted(entries, key=_name):
            target = os.readlink(entry.path) if entry.is_symlink() else ""  # noqa: PTH115 - no path object is wanted
            size = "" if entry.is_dir() else str(_size(entry))
            total.update(f"{entry.name}\0{target}\0{size}\0".encode(errors="surrogateescape"))
    return total.hexdigest()


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_size
    except OSError:  # a link to nothing
        return -1


def unchanged(seen: Mapping[tuple[str, str], str]) -> bool:
    """Whether every path is as it was."""
    return all(look(how, place) == mark for (how, place), mark in seen.items())


READS = Reads()
