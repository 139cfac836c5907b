"""Editions: a book and its sheets become the bytes of one file. In: `Book`, `Contents`, sheets, `Theme`. Out: `Made`.

An edition is a function in the table below; it writes nothing, opens nothing outside the book and has no clock.
Third parties add theirs through the entry point group `book.editions` (name = format, value = "module:function").
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from book.errors import Misused
from book.frozen import frozen
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from book.config import EditionSettings
    from book.model import Book, Contents, Sheet, Theme

# Loaded when asked for: none of them is light.
EDITIONS = {
    "epub": "book.editions.epub:make",
    "pdf": "book.editions.pdf.edition:make",
    "html": "book.editions.html:make",
}


@frozen
class PageBreak:
    """Where a page of a paginated edition begins in the running text."""

    sheet: str  # the name of the sheet
    offset: int  # characters of the sheet's body before the page, white space and notes not counted
    label: str  # the folio as printed: "xii", "104"


@frozen
class Made:
    """A finished edition."""

    data: bytes
    problems: tuple[Problem, ...] = ()
    pages: tuple[PageBreak, ...] = ()  # of a paginated edition; the EPUB can carry them
    record: bytes = b""  # of an EPUB that is to have one: its ONIX message, a file of its own


class Maker(Protocol):
    """What an edition's function looks like. Each may take further keywords with defaults."""

    def __call__(  # noqa: PLR0913 - what every edition is made from
        self,
        book: Book,
        contents: Contents,
        sheets: Sequence[Sheet],
        theme: Theme,
        *,
        edition: EditionSettings | None = None,
        cache: MutableMapping[str, bytes] | None = None,
    ) -> Made:
        """The finished edition. Raises `Refused` when no whole edition can be made, `Lacking` by the machine."""


def edition_maker(name: str) -> Maker:
    """The function that makes editions of a format. Raises `Misused` for a format nobody makes."""
    found = EDITIONS.get(name)
    if found is None:
        from importlib.metadata import entry_points  # noqa: PLC0415 - only for what others made

        others = {point.name: point.value for point in entry_points(group="book.editions")}
        found = others.get(name)
    if found is None:
        known = ", ".join(sorted(EDITIONS))
        raise Misused(Problem("format-unknown", "error", "", f"nothing makes the format '{name}'", f"known: {known}"))
    module, _, function = found.partition(":")
    return cast("Maker", getattr(import_module(module), function))
