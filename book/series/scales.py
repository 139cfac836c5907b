"""The scales of one series: every kind of evidence about order, the weightiest first. In: places. Out: `Scale`s.

1. Numbers that front matter counts or weighs instalments with. 2. Ordinals of titles (made where the levels are
known). 3. File names that count 1, 2, 3. 4. Numbered headings that run on. 5. Previous and next links. 6. The place
in an index or feed. 7. Dates, those in titles before those of publication. 8. Other numbers in file names. 9. The
alphabet, which breaks ties only.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from book.series import filenames
from book.series.chain import chain
from book.series.columns import weights
from book.series.headed import headed
from book.series.listed import listed
from book.series.numbers import number_key
from book.series.order import Scale
from book.series.titledates import titled_day, written_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from book.model import Origin
    from book.series.place import Place


def canonical(places: Sequence[Place]) -> list[Place]:
    """The order that breaks ties: natural order of names, then the text itself, never the order of the input."""
    return sorted(places, key=lambda place: (filenames.name_key(place.source), place.source))


def strong(places: Sequence[Place], counted: Mapping[str, str]) -> list[Scale]:
    """What outranks titles: declared places."""
    clues = [place.clue for place in places]
    found = []
    if counted:
        found.append(_declared(counted, "number"))
    weighed = weights(clues)
    if weighed:
        found.append(_declared(weighed, "place"))
    return found


def _declared(numbers: Mapping[str, str], what: str) -> Scale:
    keys = {source: float(number) for source, number in numbers.items()}
    return Scale("front matter", keys, {source: f"{what} {number}" for source, number in numbers.items()})


def weak(places: Sequence[Place]) -> list[Scale]:
    """What titles outrank."""
    names = filenames.counted([place.source for place in places])
    majority = 5 * len(names) >= 3 * len(places)
    says = {source: ".".join(map(str, numbers)) for source, numbers in names.items()}
    named = [Scale("file name", names, says)] if majority and names else []
    counts = bool(named) and filenames.dense(names)
    return [*_releases(places), *(named if counts else ()), *_headed(places), *_linked(places), *_listed(places),
            *_dated(places), *(() if counts else named)]  # fmt: skip


def _releases(places: Sequence[Place]) -> list[Scale]:
    """`Rust 1.10` after `Rust 1.9`: versions and sprints are sort keys."""
    found = {}
    for place in places:
        for ordinal in place.clue.title.ordinals:
            if ordinal.kind in ("version", "sprint") and ordinal.number:
                found[place.source] = (ordinal.kind, ordinal.number)
    if len(found) < 2 or 2 * len(found) < len(places):
        return []
    keys = {source: number_key(number) for source, (_, number) in found.items()}
    return [Scale("title", keys, {source: f"{kind} {number}" for source, (kind, number) in found.items()})]


def _headed(places: Sequence[Place]) -> list[Scale]:
    return _scale("heading", headed([place.clue.article for place in places if not place.clue.matter]))


def _linked(places: Sequence[Place]) -> list[Scale]:
    found = chain({place.source: place.clue.said for place in places})
    if 2 * len(found) < len(places):
        return []
    return _scale("link", found)


def _scale(origin: Origin, found: Mapping[str, tuple[int, str]]) -> list[Scale]:
    """Places with what says so, as a scale; none where nothing was found."""
    if not found:
        return []
    return [Scale(origin, {s: at for s, (at, _) in found.items()}, {s: says for s, (_, says) in found.items()})]


def _listed(places: Sequence[Place]) -> list[Scale]:
    keys = {place.source: at for place in places if (at := place.clue.article.position) is not None}
    if len(keys) < 2 or len(set(keys.values())) < 2:
        return _scale("index", listed([place.clue for place in places]))
    return [Scale("index", keys, {source: f"number {at + 1} in {_list_of(source)}" for source, at in keys.items()})]


def _list_of(source: str) -> str:
    """The file that holds an article beside others, `a.epub#one.xhtml`; else the list it was found by has no name."""
    holder, inside, _ = source.partition("#")
    return PurePosixPath(holder).name if inside and "://" not in holder else "the list"


def _dated(places: Sequence[Place]) -> list[Scale]:
    keys = {}
    says = {}
    for place in places:
        titled = titled_day(place.clue)
        day = titled or place.clue.day
        if day:
            # Of a day, what the title dates comes in the order of its dates; then the hour of publication counts.
            keys[place.source] = (day[:10], place.clue.day)
            says[place.source] = f"{written_day(place.clue)}, in the title" if titled else day[:10]
    return [Scale("date", keys, says)] if keys else []


def published(places: Sequence[Place]) -> Mapping[str, str]:
    """Days of publication by source, for comparing with the order found."""
    return {place.source: place.clue.day[:10] for place in places if len(place.clue.day) >= 10}
