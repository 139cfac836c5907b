"""How a chapter opens. In: its tree and its title. Out: a class for the first paragraph and for the length of a title.

A drop capital needs text to stand in: only a first paragraph that is long enough, and begins with a capital letter
(or a quotation mark before one), gets it. Robert Bringhurst, The Elements of Typographic Style, 4.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

from book.typeset.script import has_capitals
from book.xhtml import text_of

if TYPE_CHECKING:
    from lxml import etree

ENOUGH = 260  # characters: some four lines of a small page, so that a capital two or three lines deep has company
_PASSED_OVER = frozenset(["a", "span"])  # empty anchors before the first paragraph


def open_chapter(body: etree._Element, language: str) -> None:
    """Mark the first paragraph with the class `first`, and `drop` where a capital may be dropped into it."""
    first = next(iter(body), None)
    while first is not None and (not isinstance(first.tag, str) or (first.tag in _PASSED_OVER and not text_of(first))):
        first = first.getnext()
    if first is None or first.tag != "p" or (body.text or "").strip():
        return
    classes = [*first.get("class", "").split(), "first"]
    if has_capitals(first.get("lang", "") or language) and _droppable(first):
        classes.append("drop")
    first.set("class", " ".join(classes))


def _droppable(paragraph: etree._Element) -> bool:
    text = text_of(paragraph)
    # The first letter must be the paragraph's own: a note reference, an image or a dash before it cannot drop.
    own = (paragraph.text or "").strip() or (
        text if len(paragraph) and paragraph[0].tag in ("em", "strong", "span") else ""
    )
    letters = own.lstrip("“”‘’\"'«»„‹›¿¡")
    return len(text) >= ENOUGH and bool(letters) and category(letters[0]) == "Lu" and len(own) - len(letters) <= 1


def length_of(title: str) -> str:
    """A class for titles that need smaller type: "", "long" or "very-long". A CJK character takes two places."""
    places = sum(2 if ord(character) > 0x2E7F else 1 for character in title)
    return "" if places <= 48 else "long" if places <= 120 else "very-long"
