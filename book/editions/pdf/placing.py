"""Where pages lie on their paper, as the PDF says it. In: sizes and numbers of pages. Out: boxes, what is around them.

Pages of one size on one side of the spine share everything. See `boxes` for the arithmetic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.editions.pdf.objects import numbers
from book.frozen import frozen

if TYPE_CHECKING:
    from book.editions.pdf.boxes import Cut
    from book.editions.pdf.objects import Objects


@frozen
class Place:
    """How a page lies."""

    boxes: bytes = b""  # its boundaries, as entries of its dictionary; empty: as it was laid out
    before: tuple[int, ...] = ()  # numbers of content streams around its own
    after: tuple[int, ...] = ()


class Placing:
    """The places of a book's pages while it is bound."""

    def __init__(self, objects: Objects, cut: Cut | None) -> None:
        """`cut` is how pages on paper are cut; None: pages for a screen, which stay as they were laid out."""
        self.objects = objects
        self.cut = cut
        self._made: dict[tuple[float, float, bool], Place] = {}

    def move(self, number: int) -> tuple[float, float]:
        """How far the content of page `number` is moved, right and up, in pt."""
        return (0.0, 0.0) if self.cut is None else self.cut.move(number)

    def place(self, size: tuple[float, float], number: int) -> Place:
        """How page `number` of the book, from 0, lies; its trimmed `size` is width and height in pt."""
        key = (*size, number % 2 == 1)
        if key not in self._made:
            self._made[key] = Place() if self.cut is None else self._new(self.cut, size, number)
        return self._made[key]

    def _new(self, cut: Cut, size: tuple[float, float], number: int) -> Place:
        boxes = cut.boxes(*size, number)
        right, up = self.move(number)
        before = (self.objects.shared(f"q 1 0 0 1 {right:g} {up:g} cm".encode()),) if right or up else ()
        after = (self.objects.shared(b"Q"),) if before else ()
        drawn = cut.drawn(boxes)
        said = b"/MediaBox%b/TrimBox%b/BleedBox%b" % tuple(
            numbers(box) for box in (boxes.media, boxes.trim, boxes.bleed)
        )
        return Place(said, before, (*after, self.objects.shared(drawn)) if drawn else after)
