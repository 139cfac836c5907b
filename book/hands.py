"""Who is called in before anything else. In: what is asked for. Out: a process that has the page engine in hand.

The engine of pages is what an edit waits for: it is imported, on another core, while the stages are.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from book.editions.hand import Hand
    from book.request import Request


def called(request: Request, executor: Executor | None = None) -> AbstractContextManager[Hand | None]:
    """A process with the page engine, where pages are to be set here or a cover to be painted; else none."""
    formats = {target.edition.format for target in request.targets}
    pages = "pdf" in formats and executor is None and request.jobs != 1 and not request.whole
    cover = "epub" in formats and not request.settings.book.cover
    if not (pages or cover):
        return nullcontext()
    from book.editions.hand import Hand  # noqa: PLC0415 - starts a process

    return Hand()
