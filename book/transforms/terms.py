"""Terms of the index can be led to. In: a passage. Out: the same, every marked term with an id.

A term is `[term]{.index}` in Markdown; `dfn`, `data-index="entry"` or a phrase of class `index` in HTML. A class
`index` on anything but a phrase is a site's own, and says nothing about the index of a book.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from book.transforms.headings import slug
from book.xhtml import elements, text_of

if TYPE_CHECKING:
    from book.transforms.passage import Passage

_MARKED = etree.XPath("descendant::*[self::dfn or @data-index or contains(@class, 'index')]")
_PHRASES = frozenset(
    ["span", "a", "em", "strong", "b", "i", "dfn", "abbr", "cite", "code", "q", "var", "mark", "small"]
)
_LONGEST = 80  # characters of a term


def terms(passage: Passage) -> None:
    """Give every term an id."""
    for element in elements(_MARKED, passage.tree):
        classes = (element.get("class") or "").split()
        entry = element.get("data-index")
        if element.tag != "dfn" and entry is None and "index" not in classes:
            continue
        text = entry or text_of(element)
        if entry is None and (element.tag not in _PHRASES or not text or len(text) > _LONGEST):
            _unmark(element, classes)
        elif not element.get("id"):
            element.set("id", passage.ids.new(f"{passage.chapter}-term-{slug(text) or 'term'}"))


def _unmark(element: etree._Element, classes: list[str]) -> None:
    kept = [word for word in classes if word != "index"]
    if kept:
        element.set("class", " ".join(kept))
    elif "class" in element.attrib:
        del element.attrib["class"]
