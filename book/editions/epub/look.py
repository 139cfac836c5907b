"""Look at finished sheets before they are packed, and mend what no reader could follow. In: sheets. Out: `Looked`.

Each sheet is parsed once. Found: what the manifest must declare (svg, mathml, remote-resources; EPUB 3.3, D.4), the
files shown, the ids, whether images have alternatives. Mended, each with a `Problem`: links to nothing, images that
are not packed, ids used twice. A sheet with nothing to mend keeps its very bytes.

Over 300 lines because all is found in one walk over a tree, so that no sheet is parsed twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from book.editions.epub.semantics import PREFIXES, prefixes, settle
from book.editions.hrefs import resolve
from book.errors import Refused
from book.model import Problem
from book.xhtml import EPUB_NS, EPUB_TYPE, MATHML_NS, SVG_NS, VOID, XHTML_NS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from book.model import Sheet

_PREFIX = f"{{{EPUB_NS}}}prefix"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_H = f"{{{XHTML_NS}}}"
_SVG_IMAGE = f"{{{SVG_NS}}}image"
_SOURCES = frozenset(_H + name for name in ("img", "audio", "video", "source", "track", "embed", "iframe", "input"))
_MOVING = frozenset(_H + name for name in ("audio", "video", "embed", "iframe", "object"))
_SVG_MOVING = frozenset(f"{{{SVG_NS}}}{name}" for name in ("animate", "animateMotion", "animateTransform", "set"))
_BLOCKS = tuple(_H + name for name in ("p", "div", "section", "blockquote", "h2", "h3", "h4", "h5", "h6"))
_RUNNING = frozenset(_H + name for name in ("p", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "span", "em", "strong"))
_HEADINGS = {f"{_H}h{level}": level for level in range(1, 7)}
# What a reading system may open from a book; everything else (javascript:, file:, data:) is no link.
_OUTWARD = frozenset(["http", "https", "mailto", "tel", "ftp", "doi", "urn", "geo"])
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(slots=True)
class Looked:
    """A sheet, looked at."""

    sheet: Sheet
    name: str  # file name: "ch-06-the-title.xhtml"
    xhtml: str
    where: str  # for messages: the articles it is made of, or its own name
    ids: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)  # the package's files it shows or is styled with, by path
    properties: set[str] = field(default_factory=set)  # of the manifest
    pictures: int = 0  # images that say something
    unnamed: list[str] = field(default_factory=list)  # images without an alternative, by source
    ruby: bool = False
    tables: bool = False
    moving: bool = False  # sound, video or animation
    index: bool = False
    mended: bool = False
    problems: list[Problem] = field(default_factory=list)
    links: set[str] = field(default_factory=set)  # `href` of its links
    _tree: etree._Element | None = None

    @property
    def tree(self) -> etree._Element:
        """The document's tree, parsed when asked for; whoever changes it says so in `mended`."""
        if self._tree is None:
            self._tree = parse(self.sheet.name, self.xhtml)
        return self._tree

    def close(self) -> None:
        """Let go of the tree: the trees of a thousand chapters are ten times their text."""
        if self.mended and self._tree is not None:
            self.xhtml = serialise(self._tree)
        self._tree = None

    @property
    def data(self) -> bytes:
        """The finished file."""
        self.close()
        return self.xhtml.encode()


def look(
    sheets: Sequence[Sheet], packed: AbstractSet[str], sources: Mapping[str, Sequence[str]] | None = None
) -> list[Looked]:
    """All sheets, looked at and mended; `packed` are the paths of the files that can be shown.

    `sources` names the articles of each chapter, for messages.

    Raises `Refused` where a sheet is not well-formed: no reading system would open it.
    """
    named = sources or {}
    found = [_look(sheet, packed, ", ".join(named.get(sheet.chapter, ())) or sheet.name) for sheet in sheets]
    ids: Mapping[str, AbstractSet[str]] = {page.name: page.ids for page in found}
    for page in found:
        _mend_links(page, ids, packed)
    return found


