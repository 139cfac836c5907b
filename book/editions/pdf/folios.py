"""Folios and running heads, drawn when the book is bound. In: one small sheet in the theme's type. Out: page content.

WeasyPrint sets a sheet of otherwise empty pages, a recto and a verso for each running head, and a few for the
folios: two numbers of different width, and every character that numbers are made of. All other folios are
interpolated between the two, so that ten thousand pages cost no more than one, and a page more in chapter 1 lays
nothing out again. The theme's `.running-head` and `.folio` and its page margins rule how they look; margin boxes
without `content` in the theme place them.

CSS Generated Content for Paged Media (running elements); ISO 32000-1, 14.8.2.2 (pagination artifacts).
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from book.editions.pdf.forme import unlock
from book.editions.pdf.laid import Task
from book.editions.pdf.objects import numbers
from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from book.editions.pdf.fonts import Fonts
    from book.editions.pdf.forme import Forme
    from book.editions.pdf.impose import Side
    from book.editions.pdf.laid import Face, Laid
    from book.editions.pdf.objects import Objects

# Where the theme does not say: the running head at the outer edge of the head, the folio at that of the foot.
# Before the theme's style sheets, which may overrule any of it.
PLACES = """
.leaf { break-after: page }
.running-head { position: running(head) }
.folio { position: running(folio) }
.running-head, .folio { margin: 0; text-indent: 0; white-space: nowrap; hyphens: none; font-weight: normal }
.recto { text-align: end }
.verso { text-align: start }
.folio.all { font-kerning: none; font-variant-ligatures: none }
.folio.all span { display: inline-block }
@page { margin: 20mm }
@page :left { @top-left { width: 100%; content: element(head) } @bottom-left { width: 100%; content: element(folio) } }
@page :right { @top-right { width: 100%; content: element(head) }
  @bottom-right { width: 100%; content: element(folio) } }
"""


@frozen
class Head:
    """A running head to be drawn."""

    text: str
    side: Side


def furniture(  # noqa: PLR0913 - what decides how furniture looks
    heads: Sequence[Head],
    characters: str,
    *,
    styles: Sequence[tuple[str, str]],
    language: str,
    direction: str,
    body: str,
) -> Task:
    """The sheet to lay out. `characters` are all that folios are made of; `body` is the class of the chapters' body."""
    leaves = [_leaf(f"head-{number}", head.side, "running-head", head.text) for number, head in enumerate(heads)]
    sides: tuple[Side, ...] = ("recto", "verso")
    for side in sides if characters else ():
        one = characters[0]
        leaves.append(_leaf(f"one-{side}", side, "folio", one))
        leaves.append(_leaf(f"three-{side}", side, "folio", one * 3))
        leaves.append(_leaf(f"all-{side}", side, "folio all", characters))
    xhtml = (
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{escape(language)}" dir="{direction}"><head><title/></head>'
        # The first page is no page of the book: what the theme says of `:first` does not concern these.
        f'<body class="{escape(body)}"><section class="leaf"></section>{"".join(leaves)}</body></html>'
    )
    return Task("furniture", "running heads", xhtml, (("", PLACES), *styles), tagged=False, margins=True)


def _leaf(name: str, side: Side, kind: str, text: str) -> str:
    other = "folio" if kind == "running-head" else "running-head"
    inner, order = escape(text), ""
    if kind == "folio all":
        # Each in a box of its own, from left to right: in a line of text Arabic figures would change places.
        inner, order = "".join(f"<span>{escape(character)}</span>" for character in text), ' dir="ltr"'
    return (
        f'<section class="leaf" id="{name}" style="break-before: {side}">'
        # An empty one, or that of the leaf before would be shown again.
        f'<div class="{kind} {side}"{order}>{inner}</div><div class="{other} {side}"></div></section>'
    )


class Furniture:
    """The laid out sheets of running heads and folios, while the book is bound."""

    def __init__(
        self, objects: Objects, fonts: Fonts, blocks: Sequence[tuple[Sequence[Head], Laid]], characters: str
    ) -> None:
        """`blocks`: sheets with their heads, the first with the folios. `ValueError`: a folio that is no number."""
        self.objects = objects
        self._pages: dict[Head, tuple[Forme, int, int]] = {}  # where each is laid out; the number of its resources
        self._rules: dict[str, _Rule] = {}
        self._forms: dict[Head | tuple[str, Side], int] = {}
        for number, (heads, laid) in enumerate(blocks):
            self._take(fonts, heads, laid, characters if number == 0 else "")

    def _take(self, fonts: Fonts, heads: Sequence[Head], laid: Laid, characters: str) -> None:
        forme = unlock(laid.forme)
        resources = place(forme, self.objects, fonts, laid.faces)
        for number, head in enumerate(heads):
            self._pages[head] = forme, laid.anchors[f"head-{number}"][0], resources
        for side in ("recto", "verso") if characters else ():
            pages = [laid.anchors[f"{kind}-{side}"][0] for kind in ("one", "three", "all")]
            self._rules[side] = _Rule.read(forme, pages, characters, laid, resources)

    def head(self, head: Head | None) -> int | None:
        """The form XObject that shows a running head; None for one that was not laid out."""
        if head is None or head not in self._pages:
            return None
        if head not in self._forms:
            forme, page, resources = self._pages[head]
            self._forms[head] = form(self.objects, forme.content(page), forme.pages[page].media, resources)
        return self._forms[head]

    def folio(self, text: str, side: Side) -> int:
        """The form XObject that shows a page's number."""
        key = (text, side)
        if key not in self._forms:
            rule = self._rules[side]
            self._forms[key] = form(self.objects, rule.draw(text), rule.box, rule.resources)
        return self._forms[key]


