"""What an edition may choose about its sheets. In: settings. Out: `Options`."""

from __future__ import annotations

from typing import Literal

from book.frozen import frozen

Notes = Literal["foot", "chapter", "book"]
Credits = Literal["chapter", "sources", "none"]
Urls = Literal["notes", "references", "none"]


@frozen
class Options:
    """The choices, with what a book has when nobody chooses."""

    contents_depth: int = 6  # levels shown on the contents sheet, of those that the `Contents` has
    notes: Notes = "foot"  # where pages have them; where there are no pages, "foot" means after the chapter
    credits: Credits = "sources"  # where it says which articles a chapter was made of
    dedication: str = ""  # plain text, one paragraph a line
    figures: bool = False  # a list of figures after the contents
    tables: bool = False  # a list of tables after it
    page_references: bool = True  # on paper: "(page 123)" after a link inside the book
    urls: Urls = "references"  # on paper: addresses at the foot of pages, in a list after each chapter, or not at all
    cover: bool | None = None  # a cover sheet; None: where a medium has one (paper has none, HTML only a picture)
    colophon: bool = True
    program: str = "book-compiler"  # what the colophon names
