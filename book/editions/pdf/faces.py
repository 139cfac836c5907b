"""Faces a book needs that are not on this machine. In: a book, its theme, a press. Out: problems.

Only the faces of the scripts and languages that the book has are asked for; what is installed is asked of the engine
once for a set of fonts, and kept.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from book.editions.pdf.workers import families
from book.theme import absent_faces
from book.typeset.faces import faces_needed

if TYPE_CHECKING:
    from book.editions.pdf.press import Press
    from book.model import Book, Problem, Theme


def absent(press: Press, theme: Theme, book: Book) -> tuple[Problem, ...]:
    """A problem for each face that the book needs and the machine lacks."""
    needed = faces_needed(theme, book)
    return absent_faces(theme, needed, _installed(press)) if needed else ()


def _installed(press: Press) -> tuple[str, ...]:
    key = f"families/{sha256(press.engine.encode()).hexdigest()}"
    kept = None if press.cache is None else press.cache.get(key)
    if kept is not None:
        return tuple(kept.decode().split("\n"))
    found = press.executor.submit(families).result(timeout=press.deadline)
    if press.cache is not None:
        press.cache[key] = "\n".join(found).encode()
    return found
