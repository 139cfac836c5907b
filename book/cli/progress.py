"""What a build is doing, for a person. In: steps from the pipeline. Out: a live display on a terminal, else lines.

Everything goes to standard error: standard output carries the paths written.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from book.pipeline import Watch


@contextlib.contextmanager
def progress(quiet: bool = False) -> Iterator[Watch]:
    """A watcher to hand to the pipeline for the time of a build."""
    if quiet:
        yield lambda stage, done, total, what: None  # noqa: ARG005 - the watcher's signature
    elif sys.stderr.isatty():
        with _live() as watch:
            yield watch
    else:
        yield _lines()


def _lines() -> Watch:
    """One plain line a stage, when it ends."""

    def watch(stage: str, done: int, total: int, what: str) -> None:
        if done >= total:
            print(f"{stage}: {what}" if what else stage, file=sys.stderr, flush=True)

    return watch


@contextlib.contextmanager
def _live() -> Iterator[Watch]:
    """A bar a stage, with what it is busy with."""
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - see above

    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description:<10}"),
        BarColumn(bar_width=24),
        TextColumn("{task.completed:>4.0f}/{task.total:<4.0f}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[what]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=False) as display:
        tasks: dict[str, TaskID] = {}

        def watch(stage: str, done: int, total: int, what: str) -> None:
            if stage not in tasks:
                tasks[stage] = display.add_task(stage, total=max(total, 1), what=what)
            display.update(tasks[stage], completed=done if total else 1, total=max(total, 1), what=what[:60])

        yield watch
