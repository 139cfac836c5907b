"""Every heading can be linked to. In: a `Book`. Out: the `Book`, each h2 to h6 with an id made from its words.

The same words give the same id, so that a link from outside survives an edit elsewhere in the chapter.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from book.assemble.ids import Ids
from book.transforms.rewriting import rewrite
from book.xhtml import text_of

if TYPE_CHECKING:
    from lxml import etree

    from book.model import Book, Chapter, Finder

_HEADING = re.compile(r"<h[2-6][\s>]")
_ID = re.compile(r'\sid="([^"]*)"')
_LONGEST = 40  # characters


def headings(book: Book, finder: Finder) -> Book:
    """Give every heading in a body an id."""
    del finder
    ids = Ids(used(book))

    def name(body: etree._Element, source: str, chapter: Chapter) -> None:
        del source
        for heading in body.iter("h2", "h3", "h4", "h5", "h6"):
            if not heading.get("id"):
                heading.set("id", ids.new(f"{chapter.id}-{slug(text_of(heading)) or 'heading'}"))

    return rewrite(book, _HEADING, name)


def used(book: Book) -> list[str]:
    """Every id of a book."""
    found = [part.id for part in book.parts]
    for chapter in book.chapters:
        found.append(chapter.id)
        found += _ID.findall(chapter.body)
        for note in chapter.notes:
            found.append(note.id)
            found += _ID.findall(note.body)
    return found


def slug(text: str) -> str:
    """Words as a piece of an id or of a file's name: ASCII letters, digits and hyphens; "" where none is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-")
