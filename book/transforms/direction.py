"""What runs from left to right in a book that does not. In: a `Book`. Out: the `Book`, code so marked in such chapters.

Programs are written from left to right; in a paragraph of Arabic or Hebrew their brackets and colons would otherwise
change sides. Unicode Standard Annex 9, 4.3 (HL4); HTML, 3.2.6.4 (`dir`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from book.transforms.rewriting import rewrite

if TYPE_CHECKING:
    from lxml import etree

    from book.model import Book, Chapter, Finder

_CODE = re.compile(r"<(?:pre|code|kbd|samp|tt)[\s>]")


def direction(book: Book, finder: Finder) -> Book:
    """Mark the direction of code in chapters that run from right to left; one that the article marks is kept."""
    del finder
    ways = {chapter.direction or book.metadata.direction for chapter in book.chapters}
    if ways <= {"ltr"}:
        return book

    def mark(body: etree._Element, source: str, chapter: Chapter) -> None:
        del source
        if (chapter.direction or book.metadata.direction) != "rtl":
            return
        for element in body.iter("pre", "code", "kbd", "samp", "tt"):
            parent = element.getparent()
            if element.get("dir") is None and (parent is None or parent.tag != "pre"):
                element.set("dir", "ltr")

    return rewrite(book, _CODE, mark)
