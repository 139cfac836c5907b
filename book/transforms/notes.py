"""Linked notes become the notes of their chapter. In: a `Book`. Out: the `Book`, its notes out of the text.

Notes at the end of an article and notes in one file shared by many; several references to one note; notes inside
notes. Numbered by chapter, in the digits of the book. A chapter that held only notes vanishes. EPUB 3.3 section 5.2.

Chapters that link to places in one another form a cluster, and the notes of one cluster are no concern of another: each
is worked on alone, so that what it became can be kept. A chapter that neither links inside the book nor is linked to
has no notes.

Over 300 lines: what is known of the trees of a cluster while they are changed is one object, and its steps follow one
another in the order of a note's way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from book.assemble.ids import Ids
from book.frozen import frozen
from book.language import words
from book.messages import messages
from book.milestones import milestone
from book.model import Chapter, Note, Removal
from book.remember import afresh
from book.transforms.note_body import body
from book.transforms.note_pairs import Found, Pairs
from book.transforms.passage import first_source
from book.xhtml import EPUB_TYPE, parse, remove, text_of, unwrap, values, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from book.messages import Messages
    from book.model import Book, Finder, Keep

_HOLDERS = frozenset(["ol", "ul", "dl", "section", "div", "aside", "table", "tbody", "footer", "li"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
# What a section of notes is called, beside the word of the book's language.
_CALLED = frozenset(
    [
        *("notes", "note", "footnotes", "footnote", "endnotes", "references", "notes de bas de page", "anmerkungen"),
        *("fußnoten", "notas", "notas al pie", "notas de rodapé", "note a piè di pagina", "noten", "voetnoten"),
        *("przypisy", "примечания", "сноски", "примітки", "notlar", "dipnotlar", "noter", "fotnoter", "fodnoter"),
        *("poznámky", "σημειώσεις", "الهوامش", "هوامش", "الحواشي", "پانویس‌ها", "یادداشت‌ها", "הערות", "टिप्पणियाँ"),
        *("注释", "註釋", "注釈", "脚注", "註", "注", "각주", "주석", "chú thích", "ghi chú", "catatan kaki"),
    ]
)


@dataclass(slots=True)
class _Numbered:
    """A note with its place in the book."""

    found: Found
    chapter: int
    id: str
    ref: str
    number: str
    marks: set[str]  # what the number was before


@frozen
class Noted:
    """What became of a cluster."""

    chapters: tuple[Chapter | None, ...]  # None: it held only notes, and vanished
    removals: tuple[Removal, ...]


def notes(book: Book, finder: Finder, keep: Keep = afresh) -> Book:
    """Take every linked note out of the text and into its chapter's notes."""
    del finder
    chapters = book.chapters
    made: list[Chapter | None] = list(chapters)
    removals: list[Removal] = []
    for cluster in clusters(chapters):
        given = tuple(chapters[number] for number in cluster)
        noted = keep("notes", (given, book.metadata.language), Noted, partial(_noted, given, book.metadata.language))
        removals.extend(noted.removals)
        for number, chapter in zip(cluster, noted.chapters, strict=True):
            made[number] = chapter
    gone = {f"#{old.id}" for old, new in zip(chapters, made, strict=True) if new is None}
    queue = iter([_unlinked(chapter, gone) if chapter is not None and gone else chapter for chapter in made])
    parts = []
    for part in book.parts:
        kept = tuple(chapter for chapter in (next(queue) for _ in part.chapters) if chapter is not None)
        if kept or not part.chapters:
            parts.append(replace(part, chapters=kept))
    return replace(book, parts=tuple(parts), removals=(*book.removals, *removals))


def clusters(chapters: Sequence[Chapter]) -> list[list[int]]:
    """Chapters, by number from 0, that link to a place in one another, or in themselves; in reading order."""
    linked = [[target[1:] for target in values(chapter.body, "href") if target[:1] == "#"] for chapter in chapters]
    wanted = {target for targets in linked for target in targets}
    homes: dict[str, int] = {}
    for number, chapter in enumerate(chapters) if wanted else ():
        for name in wanted.intersection(values(chapter.body, "id")):
            homes.setdefault(name, number)
    heads = list(range(len(chapters)))  # disjoint sets: each member leads to a smaller one, the smallest to itself

    def head(number: int) -> int:
        while heads[number] != number:
            heads[number] = number = heads[heads[number]]
        return number

    joined = [(number, homes[target]) for number, targets in enumerate(linked) for target in targets if target in homes]
    for one, other in joined:
        low, high = sorted((head(one), head(other)))
        heads[high] = low
    found: dict[int, list[int]] = {}
    for number in sorted({number for pair in joined for number in pair}):
        found.setdefault(head(number), []).append(number)
    return list(found.values())


