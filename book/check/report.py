"""What a check found. In: findings and the validators that ran. Out: a `Report`, as a table or as JSON-ready values."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from book.model import Problem

_GRAVE = {"error": 0, "warning": 1, "note": 2}
_CUT = 110  # characters of a message in the table; --json has all of it


@frozen
class Absent:
    """A validator that did not run."""

    name: str  # "epubcheck", "ace", "verapdf"
    why: str  # "Java is missing"
    install: str  # how to get it


@frozen
class Report:
    """What was found in one file."""

    file: str
    problems: tuple[Problem, ...]
    ran: tuple[str, ...]  # "own rules", "epubcheck 5.3.0", ...
    absent: tuple[Absent, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether there is an error."""
        return any(problem.severity == "error" for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """Plain values, in a stable order."""
        return {
            "file": self.file,
            "ran": list(self.ran),
            "absent": [asdict(absent) for absent in self.absent],
            "problems": [asdict(problem) for problem in self.problems],
        }


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each finding once, errors first, else in the order found."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: _GRAVE[problem.severity]))


def table(reports: Sequence[Report]) -> Iterator[str]:
    """The lines of one table for all files: one line a finding, then who ran and who could not."""
    rows = [
        (problem.severity, problem.code, problem.where, _message(problem))
        for report in reports
        for problem in report.problems
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True)]
        yield "  ".join([*cells, row[3]])
    for report in reports:
        counts = [f"{_count(report, severity)} {severity}s" for severity in _GRAVE]
        yield f"{report.file}: {', '.join(counts)} ({', '.join(report.ran)})"
    for absent in dict.fromkeys(absent for report in reports for absent in report.absent):
        yield f"{absent.name} did not run: {absent.why}; {absent.install}"


def _message(problem: Problem) -> str:
    said = " ".join(f"{problem.message}{'; ' + problem.hint if problem.hint else ''}".split())
    return said if len(said) <= _CUT else said[: _CUT - 1] + "…"


def _count(report: Report, severity: str) -> int:
    return sum(problem.severity == severity for problem in report.problems)
