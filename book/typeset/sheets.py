"""The sheets of a book in reading order. In: `Book`, `Contents`, `Theme`, medium, `Options`. Out: `Sheet`s.

One class, since every sheet needs the same: words, styles, who lives where. It is longer than most files because a
book has a dozen kinds of sheets, each a short method in the order of the book.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from book.language import direction
from book.messages import messages
from book.model import Sheet
from book.theme import length
from book.typeset.addresses import address, point
from book.typeset.bounds import fit
from book.typeset.chapters import Room, made_ready
from book.typeset.environment import render
from book.typeset.faces import faces_of
from book.typeset.marks import grouped, index_of
from book.typeset.names import Names
from book.typeset.notes import LONGEST_AT_FOOT, listed
from book.typeset.opening import length_of
from book.typeset.options import Options
from book.typeset.script import script
from book.typeset.semantics import MATTER_TYPES, chapter_type, sheet_kind
from book.xhtml import parse, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from book.model import Book, Chapter, Contents, Credit, Entry, Matter, Medium, Note, Part, Theme
    from book.typeset.chapters import Ready
    from book.typeset.marks import Figure

# In cascade order. A PDF for the screen is pages first; screen.css says in `@media print` what is other on a screen.
STYLES: dict[Medium, tuple[str, ...]] = {
    "epub": ("styles/base.css", "styles/screen.css"),
    "html": ("styles/base.css", "styles/screen.css", "styles/web.css"),
    "print": ("styles/base.css", "styles/print.css"),
    "screen": ("styles/base.css", "styles/print.css", "styles/screen.css"),
}
_EPUB_COVER = "5in"  # the page a cover is painted on, 5 x 8 in


def typeset(
    book: Book, contents: Contents, theme: Theme, medium: Medium, *, options: Options | None = None
) -> tuple[Sheet, ...]:
    """The book's sheets in reading order, links and notes as the medium wants them.

    Raises `Lacking` for a template that is wrong, with its line. Same input, same sheets.
    """
    return tuple(_Setting(book, contents, theme, medium, options or Options()).sheets())


class _Setting:
    """One run of typesetting."""

    def __init__(self, book: Book, contents: Contents, theme: Theme, medium: Medium, options: Options) -> None:
        self.book, self.contents, self.theme, self.medium, self.options = book, contents, theme, medium, options
        self.words = messages(book.metadata.language)
        self.paged = medium in ("print", "screen")
        self.names = Names()
        late = options.notes == "book"
        paper = medium == "print"
        self.ready = made_ready(
            book,
            paged=self.paged,
            foot=self.paged and options.notes == "foot",
            late=late,
            urls=options.urls if paper else "none",
            pages=paper and options.page_references,
            room=Room(_places(theme), min(LONGEST_AT_FOOT, int(_capacity(theme) * _FOOT))),
        )
        self.figures = _figures(book, theme) if paper else 0
        self.by_id = {ready.chapter.id: ready for ready in self.ready}
        self.chapter_names = {
            ready.chapter.id: self.names.name(ready.chapter.id, ready.chapter.title) for ready in self.ready
        }
        self.part_names = {
            part.id: self.names.name(part.id, part.title) for part in book.parts if part.title or part.label
        }
        self.fixed = {kind: self.names.name(kind) for kind in _KINDS}
        self.homes = self._homes() if medium == "epub" else {}
        self.numbers = {id_: self.words.number(number) for id_, number in _numbers(book)}

    def _homes(self) -> dict[str, str]:
        """The sheet of every id. The first of equal ids wins."""
        homes: dict[str, str] = {}
        for ready in self.ready:
            for id_ in ready.ids:
                homes.setdefault(id_, self.chapter_names[ready.chapter.id])
            for note in ready.late:
                homes.setdefault(note.id, self.fixed["notes"])
        for part, name in self.part_names.items():
            homes.setdefault(part, name)
        for kind, name in self.fixed.items():
            homes.setdefault(kind, name)
        return homes

    # ------------------------------------------------------------ the order

    def sheets(self) -> Iterator[Sheet]:
        """Every sheet, in reading order."""
        if self._covered():
            yield self._cover()
        yield self._titlepage()
        yield self._imprint()
        if self.options.dedication.strip():
            yield self._dedication()
        before = list(self._leading())
        yield from (self._chapter(ready) for ready in before)
        yield self._contents()
        if self.options.figures and any(ready.figures for ready in self.ready):
            yield self._captioned("figures", [figure for ready in self.ready for figure in ready.figures])
        if self.options.tables and any(ready.tables for ready in self.ready):
            yield self._captioned("tables", [table for ready in self.ready for table in ready.tables])
        for part in self.book.parts:
            if part.id in self.part_names:
                yield self._part(part)
            yield from (self._chapter(self.by_id[c.id]) for c in part.chapters if self.by_id[c.id] not in before)
        yield from self._back()

    def _covered(self) -> bool:
        """Whether there is a cover sheet; one set in type is no part of a single HTML file: it opens with its title."""
        if self.options.cover is not None:
            return self.options.cover
        pictured = any(asset.name == self.book.metadata.cover for asset in self.book.assets)
        return self.medium in ("epub", "screen") or (self.medium == "html" and pictured)

    def _leading(self) -> Iterator[Ready]:
        """Dedications and epigraphs that open the book stand before its contents; all else after."""
        for ready in self.ready:
            if ready.matter != "front" or ready.chapter.kind not in ("dedication", "epigraph"):
                return
            yield ready

    def _back(self) -> Iterator[Sheet]:
        if any(ready.late for ready in self.ready):
            yield self._notes()
        if self._credited():
            yield self._sources()
        if terms := index_of(mark for ready in self.ready for mark in ready.terms):
            yield self._index(terms)
        if self.options.colophon:
            yield self._colophon()

    # ------------------------------------------------------------ front matter

    def _cover(self) -> Sheet:
        meta = self.book.metadata
        image = meta.cover if any(asset.name == meta.cover for asset in self.book.assets) else ""
        # What is set in type is drawn in units of a thirtieth of the page's width, whatever the page.
        width = _EPUB_COVER if self.medium == "epub" else self.theme.variables["trim-width"]
        height = "8in" if self.medium == "epub" else self.theme.variables["trim-height"]
        page = f"@page {{ size: {width} {height}; margin: 0 }}\nhtml {{ font-size: calc({width} / 30) }}\n"
        return self._sheet(
            "cover", "cover", meta.title, image=image, css=page + self.theme.cover,
            alternative=", ".join([meta.title, *meta.authors]), length=length_of(meta.title), authors=self._authors(),
            assets=(image,) if image else (), own_styles=bool(image),
        )  # fmt: skip

    def _titlepage(self) -> Sheet:
        meta = self.book.metadata
        year = self.words.number(meta.date[:4]) if meta.date[:4].isdecimal() else ""
        return self._sheet(
            "titlepage", "front", meta.title, authors=self._authors(), length=length_of(meta.title), year=year
        )

    def _imprint(self) -> Sheet:
        meta = self.book.metadata
        identifier = meta.identifier
        if identifier.lower().startswith("urn:isbn:"):
            identifier = f"ISBN {identifier[9:]}"
        sources = address("sources", self.homes, self.fixed["imprint"]) if self._credited() else ""
        return self._sheet(
            "imprint", "front", self.words.imprint or meta.title, authors=self._authors(),
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
        ready = self.by_id.get(entry.target)
        return sheet_kind(ready.chapter.kind) if ready else "heading"

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
        title = part.title or part.label
        return self._sheet(
            "part", "body", title, name=self.part_names[part.id], part=part, number=self.numbers.get(part.id, ""),
            length=length_of(part.title), ids=(part.id, f"{part.id}-title"),
        )  # fmt: skip

    def _chapter(self, ready: Ready) -> Sheet:
        chapter, name = ready.chapter, self.chapter_names[ready.chapter.id]
        point(ready.body, self.homes, name)
        type_, role = chapter_type(chapter.kind)
        language = chapter.language or self.book.metadata.language
        credits_ = self._credits(chapter.credits) if self.options.credits == "chapter" else []
        return self._sheet(
            sheet_kind(chapter.kind), ready.matter, chapter.title or chapter.label or self.book.metadata.title,
            template="chapter", name=name, chapter=chapter, body=Markup(write(ready.body)),  # noqa: S704 - the gate wrote it
            type=type_, role=role,
            number=self.numbers.get(chapter.id, ""), length=length_of(chapter.title or chapter.label),
            figures=self.figures,
            notes=self._listed(ready.after, name), references=ready.references,
            credits=[credit for credit in credits_ if credit["text"] or credit["address"]],
            language=language, direction=chapter.direction or (direction(language) if chapter.language else ""),
            ids=tuple(ready.ids), assets=ready.assets, of=chapter.id, problems=ready.problems,
        )  # fmt: skip

    def _listed(self, notes: Sequence[Note], here: str) -> list[dict[str, str]]:
        found = []
        for note in listed(notes, self.words):
            body = note.body
            if self.homes or self.paged:
                tree = parse(body)
                point(tree, self.homes, here)
                if self.paged:
                    fit(tree)
                body = write(tree)
            found.append({"id": note.id, "body": Markup(body)})  # noqa: S704 - the gate wrote it
        return found

    # ------------------------------------------------------------ back matter

    def _notes(self) -> Sheet:
        here = self.fixed["notes"]
        groups = [
            {**self._heading(ready, here), "notes": self._listed(ready.late, here)}
            for ready in self.ready
            if ready.late
        ]
        ids = tuple(note.id for ready in self.ready for note in ready.late)
        return self._sheet("notes", "back", self.words.notes or self.book.metadata.title, groups=groups, ids=ids)

    def _credited(self) -> bool:
        """Whether there is anything to say about sources that the contents do not say."""
        told = (c.date or c.address or c.site for chapter in self.book.chapters for c in chapter.credits)
        return self.options.credits == "sources" and any(told)

    def _sources(self) -> Sheet:
        here = self.fixed["sources"]
        groups = [
            {**self._heading(ready, here), "credits": told}
            for ready in self.ready
            if (told := self._told(ready.chapter))
        ]
        return self._sheet("sources", "back", self.words.sources or self.book.metadata.title, groups=groups)

    def _heading(self, ready: Ready, here: str) -> dict[str, Any]:
        """A chapter named in the back matter."""
        chapter = ready.chapter
        title = chapter.title or chapter.label or self.book.metadata.title
        return {"title": title, "href": address(chapter.id, self.homes, here)}

    def _told(self, chapter: Chapter) -> list[dict[str, str]]:
        """A chapter's credits under its own title, which a single one does not say again."""
        found = self._credits(chapter.credits)
        if len(found) == 1 and _letters(found[0]["title"]) == _letters(chapter.title):
            found[0]["title"] = ""
        return [credit for credit in found if credit["title"] or credit["text"] or credit["address"]]

    def _credits(self, credits_: Sequence[Credit]) -> list[dict[str, str]]:
        authors = self._authors()
        found = []
        for credit in credits_:
            facts = [credit.byline if credit.byline != authors else "", credit.site]
            facts.append(self.words.first_published(credit.date) if credit.date else "")
            text = ". ".join(fact.rstrip(".") for fact in facts if fact)
            shown = credit.address.partition("://")[2].rstrip("/") or credit.address
            found.append(
                {"title": credit.title, "text": f"{text}." if text else "", "address": credit.address, "shown": shown}
            )
        return found

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

    def _authors(self) -> str:
        return self.words.listing(self.book.metadata.authors)

    def _sheet(self, kind: str, matter: Matter, title: str, **values: Any) -> Sheet:  # noqa: ANN401 - a template's values
        """A sheet from its template and values; what the sheet itself wants to know is taken out of them."""
        name = values.pop("name", "") or self.fixed.get(kind, kind)
        template = values.pop("template", kind)
        assets, ids = values.pop("assets", ()), values.pop("ids", ())
        of, problems = values.pop("of", ""), values.pop("problems", ())
        styles = STYLES[self.medium] if values.pop("own_styles", True) else ()
        meta = self.book.metadata
        language = values.pop("language", "") or meta.language
        side = values.pop("direction", "") or meta.direction
        matter_type = MATTER_TYPES[matter]
        xhtml = render(
            template, book=meta, words=self.words, title=title, kind=kind, styles=styles, language=language,
            direction=side, matter_type=matter_type, **values,
            paged=self.paged,
            title_places=int(self.theme.variables["title-places"]),
            chapter_places=int(self.theme.variables["chapter-places"]),
            classes=" ".join(dict.fromkeys([template, kind, matter_type, script(language), self.medium])),
        )  # fmt: skip
        return Sheet(
            name=name, kind=kind, matter=matter, title=title, xhtml=xhtml, styles=styles, assets=assets,
            ids=ids or (kind,), chapter=of, problems=problems,
        )  # fmt: skip


