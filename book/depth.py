"""Pages that are nested or attributed as no page is, told before they are parsed. In: markup. Out: whether it is one.

Finding things in a tree of a hundred thousand levels takes time without bound. A count of the open tags is near
enough and takes one pass; elements that end where the next begins (paragraphs, items, cells) are not counted.
"""

from __future__ import annotations

import re

DEEPEST = 1500  # elements in one another; browsers stop at 512
_NESTING = re.compile(
    r"<(/?)(?!(?:p|li|t[rdh]|d[td]|option|br|hr|img|input|link|meta|col|source|wbr|area|base|embed|param|track)\b)[a-z]",
    re.IGNORECASE,
)
_FLOOD = re.compile(r"<[a-zA-Z][^<>]{60000}")


def is_hostile(markup: str) -> bool:
    """Whether HTML is nested more than `DEEPEST` levels deep, or has a tag longer than any page's."""
    if _FLOOD.search(markup):
        return True
    depth = 0
    for found in _NESTING.finditer(markup):
        depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > DEEPEST:
            return True
    return False
