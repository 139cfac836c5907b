"""Chapters set as sheets. In: a `Chapter`, what of the rest of the book it shows, a `Manner`. Out: its `Sheet`.

A chapter's sheet is made of nothing else, so that it can be kept: after an edit, only the sheets of chapters that were
edited, or that link to a place that moved, are set anew. What the book's lists and index want to know of a chapter
comes with its sheet.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree
from markupsafe import Markup

from book.frozen import frozen
from book.language import direction
from book.model import Chapter, Matter, Note, Problem, Sheet
from book.typeset.addresses import point
from book.typeset.bounds import fit
from book.typeset.credits import said
from book.typeset.manner import Manner, sheet
from book.typeset.marks import Figure, Place, figures_of, tables_of, terms_of
from book.typeset.notes import crowded, listed, set_at_foot
from book.typeset.opening import length_of, number_sections, open_chapter
from book.typeset.paper import Printed
from book.typeset.semantics import chapter_type, matter_of, sheet_kind
from book.xhtml import parse, values, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_SLIVER = 60  # times as high as wide, or as wide as high
_FULL = 600  # pixels; smaller ones are rules and ornaments
_LONG_TITLE = 240  # characters
_IDS = etree.XPath("//@id")
_SOURCES = etree.XPath("//img/@src | //source/@src | //video/@src | //audio/@src | //video/@poster")


@frozen
class Copy:
    """A chapter as it comes to be set, with what it shows of the rest of the book."""

    chapter: Chapter
    matter: Matter
    name: str  # the sheet's
    homes: tuple[
        tuple[str, str], ...
    ] = ()  # ids that it links to, and the sheets they stand on, where those are others
    pictures: tuple[tuple[str, int, int], ...] = ()  # assets that it may show, with width and height in pixels


@frozen
class SetChapter:
    """A chapter's sheet, and what the rest of the book says of the chapter."""

    sheet: Sheet
    late: tuple[Note, ...]  # notes listed after the book
    terms: tuple[tuple[str, Place], ...]
    figures: tuple[Figure, ...]
    tables: tuple[Figure, ...]


def set_chapter(copy: Copy, manner: Manner) -> SetChapter:
    """Set one chapter."""
    chapter, paged = copy.chapter, manner.paged
    body = parse(chapter.body)
    open_chapter(body, chapter.language or manner.meta.language, paged=paged)
    if paged and (chapter.number or "").isdecimal():
        number_sections(body, chapter.number or "")
    printed = Printed(manner.words, manner.urls, manner.pages)
    if manner.pages or manner.urls != "none":
        printed.chapter(body)
        chapter = replace(chapter, notes=tuple(printed.notes(chapter.notes)))
    called = chapter.title or chapter.label
    terms, figures = terms_of(body, chapter.id, called), figures_of(body, chapter.id)
    tables = tables_of(body, chapter.id)
    ids = ids_of(chapter, _found(_IDS(body)), late=manner.late)
    crowd = crowded(body, chapter.notes, manner.note) if manner.foot else frozenset()
    left = set_at_foot(body, chapter.notes, manner.note, crowd) if manner.foot else list(chapter.notes)
    after, late = ([], left) if manner.late else (left, [])
    assets = tuple(dict.fromkeys(_found(_SOURCES(body))))
    problems = list(_moved(chapter, after, crowd)) if manner.foot else []
    if paged:
        problems += [_fitted(chapter, phrase) for phrase in _fit(body, copy, assets, manner.code)]
    notes = notes_listed(after, dict(copy.homes), copy.name, manner)
    told = {"references": printed.references, "ids": tuple(ids), "assets": assets, "problems": tuple(problems)}
    made = _sheet(copy, manner, body, notes=notes, **told)
    return SetChapter(made, tuple(late), tuple(terms), tuple(figures), tuple(tables))


