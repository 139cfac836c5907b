"""Sheets to pages, never twice, and whatever happens to one. In: tasks. Out: a `Laid` for each, and problems.

What was laid out before comes from the cache; the rest goes to the executor, longest first. A sheet that hangs, dies
or eats memory becomes a page that says so and an `error`, and the others are untouched.
"""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import suppress
from dataclasses import replace
from functools import cache as once
from html import escape
from typing import TYPE_CHECKING

from book import machine
from book.editions.hand import DEADLINE, Hand
from book.editions.pdf import workers
from book.editions.pdf.laid import Laid, Task, unpack
from book.editions.pdf.workers import Here, Workshop, lay
from book.errors import Lacking
from book.messages import messages
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping, Sequence


_DEATHS = frozenset(["ProcessExpired", "KilledWorker", "Died"])  # how Pebble, Dask and a hand say it


class Press:
    """Lays sheets out for one edition."""

    def __init__(  # noqa: PLR0913 - what an edition tells its press
        self,
        executor: Executor | None,
        cache: MutableMapping[str, bytes] | None,
        *,
        language: str,
        watch: Callable[[int, int, str], None] | None = None,
        deadline: float = DEADLINE,
        meanwhile: Callable[[], object] | None = None,
    ) -> None:
        """`watch` is told how many of how many sheets are done and which; `deadline` in seconds for one sheet.

        `meanwhile` is called once, while the first sheets are with the workers; not where there is none to lay out.
        """
        self._meanwhile = meanwhile
        self.executor = executor or Here()
        self.cache = cache
        self.language = language
        self.watch = watch or (lambda _done, _total, _what: None)
        self.deadline = deadline
        self.problems: list[Problem] = []
        self.engine = engine()
        self._failed: dict[str, Laid] = {}  # by the sheet's name: what failed once is not tried again with new numbers
        self._known: dict[str, Laid] = {}  # of this build, for sheets that are laid out twice

    def lay(self, tasks: Sequence[Task]) -> list[Laid]:
        """Lay out sheets; in the place of one that fails stands a page that says so."""
        keys = [task.key(self.engine) for task in tasks]
        wanted = {
            key: task
            for key, task in zip(keys, tasks, strict=True)
            if key not in self._known and not self._recall(key, task.name)
        }
        done = len(tasks) - len(wanted)
        for key, result in self._run(wanted):
            done += 1
            self.watch(done, len(tasks), wanted[key].where)
            self._settle(key, wanted[key], result)
        return [self._known[key] for key in keys]

    def _recall(self, key: str, name: str) -> bool:
        """Take a sheet from the cache; a damaged entry counts as none."""
        if name in self._failed:
            self._known[key] = self._failed[name]
            return True
        data = None if self.cache is None else self.cache.get(key)
        if data is None:
            return False
        try:
            self._known[key] = unpack(data)
        except ValueError:
            return False
        return True

    def _run(self, wanted: dict[str, Task]) -> Iterator[tuple[str, bytes | BaseException]]:
        """Results as they come; a sheet whose worker died is tried once more, alone.

        A pool may count what a worker had just done, or would do next, among what it took with it.
        """
        died = []
        for key, result in self._run_all(wanted):
            if isinstance(result, BaseException) and type(result).__name__ in _DEATHS:
                died.append(key)
            else:
                yield key, result
        for key in died:
            with Hand(deadline=self.deadline) as hand:
                try:
                    yield key, hand.submit(lay, wanted[key]).result()
                except Exception as error:  # noqa: BLE001 - whatever a task raises is its result
                    yield key, error

    def _run_all(self, wanted: dict[str, Task]) -> Iterator[tuple[str, bytes | BaseException]]:
        """Results as they come. What an executor that broke down leaves is laid out in processes of our own."""
        left: list[str] = []
        longest = sorted(wanted, key=lambda key: -len(wanted[key].xhtml))
        yield from self._run_on(self.executor, longest, wanted, left)
        if left:
            way_out = "what it left was set in processes of our own"
            broken = Problem("executor-broken", "warning", "", "the executor of this build broke down", way_out)
            self.problems.append(broken)
            lost: list[str] = []
            shop = Workshop(deadline=self.deadline)
            try:
                yield from self._run_on(shop, left, wanted, lost)
            finally:
                shop.shutdown(cancel_futures=True)
            yield from ((key, BrokenExecutor("no worker can be started")) for key in lost)

    def _run_on(
        self, executor: Executor, keys: Sequence[str], wanted: dict[str, Task], left: list[str]
    ) -> Iterator[tuple[str, bytes | BaseException]]:
        """Results of one executor; `left` takes what it cannot be asked for. The deadline is kept here: it may not."""
        running: dict[Future[bytes], str] = {}
        for key in keys:
            try:
                running[executor.submit(lay, wanted[key])] = key
            except Exception:  # noqa: BLE001 - an executor that takes no more may say so in any way
                left.append(key)
        if running and self._meanwhile is not None:
            work, self._meanwhile = self._meanwhile, None
            work()
        while running:
            # Workers that are alive finish at least one sheet in the time that one may take.
            done, _ = wait(running, timeout=self.deadline * 1.25, return_when=FIRST_COMPLETED)
            for future in done or list(running):
                key = running.pop(future)
                if not done:
                    future.cancel()
                    yield key, TimeoutError()
                    continue
                error = CancelledError() if future.cancelled() else future.exception()
                if isinstance(error, BrokenExecutor | CancelledError):
                    left.append(key)
                else:
                    yield key, future.result() if error is None else error

    def _settle(self, key: str, task: Task, result: bytes | BaseException) -> None:
        if isinstance(result, ImportError) or (isinstance(result, OSError) and "cannot load" in str(result)):
            # Not the sheet's fault: every other would fail in the same way.
            raise Lacking(_engine_missing(result)) from result
        if isinstance(result, BaseException):
            self._known[key] = self._failed[task.name] = self._placeholder(task, result)
            return
        self._known[key] = unpack(result)
        if self.cache is not None:
            self.cache[key] = result

    def _stand_in(self, task: Task) -> bytes:
        """A placeholder laid out: not by the executor, which may be what failed.

        Nor here, unless all is: a pool that forks this process for a new worker would copy an engine at work.
        """
        if not isinstance(self.executor, Here):
            with suppress(BrokenExecutor), Hand() as hand:
                return hand.submit(workers.lay, task).result()
        return workers.lay(task)

    def _placeholder(self, task: Task, error: BaseException) -> Laid:
        """A page in the place of a sheet that could not be laid out."""
        reason = _reason(error, self.deadline)
        problem = Problem(
            "layout-failed", "error", task.where, reason, "simplify it; a marked page stands in its place"
        )
        self.problems.append(problem)
        words = messages(self.language)
        ids = "".join(f'<a id="{escape(name)}"></a>' for name in _first_ids(task))
        xhtml = (
            f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{escape(self.language)}"><head>'
            f"<title>{escape(task.where)}</title></head><body><section><h1>{escape(task.where)}</h1>"
            f"<p>{ids}{escape(words.failed)}</p>"
            "</section></body></html>"
        )
        stand_in = replace(task, xhtml=xhtml, assets={})
        try:
            return unpack(self._stand_in(stand_in))
        except Exception as again:  # whatever it was, there is no page to be had
            raise Lacking(
                Problem("layout-failed", "error", task.where, f"not even a placeholder can be set: {again}")
            ) from again


def _first_ids(task: Task) -> list[str]:
    """The ids of a sheet, so that links to it lead to its placeholder."""
    from lxml import etree  # noqa: PLC0415 - only for damage

    root = etree.fromstring(
        task.xhtml.encode(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    )
    return [element.get("id", "") for element in root.iterfind(".//*[@id]")]


def _reason(error: BaseException, deadline: float) -> str:
    if isinstance(error, TimeoutError):
        return f"its pages were not set within {deadline:.0f} seconds"
    if isinstance(error, MemoryError):
        return "its pages need more memory than a worker may use"
    if type(error).__name__ in _DEATHS:
        return "the worker that set its pages died"
    return f"its pages cannot be set: {type(error).__name__}: {error}"


def _engine_missing(error: BaseException) -> Problem:
    return Problem(
        "engine-missing",
        "error",
        "",
        f"the page engine does not start: {error}",
        "install Pango (Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; macOS: brew install pango)",
    )


@once
def engine() -> str:
    """What besides a sheet decides how it looks: the engine's version, and the fonts of this machine."""
    return f"{machine.releases('weasyprint', 'pyphen', 'ziamath')}, fonts {machine.fonts()}"
