"""The navigation document and the NCX. In: `Contents`, looked-at sheets, page breaks. Out: two finished files.

EPUB 3.3, section 7 (navigation document: toc, landmarks, page-list); OPF 2.0.1, 2.4.1 (NCX, kept for old reading
systems). The navigation document is the book's contents page too, in the place of the sheet "contents".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from book.frozen import frozen
from book.messages import messages
from book.model import Problem
from book.typeset.environment import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from book.editions.epub.look import Looked
    from book.editions.epub.pagination import Marked
    from book.model import Contents, Entry, Metadata

# EPUB Structural Semantics Vocabulary 1.1, for the kinds of sheets that a reader may want to go to at once.
_LANDMARKS = {
    "cover": "cover",
    "titlepage": "titlepage",
    "imprint": "copyright-page",
    "dedication": "dedication",
    "epigraph": "epigraph",
    "foreword": "foreword",
    "preface": "preface",
    "introduction": "introduction",
    "prologue": "prologue",
    "epilogue": "epilogue",
    "afterword": "afterword",
    "conclusion": "conclusion",
    "appendix": "appendix",
    "glossary": "glossary",
    "endnotes": "endnotes",
    "notes": "endnotes",
    "index": "index",
    "colophon": "colophon",
}
_CJK = frozenset(["zh", "ja", "yue"])


@frozen
class Line:
    """A line of the contents with its address."""

    title: str
    label: str
    between: str  # what separates label and title in running text
    href: str
    kind: str
    order: int  # of the NCX: one number for one target
    serial: int  # unique
    children: tuple[Line, ...]


@frozen
class Landmark:
    """A place a reading system offers by its function."""

    type: str
    href: str
    title: str


@frozen
class Navigation:
    """What both files are rendered from."""

    lines: tuple[Line, ...]
    landmarks: tuple[Landmark, ...]
    problems: tuple[Problem, ...]


def navigation(contents: Contents, pages: Sequence[Looked], metadata: Metadata, nav: str) -> Navigation:
    """Addresses for every entry; `nav` is the navigation document's name. An entry that leads nowhere is a problem.

    Its children move up in its place, so that what can be reached is reached.
    """
    finder = _Addresses(pages)
    lines = tuple(finder.lines(contents.entries, _between(metadata.language)))
    if not lines:
        # A navigation document without an entry is invalid: the documents of the body are its contents then.
        body = [page for page in pages if page.sheet.matter == "body"] or list(pages)
        lines = tuple(finder.line(page.sheet.title or page.sheet.name, page.name) for page in body[:1])
    return Navigation(lines, tuple(_landmarks(pages, metadata, nav)), tuple(finder.problems))


class _Addresses:
    """Turns ids into addresses and counts as it goes."""

    def __init__(self, pages: Sequence[Looked]) -> None:
        self.problems: list[Problem] = []
        self._files: dict[str, str] = {}
        for page in pages:
            for given in page.ids:
                self._files.setdefault(given, f"{page.name}#{given}")
        for page in pages:
            # A chapter is its file: Kobo shows a page break only for an address without a fragment.
            if page.sheet.chapter:
                self._files[page.sheet.chapter] = page.name
            elif page.sheet.kind != "chapter" and page.sheet.ids[:1]:
                self._files[page.sheet.ids[0]] = page.name
        self._orders: dict[str, int] = {}
        self._serial = 0

    def lines(self, entries: Sequence[Entry], between: str) -> Iterator[Line]:
        for entry in entries:
            href = self._files.get(entry.target)
            if href is None:
                what = f"the contents name '{entry.title}', which is nowhere in the book"
                self.problems.append(Problem("contents-dead", "warning", entry.target, what))
                yield from self.lines(entry.children, between)
                continue
            here = self.line(entry.title, href, entry.label, entry.kind, between)
            yield replace(here, children=tuple(self.lines(entry.children, between)))

    def line(self, title: str, href: str, label: str = "", kind: str = "chapter", between: str = " ") -> Line:
        self._serial += 1
        order = self._orders.setdefault(href, len(self._orders) + 1)
        shown = title.strip()
        # An address without words cannot be read out: EPUB 3.3, 7.3 asks for text.
        known = shown or label.strip() or href.partition(".")[0]
        return Line(known if not label.strip() else shown, label.strip(), between, href, kind, order, self._serial, ())


def _between(language: str) -> str:
    """What stands between "Chapter 6" and its title when both stand on one line."""
    tag = language.lower().partition("-")[0]
    if tag in _CJK:
        return "\u3000"
    return "\u00a0: " if tag == "fr" else ": "


def _landmarks(pages: Sequence[Looked], metadata: Metadata, nav: str) -> Iterator[Landmark]:
    """One of each kind, in reading order."""
    words = messages(metadata.language)
    seen: set[str] = set()
    body = next((page for page in pages if page.sheet.matter == "body"), None)
    for page in pages:
        found = "toc" if page.name == nav else _LANDMARKS.get(page.sheet.kind, "")
        if found and found not in seen:
            seen.add(found)
            named = {"toc": words.contents, "cover": words.cover}.get(found, "") or page.sheet.title
            yield Landmark(found, page.name, named or metadata.title)
        if page is body:
            yield Landmark("bodymatter", page.name, words.begin or page.sheet.title or metadata.title)


def depth(lines: Sequence[Line]) -> int:
    """Levels of the deepest entry."""
    return max((1 + depth(line.children) for line in lines), default=0)


def nav_page(found: Navigation, metadata: Metadata, marks: Sequence[Marked], laid: str, styles: Sequence[str]) -> str:
    """The navigation document, complete XHTML.

    `laid` is the contents sheet, which shows the same tree in the theme's own way: it gets landmarks and page-list.
    Where it is empty the plain template is used, with `styles`.
    """
    words = messages(metadata.language)
    facts = {"landmarks": found.landmarks, "pages": marks, "pages_title": words.pages}
    if laid:
        lists = render("landmarks", **facts).rstrip("\n")
        # What stands between label and title is white space in the theme; a reading system's list has no theme.
        between = f'</span><span class="between">{_between(metadata.language)}</span><span class="title">'
        head, end, tail = laid.replace('</span> <span class="title">', between).rpartition("</body>")
        return f"{head}{lists}{end}{tail}"
    return render(
        "nav",
        **facts,
        language=metadata.language,
        direction=metadata.direction,
        title=words.contents or metadata.title,
        styles=styles,
        entries=found.lines,
    )


def ncx(found: Navigation, metadata: Metadata, marks: Sequence[Marked]) -> str:
    """The NCX, complete XML."""
    words = messages(metadata.language)
    orders = {line.href: line.order for line in _all(found.lines)}
    for mark in marks:
        orders.setdefault(mark.href, len(orders) + 1)
    numbers = [int(mark.label) for mark in marks if mark.label.isdecimal()]
    return render(
        "ncx.xml",
        language=metadata.language,
        direction=metadata.direction,
        identifier=metadata.identifier,
        book=metadata.title,
        authors=metadata.authors,
        depth=depth(found.lines),
        entries=found.lines,
        pages=marks,
        orders=orders,
        highest=max(numbers, default=0),
        pages_title=words.pages or metadata.title,
    )


def cover_page(metadata: Metadata, source: str, size: tuple[int, int], alternative: str) -> str:
    """The cover's own document, complete XHTML. `size` in px."""
    words = messages(metadata.language)
    return render(
        "cover-image",
        language=metadata.language,
        direction=metadata.direction,
        title=words.cover or metadata.title,
        source=source,
        alternative=alternative,
        width=size[0],
        height=size[1],
    )


def _all(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        yield line
        yield from _all(line.children)
