"""A shelf of books, each built by itself. In: a folder of folders. Out: a `Shelved` for each, in order.

A subfolder with a `book.toml` is built as it says; in any other the articles become `build/NAME.epub` and `.pdf`
beside it. Every book has a process of its own: one that fails, hangs or dies leaves the others alone. On a cluster
the files travel to the worker and the editions back.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from concurrent.futures import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING, Any

from book.config import NAME as CONFIG
from book.errors import Misused
from book.frozen import frozen
from book.model import Problem
from book.publish import publish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Executor

DEADLINE = 3600.0  # seconds for one book
LARGEST = 1 << 30  # bytes of one book's sources that are sent to a worker
BUILD = "build"
_OWN = frozenset([BUILD, ".book", ".git", "__pycache__"])  # what we or others made, no sources


@frozen
class Shelved:
    """What became of one book."""

    name: str  # of its subfolder
    paths: tuple[str, ...]  # of the editions, as seen from the shelf
    problems: tuple[Problem, ...]


def books(shelf: Path) -> tuple[Path, ...]:
    """The subfolders that may be books, by name. Raises `Misused` where there is none."""
    folders = [path for path in sorted(shelf.iterdir()) if path.is_dir()] if shelf.is_dir() else []
    found = tuple(
        path for path in folders if path.name not in _OWN and not path.name.startswith(".") and any(path.iterdir())
    )
    if not found:
        problem = Problem("no-book", "error", str(shelf), "no subfolder holds a book", "one subfolder for each book")
        raise Misused(problem)
    return found


def build(shelf: Path, arguments: Sequence[str], executor: Executor | None = None) -> Iterator[Shelved]:
    """Build every book and write its editions, all or none of each. `arguments` are options of `book build`."""
    found = books(shelf)
    if executor is None:
        for folder in found:
            yield run(shelf, folder.name, arguments)
        return
    waiting = [(folder.name, executor.submit(run_sent, folder.name, _files(folder), arguments)) for folder in found]
    for name, future in waiting:
        try:
            shelved, editions = future.result(timeout=DEADLINE * len(found))
        except (Exception, CancelledError) as error:  # noqa: BLE001 - whatever happened to a worker, others go on
            yield _failed(name, f"its worker failed: {type(error).__name__}: {error}")
            continue
        for path in editions:
            (shelf / path).parent.mkdir(parents=True, exist_ok=True)
        publish({shelf / path: data for path, data in editions.items()})
        yield shelved


def run_sent(name: str, files: Mapping[str, bytes], arguments: Sequence[str]) -> tuple[Shelved, dict[str, bytes]]:
    """On a worker: build a book from its files by value, and give the editions by value."""
    with tempfile.TemporaryDirectory(prefix="book-shelf-") as temporary:
        shelf = Path(temporary)
        for path, data in files.items():
            target = shelf / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        shelved = run(shelf, name, ["-j", "1", *arguments])
        return shelved, {path: (shelf / path).read_bytes() for path in shelved.paths}


def run(shelf: Path, name: str, arguments: Sequence[str]) -> Shelved:
    """Build the book in a subfolder of a shelf, in a process of its own."""
    folder = shelf / name
    command = [sys.executable, "-m", "book.cli", "build", "--json", "-q", *arguments]
    if not (folder / CONFIG).is_file():
        (shelf / BUILD).mkdir(exist_ok=True)
        command += ["-o", f"../{BUILD}/{name}.epub", "-o", f"../{BUILD}/{name}.pdf", "."]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=DEADLINE, check=False)  # noqa: S603 - our own program, no shell
    except subprocess.TimeoutExpired:
        return _failed(name, f"not built within {DEADLINE:.0f} seconds")
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        return _failed(name, lines[-1].removeprefix("error: ") if lines else f"exit code {done.returncode}")
    paths = [(folder / path).resolve().relative_to(shelf.resolve()).as_posix() for path in report["editions"]]
    problems = [Problem(**problem) for problem in report["problems"]]
    return Shelved(name, tuple(paths), tuple(problems))


def _files(folder: Path) -> dict[str, bytes]:
    """The sources of a book by their paths; links that lead out of it are not followed."""
    found: dict[str, bytes] = {}
    total = 0
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if not _OWN.intersection(parts) and path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            total += path.stat().st_size
            if total > LARGEST:
                raise Misused(
                    Problem("book-large", "error", str(folder), "more than 1 GB of sources", "build it alone")
                )
            found["/".join(parts)] = path.read_bytes()
    return found


def _failed(name: str, what: str) -> Shelved:
    return Shelved(name, (), (Problem("book-failed", "error", name, what),))
