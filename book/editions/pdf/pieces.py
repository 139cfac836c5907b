"""What a page is, said in the PDF for whoever checks it. In: kind, title, article, type area. Out: a page-piece entry.

A finding in a finished PDF can then name the article, and a line too long is told from one that is set wide: no
other key of PDF says where the margins are. ISO 32000-1, 14.5 (page-piece dictionaries).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.editions.pdf.objects import numbers, string

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.editions.pdf.objects import Objects

OWNER = "/BookPage"  # whose entry it is


class Pieces:
    """The entries of the pages; equal ones are one object."""

    def __init__(self, objects: Objects, moment: str, *, paper: bool) -> None:
        """`moment` is the book's last change, as PDF writes it; `paper`: the book has rectos and versos."""
        self.objects = objects
        self.moment = string(moment or "D:19800101000000Z")
        self.paper = b"true" if paper else b"false"
        self._made: dict[tuple[object, ...], int] = {}

    def entries(self, kind: str, title: str, source: str, area: Sequence[float]) -> bytes:
        """What a page says of itself. `area` is its type area (left, bottom, right, top in pt), empty where none is."""
        key = (kind, title, source, *area)
        if key not in self._made:
            private = b"/Kind %b/Title %b/Paper %b" % (string(kind), string(title), self.paper)
            private += b"/Source " + string(source) if source else b""
            private += b"/TypeArea" + numbers(area) if area else b""
            entry = b"<<%b<</LastModified %b/Private<<%b>>>>>>" % (OWNER.encode(), self.moment, private)
            self._made[key] = self.objects.add(entry)
        return b"/PieceInfo %d 0 R/LastModified %b" % (self._made[key], self.moment)
