"""Make the book of a plan. In: a `Plan`, its `Article`s, settled `Metadata`. Out: a `Book` of whole chapters.

    place -> ids -> links | furniture -> headings -> join

Instalments of one chapter are joined with their headings running on; ids become unique in the book, links
between articles become links inside it; what only made sense on a web page ("To be continued") is taken out
and recorded. Where an instalment begins stands a milestone (`book.milestones`) until the last transform.
What concerns the whole series, before the bar, is settled first; then each chapter is made alone, and can be kept.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from book.assemble.chapters import Bound, bind
from book.assemble.ids import Ids
from book.assemble.pieces import pieces, places
from book.messages import messages
from book.metadata import doubts
from book.model import Book, Part, Problem
from book.remember import afresh

if TYPE_CHECKING:
    from collections.abc import Mapping

    from book.messages import Messages
    from book.model import Article, Chapter, Keep, Metadata, Plan, PlannedPart


def assemble(plan: Plan, articles: Mapping[str, Article], metadata: Metadata, keep: Keep = afresh) -> Book:
    """The book of a plan. An instalment whose article is absent is a problem, not a stop.

    `keep` gives the chapters that were made of the same instalments before.
    """
    problems: list[Problem] = [*doubts(metadata)]
    planned = [chapter for part in plan.parts for chapter in part.chapters]
    width = max(2, len(str(len(planned))))
    numbered = [(f"ch-{number:0{width}}", chapter) for number, chapter in enumerate(planned, 1)]
    taken = Ids([*(name for name, _ in numbered), *(f"part-{number}" for number in range(1, len(plan.parts) + 1))])
    placed = list(places(numbered, articles, taken, problems))
    by_chapter = pieces(placed, problems)
    bound: list[Bound] = []
    for name, chapter in numbered:
        given = (chapter, name, tuple(by_chapter.get(name, ())), metadata.language)
        bound.append(keep("chapter", given, Bound, partial(bind, *given)))
    removals = [removal for _, place in placed for removal in place.article.removals]
    removals += [removal for one in bound for removal in one.removals]
    problems += [problem for one in bound for problem in one.problems]
    queue, words = iter(one.chapter for one in bound), messages(metadata.language)
    parts = tuple(
        _part(part, number, tuple(next(queue) for _ in part.chapters), words)
        for number, part in enumerate(plan.parts, 1)
    )
    return Book(metadata, parts, removals=tuple(removals), problems=tuple(problems))


def _part(planned: PlannedPart, number: int, chapters: tuple[Chapter, ...], words: Messages) -> Part:
    label = words.label(planned.kind, planned.number) if planned.number else ""
    return Part(f"part-{number}", (planned.title or "").strip(), planned.number, chapters, label)
