"""What goes to a worker and what comes back: `Task` and `Laid`, and how a `Laid` is kept in the cache.

A packed `Laid` is `MAGIC` and MessagePack, checked against its types when it is read. Nothing is ever unpickled.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping  # noqa: TC003 - the cache reads the annotations
from dataclasses import field
from hashlib import sha256

import msgspec

from book.frozen import frozen
from book.model import Problem  # noqa: TC001 - the cache reads the annotations

MAGIC = b"BOOKLAID5\n"
SCHEME = "x-book-anchor:"  # links to ids outside the sheet, until binding makes destinations of them


@frozen
class Task:
    """One sheet to lay out, by value: a worker on another machine needs nothing else."""

    name: str  # the sheet's name
    where: str  # as the user knows it, for problems
    xhtml: str  # a complete XHTML document
    styles: tuple[tuple[str, str], ...]  # (name, CSS text) in cascade order
    assets: Mapping[str, bytes] = field(default_factory=dict)  # by name: images and faces the sheet may use
    tagged: bool = True  # a structure tree, PDF/UA-1
    verso: bool = False  # the sheet begins on the left of a spread (in a book read from left to right)
    margins: bool = False  # margin boxes of the theme's @page rules too (for reference runs and folios)

    def key(self, engine: str) -> str:
        """The cache key: everything that decides the result, the engine's and the fonts' version among it."""
        digest = sha256(MAGIC + engine.encode() + bytes([self.tagged, self.verso, self.margins]))
        for text in (self.name, self.where, self.xhtml, *(part for style in self.styles for part in style)):
            data = text.encode()
            digest.update(len(data).to_bytes(8, "big") + data)
        for name in sorted(self.assets):
            digest.update(name.encode() + b"\0" + sha256(self.assets[name]).digest())
        return f"layout/{digest.hexdigest()}"


@frozen
class Face:
    """A font as one sheet used it. A sheet holds no font file: binding embeds one subset for all."""

    path: str  # the file it was loaded from; empty: none known
    digest: str  # SHA-256 of the file's bytes
    index: int  # of the face in a collection
    widths: Mapping[str, int]  # glyph id (decimal) -> advance, 1/1000 em
    text: Mapping[str, str]  # glyph id (decimal) -> what it stands for
    missing: bool = False  # some characters had no glyph: its codes are this sheet's own


@frozen
class Picture:
    """A picture of pixels as it stands on a page."""

    page: int  # from 0, in its sheet
    name: str  # of the asset, as the sheet refers to it
    width: float  # pt, of the box it is fitted into
    height: float  # pt


@frozen
class Laid:
    """A sheet laid out."""

    forme: bytes  # its pages, locked up and packed: see `forme`
    pages: tuple[tuple[float, float], ...]  # width and height of each page, pt
    anchors: Mapping[str, tuple[int, float, float]]  # id -> page from 0, x, y in pt from the lower left
    faces: Mapping[str, Face] = field(default_factory=dict)  # by resource name in the PDF
    problems: tuple[Problem, ...] = ()
    breaks: tuple[int, ...] = ()  # for each page: characters, white space aside, of the body before it
    lines: tuple[int, ...] = ()  # for each page: lines of running text on it
    areas: tuple[tuple[float, float, float, float], ...] = ()  # each page's type area: left, bottom, right, top, pt
    pictures: tuple[Picture, ...] = ()

    def pack(self) -> bytes:
        """The bytes that go into the cache and between processes."""
        return MAGIC + msgspec.msgpack.encode(self)


def unpack(data: bytes) -> Laid:
    """What `Laid.pack` packed. Raises `ValueError` for anything else, never runs what it reads."""
    if not data.startswith(MAGIC):
        raise ValueError("not a laid out sheet")
    try:
        return _DECODER.decode(memoryview(data)[len(MAGIC) :])
    except msgspec.DecodeError as error:
        raise ValueError(f"a damaged sheet: {error}") from error


_DECODER = msgspec.msgpack.Decoder(Laid)


def plain(text: str) -> str:
    """A text without what does not change its words: case, the kind of a space or a hyphen, invisible signs."""
    text = re.sub(r"\s", " ", re.sub("[\u2010\u2011\xad]", "-", unicodedata.normalize("NFKC", text)))
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf").casefold()
