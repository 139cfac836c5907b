"""The order that an index page among the files declares. In: pages, and which files lie beside them. Out: their names.

An index page is mostly links to its neighbours: `index.html`, a table of contents, a README that lists the chapters.
A page that shows the newest first, by the dates or the numbers it prints, is turned round.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from book.collect import content

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from book.collect.content import Entry

_DAY = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 - a line of words reads better
_NAMED = re.compile(
    rf"\b(?:(\d{{1,2}})\.? )?({'|'.join(_MONTHS)})[a-z]*\.? (?:(\d{{1,2}}),? )?(\d{{4}})\b", re.IGNORECASE
)
_NUMBER = re.compile(r"(?<![\d.])\d{1,4}(?![\d.])")


class Beside:
    """Finds the file that a path on a page means: with or without its ending, or the index page of a folder."""

    def __init__(self, names: Iterable[str]) -> None:
        """Know the files."""
        self._names: dict[str, str] = {}  # a path as a page may write it -> the file
        for name in names:
            stem = str(PurePosixPath(name).with_suffix(""))
            for path in (name, stem, stem.removesuffix("/index") if stem.endswith("/index") else stem):
                self._names.setdefault(path, name)

    def __call__(self, path: str) -> str:
        """The file's name, "" where none lies there."""
        found = self._names.get(path) or self._names.get(path.rstrip("/"))
        return found or self._names.get(str(PurePosixPath(path).with_suffix("")) if path else "", "")


def order(pages: Mapping[str, bytes], beside: Beside, articles: int) -> tuple[str, ...]:
    """The files that the fullest of the index pages lists, oldest first; none where it lists less than half."""
    best: Sequence[Entry] = ()
    for name, data in pages.items():
        found = content.entries(name, data, lambda path: bool(beside(path)))
        if len(found) > len(best):
            best = found
    names = [beside(entry.path) for entry in best]
    if 2 * len(set(names)) < articles:
        return ()
    return tuple(dict.fromkeys(reversed(names) if newest_first(best) else names))


def newest_first(entries: Sequence[Entry]) -> bool:
    """Whether the dates beside the links, or else the numbers in them, fall."""
    for values in ([_day(entry) for entry in entries], [_number(entry.text) for entry in entries]):
        known = [value for value in values if value]
        if 2 * len(known) > len(entries) and len(set(known)) > 1:
            pairs = list(pairwise(known))
            falling = sum(one > other for one, other in pairs)
            rising = sum(one < other for one, other in pairs)
            if falling != rising:
                return falling > rising
    return False


def _day(entry: Entry) -> tuple[int, int, int]:
    """The day that stands beside a link or in its path; zeros where none does."""
    for text in (entry.path, entry.text, entry.around):
        found = _DAY.search(text)
        if found:
            return int(found[1]), int(found[2]), int(found[3])
        named = _NAMED.search(text)
        if named:
            return int(named[4]), _MONTHS.index(named[2][:3].lower()) + 1, int(named[1] or named[3] or 0)
    return 0, 0, 0


def _number(text: str) -> tuple[int, int, int]:
    found = _NUMBER.search(text)
    return (int(found[0]), 0, 0) if found else (0, 0, 0)
