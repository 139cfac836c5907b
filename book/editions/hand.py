"""A process that has the page engine in hand. In: functions and their arguments, by value. Out: futures.

The engine of pages takes longer to import than everything else that an edit asks for: started first, this process has
it ready by the time there is a sheet to lay out or a cover to paint, on another core. It costs the process that starts
it two milliseconds, where a pool of workers costs fifty; more workers than this one are `editions.pdf.workers`.

Frames on a pipe, each a length and a pickle, between a process and its own child. A task that hangs is killed with
the process, one that kills it fails alone; what waits behind either fails with `BrokenExecutor`, to be done elsewhere.
"""

from __future__ import annotations

import pickle
import select
import subprocess
import sys
import threading
from collections import deque
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import IO, TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")

DEADLINE = 120.0  # seconds for one task: a chapter of 500 pages takes less
MEMORY = 4 * 1024**3  # bytes of address space that a process may use
_LENGTH = 8  # bytes that say how long a frame is
# -P: a folder called `book` where the user happens to be is not this program.
_SERVE = "import sys; from book.editions.hand import serve; serve(*map(int, sys.argv[1:]))"
_COMMAND = [sys.executable, "-P", "-c", _SERVE]


class Died(RuntimeError):
    """The process ended in the middle of a task."""


class Hand(Executor):
    """One process that runs one task after the other. Use it as a context manager: it ends with the block."""

    def __init__(self, *, engine: bool = True, deadline: float = DEADLINE, memory: int = MEMORY) -> None:
        """Start the process; it begins to import at once, with `engine` the engine of pages.

        `deadline` in seconds for a task, `memory` in bytes.
        """
        self.deadline = deadline
        self._waiting: deque[tuple[Future[Any], bytes]] = deque()
        self._turn = threading.Condition()
        self._thread: threading.Thread | None = None
        self._ended = False
        try:
            self._process: subprocess.Popen[bytes] | None = subprocess.Popen(  # noqa: S603 - ourselves
                [*_COMMAND, str(memory), str(int(engine))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Spawned by the system, not forked: the pipe by which a fork reports that it began would stay open in
                # a worker that a pool forks at this moment, and be waited for. No descriptor of ours is inheritable.
                close_fds=False,
            )
        except OSError:
            self._process = None

    @property
    def alive(self) -> bool:
        """Whether there is a process that takes tasks."""
        return self._process is not None and not self._ended

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function of a module there. Raises `BrokenExecutor` where the process is gone.

        The future fails with `TimeoutError`, `Died`, `BrokenExecutor`, or what the function raised.
        """
        frame = pickle.dumps((function, args, kwargs))
        future: Future[T] = Future()
        with self._turn:
            if not self.alive:
                raise BrokenExecutor("the process is gone")
            self._waiting.append((future, frame))
            self._turn.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the process: at once with `cancel_futures`, else when what waits is done."""
        if cancel_futures:
            self._end()
        with self._turn:
            self._waiting.append((Future(), b""))
            self._turn.notify()
        if self._thread is None:
            self._end()
        elif wait:
            self._thread.join()

    def __exit__(self, *_: object) -> None:
        """End the process, busy or not."""
        self.shutdown(cancel_futures=True)

    def _run(self) -> None:
        """Send what waits, one task at a time, and settle its future; the only thread that reads and writes."""
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._waiting)
                future, frame = self._waiting.popleft()
            if not frame:
                break
            if future.set_running_or_notify_cancel():
                self._settle(future, frame)
            if self._ended:
                break
        self._end()

    def _settle(self, future: Future[Any], frame: bytes) -> None:
        try:
            done, value = pickle.loads(self._asked(frame))  # noqa: S301 - from our own child
        except Exception as error:  # noqa: BLE001 - a future carries whatever went wrong
            future.set_exception(error)
            return
        if done:
            future.set_result(value)
        else:
            future.set_exception(value)

    def _asked(self, frame: bytes) -> bytes:
        """The answer to a frame. Raises `TimeoutError` or `Died`; the process is gone then."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise Died
        try:
            _write(process.stdin, frame)
            if not select.select([process.stdout], [], [], self.deadline)[0]:
                raise TimeoutError
            return _read(process.stdout)
        except (OSError, EOFError) as error:
            self._end()
            if isinstance(error, TimeoutError):
                raise
            raise Died("the process that does it ended") from error

    def _end(self) -> None:
        """End the process; what waits for it will not be done."""
        with self._turn:
            if self._ended:
                return
            self._ended = True
            left = [future for future, frame in self._waiting if frame]
            self._waiting.clear()
        for future in left:
            if future.set_running_or_notify_cancel():
                future.set_exception(BrokenExecutor("the process is gone"))
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    _close(pipe)


def serve(memory: int, engine: int) -> None:
    """Answer every frame on standard input with one on standard output, within `memory` bytes of address space.

    With `engine` not 0, the engine of pages is imported first.
    """
    from book.editions.pdf import workers  # noqa: PLC0415 - the child's own work

    workers.begin(memory)
    inward, outward = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no frame
    try:
        if engine:
            workers.engine().process()
    except (ImportError, OSError):  # a task will say so to whoever waits for it
        sys.stderr.write("the page engine does not start\n")
    while True:
        try:
            frame = _read(inward)
        except EOFError:
            return
        try:
            function, args, kwargs = pickle.loads(frame)  # noqa: S301 - from our own parent
            answer = pickle.dumps((True, function(*args, **kwargs)))
        except Exception as error:  # noqa: BLE001 - it is raised where the task came from
            answer = _failure(error)
        _write(outward, answer)


def _failure(error: Exception) -> bytes:
    """An exception as it was, or as a plain one where it cannot travel."""
    try:
        frame = pickle.dumps((False, error))
        pickle.loads(frame)  # noqa: S301 - made in the line before
    except Exception:  # noqa: BLE001 - an exception may fail in any way here
        return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
    return frame


def _write(pipe: IO[bytes], frame: bytes) -> None:
    pipe.write(len(frame).to_bytes(_LENGTH, "big"))
    pipe.write(frame)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes:
    """A frame. Raises EOFError where the other end is gone."""
    head = pipe.read(_LENGTH)
    frame = pipe.read(int.from_bytes(head, "big")) if len(head) == _LENGTH else b""
    if len(head) < _LENGTH or len(frame) < int.from_bytes(head, "big"):
        raise EOFError
    return frame


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:  # what was not sent has nobody to read it
        return
