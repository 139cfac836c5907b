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

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from book.editions.pdf.laid import Task

DEADLINE = 120.0  # seconds for one sheet: a chapter of 500 pages takes less
MEMORY = 4 * 1024**3  # bytes of address space a worker may use
RECYCLED = 200  # sheets after which a worker makes room for a fresh one

P = ParamSpec("P")
T = TypeVar("T")


def engine() -> ModuleType:
    """The module that lays out, imported on first use: half a second. Raises OSError where Pango is missing.

    WeasyPrint prints a banner then, on standard output, where paths belong; what it says is in the error.
    """
    with redirect_stdout(StringIO()):
        return import_module("book.editions.pdf.layout")


def lay(task: Task) -> bytes:
    """Lay out one sheet, here: a packed `Laid`. What workers run."""
    packed: bytes = engine().lay(task)
    return packed


def families() -> tuple[str, ...]:
    """The families of the faces on the machine that sets the pages."""
    found: tuple[str, ...] = engine().families()
    return found


def warm() -> None:
    """Import the page engine, so that the first sheet need not wait for it."""
    engine().process()


def _begin(memory: int) -> None:
    """Bound a new worker's memory; it is no business of Ctrl-C, the main process ends it."""
    import resource  # noqa: PLC0415 - absent on Windows, where this never runs
    import signal  # noqa: PLC0415 - the same

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":  # elsewhere the address space says little about memory
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


class Workshop(Executor):
    """Worker processes on this machine."""

    def __init__(self, jobs: int | None = None, *, deadline: float = DEADLINE, memory: int = MEMORY) -> None:
        """`jobs` processes (default: the cores this process may use), `deadline` in seconds, `memory` in bytes."""
        from pebble import ProcessPool  # noqa: PLC0415 - imported only by builds that use it

        self.jobs = jobs or cores()
        self.deadline = deadline
        # Fork is fast and asks nothing of the caller's main module; macOS's frameworks do not survive it.
        context = get_context("fork" if sys.platform == "linux" else "spawn")
        self._pool = ProcessPool(
            max_workers=self.jobs, max_tasks=RECYCLED, initializer=_begin, initargs=(memory,), context=context
        )

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function in a worker. The future fails with `TimeoutError`, `ProcessExpired` or what was raised."""
        future: Future[T] = self._pool.schedule(function, args=args, kwargs=kwargs, timeout=self.deadline)
        return future

    def warm(self) -> None:
        """Start the workers and let them import the page engine while the caller reads."""
        for _ in range(self.jobs):
            self.submit(warm)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers; with `cancel_futures` at once."""
        if cancel_futures:
            self._pool.stop()  # type: ignore[no-untyped-call]  # untyped - so Pebble has it
        else:
            self._pool.close()  # type: ignore[no-untyped-call]  # untyped - so Pebble has it
        if wait:
            self._pool.join()


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
