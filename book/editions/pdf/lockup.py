"""Pages of the engine become a forme. In: the pydyf objects of one sheet, tidied, and its faces. Out: a `Forme`.

Objects are taken from the pages and the structure tree on, in the order in which they are met, so that what nothing
leads to (the sheet's own outline, catalogue, font files) stays behind. It runs where the sheet is laid out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pydyf

from book.editions.pdf.forme import PART, Font, Forme, Link, Owner, Page, Thing, thing
from book.editions.pdf.laid import SCHEME

if TYPE_CHECKING:
    from collections.abc import Container

_LENGTH = re.compile(rb"/Length \d+>>\Z")
_BOXES = ("MediaBox", "BleedBox", "TrimBox")
_BOUND = {"Type", "Parent", "Contents", "Resources", "Annots", "StructParents", "Tabs", *_BOXES}
_ENDS = b"endstream"


def lock_up(pdf: Any, faces: Container[str]) -> Forme:  # noqa: ANN401 - pydyf ships no types
    """The forme of a sheet; `faces` are the resource names of the fonts that binding joins."""
    return _Frame(pdf).forme(faces)


class _Frame:
    """A sheet while it is locked up."""

    def __init__(self, pdf: Any) -> None:  # noqa: ANN401 - pydyf ships no types
        self.pdf = pdf
        self.order: list[int] = []  # numbers of the objects, by slot
        self.slots: dict[int, int] = {}  # number -> slot
        self.links: dict[int, Link] = {}
        self.unlinked: dict[int, Thing | None] = {}

    def forme(self, faces: Container[str]) -> Forme:
        pages = [self.pdf.objects[number] for number in self.pdf.pages["Kids"][::3]]
        resources = self.get(pages[0]["Resources"])
        fonts = self.get(resources["Font"])
        for first in (*pages, resources, fonts):
            self.slot(first.number)
        locked = tuple(self.page(page) for page in pages)
        shared = self.resources(resources)
        named = {name: self.font(reference, apart=name in faces) for name, reference in fonts.items()}
        parts, owners = self.structure()
        objects: list[Thing | None] = []
        begin = len(pages) + 2
        while begin + len(objects) < len(self.order):  # each may lead to more
            slot = begin + len(objects)
            objects.append(None if slot in self.links else self.object(slot))
        return Forme(locked, shared, named, tuple(objects), self.links, parts, owners, self.unlinked)

    def get(self, reference: bytes) -> Any:  # noqa: ANN401 - pydyf ships no types
        """The object behind a reference."""
        return self.pdf.objects[int(reference.split()[0])]

    def slot(self, number: int) -> int:
        """The slot of an object."""
        if number not in self.slots:
            self.slots[number] = len(self.order)
            self.order.append(number)
        return self.slots[number]

    def _thing(self, text: bytes, data: bytes | None = None) -> Thing:
        return thing(text, self.slot, data)

    def entries(self, dictionary: Any, *without: str) -> Thing:  # noqa: ANN401 - pydyf ships no types
        """The entries of a dictionary, but for some."""
        kept = {key: value for key, value in dictionary.items() if key not in without}
        return self._thing(pydyf.Dictionary(kept).data[2:-2])

    def page(self, page: Any) -> Page:  # noqa: ANN401 - pydyf ships no types
        links = []
        for reference in page.get("Annots", ()):
            links.append(self.slot(int(reference.split()[0])))
            self.links[links[-1]] = self.link(self.get(reference))
        left, bottom, right, top = page["MediaBox"]
        boxes = pydyf.Dictionary({name: page[name] for name in _BOXES if name in page})
        return Page(
            contents=(self.slot(int(page["Contents"].split()[0])),),
            links=tuple(links),
            media=(left, bottom, right, top),
            owner=page.get("StructParents", -1),
            boxes=boxes.data[2:-2],
            others=self.entries(page, *_BOUND),
        )

    def link(self, link: Any) -> Link:  # noqa: ANN401 - pydyf ships no types
        address = str(link["A"]["URI"].string) if "A" in link else ""
        if address.startswith(SCHEME):
            target = unquote(address.removeprefix(SCHEME))
        else:
            target = str(link["Dest"].string) if "Dest" in link else ""
        inner = ("A", "Dest", "Contents") if target else ()
        left, bottom, right, top = link["Rect"]
        others = self.entries(link, "Rect", "StructParent", "F", *inner)
        return Link(target, link.get("StructParent", -1), (left, bottom, right, top), others)

    def resources(self, resources: Any) -> Thing:  # noqa: ANN401 - pydyf ships no types
        """The resources of all pages, their table of drawings last and open."""
        rest = {key: value for key, value in resources.items() if key != "XObject"}
        drawings = pydyf.Dictionary(resources.get("XObject", {})).data
        return self._thing(pydyf.Dictionary(rest).data[:-2] + b"/XObject " + drawings[:-2])

    def font(self, reference: bytes, *, apart: bool) -> Font | int:
        """A font that binding joins, or the slot of one that is embedded here."""
        if not apart:
            return self.slot(int(reference.split()[0]))
        font = self.get(reference)
        descendant = self.get(font["DescendantFonts"][0])
        descriptor = self.get(descendant["FontDescriptor"])
        left, bottom, _, top = descriptor["FontBBox"]
        file = next(key for key in descriptor if key.startswith("FontFile"))
        box = pydyf.Array([left, bottom]).data[:-1] + b" %d " + pydyf.Array([top]).data[1:]
        return Font(
            self._open(font, b"/DescendantFonts [%d 0 R]/ToUnicode %d 0 R", "DescendantFonts", "ToUnicode"),
            self._open(descendant, b"/FontDescriptor %d 0 R/W %b", "FontDescriptor", "W"),
            self._open(descriptor, b"/FontBBox " + box + b"/" + file.encode() + b" %d 0 R", "FontBBox", file),
        )

    def _open(self, dictionary: Any, gaps: bytes, *filled: str) -> Thing:  # noqa: ANN401 - pydyf ships no types
        """A dictionary some entries of which binding will fill."""
        found = self.entries(dictionary, *filled)
        return found._replace(text=b"<<" + found.text + gaps + b">>")

    def structure(self) -> tuple[tuple[int, ...] | None, tuple[Owner, ...]]:
        """The outermost elements of the structure tree, and who owns which content."""
        if "StructTreeRoot" not in self.pdf.catalog:
            return None, ()
        root = self.get(self.pdf.catalog["StructTreeRoot"])
        tops = [self.get(reference) for reference in root["K"]]
        self.slots.update((top.number, PART) for top in tops)
        parts = tuple(self.slot(int(reference.split()[0])) for top in tops for reference in top["K"])
        tree = self.get(root["ParentTree"])["Nums"]
        owners = []
        for number, value in zip(tree[::2], tree[1::2], strict=True):
            page = isinstance(value, list)
            owners.append(Owner(number, self._thing(value.data if page else value), page))
        return parts, tuple(owners)

    def object(self, slot: int) -> Thing:
        """The object in a slot."""
        found = self.pdf.objects[self.order[slot]]
        if isinstance(found, pydyf.Stream):
            # As pydyf writes it: a dictionary that ends with the length, the data.
            head, _, rest = found.data.partition(b"\nstream\n")
            return self._thing(_LENGTH.sub(b"", head)[2:], rest[: -len(_ENDS) - 1])
        if isinstance(found, pydyf.Dictionary) and found.get("Type") == "/StructElem":
            self._unlink(slot, found)
        elif isinstance(found, pydyf.Dictionary) and found.get("Type") == "/OBJR":
            self.unlinked[slot] = None
        return self._thing(found.data)

    def _unlink(self, slot: int, element: Any) -> None:  # noqa: ANN401 - pydyf ships no types
        """Note what a link's element is where the book has no links: plain text. PDF/X allows none."""
        kept = [kid for kid in element["K"] if not (isinstance(kid, bytes) and self.get(kid).get("Type") == "/OBJR")]
        if len(kept) < len(element["K"]) or element["S"] == "/Link":
            kind = "/Span" if element["S"] == "/Link" else element["S"]
            self.unlinked[slot] = self._thing(pydyf.Dictionary({**element, "S": kind, "K": pydyf.Array(kept)}).data)
