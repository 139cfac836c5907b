"""One sheet becomes a PDF of its own: the only module that knows WeasyPrint. In: a `Task`. Out: a packed `Laid`.

It runs in worker processes. Style sheets, faces and hyphenation dictionaries are read once a process; the engine
is given nothing but the task's own bytes (no file, no network); what it logs becomes problems (see `log`). Font
files are not embedded here but once for the whole book (see `fonts`), and links to other sheets keep a private
scheme until the book is bound.

Over 300 lines because nothing else may import the engine. CSS Paged Media Level 3, XHTML as XML; ISO 32000-1, 14.8
for tagged PDF.
"""

from __future__ import annotations

import gc
import re
import threading
from collections import OrderedDict
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, unquote
from xml.etree import ElementTree  # noqa: ICN001 - the name says what it is

import cssselect2
from weasyprint import CSS, DEFAULT_OPTIONS, HTML, VERSION
from weasyprint.css.counters import CounterStyle
from weasyprint.formatting_structure import boxes
from weasyprint.images import RasterImage
from weasyprint.pdf import generate_pdf, stream
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi as pango_ffi
from weasyprint.text.ffi import fontconfig, gobject, harfbuzz, harfbuzz_subset, pango, pangoft2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from book.editions.pdf import breaking, footnotes, formulas, shortcuts
from book.editions.pdf.laid import SCHEME, Face, Laid, Picture, Task
from book.editions.pdf.lean import declare
from book.editions.pdf.lockup import lock_up
from book.editions.pdf.log import captured
from book.editions.pdf.tidy import tidy
from book.xhtml import XHTML_NS, XML_LANG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from weasyprint.document import Document, Page

    from book.model import Problem

ENGINE = f"weasyprint {VERSION}, pango {pango.pango_version()}"
BASE = "http://book.invalid/"  # what relative addresses in a sheet are relative to: the task's own assets
PT = 0.75  # points in a CSS pixel
_OLD = 16  # sheets after which what outlived its own is looked at too
_HTML_TAG = f"{{{XHTML_NS}}}"
_CONTROL = re.compile("[\x7f-\x84\x86-\x9f]")


class Fetcher(URLFetcher):  # type: ignore[misc]  # untyped - WeasyPrint ships no types
    """Serves a task's assets and `data:` addresses; there is nothing else."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        """Keep the assets, by name."""
        super().__init__(allowed_protocols=["data"], allow_redirects=False)
        self.assets = assets

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The asset an address means. Raises `ValueError` for anything outside the book."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        name = unquote(url.removeprefix(BASE))
        if url.startswith(BASE) and name in self.assets:
            return URLFetcherResponse(url, self.assets[name])
        raise ValueError(f"no such file in the book: {name}")


class _Process:
    """What one process keeps between sheets: faces and parsed style sheets."""

    def __init__(self) -> None:
        self.fonts = FontConfiguration()
        self.counters = CounterStyle()
        self.styles: OrderedDict[tuple[str, bytes], tuple[CSS, tuple[Any, ...]]] = OrderedDict()
        self.digests: dict[tuple[str, int], str] = {}
        self.tasks = 0

    def style(self, name: str, text: str, fetcher: Fetcher) -> tuple[CSS, tuple[Any, ...]]:
        """A style sheet, parsed once, with the problems found while parsing."""
        # A style sheet may name faces among the assets: the same text with other faces is another sheet.
        faces = b"".join(name.encode() for name in sorted(fetcher.assets)) if "@font-face" in text else b""
        key = (text, faces)
        if key not in self.styles:
            with captured(name) as problems:
                css = CSS(
                    string=text,
                    base_url=BASE,
                    url_fetcher=fetcher,
                    font_config=self.fonts,
                    counter_style=self.counters,
                )
            self.styles[key] = (css, tuple(problems))
            if len(self.styles) > 64:  # a worker that serves a shelf of books must not grow
                self.styles.popitem(last=False)
        return self.styles[key]


_process: _Process | None = None
_alone = threading.Lock()


def process() -> _Process:
    """What this process keeps; made on first use, and then no business of the garbage collector."""
    global _process  # noqa: PLW0603 - one a process, as FontConfiguration wants it
    if _process is None:
        _process = _Process()
        gc.collect()
        gc.freeze()
    return _process


class _Sheet(HTML):  # type: ignore[misc]  # untyped - WeasyPrint ships no types
    """A document from a tree: what typesetting wrote is XML; an HTML parser would cost a tenth of the time."""

    def __init__(self, tree: ElementTree.Element, fetcher: Fetcher) -> None:
        self.base_url = BASE
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class _Font(Font):  # type: ignore[misc]  # untyped - WeasyPrint ships no types
    """A font that remembers its file, and whose file may be left out of the sheet's PDF."""

    def __init__(self, pango_font: Any, description: Any, font_size: float) -> None:  # noqa: ANN401 - WeasyPrint ships no types
        """See where the font comes from while Pango still holds it."""
        self.file_content = b""
        super().__init__(pango_font, description, font_size)
        self.path = _path(pango_font)
        self.apart = False
        self.digest = ""

    @property
    def plain(self) -> bool:
        """Nothing but outlines that do not vary: the kind that a subset of the original file stands in for."""
        special = self.bitmap or self.png or self.svg or self.colr or {"fvar", "COLR", "CFF2"} & set(self.tables)
        return not special

    def leave_out(self, digests: dict[tuple[str, int], str]) -> None:
        """Keep the file out of the PDF; remember which it was. `digests` are those this process knows."""
        key = (self.path, len(self.file_content))
        if not self.path or key not in digests:
            digests[key] = sha256(self.file_content).hexdigest()
        self.digest = digests[key]
        self.apart = True
        # Four bytes keep the place in the PDF and say which kind of outlines it will hold.
        self.file_content = b"OTTO" if "CFF " in self.tables else b"\x00\x01\x00\x00"

    def clean(self, to_unicode: Mapping[int, str], hinting: bool) -> None:
        """Make a subset of a font that is embedded here."""
        if not self.apart:
            super().clean(to_unicode, hinting)


