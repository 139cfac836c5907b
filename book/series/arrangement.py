"""Put a series in order, say why, and say what is missing. In: articles in any order. Out: a `Plan`.

    articles -> clues -> told apart -> places -> tree -> plan file -> audit

The plan does not depend on the order of the articles: where only that could decide, natural order of names does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from book.errors import Misused
from book.frozen import frozen
from book.model import LeftOut, Plan, PlannedChapter, PlannedPart, Problem
from book.series import audit, merged
from book.series.apart import apart, part_titles
from book.series.clues import clue, fold
from book.series.columns import counting
from book.series.copies import copies
from book.series.levels import places
from book.series.naming import title_of
from book.series.references import references
from book.series.sentences import Pair, Text, alike, text_of
from book.series.serials import serials
from book.series.siblings import numbered
from book.series.structure import structure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from book.model import Article
    from book.series.clues import Clue
    from book.series.planfile import PlanFile
    from book.series.serials import Serial
    from book.series.structure import Structure

_MAIN = 3  # a series this many times as large as all others together is the book; the others are bystanders


def arrange(
    articles: Sequence[Article],
    *,
    instalments: str = "merge",
    series: str | None = None,
    planfile: PlanFile | None = None,
) -> Plan:
    """The plan of a book.

    `instalments`: "merge" joins those of a chapter, "keep" makes each a chapter. `series` picks one of several by
    name or language, `planfile` is the order a person has settled. Raises `Misused` when `series` names none.
    """
    return arranged(articles, instalments=instalments, series=series, planfile=planfile).plan


@frozen
class Arranged:
    """A plan, and what it was drawn from beside what the articles say outside their texts."""

    plan: Plan
    texts: Mapping[str, Text]  # of all that was compared, by source
    alike: tuple[Pair, ...]
    series: tuple[str, ...]  # the sources of those whose words on order were heard: no copies, nothing of another kind


def arranged(
    articles: Sequence[Article], *, instalments: str, series: str | None, planfile: PlanFile | None
) -> Arranged:
    """As `arrange`, with the grounds."""
    clues = tuple(numbered([clue(article) for article in sorted(articles, key=lambda article: article.source)]))
    kept, left_out = apart(clues)
    texts = {clue.source: text_of(clue.article.body) for clue in kept}
    pairs = alike([clue.article for clue in kept], texts)
    single, doubles, said = copies(kept, pairs)
    found = serials(_referred(single))
    chosen, others = _choose(found, series)
    problems = [*said, *(_other(other, chosen) for other in others)]
    left_out += (*doubles, *(left for other in others for left in _left(other)))
    trees = [_tree(serial, part_titles(clues)) for serial in chosen]
    parts = _side_by_side(trees) if len(trees) > 1 else tuple(part for tree in trees for part in tree.structure.parts)
    for tree in trees:
        problems += audit.audit(tree.structure, tree.counted, tree.serial.clues, clues)
    if len(trees) > 1:
        problems.append(_several([tree.serial for tree in trees]))
    title = title_of(chosen, [place for tree in trees for place in tree.structure.places.values()], clues)
    plan = Plan(title, parts, (), tuple(sorted(left_out, key=lambda left: left.source)))
    if planfile is not None:
        plan, said = merged.merge(plan, planfile, {article.source: article for article in articles})
        problems += said
    if instalments == "keep":
        plan = replace(plan, parts=tuple(_unmerged(part) for part in plan.parts))
    plan = replace(plan, problems=tuple(sorted(set(problems), key=lambda p: (p.code, p.where, p.message))))
    return Arranged(plan, texts, pairs, tuple(clue.source for clue in single))


def _referred(clues: Sequence[Clue]) -> list[Clue]:
    """The clues with what their texts and links say of one another."""
    said = references([clue.article for clue in clues])
    return [replace(clue, said=said[clue.source]) if clue.source in said else clue for clue in clues]


@frozen
class _Tree:
    """One series in order."""

    serial: Serial
    structure: Structure
    counted: Mapping[str, str]  # the numbers its front matter counts with


def _tree(serial: Serial, parts: Mapping[str, str]) -> _Tree:
    counted = counting(serial.clues)
    return _Tree(serial, structure(places(serial.clues, counted, parts), counted), counted)


def _choose(found: Sequence[Serial], series: str | None) -> tuple[list[Serial], list[Serial]]:
    """What the book is made of, and what is left aside."""
    if series:
        chosen = _named(found, series)
        return chosen, [serial for serial in found if serial not in chosen]
    if len(found) < 2:
        return list(found), []
    total = sum(len(serial.clues) for serial in found)
    main = found[0]
    if len(main.clues) >= _MAIN * (total - len(main.clues)):
        return [main], list(found[1:])
    return list(found), []


def _named(found: Sequence[Serial], series: str) -> list[Serial]:
    wanted = fold(series)
    exact = [
        serial for serial in found if fold(serial.name) == wanted or (serial.language == series.lower() and series)
    ]
    near = exact or [serial for serial in found if wanted and wanted in fold(serial.name)]
    if not near:
        names = ", ".join(f"'{_label(serial)}'" for serial in found if _label(serial))
        raise Misused(
            Problem("no-such-series", "error", "--series", f"no series is called '{series}'", f"found: {names}")
        )
    return near


def _label(serial: Serial) -> str:
    return serial.name or (serial.language if serial.by == "language" else "")


def _left(serial: Serial) -> tuple[LeftOut, ...]:
    what = f"an instalment of another series: {_label(serial)}" if _label(serial) else "of no series"
    return tuple(LeftOut(c.source, what) for c in serial.clues)


def _other(serial: Serial, chosen: Sequence[Serial]) -> Problem:
    count = len(serial.clues)
    what = f"{_count_of(count)} of another series"
    label = _label(serial)
    if label and label != _label(chosen[0]):
        foreign = serial.language != chosen[0].language
        other = f"{what}, in another language ({serial.language})" if foreign else f"{_count_of(count)} of no series"
        named = f"{what}, '{serial.name}'" if serial.name else other
        return Problem("other-series", "warning", serial.clues[0].source, named, f"--series '{label}' makes its book")
    return Problem("other-series", "warning", serial.clues[0].source, what, "put it into a folder of its own")


def _count_of(count: int) -> str:
    return f"{count} article{'s' if count > 1 else ''}"


def _several(found: Sequence[Serial]) -> Problem:
    named = [f"'{_label(serial)}' ({len(serial.clues)})" for serial in found if _label(serial)]
    rest = sum(len(serial.clues) for serial in found if not _label(serial))
    also = f", and {_count_of(rest)} of no series" if rest else ""
    said = f"{len(named)} series {'lies' if len(named) == 1 else 'lie'} here: {', '.join(named)}{also}"
    hint = "each is a part of the book; --series NAME takes one"
    return Problem("several-series", "warning", found[0].clues[0].source, said, hint)


def _side_by_side(trees: Sequence[_Tree]) -> tuple[PlannedPart, ...]:
    """Each series as a part, in the order in which they began; what has no series stands last."""
    parts = []
    for tree in sorted(trees, key=_began):
        chapters = tuple(chapter for part in tree.structure.parts for chapter in part.chapters)
        parts.append(PlannedPart(_label(tree.serial) or None, None, chapters, "series"))
    return tuple(parts)


def _began(tree: _Tree) -> tuple[bool, str, int, str, str]:
    label = _label(tree.serial)
    return (
        not label,
        min((c.day for c in tree.serial.clues if c.day), default="9"),
        -len(tree.serial.clues),
        label,
        tree.serial.clues[0].source,
    )


def _unmerged(part: PlannedPart) -> PlannedPart:
    """Every instalment a chapter of its own."""
    chapters: list[PlannedChapter] = []
    for chapter in part.chapters:
        if len(chapter.instalments) == 1:
            chapters.append(chapter)
            continue
        for instalment in chapter.instalments:
            last = instalment.ordinals[-1] if instalment.ordinals else None
            title = instalment.text or chapter.title
            chapters.append(
                PlannedChapter(
                    title, last.number if last else None, (replace(instalment, text=""),), last.kind if last else "part"
                )
            )
    return replace(part, chapters=tuple(chapters))
