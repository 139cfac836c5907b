"""Numbers that begin again: volumes whose titles do not say which volume. In: places. Out: places with the part found.

Where chapter 1 comes twice, the folder (`volume-2/chapter-1.md`), the file's name (`chapter-2-1.xhtml`), or else the
order in a list or of publication tells the parts: each time the numbers fall back, a new part begins.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from book.model import Evidence, Ordinal
from book.series import filenames
from book.series.numbers import number_key
from book.series.titles import parse_title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from book.model import Origin
    from book.series.place import Place

_COPY = 3  # of a dozen numbers, a few doubled are mistakes; more are another count


def restarted(places: Sequence[Place], names: Mapping[str, str]) -> list[Place]:
    """Places with their part, where numbers begin again. `names` are the titles of parts by number, where known."""
    loose = [place for place in places if not place.outer and place.number and not place.clue.matter]
    counts = Counter((place.inner.kind, place.number) for place in loose if place.inner)
    doubled = sum(count - 1 for count in counts.values())
    if doubled < 2 or _COPY * doubled < len(counts):
        return list(places)
    found = _by_folder(loose) or _by_name(loose) or _by_fall(loose)
    return [_in_part(place, *found[place.source], names) if place.source in found else place for place in places]


_Parts = dict[str, tuple[Ordinal, Evidence]]


def _in_part(place: Place, part: Ordinal, says: Evidence, names: Mapping[str, str]) -> Place:
    inner = place.inner
    # What a title calls "part" lies in something larger, and is a chapter of it.
    title = part.title or names.get(part.number or "")
    return replace(place, outer=(replace(part, title=title),), inner=inner, evidence=(*place.evidence, says))


def _distinct(groups: Mapping[str, list[Place]]) -> bool:
    """Within each group every number comes once, and there are groups."""
    return len(groups) > 1 and all(len({place.number for place in group}) == len(group) for group in groups.values())


def _by_folder(places: Sequence[Place]) -> _Parts:
    groups: dict[str, list[Place]] = {}
    for place in places:
        groups.setdefault(str(PurePosixPath(filenames.path_of(place.source)).parent), []).append(place)
    if not _distinct(groups):
        return {}
    found: _Parts = {}
    for folder, group in groups.items():
        name = re.sub(r"[-_]+", " ", PurePosixPath(folder).name)
        parsed = parse_title(name)
        number = next((o for o in parsed.ordinals if o.number), None)
        digits = re.search(r"\d+", name)
        if number:
            part = Ordinal(
                number.kind if number.kind != "ordinal" else "part", number.number, title=parsed.text or None
            )
        elif digits:
            part = Ordinal("part", str(int(digits[0])))
        else:
            part = Ordinal("part", None, title=name or None)
        for place in group:
            found[place.source] = (part, Evidence("file name", f"in the folder {folder}"))
    return found


def _by_name(places: Sequence[Place]) -> _Parts:
    numbers = filenames.counted([place.source for place in places])
    fitting = {
        place.source: numbers[place.source][0]
        for place in places
        if len(numbers.get(place.source, ())) == 2 and filenames.same_number(numbers[place.source], place.number)
    }
    groups: dict[str, list[Place]] = {}
    for place in places:
        groups.setdefault(str(fitting.get(place.source)), []).append(place)
    if 5 * len(fitting) < 4 * len(places) or not _distinct(groups):
        return {}
    return {
        source: (Ordinal("part", str(number)), Evidence("file name", f"part {number}"))
        for source, number in fitting.items()
    }


def _by_fall(places: Sequence[Place]) -> _Parts:
    listed = {place.source: place.clue.article.position for place in places}
    origin: Origin
    if None not in listed.values() and len(set(listed.values())) == len(listed):
        ordered, origin = sorted(places, key=lambda place: (listed[place.source] or 0, place.source)), "index"
    elif all(place.clue.day for place in places):
        ordered, origin = sorted(places, key=lambda place: (place.clue.day, number_key(place.number or ""))), "date"
    else:
        return {}
    found: _Parts = {}
    groups: dict[str, list[Place]] = {}
    part, last = 1, None
    for place in ordered:
        key = number_key(place.number or "")
        if last is not None and key <= last:
            part += 1
        last = key
        groups.setdefault(str(part), []).append(place)
        found[place.source] = (Ordinal("part", str(part)), Evidence(origin, f"part {part}: the numbers begin again"))
    # A count that falls back at every step is no count.
    return found if _distinct(groups) and 3 * part <= len(places) else {}
