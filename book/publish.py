"""Finished editions to files: all of them or none. In: paths and bytes. Out: files in their places.

Every edition is first written beside its place, then all are renamed; a failure before that leaves the previous
editions as they were. One build of a book runs at a time.
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from book.errors import Busy, Lacking
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def publish(editions: Mapping[Path, bytes]) -> None:
    """Write all editions. Raises `Lacking` when a folder is not writable or the disk is full: then none is written."""
    written: list[tuple[str, Path]] = []
    try:
        for path, data in editions.items():
            written.append((_write_beside(path, data), path))
        for name, path in written:
            os.replace(name, path)  # noqa: PTH105 - both are strings or paths already, and it is one system call
    except OSError as error:
        place = str(error.filename2 or error.filename or "")
        raise Lacking(_problem(error, place)) from error
    finally:
        for name, _ in written:
            Path(name).unlink(missing_ok=True)


def _write_beside(path: Path, data: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder", str(path))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)  # mkstemp makes private files; an edition is as readable as any other
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return name


def _problem(error: OSError, place: str) -> Problem:
    hints = {
        errno.ENOSPC: "free some space",
        errno.EACCES: "choose a folder you may write to, with -o",
        errno.EPERM: "choose a folder you may write to, with -o",
        errno.EROFS: "choose a folder you may write to, with -o",
        errno.EISDIR: "name a file, with -o",
        errno.ENOTDIR: "choose another folder, with -o",
    }
    reason = (error.strerror or str(error)).lower()
    return Problem("cannot-write", "error", place, f"cannot be written: {reason}", hints.get(error.errno or 0, ""))


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a book's folder. Raises `Busy` when another build holds it.

    Where the folder cannot be written to, nothing is cached there and there is nothing to guard.
    """
    try:
        import fcntl  # noqa: PLC0415 - POSIX only
    except ImportError:  # pragma: no cover - not on POSIX
        yield
        return
    lock = folder / ".book" / "lock"
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("a")
    except OSError:
        yield
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            hint = "wait for it to end, or build in another folder"
            raise Busy(Problem("busy", "error", str(folder), "another build of this book is running", hint)) from error
        yield
