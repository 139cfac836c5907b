"""Numbers of ordinals as sort keys. In: "4", "1.10", "2a", "B", "5-8", "last", an ISO date. Out: comparable tuples.

`1.10` follows `1.9`, `2a` follows `2`, a range stands where it begins, `last` behind every number.
"""

from __future__ import annotations

import re

Key = tuple[tuple[int, int, str], ...]

LAST: Key = ((2, 0, ""),)
_RUN = re.compile(r"\d+|[^\W\d_]+")
_RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
_INTEGER = re.compile(r"\d{1,6}")
_MOST = 2_000  # numbers a range may stand for; a longer one is no range of instalments


def number_key(number: str) -> Key:
    """The sort key of a number; comparable with every other."""
    if number == "last":
        return LAST
    span = _RANGE.fullmatch(number)
    text = span[1] if span else number
    runs = _RUN.findall(text.casefold())
    return tuple((0, int(run), "") if run.isdecimal() else (1, 0, run) for run in runs) or ((1, 0, text),)


def integers(number: str | None) -> range:
    """The whole numbers a number stands for: one, those of a range, or none."""
    span = _RANGE.fullmatch(number or "")
    if span and int(span[1]) <= int(span[2]) <= int(span[1]) + _MOST:
        return range(int(span[1]), int(span[2]) + 1)
    if number and _INTEGER.fullmatch(number):
        return range(int(number), int(number) + 1)
    return range(0)


def spans(numbers: list[int]) -> str:
    """Whole numbers as a person writes them: "1 to 3, 7 and 9"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    listed = ", ".join(words)
    head, comma, tail = listed.rpartition(", ")
    return f"{head} and {tail}" if comma else listed
