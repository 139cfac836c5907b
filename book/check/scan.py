"""The pages of a PDF as one sees them. In: the file. Out: a `Page` for each: its boxes, its texts and pictures.

What our own editions say of their pages (page-piece dictionaries: kind of sheet, articles, type area) is read; of
others it is unknown. What a text is (heading, paragraph, note) comes from the structure tree.
ISO 32000-1, 14.5 to 14.8, 14.11.2.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

from book.check.glyphs import missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from book.check.glyphs import Fonts

Box = tuple[float, float, float, float]  # left, bottom, right, top in pt

_OWNER = "/BookPage"
_UNKNOWN = ((0, 0), "", False, False)
_BLOCKS = frozenset(["P", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "Lbl", "TD", "TH", "Caption", "Note", "Code"])


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
    found = Page(
        number=number + 1,
        label=page.label,
        trim=_box(page.trimbox),
        kind=str(said.get("/Kind", "")),
        title=str(said.get("/Title", "")),
        source=str(said.get("/Source", "")),
        area=_box(area) if area is not None else None,
        paper=bool(said.get("/Paper", False)),
        items=tuple(_items(drawn, owners)),
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


def _items(page: pypdfium2.PdfPage, owners: Mapping[int, Any]) -> Iterator[Item]:
    """Texts and pictures in the order they are drawn; what stands in a form is part of the form."""
    for at in range(raw.FPDFPage_CountObjects(page)):
        found = raw.FPDFPage_GetObject(page, at)
        kind = raw.FPDFPageObj_GetType(found)
        if kind == raw.FPDF_PAGEOBJ_TEXT or kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
            owner, block, noted, tabular = owners.get(raw.FPDFPageObj_GetMarkedContentID(found), _UNKNOWN)
            yield Item(
                "text" if kind == raw.FPDF_PAGEOBJ_TEXT else "picture",
                _bounds(found),
                _artifact(found),
                owner,
                block,
                noted,
                _pixels(found, page) if kind == raw.FPDF_PAGEOBJ_IMAGE else (0, 0),
                tabular,
            )


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
