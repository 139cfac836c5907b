"""Check a finished EPUB. In: its path. Out: a `Report`: our own rules, epubcheck, Ace.

Places are those of the source articles where the EPUB says what a chapter was made of (`meta name="dcterms.source"`
in its head, written by our own edition).
"""

from __future__ import annotations

import posixpath
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from book.check import validators
from book.check.opened import Unopened, opened
from book.check.report import Report, ordered
from book.check.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from book.check.opened import Opened
    from book.model import Problem

OWN = "own rules"


def check(path: Path) -> Report:
    """Everything that can be found wrong with an EPUB on this machine. Raises `OSError` when it cannot be read."""
    try:
        book = opened(path.read_bytes(), str(path))
    except Unopened as broken:
        return Report(str(path), (broken.problem,), (OWN,))
    place = placer(book)
    with ThreadPoolExecutor() as pool:  # both wait for another program
        waiting = [pool.submit(run, path, place) for run in (validators.epubcheck, validators.ace)]
        found_here = own(book)
        outcomes = [future.result() for future in waiting]
    found = [*found_here, *(problem for outcome in outcomes for problem in outcome.problems)]
    ran = (OWN, *(outcome.ran for outcome in outcomes if outcome.ran))
    return Report(str(path), ordered(found), ran, tuple(outcome.absent for outcome in outcomes if outcome.absent))


def own(book: Opened) -> tuple[Problem, ...]:
    """What our own rules find."""
    return ordered([*book.problems, *(problem for rule in RULES for problem in rule(book))])


def placer(book: Opened) -> Callable[[str, int], str]:
    """Turns a path, as validators name it, and a line into a place for the user."""
    base = posixpath.dirname(book.opf_path)

    def place(path: str, line: int) -> str:
        for candidate in (path, posixpath.join(base, path)):
            if candidate in book.pages:
                page = book.pages[candidate]
                here = f"{page.path}:{line}" if line > 0 else page.path
                return f"{', '.join(page.sources)} ({here})" if page.sources else here
        return f"{path}:{line}" if line > 0 and path else path

    return place
