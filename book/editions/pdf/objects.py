"""A PDF file, object by object. In: numbers and texts of objects, in the order they come. Out: the file's bytes.

What is no stream goes into compressed object streams, and the table of places is a stream too. Nothing that has been
written is held but its bytes, so that a book of ten thousand chapters takes the memory of its file. The same objects
give the same bytes, identifier included. ISO 32000-1, 7.3 (syntax), 7.5 (file structure: 7.5.7 object streams, 7.5.8
cross-reference streams), 14.4 (identifiers).
"""

from __future__ import annotations

import re
import struct
import zlib
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADER = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"  # four bytes above 127 say that the file is binary: 7.5.2
_TOGETHER = 200  # objects in one object stream: a reader unpacks all of them for one; at most 256, for the table
_SHORT = 120  # bytes that compress to less than it takes to say so, if at all
_ROW = struct.Struct(">BIB")  # of the table: kind, place in the file or number of the object stream, index in it
_SPECIAL = re.compile(rb"[\\()]")
_IRREGULAR = re.compile(rb"[^!-~]|[#()<>\[\]{}/%]")


def plain(text: str) -> bool:
    """Whether a text is written as it stands."""
    return text.isascii() and text.isprintable()


def string(text: str) -> bytes:
    """A text string: as it stands where it is ASCII, else UTF-16. 7.9.2.2."""
    return b"(" + _SPECIAL.sub(rb"\\\g<0>", text.encode()) + b")" if plain(text) else wide(text)


def wide(text: str) -> bytes:
    """A text string in UTF-16. 7.9.2.2."""
    return b"<feff" + text.encode("utf-16-be", "surrogatepass").hex().encode() + b">"


def named(text: str) -> bytes:
    """A name. 7.3.5."""
    return b"/" + _IRREGULAR.sub(lambda match: b"#%02X" % match[0][0], text.encode())


def number(value: float) -> bytes:
    """A number, to a thousandth."""
    return f"{value:.3f}".rstrip("0").rstrip(".").encode()


def numbers(values: Iterable[float]) -> bytes:
    """An array of numbers."""
    return b"[" + b" ".join(map(number, values)) + b"]"


def references(found: Iterable[int]) -> bytes:
    """An array of references to objects."""
    return b"[" + b" ".join(b"%d 0 R" % one for one in found) + b"]"


class Objects:
    """The objects of one PDF while it is written."""

    def __init__(self) -> None:
        """Begin a file."""
        self._parts = [_HEADER]
        self._size = len(_HEADER)
        self._digest = sha256()
        self._rows = bytearray(_ROW.pack(0, 0, 255))  # the table; object 0 is the head of the free ones
        self._shared: dict[bytes, int] = {}
        self._waiting: list[tuple[int, bytes]] = []  # objects for the next object stream

    def reserve(self, count: int = 1) -> range:
        """Numbers of objects that will be written."""
        first = len(self._rows) // _ROW.size
        self._rows.extend(bytes(count * _ROW.size))
        return range(first, first + count)

    def put(self, at: int, text: bytes) -> int:
        """Write an object that is no stream under the number reserved for it; the number."""
        self._waiting.append((at, text))
        if len(self._waiting) >= _TOGETHER:
            self._flush()
        return at

    def add(self, text: bytes) -> int:
        """Write an object that is no stream; its number."""
        return self.put(self.reserve()[0], text)

    def stream(self, at: int, entries: bytes, data: bytes) -> int:
        """Write a stream under the number reserved for it; `entries` say how its data are encoded. The number."""
        _ROW.pack_into(self._rows, at * _ROW.size, 1, self._size, 0)
        self._write(b"%d 0 obj\n<<%b/Length %d>>stream\n%b\nendstream\nendobj\n" % (at, entries, len(data), data))
        return at

    def deflated(self, entries: bytes, data: bytes) -> int:
        """Compress data, where that makes them shorter, and write them as a stream; its number."""
        if len(data) < _SHORT:
            return self.stream(self.reserve()[0], entries, data)
        return self.stream(self.reserve()[0], entries + b"/Filter/FlateDecode", deflate(data))

    def shared(self, data: bytes) -> int:
        """Write content that many pages have, once; its number."""
        if data not in self._shared:
            self._shared[data] = self.deflated(b"", data)
        return self._shared[data]

    def finish(self, root: int, info: int) -> bytes:
        """The whole file, of this catalogue and document information."""
        self._flush()
        at = self.reserve()[0]
        _ROW.pack_into(self._rows, at * _ROW.size, 1, self._size, 0)
        start, count = self._size, len(self._rows) // _ROW.size
        identifier = self._digest.hexdigest()[:32].encode()
        entries = (
            b"/Type/XRef/Size %d/W[1 4 1]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]/Filter/FlateDecode"
            b"/DecodeParms<</Predictor 12/Columns %d>>" % (count, root, info, identifier, identifier, _ROW.size)
        )
        self.stream(at, entries, zlib.compress(_predicted(bytes(self._rows), _ROW.size), 9))
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)
        return b"".join(self._parts)

    def _flush(self) -> None:
        """Write the objects that wait as one object stream."""
        if not self._waiting:
            return
        at = self.reserve()[0]
        heads, size = [], 0
        for index, (one, text) in enumerate(self._waiting):
            heads.append(b"%d %d" % (one, size))
            size += len(text) + 1
            _ROW.pack_into(self._rows, one * _ROW.size, 2, at, index)
        head = b" ".join(heads) + b"\n"
        body = b"\n".join(text for _, text in self._waiting)
        entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(heads), len(head))
        self._waiting.clear()
        self.stream(at, entries, zlib.compress(head + body))

    def _write(self, part: bytes) -> None:
        self._parts.append(part)
        self._digest.update(part)
        self._size += len(part)


def deflate(data: bytes) -> bytes:
    """Compressed data; a little of it with little memory, which is most of the time where there is little."""
    if len(data) > _LITTLE:
        return zlib.compress(data, 9)
    press = zlib.compressobj(9, zlib.DEFLATED, 10, 2)
    return press.compress(data) + press.flush()


_LITTLE = 1024  # bytes, the window of the small press


def _predicted(rows: bytes, width: int) -> bytes:
    """Rows as what is different from the row above, which compresses better. PNG predictor "up": ISO 15948, 9.2."""
    above = bytes(width) + rows
    changed = bytes([one - other & 255 for one, other in zip(rows, above, strict=False)])
    return b"".join(b"\x02" + changed[start : start + width] for start in range(0, len(rows), width))
