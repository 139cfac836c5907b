"""Small books to transform, and a finder that knows a few files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from book.milestones import milestone
from book.model import Book, Chapter, Credit, Metadata, Part

if TYPE_CHECKING:
    from collections.abc import Callable


class Shelf:
    """A finder over bytes by name, whatever article asks."""

    def __init__(self, **files: bytes) -> None:
        """Begin with files named as Python allows: `a__png` is `a.png`."""
        self.files = {name.replace("__", "."): data for name, data in files.items()}

    def __call__(self, source: str, href: str) -> bytes:
        """The bytes, as `book.model.Finder` says."""
        del source
        if href.startswith("../"):
            raise PermissionError(href)
        if href not in self.files:
            raise FileNotFoundError(href)
        return self.files[href]


@pytest.fixture
def shelf() -> type[Shelf]:
    return Shelf


@pytest.fixture
def make() -> Callable[..., Book]:
    """A book of the bodies given; one whose kind is told is `(kind, body)`."""

    def made(*bodies: str | tuple[str, str], language: str = "en") -> Book:
        chapters = []
        for number, item in enumerate(bodies, 1):
            kind, body = item if isinstance(item, tuple) else ("chapter", item)
            source = f"part-{number}.md"
            text = milestone(source) + body
            credit = (Credit(source, "T"),)
            chapters.append(Chapter(f"ch-{number:02}", f"Title {number}", str(number), kind, text, credits=credit))
        return Book(Metadata("B", language, "urn:x-test:1"), (Part("part-1", "", None, tuple(chapters)),))

    return made
