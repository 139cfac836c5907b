"""The EPUB edition. In: a `Book`, its `Contents`, typeset sheets and a theme. Out: the bytes of an EPUB 3.3 file.

The sheets are packed as they are, but for what `look` must mend; the navigation document takes the place of the
contents sheet, an image the place of the cover sheet. Nothing is packed that no document shows. Same input, same
bytes. EPUB 3.3; EPUB Accessibility 1.1.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from book.editions import Made
from book.editions.cover import cover
from book.editions.epub.accessibility import missing_alternatives, properties
from book.editions.epub.fonts import NAME as FONTS
from book.editions.epub.fonts import Fonts, fonts, linked, wanted
from book.editions.epub.look import look
from book.editions.epub.metadata import describe
from book.editions.epub.navigation import Navigation, cover_page, nav_page, navigation, ncx
from book.editions.epub.package import Item, Package
from book.editions.epub.pagination import mark
from book.editions.epub.sides import with_sides
from book.editions.epub.vertical import CSS as VERTICAL_CSS
from book.editions.epub.vertical import NAME as VERTICAL
from book.editions.epub.vertical import upright
from book.editions.onix import onix
from book.editions.styles import shown_by, style_files
from book.errors import Refused
from book.model import Asset, Metadata, Problem, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence

    from book.config import EditionSettings
    from book.editions import PageBreak
    from book.editions.cover import Cover, Painter
    from book.editions.epub.look import Looked
    from book.model import Book, Contents, Theme

_XHTML = "application/xhtml+xml"
_NCX = "application/x-dtbncx+xml"
_TOC = 'epub:type="toc"'


def make(  # noqa: PLR0913 - every edition takes the same four, and what only this one can use
    book: Book,
    contents: Contents,
    sheets: Sequence[Sheet],
    theme: Theme,
    *,
    edition: EditionSettings | None = None,
    cache: MutableMapping[str, bytes] | None = None,
    breaks: Sequence[PageBreak] = (),
    pages_of: str = "",
    painter: Painter | None = None,
) -> Made:
    """The EPUB. `breaks` are the page breaks of the paginated edition that `pages_of` identifies (an URN or a name).

    `painter` paints the cover in another process. `edition` is the edition's table of the
    configuration: its `writing` may be vertical, and an ONIX record may be wanted.
    Raises `Refused` where a sheet is not well-formed, two files would share a name, or there is no sheet.
    """
    if not any(sheet.matter == "body" for sheet in sheets):
        raise Refused(
            Problem("book-empty", "error", book.metadata.title, "the book has no text", "name other articles")
        )
    metadata, styles = book.metadata, style_files(sheets, theme)
    vertical = edition is not None and edition.writing == "vertical"
    if vertical:
        sheets, styles = upright(sheets), {**styles, VERTICAL: VERTICAL_CSS}
    else:
        styles = {name: with_sides(css, metadata.direction) for name, css in styles.items()}
    carried = fonts(sheets, theme, metadata.language, cache) if wanted(edition, theme) else Fonts("", ())
    if carried.css:
        sheets, styles = linked(sheets), {**styles, FONTS: carried.css}
    front = cover(book, sheets, theme, cache, painter)
    assets = _assets(book, front) | {asset.name: asset for asset in carried.assets}
    sources = {chapter.id: [credit.source for credit in chapter.credits] for chapter in book.chapters}
    pages = look(_spine(_sourced(sheets, sources), metadata, front), {*assets, *styles}, sources)
    marks = mark(pages, breaks)
    nav = next(page for page in pages if page.sheet.kind == "contents")
    found = navigation(contents, pages, metadata, nav.name)
    laid = nav.sheet.xhtml if _TOC in nav.sheet.xhtml and not nav.mended and not found.problems else ""
    package = Package(metadata.identifier, metadata.language, "rtl" if vertical else metadata.direction)
    access = properties(pages, list(assets.values()), metadata, paged=bool(marks))
    describe(package, metadata, access, source=pages_of if marks else "")
    _pack_pages(package, pages, nav, nav_page(found, metadata, marks, laid, nav.sheet.styles))
    package.add(Item("toc.ncx", _NCX, ncx(found, metadata, marks).encode(), uid="ncx"))
    _pack_files(package, pages, styles, assets, front)
    _guide(package, found)
    problems = (*carried.problems, *front.problems, *(problem for page in pages for problem in page.problems))
    problems = (*problems, *found.problems, *missing_alternatives(pages))
    packed = package.pack(metadata.modified)
    record = onix(book, access, size=len(packed)) if edition is not None and edition.onix else b""
    return Made(packed, problems, record=record)


def _assets(book: Book, front: Cover) -> dict[str, Asset]:
    """Files by name, in the book's order; the fitted cover stands beside the user's, which may be shown elsewhere."""
    assets = {asset.name: asset for asset in book.assets}
    if front.asset:
        assets[front.asset.name] = front.asset
    return assets


def _spine(sheets: Sequence[Sheet], metadata: Metadata, front: Cover) -> list[Sheet]:
    """The sheets in reading order, the cover's one showing an image, and a contents sheet among them."""
    laid = [sheet for sheet in sheets if sheet.kind != "cover"]
    if front.asset:
        name = next((sheet.name for sheet in sheets if sheet.kind == "cover"), "cover")
        laid.insert(0, _cover_sheet(name, metadata, front.asset))
    if not any(sheet.kind == "contents" for sheet in laid):
        at = next((at for at, sheet in enumerate(laid) if sheet.matter in {"body", "back"}), len(laid))
        style = next((sheet.styles for sheet in laid if sheet.styles), ())
        laid.insert(at, Sheet("contents", "contents", "front", metadata.title, "", styles=style))
    blank = [sheet.kind == "contents" and _TOC not in sheet.xhtml for sheet in laid]
    return [replace(sheet, xhtml=_blank(sheet)) if none else sheet for sheet, none in zip(laid, blank, strict=True)]


