"""How a run ends: problems to standard error, one line each, and the exit code. In: what a verb did. Out: a code."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from book import errors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from book.problem import Problem

BUILT = 0
REFUSED = 1
MISUSED = 2
DAMAGED = 3
LACKING = 4
BUSY = 5
INTERRUPTED = 130

CODES: dict[type[errors.BookError], int] = {
    errors.Refused: REFUSED,
    errors.Misused: MISUSED,
    errors.Lacking: LACKING,
    errors.Busy: BUSY,
}

# The same finding may be made at thousands of places; a person reads the first few.
SHOWN_OF_A_KIND = 12


def say(problems: Iterable[Problem]) -> None:
    """Write problems to standard error, errors first; many of one kind are cut short, with their number."""
    grave = {"error": 0, "warning": 1, "note": 2}
    shown: dict[str, int] = {}
    for problem in sorted(problems, key=lambda found: grave[found.severity]):
        shown[problem.code] = shown.get(problem.code, 0) + 1
        if shown[problem.code] <= SHOWN_OF_A_KIND:
            print(f"{problem.severity}: {problem}", file=sys.stderr)
    for code, count in shown.items():
        if count > SHOWN_OF_A_KIND:
            print(f"... and {count - SHOWN_OF_A_KIND} more of the kind '{code}'; --json lists all", file=sys.stderr)


def code_of(problems: Iterable[Problem]) -> int:
    """The exit code of a run that wrote its editions."""
    return DAMAGED if any(problem.severity == "error" for problem in problems) else BUILT