declare(pango_ffi)
shortcuts.install()
# The engine looks this name up whenever a page meets a new font; nothing else tells a font's file.
stream.Font = _Font


class _Faces(dict[int, _Font]):
    """The fonts of a document: plain ones are embedded when the book is bound, others by WeasyPrint in each sheet."""

    def __init__(self, digests: dict[tuple[str, int], str]) -> None:
        super().__init__()
        self.digests = digests
        self.used: dict[object, object] = {}  # the words drawn with them (see `drawing`)

    def __setitem__(self, key: int, font: _Font) -> None:
        if font.plain:
            font.leave_out(self.digests)
        super().__setitem__(key, font)


def lay_one(xhtml: str, styles: Sequence[str], assets: Mapping[str, bytes]) -> bytes:
    """A single XHTML document as a finished PDF with its fonts, in this process; untagged."""
    fetcher = Fetcher(assets)
    here = process()
    with captured(""):
        sheets = [here.style("", text, fetcher)[0] for text in styles]
        document = _Sheet(_tree(xhtml), fetcher).render(here.fonts, here.counters, stylesheets=sheets)
        return cast("bytes", document.write_pdf())


def subset(data: bytes, index: int, glyphs: Sequence[int]) -> bytes:
    """A face with these glyphs alone, ids kept, by HarfBuzz, as WeasyPrint has it; empty where it cannot.

    Fifty times as fast as fontTools; a hundred, and smaller, for the large faces of Chinese and Japanese.
    """
    if not harfbuzz_subset:
        return b""
    kept = pango_ffi.from_buffer("char[]", data)
    blob = pango_ffi.gc(harfbuzz.hb_blob_create(kept, len(data), 1, pango_ffi.NULL, pango_ffi.NULL), _blob_gone)
    font = _Subsetter()
    font.hb_face = pango_ffi.gc(harfbuzz.hb_face_create(blob, index), harfbuzz.hb_face_destroy)
    # Codes beyond are those of characters that the face has not.
    held = (glyph for glyph in glyphs if glyph < harfbuzz.hb_face_get_glyph_count(font.hb_face))
    with captured(""):
        Font._harfbuzz_subset(font, dict.fromkeys(held, ""), hinting=False)  # noqa: SLF001 - the engine's own way
    return font.file_content


def _blob_gone(blob: Any) -> None:  # noqa: ANN401 - cffi ships no types
    harfbuzz.hb_blob_destroy(blob)


class _Subsetter:
    """What WeasyPrint's subsetting asks of a font."""

    hb_face: Any = None
    missing = True  # the sign for what the face has not keeps its shape
    file_content = b""
    family = ""


