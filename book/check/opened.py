"""An EPUB opened to be looked at, whoever made it. In: bytes. Out: `Opened`, or the problem that prevents it.

The file is hostile until shown otherwise: sizes are bounded, XML is read without DTD, entities or network.
EPUB 3.3, sections 4.2 (OCF abstract container) and 5 (package document).
"""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from book.frozen import frozen
from book.model import Problem
from book.xhtml import EPUB_TYPE, XHTML_NS, XML_LANG

if TYPE_CHECKING:
    from collections.abc import Iterator

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
H = f"{{{XHTML_NS}}}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
XHTML = "application/xhtml+xml"
SOURCE_META = "dcterms.source"  # a chapter's head names the articles it was made of
_FILES = 50_000
_ENTRY = 200_000_000  # bytes of one file, unpacked
_TOTAL = 2_000_000_000


@frozen
class Entry:
    """A line of the manifest."""

    path: str  # in the container
    id: str
    media_type: str
    properties: tuple[str, ...]


@dataclass(slots=True)
class Page:
    """A content document."""

    path: str
    tree: etree._Element
    ids: frozenset[str]
    sources: tuple[str, ...]  # the articles it was made of, where it says so
    kinds: frozenset[str]  # epub:type of its body and of what stands directly in it

    def where(self, element: etree._Element | None = None) -> str:
        """A place as a person looks for it: the article, then the file and line inside the EPUB."""
        line = f":{element.sourceline}" if element is not None and element.sourceline else ""
        here = f"{self.path}{line}"
        return f"{', '.join(self.sources)} ({here})" if self.sources else here

    def elements(self, *names: str) -> Iterator[etree._Element]:
        """HTML elements by local name, in document order."""
        return self.tree.iter(*(H + name for name in names))


@dataclass(slots=True)
class Opened:
    """The parts of an EPUB that rules look at."""

    sizes: dict[str, int]  # bytes unpacked, by path, in the order of the zip
    data: dict[str, bytes]
    opf_path: str
    opf: etree._Element
    manifest: dict[str, Entry]  # by path
    spine: list[str]  # paths, in reading order
    pages: dict[str, Page]  # content documents by path
    nav: Page | None
    problems: list[Problem] = field(default_factory=list)

    @property
    def language(self) -> str:
        """dc:language, the first."""
        return (self.opf.findtext(f".//{DC}language") or "").strip()


class Unopened(Exception):
    """The file is no EPUB that can be looked into; `problem` says why."""

    def __init__(self, code: str, where: str, message: str, hint: str = "") -> None:
        """Keep the finding."""
        super().__init__(message)
        self.problem = Problem(code, "error", where, message, hint)


def opened(data: bytes, name: str = "") -> Opened:
    """Open an EPUB. Raises `Unopened` with the finding."""
    files = _unzip(data, name)
    if files.get("mimetype", b"").strip() != b"application/epub+zip":
        raise Unopened("mimetype", name, "this is no EPUB: the file 'mimetype' is missing or says something else")
    opf_path = _opf_path(files, name)
    opf = _xml(files, opf_path)
    base = posixpath.dirname(opf_path)
    problems: list[Problem] = []
    manifest = {}
    for item in opf.iter(f"{OPF}item"):
        entry = Entry(
            posixpath.normpath(posixpath.join(base, unquote(item.get("href", "")))),
            item.get("id", ""),
            item.get("media-type", ""),
            tuple(item.get("properties", "").split()),
        )
        manifest[entry.path] = entry
    ids = {entry.id: entry.path for entry in manifest.values()}
    pages = {}
    for entry in manifest.values():
        if entry.media_type == XHTML and entry.path in files:
            try:
                pages[entry.path] = _page(entry.path, _xml(files, entry.path))
            except Unopened as broken:
                problems.append(broken.problem)
    spine = [ids[item.get("idref", "")] for item in opf.iter(f"{OPF}itemref") if item.get("idref", "") in ids]
    nav = next((pages.get(entry.path) for entry in manifest.values() if "nav" in entry.properties), None)
    sizes = {path: len(content) for path, content in files.items()}
    return Opened(sizes, files, opf_path, opf, manifest, spine, pages, nav, problems)


def _unzip(data: bytes, name: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            too_much = sum(entry.file_size for entry in entries) > _TOTAL or len(entries) > _FILES
            if too_much or any(entry.file_size > _ENTRY for entry in entries):
                raise Unopened("too-large", name, "it unpacks to more than any book holds, and was not unpacked")
            return {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unopened("no-epub", name, f"this is no EPUB: {error}", "name a finished edition") from error


def _opf_path(files: dict[str, bytes], name: str) -> str:
    if "META-INF/container.xml" not in files:
        raise Unopened("no-epub", name, "this is no EPUB: META-INF/container.xml is missing")
    root = _xml(files, "META-INF/container.xml").find(f".//{_CONTAINER}rootfile")
    path = root.get("full-path", "") if root is not None else ""
    if path not in files:
        raise Unopened("no-epub", name, f"the package document '{path}' is missing")
    return path


def _xml(files: dict[str, bytes], path: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(files[path], parser)
    except etree.XMLSyntaxError as error:
        raise Unopened("not-well-formed", f"{path}:{error.lineno}", f"is not well-formed XML: {error.msg}") from error


def _page(path: str, tree: etree._Element) -> Page:
    ids = frozenset(str(element.get("id")) for element in tree.iter(etree.Element) if element.get("id"))
    sources = tuple(meta.get("content", "") for meta in tree.iter(f"{H}meta") if meta.get("name") == SOURCE_META)
    body = tree.find(f"{H}body")
    marked = [body, *body] if body is not None else []
    kinds = frozenset(kind for element in marked for kind in (element.get(EPUB_TYPE) or "").split())
    return Page(path, tree, ids, sources, kinds)


def language_of(element: etree._Element) -> str:
    """The language an element declares, "" for none."""
    return element.get(XML_LANG) or element.get("lang") or ""


def target(page: Page, href: str) -> tuple[str, str] | None:
    """The path and the id a link inside the book means; None for a link out of it."""
    scheme, colon, _ = href.partition(":")
    if (colon and scheme.replace("+", "").replace("-", "").replace(".", "").isalnum()) or href.startswith("//"):
        return None
    path, _, given = href.partition("#")
    path = path.partition("?")[0]
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), unquote(path))) if path else page.path
    return joined, unquote(given)
