"""Page numbers in the text, "(page 123)", drawn when the book is bound. In: laid out sheets. Out: page content.

A chapter is laid out with an empty box for each number it names, as wide as such numbers are, so that nothing in it
depends on any other chapter and no number that changes lays it out again. One small sheet shows what numbers are made
of, in the type of the text. The link beside the number tells everybody else where it leads: the figures are artifacts,
as folios are. ISO 32000-1, 14.8.2.2.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from book.editions.pdf.folios import form, place, seen
from book.editions.pdf.forme import unlock
from book.editions.pdf.laid import Task
from book.frozen import frozen
from book.model import MENTION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from book.editions.pdf.fonts import Fonts
    from book.editions.pdf.laid import Laid
    from book.editions.pdf.objects import Objects

_START = f"{MENTION}start."
_FROM, _END = f"{MENTION}from.", f"{MENTION}end."  # before and after the box, in the order of reading
_FONT = re.compile(rb"/(\S+) ([\d.]+) Tf|<([0-9a-f]{4})>\] TJ")
_PIXEL = 0.75  # pt


@frozen
class Mention:
    """A number to be drawn."""

    page: int  # from 0, in its sheet
    target: str  # the id whose page it names
    left: float  # pt, of its box
    right: float
    base: float  # pt, the base line
    backwards: bool  # in a line from right to left


def mentions(laid: Laid) -> Iterator[Mention]:
    """The numbers a sheet has boxes for, in the order of the text."""
    for name, (page, _, y) in laid.anchors.items():
        if not name.startswith(_START):
            continue
        serial, _, target = name.removeprefix(_START).partition(".")
        begin, end = (laid.anchors.get(f"{side}{serial}", (-1, 0.0, 0.0)) for side in (_FROM, _END))
        if begin[0] == end[0] == page:
            yield Mention(page, target, min(begin[1], end[1]), max(begin[1], end[1]), y, backwards=end[1] < begin[1])


def figures(characters: str, *, styles: Sequence[tuple[str, str]], language: str, direction: str, body: str) -> Task:
    """The sheet that shows what numbers are made of, each character in a box of its own, after an empty box."""
    shown = "".join(f'<span class="figure">{escape(character)}</span>' for character in characters)
    own = ".figure { display: inline-block } .figures { white-space: nowrap }"
    xhtml = (
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{escape(language)}" dir="{direction}"><head><title/></head>'
        f'<body class="{escape(body)}"><p class="figures" dir="ltr"><span class="page-of"><span id="{_FROM}0"></span>'
        f'<span class="number" id="{_START}0."></span><span id="{_END}0"></span>{shown}</span></p></body></html>'
    )
    return Task("figures", "page numbers", xhtml, (*styles, ("", own)), tagged=False)


class Figures:
    """Draws the numbers while the book is bound."""

    def __init__(self, objects: Objects, fonts: Fonts, laid: Laid, characters: str) -> None:
        """`laid`: the sheet of `figures`. Raises `ValueError` where it shows something else than `characters`."""
        forme = unlock(laid.forme)
        self.objects, self.laid = objects, laid
        self.resources = place(forme, objects, fonts, laid.faces)
        self.width = next(mention.right - mention.left for mention in mentions(laid))  # pt, of the empty box
        self.size = 0.0  # pt
        self.glyphs: dict[str, tuple[str, str]] = {}  # character -> font, glyph in hexadecimal
        self._forms: dict[str, tuple[int, float]] = {}
        font, shown = "", []
        for match in _FONT.finditer(forme.content(0)):
            if match[1]:
                font, self.size = match[1].decode("latin-1"), float(match[2]) * _PIXEL
            else:
                shown.append((font, match[3].decode("latin-1")))
        if len(shown) != len(characters) or self.width <= 0:
            raise ValueError("the theme's page numbers show other characters than numbers are made of")
        self.glyphs = dict(zip(characters, shown, strict=True))

    def content(self, drawings: dict[bytes, int], placed: Sequence[tuple[Mention, str]]) -> bytes:
        """What to draw on a page, whose table of drawings is completed: each mention with its number."""
        lines = []
        for mention, text in placed:
            # Pages of a sheet share their resources: the name says which number it is.
            name = f"mention-{text.encode('utf-16-be').hex()}"
            drawings[name.encode()], width = self._form(text)
            scale = (mention.right - mention.left) / self.width
            across = min(scale, (mention.right - mention.left) / width)
            # The slack of the box lies where the space before the number is.
            left = mention.left if mention.backwards else mention.right - width * across
            lines.append(f"q {across:.4f} 0 0 {scale:.4f} {left:.3f} {mention.base:.3f} cm /{name} Do Q")
        return "\n".join(["/Artifact BMC", *lines, "EMC"]).encode()

    def _form(self, text: str) -> tuple[int, float]:
        """A number as a form whose origin is the begin of its base line, and its width in pt."""
        if text not in self._forms:
            drawn, width = ["BT"], 0.0
            for character in seen(text):
                font, glyph = self.glyphs[character]
                drawn.append(f"/{font} {self.size:.4f} Tf <{glyph}> Tj")
                face = self.laid.faces.get(font)
                width += (face.widths.get(str(int(glyph, 16)), 500) if face else 500) * self.size / 1000
            box = (0, -self.size, width + self.size, self.size * 1.5)
            self._forms[text] = form(self.objects, "\n".join([*drawn, "ET"]).encode(), box, self.resources), width
        return self._forms[text]
