"""Whole programs beside each other on one real series: `python benchmarks/peers.py [ROUNDS] [ESSAYS]`.

Every program makes a book of the same Markdown files in a fresh process, one after the other, in each round; the
figures are medians of the rounds (default 5) and only their ratios count. Peers are `pypandoc_binary` and `typst`
from PyPI, calibre and Chromium as Debian has them; one that is absent is left out. The single run of WeasyPrint is
`book build --whole`: the same sheets, the same reading before and checking after. Processor seconds are those of all
processes of a program, which other work on the machine disturbs less.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from subprocess import DEVNULL, Popen

CORPUS = Path(os.environ.get("BOOK_CORPUS", Path(__file__).parents[2] / "shared" / "corpus")) / "federalist/reader"
BOOK = [sys.executable, "-m", "book.cli", "build", "essays", "--no-cache", "-q", "--title", "The Federalist"]
TYPST = "import typst; typst.compile('peer.typ', output='typst.pdf')"
CHROMIUM = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--user-data-dir=profile", "--print-to-pdf=chromium.pdf", "peer.html",
]  # fmt: skip
Command = list[str]


def programs(essays: list[str]) -> dict[str, list[tuple[Command, str]]]:
    """What each program runs, command by command, and the file that it makes."""
    found: dict[str, list[tuple[Command, str]]] = {
        "book, EPUB": [([*BOOK, "-o", "ours.epub"], "ours.epub")],
        "book, PDF, two workers": [([*BOOK, "-j", "2", "-o", "ours.pdf"], "ours.pdf")],
        "book, PDF, one run of WeasyPrint": [([*BOOK, "--whole", "-o", "whole.pdf"], "whole.pdf")],
    }
    if importlib.util.find_spec("pypandoc") is None:
        return found
    import pypandoc  # noqa: PLC0415 - a peer, not a dependency

    pandoc = [pypandoc.get_pandoc_path(), "-s", "--toc", "--metadata", "title=The Federalist", *essays, "-o"]
    found["pandoc, EPUB"] = [([*pandoc, "pandoc.epub"], "pandoc.epub")]
    if importlib.util.find_spec("typst"):
        found["pandoc and typst, PDF"] = [
            ([*pandoc, "peer.typ"], "peer.typ"),
            ([sys.executable, "-c", TYPST], "typst.pdf"),
        ]
    if chromium := shutil.which("chromium"):
        found["pandoc and Chromium, PDF"] = [
            ([*pandoc, "peer.html"], "peer.html"),
            ([chromium, *CHROMIUM], "chromium.pdf"),
        ]
    if convert := shutil.which("ebook-convert"):
        found["calibre, PDF of the EPUB"] = [([convert, "pandoc.epub", "calibre.pdf"], "calibre.pdf")]
    return found


def clocked(commands: list[tuple[Command, str]], home: Path) -> tuple[float, float, float]:
    """Seconds by the clock, seconds of processors, MB of the last file; infinite where the program failed."""
    environment = {**os.environ, "QTWEBENGINE_DISABLE_SANDBOX": "1", "QT_QPA_PLATFORM": "offscreen"}
    started, spent = time.perf_counter(), 0.0
    for command, name in commands:
        process = Popen(command, cwd=home, env=environment, stdout=DEVNULL, stderr=DEVNULL)
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
        spent += used.ru_utime + used.ru_stime
        if not (home / name).is_file():
            return float("inf"), float("inf"), 0.0
    return time.perf_counter() - started, spent, (home / commands[-1][1]).stat().st_size / 1e6


def main(rounds: int = 5, number: int = 85) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "essays").mkdir()
        for path in sorted(CORPUS.rglob("*.md"))[:number]:
            (home / "essays" / path.name).write_bytes(path.read_bytes())
        listed = sorted(f"essays/{path.name}" for path in (home / "essays").iterdir())
        rows: dict[str, list[tuple[float, float, float]]] = {}
        for _ in range(rounds):
            for name, commands in programs(listed).items():
                rows.setdefault(name, []).append(clocked(commands, home))
                print(f"  {name}: {rows[name][-1][0]:.2f} s", file=sys.stderr, flush=True)
    print("| program | seconds | processor seconds | MB |\n| :--- | ---: | ---: | ---: |")
    for name, results in rows.items():
        seconds, spent, size = (statistics.median(column) for column in zip(*results, strict=True))
        print(f"| {name} | {seconds:.2f} | {spent:.2f} | {size:.2f} |")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
