"""Names of sheets. In: ids and titles. Out: stems such as "ch-06-the-title": ASCII, short, unique in any case.

EPUB 3.3, 4.2.3 (file names); shops ask for letters, digits and hyphens.
"""

from __future__ import annotations

import re
from unicodedata import normalize

_LONGEST = 40  # characters of the title's share
# Latin letters that have no decomposition.
_LATIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"})
_OTHER = re.compile(r"[^a-z0-9]+")


def slug(title: str) -> str:
    """The words of a title in ASCII, cut at a word; empty where the title has none."""
    bare = normalize("NFKD", title.lower().translate(_LATIN))
    words = _OTHER.sub("-", "".join(c for c in bare if c.isascii() or c.isspace() or c in "–—")).strip("-")
    return words if len(words) <= _LONGEST else words[: _LONGEST + 1].rpartition("-")[0] or words[:_LONGEST]


class Names:
    """Gives every sheet a name of its own."""

    def __init__(self) -> None:
        """Nothing is taken yet."""
        self._taken: set[str] = set()

    def name(self, stem: str, title: str = "") -> str:
        """A name from an id and a title; a number follows where it is taken."""
        base = _OTHER.sub("-", stem.lower()).strip("-") or "sheet"
        words = slug(title)
        base = f"{base}-{words}" if words and words not in base else base
        name, count = base, 1
        while name in self._taken:
            count += 1
            name = f"{base}-{count}"
        self._taken.add(name)
        return name
