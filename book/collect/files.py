"""Read a file that may not be what it seems. In: a path. Out: its bytes, or a problem.

No file is read outside the root, whatever a link in the file system says; no device, pipe or endless file is opened.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from book.model import Problem

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 512_000_000  # bytes of one source: an export with its pictures


def read(path: Path, root: Path, where: str) -> bytes | Problem:
    """The bytes of a regular file below `root`, or why not. `where` names it in the problem."""
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(root):
            hint = f"copy what it points to into {root.name or root}"
            return Problem("outside", "error", where, "is a link to a file outside the folder", hint)
        status = os.lstat(real)
        if stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST:
            return real.read_bytes()
        status = real.stat()  # what is not opened is asked about, so that it is among what a build has read
        if not stat.S_ISREG(status.st_mode):
            return Problem("unreadable", "error", where, "is no file", "leave it out")
        return Problem(
            "too-large", "error", where, f"has {status.st_size:,} bytes; at most {LARGEST:,} are read", "split it"
        )
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Problem(
            "unreadable", "error", where, f"cannot be read: {reason}", "see its permissions, or leave it out"
        )
