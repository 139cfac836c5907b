"""The PDF's bookmarks and named destinations. In: the contents, where each id stands. Out: two trees of the catalogue.

ISO 32000-1, 12.3.3 (outline), 12.3.2.3 (named destinations), 7.9.6 (name trees).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.editions.pdf.objects import number, plain, references, string, wide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from book.editions.pdf.objects import Objects
    from book.model import Entry

_LEAF = 64  # names in one leaf of the tree


def heading(entry: Entry) -> str:
    """How an entry reads in one line: "Chapter 6. The title"."""
    return f"{entry.label}. {entry.title}" if entry.label and entry.title else entry.label or entry.title


def outline(
    objects: Objects,
    entries: Sequence[Entry],
    places: Mapping[str, tuple[int, float, float]],
    pages: Sequence[int],
) -> int | None:
    """Write the outline, its first level open; its number, None where the contents are empty."""
    if not entries:
        return None
    root = objects.reserve()[0]
    kids, shown = _level(objects, root, entries, places, pages)
    return objects.put(root, b"<</Type/Outlines%b/Count %d>>" % (kids, shown))


def _level(
    objects: Objects,
    parent: int,
    entries: Sequence[Entry],
    places: Mapping[str, tuple[int, float, float]],
    pages: Sequence[int],
) -> tuple[bytes, int]:
    """Write entries, and all below them, under their parent: what it says of them, and how many it shows when open."""
    if not entries:
        return b"", 0
    items = objects.reserve(len(entries))
    shown = len(entries)
    for at, entry in zip(items, entries, strict=True):
        kids, below = _level(objects, at, entry.children, places, pages)
        # Negative: closed. A reader of 85 chapters opens the one that is wanted.
        count = below if entry.kind == "part" else -below
        shown += max(count, 0)
        said = b"/Title %b/Parent %d 0 R" % (string(heading(entry) or entry.target), parent)
        said += b"/Dest" + destination(places[entry.target], pages) if entry.target in places else b""
        said += b"/Prev %d 0 R" % (at - 1) if at > items[0] else b""
        said += b"/Next %d 0 R" % (at + 1) if at < items[-1] else b""
        objects.put(at, b"<<%b%b%b>>" % (said, kids, b"/Count %d" % count if count else b""))
    return b"/First %d 0 R/Last %d 0 R" % (items[0], items[-1]), shown


def destination(place: tuple[int, float, float], pages: Sequence[int]) -> bytes:
    """A view of a place: its page, scrolled to it, the zoom left as it is. `pages` are numbers of objects."""
    page, x, y = place
    return b"[%d 0 R/XYZ %b %b 0]" % (pages[page], number(x), number(y))


def written(names: Iterable[str]) -> Callable[[str], bytes]:
    """How these names are written: all in the same way, so that they have one order by bytes and by characters.

    Some programs look a name up by the one, some by the other.
    """
    return string if all(map(plain, names)) else wide


def names(objects: Objects, places: Mapping[str, tuple[int, float, float]], pages: Sequence[int]) -> int:
    """Write the name tree of destinations, in the order of the names' bytes; its number."""
    ordered = sorted(places, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    write, leaves = written(places), []
    for start in range(0, len(ordered), _LEAF):
        block = [(write(name), destination(places[name], pages)) for name in ordered[start : start + _LEAF]]
        limits = b"%b %b" % (block[0][0], block[-1][0])
        pairs = b"".join(name + place for name, place in block)
        leaves.append(objects.add(b"<</Limits[%b]/Names[%b]>>" % (limits, pairs)))
    return objects.add(b"<</Kids%b>>" % references(leaves) if leaves else b"<</Names[]>>")
