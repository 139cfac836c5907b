"""The PDF's bookmarks and named destinations. In: the contents, where each id stands. Out: two trees of the catalogue.

ISO 32000-1, 12.3.3 (outline), 12.3.2.3 (named destinations), 7.9.6 (name trees).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from book.model import Entry

_LEAF = 64  # names in one leaf of the tree


def heading(entry: Entry) -> str:
    """How an entry reads in one line: "Chapter 6. The title"."""
    return f"{entry.label}. {entry.title}" if entry.label and entry.title else entry.label or entry.title


def outline(
    pdf: pikepdf.Pdf,
    entries: Sequence[Entry],
    places: Mapping[str, tuple[int, float, float]],
    pages: Sequence[pikepdf.Object],
) -> pikepdf.Object | None:
    """The outline, its first level open; None where the contents are empty."""
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    shown, _ = _level(pdf, root, entries, places, pages)
    if not shown:
        return None
    root.Count = shown
    return root


def _level(
    pdf: pikepdf.Pdf,
    parent: pikepdf.Object,
    entries: Sequence[Entry],
    places: Mapping[str, tuple[int, float, float]],
    pages: Sequence[pikepdf.Object],
) -> tuple[int, int]:
    """Hang entries under their parent; how many there are, and how many with all below them."""
    items: list[pikepdf.Object] = []
    total = 0
    for entry in entries:
        item = pdf.make_indirect(Dictionary(Title=String(heading(entry) or entry.target), Parent=parent))
        if entry.target in places:
            item.Dest = destination(places[entry.target], pages)
        below, all_below = _level(pdf, item, entry.children, places, pages)
        if below:
            # Negative: closed. A reader of 85 chapters opens the one that is wanted.
            item.Count = below if entry.kind == "part" else -below
        items.append(item)
        total += 1 + all_below
    for before, after in pairwise(items):
        before.Next, after.Prev = after, before
    if items:
        parent.First, parent.Last = items[0], items[-1]
    return len(items), total


def destination(place: tuple[int, float, float], pages: Sequence[pikepdf.Object]) -> pikepdf.Object:
    """A view of a place: its page, scrolled to it, the zoom left as it is."""
    page, x, y = place
    return Array([pages[page], Name.XYZ, x, y, 0])


def names(
    pdf: pikepdf.Pdf, places: Mapping[str, tuple[int, float, float]], pages: Sequence[pikepdf.Object]
) -> pikepdf.Object:
    """The name tree of destinations, in the order of the names' bytes."""
    ordered = sorted(places, key=lambda name: name.encode())
    leaves = []
    for start in range(0, len(ordered), _LEAF):
        block = ordered[start : start + _LEAF]
        pairs: list[object] = []
        for name in block:
            pairs += [String(name), destination(places[name], pages)]
        limits = Array([String(block[0]), String(block[-1])])
        leaves.append(pdf.make_indirect(Dictionary(Names=Array(pairs), Limits=limits)))
    return pdf.make_indirect(Dictionary(Kids=Array(leaves)) if leaves else Dictionary(Names=Array()))
