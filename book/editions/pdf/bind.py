"""Sheets laid out apart become one PDF. In: the laid out sheets and the order of their pages. Out: the PDF's bytes.

Pages, structure trees and fonts are joined; links between sheets become destinations; outline, page labels, named
destinations, metadata, folios and running heads are added. The same input gives the same bytes.
ISO 32000-1; ISO 14289-1 (PDF/UA-1); ISO 19005-3 (PDF/A-3a) for an archival edition.

Over 300 lines because one object holds the PDF that grows; what can be done apart from it has files of its own.
"""

from __future__ import annotations

from dataclasses import field
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from book.editions.pdf import intent
from book.editions.pdf.attachments import attach
from book.editions.pdf.boxes import Cut
from book.editions.pdf.folios import Furniture
from book.editions.pdf.fonts import Fonts
from book.editions.pdf.impose import BARE, named
from book.editions.pdf.impose import side as lies
from book.editions.pdf.labels import page_labels
from book.editions.pdf.laid import SCHEME
from book.editions.pdf.mentions import Figures, mentions
from book.editions.pdf.metadata import information, moment, xmp
from book.editions.pdf.outline import heading, names, outline
from book.editions.pdf.pieces import Pieces
from book.editions.pdf.structure import Structure
from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence

    from book.editions.pdf.attachments import Attachment
    from book.editions.pdf.folios import Head
    from book.editions.pdf.impose import Leaf, Side
    from book.editions.pdf.intent import Profile
    from book.editions.pdf.laid import Laid
    from book.editions.pdf.mentions import Mention
    from book.model import Contents, Entry, Metadata, Sheet


@frozen
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
    sources: Sequence[str] = ()  # the articles of each sheet, as the user knows them
    cut: Cut = field(default_factory=Cut)  # how the pages of a book on paper are cut
    profile: Profile | None = None  # of a press: PDF/X-4, which has no links
    attachments: Sequence[Attachment] = ()
    figures: Laid | None = None  # what page numbers in the text are made of, where there are any


