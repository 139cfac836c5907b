"""Chapters made ready for their templates. In: a `Book` and its `Options`. Out: `Ready` chapters, ids and marks known.

Everything that must be known of all chapters before one is set: which ids stand where, which notes are listed
after which chapter, the terms of the index, the figures.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lxml import etree

from book.messages import messages
from book.model import Problem
from book.typeset.bounds import fit
from book.typeset.marks import figures_of, tables_of, terms_of
from book.typeset.notes import LONGEST_AT_FOOT, crowded, set_at_foot
from book.typeset.opening import number_sections, open_chapter
from book.typeset.paper import Printed
from book.typeset.semantics import matter_of
from book.xhtml import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from book.model import Asset, Book, Chapter, Matter, Note
    from book.typeset.marks import Figure, Place
    from book.typeset.options import Urls
    from book.typeset.paper import Reference

_SLIVER = 60  # times as high as wide, or as wide as high
_FULL = 600  # pixels; smaller ones are rules and ornaments
_LONG_TITLE = 240  # characters
_IDS = etree.XPath("//@id")
_SOURCES = etree.XPath("//img/@src | //source/@src | //video/@src | //audio/@src | //video/@poster")


@dataclass(frozen=True, slots=True)
class Room:
    """What a page holds, in characters."""

    code: int = 60  # on a line of code
    note: int = LONGEST_AT_FOOT  # of one note at the foot


@dataclass(slots=True)
class Ready:
    """A chapter on its way to a sheet; its tree is still changed."""

    chapter: Chapter
    matter: Matter
    body: etree._Element
    after: list[Note]  # notes listed after the chapter
    late: list[Note]  # notes listed after the book
    ids: list[str]  # in the body, its notes and its opening
    terms: list[tuple[str, Place]]
    figures: list[Figure]
    tables: list[Figure]
    assets: tuple[str, ...]
    problems: tuple[Problem, ...]
    references: list[Reference] = field(default_factory=list)  # addresses listed after the chapter, on paper


def made_ready(  # noqa: PLR0913 - what pages and paper want, each under its own name
    book: Book,
    *,
    paged: bool,
    foot: bool,
    late: bool,
    urls: Urls = "none",
    pages: bool = False,
    room: Room | None = None,
) -> list[Ready]:
    """Every chapter; `paged` opens it as on pages; `foot` sets notes at their foot, `late` after the book.

    `urls` and `pages` tell where links lead, on paper; `room` is what a page holds.
    """
    words = messages(book.metadata.language)
    room = room or Room()
    assets = {asset.name: asset for asset in book.assets}
    ready = []
    for chapter, matter in zip(book.chapters, _matters(book.chapters), strict=True):
        body = parse(chapter.body)
        open_chapter(body, chapter.language or book.metadata.language, paged=paged)
        if paged and (chapter.number or "").isdecimal():
            number_sections(body, chapter.number or "")
        printed = Printed(words, urls, pages)
        if pages or urls != "none":
            printed.chapter(body)
            chapter = replace(chapter, notes=tuple(printed.notes(chapter.notes)))  # noqa: PLW2901 - the same, told
        found = _ready(chapter, matter, body, foot=foot, late=late, longest=room.note)
        found.references = printed.references
        if paged:
            done = fit(body, room.code)
            done.extend(_slivers(assets[name] for name in found.assets if name in assets))
            if len(chapter.title) > _LONG_TITLE:
                done.append(f"a title of {len(chapter.title)} characters is set small, on many lines")
            found.problems += tuple(_fitted(chapter, phrase) for phrase in done)
        ready.append(found)
    return ready


def _matters(chapters: Sequence[Chapter]) -> list[Matter]:
    """Front matter only before the text, back matter only after it: a preface to the third part is text."""
    matters = [matter_of(chapter) for chapter in chapters]
    text = [at for at, matter in enumerate(matters) if matter == "body"]
    first, last = (text[0], text[-1]) if text else (0, len(matters) - 1)
    return ["body" if first <= at <= last else matter for at, matter in enumerate(matters)]


def _ready(  # noqa: PLR0913 - a chapter, and how its notes are set
    chapter: Chapter, matter: Matter, body: etree._Element, *, foot: bool, late: bool, longest: int
) -> Ready:
    called = chapter.title or chapter.label
    terms, figures = terms_of(body, chapter.id, called), figures_of(body, chapter.id)
    listed_tables = tables_of(body, chapter.id)
    # Whatever a note's body holds can be linked to, wherever the note is put.
    ids = [chapter.id, f"{chapter.id}-title", *_found(_IDS(body))]
    notes = list(chapter.notes)
    crowd = crowded(body, notes, longest) if foot else frozenset()
    left = set_at_foot(body, notes, longest, crowd) if foot else notes
    own = [] if late else left
    for note in () if late else notes:
        ids += [note.id, *_found(_IDS(parse(note.body)))]
    return Ready(
        chapter=chapter,
        matter=matter,
        body=body,
        after=own,
        late=left if late else [],
        ids=list(dict.fromkeys(ids)),
        terms=terms,
        figures=figures,
        tables=listed_tables,
        assets=tuple(dict.fromkeys(_found(_SOURCES(body)))),
        problems=tuple(_moved(chapter, own, crowd)) if foot else (),
    )


def _found(result: object) -> list[str]:
    return [str(item) for item in result] if isinstance(result, list) else []


def _moved(chapter: Chapter, notes: Sequence[Note], crowd: frozenset[str]) -> Iterator[Problem]:
    """What was done with notes that do not stand at the foot of their page."""
    if crowd:
        what = f"{len(crowd)} notes are too many for the foot of the page that calls them"
        yield Problem("note-moved", "note", _where(chapter), what, "they stand at the end of their chapter")
    for note in notes:
        if note.id not in crowd:
            what = f"note {note.number} is too long or too wide for the foot of a page"
            yield Problem("note-moved", "note", _where(chapter), what, "it stands at the end of its chapter")


def _slivers(pictures: Iterable[Asset]) -> Iterator[str]:
    """What is said of pictures of which next to nothing is left when they fit a page."""
    for picture in pictures:
        wide, high = picture.width, picture.height
        if min(wide, high) and max(wide, high) > max(_FULL, _SLIVER * min(wide, high)):
            shape = "high as wide" if high > wide else "wide as high"
            yield f"a picture {max(wide, high) // min(wide, high):,} times as {shape} is drawn as a thread"


def _fitted(chapter: Chapter, phrase: str) -> Problem:
    return Problem("page-fitted", "note", _where(chapter), phrase, "shorten it, or choose a larger trim")


def _where(chapter: Chapter) -> str:
    return chapter.credits[0].source if chapter.credits else chapter.title or chapter.id
