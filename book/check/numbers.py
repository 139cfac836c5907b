"""The page numbers printed in the contents. In: the file, its scanned pages. Out: a problem for each that is wrong.

An entry is a link; the number at its outer end must be the name of the page that the link leads to.
ISO 32000-1, 12.3.2 (destinations), 12.4.2 (page labels).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2

from book.check.pages import place
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from book.check.scan import Page

# Where at the outer end of an entry its number stands, as its type is large: pt, at least and at most.
_STRIP = (30.0, 60.0)
_FIGURES = 2.4  # how much wider than its line is high a number of four figures may be
_ROMAN = re.compile(r"[ivxlcdm]+")


def check(
    path: Path, pdf: pikepdf.Pdf, pages: Sequence[Page], leads: Callable[[Any], Any], where: str
) -> Iterator[Problem]:
    """Compare every entry of the contents. `leads` gives the object a destination leads to, or None."""
    labels = {page.id: page.label for page in pages}
    for page, entry, number in printed(path, pdf, pages):
        target = leads(entry.get("/Dest"))
        label = labels.get(target.objgen, "") if target is not None else ""
        if number and label and number != label:
            said = f"the contents say page {number} for '{_name(entry)}', which is on page {label}"
            yield Problem("contents-wrong", "error", place(page, where), said, "build it again")


def printed(path: Path, pdf: pikepdf.Pdf, pages: Sequence[Page]) -> Iterator[tuple[Page, Any, str]]:
    """Every link of the contents with the number it shows; empty where a line of it shows none."""
    leftward = str(pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/Direction", "")) == "/R2L"
    document = pypdfium2.PdfDocument(path)
    try:
        for page in (page for page in pages if page.kind == "contents"):
            drawn = document[page.number - 1]
            text = drawn.get_textpage()
            for entry in pdf.pages[page.number - 1].obj.get("/Annots", ()):
                if "/Dest" in entry:
                    yield page, entry, _number(text, [float(edge) for edge in entry.Rect], leftward=leftward)
            text.close()
            drawn.close()
    finally:
        document.close()


def _number(text: pypdfium2.PdfTextPage, rect: Sequence[float], *, leftward: bool) -> str:
    left, right = sorted((rect[0], rect[2]))
    bottom, top = sorted((rect[1], rect[3]))
    least, most = _STRIP
    strip = min(max(least, (top - bottom) * _FIGURES), most)
    left, right = (left - 1, min(left + strip, right)) if leftward else (max(right - strip, left), right + 1)
    shown = text.get_text_bounded(left, bottom - 1, right, top + 1).replace("\u200f", "").replace("\u200e", "").split()
    return next((token for token in reversed(shown) if token.isdecimal() or _ROMAN.fullmatch(token)), "")


def _name(entry: pikepdf.Object) -> str:
    return str(entry.get("/Contents", "an entry"))
