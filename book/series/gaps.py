"""Instalments that are missing, told by the numbers of the others. In: a tree. Out: `gap` problems.

Numbers of titles, files and front matter say what is missing; where instalments bear none, numbered headings do: a
chapter whose headings begin at 3 has lost its beginning.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from book.model import Problem
from book.series.clues import MATTER
from book.series.columns import weights
from book.series.filenames import counted as names_counted
from book.series.filenames import dense
from book.series.headed import headed
from book.series.headed import numbers as heading_numbers
from book.series.numbers import integers, number_key, spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from book.model import Instalment, Ordinal, PlannedChapter
    from book.series.structure import Structure

_PLURAL = {
    "ordinal": ("number", "numbers"),
    "dated": ("", ""),
    "number": ("number", "numbers"),
    "series": ("part", "parts"),
}
_HINT = "collect it, or build without"
Entry = tuple[str, str | None, str, str | None]  # kind, number, source, total
_MOST = 400  # numbers missing at one place; more are another way of counting


def gaps(tree: Structure, counted: Mapping[str, str]) -> Iterator[Problem]:
    """A problem for every run of numbers that is not there."""
    yield from _parts(tree)
    missing = list(_all_chapters(tree))
    yield from missing
    chapters = [chapter for part in tree.parts for chapter in part.chapters]
    through = bool(headed([place.clue.article for place in tree.places.values() if not place.clue.matter]))
    if through:
        yield from _headings([instalment for chapter in chapters for instalment in chapter.instalments], tree, "")
    for chapter in chapters:
        yield from _instalments(chapter, tree, headings=not through)
    if not missing and not counted:
        yield from _counted_otherwise(tree)


def _parts(tree: Structure) -> Iterator[Problem]:
    numbered = [
        (p.kind, p.number, p.chapters[0].instalments[0].source, None) for p in tree.parts if p.number and p.chapters
    ]
    yield from _missing(numbered, "")


def _all_chapters(tree: Structure) -> Iterator[Problem]:
    """Chapters missing from their parts, or from the book where their numbers run on from part to part."""
    counts = [_numbered(part.chapters, tree) for part in tree.parts]
    if _run_on(counts):
        yield from _missing([entry for entries in counts for entry in entries], "")
        return
    for part, entries in zip(tree.parts, counts, strict=True):
        yield from _missing(entries, _called(part.kind, part.number, part.title) if part.number or part.title else "")


def _run_on(counts: Sequence[Sequence[Entry]]) -> bool:
    """Whether every part begins above the end of the one before: fewer are missing then than if each began at 1."""
    reached = [sorted(n for entry in entries for n in integers(entry[1])) for entries in counts]
    filled = [numbers for numbers in reached if numbers]
    return len(filled) > 1 and all(before[-1] < after[0] for before, after in itertools.pairwise(filled))


def _numbered(chapters: Sequence[PlannedChapter], tree: Structure) -> list[Entry]:
    numbered: list[Entry] = []
    for chapter in chapters:
        if chapter.number and chapter.kind not in MATTER:
            first = tree.places[chapter.instalments[0].source]
            total = first.inner.total if len(chapter.instalments) == 1 and first.inner else None
            numbered.append((chapter.kind, chapter.number, first.source, total))
    return numbered


def _instalments(chapter: PlannedChapter, tree: Structure, *, headings: bool) -> Iterator[Problem]:
    """Parts missing from a chapter that has several; told by its headings where those count the chapter alone."""
    places = [tree.places[instalment.source] for instalment in chapter.instalments]
    section = places[0].outer[-1] if places[0].outer else None
    shared = len(places) > 1 or bool(section and (chapter.kind, chapter.number, chapter.title) == _facts(section))
    numbered = [(p.inner.kind, p.number, p.source, p.inner.total) for p in places if p.inner and p.number and shared]
    where = _called(chapter.kind, chapter.number, chapter.title)
    problems = list(_missing(numbered, where))
    yield from problems
    if headings and not problems:
        yield from _headings(chapter.instalments, tree, where)


def _facts(section: Ordinal) -> tuple[str, str | None, str | None]:
    """How a chapter is called that is this section."""
    return (section.kind or "chapter", section.number, section.title)


def _called(kind: str, number: str | None, title: str | None) -> str:
    if number and kind:
        return f"{_PLURAL.get(kind, (kind, ''))[0]} {number}".strip().capitalize() + (f" ({title})" if title else "")
    return title or ""


def _missing(numbered: Sequence[Entry], where: str) -> Iterator[Problem]:
    """What is not among (kind, number, source, total), by the kind most of them have."""
    kinds: dict[str, list[tuple[str | None, str, str | None]]] = {}
    for kind, number, source, total in numbered:
        kinds.setdefault(kind, []).append((number, source, total))
    if len(kinds) > 1:
        # Part 3 and #4 of one section count the same things.
        merged = [entry for entries in kinds.values() for entry in entries]
        main = max(kinds, key=lambda kind: (len(kinds[kind]), kind))
        values = [number for number, _, _ in merged]
        kinds = {main: merged} if len(set(values)) == len(values) else {main: kinds[main]}
    for kind, entries in kinds.items():
        yield from _runs(kind, entries, where)


def _runs(kind: str, entries: Sequence[tuple[str | None, str, str | None]], where: str) -> Iterator[Problem]:
    there: dict[int, str] = {}
    totals = [int(total) for _, _, total in entries if total and total.isdecimal() and int(total) <= 1000]
    for number, source, _ in entries:
        for each in integers(number):
            there.setdefault(each, source)
        # `2a`, `1.5` stand for the number they begin with.
        if number and not integers(number) and number_key(number)[0][0] == 0 and number != "last":
            there.setdefault(number_key(number)[0][1], source)
    if not there or kind in ("version", "dated", "sprint"):
        return
    last = max([max(there), *totals[:1]]) if len(set(totals)) == 1 else max(there)
    absent = [n for n in range(1, last + 1) if n not in there]
    if len(absent) > _MOST:
        absent = [n for n in range(min(there), last + 1) if n not in there]
    for run in _consecutive(absent):
        after = next((there[n] for n in range(run[-1] + 1, last + 1) if n in there), None)
        beside = after or there[max(n for n in there if n < run[0])]
        yield _gap(beside, kind, run, where)


def _consecutive(numbers: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _gap(beside: str, kind: str, run: list[int], where: str) -> Problem:
    one, many = _PLURAL.get(kind, (kind, f"{kind}s"))
    said = f"{one if len(run) == 1 else many} {spans(run)} {'is' if len(run) == 1 else 'are'} missing"
    return Problem("gap", "warning", beside, f"{where}: {said}" if where else said[:1].upper() + said[1:],
                   _HINT if len(run) == 1 else _HINT.replace("collect it", "collect them"))  # fmt: skip


def _headings(instalments: Sequence[Instalment], tree: Structure, where: str) -> Iterator[Problem]:
    """Numbered headings that run on, with some missing between or before."""
    reached = 0
    for instalment in instalments:
        numbers = heading_numbers(tree.places[instalment.source].clue.article)
        if (len(numbers) < 2 and not reached) or not numbers or numbers != sorted(numbers):
            continue
        first = numbers[0]
        if first > reached + 1 and first <= reached + 50:
            said = f"its headings begin at {first}: what held {spans(list(range(reached + 1, first)))} is missing"
            yield Problem("gap", "warning", instalment.source, f"{where}: {said}" if where else said, _HINT)
        reached = numbers[-1]


def _counted_otherwise(tree: Structure) -> Iterator[Problem]:
    """Numbers in front matter or file names that count the articles, where titles do not."""
    places = list(tree.places.values())
    if any(place.number and place.clue.matter == "" for place in places):
        return
    clues = [place.clue for place in places]
    weighed = {source: (int(number),) for source, number in weights(clues).items() if number.isdecimal()}
    for what, numbers in (
        ("place", weighed),
        ("file number", dict(names_counted([p.source for p in places]))),
    ):
        if len(numbers) > 2 and len(numbers) == len(places) and dense(numbers) and _steps(numbers):
            there = {number[0]: source for source, number in numbers.items()}
            # Files count from 1, but one that begins at 8 of 11 may count something else: months, issues of the site.
            first = 1 if what == "file number" and min(there) <= len(there) else min(there)
            absent = [n for n in range(min(first, *there), max(there)) if n not in there]
            for run in _consecutive(absent):
                beside = there[min(n for n in there if n > run[-1])]
                where = " in the front matter" if what == "place" else ""
                many = len(run) > 1
                said = f"{what}{'s' if many else ''} {spans(run)}{where} {'are' if many else 'is'} missing"
                yield Problem("gap", "warning", beside, said, _HINT)
            return


def _steps(numbers: Mapping[str, tuple[int, ...]]) -> bool:
    """Most numbers follow their neighbour by one."""
    values = sorted(number[0] for number in numbers.values())
    steps = [after - before for before, after in itertools.pairwise(values)]
    return 2 * steps.count(1) > len(steps)
