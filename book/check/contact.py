"""Contact sheets: every spread of a book, small, to be seen at a glance. In: a PDF. Out: PNG files.

A book on paper is shown as it opens, a recto beside the verso before it, from right to left where it is so read; a
PDF for a screen page by page. A sheet holds at most so many pages; a long book has several, numbered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw, ImageOps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_HEIGHT = 300  # px of a page
_WIDEST = 900  # px of a page: one that is turned or odd stays a thumbnail
_COLUMNS = 6  # spreads in a row; pages in a row are twice as many
_ROWS = 8
_GAP = 18  # px
_GROUND = (204, 204, 200)


def contact(path: Path, out: Path) -> tuple[Path, ...]:
    """Write the contact sheets of a PDF: `out`, or `out` with -1, -2 ... before its ending. The files written.

    Raises `OSError` when one cannot be written.
    """
    with pikepdf.open(path) as pdf:
        labels = [page.label for page in pdf.pages]
        leftward = str(pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/Direction", "")) == "/R2L"
        spread = str(pdf.Root.get("/PageLayout", "")) in ("/TwoPageRight", "/TwoColumnRight")
    openings = list(_openings(len(labels), spread=spread, leftward=leftward))
    room = _ROWS * (_COLUMNS if spread else 2 * _COLUMNS)
    parts = [openings[start : start + room] for start in range(0, len(openings), room)]
    names = [out] if len(parts) == 1 else [out.with_stem(f"{out.stem}-{number}") for number in range(1, len(parts) + 1)]
    document = pypdfium2.PdfDocument(path)
    try:
        for name, part in zip(names, parts, strict=True):
            _sheet(document, part, labels, _COLUMNS if spread else 2 * _COLUMNS).save(name, optimize=True)
    finally:
        document.close()
    return tuple(names)


def _openings(pages: int, *, spread: bool, leftward: bool) -> Iterator[tuple[int | None, ...]]:
    """Pages, from 0, side by side as the book opens; None where there is no page."""
    if not spread:
        yield from ((page,) for page in range(pages))
        return
    for recto in range(0, pages + 1, 2):
        pair = (recto - 1 if recto else None, recto if recto < pages else None)
        if pair != (None, None):
            yield pair[::-1] if leftward else pair


def _sheet(
    document: pypdfium2.PdfDocument, openings: Sequence[tuple[int | None, ...]], labels: Sequence[str], columns: int
) -> Image.Image:
    cells = [[None if page is None else _thumbnail(document, page, labels[page]) for page in one] for one in openings]
    shown = [image for cell in cells for image in cell if image is not None]
    wide, high = max(image.width for image in shown), max(image.height for image in shown)
    across = wide * len(cells[0]) + _GAP
    rows = -(-len(cells) // columns)
    sheet = Image.new("RGB", (min(columns, len(cells)) * across + _GAP, rows * (high + _GAP) + _GAP), _GROUND)
    for at, cell in enumerate(cells):
        row, column = divmod(at, columns)
        for side, image in enumerate(cell):
            if image is not None:
                sheet.paste(image, (_GAP + column * across + side * wide, _GAP + row * (high + _GAP)))
    return sheet.quantize(64, dither=Image.Dither.NONE)


def _thumbnail(document: pypdfium2.PdfDocument, number: int, label: str) -> Image.Image:
    """A page with a hairline around it and its name below."""
    page = document[number]
    width, height = page.get_size()
    scale = min(_HEIGHT / max(height, 1), _WIDEST / max(width, 1))
    image = ImageOps.expand(page.render(scale=scale).to_pil().convert("RGB"), 1, (150, 150, 150))
    page.close()
    framed = Image.new("RGB", (image.width, image.height + 14), _GROUND)
    framed.paste(image, (0, 0))
    # The built-in face has Latin letters alone; another script's page is called by its place.
    name = label if label.isascii() and label else str(number + 1)
    ImageDraw.Draw(framed).text((image.width / 2, image.height + 1), name, fill=(60, 60, 60), anchor="ma")
    return framed
