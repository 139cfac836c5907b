"""A body packed with gzip, unpacked as it arrives. In: its bytes, in parts. Out: pieces of bounded size.

RFC 1952: several members may follow each other, and a body that breaks off is told from a whole one.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = 1 << 20  # bytes unpacked at once
_GZIP = 16 + zlib.MAX_WBITS


class Gunzip:
    """Unpacks one body."""

    def __init__(self) -> None:
        """Nothing has arrived."""
        self._member = zlib.decompressobj(_GZIP)
        self.whole = True  # whether what has arrived ends where a member does

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What can be unpacked now. Raises `zlib.error` for what is no gzip."""
        while data:
            piece = self._member.decompress(data, _PIECE)
            if piece:
                yield piece
            data = self._member.unconsumed_tail
            self.whole = self._member.eof
            if self._member.eof:
                data = self._member.unused_data.lstrip(b"\0")  # some servers pad
                self._member = zlib.decompressobj(_GZIP)
