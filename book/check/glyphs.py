"""Characters without a glyph. In: a page. Out: how many codes it shows that its fonts have nothing for.

Composite fonts as the engine writes them: codes of two bytes, in hexadecimal. In one with the encoding Identity-H a
code is a glyph; in one with a CMap of its own a code that the CMap leaves out is `.notdef`. ISO 32000-1, 9.7.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    # What was learnt of fonts, by object number: whether a code has a glyph; None for one that is not composite.
    Fonts = MutableMapping[tuple[int, int], Callable[[int], bool] | None]

_SHOWN = re.compile(rb"/(\S+) [\d.]+ Tf|<([0-9A-Fa-f]+)>(?!>)")
_RANGES = re.compile(rb"begincidrange(.*?)endcidrange", re.DOTALL)
_SINGLES = re.compile(rb"begincidchar(.*?)endcidchar", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\d+)")
_SINGLE = re.compile(rb"<([0-9A-Fa-f]+)>\s*(\d+)")


def missing(page: pikepdf.Page, known: Fonts) -> int:
    """Codes without a glyph on a page. `known` keeps what was learnt of fonts, by object number."""
    resources = page.obj.get("/Resources", pikepdf.Dictionary())
    fonts = resources.get("/Font", pikepdf.Dictionary())
    contents = page.obj.get("/Contents", pikepdf.Array())
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    has: Callable[[int], bool] | None = None
    count = 0
    for match in _SHOWN.finditer(b"\n".join(stream.read_bytes() for stream in streams)):
        if match[1] is not None:
            font = fonts.get("/" + match[1].decode("latin-1"))
            has = None if font is None else _learn(font, known)
        elif has is not None:
            digits = match[2]
            count += sum(not has(int(digits[at : at + 4], 16)) for at in range(0, len(digits) - 3, 4))
    return count


def _learn(
    font: Any,  # noqa: ANN401 - pikepdf's objects are of one dynamic type
    known: Fonts,
) -> Callable[[int], bool] | None:
    """Whether a code of the font has a glyph; None for a font that is not composite."""
    if font.objgen == (0, 0) or font.objgen not in known:
        known[font.objgen] = _rule(font)
    return known[font.objgen]


def _rule(font: Any) -> Callable[[int], bool] | None:  # noqa: ANN401 - see above
    encoding = font.get("/Encoding")
    if font.get("/Subtype") != "/Type0":
        return None
    if encoding == "/Identity-H":
        return lambda code: code != 0
    if isinstance(encoding, pikepdf.Stream):
        return _mapped(encoding.read_bytes()).__contains__
    return None


def _mapped(cmap: bytes) -> set[int]:
    """The codes that a CMap leads to a glyph."""
    found: set[int] = set()
    for block in _RANGES.finditer(cmap):
        for low, high, start in _RANGE.findall(block[1]):
            codes = range(int(low, 16), int(high, 16) + 1)
            found.update(code for code in codes if int(start) + code - int(low, 16))
    for block in _SINGLES.finditer(cmap):
        found.update(int(code, 16) for code, glyph in _SINGLE.findall(block[1]) if int(glyph))
    return found
