"""The sheets of a book in reading order. In: `Book`, `Contents`, `Theme`, medium, `Options`. Out: `Sheet`s.

One class, since every sheet needs the same: words, styles, who lives where. It is longer than most files because a
book has a dozen kinds of sheets, each a short method in the order of the book.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from book.model import Sheet
from book.remember import afresh
from book.typeset.addresses import address
from book.typeset.chapters import Copy, SetChapter, ids_of, matters, notes_listed, set_chapter
from book.typeset.credits import told
from book.typeset.faces import faces_of
from book.typeset.manner import manner, sheet
from book.typeset.marks import grouped, index_of
from book.typeset.names import Names
from book.typeset.opening import length_of
from book.typeset.options import Options
from book.typeset.semantics import sheet_kind
from book.xhtml import values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from book.model import Book, Chapter, Contents, Entry, Keep, Matter, Medium, Part, Theme
    from book.typeset.marks import Figure

_EPUB_COVER = "5in"  # the page a cover is painted on, 5 x 8 in


def typeset(  # noqa: PLR0913 - a book, and all that decides how it is set
    book: Book,
    contents: Contents,
    theme: Theme,
    medium: Medium,
    *,
    options: Options | None = None,
    keep: Keep = afresh,
    watch: Callable[[Sheet], None] | None = None,
) -> tuple[Sheet, ...]:
    """The book's sheets in reading order, links and notes as the medium wants them.

    `keep` gives the sheets that were set of the same chapters before; `watch` is shown each sheet when it is set, the
    cover before any chapter is. Raises `Lacking` for a template that is wrong, with its line. Same input, same sheets.
    """
    made = []
    for one in _Setting(book, contents, theme, medium, options or Options(), keep).sheets():
        if watch is not None:
            watch(one)
        made.append(one)
    return tuple(made)


class _Setting:
    """One run of typesetting."""

    def __init__(  # noqa: PLR0913, PLR0917 - see `typeset`
        self, book: Book, contents: Contents, theme: Theme, medium: Medium, options: Options, keep: Keep
    ) -> None:
        self.book, self.contents, self.theme, self.medium, self.options = book, contents, theme, medium, options
        self.manner = manner(book, theme, medium, options)
        self.words, self.paged = self.manner.words, self.manner.paged
        self.names = Names()
        self.by_id = {chapter.id: chapter for chapter in book.chapters}
        self.chapter_names = {chapter.id: self.names.name(chapter.id, chapter.title) for chapter in book.chapters}
        self.part_names = {
            part.id: self.names.name(part.id, part.title) for part in book.parts if part.title or part.label
        }
        self.fixed = {kind: self.names.name(kind) for kind in _KINDS}
        self.homes = self._homes() if medium == "epub" else {}
        self.numbers = {id_: self.words.number(number) for id_, number in _numbers(book)}
        self.keep = keep
        self.chapters: Mapping[str, SetChapter] = {}  # set after the cover

    def _set_chapters(self) -> Mapping[str, SetChapter]:
        """The sheet of every chapter, by its id."""
        made = {}
        for copy in self._copies():
            make = partial(set_chapter, copy, self.manner)
            made[copy.chapter.id] = self.keep("sheet", (copy, self.manner), SetChapter, make)
        for one in made.values() if self.homes else ():  # terms and figures are given ids when they are set
            for id_ in one.sheet.ids:
                self.homes.setdefault(id_, one.sheet.name)
        return made

    def _homes(self) -> dict[str, str]:
        """The sheet of every id. The first of equal ids wins."""
        homes: dict[str, str] = {}
        for chapter in self.book.chapters:
            for id_ in ids_of(chapter, values(chapter.body, "id"), late=self.manner.late):
                homes.setdefault(id_, self.chapter_names[chapter.id])
            for note in chapter.notes if self.manner.late else ():
                homes.setdefault(note.id, self.fixed["notes"])
        for part, name in self.part_names.items():
            homes.setdefault(part, name)
        for kind, name in self.fixed.items():
            homes.setdefault(kind, name)
        return homes

    def _copies(self) -> Iterator[Copy]:
        """Every chapter with what its sheet shows of the rest of the book."""
        sizes = {asset.name: (asset.width, asset.height) for asset in self.book.assets} if self.paged else {}
        for chapter, matter in zip(self.book.chapters, matters(self.book.chapters), strict=True):
            name = self.chapter_names[chapter.id]
            texts = (chapter.body, *(note.body for note in chapter.notes)) if self.homes else ()
            targets = {unquote(href[1:]) for text in texts for href in values(text, "href") if href[:1] == "#"}
            homes = sorted((target, self.homes.get(target, name)) for target in targets)
            shown = dict.fromkeys(values(chapter.body, "src") + values(chapter.body, "poster")) if sizes else ()
            yield Copy(
                chapter,
                matter,
                name,
                homes=tuple((target, home) for target, home in homes if home != name),
                pictures=tuple((asset, *sizes[asset]) for asset in shown if asset in sizes),
            )

    # ------------------------------------------------------------ the order

    def sheets(self) -> Iterator[Sheet]:
        """Every sheet, in reading order."""
        if self._covered():
            yield self._cover()
        self.chapters = self._set_chapters()
        yield self._titlepage()
        yield self._imprint()
        if self.options.dedication.strip():
            yield self._dedication()
        made = self.chapters.values()
        before = list(self._leading())
        yield from (self.chapters[chapter].sheet for chapter in before)
        yield self._contents()
        if self.options.figures and (figures := [figure for one in made for figure in one.figures]):
            yield self._captioned("figures", figures)
        if self.options.tables and (tables := [table for one in made for table in one.tables]):
            yield self._captioned("tables", tables)
        for part in self.book.parts:
            if part.id in self.part_names:
                yield self._part(part)
            yield from (self.chapters[chapter.id].sheet for chapter in part.chapters if chapter.id not in before)
        yield from self._back()

    def _covered(self) -> bool:
        """Whether there is a cover sheet; one set in type is no part of a single HTML file: it opens with its title."""
        if self.options.cover is not None:
            return self.options.cover
        pictured = any(asset.name == self.book.metadata.cover for asset in self.book.assets)
        return self.medium in ("epub", "screen") or (self.medium == "html" and pictured)

    def _leading(self) -> Iterator[str]:
        """Dedications and epigraphs that open the book stand before its contents; all else after."""
        for chapter in self.book.chapters:
            if self.chapters[chapter.id].sheet.matter != "front" or chapter.kind not in ("dedication", "epigraph"):
                return
            yield chapter.id

    def _back(self) -> Iterator[Sheet]:
        if any(made.late for made in self.chapters.values()):
            yield self._notes()
        if self._credited():
            yield self._sources()
        if terms := index_of(mark for made in self.chapters.values() for mark in made.terms):
            yield self._index(terms)
        if self.options.colophon:
            yield self._colophon()

    # ------------------------------------------------------------ front matter

    def _cover(self) -> Sheet:
        meta, authors = self.book.metadata, self.manner.authors
        image = meta.cover if any(asset.name == meta.cover for asset in self.book.assets) else ""
        # What is set in type is drawn in units of a thirtieth of the page's width, whatever the page.
        width = _EPUB_COVER if self.medium == "epub" else self.theme.variables["trim-width"]
        height = "8in" if self.medium == "epub" else self.theme.variables["trim-height"]
        page = f"@page {{ size: {width} {height}; margin: 0 }}\nhtml {{ font-size: calc({width} / 30) }}\n"
        return self._sheet(
            "cover", "cover", meta.title, image=image, css=page + self.theme.cover,
            alternative=", ".join([meta.title, *meta.authors]), length=length_of(meta.title), authors=authors,
            assets=(image,) if image else (), own_styles=bool(image),
        )  # fmt: skip

    def _titlepage(self) -> Sheet:
        meta = self.book.metadata
        year = self.words.number(meta.date[:4]) if meta.date[:4].isdecimal() else ""
        return self._sheet(
            "titlepage", "front", meta.title, authors=self.manner.authors, length=length_of(meta.title), year=year
        )

    def _imprint(self) -> Sheet:
        meta = self.book.metadata
        identifier = meta.identifier
        if identifier.lower().startswith("urn:isbn:"):
            identifier = f"ISBN {identifier[9:]}"
        sources = address("sources", self.homes, self.fixed["imprint"]) if self._credited() else ""
        return self._sheet(
            "imprint", "front", self.words.imprint or meta.title, authors=self.manner.authors,
            date=self.words.date(meta.date) if meta.date else "", identifier=identifier, sources_at=sources,
        )  # fmt: skip

    def _dedication(self) -> Sheet:
        lines = [line.strip() for line in self.options.dedication.splitlines() if line.strip()]
        return self._sheet("dedication", "front", self.words.dedication or self.book.metadata.title, lines=lines)

    def _contents(self) -> Sheet:
        title = self.words.contents or self.book.metadata.title
        entries = self._lines(self.contents.entries, self.options.contents_depth, "contents")
        # Chapters alone need no telling apart from what is under them.
        deep = any(entry["children"] and entry["kind"] != "part" for entry in _all(entries))
        return self._sheet("contents", "front", title, entries=entries, deep=deep)

    def _lines(self, entries: Sequence[Entry], depth: int, here: str) -> list[dict[str, Any]]:
        """The contents' tree as the templates' macro wants it."""
        return [
            {
                "title": entry.title,
                "label": entry.label,
                "number": self.numbers.get(entry.target, ""),
                "kind": self._kind(entry),
                "target": entry.target,
                "href": address(entry.target, self.homes, self.fixed[here]),
                "children": self._lines(entry.children, depth - 1, here) if depth > 1 else [],
            }
            for entry in entries
        ]

    def _kind(self, entry: Entry) -> str:
        """What an entry is: by what it leads to, since a chapter may come of a series' part."""
        if entry.target in self.part_names:
            return "part"
        chapter = self.by_id.get(entry.target)
        return sheet_kind(chapter.kind) if chapter else "heading"

    def _captioned(self, kind: str, listed: Sequence[Figure]) -> Sheet:
        """The list of figures, or that of tables."""
        entries = [
            {"title": one.caption, "target": one.target, "href": address(one.target, self.homes, self.fixed[kind])}
            for one in listed
        ]
        title = (self.words.figures if kind == "figures" else self.words.tables) or self.book.metadata.title
        return self._sheet(
            kind, "front", title, template="figures", entries=entries, type="loi" if kind == "figures" else "lot"
        )

    # ------------------------------------------------------------ the text

    def _part(self, part: Part) -> Sheet:
        title, bare = part.title or part.label, replace(part, chapters=())
        return self._sheet(
            "part", "body", title, name=self.part_names[part.id], part=bare, number=self.numbers.get(part.id, ""),
            length=length_of(part.title), ids=(part.id, f"{part.id}-title"),
        )  # fmt: skip

    # ------------------------------------------------------------ back matter

    def _notes(self) -> Sheet:
        here = self.fixed["notes"]
        late = [(self.by_id[id_], made.late) for id_, made in self.chapters.items() if made.late]
        groups = [
            {**self._heading(chapter, here), "notes": notes_listed(notes, self.homes, here, self.manner)}
            for chapter, notes in late
        ]
        ids = tuple(note.id for _, notes in late for note in notes)
        return self._sheet("notes", "back", self.words.notes or self.book.metadata.title, groups=groups, ids=ids)

    def _credited(self) -> bool:
        """Whether there is anything to say about sources that the contents do not say."""
        known = (c.date or c.address or c.site for chapter in self.book.chapters for c in chapter.credits)
        return self.options.credits == "sources" and any(known)

    def _sources(self) -> Sheet:
        here = self.fixed["sources"]
        groups = [
            {**self._heading(chapter, here), "credits": found}
            for chapter in self.book.chapters
            if (found := told(chapter, self.manner))
        ]
        return self._sheet("sources", "back", self.words.sources or self.book.metadata.title, groups=groups)

    def _heading(self, chapter: Chapter, here: str) -> dict[str, Any]:
        """A chapter named in the back matter."""
        title = chapter.title or chapter.label or self.book.metadata.title
        return {"title": title, "href": address(chapter.id, self.homes, here)}

    def _index(self, terms: Sequence[Any]) -> Sheet:
        here = self.fixed["index"]
        groups: dict[str, list[dict[str, Any]]] = {}
        # A short index needs no letters over its entries.
        parted = grouped(terms) if len(terms) > _SHORT_INDEX else {"": terms}
        for letter, of_letter in parted.items():
            groups[letter] = [
                {
                    "text": term.text,
                    "places": [
                        {"target": p.target, "href": address(p.target, self.homes, here), "shown": p.chapter}
                        for p in term.places
                    ],
                }
                for term in of_letter
            ]
        title = self.words.index or self.book.metadata.title
        return self._sheet("index", "back", title, groups=groups)

    def _colophon(self) -> Sheet:
        title = self.words.colophon or self.book.metadata.title
        faces = faces_of(self.theme, self.book) if self.paged else ()
        return self._sheet("colophon", "back", title, program=self.options.program, faces=faces)

    # ------------------------------------------------------------ what all share

    def _sheet(self, kind: str, matter: Matter, title: str, **values_: Any) -> Sheet:  # noqa: ANN401 - a template's values
        """A sheet that the compiler writes, of values alone."""
        values_.setdefault("name", self.fixed.get(kind, kind))
        make = partial(sheet, self.manner, kind, matter, title, **values_)
        return self.keep("written", (self.manner, kind, matter, title, values_), Sheet, make)


def _all(entries: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The contents' entries of every level."""
    for entry in entries:
        yield entry
        yield from _all(entry["children"])


_SHORT_INDEX = 12  # terms


def _numbers(book: Book) -> Iterator[tuple[str, str]]:
    """Ids and numbers of parts and chapters."""
    for part in book.parts:
        if part.number:
            yield part.id, part.number
        yield from ((chapter.id, chapter.number) for chapter in part.chapters if chapter.number)


_KINDS = (
    "cover", "titlepage", "imprint", "dedication", "contents", "figures", "tables", "notes", "sources", "index",
    "colophon",
)  # fmt: skip
