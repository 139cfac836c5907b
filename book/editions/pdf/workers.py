"""Where sheets are laid out: worker processes with a deadline and a memory limit. In and out: `Executor.submit`.

`Workshop` is a `concurrent.futures.Executor` over Pebble: a task that hangs, dies or eats memory fails alone, its
worker is replaced, the other tasks go on. A build takes any other executor as well; it uses nothing but `submit`.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import Executor, Future
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from book.editions.pdf import lean

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from book.editions.pdf.laid import Task

DEADLINE = 120.0  # seconds for one sheet: a chapter of 500 pages takes less
MEMORY = 4 * 1024**3  # bytes of address space a worker may use
_SOON = 2  # tasks for each worker, from which on more workers are worth their start
RECYCLED = 200  # sheets after which a worker makes room for a fresh one

P = ParamSpec("P")
T = TypeVar("T")


def engine() -> ModuleType:
    """The module that lays out, imported on first use. Raises OSError where Pango is missing.

    WeasyPrint prints a banner then, on standard output, where paths belong; what it says is in the error.
    """
    with redirect_stdout(StringIO()), lean.importing():
        return import_module("book.editions.pdf.layout")


def lay(task: Task) -> bytes:
    """Lay out one sheet, here: a packed `Laid`. What workers run."""
    packed: bytes = engine().lay(task)
    return packed


def families() -> tuple[str, ...]:
    """The families of the faces on the machine that sets the pages."""
    found: tuple[str, ...] = engine().families()
    return found


def warm(task: Task | None = None) -> None:
    """Import the page engine, so that the first sheet need not wait for it; lay out a `task` for practice."""
    engine().process()
    if task is not None:
        lay(task)


def _begin(memory: int) -> None:
    """Bound a new worker's memory; it is no business of Ctrl-C, the main process ends it."""
    import resource  # noqa: PLC0415 - absent on Windows, where this never runs
    import signal  # noqa: PLC0415 - the same

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":  # elsewhere the address space says little about memory
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


class Workshop(Executor):
    """Worker processes on this machine."""

    def __init__(
        self, jobs: int | None = None, *, first: int | None = None, deadline: float = DEADLINE, memory: int = MEMORY
    ) -> None:
        """`jobs` processes (default: the cores this process may use), `deadline` in seconds, `memory` in bytes.

        `first` of them are started at once (default: all), the others when more sheets wait than those can take soon:
        after an edit there is often one sheet to lay out.
        """
        self.jobs = jobs or cores()
        self.deadline = deadline
        self.memory = memory
        self._groups = [_Group(min(first or self.jobs, self.jobs), memory)]

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function in a worker. The future fails with `TimeoutError`, `ProcessExpired` or what was raised."""
        begun = sum(group.workers for group in self._groups)
        if begun < self.jobs and all(group.share() >= _SOON for group in self._groups):
            self._groups.append(_Group(self.jobs - begun, self.memory))
        group = min(self._groups, key=_Group.share)
        future: Future[T] = group.pool.schedule(function, args=args, kwargs=kwargs, timeout=self.deadline)
        group.running.add(future)
        future.add_done_callback(group.running.discard)
        return future

    def warm(self, task: Task | None = None) -> None:
        """Start the workers; let them import the page engine, and practise on a `task`, while the caller reads."""
        for _ in range(sum(group.workers for group in self._groups)):
            self.submit(warm, task)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers; with `cancel_futures` at once."""
        for group in self._groups:
            if cancel_futures:
                group.pool.stop()  # type: ignore[no-untyped-call]  # untyped - so Pebble has it
            else:
                group.pool.close()  # type: ignore[no-untyped-call]  # untyped - so Pebble has it
        for group in self._groups if wait else ():
            group.pool.join()


class _Group:
    """Workers that were started together."""

    def __init__(self, workers: int, memory: int) -> None:
        from pebble import ProcessPool  # noqa: PLC0415 - imported only by builds that use it

        # Fork is fast and asks nothing of the caller's main module; macOS's frameworks do not survive it.
        context = get_context("fork" if sys.platform == "linux" else "spawn")
        self.workers = workers
        self.running: set[Future[Any]] = set()
        self.pool = ProcessPool(
            max_workers=workers, max_tasks=RECYCLED, initializer=_begin, initargs=(memory,), context=context
        )

    def share(self) -> float:
        """Tasks for each worker."""
        return len(self.running) / self.workers


class Here(Executor):
    """No worker at all: everything in this process, at once. For one job, and for finding faults."""

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function now."""
        future: Future[Any] = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - a future carries whatever its task raised
            future.set_exception(error)
        return future


def cores() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
