"""The pages of a PDF as one sees them. In: the file. Out: a `Page` for each: its boxes, its texts and pictures.

What our own editions say of their pages (page-piece dictionaries: kind of sheet, articles, type area) is read; of
others it is unknown. What a text is (heading, paragraph, note) comes from the structure tree.
ISO 32000-1, 14.5 to 14.8, 14.11.2.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

from book.check.glyphs import missing
from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from book.check.glyphs import Fonts

Box = tuple[float, float, float, float]  # left, bottom, right, top in pt

_OWNER = "/BookPage"
_UNKNOWN = ((0, 0), "", False, False)
_BLOCKS = frozenset(["P", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "Lbl", "TD", "TH", "Caption", "Note", "Code"])


@frozen
class Item:
    """Something drawn on a page."""

    kind: str  # "text", "picture"
    box: Box
    artifact: bool  # page furniture
    owner: tuple[int, int] = (0, 0)  # the block it belongs to, by object number; (0, 0): unknown
    block: str = ""  # "P", "H2", "LBody", ...
    noted: bool = False  # in a note
    pixels: tuple[int, int] = (0, 0)  # of a picture
    tabular: bool = False  # in a table
    line: Box | None = (
        None  # of a text whose ink leaves the type area: from where to where it is set, and its baselines
    )


@frozen
class Page:
    """One page."""

    number: int  # from 1
    label: str
    trim: Box
    kind: str = ""  # of the sheet: "chapter", "contents", "blank"; empty: unknown
    title: str = ""  # of the sheet
    source: str = ""  # its articles
    area: Box | None = None  # the type area
    paper: bool = False
    press: bool = False  # cut from a larger sheet: a bleed or marks stand around it
    items: tuple[Item, ...] = ()
    missing: int = 0  # glyphs of a font that stand for characters it lacks
    id: tuple[int, int] = (0, 0)  # object number

    @property
    def texts(self) -> list[Item]:
        """The texts that are no furniture."""
        return [item for item in self.items if item.kind == "text" and not item.artifact]


def scan(path: Path, pdf: pikepdf.Pdf) -> list[Page]:
    """Every page of a file that pikepdf has open. Raises `pypdfium2.PdfiumError` for one that cannot be drawn."""
    blocks = _blocks(pdf)
    document = pypdfium2.PdfDocument(path)
    try:
        known: Fonts = {}
        return [_page(number, page, document, blocks, known) for number, page in enumerate(pdf.pages)]
    finally:
        document.close()


def _page(
    number: int, page: pikepdf.Page, document: pypdfium2.PdfDocument, blocks: Mapping[Any, Any], known: Fonts
) -> Page:
    said = _at(page.obj, "/PieceInfo", _OWNER, "/Private") or {}
    area = said.get("/TypeArea")
    drawn = document[number]
    owners = blocks.get(page.obj.objgen, {})
    within = _box(area) if area is not None else None
    found = Page(
        number=number + 1,
        label=page.label,
        trim=_box(page.trimbox),
        kind=str(said.get("/Kind", "")),
        title=str(said.get("/Title", "")),
        source=str(said.get("/Source", "")),
        area=within,
        paper=bool(said.get("/Paper", False)),
        press=_box(page.mediabox) != _box(page.trimbox),
        items=tuple(_items(drawn, owners, within)),
        missing=missing(page, known),
        id=page.obj.objgen,
    )
    drawn.close()
    return found


def _box(array: Any) -> Box:  # noqa: ANN401 - pikepdf's objects are of one dynamic type
    left, bottom, right, top = (float(edge) for edge in array)
    return left, bottom, right, top


def _at(value: Any, *keys: str) -> Any:  # noqa: ANN401 - see above
    for key in keys:
        value = value.get(key) if value is not None else None
    return value


# ---------------------------------------------------------------- what is drawn


def _items(page: pypdfium2.PdfPage, owners: Mapping[int, Any], area: Box | None) -> Iterator[Item]:
    """Texts and pictures in the order they are drawn; what stands in a form is part of the form."""
    lines: dict[int, Box] | None = None
    for at in range(raw.FPDFPage_CountObjects(page)):
        found = raw.FPDFPage_GetObject(page, at)
        kind = raw.FPDFPageObj_GetType(found)
        if kind == raw.FPDF_PAGEOBJ_TEXT or kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
            owner, block, noted, tabular = owners.get(raw.FPDFPageObj_GetMarkedContentID(found), _UNKNOWN)
            text, box = kind == raw.FPDF_PAGEOBJ_TEXT, _bounds(found)
            leaves = text and area is not None and not _holds(area, box)
            if leaves and lines is None:
                lines = _lines(page)
            yield Item(
                "text" if text else "picture",
                box,
                _artifact(found),
                owner,
                block,
                noted,
                _pixels(found, page) if kind == raw.FPDF_PAGEOBJ_IMAGE else (0, 0),
                tabular,
                lines.get(_address(found)) if leaves and lines is not None else None,
            )


def _holds(area: Box, box: Box) -> bool:
    return area[0] <= box[0] and area[1] <= box[1] and box[2] <= area[2] and box[3] <= area[3]


def _lines(page: pypdfium2.PdfPage) -> dict[int, Box]:
    """From where to where each text of a page is set, by its address: advances and baselines, whatever the ink does."""
    text = page.get_textpage()
    found: dict[int, Box] = {}
    x, y, wide = ctypes.c_double(), ctypes.c_double(), ctypes.c_float()
    matrix, loose = raw.FS_MATRIX(), raw.FS_RECTF()
    for at in range(raw.FPDFText_CountChars(text)):
        owner, letter = raw.FPDFText_GetTextObject(text, at), raw.FPDFText_GetUnicode(text, at)
        if not owner or chr(letter).isspace():
            continue
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        raw.FPDFPageObj_GetMatrix(owner, matrix)
        raw.FPDFText_GetLooseCharBox(text, at, loose)
        # The loose box holds the advance, and the ink that hangs over it; the width of the letter's first glyph is
        # an advance, but another form of it may stand here: the smaller of both is never longer than the line.
        raw.FPDFFont_GetGlyphWidth(raw.FPDFTextObj_GetFont(owner), letter, raw.FPDFText_GetFontSize(text, at), wide)
        left, bottom, right, top = found.get(_address(owner), (1e9, 1e9, -1e9, -1e9))
        end = min(x.value + wide.value * abs(matrix.a), loose.right)
        found[_address(owner)] = (min(left, x.value), min(bottom, y.value), max(right, end), max(top, y.value))
    text.close()
    return found


def _address(found: Any) -> int:  # noqa: ANN401 - ctypes
    return ctypes.addressof(found.contents)


def _bounds(found: Any) -> Box:  # noqa: ANN401 - ctypes
    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(found, *(ctypes.byref(edge) for edge in edges)):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top


def _artifact(found: Any) -> bool:  # noqa: ANN401 - ctypes
    for at in range(raw.FPDFPageObj_CountMarks(found)):
        mark = raw.FPDFPageObj_GetMark(found, at)
        length = ctypes.c_ulong()
        raw.FPDFPageObjMark_GetName(mark, None, 0, ctypes.byref(length))
        name = (ctypes.c_ushort * (length.value // 2 or 1))()
        raw.FPDFPageObjMark_GetName(mark, name, length.value, ctypes.byref(length))
        if bytes(name).decode("utf-16-le", "replace").rstrip("\0") == "Artifact":
            return True
    return False


def _pixels(found: Any, page: pypdfium2.PdfPage) -> tuple[int, int]:  # noqa: ANN401 - ctypes
    data = raw.FPDF_IMAGEOBJ_METADATA()
    if not raw.FPDFImageObj_GetImageMetadata(found, page, ctypes.byref(data)):
        return 0, 0
    return int(data.width), int(data.height)


# ---------------------------------------------------------------- structure


def _blocks(pdf: pikepdf.Pdf) -> dict[Any, dict[int, tuple[tuple[int, int], str, bool, bool]]]:
    """For each page, by object number, the block that every piece of marked content belongs to."""
    root = pdf.Root.get("/StructTreeRoot")
    found: dict[Any, dict[int, tuple[tuple[int, int], str, bool, bool]]] = {}
    waiting: list[Any] = [(root, _UNKNOWN, None)] if root is not None else []
    seen: set[tuple[int, int]] = set()
    while waiting:
        element, within, page = waiting.pop()
        if element.objgen != (0, 0):
            if element.objgen in seen:
                continue  # a tree that runs in a circle
            seen.add(element.objgen)
        name = str(element.get("/S", "")).lstrip("/")
        owner, block, noted, tabular = within
        if name in _BLOCKS:
            owner, block = element.objgen, name
        within = (owner, block, noted or name == "Note", tabular or name in ("Table", "TD", "TH"))
        page = element.get("/Pg", page)
        kids = element.get("/K", ())
        for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
            if isinstance(kid, int):
                if page is not None:
                    found.setdefault(page.objgen, {})[kid] = within
            elif isinstance(kid, pikepdf.Dictionary):
                if "/MCID" in kid:
                    here = kid.get("/Pg", page)
                    found.setdefault(here.objgen if here is not None else None, {})[int(kid.MCID)] = within
                elif kid.get("/Type") != "/OBJR":
                    waiting.append((kid, within, page))
    return found