def place(forme: Forme, objects: Objects, fonts: Fonts, faces: Mapping[str, Face]) -> int:
    """Write what a sheet draws with, but not its pages; the number of its resources."""
    reserved = objects.reserve(forme.slots)
    fonts.place(forme, faces, reserved)
    forme.copy(objects, reserved, without={slot for page in forme.pages for slot in page.contents})
    return objects.put(reserved[forme.fonts_slot - 1], forme.resources.filled(reserved) + b">>>>")


def form(objects: Objects, content: bytes, box: Iterable[float], resources: int) -> int:
    """Write a form XObject; its number. `box` is left, bottom, right, top in pt. ISO 32000-1, 8.10."""
    entries = b"/Type/XObject/Subtype/Form/BBox%b/Resources %d 0 R" % (numbers(box), resources)
    return objects.deflated(entries, content)


@frozen
class _Rule:
    """How a folio is drawn on one side: what two numbers of different width have in common, and where they differ."""

    box: tuple[float, float, float, float]  # left, bottom, right, top in pt
    resources: int  # the number of the object
    pattern: str  # the content, with a gap for the number and for all that moves with its width
    gaps: tuple[tuple[float, float] | None, ...]  # for each: what stands there in a narrow and in a wide number, or it
    glyphs: dict[str, str]  # character -> glyph in hexadecimal
    widths: dict[str, float]  # character -> advance, 1/1000 em
    gap: str  # what stands between two glyphs in a text array: letter spacing

    @classmethod
    def read(cls, forme: Forme, pages: Sequence[int], characters: str, laid: Laid, resources: int) -> _Rule:
        """From the pages that show one character, three of it, and all. Raises `ValueError` where they disagree."""
        narrow, wide, every = (_instructions(forme.content(page)) for page in pages)
        if [operator for _, operator in narrow] != [operator for _, operator in wide]:
            raise ValueError("the theme's folio is more than a number in a line")
        shown = _codes(every)
        if len(shown) != len(characters):
            raise ValueError("the theme's folio shows other characters than numbers are made of")
        glyphs = dict(zip(characters, shown, strict=True))
        font = next(operands[0][1:] for operands, operator in every if operator == "Tf")
        advances = laid.faces[font].widths if font in laid.faces else {}
        widths = {character: float(advances.get(str(int(code, 16)), 500)) for character, code in glyphs.items()}
        gap = next((match[1] for match in _GAP.finditer(_shown(wide))), "")
        pattern, gaps = _pattern(narrow, wide)
        return cls(forme.pages[pages[0]].media, resources, pattern, gaps, glyphs, widths, gap)

    def draw(self, text: str) -> bytes:
        """The page content for a folio."""
        one = next(iter(self.widths.values()))
        # Where a line stands depends on its width alone, and in a straight line, however it is aligned.
        share = (sum(self.widths[character] for character in text) - one) / (2 * one)
        between = f">{self.gap}<" if self.gap else ""
        shown = f"[<{between.join(self.glyphs[character] for character in seen(text))}>]"
        filled = (shown if gap is None else _between(*gap, share) for gap in self.gaps)
        return (self.pattern % tuple(filled)).encode()


def _pattern(
    narrow: Sequence[_Instruction], wide: Sequence[_Instruction]
) -> tuple[str, tuple[tuple[float, float] | None, ...]]:
    """What a narrow and a wide number have in common, with gaps for the rest, and what stands in those."""
    lines: list[str] = []
    gaps: list[tuple[float, float] | None] = []
    for (first, operator), (last, _) in zip(narrow, wide, strict=True):
        if operator == "TJ":
            lines.append("%s TJ")
            gaps.append(None)
            continue
        moving = [(float(low), float(high)) for low, high in zip(first, last, strict=True) if low != high]
        gaps.extend(moving)
        steady = (low.replace("%", "%%") if low == high else "%s" for low, high in zip(first, last, strict=True))
        lines.append(" ".join([*steady, operator]))
    return "\n".join(["q", *lines, "Q"]), tuple(gaps)


def seen(text: str) -> str:
    """A number as it is seen from left to right: letters of Arabic and Hebrew run the other way, figures do not."""
    return text[::-1] if bidirectional(text[0]) in ("R", "AL") else text


_Instruction = tuple[list[str], str]  # operands and operator, as written
_CODE = re.compile(r"[0-9a-f]{4}")
_GAP = re.compile(r">(-?[\d.]+)<")


def _instructions(content: bytes) -> list[_Instruction]:
    """A page's content, line by line as WeasyPrint writes it: operands, operator."""
    found = []
    for line in content.decode("latin-1").splitlines():
        operands, _, operator = line.rpartition(" ")
        found.append(([operands] if operands.startswith("[") else operands.split(), operator))
    return found


def _shown(instructions: Iterable[_Instruction]) -> str:
    """The text arrays, one after the other."""
    return "".join(operand for operands, operator in instructions if operator == "TJ" for operand in operands)


def _codes(instructions: Iterable[_Instruction]) -> list[str]:
    """The glyphs shown, in order, four hexadecimal digits each."""
    strings = re.findall(r"<([0-9a-f]+)>", _shown(instructions))
    return [code for string in strings for code in _CODE.findall(string)]


def _between(low: float, high: float, share: float) -> str:
    """A number as far between two others, or beyond them, as a folio's width is."""
    return f"{low + (high - low) * share:.4f}".rstrip("0").rstrip(".")
