"""What an EPUB must keep to beside what validators know. In: `Opened`. Out: findings, each with its place.

One rule a function, in the order of `RULES`; no rule depends on another. Sources: EPUB 3.3; EPUB Accessibility
Techniques 1.1; Kindle Publishing Guidelines 2024 (sections 4 and 9); OpenType 1.9, OS/2 `fsType`; BCP 47.
The file is long because it is one list of rules, to be read as such.
"""

from __future__ import annotations

import posixpath
import re
from io import BytesIO
from typing import TYPE_CHECKING

from book.check.opened import XHTML, H, language_of, target
from book.language import normalise
from book.model import Problem
from book.xhtml import EPUB_TYPE, SVG_NS, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from book.check.opened import Opened, Page
    from book.model import Severity

_SHOWN = ("img", "audio", "video", "source", "track", "embed")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNHEADED = frozenset(["cover", "titlepage", "halftitlepage", "dedication", "epigraph", "frontispiece"])
_BLOCKS = ("p", "li", "blockquote", "dd", "td")
_TEXT = frozenset(["chapter", "bodymatter", "preface", "introduction", "foreword", "epilogue", "appendix"])
_REPEATED = 30  # words from which a paragraph that stands twice is no formula ("To the people of ...")
_URL = re.compile(r"""url\(\s*["']?([^"')\s]+)["']?\s*\)""")
# BCP 47 by way of ISO 639-2: undetermined, no language, several, none of those coded.
_SPECIAL = frozenset(["und", "zxx", "mul", "mis"])
_LETTERS = re.compile(r"\w+")
# Kindle: what its conversion drops or shops refuse.
_KINDLE_IMAGE = 5_000_000  # bytes of one image
_KINDLE_PAGE = 30_000_000  # bytes of one document
_KINDLE_BOOK = 650_000_000  # bytes of an upload
_KINDLE_TYPES = frozenset(["image/jpeg", "image/png", "image/gif", "image/svg+xml"])
_KINDLE_CSS = re.compile(r"position\s*:\s*(?:fixed|sticky)|\b(?:transform|filter|animation)\s*:|@keyframes")
_KINDLE_HTML = ("canvas", "form", "input", "button", "iframe", "object", "script", "noscript", "audio", "video")
_FONT = re.compile(r"font/|application/(?:vnd\.ms-opentype|font-|x-font-)")
_RESTRICTED = 0x0002  # OS/2 fsType: may not be embedded without the owner's leave
_VIEW = 0x0004  # may be embedded to be looked at and printed


def links(book: Opened) -> Iterator[Problem]:
    """Every link inside the book has an end."""
    for page in book.pages.values():
        for element in page.elements("a", "area"):
            found = target(page, element.get("href", "")) if element.get("href") is not None else None
            if found is None:
                continue
            path, given = found
            other = book.pages.get(path)
            if path not in book.sizes or (given and other is not None and given not in other.ids):
                yield Problem(
                    "link-dead", "error", page.where(element), f"a link leads nowhere: '{element.get('href')}'"
                )


def files(book: Opened) -> Iterator[Problem]:
    """What a document shows is packed; what is packed is listed; what is listed is there and used."""
    used = {book.opf_path, *book.spine, *([book.nav.path] if book.nav else [])}
    for page in book.pages.values():
        for element, path in _shown(page):
            used.add(path)
            if path not in book.sizes:
                yield Problem("file-missing", "error", page.where(element), f"shows '{path}', which is not in the book")
    for path in [path for path in used if path.endswith(".css")]:
        used.update(_of_style(book, path))
    for path, entry in book.manifest.items():
        if path not in book.sizes:
            yield Problem("file-missing", "error", book.opf_path, f"the manifest lists '{path}', which is not there")
        elif path not in used and "ncx" not in entry.media_type and "cover-image" not in entry.properties:
            yield Problem("file-unused", "note", path, "is packed and nothing shows it")
    for path in book.sizes:
        if not (path in book.manifest or path in {"mimetype", book.opf_path} or path.startswith("META-INF/")):
            yield Problem("file-unlisted", "warning", path, "is packed and not in the manifest")


def alternatives(book: Opened) -> Iterator[Problem]:
    """Every image that says something says it in words as well. WCAG 2.2, 1.1.1."""
    for page in book.pages.values():
        for element in page.tree.iter(f"{H}img", f"{{{SVG_NS}}}svg"):
            if element.get("alt") is not None or element.get("aria-label") or element.get("aria-labelledby"):
                continue
            titled = element.find(f"{{{SVG_NS}}}title") is not None
            if titled or element.get("role") in {"presentation", "none"} or element.get("aria-hidden") == "true":
                continue
            what = f"the image '{element.get('src', 'svg')}' has no alternative"
            yield Problem("alt-missing", "warning", page.where(element), what, "describe it in its article")


