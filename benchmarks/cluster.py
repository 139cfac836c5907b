"""Measure a Dask scheduler with one worker and with two: `python benchmarks/cluster.py [ROUNDS]`.

The 85 essays of the Federalist become a PDF, nothing kept from before. Scheduler and workers are processes of this
machine, one thread each; they are started anew for each count, and have laid out one book before the clock starts.
Two times are taken: that of the layout, from the first sheet sent to the last one back, and that of the whole build,
whose other stages run in the main process alone. Medians; only the ratios count, and a machine of two cores has the
scheduler and the main process beside two workers on them.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import book
from book.cluster import connected

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(os.environ.get("BOOK_CORPUS", "../shared/corpus")) / "federalist/se"
STAGES = ("collect", "read", "clean", "arrange", "assemble", "check")  # all others are editions
GOAL = 1.8


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """The address of a scheduler with this many workers."""
    from distributed import Client  # noqa: PLC0415 - an extra

    note = folder / "scheduler.json"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--host", "127.0.0.1", "--nthreads", "1"]
    common = ["--no-dashboard", "--scheduler-file", str(note)]
    running = [subprocess.Popen([*command, *common], cwd=folder, stderr=subprocess.DEVNULL)]
    running += [
        subprocess.Popen([*worker, "--no-nanny", *common], cwd=folder, stderr=subprocess.DEVNULL)
        for _ in range(workers)
    ]
    try:
        while not (note.is_file() and note.stat().st_size):
            time.sleep(0.1)
        with Client(scheduler_file=str(note), timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=120)
            address = str(client.scheduler.address)
        yield address
    finally:
        for process in reversed(running):
            process.kill()
            process.wait()
        note.unlink(missing_ok=True)


def built(folder: Path, address: str) -> tuple[float, float]:
    """Seconds of the layout, and of the whole build."""
    seen: list[float] = []

    def watch(stage: str, done: int, total: int, what: str) -> None:
        del done, total, what
        if stage not in STAGES:
            seen.append(time.perf_counter())

    with connected(address) as executor:
        start = time.perf_counter()
        book.build(
            [folder / "se"], outputs=[folder / "f.pdf"], folder=folder, cached=False, watch=watch, executor=executor
        )
        whole = time.perf_counter() - start
    return seen[-2] - seen[0], whole  # the last thing heard is that the edition is finished


def main() -> None:
    """Take the rounds and print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    layout: dict[int, list[float]] = {1: [], 2: []}
    whole: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        shutil.copytree(CORPUS, folder / "se")
        for count in (1, 2) * rounds:
            with cluster(folder, count) as address:
                built(folder, address)
                found = built(folder, address)
            layout[count].append(found[0])
            whole[count].append(found[1])
    for name, times in (("layout", layout), ("whole build", whole)):
        one, two = statistics.median(times[1]), statistics.median(times[2])
        print(f"{name:12} one worker {one:6.2f} s, two {two:6.2f} s: {one / two:.2f} times (goal {GOAL})")


if __name__ == "__main__":
    main()
