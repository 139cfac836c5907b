"""Names in titles beside the number: one that all share, or several. In: places. Out: places settled by those names.

`Bread, Part 1: The Dough` beside `Bread, Part 2: The Oven`: Bread is what the book is called and no level in it, so
each instalment is a chapter. Beside `Soup, Part 1` Bread would be a chapter, and so it would as `Section One: Bread`.
Chapters of several names (`Bread - Chapter 1: The Dough` beside `Soup - Chapter 1: Salt`) are chapters of parts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from book.model import Ordinal
from book.series.clues import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.series.place import Place


def under_several_names(places: Sequence[Place]) -> list[Place]:
    """Numbered articles under the names in their titles, where those divide all of them into groups."""
    numbered = [place for place in places if place.number and not place.clue.matter]
    names = {place.source: place.clue.title.series or place.text for place in numbered}
    groups = Counter(map(fold, names.values()))
    if any(place.outer for place in places) or len(groups) < 2 or min(groups.values()) < 2 or "" in groups:
        return list(places)
    return [
        replace(
            place,
            outer=(Ordinal("", None, title=names[place.source]),),
            text="" if fold(place.text) == fold(names[place.source]) else place.text,
        )
        if place.source in names
        else place
        for place in places
    ]


def without_shared_name(places: Sequence[Place]) -> list[Place]:
    """Places without the only name; all as they are where there are several names, or sections have numbers."""
    name = _only_name(places)
    return [_freed(place, name) for place in places] if name else list(places)


def _only_name(places: Sequence[Place]) -> str:
    levels = [level for place in places for level in place.outer]
    if any(level.kind or level.number or not level.title for level in levels):
        return ""
    body = [place for place in places if not place.clue.matter]
    if levels:
        names = Counter(level.title or "" for level in levels)
        # Beside as many articles of no series, the series is one thing among others.
        bare = [place for place in body if not place.outer and not place.number]
        fits = len(levels) > max(1, len(bare))
    else:
        numbered = [place for place in body if place.number]
        names = Counter(place.clue.title.series or place.text for place in numbered)
        fits = len(numbered) > 1
    one = len({fold(name) for name in names}) == 1
    return min(names, key=lambda name: (-names[name], name)) if fits and one else ""


def _freed(place: Place, name: str) -> Place:
    alike = place.inner is not None and fold(place.text) == fold(name)
    return replace(place, outer=(), text="" if alike else place.text, series=name)