def parse(name: str, xhtml: str) -> etree._Element:
    """The tree of a whole XHTML document. Raises `Refused` when it is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(xhtml.encode(), parser)
    except etree.XMLSyntaxError as error:
        what = f"the typeset page is not well-formed: {error.msg}"
        raise Refused(Problem("sheet-broken", "error", name, what, "look at the theme's templates")) from error


def serialise(tree: etree._Element) -> str:
    """A whole XHTML document, no element but the void ones written as an empty tag."""
    for element in tree.iter(etree.Element):
        if len(element) == 0 and not element.text:
            local = etree.QName(element).localname
            if str(element.tag).startswith(_H) and local not in VOID:
                element.text = ""
    text = etree.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>")
    return f"{_HEAD}{text}\n"


def _look(sheet: Sheet, packed: AbstractSet[str], where: str) -> Looked:
    page = Looked(sheet, f"{sheet.name}.xhtml", sheet.xhtml, where)
    level = 0
    for element in list(page.tree.iter(etree.Element)):
        tag = str(element.tag)
        _note_id(page, element)
        if tag in _SOURCES or tag == _SVG_IMAGE:
            _note_picture(page, element, packed)
        elif tag == f"{{{SVG_NS}}}svg":
            page.properties.add("svg")
            _note_alternative(page, element, "svg")
        elif tag == f"{{{MATHML_NS}}}math":
            page.properties.add("mathml")
        elif tag == f"{_H}ruby":
            page.ruby = True
        elif tag == f"{_H}table":
            page.tables = True
        elif tag == f"{_H}link" and element.get("rel") == "stylesheet":
            page.shown.add(resolve(page.name, element.get("href", ""))[0])
        elif tag in _HEADINGS:
            level = _note_heading(page, element, level)
        if tag in _MOVING or tag in _SVG_MOVING:
            page.moving = True
    _note_semantics(page)
    _note_model(page)
    page.index = sheet.kind == "index"
    _note_links(page)
    page.close()
    return page


def _note_semantics(page: Looked) -> None:
    """Settle what the sheet's semantics are, and declare the vocabularies they come from."""
    used: set[str] = set()
    for element in page.tree.iter(etree.Element):
        if element.get(EPUB_TYPE) is not None:
            page.mended |= settle(element)
            used |= prefixes(element)
    if used:
        page.mended = True
        page.tree.set(_PREFIX, " ".join(f"{name}: {PREFIXES[name]}" for name in sorted(used)))


def _note_model(page: Looked) -> None:
    """A block where only running text may stand becomes running text; a header without words heads nothing.

    HTML, 3.2.5.2.5 (phrasing content) and 4.9.10; an HTML parser would part such a paragraph.
    """
    for element in page.tree.iter(*_BLOCKS):
        if any(above.tag in _RUNNING for above in element.iterancestors()):
            element.tag = f"{_H}span"
            page.mended = True
    for header in page.tree.iter(f"{_H}th"):
        if len(header) == 0 and not (header.text or "").strip():
            header.tag = f"{_H}td"
            header.attrib.pop("scope", "")
            page.mended = True


def _note_links(page: Looked) -> None:
    """A link is called by its words, else by its picture's, else by where it leads. WCAG 2.2, 2.4.4."""
    for link in page.tree.iter(f"{_H}a"):
        href = link.get("href")
        if href is None:
            continue
        page.links.add(href)
        named = link.get("aria-label") or link.get("aria-labelledby") or link.get("title") or _text(link)
        if named or any(inside.get("alt") or inside.get("aria-label") for inside in link.iter(etree.Element)):
            continue
        link.set("aria-label", href.partition("://")[2].partition("?")[0].strip("/") or href)
        page.mended = True


def _note_id(page: Looked, element: etree._Element) -> None:
    """Ids are unique in a document: the first bearer keeps it. XML 1.0, 3.3.1 (validity constraint: ID)."""
    given = element.get("id")
    if given is None:
        return
    if given in page.ids or not given or any(sign.isspace() for sign in given):
        del element.attrib["id"]
        page.mended = True
        what = f"the id '{given}' stands twice or cannot be linked to; links to it lead to the first"
        page.problems.append(Problem("id-twice", "note", page.where, what))
    else:
        page.ids.add(given)


