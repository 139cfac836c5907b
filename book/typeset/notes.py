"""Notes put where they are read. In: a chapter's tree and its notes. Out: the tree with notes in it, or notes to list.

On pages a note is an element at its reference, which CSS floats to the foot of the page; elsewhere it is listed
after the chapter, or after the book. A note too long for a foot (it could fill a page by itself) is listed after
its chapter, and said so. CSS Generated Content for Paged Media, section 2; DPub-ARIA 1.1 (doc-noteref, doc-backlink).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from book.frozen import frozen
from book.xhtml import parse, text_of, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.messages import Messages
    from book.model import Note

LONGEST_AT_FOOT = 1500  # characters: a third of a page of a small book
_CROWD = 12  # notes of one paragraph that may be too many
_LINE = 70  # characters of a line at the foot: a shorter note takes one as well
_UNFIT = ("table", "figure", "img", "pre", "svg", "math", "dl")  # what does not belong at the foot of a page


@frozen
class Listed:
    """A note ready to be listed."""

    id: str
    number: str
    body: str  # fragment, the back-link in it


def listed(notes: Sequence[Note], words: Messages) -> list[Listed]:
    """The notes with their number as link back to the text."""
    found = []
    for note in notes:
        body = parse(note.body)
        first = next((child for child in body if child.tag == "p"), None)
        if first is None or (body.text or "").strip() or body.index(first) > 0:
            first = etree.Element("p", {"class": "note-number"})
            first.tail, body.text = body.text, None
            body.insert(0, first)
        _lead(first, _backlink(note, words))
        found.append(Listed(note.id, note.number, write(body)))
    return found


def crowded(chapter: etree._Element, notes: Sequence[Note], longest: int = LONGEST_AT_FOOT) -> frozenset[str]:
    """The ids of notes whose paragraph calls more of them than the pages it stands on have room for at their feet.

    They would stand pages after their call. `longest`: characters that one note may have at a foot.
    """
    if len(notes) < _CROWD:
        return frozenset()
    places = _places(chapter)
    blocks: dict[etree._Element, list[Note]] = {}
    for note in notes:
        if (place := places.get(note.ref)) is not None:
            block = next(place.iterancestors("p", "li", "dd", "td", "th", "blockquote", "body"), chapter)
            blocks.setdefault(block, []).append(note)
    return frozenset(
        note.id
        for block, called in blocks.items()
        if len(called) >= _CROWD
        and sum(max(len(text_of(parse(note.body))), _LINE) for note in called) > 2 * longest + len(text_of(block))
        for note in called
    )


def _places(chapter: etree._Element) -> dict[str, etree._Element]:
    """The references of a chapter by their ids."""
    return {reference.get("id", ""): reference for reference in chapter.iter("a") if reference.get("id")}


def set_at_foot(
    chapter: etree._Element,
    notes: Sequence[Note],
    longest: int = LONGEST_AT_FOOT,
    crowd: frozenset[str] = frozenset(),
) -> list[Note]:
    """Put each note at its reference, to be floated to the foot; those that cannot stand there are returned.

    A note of more than `longest` characters cannot: it could be higher than a page; nor can those of a `crowd`.
    The reference keeps its id, so that a link to it arrives.
    """
    places = _places(chapter)
    left = []
    for note in notes:
        place = places.get(note.ref)
        body = parse(note.body)
        unfit = note.id in crowd or len(text_of(body)) > longest or next(body.iter(*_UNFIT), None) is not None
        if place is None or unfit:
            left.append(note)
        else:
            _float(place, note, body)
    return left


def _float(place: etree._Element, note: Note, body: etree._Element) -> None:
    """Insert the note after its reference, with what followed the reference after the note."""
    foot = etree.Element("span", {"class": "footnote", "id": note.id, "data-number": note.number})
    # The call is the reference itself, which the engine does not know; the mark in the note is written out.
    mark = etree.Element("span", {"class": "mark"})
    mark.text = note.number
    only = body[0] if len(body) == 1 and body[0].tag == "p" and not _bare(body) else None
    content = body if only is None else only
    foot.text, content.text = content.text, None
    foot.extend(list(content))
    # The mark stands in the first line of the note, not above it.
    first = foot[0] if len(foot) and foot[0].tag == "p" and not (foot.text or "").strip() else foot
    mark.tail = f" {first.text or ''}"
    first.text = None
    first.insert(0, mark)
    parent = place.getparent()
    if parent is None:
        return
    _fold(foot)
    foot.tail, place.tail = place.tail, None
    parent.insert(parent.index(place) + 1, foot)


def _fold(foot: etree._Element) -> None:
    """Line ends to spaces: the engine takes notes out of the flow before it folds white space, and breaks there."""
    for element in foot.iter(etree.Element):
        element.text = re.sub(r"\s*\n\s*", " ", element.text) if element.text else element.text
        element.tail = re.sub(r"\s*\n\s*", " ", element.tail) if element.tail else element.tail


def _bare(body: etree._Element) -> bool:
    """Whether there is text beside the elements."""
    return bool((body.text or "").strip() or any((child.tail or "").strip() for child in body))


def _backlink(note: Note, words: Messages) -> etree._Element:
    link = etree.Element("a", {"href": f"#{note.ref}", "class": "backlink", "role": "doc-backlink"})
    if words.backlink:
        link.set("title", words.backlink)
    link.text = note.number
    return link


def _lead(block: etree._Element, link: etree._Element) -> None:
    """Put the number first in a block."""
    link.tail = f"\u00a0{block.text or ''}"
    block.text = None
    block.insert(0, link)