def headings(book: Opened) -> Iterator[Problem]:
    """One h1 a document, and no level skipped. EPUB Accessibility Techniques 1.1, 4.1.

    A document may begin at a lower level, as the part of a whole that it is: where most do, one note says so.
    """
    without = []
    for page in book.pages.values():
        level, tops = 0, 0
        for element in page.elements(*_HEADINGS):
            own = int(str(element.tag)[-1])
            tops += own == 1
            if level and own > level + 1:
                what = f"heading level {own} follows level {level}: '{text_of(element)[:40]}'"
                yield Problem("heading-skipped", "warning", page.where(element), what)
            level = own
        if tops > 1:
            yield Problem("heading-many", "note", page.where(), f"has {tops} headings of the first level")
        if not tops and page.path in book.spine and not page.kinds & _UNHEADED:
            without.append(page)
    if len(without) > max(3, len(book.spine) // 2):
        what = f"{len(without)} documents have no heading of the first level"
        hint = "begin each with an h1, unless one title heads them all"
        yield Problem("heading-none", "note", book.opf_path, what, hint)
        return
    for page in without:
        yield Problem("heading-none", "note", page.where(), "has no heading of the first level")


def contents(book: Opened) -> Iterator[Problem]:
    """The contents follow the reading order and reach every document."""
    if book.nav is None and book.opf.get("version", "").startswith("2"):
        yield Problem("epub-2", "note", book.opf_path, "is EPUB 2, which has no navigation document", "make EPUB 3")
        return
    if book.nav is None:
        yield Problem("nav-missing", "error", book.opf_path, "there is no navigation document")
        return
    order = {path: at for at, path in enumerate(book.spine)}
    reached: set[str] = set()
    before = -1
    for link in _toc(book.nav):
        found = target(book.nav, link.get("href", ""))
        if found is None or found[0] not in order:
            what = f"the contents lead to '{link.get('href')}', which is not in the reading order"
            yield Problem("contents-dead", "error", book.nav.where(link), what)
            continue
        if order[found[0]] < before:
            what = f"the contents name '{text_of(link)[:40]}' after what comes later in the book"
            yield Problem("contents-order", "warning", book.nav.where(link), what)
        before = max(before, order[found[0]])
        reached.add(found[0])
    first = min((order[path] for path in reached), default=0)
    for path in book.spine:
        page = book.pages.get(path)
        if (
            page
            and path not in reached
            and order[path] > first
            and path != book.nav.path
            and "backmatter" not in page.kinds
        ):
            yield Problem("contents-gap", "note", page.where(), "no entry of the contents leads to this document")


def kindle(book: Opened) -> Iterator[Problem]:
    """What Kindle's conversion drops or its shop refuses."""
    if sum(book.sizes.values()) > _KINDLE_BOOK:
        yield Problem("kindle-size", "warning", "", "the book is larger than KDP takes (650 MB)")
    for path, entry in book.manifest.items():
        size = book.sizes.get(path, 0)
        if entry.media_type.startswith("image/") and size > _KINDLE_IMAGE:
            yield Problem(
                "kindle-image", "warning", path, f"the image has {size / 1e6:.1f} MB, more than the 5 Kindle takes"
            )
        if entry.media_type.startswith("image/") and entry.media_type not in _KINDLE_TYPES:
            yield Problem("kindle-image", "warning", path, f"Kindle shows no {entry.media_type}")
        if entry.media_type == XHTML and size > _KINDLE_PAGE:
            yield Problem("kindle-page", "warning", path, "the document is larger than Kindle takes (30 MB)")
        if entry.media_type == "text/css" and (match := _KINDLE_CSS.search(_text(book, path))):
            yield Problem("kindle-css", "note", path, f"Kindle ignores '{match[0]}'")
    for page in book.pages.values():
        for element in page.elements(*_KINDLE_HTML):
            name = str(element.tag).removeprefix(H)
            yield Problem("kindle-html", "note", page.where(element), f"Kindle does not show <{name}>")
    if not any(entry.media_type == "application/x-dtbncx+xml" for entry in book.manifest.values()):
        yield Problem("ncx-missing", "note", book.opf_path, "there is no NCX, and old Kindles show no contents")


def repeated(book: Opened) -> Iterator[Problem]:
    """No two documents share long paragraphs: a sign that an article was taken in twice. One finding a pair."""
    seen: dict[tuple[str, ...], tuple[Page, etree._Element]] = {}
    pairs: dict[tuple[str, str], list[tuple[etree._Element, etree._Element]]] = {}
    lengths: dict[str, int] = {}
    for path in dict.fromkeys(book.spine):
        page = book.pages.get(path)
        if page is None or not _TEXT & page.kinds:
            continue
        for element in page.elements(*_BLOCKS):
            words = tuple(_LETTERS.findall(text_of(element).lower()))
            if len(words) < _REPEATED or any(str(child.tag).removeprefix(H) in _BLOCKS for child in element):
                continue
            lengths[path] = lengths.get(path, 0) + 1
            other, first = seen.setdefault(words, (page, element))
            if other is not page:
                pairs.setdefault((path, other.path), []).append((element, first))
    for (path, before), found in pairs.items():
        element, first = found[0]
        # Most of a document again: it is there twice. A few paragraphs: news repeat themselves.
        severity: Severity = "warning" if 2 * len(found) > lengths[path] else "note"
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        what = f"'{text_of(element)[:40]} ...'{more} stands already in {book.pages[before].where(first)}"
        yield Problem("text-repeated", severity, book.pages[path].where(element), what, "leave one of the two out")


def fonts(book: Opened) -> Iterator[Problem]:
    """Faces are open to be read, of a kind shops take, and may be embedded."""
    if "META-INF/encryption.xml" in book.sizes:
        yield Problem(
            "font-obfuscated", "warning", "META-INF/encryption.xml", "files are obfuscated; some readers fail"
        )
    for path, entry in book.manifest.items():
        if not _FONT.match(entry.media_type) or path not in book.data:
            continue
        if book.data[path][:4] == b"wOF2":
            yield Problem(
                "font-woff2", "warning", path, "is WOFF2, which not every shop takes", "embed OTF, TTF or WOFF"
            )
        yield from _licence(path, book.data[path])


def languages(book: Opened) -> Iterator[Problem]:
    """Every language tag is one, every document has one. BCP 47; WCAG 2.2, 3.1.1 and 3.1.2."""
    if not normalise(book.language) and book.language not in _SPECIAL:
        yield Problem("language-tag", "error", book.opf_path, f"'{book.language}' is no language tag (BCP 47)")
    for page in book.pages.values():
        if not language_of(page.tree):
            yield Problem("language-missing", "warning", page.where(), "the document names no language")
        for element in page.tree.iter("{*}*"):
            for tag in {element.get("lang"), element.get("{http://www.w3.org/XML/1998/namespace}lang")} - {None}:
                if tag and tag not in _SPECIAL and not normalise(tag):
                    yield Problem(
                        "language-tag", "warning", page.where(element), f"'{tag}' is no language tag (BCP 47)"
                    )


RULES: tuple[Callable[[Opened], Iterator[Problem]], ...] = (
    links,
    files,
    alternatives,
    headings,
    contents,
    kindle,
    repeated,
    fonts,
    languages,
)


def _shown(page: Page) -> Iterator[tuple[etree._Element, str]]:
    """Files of the book that a document shows or is styled with."""
    for element in page.tree.iter("{*}*"):
        name = str(element.tag).rpartition("}")[2]
        hrefs = [element.get("src"), element.get("poster"), element.get("data")] if name in (*_SHOWN, "object") else []
        if name in {"link", "image"}:
            hrefs += [element.get("href"), element.get("{http://www.w3.org/1999/xlink}href")]
        for href in hrefs:
            found = target(page, href) if href else None
            if found is not None:
                yield element, found[0]


def _of_style(book: Opened, path: str) -> Iterator[str]:
    for match in _URL.finditer(_text(book, path)):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(path), match[1]))


