"""The table of contents. In: a `Book` whose headings have ids. Out: `Contents`, the tree every edition shows.

Parts own chapters, chapters own their headings; a part that prints nothing gives its chapters to the level
above. EPUB 3.3, section 5.4.2 (the nav document) asks for text in every entry.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from book.model import BACK_KINDS, FRONT_KINDS, Contents, Entry
from book.xhtml import EPUB_TYPE, parse, remove, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from book.model import Book, Chapter, Part

_LEVEL = {f"h{level}": level for level in range(2, 7)}
_ANY = re.compile("<h[2-6]")


def contents(book: Book, depth: int = 3) -> Contents:
    """The contents of a book, `depth` levels of entries deep (1 to 6): parts, chapters, headings in chapters."""
    entries: list[Entry] = []
    for part in book.parts:
        if not (part.title or part.label):
            entries.extend(_chapter(chapter, 1, depth) for chapter in part.chapters)
            continue
        inner = tuple(_chapter(chapter, 2, depth) for chapter in part.chapters) if depth > 1 else ()
        entries.append(_part(part, inner))
    return Contents(tuple(entries))


def _part(part: Part, children: tuple[Entry, ...]) -> Entry:
    label = part.label if part.title else ""
    return Entry(part.title or part.label, part.id, 1, label, "part", children)


def _chapter(chapter: Chapter, level: int, depth: int) -> Entry:
    headings = list(_headings(chapter, depth - level)) if depth > level and _ANY.search(chapter.body) else []
    label = chapter.label if chapter.title else ""
    title = chapter.title or chapter.label or chapter.id
    return Entry(title, chapter.id, level, label, _kind(chapter), _nested(headings, level + 1))


def _kind(chapter: Chapter) -> str:
    """A kind that says more than "chapter"; one that came of a series' "part" is a chapter of the book all the same."""
    return chapter.kind if chapter.kind in FRONT_KINDS or chapter.kind in BACK_KINDS else "chapter"


def _headings(chapter: Chapter, levels: int) -> Iterator[tuple[int, str, str]]:
    """Level (2 to 6), text and id of the headings that are at most `levels` below the chapter's title."""
    for element in parse(chapter.body).iter(*_LEVEL):
        level = _LEVEL[str(element.tag)]
        target = element.get("id")
        if level < levels + 2 and target and not _aside(element):
            text = _words(element)
            if text:
                yield level, text, target


def _words(heading: etree._Element) -> str:
    """The words of a heading, without the numbers of its notes."""
    if not any("noteref" in (link.get(EPUB_TYPE) or "") for link in heading.iter("a")):
        return text_of(heading)
    bare = deepcopy(heading)
    for link in list(bare.iter("a")):
        if "noteref" in (link.get(EPUB_TYPE) or ""):
            remove(link)
    return text_of(bare)


def _aside(element: etree._Element) -> bool:
    """Whether a heading is not one of the text: it stands in a quotation, a table, a note or a figure."""
    return next(element.iterancestors("blockquote", "aside", "table", "figure", "details"), None) is not None


def _nested(headings: list[tuple[int, str, str]], level: int) -> tuple[Entry, ...]:
    """Headings in document order as a tree; a skipped level is no level."""
    entries: list[Entry] = []
    at = 0
    while at < len(headings):
        own, text, target = headings[at]
        end = at + 1
        while end < len(headings) and headings[end][0] > own:
            end += 1
        entries.append(Entry(text, target, level, "", "heading", _nested(headings[at + 1 : end], level + 1)))
        at = end
    return tuple(entries)
