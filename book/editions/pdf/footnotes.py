"""Notes that the page engine dropped are set all the same. In: a sheet's tree, notes that were lost. Out: the tree.

WeasyPrint 70 loses notes where a line with many of them is taken back from the foot of a page. Nothing of a book may be
lost: a sheet whose notes are not all on its pages is laid out again with less room for notes, then without the care for
lines left alone, and at last with the lost notes at the end of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree  # noqa: ICN001 - the name says what it is

from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

# What is tried, one after the other; none moves a note.
REMEDIES = (
    "",
    "@page { @footnote { max-height: 40% } }",
    "@page { @footnote { max-height: 40% } } p, li, dd { orphans: 1; widows: 1 }",
)


def expected(tree: ElementTree.Element) -> tuple[str, ...]:
    """The ids of the notes that a sheet has at the foot of its pages."""
    return tuple(
        str(note.get("id"))
        for note in tree.iter("span")
        if "footnote" in note.get("class", "").split() and note.get("id")
    )


def move(tree: ElementTree.Element, lost: Collection[str]) -> None:
    """Put lost notes at the end of the text, in their order."""
    body = tree.find("body")
    section = body.find("section") if body is not None else None
    home = ElementTree.Element("section", {"class": "footnotes"})
    for parent in list(tree.iter()):
        for note in list(parent):
            if note.tag == "span" and note.get("id") in lost:
                _close(parent, note)
                note.tag, note.tail = "div", None
                note.set("class", "moved")
                home.append(note)
    target = section if section is not None else body if body is not None else tree
    target.append(home)


def _close(parent: ElementTree.Element, note: ElementTree.Element) -> None:
    """Take a note out of its line; what follows it stays."""
    at = list(parent).index(note)
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + (note.tail or "")
    else:
        parent.text = (parent.text or "") + (note.tail or "")
    parent.remove(note)


def moved(where: str, lost: Sequence[str]) -> Problem:
    """What was done about notes that no remedy kept at the foot."""
    what = f"{len(lost)} notes do not fit at the foot of their pages, and stand at the end of the chapter"
    return Problem("note-moved", "note", where, what, 'set notes = "chapter" for this edition')