def _noted(chapters: tuple[Chapter, ...], language: str) -> Noted:
    return _Notes(chapters, language).made()


def _unlinked(chapter: Chapter, gone: set[str]) -> Chapter:
    """The chapter, its links to whole chapters that vanished left as text."""
    if gone.isdisjoint(values(chapter.body, "href")):
        return chapter
    tree = parse(chapter.body)
    for link in list(tree.iter("a")):
        if link.get("href") in gone:
            unwrap(link)
    return replace(chapter, body=write(tree))


class _Notes:
    """One run of the rule: what is known of a cluster's trees while they are changed."""

    def __init__(self, chapters: tuple[Chapter, ...], language: str) -> None:
        self.chapters = chapters
        self.trees = [parse(chapter.body) for chapter in self.chapters]
        sources = [first_source(chapter) for chapter in self.chapters]
        shared = [chapter.kind == "endnotes" for chapter in self.chapters]
        self.pairs = Pairs(list(zip(sources, self.trees, strict=True)), shared)
        self.words: Messages = messages(language)
        # A reference and a note give up their ids for those of the book.
        freed = {*self.pairs.of, *self.pairs.notes}
        kept = [name for name, element in self.pairs.targets.items() if element not in freed]
        self.ids = Ids([*kept, *(chapter.id for chapter in self.chapters)])
        self.numbered: dict[int, _Numbered] = {}  # by id() of the Found, in order of first reference
        self.removals: list[Removal] = []
        self.moved: dict[str, str] = {}  # old id of a note -> new
        # Notes not yet reached from the text are not text: what they refer to counts when they are reached.
        self.inside = {id(link) for note in self.pairs.notes.values() for link in _links(note)}
        self.holders: dict[int, list[etree._Element]] = {}  # what held the notes of a chapter, innermost first

    def made(self) -> Noted:
        if not self.pairs.notes:
            return Noted(self.chapters, ())
        for chapter in range(len(self.trees)):
            self._number(chapter)
        for link, found in self.pairs.of.items():
            if id(found) in self.numbered:  # others stand only in notes that no text refers to, and stay there
                self._mark(link, self.numbered[id(found)])
        for item in self.numbered.values():
            self._remember_holders(item.found)
        # A note inside the block of another is taken out first, or its words would be in both.
        deepest = sorted(self.numbered.values(), key=lambda item: -sum(1 for _ in item.found.block.iterancestors()))
        done = {id(item): self._note(item) for item in deepest}
        made: dict[int, list[Note]] = {}
        for item in self.numbered.values():
            made.setdefault(item.chapter, []).append(done[id(item)])
        touched = {item.found.chapter for item in self.numbered.values()}
        for chapter in touched:
            self._clear(chapter)
        gone = {chapter for chapter in touched if chapter not in made and _empty(self.trees[chapter])}
        for chapter in sorted(gone):
            vanished = self.chapters[chapter]
            self.removals.append(Removal(first_source(vanished), "notes-heading", vanished.title))
        self._follow()
        chapters = (None if at in gone else self._bound(at, tuple(made.get(at, ()))) for at in range(len(self.trees)))
        return Noted(tuple(chapters), tuple(self.removals))

    def _number(self, chapter: int) -> None:
        """Number the notes a chapter refers to, those inside a note right after it."""
        count = 0
        links = self.trees[chapter].iter("a")
        queue = [link for link in links if link in self.pairs.of and id(link) not in self.inside]
        queue.reverse()
        while queue:
            link = queue.pop()
            found = self.pairs.of[link]
            if id(found) in self.numbered:
                continue
            count += 1
            prefix = self.chapters[chapter].id
            new = self.ids.new(f"{prefix}-note-{count}")
            ref = self.ids.new(f"{prefix}-noteref-{count}")
            self.numbered[id(found)] = _Numbered(found, chapter, new, ref, self.words.number(str(count)), set())
            nested = [inner for inner in _links(found) if inner in self.pairs.of]
            queue.extend(reversed(nested))

    def _mark(self, link: etree._Element, item: _Numbered) -> None:
        """Make a link the reference of a note, with its number."""
        old, place = text_of(link), self.pairs.places[link]
        first = link is item.found.references[0]
        name = item.ref if first else self.ids.new(f"{item.ref}-again")
        if link.get("id"):
            self.moved[str(link.get("id"))] = name
        for child in list(link):
            link.remove(child)
        link.attrib.clear()
        link.text = item.number
        link.set("href", f"#{item.id}")
        link.set("id", name)
        # A note is numbered in one chapter; from another chapter its reference is a plain link.
        if place.chapter == item.chapter or id(link) in self.inside:
            link.set(EPUB_TYPE, "noteref")
            link.set("role", "doc-noteref")
        item.marks |= {old, item.number}
        if old != item.number and words(old):
            self.removals.append(Removal(place.source, "note-mark", old))
        _bare(link)

    def _note(self, item: _Numbered) -> Note:
        found = item.found
        for block in (found.block, *found.more):
            if name := block.get("id"):
                self.moved[name] = item.id
        inner = [e.get("id") for e in found.block.iter("*") if e.tag in ("a", "span", "sup", "p") and e.get("id")]
        for name in inner:
            if name and self.pairs.targets.get(name) not in self.pairs.of:
                self.moved.setdefault(name, item.id)
        blocks = [found.block, *found.more]
        fragment, taken = body(blocks, sorted(item.marks), found.back)
        self.removals += [Removal(found.source, reason, text) for reason, text in taken]
        for block in blocks:
            _take(block)
        return Note(item.id, item.ref, item.number, milestone(found.source) + fragment)

    def _remember_holders(self, found: Found) -> None:
        holders = self.holders.setdefault(found.chapter, [])
        for ancestor in found.block.iterancestors():
            if ancestor.tag not in _HOLDERS or ancestor in holders[-8:]:
                break
            holders.append(ancestor)

    def _clear(self, chapter: int) -> None:
        """Take away what held only notes: lists, sections, their headings and the rule above them."""
        source = first_source(self.chapters[chapter])
        tree = self.trees[chapter]
        called = {*_CALLED, self.words.notes.casefold()}
        for element in self.holders.get(chapter, ()):
            if element.getparent() is not None and not _content(element, called):
                self.removals += [Removal(source, "notes-heading", text) for text in [text_of(element)] if text]
                remove(element)
        last = _last(tree)
        while last is not None and _is_rest(last, called):
            if text := text_of(last):
                self.removals.append(Removal(source, "notes-heading", text))
            remove(last)
            last = _last(tree)

    def _follow(self) -> None:
        """Lead other links to where a note or a reference went."""
        for tree in self.trees:
            for link in tree.iter("a"):
                name = (link.get("href") or "")[1:]
                if name in self.moved and link not in self.pairs.of:
                    link.set("href", f"#{self.moved[name]}")

    def _bound(self, number: int, own: tuple[Note, ...]) -> Chapter:
        chapter = self.chapters[number]
        return replace(chapter, body=write(self.trees[number]), notes=(*chapter.notes, *own))


