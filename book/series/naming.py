"""What a series is called. In: what was found. Out: the book's title, "" where nothing says.

In this order: the declared series, the title page of another edition, the section that holds everything, the stem all
titles share, the family of titles, the site.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from book.series.clues import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from book.series.clues import Clue
    from book.series.place import Place
    from book.series.serials import Serial

_GENERIC = frozenset(["titlepage", "halftitlepage", "halftitle", "cover", "untitled"])


def title_of(chosen: Sequence[Serial], places: Sequence[Place], clues: Iterable[Clue]) -> str:
    """The title of the book made of the series `chosen`; `clues` are those of all that was read."""
    alone = chosen[0] if len(chosen) == 1 else None
    declared = alone.name if alone and alone.by != "titles" else ""
    family = alone.name if alone else ""
    return next((name for name in (declared, _title_page(clues), *_shared(places), family, _site(places)) if name), "")


def _title_page(clues: Iterable[Clue]) -> str:
    """Half title and title pages of another edition name the book; the shorter one without the subtitle."""
    pages = [c for c in clues if {"halftitlepage", "titlepage"} & set(c.article.meta.get("epub:type", "").split())]
    titles = [c.article.title for c in pages if fold(c.article.title).replace(" ", "") not in {*_GENERIC, ""}]
    return min(titles, key=lambda title: (len(title), title), default="")


def _shared(places: Sequence[Place]) -> Iterator[str]:
    """The name in all titles, that of the only section, or the only title."""
    yield from (place.series for place in places[:1])
    sections = Counter(level.title for place in places for level in place.outer if level.title)
    if len(sections) == 1 and 2 * sum(sections.values()) > len(places):
        yield next(iter(sections))
    texts = Counter(place.text for place in places if place.text and not place.outer and not place.clue.matter)
    if len(texts) == 1 and 2 * sum(texts.values()) > len(places):
        yield next(iter(texts))


def _site(places: Sequence[Place]) -> str:
    sites = Counter(place.clue.article.site for place in places if place.clue.article.site)
    site = min(sites, key=lambda name: (-sites[name], name), default="")
    return site if 2 * sites[site] > len(places) else ""
