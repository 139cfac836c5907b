"""Measure whole builds beside pandoc and typst: `python benchmarks/rebuild.py [ROUNDS]`.

Every figure is a whole process from start to end, in a fresh folder with a copy of the 85 essays of the Federalist as
XHTML; the peers get the same files (pandoc from PyPI's `pypandoc_binary`, `typst` from PyPI; without them only ours
are measured). All steps are taken in turn, round by round, and medians printed: only the ratios count. CPU time of the
process and its children is measured besides, which other work on the machine disturbs less.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CORPUS = Path(os.environ.get("BOOK_CORPUS", "../shared/corpus")) / "federalist/se"
ESSAYS = "src/epub/text"
BOOK = [sys.executable, "-P", "-m", "book.cli"]
TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"
# Installed programs have their bytecode; a benchmark must not measure the compiler of Python.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
GOALS = (
    ("epub cold", "pandoc epub", 8.0),
    ("pdf, one paragraph", "pandoc + typst pdf", 6.0),
    ("pdf, a page more", "pandoc + typst pdf", 3.0),
    ("one paragraph, both", "pandoc + typst pdf", 6.0),
    ("nothing changed, both", "pandoc + typst pdf", 20.0),
)


def timed(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds on the wall and of the processor, children included."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)
    wall, after = time.perf_counter() - start, os.times()
    return wall, after.children_user + after.children_system - before.children_user - before.children_system


def book(folder: Path, *options: str, of: tuple[str, ...] = ("epub", "pdf")) -> tuple[float, float]:
    """One build with the command line's defaults, of these formats."""
    outputs = [part for name in of for part in ("-o", f"f.{name}")]
    return timed([*BOOK, "build", "se", "-q", *outputs, *options], folder)


def changed(folder: Path, number: int, edit: Callable[[str], str]) -> None:
    """Edit an essay."""
    path = folder / "se" / ESSAYS / f"chapter-{number}.xhtml"
    path.write_text(edit(path.read_text("utf-8")), "utf-8")


def paragraph(text: str, times: int = 1) -> Callable[[str], str]:
    """An edit that puts paragraphs before the end of an essay."""
    return lambda page: page.replace("</section>", f"<p>{text}</p>" * times + "</section>", 1)


def ours(folder: Path, round_: int) -> Iterator[tuple[str, tuple[float, float]]]:
    """The steps of our program."""
    yield "python -c pass", timed([sys.executable, "-c", "pass"], folder)
    yield "book --help", timed([*BOOK, "--help"], folder)
    yield "epub cold", book(folder, "--no-cache", of=("epub",))
    shutil.rmtree(folder / ".book", ignore_errors=True)
    yield "both cold", book(folder)
    changed(folder, 40, lambda page: page.replace("<p>", f"<p>In round {round_} this was written. ", 1))
    yield "pdf, one paragraph", book(folder, of=("pdf",))
    longer = "What is said here at some length is said so that the essay runs to another page than it did before. "
    changed(folder, 1, paragraph(longer * 12, 2))
    yield "pdf, a page more", book(folder, of=("pdf",))
    changed(folder, 41, lambda page: page.replace("<p>", f"<p>In round {round_} this was written. ", 1))
    yield "one paragraph, both", book(folder)
    yield "nothing changed, both", book(folder)


def peers(folder: Path) -> Iterator[tuple[str, tuple[float, float]]]:
    """Pandoc, and pandoc with typst."""
    import pypandoc  # noqa: PLC0415 - a peer, where it is installed

    essays = [str(folder / "se" / ESSAYS / f"chapter-{number}.xhtml") for number in range(1, 86)]
    pandoc = [pypandoc.get_pandoc_path(), "-s", "--toc", "-f", "html", "-M", "title=The Federalist"]
    yield "pandoc epub", timed([*pandoc, "-t", "epub3", "-o", "p.epub", *essays], folder)
    first = timed([*pandoc, "-t", "typst", "-o", "p.typ", *essays], folder)
    second = timed([sys.executable, "-c", TYPST, "p.typ", "p.pdf"], folder)
    yield "pandoc + typst pdf", (first[0] + second[0], first[1] + second[1])


def main() -> None:
    """Take the steps and print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    found: dict[str, list[tuple[float, float]]] = {}
    beside = bool(find_spec("pypandoc") and find_spec("typst"))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        ENVIRONMENT["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
        shutil.copytree(CORPUS, folder / "se")
        book(folder, "--no-cache")  # bytecode is written once, when a program is installed
        for round_ in range(rounds):
            for name, seconds in (*ours(folder, round_), *(peers(folder) if beside else ())):
                found.setdefault(name, []).append(seconds)
    wall = {name: statistics.median(one for one, _ in seconds) for name, seconds in found.items()}
    cpu = {name: statistics.median(one for _, one in seconds) for name, seconds in found.items()}
    for name in found:
        print(f"{name:24} {wall[name]:7.2f} s   cpu {cpu[name]:7.2f} s")
    for name, peer, goal in GOALS if beside else ():
        print(f"{name:24} {wall[peer] / wall[name]:6.1f} x {peer} (cpu {cpu[peer] / cpu[name]:.1f}; goal {goal:g})")
    print(f"{'book --help':24} {wall['book --help'] / wall['python -c pass']:6.1f} x python -c pass (goal: at most 5)")


if __name__ == "__main__":
    main()
