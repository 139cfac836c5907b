"""Time and memory as a book grows: `python benchmarks/growth.py [CHAPTERS ...]`, default 100 300 1000.

Chapters of 250 words are made up from a fixed seed, built cold (`--no-cache`) into an EPUB and into a PDF by a fresh
process each, and timed: by the clock, and in processor seconds, which other work on the machine disturbs less. The
memory is the most that the process that binds ever held, and the most that any process did: the largest worker is the
one that lays out the contents. The former is read on Linux only. Draws `benchmarks/growth.svg`.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

WORDS = ["keeper", "lock", "canal", "boat", "water", "gate", "stone", "rain", "winter", "horse", "bridge", "morning"]
WORDS += ["letter", "village", "paddle", "weir", "lantern", "freight", "summer", "path", "barrel", "rope", "evening"]
WORDS += ["river", "mill", "heron", "field", "market", "cabin", "frost", "wheel", "meadow"]
FORMATS = ("epub", "pdf")
PLOT = Path(__file__).with_name("growth.svg")


@dataclass(frozen=True)
class Run:
    """One build."""

    chapters: int
    format: str
    seconds: float  # by the clock
    processor: float  # seconds, of all its processes
    memory: float  # MB, the most that the main process held
    largest: float  # MB, the most that one of all processes held
    size: float  # MB of the edition


def write(folder: Path, chapters: int) -> None:
    """A series of articles of 250 words each."""
    dice = random.Random(1804)  # noqa: S311 - made up words, no secret
    for number in range(1, chapters + 1):
        sentences = []
        for _ in range(25):
            words = [dice.choice(WORDS) for _ in range(8)]
            sentences.append(f"The {' '.join(words)} {dice.randrange(1000)}.")
        paragraphs = "\n\n".join(" ".join(sentences[at : at + 5]) for at in range(0, 25, 5))
        title = f"{dice.choice(WORDS).title()} and {dice.choice(WORDS)}"
        (folder / f"{number:05}.md").write_text(f"# The Canal, part {number}: {title}\n\n{paragraphs}\n", "utf-8")


def build(chapters: int, kind: str, home: Path) -> Run:
    """Build one edition in a fresh process."""
    out = home / f"out.{kind}"
    command = [
        sys.executable,
        "-m",
        "book.cli",
        "build",
        "articles",
        "-o",
        str(out),
        "--no-cache",
        "-q",
        "--title",
        "C",
    ]
    started = time.perf_counter()
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=home, stdout=log, stderr=log)
        held = 0.0
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            held = max(held, peak(process.pid))
            time.sleep(0.02)
        _, status, used = ended
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit((home / "log").read_text("utf-8")[-2000:])
    seconds = time.perf_counter() - started
    size = out.stat().st_size / 1e6
    return Run(chapters, kind, seconds, used.ru_utime + used.ru_stime, held, used.ru_maxrss / 1024, size)


def peak(process: int) -> float:
    """MB, the most that a process has held so far."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def plot(runs: list[Run]) -> str:
    """Processor milliseconds a chapter against chapters, on a logarithmic axis: the clock shows other work too."""
    from math import log10  # noqa: PLC0415 - for the plot alone

    width, height, left, foot = 640, 360, 60, 40
    steps = sorted({run.chapters for run in runs})
    low, high = log10(steps[0]), log10(steps[-1]) if len(steps) > 1 else log10(steps[0]) + 1
    top = max(1000 * run.processor / run.chapters for run in runs) * 1.15

    def x(chapters: int) -> float:
        return left + (log10(chapters) - low) / (high - low) * (width - left - 130)

    def y(value: float) -> float:
        return height - foot - value / top * (height - foot - 20)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        'font-family="sans-serif" font-size="12">',
        "<title>Processor milliseconds a chapter against the number of chapters</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<path d="M{left} 20V{height - foot}H{width - 120}" fill="none" stroke="#444"/>',
        f'<text x="{left}" y="14">ms a chapter</text><text x="{width - 190}" y="{height - 6}">chapters</text>',
    ]
    parts += [f'<text x="{x(n):.0f}" y="{height - foot + 16}" text-anchor="middle">{n:,}</text>' for n in steps]
    for part in range(5):
        value = top * part / 5
        parts.append(f'<text x="{left - 6}" y="{y(value) + 4:.0f}" text-anchor="end">{value:.0f}</text>')
    for kind, colour in zip(FORMATS, ("#0a5c8a", "#a33b1f"), strict=True):
        line = sorted((run.chapters, 1000 * run.processor / run.chapters) for run in runs if run.format == kind)
        points = " ".join(f"{x(number):.1f},{y(value):.1f}" for number, value in line)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        at = f'x="{width - 122}" y="{y(line[-1][1]) + 4:.0f}"'
        parts.append(f'<text {at} fill="{colour}">{kind.upper()}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main(steps: list[int]) -> None:
    """Print the table and draw the plot."""
    runs: list[Run] = []
    print("| chapters | edition | seconds | ms a chapter | processor ms, each | MB held | MB, largest | MB of file |")
    print("| ---: | :--- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for chapters in steps:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            (home / "articles").mkdir()
            write(home / "articles", chapters)
            for kind in FORMATS:
                run = build(chapters, kind, home)
                runs.append(run)
                each, spent = 1000 * run.seconds / chapters, 1000 * run.processor / chapters
                line = f"| {chapters:,} | {kind} | {run.seconds:.1f} | {each:.1f} | {spent:.1f} "
                print(f"{line}| {run.memory:.0f} | {run.largest:.0f} | {run.size:.2f} |", flush=True)

    PLOT.write_text(plot(runs), "utf-8")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [100, 300, 1000])
