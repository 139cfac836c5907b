"""One subset of each font for the whole book. In: the faces of all sheets. Out: font dictionaries in the bound PDF.

Sheets are laid out without font files. Here the glyphs that all of them use are put together, the original file is
subset once with its glyph ids kept (so that no page changes), and every sheet's font dictionary is replaced by the
joined one. ISO 32000-1, 9.7 (composite fonts, Identity-H), 9.10.3 (ToUnicode).
"""

from __future__ import annotations

import io
import json
import logging
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from book.editions.pdf.laid import plain
from book.editions.pdf.workers import engine
from book.errors import Lacking
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, MutableMapping

    from book.editions.pdf.laid import Face

LARGE = 10_000  # glyphs from which on a face is subset by HarfBuzz, worth loading the page engine for
_VERSION = "2"  # of the subsets in the cache
_DROPPED = [
    "GSUB",
    "GPOS",
    "GDEF",
    "BASE",
    "JSTF",
    "DSIG",
    "SVG ",
    "morx",
    "kern",
    "LTSH",
    "PCLT",
    "VDMX",
    "hdmx",
    "meta",
]


@dataclass(slots=True)
class Joined:
    """A font as all sheets together use it."""

    face: Face  # as the first sheet has it
    widths: dict[int, int] = field(default_factory=dict)  # glyph id -> advance, 1/1000 em
    text: dict[int, str] = field(default_factory=dict)  # glyph id -> what it stands for

    def add(self, face: Face) -> None:
        """Take the glyphs of another sheet in; of two texts of a glyph the first in the book stays (see `told`)."""
        for glyph, width in face.widths.items():
            self.widths.setdefault(int(glyph), width)
        for glyph, text in face.text.items():
            self.text.setdefault(int(glyph), text)

    def told(self, face: Face) -> bool:
        """Whether every glyph says here what it says in a sheet, so that its words can be copied."""
        said = ((self.text[int(glyph)], text) for glyph, text in face.text.items())
        return all(one == other or plain(one) == plain(other) for one, other in said)


class Fonts:
    """The fonts of a book while it is bound."""

    def __init__(self, faces: Iterable[Mapping[str, Face]]) -> None:
        """Put the faces of all sheets together, in the book's order."""
        self.joined: dict[tuple[str, str, int], Joined] = {}
        for sheet in faces:
            for name, face in sheet.items():
                self.joined.setdefault(_key(name, face), Joined(face)).add(face)
        self._made: dict[tuple[str, str, int], pikepdf.Object] = {}
        self._files: dict[tuple[str, int], pikepdf.Object] = {}

    def place(
        self,
        pdf: pikepdf.Pdf,
        resources: pikepdf.Object,
        faces: Mapping[str, Face],
        cache: MutableMapping[str, bytes] | None,
    ) -> None:
        """Replace the font dictionaries of one sheet's resources by the book's."""
        if "/Font" not in resources:
            return
        # In place: patterns and drawings of the sheet have the same dictionary in their own resources.
        for name, old in list(resources.Font.items()):
            face = faces.get(name[1:])
            if face is not None:
                resources.Font[name] = self._font(pdf, name[1:], face, old, cache)

    def _font(
        self,
        pdf: pikepdf.Pdf,
        name: str,
        face: Face,
        old: pikepdf.Object,
        cache: MutableMapping[str, bytes] | None,
    ) -> pikepdf.Object:
        """The book's font; the sheet's own, but for its file, where glyphs are missing or say other things there."""
        key = _key(name, face)
        joined = self.joined[key]
        if face.missing or not joined.told(face):
            self._embed(pdf, old, joined, cache)
            return old
        if key not in self._made:
            self._embed(pdf, old, joined, cache)
            old.DescendantFonts[0].W = _widths(joined.widths)
            old.ToUnicode = pdf.make_stream(_to_unicode(joined.text))
            descriptor = old.DescendantFonts[0].FontDescriptor
            descriptor.FontBBox[2] = max(joined.widths.values(), default=0)
            self._made[key] = old
        return self._made[key]

    def _embed(
        self, pdf: pikepdf.Pdf, font: pikepdf.Object, joined: Joined, cache: MutableMapping[str, bytes] | None
    ) -> None:
        file = (joined.face.digest, joined.face.index)
        if file not in self._files:
            glyphs = sorted(
                {glyph for other in self.joined.values() if _file(other.face) == file for glyph in other.widths}
            )
            data = subset(joined.face, glyphs, cache)
            stream = pdf.make_stream(data)
            if data.startswith(b"OTTO"):
                stream.Subtype = pikepdf.Name.OpenType
            else:
                stream.Length1 = len(data)
            self._files[file] = stream
        descriptor = font.DescendantFonts[0].FontDescriptor
        for name in ("/FontFile2", "/FontFile3"):
            if name in descriptor:
                descriptor[name] = self._files[file]


