"""One structure tree out of those of all sheets. In: the formes, one by one. Out: the book's `StructTreeRoot`.

Every sheet's elements come under a `Part` of the one `Document`; page and annotation numbers of the parent tree
are shifted behind those of the sheets before. ISO 32000-1, 14.7; ISO 14289-1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.editions.pdf.objects import references, string

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.editions.pdf.forme import Forme
    from book.editions.pdf.objects import Objects


class Structure:
    """The joined structure tree while the book is bound."""

    def __init__(self, objects: Objects, *, linked: bool = True) -> None:
        """Begin with an empty `Document`. Not `linked`: pages lose their links, which PDF/X does not allow."""
        self.objects = objects
        self.linked = linked
        self.root, self.document = objects.reserve(2)
        self.parts: list[int] = []
        self.next = 0  # the first number of the parent tree that is free
        self._tree: list[bytes] = []  # the parent tree: a number and its value

    def add(self, forme: Forme, numbers: Sequence[int], *, language: str, title: str) -> int:
        """Take a sheet's tree in; what its numbers in the parent tree are shifted by.

        `numbers` are those of its objects, by slot, its `Part` last; `language` only where it is not the book's.
        """
        offset = self.next
        if forme.parts is None:
            return offset
        kids = references(numbers[slot] for slot in forme.parts)
        said = b"/Lang " + string(language) if language else b""
        element = b"<</Type/StructElem/S/Part/P %d 0 R/T %b%b/K %b>>" % (self.document, string(title), said, kids)
        self.parts.append(self.objects.put(numbers[-1], element))
        for owner in forme.owners:
            if not self.linked and not owner.page:
                continue
            value = owner.value.filled(numbers)
            # Indirect, or the whole tree is one object as long as the book.
            settled = b"%d 0 R" % self.objects.add(value) if owner.page else value
            self._tree.append(b"%d %b" % (offset + owner.number, settled))
            self.next = max(self.next, offset + owner.number + 1)
        return offset

    def finish(self) -> int:
        """Write the `StructTreeRoot` of the book; its number."""
        document = b"<</Type/StructElem/S/Document/P %d 0 R/K %b>>" % (self.root, references(self.parts))
        self.objects.put(self.document, document)
        tree = self.objects.add(b"<</Nums[" + b" ".join(self._tree) + b"]>>")
        root = b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>"
        return self.objects.put(self.root, root % (self.document, tree, self.next))
