"""A text while rules work on it: a chapter's body, or one of its notes. In: a `Chapter`. Out: its passages.

All passages of a chapter give out ids from one stock, and report to one place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from book.assemble.ids import Ids
from book.frozen import frozen
from book.model import Problem, Removal  # noqa: TC001 - the cache reads the annotations
from book.xhtml import parse, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from book.model import Chapter


@frozen
class Finding:
    """A problem of a chapter; the line of its article is looked for when it is told."""

    problem: Problem  # its `where` is the article
    sought: str = ""  # what stands in the line that is meant; empty: the article is named without one


@frozen
class Setting:
    """What a chapter's rules must know beside the chapter."""

    language: str  # BCP 47
    direction: str
    linked: tuple[str, ...] = ()  # ids in other chapters that it links to
    strays: tuple[str, ...] = ()  # ids of its own that went into other chapters, with their notes


@dataclass(slots=True)
class Report:
    """What rules did to a chapter."""

    removals: list[Removal] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@frozen
class Passage:
    """A body or a note, its tree changed in place."""

    tree: etree._Element
    chapter: str  # id
    source: str  # the chapter's first article; milestones name the others
    setting: Setting
    ids: Ids  # every id of the chapter
    report: Report


def passages(chapter: Chapter, setting: Setting) -> list[Passage]:
    """The body of a chapter and its notes."""
    ids, report = Ids([*ids_of(chapter), *setting.strays]), Report()
    source = first_source(chapter)
    return [Passage(parse(text), chapter.id, source, setting, ids, report) for text in fragments(chapter)]


def fragments(chapter: Chapter) -> Iterator[str]:
    """The body of a chapter and those of its notes."""
    yield chapter.body
    yield from (note.body for note in chapter.notes)


def ids_of(chapter: Chapter) -> list[str]:
    """Every id of a chapter."""
    found = [chapter.id, *(note.id for note in chapter.notes)]
    for fragment in fragments(chapter):
        found += values(fragment, "id")
    return found


def first_source(chapter: Chapter) -> str:
    """The article that a chapter begins with; "" where none is known."""
    return chapter.credits[0].source if chapter.credits else ""
