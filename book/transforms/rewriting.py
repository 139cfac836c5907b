"""Change every fragment of a book in one way. In: a `Book` and a function of a tree. Out: the `Book`, changed.

A fragment is parsed only where a cheap search says that there is something to change.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from book.xhtml import parse, write

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from lxml.etree import _Element

    from book.model import Book, Chapter

    Change = Callable[[_Element, str, Chapter], None]


def rewrite(book: Book, needle: re.Pattern[str], change: Change) -> Book:
    """Apply `change` to the tree of every body and note in which `needle` occurs.

    `change` gets the tree, the source of its first article, and the chapter; it changes the tree in place.
    """

    def changed(fragment: str, chapter: Chapter) -> str:
        if not needle.search(fragment):
            return fragment
        tree = parse(fragment)
        change(tree, first_source(chapter), chapter)
        return write(tree)

    return with_chapters(book, lambda chapter: _in_chapter(chapter, changed))


def with_chapters(book: Book, change: Callable[[Chapter], Chapter]) -> Book:
    """The book with each chapter changed, in reading order."""
    parts = tuple(replace(part, chapters=tuple(change(chapter) for chapter in part.chapters)) for part in book.parts)
    return replace(book, parts=parts)


def first_source(chapter: Chapter) -> str:
    """The article that a chapter begins with; "" where none is known."""
    return chapter.credits[0].source if chapter.credits else ""


def _in_chapter(chapter: Chapter, changed: Callable[[str, Chapter], str]) -> Chapter:
    body = changed(chapter.body, chapter)
    notes = tuple(replace(note, body=changed(note.body, chapter)) for note in chapter.notes)
    return replace(chapter, body=body, notes=notes)
