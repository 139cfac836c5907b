"""Every heading can be linked to. In: a passage. Out: the same, each h2 to h6 with an id made from its words.

The same words give the same id, so that a link from outside survives an edit elsewhere in the chapter.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from book.xhtml import text_of

if TYPE_CHECKING:
    from book.transforms.passage import Passage

_LONGEST = 40  # characters


def headings(passage: Passage) -> None:
    """Give every heading an id."""
    for heading in passage.tree.iter("h2", "h3", "h4", "h5", "h6"):
        if not heading.get("id"):
            heading.set("id", passage.ids.new(f"{passage.chapter}-{slug(text_of(heading)) or 'heading'}"))


def slug(text: str) -> str:
    """Words as a piece of an id or of a file's name: ASCII letters, digits and hyphens; "" where none is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-")
