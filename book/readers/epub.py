"""A finished EPUB. In: a `Snapshot`. Out: its chapters along the spine, each with the pictures it shows.

EPUB 3.3 sections 4.2 (OCF) and 5 (package document), and EPUB 2. The navigation document is no chapter; what the
package says of the whole book goes to every chapter.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from book.charset import NotText
from book.model import Document, LeftOut, Problem, Reading, Resource, Snapshot
from book.readers import html
from book.readers.xmltree import child_text, local

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_REFERENCE = re.compile(r"""(?:src|href|xlink:href|data|poster)\s*=\s*["']([^"'#]+)""")
_ENTRY = 64_000_000  # bytes of one file, unpacked
_WHOLE = 1_000_000_000  # bytes of all files, unpacked
_PICTURE = "image/"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)


class Box:
    """The files of a zip, each read no further than it may be."""

    def __init__(self, data: bytes) -> None:
        """Raises `NotText` when it is no zip."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise NotText(f"it cannot be unpacked: {error}") from error
        self._left = _WHOLE

    def weigh(self) -> None:
        """Raise `NotText` where a file in it is larger than may be, before another program unpacks it.

        `zipfile` unpacks no more of a file than its directory says.
        """
        for entry in self._zip.infolist():
            if entry.file_size > _ENTRY:
                raise NotText(f"{entry.filename} in it is too large")

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises `NotText` where it is missing, broken or too large."""
        try:
            with self._zip.open(name) as stream:
                data = stream.read(min(_ENTRY, self._left) + 1)
        except KeyError as error:
            raise NotText(f"it lacks {name}") from error
        except _BROKEN as error:
            raise NotText(f"{name} in it is broken: {error}") from error
        self._left -= len(data)
        if len(data) > _ENTRY or self._left < 0:
            raise NotText(f"{name} in it is too large")
        return data


def read(snapshot: Snapshot) -> Reading:
    """One document for each chapter."""
    box = Box(snapshot.data)
    package = _package(box)
    root = parse_xml(box.read(package))
    items = {item.get("id", ""): item for item in root.iter("{*}item")}
    types = {_join(package, item.get("href", "")): item.get("media-type", "") for item in items.values()}
    metadata = next(iter(root.iter("{*}metadata")), root)
    documents: list[Document] = []
    problems: list[Problem] = []
    left_out: list[LeftOut] = []
    for reference in root.iter("{*}itemref"):
        item = items.get(reference.get("idref", ""))
        if item is None:
            continue
        name = _join(package, item.get("href", ""))
        place = f"{snapshot.name}#{name}"
        if "nav" in item.get("properties", "").split():
            left_out.append(LeftOut(place, "the contents of the book"))
            continue
        try:
            chapter = Snapshot(place, box.read(name), item.get("media-type", ""), address=snapshot.address)
            found = html.read(chapter)
        except NotText as error:
            problems.append(Problem("unreadable", "error", place, f"cannot be read: {error}", "repair the EPUB"))
            continue
        problems.extend(found.problems)
        for document in found.documents:
            resources = tuple(_resources(document.markup, name, types, box, problems, place))
            documents.append(_completed(document, metadata, len(documents), resources))
    return Reading(tuple(documents), tuple(problems), tuple(left_out))


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML file of a container. Raises `NotText`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotText(f"a file in it is no XML: {error}") from error


def _package(box: Box) -> str:
    container = parse_xml(box.read("META-INF/container.xml"))
    path = next((element.get("full-path") or "" for element in container.iter() if local(element) == "rootfile"), "")
    if not path:
        raise NotText("its container names no package")
    return path


def _join(base: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(href.partition("#")[0])))


def _resources(  # noqa: PLR0913, PLR0917 - one place in a box, and where to say what it lacks
    markup: str, name: str, types: Mapping[str, str], box: Box, problems: list[Problem], place: str
) -> Iterator[Resource]:
    """The pictures a chapter refers to, as it refers to them."""
    for href in dict.fromkeys(_REFERENCE.findall(markup)):
        target = _join(name, href)
        if types.get(target, "").startswith(_PICTURE):
            try:
                yield Resource(href, types[target], box.read(target))
            except NotText as error:
                problems.append(Problem("image-missing", "warning", place, str(error), "repair the EPUB"))


def _completed(document: Document, metadata: etree._Element, place: int, resources: tuple[Resource, ...]) -> Document:
    author = ", ".join(" ".join("".join(map(str, name.itertext())).split()) for name in metadata.findall("{*}creator"))
    return replace(
        document,
        byline=document.byline or author,
        language=document.language or child_text(metadata, "{*}language"),
        series=document.series or child_text(metadata, "{*}title"),
        resources=resources,
        position=place,
    )