def _sheet(copy: Copy, manner: Manner, body: etree._Element, **values: object) -> Sheet:
    """The template of a chapter filled in."""
    chapter = copy.chapter
    point(body, dict(copy.homes), copy.name)
    type_, role = chapter_type(chapter.kind)
    language = chapter.language or manner.meta.language
    credits_ = said(chapter.credits, manner) if manner.credits else []
    return sheet(
        manner, sheet_kind(chapter.kind), copy.matter, chapter.title or chapter.label or manner.meta.title,
        template="chapter", name=copy.name, chapter=chapter, body=Markup(write(body)),  # noqa: S704 - the gate wrote it
        type=type_, role=role, number=manner.words.number(chapter.number) if chapter.number else "",
        length=length_of(chapter.title or chapter.label), figures=manner.figures,
        credits=[credit for credit in credits_ if credit["text"] or credit["address"]],
        language=language, direction=chapter.direction or (direction(language) if chapter.language else ""),
        of=chapter.id, **values,
    )  # fmt: skip


def notes_listed(notes: Sequence[Note], homes: Mapping[str, str], here: str, manner: Manner) -> list[dict[str, str]]:
    """Notes as the templates list them, on the sheet called `here`."""
    found = []
    for note in listed(notes, manner.words):
        body = note.body
        if manner.medium != "html":
            tree = parse(body)
            point(tree, homes, here)
            if manner.paged:
                fit(tree)
            body = write(tree)
        found.append({"id": note.id, "body": body})
    return found


def matters(chapters: Sequence[Chapter]) -> list[Matter]:
    """Front matter only before the text, back matter only after it: a preface to the third part is text."""
    found = [matter_of(chapter) for chapter in chapters]
    text = [at for at, matter in enumerate(found) if matter == "body"]
    first, last = (text[0], text[-1]) if text else (0, len(found) - 1)
    return ["body" if first <= at <= last else matter for at, matter in enumerate(found)]


def ids_of(chapter: Chapter, inside: Iterable[str], *, late: bool) -> list[str]:
    """The ids on a chapter's sheet, `inside` those in its body.

    Whatever a note's body holds can be linked to, wherever the note is put; `late`: after the book, not here.
    """
    ids = [chapter.id, f"{chapter.id}-title", *inside]
    for note in () if late else chapter.notes:
        ids += [note.id, *values(note.body, "id")]
    return list(dict.fromkeys(ids))


def _found(result: object) -> list[str]:
    return [str(item) for item in result] if isinstance(result, list) else []


def _fit(body: etree._Element, copy: Copy, assets: Sequence[str], places: int) -> Iterator[str]:
    """What had to be done that the chapter fits its pages, a phrase each. `places`: characters of a line of code."""
    yield from fit(body, places)
    sizes = {name: (wide, high) for name, wide, high in copy.pictures}
    yield from _slivers(sizes[name] for name in assets if name in sizes)
    if len(copy.chapter.title) > _LONG_TITLE:
        yield f"a title of {len(copy.chapter.title)} characters is set small, on many lines"


def _slivers(sizes: Iterable[tuple[int, int]]) -> Iterator[str]:
    """What is said of pictures of which next to nothing is left when they fit a page."""
    for wide, high in sizes:
        if min(wide, high) and max(wide, high) > max(_FULL, _SLIVER * min(wide, high)):
            shape = "high as wide" if high > wide else "wide as high"
            yield f"a picture {max(wide, high) // min(wide, high):,} times as {shape} is drawn as a thread"


def _moved(chapter: Chapter, notes: Sequence[Note], crowd: frozenset[str]) -> Iterator[Problem]:
    """What was done with notes that do not stand at the foot of their page."""
    if crowd:
        what = f"{len(crowd)} notes are too many for the foot of the page that calls them"
        yield Problem("note-moved", "note", _where(chapter), what, "they stand at the end of their chapter")
    for note in notes:
        if note.id not in crowd:
            what = f"note {note.number} is too long or too wide for the foot of a page"
            yield Problem("note-moved", "note", _where(chapter), what, "it stands at the end of its chapter")


def _fitted(chapter: Chapter, phrase: str) -> Problem:
    return Problem("page-fitted", "note", _where(chapter), phrase, "shorten it, or choose a larger trim")


def _where(chapter: Chapter) -> str:
    return chapter.credits[0].source if chapter.credits else chapter.title or chapter.id
