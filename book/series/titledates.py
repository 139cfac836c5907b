"""Dates in titles. In: a clue whose title is dated ("July 2025", "September", "2025 Q3"). Out: an ISO day to sort by.

A month without a year takes the year that brings it nearest to the day of publication. A month or quarter sorts at
the day of publication where that lies in it, else at its near end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from book.series.clues import Clue

_FORM = re.compile(
    r"(?:(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?|-Q(?P<quarter>[1-4]))?|(?P<alone>\d{2}))"
)


def titled_day(clue: Clue) -> str:
    """The day a title's date stands for, ISO 8601; "" where the title bears none."""
    number = next((o.number for o in clue.title.ordinals if o.kind == "dated" and o.number), "")
    found = _FORM.fullmatch(number)
    if found is None:
        return ""
    if found["day"]:
        return number
    published = clue.day[:10]
    if found["alone"]:
        year = _year(int(found["alone"]), published)
        return _within(f"{year:04}-{found['alone']}", published) if year else ""
    if found["quarter"]:
        return _within(f"{found['year']}-{int(found['quarter']) * 3:02}", published)
    return _within(f"{found['year']}-{found['month'] or '12'}", published)


def written_day(clue: Clue) -> str:
    """The date a title bears, no more exact than it says: "2025-07", "2025-Q3"; a month with the year it was given."""
    number = next((o.number for o in clue.title.ordinals if o.kind == "dated" and o.number), "")
    return titled_day(clue)[:7] if len(number) == len("07") else number


def _year(month: int, published: str) -> int:
    """The year in which `month` is nearest to the day of publication; 0 where that is unknown."""
    if len(published) < 7 or not 1 <= month <= 12:
        return 0
    year, of_year = int(published[:4]), int(published[5:7])
    distance = month - of_year
    return year + (distance < -6) - (distance > 6)


def _within(month: str, published: str) -> str:
    if published.startswith(month):
        return published
    return f"{month}-00" if published and published < month else f"{month}-31"
