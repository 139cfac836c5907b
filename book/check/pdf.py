"""Check a finished PDF. In: its path. Out: a `Report`: our own rules and, where it is set up, veraPDF.

What a reader and a printer meet: that it opens, says its title and language, is tagged, that every font is embedded,
that contents and links lead to pages that exist, that pages are numbered; and what is seen on the pages (see
`pages`, `numbers`). ISO 32000-1, sections 7.11 and 12.3; ISO 14289-1 (PDF/UA-1); ISO 19005-3 (PDF/A-3a).
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from book.check import press
from book.check.report import Absent, Report, ordered
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pikepdf

OWN = "own rules"
_SUBSET = re.compile(r"[A-Z]{6}\+")  # before the name of a font that is a subset
_FAILED = re.compile(r'"description"\s*:\s*"([^"]{1,120})')  # what a rule of veraPDF says that was broken
_DEADLINE = 600  # seconds for veraPDF: a book of thousands of pages takes minutes
_CODES = {"ua1": "pdf-ua", "3a": "pdf-a"}
_DEEPEST = 40  # levels of an outline or a name tree that are followed


def check(path: Path) -> Report:
    """Everything that can be found wrong with a PDF on this machine. Raises `OSError` when it cannot be read."""
    import pikepdf  # noqa: PLC0415 - half the verbs do without

    where = str(path)
    try:
        with pikepdf.open(path) as pdf:
            found = [Problem("pdf-syntax", "error", where, message) for message in pdf.check_pdf_syntax()]
            for rule in RULES:
                found += rule(pdf, where)
            found += press.check(pdf, where)
            claimed = _claimed(pdf)
            found += _seen(path, pdf, where)
    except pikepdf.PdfError as error:
        broken = Problem("pdf-broken", "error", where, f"is no PDF that opens: {error}", "build it again")
        return Report(where, (broken,), (OWN,))
    ran, absent = [OWN], []
    for flavour, name in claimed:
        outcome = _verapdf(path, flavour, name)
        if isinstance(outcome, Absent):
            absent.append(outcome)
        else:
            ran.append(f"veraPDF {flavour}")
            found += outcome
    return Report(where, ordered(found), tuple(ran), tuple(dict.fromkeys(absent)))


def _claimed(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """The standards veraPDF is asked about, as it calls them and as people do: PDF/UA-1, and PDF/A-3a if claimed."""
    with pdf.open_metadata() as xmp:
        archival = str(xmp.get("pdfaid:part", "")) == "3" and str(xmp.get("pdfaid:conformance", "")) == "A"
    return [("ua1", "PDF/UA-1"), *([("3a", "PDF/A-3a")] if archival else [])]


def _seen(path: Path, pdf: pikepdf.Pdf, where: str) -> Iterator[Problem]:
    """What is seen on the pages. A file that cannot be drawn is told of once."""
    import pypdfium2  # noqa: PLC0415 - half the verbs do without

    from book.check import numbers, pages, scan  # noqa: PLC0415 - the same

    try:
        seen = scan.scan(path, pdf)
        yield from pages.check(seen, where)
        yield from numbers.check(path, pdf, seen, _leader(pdf), where)
    except pypdfium2.PdfiumError as error:
        yield Problem("pdf-undrawn", "error", where, f"its pages cannot be drawn: {error}", "build it again")


def _described(pdf: pikepdf.Pdf, where: str) -> Iterator[Problem]:
    """A title, a language and a structure: what an assistive technology asks for first. ISO 14289-1, 7.1 and 7.2."""
    if not str(pdf.docinfo.get("/Title", "")).strip():
        yield Problem("pdf-title", "error", where, "has no title", "set title in book.toml")
    if not str(pdf.Root.get("/Lang", "")).strip():
        yield Problem("pdf-language", "error", where, "does not say its language", "set language in book.toml")
    if "/StructTreeRoot" not in pdf.Root or not _at(pdf.Root, "/MarkInfo", "/Marked"):
        yield Problem("pdf-untagged", "error", where, "is not tagged", "build it with this program")


def _fonts(pdf: pikepdf.Pdf, where: str) -> Iterator[Problem]:
    """Every font is in the file: what is not, a printer replaces. ISO 32000-1, 9.9."""
    seen: dict[str, int] = {}
    whole: dict[str, int] = {}
    for number, page in enumerate(pdf.pages, 1):
        for font in (_at(page, "/Resources", "/Font") or {}).values():
            if not _embedded(font):
                seen.setdefault(str(font.get("/BaseFont", "?")).lstrip("/"), number)
            name = str(font.get("/BaseFont", "")).lstrip("/")
            if font.get("/Subtype") != "/Type3" and _embedded(font) and not _SUBSET.match(name):
                whole.setdefault(name, number)
    for name, number in whole.items():
        yield Problem("font-whole", "note", f"{where}, page {number}", f"the font {name} is embedded whole")
    for name, number in seen.items():
        yield Problem("font-not-embedded", "error", f"{where}, page {number}", f"the font {name} is not embedded")


def _embedded(font: Any) -> bool:  # noqa: ANN401 - pikepdf's objects are of one dynamic type
    if font.get("/Subtype") == "/Type3":
        return True
    descendants = font.get("/DescendantFonts")
    described = (descendants[0] if descendants is not None else font).get("/FontDescriptor", {})
    return any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _leader(pdf: pikepdf.Pdf) -> Callable[[Any], Any]:
    """What tells the page that a destination leads to; None where there is none. ISO 32000-1, 12.3.2."""
    import pikepdf  # noqa: PLC0415 - see above

    names = dict(_named(_at(pdf.Root, "/Names", "/Dests"), 0))

    def leads(target: Any) -> Any:  # noqa: ANN401 - a name, a string, an array or a dictionary
        if isinstance(target, pikepdf.String | pikepdf.Name | str):
            target = names.get(str(target))
        if isinstance(target, pikepdf.Dictionary):
            target = target.get("/D")
        return target[0] if isinstance(target, pikepdf.Array) and len(target) > 0 else None

    return leads


def _destinations(pdf: pikepdf.Pdf, where: str) -> Iterator[Problem]:
    """Contents and links lead to pages of this file. ISO 32000-1, 12.3.2."""
    pages = {page.objgen for page in pdf.pages}
    leader = _leader(pdf)

    def leads(target: Any) -> bool:  # noqa: ANN401 - a name, a string, an array or a dictionary
        page = leader(target)
        return page is not None and page.objgen in pages

    for number, page in enumerate(pdf.pages, 1):
        for link in page.get("/Annots", []):
            inner = _at(link, "/A", "/D") if _at(link, "/A", "/S") == "/GoTo" else None
            target = link.get("/Dest", inner)
            if target is not None and not leads(target):
                yield Problem("link-dead", "error", f"{where}, page {number}", f"a link leads nowhere: {target}")
    with pdf.open_outline() as outline:
        if not outline.root and len(pdf.pages) > 8:
            yield Problem("no-outline", "warning", where, "has no outline", "give the articles titles")
        for item in _items(outline.root, 0):
            target = item.destination if item.destination is not None else _at(item.action, "/D")
            if target is None or not leads(target):
                yield Problem("outline-dead", "error", where, f"the outline's entry '{item.title}' leads nowhere")


def _named(node: Any, depth: int) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - see above
    """The entries of a name tree. ISO 32000-1, 7.9.6."""
    listed = list(_at(node, "/Names") or [])
    yield from zip(map(str, listed[::2]), listed[1::2], strict=False)
    for kid in _at(node, "/Kids") or [] if depth < _DEEPEST else []:
        yield from _named(kid, depth + 1)


def _at(value: Any, *keys: str) -> Any:  # noqa: ANN401 - see above
    """What stands behind keys inside one another; None where there is nothing."""
    for key in keys:
        value = value.get(key) if value is not None else None
    return value


def _items(items: list[pikepdf.OutlineItem], depth: int) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        if depth < _DEEPEST:
            yield from _items(item.children, depth + 1)


def _numbered(pdf: pikepdf.Pdf, where: str) -> Iterator[Problem]:
    """Pages say their folio and have one size. ISO 32000-1, 12.4.2."""
    if "/PageLabels" not in pdf.Root:
        yield Problem("no-page-labels", "warning", where, "its pages have no numbers of their own")
    sizes = {tuple(round(float(side)) for side in page.mediabox) for page in pdf.pages}
    if len(sizes) > 1:
        yield Problem("page-sizes", "note", where, f"has pages of {len(sizes)} sizes")


RULES: tuple[Callable[[pikepdf.Pdf, str], Iterator[Problem]], ...] = (_described, _fonts, _destinations, _numbered)


def _verapdf(path: Path, flavour: str, name: str) -> tuple[Problem, ...] | Absent:
    """A standard, by veraPDF, which a checkout sets up with `tools/verapdf.sh --setup`."""
    script = Path(__file__).parents[2] / "tools" / "verapdf.sh"
    install = "in a checkout with a JDK, run tools/verapdf.sh --setup"
    if shutil.which("java") is None:
        return Absent("verapdf", "Java is missing", install)
    if not (script.is_file() and (script.parents[1] / ".tools" / "verapdf" / "VeraBatch.class").is_file()):
        return Absent("verapdf", "it is not set up", install)
    try:
        done = subprocess.run(  # noqa: S603 - our own script, with a path
            [script, flavour, path.resolve()], capture_output=True, text=True, timeout=_DEADLINE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Absent("verapdf", f"it could not run ({type(error).__name__})", install)
    if done.returncode == 0:
        return ()
    if done.returncode == 1:
        said = ", ".join(dict.fromkeys(_FAILED.findall(done.stdout)))[:300] or " ".join(done.stdout.split())[:300]
        return (Problem(_CODES[flavour], "error", str(path), f"is not {name}: {said}"),)
    return Absent("verapdf", "it could not be set up", install)
