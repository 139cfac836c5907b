"""Where sheets are laid out: worker processes with a deadline and a memory limit. In and out: `Executor.submit`.

`Workshop` is a `concurrent.futures.Executor` over Pebble: a task that hangs, dies or eats memory fails alone, its
worker is replaced, the other tasks go on. A build takes any other executor as well; it uses nothing but `submit`.
"""

from __future__ import annotations

import sys
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import redirect_stdout, suppress
from importlib import import_module
from io import StringIO
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from book.editions.hand import DEADLINE, MEMORY
from book.editions.pdf import lean
from book.machine import cores

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from book.editions.hand import Hand
    from book.editions.pdf.laid import Task

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


def begin(memory: int) -> None:
    """Bound a new worker's memory; it is no business of Ctrl-C, the main process ends it.

    What it has done with is collected before its next task, and not while somebody waits for this one.
    """
    import gc  # noqa: PLC0415 - a worker's own
    import resource  # noqa: PLC0415 - absent on Windows, where this never runs
    import signal  # noqa: PLC0415 - the same

    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":  # elsewhere the address space says little about memory
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


class Workshop(Executor):
    """Worker processes on this machine."""

    def __init__(
        self, jobs: int | None = None, *, hand: Hand | None = None, deadline: float = DEADLINE, memory: int = MEMORY
    ) -> None:
        """`jobs` processes (default: the cores this process may use), `deadline` in seconds, `memory` in bytes.

        With a `hand` that is there already, which counts as one of them, no other is started before more sheets wait
        than it can take soon: after an edit there is often one sheet to lay out. Whoever started it ends it.
        """
        self.jobs = jobs or cores()
        self.deadline = deadline
        self.memory = memory
        self._hand = hand
        self._with_hand: set[Future[Any]] = set()
        self._ended = False
        self._given = 0  # tasks that the hand was given; it makes no room for a fresh one
        self._groups = [] if hand is not None and hand.alive else [_Group(self.jobs, memory)]

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function in a worker. The future fails with `TimeoutError`, `ProcessExpired` or what was raised."""
        hand = self._hand if self._hand is not None and self._hand.alive and self._given < RECYCLED else None
        begun = sum(group.workers for group in self._groups) + (hand is not None)
        shares = [group.share() for group in self._groups] + [len(self._with_hand)] * (hand is not None)
        if begun < self.jobs and all(share >= _SOON for share in shares):
            self._groups.append(_Group(self.jobs - begun, self.memory))
            shares.insert(len(self._groups) - 1, 0.0)
        if hand is not None and shares[-1] <= min(shares):
            with suppress(BrokenExecutor):  # it ended a moment ago
                return self._handed(hand, function, *args, **kwargs)
        return self._grouped(function, *args, **kwargs)

    def _grouped(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """To the group with the least to do."""
        if not self._groups:
            self._groups.append(_Group(self.jobs, self.memory))
        group = min(self._groups, key=_Group.share)
        return _counted(group.pool.schedule(function, args=args, kwargs=kwargs, timeout=self.deadline), group.running)

    def _handed(self, hand: Hand, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """To the hand; should it end before the task's turn comes, to a group."""
        promised: Future[T] = Future()

        def settle(done: Future[T]) -> None:
            error = CancelledError() if done.cancelled() else done.exception()
            if isinstance(error, BrokenExecutor) and not self._ended:
                self._grouped(function, *args, **kwargs).add_done_callback(settle)
            elif error is not None:
                promised.set_exception(error)
            else:
                promised.set_result(done.result())

        promised.set_running_or_notify_cancel()
        self._given += 1
        _counted(hand.submit(function, *args, **kwargs), self._with_hand).add_done_callback(settle)
        return promised

    def warm(self, task: Task | None = None) -> None:
        """Let the workers import the page engine, and practise on a `task`, while the caller reads."""
        for _ in range(sum(group.workers for group in self._groups) or 1):
            self.submit(warm, task)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers; with `cancel_futures` at once. What waits for the hand goes to nobody else then."""
        self._ended = True
        for group in self._groups:
            if cancel_futures:
                group.pool.stop()  # type: ignore[no-untyped-call]  # untyped - so Pebble has it
            else:
                group.pool.close()  # type: ignore[no-untyped-call]  # untyped - so Pebble has it
        for group in self._groups if wait else ():
            group.pool.join()


def _counted(future: Future[T], running: set[Future[Any]]) -> Future[T]:
    """A future that is counted until it is done."""
    running.add(future)
    future.add_done_callback(running.discard)
    return future


class _Group:
    """Workers that were started together."""

    def __init__(self, workers: int, memory: int) -> None:
        from pebble import ProcessPool  # noqa: PLC0415 - fifty milliseconds, and one sheet alone does without

        # Fork is fast and asks nothing of the caller's main module; macOS's frameworks do not survive it.
        context = get_context("fork" if sys.platform == "linux" else "spawn")
        self.workers = workers
        self.running: set[Future[Any]] = set()
        self.pool = ProcessPool(
            max_workers=workers, max_tasks=RECYCLED, initializer=begin, initargs=(memory,), context=context
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
