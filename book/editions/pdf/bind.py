"""Sheets laid out apart become one PDF. In: the laid out sheets and the order of their pages. Out: the PDF's bytes.

Pages, structure trees and fonts are joined; links between sheets become destinations; outline, page labels, named
destinations, metadata, folios and running heads are added. The same input gives the same bytes.
ISO 32000-1; ISO 14289-1 (PDF/UA-1); ISO 19005-3 (PDF/A-3a) for an archival edition.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from book.editions.pdf.folios import Furniture
from book.editions.pdf.fonts import Fonts
from book.editions.pdf.impose import BARE, named
from book.editions.pdf.impose import side as lies
from book.editions.pdf.labels import page_labels
from book.editions.pdf.laid import SCHEME
from book.editions.pdf.metadata import information, xmp
from book.editions.pdf.outline import heading, names, outline
from book.editions.pdf.structure import Structure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping, Sequence

    from book.editions.pdf.folios import Head
    from book.editions.pdf.impose import Leaf, Side
    from book.editions.pdf.laid import Laid
    from book.model import Contents, Entry, Metadata, Sheet


@dataclass(frozen=True, slots=True)
class Gathering:
    """All that is bound together."""

    metadata: Metadata
    contents: Contents
    sheets: Sequence[Sheet]
    laid: Sequence[Laid]  # of each sheet
    leaves: Sequence[Leaf]  # the pages in order
    furniture: Sequence[tuple[Sequence[Head], Laid]]  # blocks of running heads, the first with the folios
    characters: str  # what folios are made of
    heads: Callable[[Leaf, Side], Head | None]  # the running head of a page on a side
    paper: bool = True  # rectos and versos
    archival: bool = False  # PDF/A-3a besides PDF/UA-1
    languages: Sequence[str] = ()  # of each sheet, where it is not the book's


def bind(book: Gathering, cache: MutableMapping[str, bytes] | None = None) -> bytes:
    """The finished PDF. Raises `Lacking` when a font file is gone, `pikepdf.PdfError` when a sheet is damaged."""
    pdf = pikepdf.new()
    binding = _Binding(pdf, book, cache)
    binding.join()
    binding.furnish()
    binding.describe()
    out = BytesIO()
    pdf.save(
        out,
        min_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
        fix_metadata_version=False,
    )
    return out.getvalue()


class _Binding:
    """A book in the binder's hands."""

    def __init__(self, pdf: pikepdf.Pdf, book: Gathering, cache: MutableMapping[str, bytes] | None) -> None:
        self.pdf = pdf
        self.book = book
        self.cache = cache
        self.structure = Structure(pdf)
        self.furniture = Furniture(pdf, book.furniture, book.characters)
        self.fonts = Fonts([*(laid.faces for laid in book.laid), *(laid.faces for _, laid in book.furniture)])
        self.places = named(book.leaves, book.laid)
        self.titles = {entry.target: heading(entry) for entry in _entries(book.contents.entries)}
        self.pages: list[pikepdf.Object] = []  # in the book's order
        self.resources: list[pikepdf.Object] = []  # of each page

    def join(self) -> None:
        """Copy the sheets one by one, blanks between them, with their structure and fonts."""
        sources = [pikepdf.open(BytesIO(laid.pdf)) for laid in self.book.laid]
        waiting: list[pikepdf.Object] = []
        for leaf in self.book.leaves:
            if leaf.page is None:
                self._append(self._blank(leaf))
                continue
            if leaf.opens:
                waiting = self._sheet(leaf.sheet, sources[leaf.sheet])
            self._append(waiting[leaf.page])

    def _append(self, page: pikepdf.Object) -> None:
        self.pdf.pages.append(pikepdf.Page(page))
        self.pages.append(self.pdf.pages[-1].obj)
        self.resources.append(self.pages[-1].Resources)

    def _sheet(self, index: int, source: pikepdf.Pdf) -> list[pikepdf.Object]:
        """A sheet's pages in the new PDF."""
        pages = [self.pdf.copy_foreign(page.obj) for page in source.pages]
        laid = self.book.laid[index]
        self.fonts.place(self.pdf, pages[0].Resources, laid.faces, self.cache)
        languages = self.book.languages
        self.structure.add(
            source,
            pages,
            language=languages[index] if languages else "",
            title=self.book.sheets[index].title,
        )
        for page in pages:
            for annotation in page.get("/Annots", ()):
                self._settle(annotation)
        return pages

    def _settle(self, link: pikepdf.Object) -> None:
        """Lead a link to another sheet where it belongs; describe every inner link by what it leads to."""
        link.F = 4  # printed with the page: ISO 19005-3, 6.3.2
        action = link.get("/A")
        if action is not None and str(action.get("/URI", "")).startswith(SCHEME):
            target = unquote(str(action.URI)[len(SCHEME) :])
            del link["/A"]
            if target in self.places:
                link.Dest = String(target)
        else:
            target = str(link.get("/Dest", ""))
        if target:
            link.Contents = String(self.titles.get(target, target))

    def _blank(self, leaf: Leaf) -> pikepdf.Object:
        """An empty page of the size of its neighbours."""
        width, height = self.book.laid[leaf.sheet].pages[-1]
        content = self.pdf.make_stream(b"")
        return self.pdf.make_indirect(
            Dictionary(Type=Name.Page, MediaBox=Array([0, 0, width, height]), Contents=content, Resources=Dictionary())
        )

    def furnish(self) -> None:
        """Draw folios and running heads after each page's own content, as artifacts."""
        for resources, laid in self.furniture.resources:
            self.fonts.place(self.pdf, resources, laid.faces, self.cache)
        for number, leaf in enumerate(self.book.leaves):
            if leaf.page is None or self.book.sheets[leaf.sheet].kind in BARE:
                continue
            side = lies(number, paper=self.book.paper)
            head = None if leaf.opens else self.book.heads(leaf, side)
            drawn = [("Footer", f"/folio-{number}", self.furniture.folio(leaf.folio.text, side))]
            if head is not None and head in self.furniture.heads:
                drawn.append(("Header", f"/head-{head.side}", self.furniture.heads[head]))
            self._draw(number, drawn)

    def _draw(self, number: int, drawn: Sequence[tuple[str, str, pikepdf.Object]]) -> None:
        resources = self.resources[number]
        if "/XObject" not in resources:
            resources.XObject = Dictionary()
        lines = []
        for kind, name, form in drawn:
            resources.XObject[name] = form
            lines.append(f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC {name} Do EMC")
        page = self.pages[number]
        page.Contents = Array([page.Contents, self.pdf.make_stream("\n".join(lines).encode())])

    def describe(self) -> None:
        """The catalogue: what the book is, how it is read, where things are."""
        root, metadata = self.pdf.Root, self.book.metadata
        root.Lang = String(metadata.language)
        root.PageLabels = page_labels([leaf.folio for leaf in self.book.leaves])
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.PageLayout = Name.TwoPageRight if self.book.paper else Name.SinglePage
        if metadata.direction == "rtl":
            root.ViewerPreferences.Direction = Name.R2L
        bookmarks = outline(self.pdf, self.book.contents.entries, self.places, self.pages)
        if bookmarks is not None:
            root.Outlines = bookmarks
            root.PageMode = Name.UseOutlines
        root.Names = Dictionary(Dests=names(self.pdf, self.places, self.pages))
        tagged = bool(self.structure.parts)
        if tagged:
            root.StructTreeRoot = self.structure.finish()
            root.MarkInfo = Dictionary(Marked=True)
        if self.book.archival:
            root.OutputIntents = Array([self._srgb()])
        packet = self.pdf.make_stream(xmp(metadata, tagged=tagged, archival=self.book.archival))
        packet.Type, packet.Subtype = Name.Metadata, Name.XML
        root.Metadata = packet
        self.pdf.trailer.Info = self.pdf.make_indirect(
            Dictionary({key: String(text) for key, text in information(metadata).items()})
        )
        for page in self.pages:
            if "/Annots" in page:
                page.Tabs = Name.S

    def _srgb(self) -> pikepdf.Object:
        """What the colours mean: the sRGB profile that comes with the page engine. ISO 19005-3, 6.2.3."""
        spec = find_spec("weasyprint")
        folders = list(spec.submodule_search_locations or ()) if spec else []
        profile = self.pdf.make_stream((Path(folders[0]) / "pdf" / "sRGB2014.icc").read_bytes())
        profile.N = 3
        name = String("sRGB2014")
        return Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier=name,
            Info=name,
            DestOutputProfile=profile,
        )


def _entries(entries: Sequence[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _entries(entry.children)
