"""The order in which articles list one another: a box of all parts in each. In: clues. Out: a place each.

Boxes of a series agree; boxes of what is related or popular do not, and order nothing. A list that shows the newest
first is turned round by the dates of what it lists.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from book.series.order import disorder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from book.series.clues import Clue


def listed(clues: Sequence[Clue]) -> Mapping[str, tuple[int, str]]:
    """The place of each article in the list that the articles have in common, with where it stands."""
    boxes = {clue.source: clue.said.lists for clue in clues if clue.said.lists}
    there = {clue.source for clue in clues}
    if not boxes:
        return {}
    longest = min(boxes, key=lambda source: (-len(boxes[source]), source))
    base = [source for source in boxes[longest] if source in there]
    for source in _behind(base, boxes, there):
        base = _with(base, source, boxes)
    places = {source: at for at, source in enumerate(base)}
    agreed = sum(not disorder(box, places) for box in boxes.values())
    few = len(boxes) == 1 and 2 * len(boxes[longest]) < len(there)
    if few or 3 * agreed < 2 * len(boxes) or 2 * len(places) < len(there):
        return {}
    if longest not in places:
        base = [longest, *base]  # it lists all others and nobody lists it: the page that opens the series
    ordered = base[::-1] if _falls(base, clues) else base
    says = f"number {{}} in the list in {longest}"
    return {source: (at, says.format(at + 1)) for at, source in enumerate(ordered)}


def _behind(base: Sequence[str], boxes: Mapping[str, Sequence[str]], there: set[str]) -> list[str]:
    """What other boxes list besides, in their order."""
    known = set(base)
    return [
        source
        for source in dict.fromkeys(other for box in sorted(boxes) for other in boxes[box])
        if source in there and source not in known
    ]


def _with(base: list[str], source: str, boxes: Mapping[str, Sequence[str]]) -> list[str]:
    """The list with one more, behind all that stand right before it in any box: a box leaves out its own article."""
    places = {each: at for at, each in enumerate(base)}
    before = [
        places[one] for box in boxes.values() for one, two in pairwise(box) if two == source and one in places
    ]  # fmt: skip
    at = max(before) + 1 if before else 0
    return [*base[:at], source, *base[at:]]


def _falls(ordered: Sequence[str], clues: Sequence[Clue]) -> bool:
    days = {clue.source: clue.day for clue in clues if clue.day}
    known = [days[source] for source in ordered if source in days]
    falling = sum(one > other for one, other in pairwise(known))
    return falling > sum(one < other for one, other in pairwise(known))