def bind(book: Gathering, cache: MutableMapping[str, bytes] | None = None) -> bytes:
    """The finished PDF. Raises `Lacking` when a font file is gone, `pikepdf.PdfError` when a sheet is damaged."""
    pdf = pikepdf.new()
    binding = _Binding(pdf, book, cache)
    binding.join()
    binding.mention()
    binding.furnish()
    binding.place()
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
        self.structure = Structure(pdf, linked=book.profile is None)
        self.furniture = Furniture(pdf, book.furniture, book.characters)
        own = [book.figures.faces] if book.figures is not None else []
        self.fonts = Fonts([*(laid.faces for laid in book.laid), *(laid.faces for _, laid in book.furniture), *own])
        self.places = self._moved(named(book.leaves, book.laid))
        self.titles = {entry.target: heading(entry) for entry in _entries(book.contents.entries)}
        self.pages: list[pikepdf.Object] = []  # in the book's order
        self.resources: list[pikepdf.Object] = []  # of each page
        self.streams: dict[bytes, pikepdf.Object] = {}  # content that many pages have

    def _moved(self, places: Mapping[str, tuple[int, float, float]]) -> Mapping[str, tuple[int, float, float]]:
        """Where each id stands once its page is placed."""
        if not self.book.paper:
            return places
        moves = [self.book.cut.move(number) for number in range(len(self.book.leaves))]
        return {
            name: (page, round(x + moves[page][0], 3), round(y + moves[page][1], 3))
            for name, (page, x, y) in places.items()
        }

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
        self._tree()

    def _append(self, page: pikepdf.Object) -> None:
        self.pages.append(page)
        self.resources.append(page.Resources)

    def _tree(self) -> None:
        """The page tree, written at once: page by page, the binder would look through all of it each time."""
        root = self.pdf.Root.Pages
        for page in self.pages:
            page.Parent = root
        root.Kids, root.Count = Array(self.pages), len(self.pages)

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
            if self.book.profile is not None and "/Annots" in page:
                del page["/Annots"]
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
        content = self._stream(b"")
        return self.pdf.make_indirect(
            Dictionary(Type=Name.Page, MediaBox=Array([0, 0, width, height]), Contents=content, Resources=Dictionary())
        )

    def mention(self) -> None:
        """Draw the page numbers that the text names into the boxes left for them, as artifacts."""
        if self.book.figures is None:
            return
        figures = Figures(self.pdf, self.book.figures, self.book.characters)
        self.fonts.place(self.pdf, figures.resources, self.book.figures.faces, self.cache)
        wanted: dict[tuple[int, int], list[Mention]] = {}
        for index, laid in enumerate(self.book.laid):
            for mention in mentions(laid):
                wanted.setdefault((index, mention.page), []).append(mention)
        for number, leaf in enumerate(self.book.leaves):
            here = wanted.get((leaf.sheet, leaf.page), ()) if leaf.page is not None else ()
            known = [one for one in here if one.target in self.places]
            placed = [(one, self.book.leaves[self.places[one.target][0]].folio.text) for one in known]
            if placed:
                drawn = self.pdf.make_stream(figures.content(self.resources[number], placed))
                self.pages[number].Contents = Array([self.pages[number].Contents, drawn])

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
        before = list(page.Contents) if isinstance(page.Contents, Array) else [page.Contents]
        page.Contents = Array([*before, self.pdf.make_stream("\n".join(lines).encode())])

    def place(self) -> None:
        """Put every page of a book on paper where its trim, its bleed and the spine want it; say what it is."""
        pieces = Pieces(self.pdf, moment(self.book.metadata))
        for number, (page, leaf) in enumerate(zip(self.pages, self.book.leaves, strict=True)):
            laid, sheet = self.book.laid[leaf.sheet], self.book.sheets[leaf.sheet]
            right, up = 0.0, 0.0
            if self.book.paper:
                right, up = self.book.cut.move(number)
                self._cut(page, number, laid.pages[-1 if leaf.page is None else leaf.page])
            area = () if leaf.page is None else laid.areas[leaf.page]
            moved = [round(edge + (up if at % 2 else right), 3) for at, edge in enumerate(area)]
            kind = "blank" if leaf.page is None else sheet.kind
            source = self.book.sources[leaf.sheet] if self.book.sources else ""
            pieces.mark(page, kind, sheet.title, source, moved, paper=self.book.paper)

    def _cut(self, page: pikepdf.Object, number: int, size: tuple[float, float]) -> None:
        """The boxes of a page, its content and links moved to their place, crop marks."""
        boxes = self.book.cut.boxes(*size, number)
        right, up = self.book.cut.move(number)
        page.MediaBox, page.TrimBox, page.BleedBox = (Array(box) for box in (boxes.media, boxes.trim, boxes.bleed))
        for link in page.get("/Annots", ()):
            for key in ("/Rect", "/QuadPoints"):
                if key in link and (right or up):
                    edges = [float(edge) for edge in link[key]]
                    link[key] = Array([round(edge + (up if at % 2 else right), 3) for at, edge in enumerate(edges)])
        parts = list(page.Contents) if isinstance(page.Contents, Array) else [page.Contents]
        if right or up:
            parts = [self._stream(f"q 1 0 0 1 {right:g} {up:g} cm".encode()), *parts, self._stream(b"Q")]
        drawn = self.book.cut.drawn(boxes)
        if drawn:
            parts.append(self._stream(drawn))
        if len(parts) > 1:
            page.Contents = Array(parts)

    def _stream(self, data: bytes) -> pikepdf.Object:
        """A content stream, one for all pages that have it."""
        if data not in self.streams:
            self.streams[data] = self.pdf.make_indirect(self.pdf.make_stream(data))
        return self.streams[data]

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
            root.OutputIntents = intent.archival(self.pdf)
        elif self.book.profile is not None:
            root.OutputIntents = intent.printing(self.pdf, self.book.profile)
        if self.book.attachments:
            root.Names.EmbeddedFiles = attach(self.pdf, self.book.attachments, moment(metadata))
        press = self.book.profile is not None
        packet = self.pdf.make_stream(xmp(metadata, tagged=tagged, archival=self.book.archival, press=press))
        packet.Type, packet.Subtype = Name.Metadata, Name.XML
        root.Metadata = packet
        self.pdf.trailer.Info = self.pdf.make_indirect(
            Dictionary({key: String(text) for key, text in information(metadata).items()})
        )
        if press:
            self.pdf.trailer.Info.Trapped = Name("/False")
        for page in self.pages:
            if "/Annots" in page:
                page.Tabs = Name.S


def _entries(entries: Sequence[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _entries(entry.children)
