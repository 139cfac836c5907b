"""What lies among the articles and is none of the series. In: clues. Out: what stays, what is left out, and why.

Title pages, imprints, colophons and tables of contents of another edition are made anew for this one. EPUB 3
Structural Semantics Vocabulary; file names as Standard Ebooks, Pressbooks and exporters give them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from book.model import LeftOut
from book.series.filenames import stem_of
from book.series.lengths import PAGE, SHORT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.model import Ordinal
    from book.series.clues import Clue

_TYPES = {
    "titlepage": "the title page of another edition",
    "halftitlepage": "the half title of another edition",
    "halftitle": "the half title of another edition",
    "fulltitle": "the title page of another edition",
    "imprint": "the imprint of another edition",
    "imprimatur": "the imprint of another edition",
    "colophon": "the colophon of another edition",
    "copyright-page": "the copyright page of another edition",
    "cover": "the cover of another edition",
    "toc": "the contents of another edition",
    "landmarks": "the contents of another edition",
    "loi": "the list of illustrations of another edition",
    "lot": "the list of tables of another edition",
}
_NAMES = {
    **_TYPES,
    "title-page": _TYPES["titlepage"],
    "half-title": _TYPES["halftitlepage"],
    "half-title-page": _TYPES["halftitlepage"],
    "copyright": _TYPES["copyright-page"],
    "uncopyright": _TYPES["copyright-page"],
    "nav": _TYPES["toc"],
    "contents": _TYPES["toc"],
    "table-of-contents": _TYPES["toc"],
    "list-of-illustrations": _TYPES["loi"],
}
_KINDS = {"toc": "a list of the instalments", "notice": "a notice to the readers of the series, not an instalment"}
_SEPARATOR = re.compile(r"[\s_-]+")


def apart(clues: Sequence[Clue]) -> tuple[tuple[Clue, ...], tuple[LeftOut, ...]]:
    """The clues of instalments, and what is none. Where nothing else is there, all stays."""
    reasons = {clue.source: reason for clue in clues if (reason := _reason(clue))}
    if len(reasons) == len(clues):
        return tuple(clues), ()
    kept = tuple(clue for clue in clues if clue.source not in reasons)
    return kept, tuple(LeftOut(source, reason) for source, reason in sorted(reasons.items()))


def part_titles(clues: Sequence[Clue]) -> dict[str, str]:
    """The titles of parts by number, from pages that hold nothing else."""
    return {o.number: clue.title.text for clue in clues if (o := _part(clue)) and o.number and clue.title.text}


def _part(clue: Clue) -> Ordinal | None:
    """The part whose title page this is."""
    if "part" not in clue.article.meta.get("epub:type", "").split() or clue.article.words > PAGE:
        return None
    return clue.title.ordinals[-1] if clue.title.ordinals else None


def _reason(clue: Clue) -> str:
    for kind in clue.article.meta.get("epub:type", "").split():
        if kind in _TYPES:
            return _TYPES[kind]
    if _part(clue):
        return "the title page of a part, which is made anew"
    last = clue.title.ordinals[-1].kind if clue.title.ordinals else ""
    if last in _KINDS:
        return _KINDS[last]
    name = _SEPARATOR.sub("-", stem_of(clue.source).rpartition("#")[2].lower())
    title = _SEPARATOR.sub("-", clue.title.text.strip().lower())
    # A name or title alone is a hint: only short pages are what it says.
    if clue.article.words <= SHORT and not any(ordinal.number for ordinal in clue.title.ordinals):
        return _NAMES.get(name, "") if name in _NAMES else _NAMES.get(title, "")
    return ""