def _text(book: Opened, path: str) -> str:
    return book.data.get(path, b"").decode("utf-8", "replace")


def _toc(nav: Page) -> Iterator[etree._Element]:
    for element in nav.elements("nav"):
        if "toc" in (element.get(EPUB_TYPE) or "").split():
            yield from element.iter(f"{H}a")


def _licence(path: str, data: bytes) -> Iterator[Problem]:
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415 - few books embed faces

    try:
        with TTFont(BytesIO(data), lazy=True) as face:
            bits = int(face["OS/2"].fsType) if "OS/2" in face else 0
            licence = [face["name"].getDebugName(number) for number in (13, 14)] if "name" in face else []
    except (TTLibError, AssertionError, KeyError, ImportError) as error:
        yield Problem("font-broken", "error", path, f"cannot be read as a face: {error}")
        return
    if bits & _RESTRICTED:
        yield Problem("font-licence", "error", path, "its licence forbids embedding (OS/2 fsType)", "use another face")
    elif bits & _VIEW:
        what = "its licence lets it be looked at and printed alone (OS/2 fsType)"
        yield Problem("font-licence", "warning", path, what, "ask its owner, or use another face")
    elif not any(licence):
        what = "it names no licence"
        yield Problem("font-licence", "note", path, what, "make sure that its owner lets it travel in e-books")
