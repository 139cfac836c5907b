"""Sheets laid out apart become one PDF. In: the laid out sheets and the order of their pages. Out: the PDF's bytes.

Pages, structure trees and fonts are joined; links between sheets become destinations; outline, page labels, named
destinations, metadata, folios and running heads are added. The same input gives the same bytes.
ISO 32000-1; ISO 14289-1 (PDF/UA-1); ISO 19005-3 (PDF/A-3a) for an archival edition.

Sheets are written one after the other as they come (see `forme`, `objects`); docs/decisions/binding.md says why no PDF
library does it.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from book.editions.pdf import intent
from book.editions.pdf.attachments import attach
from book.editions.pdf.boxes import Cut
from book.editions.pdf.folios import Furniture
from book.editions.pdf.fonts import Fonts
from book.editions.pdf.forme import unlock
from book.editions.pdf.impose import BARE, named
from book.editions.pdf.impose import side as lies
from book.editions.pdf.labels import page_labels
from book.editions.pdf.mentions import Figures, mentions
from book.editions.pdf.metadata import information, moment, xmp
from book.editions.pdf.objects import Objects, numbers, references, string
from book.editions.pdf.outline import heading, names, outline, written
from book.editions.pdf.pieces import Pieces
from book.editions.pdf.placing import Placing
from book.editions.pdf.structure import Structure
from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from book.editions.pdf.attachments import Attachment
    from book.editions.pdf.boxes import Box
    from book.editions.pdf.folios import Head
    from book.editions.pdf.forme import Link
    from book.editions.pdf.impose import Leaf, Side
    from book.editions.pdf.intent import Profile
    from book.editions.pdf.laid import Laid
    from book.editions.pdf.mentions import Mention
    from book.editions.pdf.subsets import Subsets
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


def bind(book: Gathering, subsets: Subsets) -> bytes:
    """The finished PDF. Raises `Lacking` when a font file is gone, `ValueError` when a sheet is damaged."""
    binding = _Binding(book, subsets)
    binding.join()
    return binding.finish()


class _Binding:
    """A book in the binder's hands."""

    def __init__(self, book: Gathering, subsets: Subsets) -> None:
        self.book = book
        self.objects = Objects()
        self.structure = Structure(self.objects, linked=book.profile is None)
        self.placing = Placing(self.objects, book.cut if book.paper else None)
        self.pieces = Pieces(self.objects, moment(book.metadata), paper=book.paper)
        apart = [laid for _, laid in book.furniture] + ([book.figures] if book.figures else [])
        self.fonts = Fonts(self.objects, (laid.faces for laid in (*book.laid, *apart)), subsets)
        self.furniture = Furniture(self.objects, self.fonts, book.furniture, book.characters)
        self.figures = Figures(self.objects, self.fonts, book.figures, book.characters) if book.figures else None
        self.places = self._moved(named(book.leaves, book.laid))
        self.written = written(self.places)  # names of places
        self.titles = {entry.target: heading(entry) for entry in _entries(book.contents.entries)}
        self.tree = self.objects.reserve()[0]  # of pages
        self.pages: list[int] = []  # numbers of the pages, in the book's order

    def _moved(self, places: Mapping[str, tuple[int, float, float]]) -> Mapping[str, tuple[int, float, float]]:
        """Where each id stands once its page is placed."""
        moves = [self.placing.move(number) for number in range(len(self.book.leaves))]
        return {name: (page, x + moves[page][0], y + moves[page][1]) for name, (page, x, y) in places.items()}

    def join(self) -> None:
        """Write the sheets one by one, blanks between them, with their structure and fonts."""
        for number, leaf in enumerate(self.book.leaves):
            if leaf.page is None:
                self.pages.extend(self.objects.reserve())
                self._page(number, b"/Resources<<>>", [])
            elif leaf.opens:
                self._sheet(number, leaf.sheet)

    def _sheet(self, first: int, index: int) -> None:
        """A sheet whose first page is page `first` of the book."""
        laid, linked = self.book.laid[index], self.structure.linked
        forme = unlock(laid.forme)
        objects = self.objects.reserve(forme.slots + 1)  # by slot; the last is its part of the structure
        resources, drawings = objects[forme.fonts_slot - 1], _Drawings()
        self.pages.extend(objects[: len(forme.pages)])
        self.fonts.place(forme, laid.faces, objects)
        forme.copy(self.objects, objects, linked=linked)
        language = self.book.languages[index] if self.book.languages else ""
        offset = self.structure.add(forme, objects, language=language, title=self.book.sheets[index].title)
        mentioned = self._mentioned(laid)
        for number, page in enumerate(forme.pages, first):
            inner = [objects[slot] for slot in page.contents]
            inner += self._mention(mentioned.get(number - first, ()), drawings)
            inner += self._furnish(number, drawings)
            said = page.others.filled(objects) + b"/Resources %d 0 R" % resources
            if not self.book.paper:
                said += page.boxes
            if page.owner >= 0:
                said += b"/StructParents %d/Tabs/S" % (page.owner + offset)
            if page.links and linked:
                said += b"/Annots" + references(objects[slot] for slot in page.links)
                for slot in page.links:
                    self.objects.put(objects[slot], self._link(number, forme.links[slot], objects, offset))
            self._page(number, said, inner)
        self.objects.put(resources, forme.resources.filled(objects) + drawings.entries() + b">>>>")

    def _page(self, number: int, said: bytes, contents: Sequence[int]) -> None:
        """Write a page: where its trim, its bleed and the spine want it, and what it is."""
        leaf = self.book.leaves[number]
        laid, sheet = self.book.laid[leaf.sheet], self.book.sheets[leaf.sheet]
        # A blank has the size of its neighbours.
        place = self.placing.place(laid.pages[-1 if leaf.page is None else leaf.page], number)
        area = () if leaf.page is None else _shifted(laid.areas[leaf.page], self.placing.move(number))
        source = self.book.sources[leaf.sheet] if self.book.sources else ""
        said += self.pieces.entries("blank" if leaf.page is None else sheet.kind, sheet.title, source, area)
        drawn = references((*place.before, *contents, *place.after))
        text = b"<</Type/Page/Parent %d 0 R/Contents%b%b%b>>" % (self.tree, drawn, place.boxes, said)
        self.objects.put(self.pages[number], text)

    def _link(self, number: int, link: Link, objects: Sequence[int], offset: int) -> bytes:
        """A link of page `number`, led where it belongs; an inner one is described by what it leads to."""
        rect = _shifted(link.rect, self.placing.move(number))
        said = b"/F 4/Rect" + numbers(rect)  # printed with the page: ISO 19005-3, 6.3.2
        if link.target:
            said += b"/Contents" + string(self.titles.get(link.target, link.target))
        if link.target in self.places:
            said += b"/Dest" + self.written(link.target)
        if link.owner >= 0:
            said += b"/StructParent %d" % (link.owner + offset)
        return b"<<" + link.others.filled(objects) + said + b">>"

    def _mentioned(self, laid: Laid) -> Mapping[int, Sequence[tuple[Mention, str]]]:
        """The page numbers that a sheet's text names, by the page of the sheet where they stand."""
        found: dict[int, list[tuple[Mention, str]]] = {}
        for mention in mentions(laid) if self.figures else ():
            if mention.target in self.places:
                folio = self.book.leaves[self.places[mention.target][0]].folio.text
                found.setdefault(mention.page, []).append((mention, folio))
        return found

    def _mention(self, mentioned: Sequence[tuple[Mention, str]], drawings: _Drawings) -> Iterator[int]:
        """Draw page numbers that the text names into the boxes left for them, as artifacts."""
        if mentioned and self.figures:
            yield self.objects.deflated(b"", self.figures.content(drawings, mentioned))

    def _furnish(self, number: int, drawings: _Drawings) -> Iterator[int]:
        """Draw folio and running head after a page's own content, as artifacts."""
        leaf = self.book.leaves[number]
        if not self.book.furniture or self.book.sheets[leaf.sheet].kind in BARE:
            return
        side = lies(number, paper=self.book.paper)
        drawings[b"folio-%d" % number] = self.furniture.folio(leaf.folio.text, side)
        yield self.objects.deflated(b"", _ARTIFACT % (b"Footer", b"folio-%d" % number))
        head = None if leaf.opens else self.furniture.head(self.book.heads(leaf, side))
        if head is not None:
            drawings[b"head-" + side.encode()] = head
            yield self.objects.shared(_ARTIFACT % (b"Header", b"head-" + side.encode()))

    def finish(self) -> bytes:
        """Write what holds the sheets together, and the file."""
        self.fonts.finish()
        info = {key: string(text) for key, text in information(self.book.metadata).items()}
        if self.book.profile is not None:
            info["/Trapped"] = b"/False"
        said = b"<<" + b"".join(key.encode() + text for key, text in info.items()) + b">>"
        self.objects.put(self.tree, b"<</Type/Pages/Count %d/Kids%b>>" % (len(self.pages), references(self.pages)))
        return self.objects.finish(self._catalogue(), self.objects.add(said))

    def _catalogue(self) -> int:
        """The catalogue: what the book is, how it is read, where things are."""
        book, metadata, objects = self.book, self.book.metadata, self.objects
        tagged, press = bool(self.structure.parts), book.profile is not None
        said = [b"/Type/Catalog/Pages %d 0 R/Lang%b" % (self.tree, string(metadata.language))]
        said.append(b"/PageLabels" + page_labels([leaf.folio for leaf in book.leaves]))
        said.append(b"/PageLayout" + (b"/TwoPageRight" if book.paper else b"/SinglePage"))
        direction = b"/Direction/R2L" if metadata.direction == "rtl" else b""
        said.append(b"/ViewerPreferences<</DisplayDocTitle true%b>>" % direction)
        bookmarks = outline(objects, book.contents.entries, self.places, self.pages)
        if bookmarks is not None:
            said.append(b"/Outlines %d 0 R/PageMode/UseOutlines" % bookmarks)
        trees = b"/Dests %d 0 R" % names(objects, self.places, self.pages)
        if tagged:
            said.append(b"/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>" % self.structure.finish())
        if book.archival:
            said.append(b"/OutputIntents" + intent.archival(objects))
        elif book.profile is not None:
            said.append(b"/OutputIntents" + intent.printing(objects, book.profile))
        if book.attachments:
            files, related = attach(objects, book.attachments, moment(metadata))
            trees += b"/EmbeddedFiles" + files
            said.append(b"/AF" + related)
        packet = xmp(metadata, tagged=tagged, archival=book.archival, press=press)
        said.append(b"/Metadata %d 0 R" % objects.deflated(b"/Type/Metadata/Subtype/XML", packet))
        return objects.add(b"<<%b/Names<<%b>>>>" % (b"".join(said), trees))


_ARTIFACT = b"/Artifact<</Type/Pagination/Subtype/%b>>BDC/%b Do EMC"  # ISO 32000-1, 14.8.2.2


class _Drawings(dict[bytes, int]):
    """What binding draws on the pages of a sheet, by resource name."""

    def entries(self) -> bytes:
        """The entries of the resources' table."""
        return b"".join(b"/%b %d 0 R" % drawing for drawing in self.items())


def _shifted(box: Box, move: tuple[float, float]) -> Box:
    (left, bottom, right, top), (across, up) = box, move
    return left + across, bottom + up, right + across, top + up


def _entries(entries: Sequence[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _entries(entry.children)
