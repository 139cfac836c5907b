"""One subset of each font for the whole book. In: the faces of all sheets. Out: font dictionaries in the bound PDF.

Sheets are laid out without font files. Here the glyphs that all of them use are put together, the original file is
subset once (see `subsets`), and every sheet gets the joined font dictionary.
ISO 32000-1, 9.7 (composite fonts, Identity-H), 9.10.3 (ToUnicode).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from book.editions.pdf.laid import plain
from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from book.editions.pdf.forme import Font, Forme
    from book.editions.pdf.laid import Face
    from book.editions.pdf.objects import Objects
    from book.editions.pdf.subsets import Subsets


@dataclass(slots=True)
class Joined:
    """A font as all sheets together use it."""

    face: Face  # as the first sheet has it
    widths: dict[str, int] = field(default_factory=dict)  # glyph id (decimal) -> advance, 1/1000 em
    text: dict[str, str] = field(default_factory=dict)  # glyph id (decimal) -> what it stands for

    @classmethod
    def of(cls, face: Face) -> Joined:
        """A font as one sheet uses it."""
        found = cls(face)
        found.add(face)
        return found

    def add(self, face: Face) -> None:
        """Take the glyphs of another sheet in; of two texts of a glyph the first in the book stays (see `told`)."""
        for glyph in face.widths.keys() - self.widths.keys():
            self.widths[glyph] = face.widths[glyph]
        for glyph in face.text.keys() - self.text.keys():
            self.text[glyph] = face.text[glyph]

    def told(self, face: Face) -> bool:
        """Whether every glyph says here what it says in a sheet, so that its words can be copied."""
        said = face.text.items() - self.text.items()
        return all(plain(self.text[glyph]) == plain(text) for glyph, text in said)


@frozen
class _File:
    """A font file while it is subset."""

    at: int  # the number of its stream
    subset: Callable[[], tuple[bytes, bytes]]  # entries and data of the stream


class Fonts:
    """The fonts of a book while it is bound."""

    def __init__(self, objects: Objects, faces: Iterable[Mapping[str, Face]], subsets: Subsets) -> None:
        """Put the faces of all sheets together, in the book's order, and have their files subset."""
        self.objects = objects
        self.joined: dict[_Key, Joined] = {}
        for sheet in faces:
            for name, face in sheet.items():
                self.joined.setdefault(_key(name, face), Joined(face)).add(face)
        self._made: dict[_Key, int] = {}
        self._files = self._begun(subsets)

    def _begun(self, subsets: Subsets) -> dict[tuple[str, int], _File]:
        """Every file with the glyphs of all faces that are drawn from it."""
        glyphs: dict[tuple[str, int], set[int]] = {}
        for joined in self.joined.values():
            glyphs.setdefault(_file(joined.face), set()).update(map(int, joined.widths))
        faces = {_file(joined.face): joined.face for joined in self.joined.values()}
        return {
            file: _File(self.objects.reserve()[0], subsets.begin(face, sorted(glyphs[file])))
            for file, face in faces.items()
        }

    def place(self, forme: Forme, faces: Mapping[str, Face], numbers: Sequence[int]) -> None:
        """Write the table of a sheet's fonts, each the book's; `numbers` are those of its objects, by slot."""
        table = b""
        for name, font in forme.fonts.items():
            number = numbers[font] if isinstance(font, int) else self._font(name, font, faces[name], numbers)
            table += b"/%b %d 0 R" % (name.encode(), number)
        self.objects.put(numbers[forme.fonts_slot], b"<<" + table + b">>")

    def _font(self, name: str, font: Font, face: Face, numbers: Sequence[int]) -> int:
        """The book's font; the sheet's own, but for its file, where glyphs are missing or say other things there."""
        key = _key(name, face)
        joined = self.joined[key]
        if face.missing or not joined.told(face):
            return self._write(font, Joined.of(face), self._files[_file(face)].at, numbers)
        if key not in self._made:
            self._made[key] = self._write(font, joined, self._files[_file(face)].at, numbers)
        return self._made[key]

    def _write(self, font: Font, joined: Joined, file: int, numbers: Sequence[int]) -> int:
        """A font of these glyphs; its number."""
        widest = max(joined.widths.values(), default=0)
        descriptor = self.objects.add(font.descriptor.filled(numbers, widest, file))
        descendant = self.objects.add(font.descendant.filled(numbers, descriptor, _widths(joined.widths)))
        texts = self.objects.deflated(b"", _to_unicode(joined.text))
        return self.objects.add(font.font.filled(numbers, descendant, texts))

    def finish(self) -> None:
        """Write the files, which were subset meanwhile."""
        for file in self._files.values():
            self.objects.stream(file.at, *file.subset())


_Key = tuple[str, str, int]  # resource name, digest of the file, index of the face in it


def _key(name: str, face: Face) -> _Key:
    return (name, face.digest, face.index)


def _file(face: Face) -> tuple[str, int]:
    return (face.digest, face.index)


def _widths(widths: Mapping[str, int]) -> bytes:
    """The `W` array: runs of neighbouring glyphs. ISO 32000-1, 9.7.4.3."""
    runs: list[list[int]] = []  # the first glyph of each, then the widths
    last = -1
    for glyph in sorted(map(int, widths)):
        if glyph - 1 != last or not runs:
            runs.append([glyph])
        runs[-1].append(widths[str(glyph)])
        last = glyph
    return ("[" + "".join(f"{first}[{' '.join(map(str, rest))}]" for first, *rest in runs) + "]").encode()


def _to_unicode(text: Mapping[str, str]) -> bytes:
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
    glyphs = sorted(map(int, text))
    for start in range(0, len(glyphs), 100):
        block = glyphs[start : start + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines.extend(f"<{glyph:04x}> <{text[str(glyph)].encode('utf-16-be').hex()}>" for glyph in block)
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode()
