"""Which page comes where. In: how many pages each sheet has. Out: the leaves of the book, blanks among them, named.

In print every sheet opens on a recto, but for those that belong on the back of a title page; a verso that is left
over is blank; the number of pages is even. On a screen one page follows the other. In a book read from right to
left the recto lies on the left: nothing here changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from book.editions.pdf.labels import Folio, folios
from book.frozen import frozen
from book.model import MENTION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from book.editions.pdf.laid import Laid
    from book.model import Sheet

Side = Literal["recto", "verso"]

VERSO = frozenset(["imprint"])  # kinds of sheets that stand on the back of the leaf before
BARE = frozenset(["cover", "titlepage", "halftitle", "imprint", "part", "dedication", "epigraph", "colophon"])


@frozen
class Leaf:
    """One page of the book."""

    sheet: int  # index of its sheet; of a blank, of the sheet before it
    page: int | None  # from 0, in its sheet; None: blank
    folio: Folio

    @property
    def opens(self) -> bool:
        """The first page of its sheet."""
        return self.page == 0


def impose(  # noqa: PLR0913 - what decides the order of pages
    sheets: Sequence[Sheet],
    counts: Sequence[int],
    *,
    paper: bool,
    cover: str,
    language: str,
    digits: Callable[[str], str],
) -> tuple[Leaf, ...]:
    """The pages of the book in order. `counts` are pages of each sheet; `cover` is what a cover page is called."""
    places: list[tuple[int, int | None]] = []
    front = covers = 0
    for index, (sheet, count) in enumerate(zip(sheets, counts, strict=True)):
        verso = len(places) % 2 == 1
        if paper and count and places and verso != (sheet.kind in VERSO):
            places.append((index - 1, None))
        places.extend((index, page) for page in range(count))
        if sheet.matter == "cover":
            covers = len(places)
        if sheet.matter in ("cover", "front"):
            front = len(places)
            if paper and front % 2 and _body_follows(sheets, index):
                places.append((index, None))
                front += 1
    if paper and len(places) % 2:
        places.append((places[-1][0], None))
    names = (
        *(Folio(cover, front=True) for _ in range(covers)),
        *folios(front - covers, len(places) - front, language, digits),
    )
    return tuple(Leaf(sheet, page, name) for (sheet, page), name in zip(places, names, strict=True))


def side(number: int, *, paper: bool) -> Side:
    """Where a page lies, `number` from 0. On a screen there is one side only."""
    return "verso" if paper and number % 2 else "recto"


def _body_follows(sheets: Sequence[Sheet], index: int) -> bool:
    """Whether the front matter ends with this sheet."""
    return index + 1 == len(sheets) or sheets[index + 1].matter not in ("cover", "front")


def named(leaves: Sequence[Leaf], laid: Sequence[Laid | None]) -> Mapping[str, tuple[int, float, float]]:
    """Where each id of the book stands: page of the book from 0, x and y in pt; the first of equal ids."""
    first: dict[int, int] = {}
    for number, leaf in enumerate(leaves):
        if leaf.opens:
            first[leaf.sheet] = number
    found: dict[str, tuple[int, float, float]] = {}
    for index, sheet in enumerate(laid):
        if sheet is not None and index in first:
            for name, (page, x, y) in sheet.anchors.items():
                if not name.startswith(MENTION):
                    found.setdefault(name, (first[index] + page, x, y))
    return found
