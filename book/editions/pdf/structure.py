"""One structure tree out of those of all sheets. In: the trees, sheet by sheet. Out: the book's `StructTreeRoot`.

Every sheet's elements come under a `Part` of the one `Document`; page and annotation numbers of the parent tree
are shifted behind those of the sheets before. ISO 32000-1, 14.7; ISO 14289-1.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, String


class Structure:
    """The joined structure tree while the book is bound."""

    def __init__(self, pdf: pikepdf.Pdf, *, linked: bool = True) -> None:
        """Begin with an empty `Document`. Not `linked`: pages lose their links, which PDF/X does not allow."""
        self.pdf = pdf
        self.linked = linked
        self.document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
        self.numbers: list[object] = []  # of the parent tree: number, value, number, value, ...
        self.next = 0  # the first number that is free
        self.parts: list[pikepdf.Object] = []

    def add(self, source: pikepdf.Pdf, pages: list[pikepdf.Object], *, language: str, title: str) -> None:
        """Take a sheet's tree in. `pages` are its pages, copied already; `language` only where it is not the book's."""
        root = source.Root.get("/StructTreeRoot")
        if root is None:
            return
        copied = self.pdf.copy_foreign(root)
        part = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part, P=self.document, T=String(title)))
        if language:
            part.Lang = String(language)
        kids: list[pikepdf.Object] = []
        for top in copied.K:
            for kid in top.K:
                kid.P = part
                kids.append(kid)
        part.K = Array(kids)
        self.parts.append(part)
        if not self.linked:
            _unlink(part)
        self._shift(copied.ParentTree.Nums, pages)

    def _shift(self, numbers: pikepdf.Object, pages: list[pikepdf.Object]) -> None:
        """Number a sheet's pages and annotations behind those before it."""
        offset = self.next
        entries = list(numbers)
        for number, value in zip(entries[::2], entries[1::2], strict=True):
            if not self.linked and not isinstance(value, Array):
                continue  # an annotation's owner
            self.numbers.append(offset + int(number))
            # Indirect, or the whole tree is one object as long as the book.
            self.numbers.append(self.pdf.make_indirect(value) if isinstance(value, Array) else value)
            self.next = max(self.next, offset + int(number) + 1)
        for page in pages:
            page.StructParents = int(page.StructParents) + offset
            for annotation in page.get("/Annots", ()):
                if "/StructParent" in annotation:
                    annotation.StructParent = int(annotation.StructParent) + offset

    def finish(self) -> pikepdf.Object:
        """The `StructTreeRoot` of the book."""
        root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([self.document])))
        self.document.P = root
        self.document.K = Array(self.parts)
        root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(self.numbers)))
        root.ParentTreeNextKey = self.next
        return root


def _unlink(top: pikepdf.Object) -> None:
    """Make plain text of links: their annotations are gone."""
    waiting = [top]
    while waiting:
        element = waiting.pop()
        held = element.get("/K", Array())
        kids = list(held) if isinstance(held, Array) else [held]
        kept = [kid for kid in kids if not (isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR")]
        if len(kept) < len(kids):
            element.K = Array(kept)
        if element.get("/S") == "/Link":
            element.S = Name.Span
        waiting.extend(kid for kid in kept if isinstance(kid, Dictionary) and kid.get("/Type") == "/StructElem")
