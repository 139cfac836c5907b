"""Terms of the index can be led to. In: a `Book`. Out: the `Book`, every marked term with an id.

A term is `[term]{.index}` in Markdown; `dfn`, `data-index="entry"` or a phrase of class `index` in HTML. A class
`index` on anything but a phrase is a site's own, and says nothing about the index of a book.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from book.assemble.ids import Ids
from book.transforms.headings import slug, used
from book.transforms.rewriting import rewrite
from book.xhtml import text_of

if TYPE_CHECKING:
    from lxml import etree

    from book.model import Book, Chapter, Finder

_TERM = re.compile(r'<dfn[\s>]|data-index|class="[^"]*\bindex\b')
_PHRASES = frozenset(
    ["span", "a", "em", "strong", "b", "i", "dfn", "abbr", "cite", "code", "q", "var", "mark", "small"]
)
_LONGEST = 80  # characters of a term


def terms(book: Book, finder: Finder) -> Book:
    """Give every term an id."""
    del finder
    ids = Ids(used(book))

    def name(body: etree._Element, source: str, chapter: Chapter) -> None:
        del source
        for element in body.iter("*"):
            classes = (element.get("class") or "").split()
            entry = element.get("data-index")
            if element.tag != "dfn" and entry is None and "index" not in classes:
                continue
            text = entry or text_of(element)
            if entry is None and (element.tag not in _PHRASES or not text or len(text) > _LONGEST):
                _unmark(element, classes)
            elif not element.get("id"):
                element.set("id", ids.new(f"{chapter.id}-term-{slug(text) or 'term'}"))

    return rewrite(book, _TERM, name)


def _unmark(element: etree._Element, classes: list[str]) -> None:
    kept = [word for word in classes if word != "index"]
    if kept:
        element.set("class", " ".join(kept))
    elif "class" in element.attrib:
        del element.attrib["class"]
