"""Rules that need no more of a book than one chapter. In: a `Book`, rules. Out: the `Book`, each chapter gone through.

A chapter is read once, all rules work on its trees in turn, and it is written once. What comes of it depends on the
chapter and its `Setting` alone, so it can be kept: after an edit only the chapter that was edited is worked on.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from book.frozen import frozen
from book.model import Chapter, Removal  # noqa: TC001 - the cache reads the annotations
from book.remember import afresh
from book.transforms.passage import Finding, Setting, fragments, ids_of, passages
from book.transforms.places import Places
from book.xhtml import values, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from book.model import Book, Finder, Keep, Problem
    from book.transforms.passage import Passage

    Rule = Callable[[Passage], None]


@frozen
class Polished:
    """What rules made of a chapter."""

    chapter: Chapter
    removals: tuple[Removal, ...]
    findings: tuple[Finding, ...]


def polish(book: Book, finder: Finder, rules: Sequence[Rule], keep: Keep = afresh) -> Book:
    """Apply rules of chapters, in order, to every chapter of a book."""
    done = [
        keep("polish", (chapter, setting), Polished, partial(_polished, chapter, setting, rules))
        for chapter, setting in zip(book.chapters, settings(book), strict=True)
    ]
    queue = iter(one.chapter for one in done)
    findings = (finding for one in done for finding in one.findings)
    return replace(
        book,
        parts=tuple(replace(part, chapters=tuple(next(queue) for _ in part.chapters)) for part in book.parts),
        removals=(*book.removals, *(removal for one in done for removal in one.removals)),
        problems=(*book.problems, *_told(findings, Places(finder))),
    )


def settings(book: Book) -> list[Setting]:
    """The setting of each chapter, in reading order."""
    chapters = book.chapters
    own = [ids_of(chapter) for chapter in chapters]
    homes = {name: number for number, names in reversed([*enumerate(own)]) for name in names}
    homes |= {part.id: -1 for part in book.parts if part.id not in homes}
    strays = _strays({chapter.id for chapter in chapters}, zip((chapter.id for chapter in chapters), own, strict=True))
    return [
        Setting(
            chapter.language or book.metadata.language,
            chapter.direction or book.metadata.direction,
            tuple(sorted(_linked(chapter, number, homes))),
            tuple(strays.get(chapter.id, ())),
        )
        for number, chapter in enumerate(chapters)
    ]


def _linked(chapter: Chapter, number: int, homes: Mapping[str, int]) -> Iterator[str]:
    """The ids outside the chapter that it links to."""
    targets = {target[1:] for text in fragments(chapter) for target in values(text, "href") if target[:1] == "#"}
    return (target for target in targets if homes.get(target, number) != number)


def _strays(chapters: set[str], own: Iterable[tuple[str, Sequence[str]]]) -> Mapping[str, list[str]]:
    """The ids that stand in another chapter than the one whose id they begin with, by that chapter's."""
    found = defaultdict(list)
    for chapter, names in own:
        for name in (name for name in names if not name.startswith(chapter)):
            starts = (name[:at] for at, character in enumerate(name) if character == "-")
            for start in chapters.intersection(starts):
                found[start].append(name)
    return found


def _polished(chapter: Chapter, setting: Setting, rules: Sequence[Rule]) -> Polished:
    held = passages(chapter, setting)
    for rule in rules:
        for passage in held:
            rule(passage)
    body, *noted = (write(passage.tree) for passage in held)
    notes = tuple(replace(note, body=text) for note, text in zip(chapter.notes, noted, strict=True))
    report = held[0].report
    return Polished(replace(chapter, body=body, notes=notes), tuple(report.removals), tuple(report.findings))


def _told(findings: Iterable[Finding], places: Places) -> Iterator[Problem]:
    """Problems with the lines of what they are about."""
    for finding in findings:
        where = finding.problem.where
        yield replace(finding.problem, where=places(where, finding.sought) if finding.sought else where)