def _key(name: str, face: Face) -> tuple[str, str, int]:
    return (name, face.digest, face.index)


def _file(face: Face) -> tuple[str, int]:
    return (face.digest, face.index)


def subset(face: Face, glyphs: Iterable[int], cache: MutableMapping[str, bytes] | None) -> bytes:
    """The font file with these glyphs alone, ids kept. Raises `Lacking` when the file is gone or another now."""
    wanted = list(glyphs)
    digest = sha256(json.dumps([_VERSION, face.digest, face.index, wanted]).encode()).hexdigest()
    return _remembered(cache, f"font/{digest}", partial(_subset, face, wanted))


def _remembered(cache: MutableMapping[str, bytes] | None, key: str, make: Callable[[], bytes]) -> bytes:
    found = None if cache is None else cache.get(key)
    if found is None:
        found = make()
        if cache is not None:
            cache[key] = found
    return found


def _subset(face: Face, glyphs: list[int]) -> bytes:
    from fontTools import subset as subsetting  # noqa: PLC0415 - a tenth of a second, and seldom needed
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - the same

    options = subsetting.Options(
        retain_gids=True,
        ignore_missing_glyphs=True,
        hinting=False,
        desubroutinize=True,
        notdef_outline=True,
        layout_features=[],
        name_IDs=[],
        passthrough_tables=True,
        recalc_timestamp=False,
    )
    options.drop_tables += _DROPPED
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it frets about dates of fonts made before 1970
    file = original(face)
    font = TTFont(io.BytesIO(file), fontNumber=face.index, lazy=True, recalcTimestamp=False)
    count = font["maxp"].numGlyphs
    if count > LARGE:
        small: bytes = engine().subset(file, face.index, [glyph for glyph in glyphs if glyph < count])
        if small:
            return small
    subsetter = subsetting.Subsetter(options)
    subsetter.populate(gids=[glyph for glyph in glyphs if glyph < count])
    subsetter.subset(font)
    data = io.BytesIO()
    font.save(data)
    return data.getvalue()


def original(face: Face) -> bytes:
    """The font file a sheet was set with. Raises `Lacking` when it is gone or another now."""
    try:
        data = Path(face.path).read_bytes()
    except OSError:
        data = b""
    if sha256(data).hexdigest() != face.digest:
        raise Lacking(
            Problem(
                "face-gone",
                "error",
                face.path,
                "the font a chapter was set with is not there any more",
                "install it again, or build with --no-cache",
            )
        )
    return data


def _widths(widths: Mapping[int, int]) -> pikepdf.Array:
    """The `W` array: runs of neighbouring glyphs. ISO 32000-1, 9.7.4.3."""
    found: list[int | pikepdf.Array] = []
    run: list[int] = []
    for glyph in sorted(widths):
        if glyph - 1 not in widths:
            if run:
                found.append(pikepdf.Array(run))
            found.append(glyph)
            run = []
        run.append(widths[glyph])
    if run:
        found.append(pikepdf.Array(run))
    return pikepdf.Array(found)


def _to_unicode(text: Mapping[int, str]) -> bytes:
    """The CMap from glyphs to characters, in blocks of at most 100. ISO 32000-1, 9.10.3."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <ffff>",
        "endcodespacerange",
    ]
    glyphs = sorted(text)
    for start in range(0, len(glyphs), 100):
        block = glyphs[start : start + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines.extend(f"<{glyph:04x}> <{text[glyph].encode('utf-16-be').hex()}>" for glyph in block)
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode()
