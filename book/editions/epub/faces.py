"""Files of faces: found, judged by their licence, cut down to what a text needs. In: a family. Out: its cuts, subsets.

Found with fontconfig, as the pages' engine finds them. A face may travel if its OS/2 `fsType` is "installable" or
"editable" (OpenType 1.9), or its licence is open; subsets keep the names of owner and licence, as the OFL asks.
"""

from __future__ import annotations

import re
import subprocess
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from book import machine
from book.frozen import frozen
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping, Sequence

_CUTS = (("normal", 400), ("italic", 400), ("normal", 700), ("italic", 700))
# fontconfig's numbers (fontconfig.h): weight regular and bold, slant roman.
_WEIGHTS = {400: 80, 700: 200}
_ROMAN = 0
# OpenType 1.9, OS/2 fsType: may not be embedded; for looking at alone; only whole; bitmaps alone.
RESTRICTED, VIEW, WHOLE, BITMAPS = 0x0002, 0x0004, 0x0100, 0x0200
_OPEN = re.compile(
    r"open font licen[cs]e|\bOFL\b|apache|creative ?commons|public domain|\bCC0\b|bitstream vera|dejavu|ubuntu font"
    r"|gust font|GPL|general public licen[cs]e|\bMIT\b|permission is hereby granted",
    re.IGNORECASE,
)


@frozen
class Cut:
    """A file of a family, as fontconfig knows it."""

    path: str
    index: int  # in a collection
    weight: int
    slant: int


def cuts(family: str) -> Iterator[tuple[str, int, Cut]]:
    """Style, weight and file of a family's four cuts, as far as it has them."""
    known = _listed(family)
    for style, weight in _CUTS:
        found = [
            cut for cut in known if cut.weight == _WEIGHTS[weight] and (cut.slant != _ROMAN) == (style == "italic")
        ]
        if found:
            yield style, weight, min(found, key=lambda cut: (cut.path, cut.index))


def _listed(family: str) -> list[Cut]:
    """The still files of a family; one whose shape varies cannot be cut out safely."""
    form = "%{file}\t%{index}\t%{weight}\t%{slant}\t%{variable}\t%{family}\n"
    done = subprocess.run(  # noqa: S603 - a program found on the path, no shell
        ["fc-list", "--format", form, family.replace("-", r"\-")],  # noqa: S607 - as above
        capture_output=True,
        text=True,
        check=False,
        errors="surrogateescape",
    )
    found = []
    for line in done.stdout.splitlines():
        path, index, weight, slant, variable, families = line.split("\t")
        plain = families.split(",")[0] == family
        if plain and variable.lower() != "true" and weight.isdecimal() and int(index) < 1 << 16:
            found.append(Cut(path, int(index), int(weight), int(slant)))
    return found


@frozen
class Packed:
    """A subset that may travel."""

    data: bytes
    suffix: str
    credit: str  # owner and licence, for the style sheet
    doubts: tuple[Problem, ...] = ()


def packed(cut: Cut, family: str, needed: frozenset[str], cache: MutableMapping[str, bytes] | None) -> Packed | Problem:
    """A subset with the letters needed, or why there is none."""
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415 - few books carry faces

    try:
        raw = Path(cut.path).read_bytes()
        face = TTFont(BytesIO(raw), fontNumber=cut.index, lazy=True, recalcTimestamp=False)
        bits = int(face["OS/2"].fsType) if "OS/2" in face else 0
        owner, licence = _said(face, 0), " ".join([_said(face, 13), _said(face, 14)]).strip()
        suffix = "otf" if "CFF " in face else "ttf"
        data = _cached(cut, raw, face, needed, bits, cache)
    except (OSError, TTLibError, KeyError, ValueError, AssertionError) as error:
        what = f"the face '{family}' cannot be read: {error}"
        return Problem("font-broken", "warning", cut.path, what, "install it anew, or set fonts = false")
    if not may_embed(bits, licence):
        what = f"the licence of '{family}' forbids embedding (OS/2 fsType {bits:#06x})"
        return Problem("font-licence", "warning", cut.path, what, "use another face, or set fonts = false")
    doubts: tuple[Problem, ...] = ()
    if not _OPEN.search(f"{licence} {owner}"):
        what = f"'{family}' names no open licence, though it may be embedded"
        doubts = (Problem("font-licence", "note", cut.path, what, "make sure that yours covers e-books"),)
    return Packed(data, suffix, _comment(f"{owner} {licence}"), doubts)


def may_embed(bits: int, licence: str) -> bool:
    """Whether `fsType` and the words of the licence let a face travel in a book."""
    if bits & BITMAPS:
        return False
    return not bits & (RESTRICTED | VIEW) or bool(_OPEN.search(licence))


def _cached(  # noqa: PLR0913, PLR0917 - what a subset is made from
    cut: Cut,
    raw: bytes,
    face: Any,  # noqa: ANN401 - fontTools ships no types
    needed: frozenset[str],
    bits: int,
    cache: MutableMapping[str, bytes] | None,
) -> bytes:
    letters = sorted({ord(sign) for sign in needed} & set(face.getBestCmap() or ()))
    total = sha256(f"{machine.releases('fonttools')} {cut.index} {letters} {bits}".encode())
    total.update(raw)
    key = f"face {total.hexdigest()}"
    if cache is not None and (known := cache.get(key)):
        return known
    data = raw if bits & WHOLE else _subset(face, letters)
    if cache is not None:
        cache[key] = data
    return data


def _subset(face: Any, letters: Sequence[int]) -> bytes:  # noqa: ANN401 - fontTools ships no types
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415 - few books carry faces

    options = Options()
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]  # owner, names, trademark, licence
    options.name_languages = [0x409]
    options.layout_features = [*options.layout_features, "smcp", "c2sc", "onum", "lnum", "pnum", "tnum"]
    options.drop_tables = [*options.drop_tables, "DSIG", "FFTM", "MERG", "meta"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(face)
    out = BytesIO()
    face.save(out, reorderTables=False)
    return out.getvalue()


def _said(face: Any, number: int) -> str:  # noqa: ANN401 - fontTools ships no types
    return " ".join(str(face["name"].getDebugName(number) or "").split())


def _comment(text: str) -> str:
    return text.replace("*/", "")[:300].strip() or "no owner named"
