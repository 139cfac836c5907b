"""How a page lies on its paper. In: bleed, marks, the gutter, a page's number. Out: its boxes, where its content goes.

Sheets are laid out at their trim size, their grounds painted far beyond it (`SPARE`). Only binding knows on which
side of a leaf a page falls and how thick the book is, so bleed, crop marks and the gutter are applied here: a change
of any of them lays nothing out again. A bound page bleeds at its three outer edges; at the spine there is no cut.
ISO 32000-1, 14.11.2 (page boundaries), 14.11.3 (printer's marks).
"""

from __future__ import annotations

from book.frozen import frozen

SPARE = 60.0  # pt beyond the trim that grounds are painted in a layout: more than any bleed and gutter together
WIDEST = 36.0  # pt, the widest bleed there is
_MARK = 14.0  # pt, the length of a crop mark
_CLEAR = 8.5  # pt (3 mm) between a crop mark and the trim, where the bleed is not wider
_THIN = 0.25  # pt

Box = tuple[float, float, float, float]  # left, bottom, right, top in pt

# Before the theme's own style sheets. One that sets marks of its own is overruled: its pages are placed here.
STYLE = f"@page {{ bleed: {SPARE:g}pt }}"


@frozen
class Boxes:
    """The boundaries of one page; its lower left corner is 0, 0."""

    media: Box
    bleed: Box
    trim: Box


@frozen
class Cut:
    """How the pages of an edition are cut."""

    bleed: float = 0.0  # pt beyond the trim at the outer edges
    marks: bool = False  # crop marks
    gutter: float = 0.0  # pt that the text moves away from the spine
    leftward: bool = False  # the book is read from right to left: its rectos lie on the left

    def boxes(self, width: float, height: float, number: int) -> Boxes:
        """The boxes of page `number`, from 0, whose trimmed size is `width` x `height` pt."""
        slug = self._slug()
        left, right = (self._outer(number, side) for side in ("left", "right"))
        x, y = left + slug, self.bleed + slug
        trim = (x, y, x + width, y + height)
        bleed = (slug, slug, trim[2] + right, trim[3] + self.bleed)
        return Boxes(_rounded(0, 0, bleed[2] + slug, bleed[3] + slug), _rounded(*bleed), _rounded(*trim))

    def move(self, number: int) -> tuple[float, float]:
        """How far the content of page `number` is moved, right and up, in pt."""
        slug = self._slug()
        away = self.gutter if self._spine_left(number) else -self.gutter
        return round(self._outer(number, "left") + slug + away, 3), round(self.bleed + slug, 3)

    def drawn(self, boxes: Boxes) -> bytes:
        """Page content that draws the crop marks, as an artifact; nothing where there are none."""
        if not self.marks:
            return b""
        left, bottom, right, top = boxes.trim
        start = max(self.bleed, _CLEAR)
        lines = []
        for x, outward in ((left, -1), (right, 1)):
            for y, upward in ((bottom, -1), (top, 1)):
                lines.append(_line(x + outward * start, y, x + outward * (start + _MARK), y))
                lines.append(_line(x, y + upward * start, x, y + upward * (start + _MARK)))
        return f"/Artifact <</Type /Page>> BDC q {_THIN} w 0 G\n{chr(10).join(lines)}\nQ EMC".encode()

    def _slug(self) -> float:
        """What is left around the bleed for the marks."""
        return max(self.bleed, _CLEAR) + _MARK + 2 - self.bleed if self.marks else 0.0

    def _outer(self, number: int, side: str) -> float:
        """The bleed at one side of a page: none at the spine."""
        spine = "left" if self._spine_left(number) else "right"
        return 0.0 if side == spine else self.bleed

    def _spine_left(self, number: int) -> bool:
        return (number % 2 == 1) == self.leftward


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l S"


def _rounded(left: float, bottom: float, right: float, top: float) -> Box:
    return round(left, 3), round(bottom, 3), round(right, 3), round(top, 3)
