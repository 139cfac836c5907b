"""What runs from left to right in a book that does not. In: a passage. Out: the same, code so marked in such chapters.

Programs are written from left to right; in a paragraph of Arabic or Hebrew their brackets and colons would otherwise
change sides. Unicode Standard Annex 9, 4.3 (HL4); HTML, 3.2.6.4 (`dir`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from book.transforms.passage import Passage


def direction(passage: Passage) -> None:
    """Mark the direction of code in chapters that run from right to left; one that the article marks is kept."""
    if passage.setting.direction != "rtl":
        return
    for element in passage.tree.iter("pre", "code", "kbd", "samp", "tt"):
        parent = element.getparent()
        if element.get("dir") is None and (parent is None or parent.tag != "pre"):
            element.set("dir", "ltr")
