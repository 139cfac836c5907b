"""Names that recur across the titles of one site: "| Harbour Weekly", "The River King: ". In: titles. Out: titles.

What one title cannot tell, many can: a text at the same end of most titles is the site's or the series' name.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from book.series.grammar import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_JOINT = re.compile(r"\s*[|｜·•»]\s*|\s+[-–—]\s+|\s*[:：]\s+|\s*_\s*")
_FEWEST = 3  # titles that must bear the name


def strip_recurring(titles: Sequence[str], known: Sequence[str] = ()) -> tuple[list[str], tuple[str, ...]]:
    """The titles without the names that recur at either end, and the names, in the order they were taken off.

    `known` names (of the site, the series) are taken off wherever they stand at an end. A title is never emptied.
    """
    stripped = list(titles)
    names: list[str] = []
    own = {fold(name.strip()) for name in known if name.strip()}
    for last in (True, False):
        while True:
            ends = [_end(title, last=last) for title in stripped]
            counts = Counter(fold(end[0]) for end in ends if end)
            needed = max(_FEWEST, len(stripped) // 2 + 1)
            taken = {name for name, count in counts.items() if name in own or count >= needed}
            found = [end for end in ends if end and fold(end[0]) in taken]
            if not found:
                break
            names += dict.fromkeys(end[0] for end in found)
            stripped = [
                end[1] if end and fold(end[0]) in taken else title for title, end in zip(stripped, ends, strict=True)
            ]
    return stripped, tuple(dict.fromkeys(names))


def _end(title: str, *, last: bool) -> tuple[str, str] | None:
    """The text behind the last joint (or before the first) and the rest of the title."""
    joints = [match for match in _JOINT.finditer(title) if match.start() and match.end() < len(title)]
    if not joints:
        return None
    joint = joints[-1 if last else 0]
    head, tail = title[: joint.start()], title[joint.end() :]
    name, rest = (tail, head) if last else (head, tail)
    # A number is a mark and no name: "Part 2" at the end of half the titles stays.
    if any(char.isdecimal() for char in name) or not any(char.isalpha() for char in name):
        return None
    return name.strip(), rest.strip()
