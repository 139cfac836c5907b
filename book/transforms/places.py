"""The line of an article in which something stands. In: a finder, a source, the text sought. Out: `source:line`.

The article's own bytes are asked of the finder only when there is a problem to report.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from book.model import Finder


class Places:
    """Finds lines in articles; each article is read once."""

    def __init__(self, finder: Finder) -> None:
        """Begin with nothing read."""
        self._finder = finder
        self._texts: dict[str, str] = {}
        self._after: dict[tuple[str, str], int] = {}

    def __call__(self, source: str, sought: str) -> str:
        """`source:line` of the next place where `sought` stands; `source` alone where that cannot be told."""
        text = self._text(source)
        for needle in dict.fromkeys([sought, unquote(sought), posixpath.basename(unquote(sought))]):
            if len(needle) < 2:
                continue
            at = text.find(needle, self._after.get((source, needle), 0))
            if at >= 0:
                self._after[source, needle] = at + len(needle)
                return f"{source}:{text.count(chr(10), 0, at) + 1}"
        return source

    def _text(self, source: str) -> str:
        if source not in self._texts:
            try:
                # An article beside itself: the finder knows no other way to a source's own bytes.
                data = self._finder(source, posixpath.basename(source)) if "#" not in source else b""
            except (OSError, ValueError):
                data = b""
            self._texts[source] = data.decode("utf-8", "replace")
        return self._texts[source]
