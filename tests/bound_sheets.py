"""A laid out sheet as a PDF of its own, bound without folios and running heads, to look at what the engine drew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.editions.pdf.bind import Gathering, bind
from book.editions.pdf.forme import unlock
from book.editions.pdf.impose import Leaf
from book.editions.pdf.labels import Folio
from book.editions.pdf.subsets import Subsets
from book.model import Contents, Metadata, Sheet

if TYPE_CHECKING:
    from book.editions.pdf.laid import Laid


def alone(laid: Laid) -> bytes:
    """The PDF."""
    return bind(
        Gathering(
            metadata=Metadata("T", "en", "urn:x"),
            contents=Contents(()),
            sheets=[Sheet("x", "chapter", "body", "T", "")],
            laid=[laid],
            leaves=[Leaf(0, page, Folio(str(page + 1))) for page in range(len(laid.pages))],
            furniture=(),
            characters="",
            heads=lambda _leaf, _side: None,
            paper=False,
        ),
        Subsets(),
    )


def contents(laid: Laid) -> list[bytes]:
    """What is drawn on each page."""
    forme = unlock(laid.forme)
    return [forme.content(page) for page in range(len(forme.pages))]