def _sourced(sheets: Sequence[Sheet], sources: Mapping[str, Sequence[str]]) -> list[Sheet]:
    """Each chapter's head names the articles it was made of, so that a finding leads back to them."""
    found = []
    for sheet in sheets:
        names = sources.get(sheet.chapter, ())
        metas = "".join(f'<meta name="dcterms.source" content="{escape(name)}"/>' for name in names)
        found.append(replace(sheet, xhtml=sheet.xhtml.replace("</head>", f"{metas}</head>", 1)) if metas else sheet)
    return found


def _blank(sheet: Sheet) -> str:
    """A document that only shows the styles of a sheet: the place of contents that nobody has set yet."""
    links = "".join(f'<link rel="stylesheet" href="{name}"/>' for name in sheet.styles)
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><head>{links}</head><body id="toc"></body></html>'


def _cover_sheet(name: str, metadata: Metadata, asset: Asset) -> Sheet:
    alternative = ", ".join([metadata.title, *metadata.authors])
    xhtml = cover_page(metadata, asset.name, (asset.width, asset.height), alternative)
    return Sheet(name, "cover", "cover", metadata.title, xhtml, assets=(asset.name,))


def _pack_pages(package: Package, pages: Sequence[Looked], nav: Looked, nav_text: str) -> None:
    for page in pages:
        if page is nav:
            package.add(Item(page.name, _XHTML, nav_text.encode(), uid="nav", properties=["nav"]), spine=True)
        else:
            package.add(Item(page.name, _XHTML, page.data, properties=sorted(page.properties)), spine=True)


def _pack_files(
    package: Package, pages: Sequence[Looked], styles: Mapping[str, str], assets: Mapping[str, Asset], front: Cover
) -> None:
    """Styles and files that something shows, sorted by name: the order must not depend on who came first."""
    shown = {name for page in pages for name in page.shown}
    for name in sorted(shown & styles.keys()):
        package.add(Item(name, "text/css", styles[name].encode()))
        shown.update(shown_by(name, styles[name]))
    for name in sorted(shown & assets.keys()):
        is_cover = front.asset is not None and name == front.asset.name
        asset = assets[name]
        package.add(Item(name, asset.media_type, asset.data, properties=["cover-image"] if is_cover else ()))
        if is_cover:
            package.old_meta("cover", package.uid(name))


# EPUB 2's guide has words of its own for these (OPF 2.0.1, 2.6); old Kindles open a book at "text".
_GUIDE = {"cover": "cover", "toc": "toc", "bodymatter": "text", "titlepage": "title-page"}


def _guide(package: Package, found: Navigation) -> None:
    for landmark in found.landmarks:
        if landmark.type in _GUIDE:
            package.guide(_GUIDE[landmark.type], landmark.title, landmark.href)