def _places(theme: Theme) -> int:
    """Characters of code that a line holds for certain: those of a fixed pitch are 0.6 em wide."""
    width, size = (length(theme.variables.get(name, "")) or 0.0 for name in ("text-width", "text-size"))
    share = float(theme.variables.get("code-size", "0.78").removesuffix("em") or 0.78)
    return int(width / (size * share * 0.602)) - 4 if width and size else 60


def _figures(book: Book, theme: Theme) -> int:
    """Figures of the highest page number, guessed from the length of the text: the width of numbers in the text.

    A guess, so that no chapter waits for the others' pages; a number that is wider is drawn narrower.
    """
    pages = sum(len(chapter.body) / _capacity(theme) + 1.5 for chapter in book.chapters) + len(book.parts)
    return max(2, len(str(int(pages * 1.15))))


def _capacity(theme: Theme) -> float:
    """Characters of text that a page holds, about."""
    width, size = (length(theme.variables.get(name, "")) or 0.0 for name in ("text-width", "text-size"))
    return width / (size * 0.45) * int(theme.variables.get("lines", "36")) if width and size else 2500.0


def _all(entries: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The contents' entries of every level."""
    for entry in entries:
        yield entry
        yield from _all(entry["children"])


def _letters(title: str) -> str:
    """A title without case, spaces and marks, to compare."""
    return "".join(character for character in title.casefold() if character.isalnum())


_SHORT_INDEX = 12  # terms
_FOOT = 0.5  # share of a page's text that one note may have at its foot


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
