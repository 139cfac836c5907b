"""A person's plan file laid over the plan that was found. In: both. Out: the plan the person wants, what is new.

The file rules. What it does not know is put beside the neighbours the evidence gave it; what it names and is not
there is reported.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from book.model import Evidence, Instalment, LeftOut, Plan, PlannedChapter, PlannedPart, Problem
from book.series.clues import fold
from book.series.order import disorder
from book.series.titles import parse_title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from book.model import Article
    from book.series.planfile import PlanFile


def merge(plan: Plan, file: PlanFile, articles: Mapping[str, Article]) -> tuple[Plan, tuple[Problem, ...]]:
    """The plan with the file's order, titles and groups."""
    found = {
        i.source: _titled(i, chapter) for part in plan.parts for chapter in part.chapters for i in chapter.instalments
    }
    position = {source: at for at, source in enumerate(found)}
    moved = {source for source, _ in disorder([s for s in _placed(file) if s in position], position)}
    draft = _draft(file, found, articles, moved)
    dropped = file.dropped
    problems = [_vanished(source, file) for source in _placed(file) if source not in articles]
    for source in _new(plan, file, dropped):
        neighbour = _insert(draft, plan, source, found)
        problems.append(_added(source, neighbour, file))
    parts = tuple(
        PlannedPart(title, number, tuple(chapter for chapter in chapters if chapter.instalments), kind)
        for title, number, kind, chapters in draft
        if any(chapter.instalments for chapter in chapters)
    )
    inside = file.placed
    left_out = [left for left in plan.left_out if left.source not in inside]
    left_out += [LeftOut(source, f"dropped in {file.name}") for source in sorted(dropped) if source in found]
    merged = Plan(file.title or plan.title, parts, (), tuple(sorted(left_out, key=lambda left: left.source)))
    return merged, tuple(problems)


_Draft = list[tuple[str | None, str | None, str, list[PlannedChapter]]]


def _placed(file: PlanFile) -> list[str]:
    return [source for part in file.parts for chapter in part.chapters for source in chapter.articles]


def _draft(file: PlanFile, found: Mapping[str, Instalment], articles: Mapping[str, Article], moved: set[str]) -> _Draft:
    """The file's own tree."""
    draft: _Draft = []
    for part in file.parts:
        chapters = []
        for chapter in part.chapters:
            there = tuple(
                _under(_instalment(s, found, articles, moved), chapter.title) for s in chapter.articles if s in articles
            )
            if len(there) == 1:
                # Its title is the chapter's, however the person has put it.
                there = (replace(there[0], text=""),)
            chapters.append(PlannedChapter(chapter.title, chapter.number, there, chapter.kind))
        draft.append((part.title, part.number, part.kind, chapters))
    return draft


def _titled(instalment: Instalment, chapter: PlannedChapter) -> Instalment:
    """An instalment that was a chapter alone, with its title back: in a group of a person's it is a heading again."""
    return replace(instalment, text=chapter.title or "") if len(chapter.instalments) == 1 else instalment


def _under(instalment: Instalment, title: str | None) -> Instalment:
    """An instalment in a chapter, whose title is not printed twice."""
    return replace(instalment, text="") if fold(instalment.text) == fold(title or "") else instalment


def _instalment(
    source: str, found: Mapping[str, Instalment], articles: Mapping[str, Article], moved: set[str]
) -> Instalment:
    by_hand = Evidence("plan.toml", "placed by hand")
    if source in found:
        known = found[source]
        return replace(known, evidence=(*known.evidence, by_hand)) if source in moved else known
    article = articles[source]
    parsed = parse_title(article.title, article.language or None)
    return Instalment(source, article.title, parsed.text, parsed.ordinals, (by_hand,))


def _new(plan: Plan, file: PlanFile, dropped: frozenset[str]) -> list[str]:
    known = file.placed | dropped
    return [i.source for part in plan.parts for c in part.chapters for i in c.instalments if i.source not in known]


def _insert(draft: _Draft, plan: Plan, source: str, found: Mapping[str, Instalment]) -> str:
    """Put a new instalment beside its neighbours; says beside which."""
    home = next(c for part in plan.parts for c in part.chapters if any(i.source == source for i in c.instalments))
    siblings = [i.source for i in home.instalments]
    beside = _nearest(siblings, source, draft)
    if beside:
        part, at, place, before = beside
        chapter = draft[part][3][at]
        where = place if before else place + 1
        new = _under(found[source], chapter.title)
        parts = [*chapter.instalments[:where], new, *chapter.instalments[where:]]
        draft[part][3][at] = replace(chapter, instalments=tuple(parts))
        return chapter.instalments[place].source
    everything = [i.source for part in plan.parts for c in part.chapters for i in c.instalments]
    alone = replace(home, instalments=(replace(found[source], text=""),))
    beside = _nearest(everything, source, draft)
    if beside is None:
        draft.append((None, None, "part", [alone]))
        return ""
    part, at, place, before = beside
    neighbour = draft[part][3][at].instalments[place].source
    draft[part][3].insert(at if before else at + 1, alone)
    return neighbour


def _nearest(listed: Sequence[str], source: str, draft: _Draft) -> tuple[int, int, int, bool] | None:
    """Part, chapter and place of the nearest neighbour that the draft has; whether it follows `source`."""
    where = {
        instalment.source: (p, c, at)
        for p, (_, _, _, chapters) in enumerate(draft)
        for c, chapter in enumerate(chapters)
        for at, instalment in enumerate(chapter.instalments)
    }
    index = listed.index(source)
    for other in reversed(listed[:index]):
        if other in where:
            return (*where[other], False)
    for other in listed[index + 1 :]:
        if other in where:
            return (*where[other], True)
    return None


def _vanished(source: str, file: PlanFile) -> Problem:
    return Problem("plan-vanished", "warning", file.name, f"names '{source}', which is not there",
                   "delete its line, or bring the article back")  # fmt: skip


def _added(source: str, neighbour: str, file: PlanFile) -> Problem:
    beside = f", placed beside {neighbour}" if neighbour else ""
    return Problem("plan-new", "note", source, f"is new to {file.name}{beside}", "`book plan --write` adds it")
