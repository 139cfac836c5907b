"""Links to instalments that were not collected. In: clues. Out: `link-missing` problems.

Only links that say they lead to an instalment count: previous and next, a relation, or a text with a serial mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.model import Problem
from book.series.addressing import Index, near, target
from book.series.direction import direction
from book.series.titles import parse_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from book.model import Article, Link
    from book.series.clues import Clue

_LONGEST = 80  # characters of a link's text; a longer one is a sentence


def missing_links(clues: Sequence[Clue], collected: Sequence[Clue]) -> Iterator[Problem]:
    """One problem for each instalment that others link to and that is not there."""
    index = Index([clue.article for clue in collected])
    seen: dict[str, str] = {}
    for clue in clues:
        for link in clue.article.links:
            if not _leads_on(clue.article, link) or index(clue.article, link.href):
                continue
            where = target(clue.article, link.href).partition("#")[0]
            if where and where not in seen:
                seen[where] = clue.source
                said = f"links to '{' '.join(link.text.split())}' ({where}), which was not collected"
                yield Problem("link-missing", "warning", clue.source, said, "collect it, or build the book without")


def _leads_on(article: Article, link: Link) -> bool:
    href = link.href.strip()
    if not href or href.startswith(("#", "mailto:", "javascript:", "tel:", "data:")):
        return False
    if not direction(link, article.language):
        text = " ".join(link.text.split())
        if len(text) > _LONGEST or not any(c.isalnum() for c in text):
            return False
        marks = parse_title(text, article.language or None).ordinals
        if not any(o.number and o.kind in ("part", "chapter", "episode", "section", "volume") for o in marks):
            return False
    return near(article, href)
