"""What front matter, a feed or an export declares about a place. In: `Article.meta`. Out: levels, sort numbers.

Hugo, Zola, Jekyll, Docusaurus, Hexo, Just the Docs, WordPress and Pressbooks name the same two things differently: a
level of the series (`part: 2`, `chapter: IV`) and a bare place in the order (`weight: 30`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from book.model import Ordinal
from book.series.numerals import roman

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

# Levels, outermost first. A value that is a text names the level.
_LEVELS = (
    ("volume", ("volume", "volume_number", "vol")),
    ("book", ("book_number",)),
    ("season", ("season", "season_number", "itunes:season")),
    ("part", ("part", "part_number", "partnumber", "series.part", "series_part", "seriespart")),
    ("section", ("section_number",)),
    ("chapter", ("chapter", "chapter_number", "chapternumber")),
    ("episode", ("episode", "episode_number", "itunes:episode")),
    ("lesson", ("lesson", "lesson_number")),
)
# The place in a series: a person numbers instalments with these, so a missing number is a missing instalment.
COUNTING = ("seriesnumber", "series_number", "seriesorder", "series_order", "series_index", "seriesindex",
            "series.order", "series.number", "series.index", "number", "no", "installment", "instalment")  # fmt: skip
# A place in the order and no more: weights are often 10, 20, 30.
WEIGHING = ("series_weight", "chapter_order", "weight", "order", "menu_order", "nav_order", "sidebar_position",
            "sort_order", "sort", "position", "index", "rank")  # fmt: skip
_PREFIXES = ("", "extra.", "params.", "series.")
_DECLARING = frozenset(prefix + key for prefix in _PREFIXES for _, keys in _LEVELS for key in keys)
_NUMBER = re.compile(r"\s*#?(-?\d{1,6}(?:\.\d{1,4})?)\s*(?:(?:of|/)\s*(\d{1,5}))?\s*")
_ORIGIN = {"menu_order": "the export"}


def value_of(meta: Mapping[str, str], key: str) -> str:
    """What a key says, at the top or in a theme's own table (`extra.weight`); "" if nothing."""
    if not meta:
        return ""
    return next((found for prefix in _PREFIXES if (found := meta.get(prefix + key, "").strip())), "")


def is_among(known: Collection[str], key: str) -> bool:
    """Whether a key is among those known, at the top or in a theme's own table."""
    return any(prefix + key in known for prefix in _PREFIXES)


def number_of(text: str) -> float | None:
    """The number a value is, or None: "3", "#3", "2 of 5", "IV"."""
    found = _NUMBER.fullmatch(text)
    if found:
        return float(found[1])
    value = roman(text.strip()) if 0 < len(text.strip()) <= 9 else None
    return float(value) if value else None


def levels(meta: Mapping[str, str]) -> Iterator[Ordinal]:
    """The levels an article declares, outermost first."""
    for kind, keys in _LEVELS if not meta.keys().isdisjoint(_DECLARING) else ():
        text = next((found for key in keys if (found := value_of(meta, key))), "")
        if not text or len(text) > 200:
            continue
        number = number_of(text)
        if number is None:
            yield Ordinal(kind, None, title=text)
        elif number >= 0:
            match = _NUMBER.fullmatch(text)
            yield Ordinal(kind, written(number), total=match[2] if match else None)


def written(number: float) -> str:
    """A number as text: "3", "1.5"."""
    return str(int(number)) if number == int(number) else f"{number:g}"
