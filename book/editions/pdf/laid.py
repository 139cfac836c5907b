"""What goes to a worker and what comes back: `Task` and `Laid`, and how a `Laid` is kept in the cache.

A packed `Laid` is `MAGIC`, the length of a JSON header (8 bytes, big-endian), the header, the PDF. Nothing is
ever unpickled from a disk.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from book.frozen import frozen
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

MAGIC = b"BOOKLAID4\n"
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
    """A font as one sheet used it. The PDF of a sheet holds no font file: binding embeds one subset for all."""

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

    pdf: bytes
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
        header = {
            "pages": self.pages,
            "anchors": self.anchors,
            "faces": {name: asdict(face) for name, face in self.faces.items()},
            "problems": [asdict(problem) for problem in self.problems],
            "breaks": self.breaks,
            "lines": self.lines,
            "areas": self.areas,
            "pictures": [asdict(picture) for picture in self.pictures],
        }
        data = json.dumps(header, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        return b"".join([MAGIC, len(data).to_bytes(8, "big"), data, self.pdf])


def unpack(data: bytes) -> Laid:
    """What `Laid.pack` packed. Raises `ValueError` for anything else, never runs what it reads."""
    start = len(MAGIC) + 8
    if not data.startswith(MAGIC) or len(data) < start:
        raise ValueError("not a laid out sheet")
    end = start + int.from_bytes(data[len(MAGIC) : start], "big")
    try:
        header: dict[str, Any] = json.loads(data[start:end])
        return Laid(
            pdf=data[end:],
            pages=tuple((float(width), float(height)) for width, height in header["pages"]),
            anchors={name: (int(page), float(x), float(y)) for name, (page, x, y) in header["anchors"].items()},
            faces={name: Face(**face) for name, face in header["faces"].items()},
            problems=tuple(Problem(**problem) for problem in header["problems"]),
            breaks=tuple(header["breaks"]),
            lines=tuple(header["lines"]),
            areas=tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in header["areas"]),
            pictures=tuple(Picture(**picture) for picture in header["pictures"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a damaged header: {error}") from error


def plain(text: str) -> str:
    """A text without what does not change its words: case, the kind of a space or a hyphen, invisible signs."""
    text = re.sub(r"\s", " ", re.sub("[\u2010\u2011\xad]", "-", unicodedata.normalize("NFKC", text)))
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf").casefold()