def families() -> tuple[str, ...]:
    """The families of the faces installed on this machine, in order."""
    found, number = pango_ffi.new("void ***"), pango_ffi.new("int *")
    pango.pango_font_map_list_families(process().fonts.font_map, found, number)
    names = {pango_ffi.string(pango.pango_font_family_get_name(found[0][at])).decode() for at in range(number[0])}
    gobject.g_free(found[0])
    return tuple(sorted(names))


def lay(task: Task) -> bytes:
    """One sheet laid out and packed. What WeasyPrint cannot do is a problem; what breaks it is its exception.

    The collector is off meanwhile: boxes are many, live until the end and hold cycles, so that every pass over
    them is in vain (a seventh of the time). One sheet at a time: Pango's fonts know no threads, and an executor may
    have several.
    """
    with _alone:
        here = process()
        if here.tasks:  # the sheet before; now, and not when that was done, for whoever waited for it
            gc.collect(2 if here.tasks % _OLD == 0 else 0)
        collecting = gc.isenabled()
        gc.disable()
        try:
            return _lay(task).pack()
        finally:
            here.tasks += 1
            if collecting:
                gc.enable()


def lay_whole(task: Task) -> tuple[bytes, int, tuple[Problem, ...]]:
    """A whole book in one run of WeasyPrint as it comes, no shortcut taken: its PDF, pages, problems."""
    fetcher = Fetcher(task.assets)
    here = process()
    with _alone, shortcuts.untaken(), captured(task.where) as problems:
        sheets = [here.style(name, text, fetcher)[0] for name, text in task.styles]
        tree = _tree(task.xhtml)
        found = formulas.draw(tree, task.where)
        document = _Sheet(tree, fetcher).render(here.fonts, here.counters, stylesheets=sheets)
        pdf = document.write_pdf(pdf_tags=task.tagged, pdf_version="1.7")
    return pdf, len(document.pages), (*found, *problems)


def _lay(task: Task) -> Laid:
    here = process()
    fetcher = Fetcher(task.assets)
    problems: list[Problem] = []
    sheets = []
    for name, text in task.styles:
        css, found = here.style(name, text, fetcher)
        sheets.append(css)
        problems.extend(found)
    if task.verso:
        sheets.append(here.style("", "html { break-before: verso }", fetcher)[0])
    breaking.begin(task.styles)
    tree = _tree(task.xhtml)
    _point_outside(tree)
    problems.extend(formulas.draw(tree, task.where))
    with captured(task.where) as logged, shortcuts.margin_boxes_made(task.margins):
        document, moved = _rendered(task, tree, sheets, fetcher)
        document.fonts = _Faces(here.digests)
        options = {**DEFAULT_OPTIONS, "pdf_tags": task.tagged, "pdf_version": "1.7"}
        pdf = generate_pdf(document, None, 1, **options)
        tidy(pdf, task.name)
    faces = {font.hash: _face(font) for font in document.fonts.values() if font.apart}
    problems.extend([*logged, *moved])
    return Laid(
        forme=lock_up(pdf, faces).pack(),
        pages=tuple((round(page.width * PT, 4), round(page.height * PT, 4)) for page in document.pages),
        anchors=_anchors(document),
        faces=faces,
        problems=tuple(dict.fromkeys(problems)),
        breaks=_breaks(document.pages),
        lines=tuple(_lines(page) for page in document.pages),
        areas=tuple(_area(page) for page in document.pages),
        pictures=tuple(_pictures(document.pages)),
    )


def _rendered(
    task: Task, tree: ElementTree.Element, sheets: Sequence[CSS], fetcher: Fetcher
) -> tuple[Document, list[Problem]]:
    """The sheet on pages with every note on one of them, and what had to be done for it."""
    here = process()
    wanted = footnotes.expected(tree)
    lost: list[str] = []
    for remedy in footnotes.REMEDIES:
        own = [here.style("", remedy, fetcher)[0]] if remedy else []
        document = _Sheet(tree, fetcher).render(here.fonts, here.counters, stylesheets=[*sheets, *own])
        shown = {name for page in document.pages for name in page.anchors} if wanted else set()
        lost = [name for name in wanted if name not in shown]
        if not lost:
            return document, []
    footnotes.move(tree, lost)
    document = _Sheet(tree, fetcher).render(here.fonts, here.counters, stylesheets=sheets)
    return document, [footnotes.moved(task.where, lost)]


