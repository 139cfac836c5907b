"""Sides for reading systems that know no start and end. In: CSS, the book's direction. Out: the same CSS, with both.

Themes say `margin-inline-start`; Adobe's engine and older Kindles know left and right alone, and would set lists
without any indent. So the side that the start is in this book stands before each such declaration; whoever knows the
logical one reads it last. CSS Logical Properties 1; EPUB 3.3, 6.3.1.1 (CSS in reading systems).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from book.model import Direction

_SIDES = {("start", "ltr"): "left", ("end", "ltr"): "right", ("start", "rtl"): "right", ("end", "rtl"): "left"}
_LOGICAL = re.compile(
    r"(?P<before>[{;]\s*)(?P<whole>(?:(?P<box>margin|padding|border)-inline-(?P<side>start|end)(?P<what>-[a-z]+)?"
    r"|text-align)\s*:\s*(?P<value>[^;}]+))"
)


def with_sides(css: str, direction: Direction) -> str:
    """The style sheet with a physical declaration before each logical one."""

    def both(match: re.Match[str]) -> str:
        value = match["value"].strip()
        if match["box"]:
            old = f"{match['box']}-{_SIDES[match['side'], direction]}{match['what'] or ''}: {value}"
        elif value in {"start", "end"}:
            old = f"text-align: {_SIDES[value, direction]}"
        else:
            return match[0]
        return f"{match['before']}{old}; {match['whole']}"

    return _LOGICAL.sub(both, css)
