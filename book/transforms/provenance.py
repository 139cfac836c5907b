"""Take the milestones out. In: a `Book`. Out: the `Book`, without the marks of where its articles begin.

The last rule: those before it name articles by them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from book.milestones import drop
from book.transforms.rewriting import rewrite

if TYPE_CHECKING:
    from book.model import Book, Finder

_MARK = re.compile(r"<\?")


def provenance(book: Book, finder: Finder) -> Book:
    """Remove every milestone."""
    del finder
    return rewrite(book, _MARK, lambda body, _source, _chapter: drop(body))
