"""The ways a run can end other than well. In: nothing. Out: exceptions, each a sentence for the user.

Every exception carries `problems`, one line each (`where: what; the way out`). The command line, and only
it, turns the type of the exception into an exit code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from book.problem import Problem


class BookError(Exception):
    """A run that ended without a book. `problems` says why, one line each."""

    problems: tuple[Problem, ...]

    def __init__(self, *problems: Problem) -> None:
        """Keep the problems; the message is their lines."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> BookError:
        """One exception for many problems, so that all are reported together."""
        return cls(*problems)

    def __reduce__(self) -> tuple[type[BookError], tuple[Problem, ...]]:
        """Survive the way from a worker process to the main one."""
        return (type(self), self.problems)


class Refused(BookError):
    """The input was read and no book can honestly be made of it: nothing was written."""


class Misused(BookError):
    """The command line or the configuration is wrong, or a source does not exist or is empty."""


class Lacking(BookError):
    """The machine lacks something: Pango, space, a writable folder, a validator that was required."""


class Busy(BookError):
    """Another build of this book is running."""
