"""Real series become books with their notes, pictures and links, and every word they had."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from book.assemble import assemble
from book.clean import clean
from book.config import BookSettings
from book.contents import contents
from book.language import words
from book.metadata import settle
from book.model import Article, Instalment, Plan, PlannedChapter, PlannedPart, Snapshot
from book.readers import read
from book.transforms import transform
from book.xhtml import parse, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from book.model import Book, Contents


class Folder:
    """A finder in one folder, for articles named relative to it."""

    def __init__(self, root: Path) -> None:
        """Find below `root`."""
        self.root = root

    def __call__(self, source: str, href: str) -> bytes:
        """The bytes of the file, as `book.model.Finder` says."""
        path = unquote(urlsplit(href).path)
        for place in (posixpath.join(posixpath.dirname(source), path), path.lstrip("/")):
            if place and (self.root / place).is_file():
                return (self.root / place).read_bytes()
        raise FileNotFoundError(href)


def articles(root: Path, pattern: str) -> tuple[Article, ...]:
    names = sorted(root.glob(pattern), key=lambda path: [int(n) for n in re.findall(r"\d+", path.stem)] or [10**6])
    documents = []
    for path in names:
        snapshot = Snapshot(path.relative_to(root).as_posix(), path.read_bytes(), path=path, root=root)
        documents += read(snapshot).documents
    return clean(documents).articles


def made(root: Path, items: Sequence[Article]) -> tuple[Book, Contents]:
    chapters = tuple(
        PlannedChapter(
            item.title,
            str(n),
            (Instalment(item.source, item.title),),
            "endnotes" if "endnotes" in item.source else "chapter",
        )
        for n, item in enumerate(items, 1)
    )
    plan = Plan("Title", (PlannedPart(None, None, chapters),))
    book = assemble(plan, {item.source: item for item in items}, settle(BookSettings(), plan, items))
    book = transform(book, Folder(root))
    return book, contents(book)


def fragments(book: Book) -> Iterator[str]:
    for chapter in book.chapters:
        yield chapter.body
        for note in chapter.notes:
            yield note.body


def lost(items: Sequence[Article], book: Book) -> Counter[str]:
    """Words of the articles that are in neither the book nor its removals; a note's mark is a word of its own."""

    def said(fragment: str) -> list[str]:
        return words(plain(fragment.replace("<a ", " <a ").replace("</a>", "</a> ")))

    before = Counter(word for item in items for word in said(item.body))
    after = Counter(word for fragment in fragments(book) for word in said(fragment))
    removed = Counter(word for removal in book.removals for word in words(removal.text))
    return before - after - removed


def dead(book: Book) -> list[str]:
    """Links inside the book that lead nowhere, and ids that stand twice."""
    trees = [parse(fragment) for fragment in fragments(book)]
    ids = [str(e.get("id")) for tree in trees for e in tree.iter("*") if e.get("id")]
    ids += [chapter.id for chapter in book.chapters]
    ids += [note.id for chapter in book.chapters for note in chapter.notes]
    twice = [name for name, count in Counter(ids).items() if count > 1]
    known = set(ids)
    hrefs = [str(a.get("href")) for tree in trees for a in tree.iter("a")]
    return twice + [href for href in hrefs if href.startswith("#") and href[1:] not in known]


def test_the_federalist_has_its_77_notes_linked_both_ways(corpus: Path) -> None:
    root = corpus / "federalist" / "se" / "src" / "epub" / "text"
    items = [*articles(root, "chapter-*.xhtml"), *articles(root, "endnotes.xhtml")]
    book, listed = made(root, items)
    notes = [note for chapter in book.chapters for note in chapter.notes]
    assert len(book.chapters) == len(listed.entries) == 85
    assert len(notes) == 77
    references = {
        (str(a.get("id")), str(a.get("href")))
        for fragment in fragments(book)
        for a in parse(fragment).iter("a")
        if a.get("role") == "doc-noteref"
    }
    assert {(note.ref, f"#{note.id}") for note in notes} == references
    assert not dead(book)
    assert not lost(items, book)


def test_the_tutorial_has_its_16_pictures_and_its_code(corpus: Path) -> None:
    root = corpus / "blogs" / "db_tutorial"
    items = articles(root, "_parts/*.md")
    book, _ = made(root, items)
    assert len(book.assets) == 16
    assert {asset.name for asset in book.assets} == {
        str(image.get("src")) for fragment in fragments(book) for image in parse(fragment).iter("img")
    }
    assert not [problem for problem in book.problems if problem.code.startswith("image")]
    assert not dead(book)
    assert not lost(items, book)


def test_a_novel_keeps_its_drawings_and_words(corpus: Path) -> None:
    root = corpus / "novels" / "castaways" / "src" / "epub"
    items = articles(root, "text/chapter-*.xhtml")
    book, _ = made(root, items)
    assert {asset.media_type for asset in book.assets} == {"image/svg+xml"}
    assert not dead(book)
    assert not lost(items, book)