def _note_heading(page: Looked, element: etree._Element, before: int) -> int:
    """Headings step down one level at a time. WCAG 2.2, 1.3.1; EPUB Accessibility Techniques 1.1."""
    level = _HEADINGS[str(element.tag)]
    if level > before + 1:
        what = f"heading level {level} follows level {before}: '{_text(element)[:40]}'"
        page.problems.append(Problem("heading-skipped", "note", page.where, what))
    return level


def _note_picture(page: Looked, element: etree._Element, packed: AbstractSet[str]) -> None:
    for attribute in ("src", "poster", _XLINK, "href"):
        href = element.get(attribute)
        if href is None:
            continue
        path, _, outward = resolve(page.name, href)
        if outward == "https" and str(element.tag) in _MOVING | {f"{_H}source"}:
            page.properties.add("remote-resources")
        elif path in packed and not outward:
            page.shown.add(path)
        else:
            _replace_picture(page, element, href)
            return
    if str(element.tag) == f"{_H}img":
        _note_alternative(page, element, element.get("src", ""))


def _note_alternative(page: Looked, element: etree._Element, what: str) -> None:
    """An empty `alt` or role "presentation" says that an image says nothing; a missing one says nothing at all."""
    if (
        element.get("role") in {"presentation", "none"}
        or element.get("alt") == ""
        or element.get("aria-hidden") == "true"
    ):
        return
    page.pictures += 1
    titled = element.find(f"{{{SVG_NS}}}title") is not None
    if not (element.get("alt", "").strip() or element.get("aria-label") or element.get("aria-labelledby") or titled):
        page.unnamed.append(what)


def _replace_picture(page: Looked, element: etree._Element, href: str) -> None:
    """An image that is not there: its alternative stands in its place, so that the reader knows of it."""
    what = f"the image '{href[:80]}' is not in the book"
    page.problems.append(Problem("image-missing", "warning", page.where, what, "put the file beside its article"))
    said = element.get("alt", "").strip()
    element.tag = f"{_H}span"
    for name in list(element.attrib):
        if name not in {"id", "class", "lang", "dir"}:
            del element.attrib[name]
    for child in list(element):
        element.remove(child)
    element.set("class", "missing-image")
    element.text = f"[{said}]" if said else ""
    page.mended = True


def _mend_links(page: Looked, ids: Mapping[str, AbstractSet[str]], packed: AbstractSet[str]) -> None:
    dead = set()
    for href in page.links:
        path, target, outward = resolve(page.name, href)
        if outward in _OUTWARD:
            continue
        if outward or not _resolves(path, target, ids, packed):
            dead.add(href)
        elif path in packed:
            page.shown.add(path)
    if not dead:
        return
    for element in list(page.tree.iter(f"{_H}a", f"{_H}area")):
        href = element.get("href", "")
        if href in dead:
            what = f"a link leads nowhere: '{href[:80]}'"
            page.problems.append(Problem("link-dead", "warning", page.where, what, "its words stay, as plain text"))
            _unlink(element)
            page.mended = True
    page.close()


def _resolves(path: str, target: str, ids: Mapping[str, AbstractSet[str]], packed: AbstractSet[str]) -> bool:
    if path in ids:
        return not target or target in ids[path]
    return path in packed and not target


def _unlink(element: etree._Element) -> None:
    """The words stay; what made it a link, or a reference to a note, goes."""
    element.tag = f"{_H}span"
    for name in list(element.attrib):
        if name not in {"id", "class", "lang", "dir", "title"} and "lang" not in str(name):
            del element.attrib[name]


def _text(element: etree._Element) -> str:
    return " ".join("".join(_strings(element)).split())


def _strings(element: etree._Element) -> Iterator[str]:
    return (str(text) for text in element.itertext())
