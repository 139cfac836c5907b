"""Subsets of font files. In: a face, the glyphs that a book shows. Out: the stream of a PDF, kept from build to build.

HarfBuzz makes them where pages are laid out, which is where it is loaded, while the book is bound: in a fiftieth of
fontTools' time. Where the library is not there, or no worker answers, fontTools makes them here. Glyph ids are kept,
so that no page changes. ISO 32000-1, 9.9 (embedded font programs).
"""

from __future__ import annotations

import io
import json
import logging
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from book.editions.hand import DEADLINE
from book.editions.pdf.objects import deflate
from book.editions.pdf.workers import Here, engine
from book.errors import Lacking
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping, Sequence
    from concurrent.futures import Executor

    from book.editions.pdf.laid import Face

_VERSION = "4"  # of what is kept
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


class Subsets:
    """The subsets of a book while it is bound."""

    def __init__(self, executor: Executor | None = None, cache: MutableMapping[str, bytes] | None = None) -> None:
        """`executor` is where pages are laid out; None: this process."""
        self.executor = executor or Here()
        self.cache = cache

    def begin(self, face: Face, glyphs: Sequence[int]) -> Callable[[], tuple[bytes, bytes]]:
        """Have the font file subset to these glyphs; what waits for entries and data of its stream.

        Raises `Lacking` when the file is gone or another now.
        """
        wanted = [_VERSION, face.digest, face.index, list(glyphs)]
        key = f"font/{sha256(json.dumps(wanted).encode()).hexdigest()}"
        kept = None if self.cache is None else self.cache.get(key)
        if kept is not None:
            return lambda: _parted(kept)
        data = original(face)
        try:
            future = self.executor.submit(subset, data, face.index, list(glyphs))
        except Exception:  # noqa: BLE001 - an executor that takes no more may say so in any way
            future = Here().submit(subset, data, face.index, list(glyphs))

        def finish() -> tuple[bytes, bytes]:
            try:
                made = future.result(timeout=DEADLINE)
            except Exception:  # noqa: BLE001 - whatever became of the worker, there is another way
                made = b""
            made = made or _stream(_by_fonttools(data, face.index, glyphs))
            if self.cache is not None:
                self.cache[key] = made
            return _parted(made)

        return finish


def subset(data: bytes, index: int, glyphs: Sequence[int]) -> bytes:
    """A subset by HarfBuzz, as it is kept; empty where it cannot. What workers run."""
    found: bytes = engine().subset(data, index, glyphs)
    return _stream(found) if found else b""


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


def _stream(data: bytes) -> bytes:
    """A subset as it is kept: entries of its stream, a line feed, the compressed data."""
    kind = b"/Subtype/OpenType" if data.startswith(b"OTTO") else b"/Length1 %d" % len(data)
    return kind + b"/Filter/FlateDecode\n" + deflate(data)


def _parted(kept: bytes) -> tuple[bytes, bytes]:
    entries, _, data = kept.partition(b"\n")
    return entries, data


def _by_fonttools(data: bytes, index: int, glyphs: Sequence[int]) -> bytes:
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
    font = TTFont(io.BytesIO(data), fontNumber=index, lazy=True, recalcTimestamp=False)
    subsetter = subsetting.Subsetter(options)
    subsetter.populate(gids=[glyph for glyph in glyphs if glyph < font["maxp"].numGlyphs])
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
