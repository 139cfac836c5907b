"""What a page is, said in the PDF for whoever checks it. In: kind, title, article, type area. Out: a page-piece entry.

A finding in a finished PDF can then name the article, and a line too long is told from one that is set wide: no
other key of PDF says where the margins are. ISO 32000-1, 14.5 (page-piece dictionaries).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, String

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pikepdf

OWNER = "/BookPage"  # whose entry it is


class Pieces:
    """The entries of the pages; equal ones are one object."""

    def __init__(self, pdf: pikepdf.Pdf, moment: str) -> None:
        """`moment` is the book's last change, as PDF writes it."""
        self.pdf = pdf
        self.moment = moment or "D:19800101000000Z"
        self._made: dict[tuple[object, ...], pikepdf.Object] = {}

    def mark(  # noqa: PLR0913 - what is said of a page
        self, page: pikepdf.Object, kind: str, title: str, source: str, area: Sequence[float], *, paper: bool
    ) -> None:
        """Say what a page is. `area` is its type area (left, bottom, right, top in pt), empty where there is none."""
        key = (kind, title, source, *area)
        if key not in self._made:
            private = Dictionary(Kind=String(kind), Title=String(title), Paper=paper)
            if source:
                private.Source = String(source)
            if area:
                private.TypeArea = Array(list(area))
            entry = Dictionary({OWNER: Dictionary(LastModified=String(self.moment), Private=private)})
            self._made[key] = self.pdf.make_indirect(entry)
        page.PieceInfo = self._made[key]
        page.LastModified = String(self.moment)
