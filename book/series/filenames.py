"""What the names of the files say about order. In: sources. Out: natural sort keys, and numbers where names count.

A name counts when most names are alike but for a number: `part1.md` to `part15.md`, `001.md`, `chapter-2-10.xhtml`.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from book.series.numbers import number_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DIGITS = re.compile(r"\d+")
_DAY = re.compile(r"(?<!\d)(\d{4})[-_./](\d{2})[-_./](\d{2})(?!\d)")
_BUNDLE = frozenset(["index", "_index", "readme", "default"])  # a folder's one page: the folder's name is the article's


@lru_cache(maxsize=65_536)
def path_of(source: str) -> PurePosixPath:
    """The path of a source, without the file name where the folder is the article (`post/index.md`)."""
    path = PurePosixPath(source.partition("#")[0] if "://" not in source else source)
    if path.stem.partition(".")[0].lower() in _BUNDLE and path.parent.name:
        return path.parent
    return path


@lru_cache(maxsize=65_536)
def stem_of(source: str) -> str:
    """The name that tells an article from its neighbours, without folder and ending."""
    path = path_of(source)
    suffix = path.suffix
    # `Rust-1.10` is a name, not a file of the kind `.10`.
    stem = path.name if suffix[1:].isdecimal() or path != PurePosixPath(source.partition("#")[0]) else path.stem
    _, mark, key = source.partition("#")
    return f"{stem}#{key}" if mark else stem


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key in which numbers count: `part2` before `part10`. Total: equal only for equal texts up to zeros."""
    return tuple(
        (0, int(run), run) if run.isdecimal() and run.isascii() else (1, 0, run)
        for run in re.split(r"(\d+)", text.casefold())
        if run
    )


def name_key(source: str) -> tuple[object, ...]:
    """Natural order of whole paths, folders first by their own names."""
    path = path_of(source)
    return (*(natural(part) for part in path.parent.parts), natural(stem_of(source)))


def day_of(source: str) -> str:
    """The date in a path (`2015-05-15-title.md`, `2015/05/15/title`), ISO 8601; "" if none."""
    found = _DAY.search(source)
    return "-".join(found.groups()) if found and "01" <= found[2] <= "12" and "01" <= found[3] <= "31" else ""


def counted(sources: Sequence[str]) -> Mapping[str, tuple[int, ...]]:
    """The numbers in the names of those sources whose names are alike but for numbers; empty if names do not count."""
    shapes: dict[str, list[str]] = {}
    for source in sources:
        stem = _DAY.sub("", stem_of(source))
        if _DIGITS.search(stem):
            shapes.setdefault(_shape(stem), []).append(source)
    numbers: dict[str, tuple[int, ...]] = {}
    for alike in shapes.values():
        found = {source: tuple(map(int, _DIGITS.findall(_DAY.sub("", stem_of(source))))) for source in alike}
        numbers |= _varying(found)
    # Names that are all of different shapes bear digits and no numbers: "3b1d4444.html", "af69cc76.html".
    shared = sum(len(group) for group in shapes.values() if len(group) > 1)
    return numbers if 2 * shared >= len(sources) or dense(numbers) else {}


def _shape(stem: str) -> str:
    """`01-the-shark` and `02-the-sea` are alike: numbers in front count whatever follows."""
    found = re.match(r"\D{0,12}?\d+(?:[-_.]\d+)*(?=[-_. ])", stem)
    head = found[0] if found else stem
    return _DIGITS.sub("0", head.casefold()) + ("…" if found else "")


def _varying(found: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """Without the numbers that are the same in all, and without numbers of what follows a leading number."""
    width = min(len(numbers) for numbers in found.values())
    columns = [k for k in range(width) if len(found) == 1 or len({numbers[k] for numbers in found.values()}) > 1]
    return {source: tuple(numbers[k] for k in columns) for source, numbers in found.items()} if columns else {}


def dense(numbers: Mapping[str, tuple[int, ...]]) -> bool:
    """One number each, no number twice, and hardly a gap: names that count instalments, not identifiers."""
    if len(numbers) < 2 or any(len(number) != 1 for number in numbers.values()):
        return False
    counts = Counter(number[0] for number in numbers.values())
    span = max(counts) - min(counts) + 1
    return max(counts.values()) == 1 and span <= 2 * len(counts) + 2 and min(counts) <= 2 * len(counts)


def same_number(numbers: tuple[int, ...], number: str | None) -> bool:
    """The last number of a name is the number of the title."""
    return bool(number) and number_key(str(numbers[-1])) == number_key(number or "")
