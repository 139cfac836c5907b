"""Packing with EbookLib: finished files go in, an EPUB container comes out. EPUB 3.3, sections 4 (OCF) and 5 (package).

EbookLib is the packager and nothing else. Its `EpubHtml` parses and prints again, so finished XHTML travels as
`EpubItem`; its writer stamps the clock, swallows `OSError` and takes duplicate and `../` names, so the writer here
has fixed times, writes to memory, and refuses such names before they are packed.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from ebooklib import epub

from book.errors import Refused
from book.model import Problem
from book.xhtml import XML_NS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from _typeshed import SizedBuffer
    from lxml.etree import _Element

# OCF 4.2.3 forbids more; shops want plain ASCII (letters, digits, "-", "_", ".").
_SAFE = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*")
_NOT_ID = re.compile(r"[^A-Za-z0-9_-]+")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first instant a zip can name
_LEVEL = 9  # zlib's: the smallest file; a book is packed once and sent many times
# What is compressed already is stored where deflating it gains less than this: readers then need not inflate it.
_PACKED = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".woff", ".woff2", ".mp3", ".mp4")
_GAIN = 0.97


class Item(epub.EpubItem):  # type: ignore[misc]  # untyped - EbookLib ships no types
    """A finished file: its bytes go into the container as they are."""

    def __init__(
        self, name: str, media_type: str, data: bytes, *, uid: str = "", properties: Sequence[str] = ()
    ) -> None:
        """`name` is the path below the package's folder; `properties` those of the manifest."""
        super().__init__(uid=uid or identifier(name), file_name=name, media_type=media_type, content=data)
        self.properties = list(properties)


def identifier(name: str) -> str:
    """An XML id for a file name; no two safe names that differ in more than "." and "/" share one."""
    return "i-" + _NOT_ID.sub("-", name).lower()


class Package:
    """An EPUB in the making, around EbookLib's `EpubBook`."""

    def __init__(self, uid: str, language: str, direction: str) -> None:
        """`uid` is the book's unique identifier (an URN); `direction` is that of page progression."""
        self._book = epub.EpubBook()
        self._book.metadata = {}  # EbookLib's own name and a random identifier
        self._book.set_identifier(uid)
        self._book.language = language
        self._book.set_direction(direction)
        self._names: dict[str, str] = {}
        self._ids: set[str] = set()

    def add(self, item: Item, *, spine: bool = False, linear: bool = True) -> None:
        """Pack a file. Raises `Refused` for a name that is unsafe or taken (names differ in more than case)."""
        name = item.file_name
        if not _SAFE.fullmatch(name) or len(name) > 200:
            raise Refused(Problem("name-unsafe", "error", name, "no file of a book may have this name", "rename it"))
        taken = self._names.setdefault(name.lower(), name)
        if taken != name or item.id in self._ids:
            raise Refused(
                Problem("name-taken", "error", name, f"two files would have this name ({taken})", "rename one")
            )
        self._ids.add(item.id)
        self._book.add_item(item)
        if spine:
            self._book.spine.append((item, "yes" if linear else "no"))

    def uid(self, name: str) -> str:
        """The manifest's id for a packed file."""
        return next(str(item.id) for item in self._book.get_items() if item.file_name == name)

    def dc(self, name: str, value: str, **attributes: str) -> None:
        """A Dublin Core element."""
        self._book.add_metadata("DC", name, value, {key.replace("_", "-"): text for key, text in attributes.items()})

    def meta(self, name: str, value: str, *, refines: str = "", **attributes: str) -> None:
        """A `meta` with a property, of the publication or (`refines`, an id) of another element."""
        facts = {"property": name, **attributes}
        if refines:
            facts = {"refines": f"#{refines}", **facts}
        self._book.add_metadata(None, "meta", value, facts)

    def old_meta(self, name: str, content: str) -> None:
        """A `meta` of EPUB 2, for reading systems that know no other."""
        self._book.add_metadata(None, "meta", None, {"name": name, "content": content})

    def guide(self, kind: str, title: str, href: str) -> None:
        """A reference of EPUB 2's guide: Kindle opens the book there."""
        self._book.guide.append({"type": kind, "title": title, "href": href})

    def pack(self, modified: str) -> bytes:
        """The container; `modified` is an ISO 8601 instant in UTC."""
        out = BytesIO()
        when = datetime.fromisoformat(modified).astimezone(UTC)
        _Writer(out, self._book, {"mtime": when}).write()
        return out.getvalue()


class _Zip(zipfile.ZipFile):
    """A zip in which only names and contents tell two files apart: no clock, no system, no permissions of a user."""

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: SizedBuffer | str,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """As the base class, with a fixed `ZipInfo`."""
        info = zipfile.ZipInfo(str(zinfo_or_arcname), _EPOCH)
        info.create_system = 3  # Unix: the number is written into the file
        info.external_attr = 0o644 << 16
        stored = str(zinfo_or_arcname).lower().endswith(_PACKED) and not _shrinks(data)
        kind = compress_type if compress_type is not None else zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        super().writestr(info, data, kind, _LEVEL if compresslevel is None else compresslevel)


def _shrinks(data: SizedBuffer | str) -> bool:
    """Whether deflating what is compressed already is worth it, as it is for a picture with large even grounds."""
    raw = data.encode() if isinstance(data, str) else bytes(data)
    return len(zlib.compress(raw, _LEVEL)) < _GAIN * len(raw)


class _Writer(epub.EpubWriter):  # type: ignore[misc]  # untyped - EbookLib ships no types
    """EbookLib's writer with a deterministic zip and the package's language."""

    def write(self) -> None:
        """Write the container: `mimetype` first and stored (OCF 4.3)."""
        with _Zip(self.file_name, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as self.out:
            self.out.writestr("mimetype", "application/epub+zip", compress_type=zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: _Element) -> None:
        root.set(f"{{{XML_NS}}}lang", self.book.language)
        super()._write_opf_file(root)
