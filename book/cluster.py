"""A Dask scheduler as an executor. In: its address. Out: a `concurrent.futures.Executor` that runs on its workers.

Content travels by value: workers need this compiler, its fonts and Pango, and share no disk. Nothing is tried again
where it might do harm again; the build keeps its own deadlines. A chapter lost with its worker becomes a placeholder,
unless the scheduler is told to try it elsewhere (`distributed.scheduler.allowed-failures`). An optional extra.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from book.errors import Lacking
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

TIMEOUT = 10.0  # seconds for the scheduler to answer
_ALIKE = ("book-compiler", "weasyprint", "pyphen")  # what must be the same everywhere for the same pages


def versions() -> str:
    """What decides how pages look, here; runs on workers too."""
    return ", ".join(f"{name} {version(name)}" for name in _ALIKE)


@contextmanager
def connected(address: str) -> Iterator[Executor]:
    """The workers of a scheduler such as `tcp://10.0.0.5:8786`.

    Raises `Lacking` where Dask is not installed, the scheduler does not answer, it has no workers, or one of them has
    another version of what sets pages.
    """
    client = _client(address)
    try:
        _check(client, address)
        executor: Executor = client.get_executor(retries=0, pure=False)
        yield executor
    finally:
        client.close()


def _client(address: str) -> Any:  # noqa: ANN401 - Dask ships no types
    try:
        from distributed import Client  # noqa: PLC0415 - an optional extra, and a second of imports
    except ImportError:
        raise _lacking(address, "Dask is not installed", "pip install 'book-compiler[cluster]'") from None
    try:
        return Client(address, timeout=TIMEOUT, set_as_default=False)  # type: ignore[no-untyped-call]  # untyped - so Dask has it
    except (OSError, TimeoutError, ValueError) as error:
        raise _lacking(address, f"no Dask scheduler answers: {error or 'nothing there'}", "start one there") from error


def _check(client: Any, address: str) -> None:  # noqa: ANN401 - Dask ships no types
    """Whether the workers set pages as we do."""
    here = versions()
    found = client.run(versions, on_error="return")
    if not found:
        raise _lacking(address, "the scheduler has no workers", "start some: dask worker")
    for worker, there in found.items():
        if there != here:
            what = there if isinstance(there, str) else f"no book-compiler ({there})"
            raise _lacking(worker, f"this worker has {what}", f"install {here} there")


def _lacking(where: str, what: str, way_out: str) -> Lacking:
    return Lacking(Problem("cluster-missing", "error", where, what, way_out))
