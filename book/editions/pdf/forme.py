"""A sheet locked up for binding: the objects of its pages, each as it will stand in the book but for the numbers.

In: what `lockup` took from the page engine. Out: `Forme`, packed and unpacked, and copied into a book's PDF.

An object is kept as its text with a gap for the number of every object it refers to, so that it is bound by filling
gaps: no PDF is parsed, and nothing of a sheet is held once it is written. Objects are known by their `slot`: the pages
first, then the resources that all of them share, the fonts in those, and whatever they lead to. What binding decides
(boxes, links to other sheets, joined fonts, the place in the structure tree) is apart.
ISO 32000-1, 7.3.10 (indirect objects), 7.7.3.3 (page objects), 14.7 (structure).
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from book.editions.pdf.objects import Objects

PART = -1  # the slot of the element under which the book's structure tree holds the sheet


class Thing(NamedTuple):
    """An object."""

    text: bytes  # with a `%d` for the number of each object it refers to; of a stream, the entries of its dictionary
    slots: tuple[int, ...]  # of those objects, in the order of the text
    data: bytes | None = None  # of a stream, encoded as its entries say

    def filled(self, numbers: Sequence[int], *more: object) -> bytes:
        """The text with the numbers of the objects it refers to, by slot; `more` fill the gaps that are left."""
        return self.text % (*map(numbers.__getitem__, self.slots), *more)


def thing(text: bytes, slot: Callable[[int], int], data: bytes | None = None) -> Thing:
    """An object from its text; `slot` gives that of an object by its number."""
    slots: list[int] = []

    def gap(match: re.Match[bytes]) -> bytes:
        if match[1] is None:
            return match[0]
        slots.append(slot(int(match[1])))
        return b"%d 0 R"

    return Thing(_REFERENCE.sub(gap, text.replace(b"%", b"%%")), tuple(slots), data)


# A string, in which what looks like a reference is none, or a reference.
_REFERENCE = re.compile(rb"\((?:[^()\\]|\\.)*\)|(\d+) 0 R", re.DOTALL)


class Page(NamedTuple):
    """A page, without what binding gives it."""

    contents: tuple[int, ...]  # slots
    links: tuple[int, ...]  # slots
    media: tuple[float, float, float, float]  # left, bottom, right, top of what is painted, in pt
    owner: int  # its number in the sheet's parent tree; -1: none
    boxes: bytes  # its boundaries as entries of its dictionary, for a page that is not cut
    others: Thing  # entries that are neither of these, nor binding's own


class Link(NamedTuple):
    """A link, without what binding gives it."""

    target: str  # the id it leads to; empty: it leads out of the book
    owner: int  # the number of its element in the sheet's parent tree; -1: none
    rect: tuple[float, float, float, float]  # pt
    others: Thing  # its other entries


class Font(NamedTuple):
    """The dictionaries of a font whose file, widths and texts are the book's."""

    font: Thing  # gaps at the end: its descendant, its `ToUnicode`
    descendant: Thing  # gaps at the end: its descriptor, its widths
    descriptor: Thing  # gaps at the end: the widest advance, the file


class Owner(NamedTuple):
    """An entry of the parent tree."""

    number: int
    value: Thing  # the elements of a page's content, or that of a link
    page: bool


class Forme(NamedTuple):
    """A sheet, locked up."""

    pages: tuple[Page, ...]
    resources: Thing  # open at the end of its `XObject` table, where binding adds its own
    fonts: dict[str, Font | int]  # by resource name; a slot: embedded in the sheet
    objects: tuple[Thing | None, ...]  # from the slot after the fonts on; None: a link
    links: dict[int, Link]  # by slot
    parts: tuple[int, ...] | None  # slots of the outermost elements; None: not tagged
    owners: tuple[Owner, ...]
    unlinked: dict[int, Thing | None]  # what stands in place of an object where a book has no links; None: nothing

    @property
    def fonts_slot(self) -> int:
        """The slot of the fonts; that of the resources is before it."""
        return len(self.pages) + 1

    @property
    def slots(self) -> int:
        """How many there are."""
        return self.fonts_slot + 1 + len(self.objects)

    def pack(self) -> bytes:
        """The bytes that are kept and sent."""
        return msgspec.msgpack.encode(self)

    def content(self, page: int) -> bytes:
        """What is drawn on a page."""
        streams = [self.objects[slot - self.fonts_slot - 1] for slot in self.pages[page].contents]
        return b"\n".join(zlib.decompress(stream.data) for stream in streams if stream and stream.data)

    def copy(
        self, objects: Objects, numbers: Sequence[int], *, without: Container[int] = (), linked: bool = True
    ) -> None:
        """Write the objects behind the fonts, links apart, under `numbers`, by slot; `without` those in these slots."""
        for slot, found in enumerate(self.objects, self.fonts_slot + 1):
            shown = found if linked else self.unlinked.get(slot, found)
            if shown is None or slot in without:
                continue
            if shown.data is None:
                objects.put(numbers[slot], shown.filled(numbers))
            else:
                objects.stream(numbers[slot], shown.filled(numbers), shown.data)


def unlock(data: bytes) -> Forme:
    """What `Forme.pack` packed. Raises `ValueError` for anything else."""
    try:
        return _DECODER.decode(data)
    except msgspec.DecodeError as error:
        raise ValueError(f"a damaged forme: {error}") from error


_DECODER = msgspec.msgpack.Decoder(Forme)