def _links(note: Found) -> Iterator[etree._Element]:
    for block in (note.block, *note.more):
        yield from block.iter("a")


def _bare(link: etree._Element) -> None:
    """Take away the superscript and brackets around a reference: the theme sets how references look."""
    parent = link.getparent()
    while parent is not None and parent.tag in ("sup", "small", "span") and len(parent) == 1:
        before, after = (parent.text or "").strip(), (link.tail or "").strip()
        if (before, after) not in {("", ""), ("[", "]"), ("(", ")")} or (parent.tag == "span" and parent.get("lang")):
            return
        parent.text, link.tail = None, None
        unwrap(parent)
        parent = link.getparent()
    if parent is not None and parent.tag == "sup":
        unwrap(parent)


def _take(block: etree._Element) -> None:
    """Remove an emptied block, and the space before it that stood for the note."""
    if block.getparent() is not None:
        remove(block)


def _empty(tree: etree._Element) -> bool:
    return not text_of(tree) and next(tree.iter("img", "{*}svg", "table", "hr"), None) is None


def _content(element: etree._Element, called: set[str]) -> bool:
    """Whether an element holds more than a heading for notes and a rule."""
    if (element.text or "").strip():
        return True
    return any((child.tail or "").strip() or not _is_rest(child, called) for child in element)


def _is_rest(element: etree._Element, called: set[str]) -> bool:
    """Whether an element is a heading for notes that went, a rule above them, or nothing."""
    if not isinstance(element.tag, str) or element.tag == "hr":
        return True
    text = text_of(element)
    if element.tag in _HEADINGS or element.tag == "p":
        return text.strip(" :.[]").casefold() in called or (not text and not len(element))
    return element.tag in _HOLDERS and not text and next(element.iter("img", "{*}svg", "math"), None) is None


def _last(tree: etree._Element) -> etree._Element | None:
    """The last block of a chapter, where no text follows it."""
    last = next((child for child in reversed(tree) if isinstance(child.tag, str)), None)
    return last if last is not None and not (last.tail or "").strip() else None