def _tree(xhtml: str) -> ElementTree.Element:
    """The sheet's tree as WeasyPrint wants it: HTML elements without a namespace, no style sheets of its own."""
    # Control characters have no glyph in any font; one for one, or page breaks would be counted otherwise.
    shown = _CONTROL.sub("\ufffd", xhtml)
    tree = ElementTree.fromstring(shown.encode())  # noqa: S314 - typesetting wrote it, expat bounds entities
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag.startswith(_HTML_TAG):
            element.tag = element.tag[len(_HTML_TAG) :]
        language = element.attrib.pop(XML_LANG, None)
        if language is not None:
            element.attrib.setdefault("lang", language)
    for head in tree.iterfind("head"):
        for link in head.findall("link"):
            head.remove(link)
    return tree


def _point_outside(tree: ElementTree.Element) -> None:
    """Turn links to ids that stand in other sheets into links of the private scheme."""
    ids = {element.get("id") for element in tree.iter()}
    for link in tree.iter("a"):
        href = link.get("href", "")
        if href.startswith("#") and unquote(href[1:]) not in ids:
            link.set("href", SCHEME + quote(unquote(href[1:]), safe=""))


def _anchors(document: Document) -> dict[str, tuple[int, float, float]]:
    """Where each id stands: page from 0, x and y in pt from the page's lower left; the first of equal ids."""
    found: dict[str, tuple[int, float, float]] = {}
    for number, page in enumerate(document.pages):
        for name, (x, y, _, _) in page.anchors.items():
            found.setdefault(name, (number, round(x * PT, 3), round((page.height - y) * PT, 3)))
    return found


def _face(font: _Font) -> Face:
    """What binding must know of a font to make one subset for all sheets."""
    return Face(
        path=font.path,
        digest=font.digest,
        index=int(font.index),
        widths={str(glyph): width for glyph, width in sorted(font.widths.items())},
        text={str(glyph): text for glyph, text in sorted(font.to_unicode.items())},
        missing=bool(font.missing),
    )


def _path(pango_font: Any) -> str:  # noqa: ANN401 - WeasyPrint ships no types
    """The file a font was loaded from; empty where fontconfig does not say."""
    pattern = pangoft2.pango_fc_font_get_pattern(pango_font)
    value = pango_ffi.new("FcChar8 **")
    if not pattern or fontconfig.FcPatternGetString(pattern, b"file", 0, value):
        return ""
    return cast("bytes", pango_ffi.string(value[0])).decode(errors="surrogateescape")


def _breaks(pages: Sequence[Page]) -> tuple[int, ...]:
    """For each page, how many characters of the body, white space and notes aside, stand on the pages before it."""
    found, total = [], 0
    for page in pages:
        found.append(total)
        total += sum(_characters(box) for box in _texts(page))
    return tuple(found)


def _characters(box: boxes.TextBox) -> int:
    """Characters of the source in a line's text: no white space, no hyphen that hyphenation added."""
    text = box.text
    if text.endswith(box.style["hyphenate_character"]) and box.style["hyphens"] != "none":
        text = text.removesuffix(box.style["hyphenate_character"])
    return len("".join(text.replace("\xad", "").split()))


def _texts(page: Page) -> Iterator[boxes.TextBox]:
    """The texts of a page's body in order: no notes, no margin boxes, nothing that a style sheet generated."""
    body = page._page_box.children[0]  # noqa: SLF001 - the only way to a page's boxes
    return (box for box in body.descendants() if isinstance(box, boxes.TextBox) and "::" not in str(box.element_tag))


def _lines(page: Page) -> int:
    """Lines of running text on a page."""
    body = page._page_box.children[0]  # noqa: SLF001 - the only way to a page's boxes
    return sum(isinstance(box, boxes.LineBox) for box in body.descendants())


def _area(page: Page) -> tuple[float, float, float, float]:
    """The type area, inside the margins: left, bottom, right, top, in pt from the page's lower left."""
    box = page._page_box  # noqa: SLF001 - the only way to a page's boxes
    left, top = box.content_box_x(), box.content_box_y()
    edges = (left, page.height - top - box.height, left + box.width, page.height - top)
    return cast("tuple[float, float, float, float]", tuple(round(edge * PT, 3) for edge in edges))


def _pictures(pages: Sequence[Page]) -> Iterator[Picture]:
    """Every picture made of pixels, with the box it is fitted into."""
    for number, page in enumerate(pages):
        for box in page._page_box.descendants():  # noqa: SLF001 - the only way to a page's boxes
            if isinstance(getattr(box, "replacement", None), RasterImage):
                name = str(box.element.get("src", "")) if box.element is not None else ""
                yield Picture(number, name, round(box.width * PT, 3), round(box.height * PT, 3))
