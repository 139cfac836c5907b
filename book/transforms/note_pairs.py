"""Find the notes of a book and their references. In: the trees of all chapters. Out: pairs of reference and note.

A reference is a link that says so (`epub:type="noteref"`, `role="doc-noteref"`, a generator's class), or a link
that looks like one (`1`, `[2]`, `*`) and leads to a block that says it is a note, or that links back. EPUB 3.3
section 5.2; EPUB Structural Semantics Vocabulary 1.1 (notes); DPUB-ARIA 1.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from book.milestones import origins
from book.xhtml import EPUB_TYPE, elements, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CONCERNED = etree.XPath("descendant::*[@id or self::a] | descendant::processing-instruction()")
_REFERENCES = frozenset(["noteref", "annoref", "doc-noteref"])
_BACKLINKS = frozenset(["backlink", "referrer", "doc-backlink"])
_NOTES = frozenset(
    [
        *("footnote", "endnote", "rearnote", "note", "footnotes", "endnotes", "rearnotes", "notes"),
        *("doc-footnote", "doc-endnote", "doc-endnotes"),
    ]
)
# Classes by which generators of HTML mark them: Pandoc, PHP Markdown Extra, kramdown, docutils, GitHub, WordPress.
_REFERENCE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:footnote-?ref(?:erence)?|note-?ref|fn-?ref|fnref)(?:$|[\s_-])", re.IGNORECASE
)
_BACKLINK_CLASS = re.compile(
    r"footnote-?back|fn-?back|reverse-?footnote|back-?link|back-?ref|footnote-?return|footnotes?-?jump", re.IGNORECASE
)
_NOTES_CLASS = re.compile(
    r"(?:^|[\s_-])(?:footnotes?|endnotes?|foot-note|fn|notes-list|footnote-list|footnote-definition)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"[\[(（［{]?\s*(?:\w{0,10}[. ]\s*)?"
    r"(?:\d{1,4}|[ivxlc]{1,6}|[a-zA-Z]|[*∗⁎✱†‡§¶#‖]{1,4}|[⁰¹²³⁴-⁹]{1,3}|[①-⑳]|[注註]\s*\d*)\s*[\])）］}]?[.:]?"
)
_ARROW = re.compile(
    r"[\s^↑↩⏎↵⤴⮌⬆←↰⇑\ufe0e\ufe0f]+|(?:return|back|jump up|go back)(?: to (?:text|top|article))?\W*", re.IGNORECASE
)
_BLOCKS = frozenset(["li", "aside", "p", "div", "section", "dd", "dt", "tr", "blockquote", "td"])
_OUTER = frozenset(["li", "aside", "dd"])
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(slots=True)
class Found:
    """A note: the block it stands in, what goes on in later blocks, and its references in document order."""

    block: etree._Element
    chapter: int  # in which it stands, from 0
    source: str
    declared: bool  # it, or what holds it, says that it is a note
    references: list[etree._Element] = field(default_factory=list)
    more: list[etree._Element] = field(default_factory=list)
    back: set[etree._Element] = field(default_factory=set)  # its links back to the text


@dataclass(slots=True)
class Where:
    """The place of an element in a book."""

    chapter: int
    order: int
    source: str


class Pairs:
    """The notes of a book, by block, and the note of each reference."""

    def __init__(self, trees: Sequence[tuple[str, etree._Element]], shared: Sequence[bool]) -> None:
        """`trees` are (source, tree) of each chapter; `shared` says which chapter is one of notes for others."""
        self.places: dict[etree._Element, Where] = {}
        self.targets: dict[str, etree._Element] = {}
        self.notes: dict[etree._Element, Found] = {}
        self.of: dict[etree._Element, Found] = {}
        self._shared = shared
        self._links: list[etree._Element] = []
        for chapter, (source, tree) in enumerate(trees):
            for element, origin in origins(elements(_CONCERNED, tree), source):
                name = element.get("id")
                if name:
                    self.targets.setdefault(name, element)
                self.places[element] = Where(chapter, len(self.places), origin)
                if element.tag == "a" and (element.get("href") or "").startswith("#"):
                    self._links.append(element)
        for link in self._links:
            self._consider(link)
        # A second reference to a note has no link back: the note is known by the first.
        for link in self._links:
            if link not in self.of:
                self._consider(link, again=True)
        order = {id(link): place for place, link in enumerate(self._links)}
        for note in self.notes.values():
            note.references.sort(key=lambda link: order[id(link)])
        for note in self.notes.values():
            note.more = list(self._continued(note))
            note.back = {
                link for block in (note.block, *note.more) for link in block.iter("a") if self._back(link, note)
            }

    def _back(self, link: etree._Element, note: Found) -> bool:
        """Whether a link in a note leads back to a reference of it."""
        if link in self.of:
            return False
        target = self.targets.get((link.get("href") or "")[1:])
        return _says_back(link) or (target is not None and any(_near(ref, target) for ref in note.references))

    def _consider(self, link: etree._Element, *, again: bool = False) -> None:
        target = self.targets.get((link.get("href") or "")[1:])
        if target is None or _says_back(link):
            return
        declared = _says_reference(link)
        if not declared and not _MARK.fullmatch(text_of(link)):
            return
        block = _block(target, strict=not declared)
        if block is None or _within(link, block):
            return
        says = _says_note(block)
        known = again and block in self.notes
        if not (declared or known or self._is_note(link, target, block, says=says)):
            return
        if again and not known:
            return
        place = self.places[target]
        note = self.notes.setdefault(block, Found(block, place.chapter, place.source, says))
        note.references.append(link)
        self.of[link] = note

    def _is_note(self, link: etree._Element, target: etree._Element, block: etree._Element, *, says: bool) -> bool:
        """Whether a link that only looks like a reference is one."""
        here, there = self.places[link], self.places[target]
        later = there.order > here.order or self._shared[there.chapter]
        if not later or self._shared[here.chapter] > self._shared[there.chapter]:
            return False
        if next(block.iter(*_HEADINGS), None) is not None:
            return False
        return says or self._shared[there.chapter] or any(self._leads_to(back, link) for back in block.iter("a"))

    def _leads_to(self, back: etree._Element, link: etree._Element) -> bool:
        target = self.targets.get((back.get("href") or "")[1:])
        return target is not None and _near(link, target)

    def _continued(self, note: Found) -> Iterator[etree._Element]:
        """The blocks after a note's first that belong to it: up to the next note, or the end of a list of notes."""
        if note.block.tag == "dt":
            for sibling in note.block.itersiblings("*"):
                if sibling.tag != "dd":
                    return
                yield sibling
            return
        if note.block.tag not in ("p", "div"):
            return
        found: list[etree._Element] = []
        for sibling in note.block.itersiblings("*"):
            if sibling in self.notes:
                yield from found
                return
            if sibling.tag in (*_HEADINGS, "hr", "section"):
                break
            found.append(sibling)
        parent = note.block.getparent()
        if note.declared and parent is not None and _declares(parent):
            yield from found


