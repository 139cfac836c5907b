"""PDF/X-4, asked of the file itself. In: an open PDF. Out: what it lacks of what it claims.

No free validator of PDF/X is known: these are the standard's demands on the keys of the file, on boxes, on links and
on device colours. ISO 15930-7:2010, clause 6.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pikepdf

from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_XMP = ("pdfxid:GTS_PDFXVersion", "xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:DocumentID",
        "xmpMM:VersionID", "xmpMM:RenditionClass", "dc:title", "pdf:Trapped")  # fmt: skip
_RGB = re.compile(rb"(?m)(?:^|\s)(?:rg|RG)(?:\s|$)")
_INK = re.compile(rb"(?m)(?:^|\s)(?:k|K)(?:\s|$)")
_COMPONENTS = {1: "grey", 3: "RGB", 4: "CMYK"}


def check(pdf: pikepdf.Pdf, where: str) -> Iterator[Problem]:
    """Nothing for a file that claims no PDF/X."""
    with pdf.open_metadata() as xmp:
        if not str(xmp.get("pdfxid:GTS_PDFXVersion", "")).startswith("PDF/X-4"):
            return
        lacking = [key for key in _XMP if key not in xmp]
    if "/Trapped" not in pdf.docinfo:
        lacking.append("Trapped")
    if "/ID" not in pdf.trailer:
        lacking.append("ID")
    intent = _intent(pdf)
    if intent is None:
        lacking.append("an output intent with its profile")
    for name in lacking:
        yield _problem(where, f"lacks {name}")
    if pdf.is_encrypted:
        yield _problem(where, "is encrypted")
    components = int(intent.DestOutputProfile.N) if intent is not None else 0
    for number, page in enumerate(pdf.pages, 1):
        yield from (_problem(f"{where}, page {page.label or number}", said) for said in _page(page, components))


def _problem(where: str, said: str) -> Problem:
    return Problem("pdf-x", "error", where, f"is no PDF/X-4: {said}", "build it again")


def _intent(pdf: pikepdf.Pdf) -> Any:  # noqa: ANN401 - pikepdf's objects are of one dynamic type
    for intent in pdf.Root.get("/OutputIntents", ()):
        if intent.get("/S") == "/GTS_PDFX" and "/DestOutputProfile" in intent:
            return intent
    return None


def _page(page: pikepdf.Page, components: int) -> Iterator[str]:
    """What is wrong with one page. `components` are those of the press's profile."""
    media, trim = ([float(edge) for edge in box] for box in (page.mediabox, page.trimbox))
    bleed = [float(edge) for edge in page.obj.get("/BleedBox", page.mediabox)]
    if "/TrimBox" not in page.obj:
        yield "it has no trim box"
    if "/ArtBox" in page.obj:
        yield "it has an art box beside a trim box"
    if not (_within(trim, bleed) and _within(bleed, media)):
        yield "its trim is not inside its bleed, or that not inside its paper"
    if any(note.get("/Subtype") not in ("/PrinterMark", "/TrapNet") for note in page.obj.get("/Annots", ())):
        yield "it has links or other notes on the printed page"
    contents = page.obj.get("/Contents", pikepdf.Array())
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    streams += [form for form in _forms(page.obj, 0) if form.get("/Subtype") == "/Form"]
    drawn = b"\n".join(stream.read_bytes() for stream in streams)
    spaces = {str(form.get("/ColorSpace")) for form in _forms(page.obj, 0) if form.get("/Subtype") == "/Image"}
    if components != _count("RGB") and (_RGB.search(drawn) or "/DeviceRGB" in spaces):
        yield f"it has RGB, and the press prints {_COMPONENTS.get(components, 'something else')}"
    if components != _count("CMYK") and (_INK.search(drawn) or "/DeviceCMYK" in spaces):
        yield f"it has CMYK, and the press prints {_COMPONENTS.get(components, 'something else')}"


def _count(name: str) -> int:
    return next(number for number, known in _COMPONENTS.items() if known == name)


def _within(inner: list[float], outer: list[float]) -> bool:
    slack = 0.01
    low = all(inner[at] >= outer[at] - slack for at in (0, 1))
    return low and all(inner[at] <= outer[at] + slack for at in (2, 3))


def _forms(holder: Any, depth: int) -> Iterator[Any]:  # noqa: ANN401 - pikepdf's objects are of one dynamic type
    """Drawings and pictures that a page's resources name, those of drawings among them."""
    resources = holder.get("/Resources") or {}
    for form in (resources.get("/XObject") or {}).values():
        yield form
        if form.get("/Subtype") == "/Form" and depth < 8:
            yield from _forms(form, depth + 1)