def _tokens(element: etree._Element) -> set[str]:
    return {*(element.get(EPUB_TYPE) or "").split(), *(element.get("role") or "").split()}


def _says_reference(link: etree._Element) -> bool:
    return bool(_tokens(link) & _REFERENCES) or bool(_REFERENCE_CLASS.search(link.get("class") or ""))


def _says_back(link: etree._Element) -> bool:
    if _tokens(link) & _BACKLINKS or _BACKLINK_CLASS.search(link.get("class") or ""):
        return True
    return bool(_ARROW.fullmatch(text_of(link)))


def _declares(element: etree._Element) -> bool:
    return bool(_tokens(element) & _NOTES) or bool(_NOTES_CLASS.search(element.get("class") or ""))


def _says_note(block: etree._Element) -> bool:
    """Whether a block, or one of the few that hold it, says that it is a note."""
    for _ in range(4):
        if _declares(block):
            return True
        parent = block.getparent()
        if parent is None:
            return False
        block = parent
    return False


def _block(target: etree._Element, *, strict: bool) -> etree._Element | None:
    """The block of the note that a link leads to; with `strict`, only where the target is at its beginning."""
    element = target
    while element.tag not in _BLOCKS:
        parent = element.getparent()
        if parent is None or (strict and not _first(element, parent)):
            return None
        element = parent
    parent = element.getparent()
    while parent is not None and element.tag in ("p", "div") and parent.tag in _OUTER and _first(element, parent):
        element, parent = parent, parent.getparent()
    if element.tag == "td" and parent is not None:
        element = parent
    return element


def _first(element: etree._Element, parent: etree._Element) -> bool:
    """Whether nothing but a mark's bracket stands before an element in its parent."""
    before = (parent.text or "") + "".join(
        ("" if not isinstance(sibling.tag, str) else text_of(sibling)) + (sibling.tail or "")
        for sibling in element.itersiblings(preceding=True)
    )
    return not before.strip(" \t\r\n[(（［\u00a0")


def _within(link: etree._Element, block: etree._Element) -> bool:
    return any(ancestor is block for ancestor in link.iterancestors())


def _near(link: etree._Element, target: etree._Element) -> bool:
    """Whether an id marks a reference: it is on the link, around it, or just before it."""
    if target is link or (target.tag not in _BLOCKS and any(ancestor is target for ancestor in link.iterancestors())):
        return True
    if any(element is target for element in link.iter("*")):
        return True
    following = next(target.itersiblings("*"), None)
    empty = not text_of(target) and not (target.tail or "").strip()
    return empty and following is not None and (following is link or any(e is link for e in following.iter("a")))
