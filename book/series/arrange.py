"""Put a series in order, say why, and say what is missing. In: articles in any order. Out: a `Plan`.

    articles -> clues -> told apart -> places -> tree -> plan file -> audit

The plan does not depend on the order of the articles: where only that could decide, natural order of names does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from book.errors import Misused
from book.model import LeftOut, Plan, PlannedChapter, PlannedPart, Problem
from book.series import audit, merged
from book.series.apart import apart
from book.series.clues import clue, fold
from book.series.copies import copies
from book.series.levels import counting, places
from book.series.serials import Serial, serials
from book.series.structure import structure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from book.model import Article
    from book.series.clues import Clue
    from book.series.planfile import PlanFile

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
    clues = [clue(article) for article in sorted(articles, key=lambda article: article.source)]
    names = _title_page(clues)
    clues, left_out = apart(clues)
    found = serials(clues)
    chosen, others = _choose(found, series)
    problems: list[Problem] = []
    for other in others:
        left_out += _left(other)
        problems.append(_other(other, chosen))
    kept, doubles, said = copies([c for serial in chosen for c in serial.clues])
    problems += said
    left_out += doubles
    trees = [(serial, _tree(serial, kept)) for serial in chosen]
    trees = [(serial, tree) for serial, tree in trees if tree[0].parts]
    parts = _side_by_side(trees) if len(trees) > 1 else tuple(part for _, tree in trees for part in tree[0].parts)
    for serial, (tree, counted) in trees:
        problems += audit.audit(tree, counted, [c for c in serial.clues if c.source in tree.places], clues)
    if len(trees) > 1:
        problems.append(_several([serial for serial, _ in trees]))
    plan = Plan(_name(chosen, trees, names), parts, (), tuple(sorted(left_out, key=lambda left: left.source)))
    if planfile is not None:
        plan, said = merged.merge(plan, planfile, {article.source: article for article in articles})
        problems += said
    if instalments == "keep":
        plan = replace(plan, parts=tuple(_unmerged(part) for part in plan.parts))
    return replace(plan, problems=tuple(sorted(set(problems), key=lambda p: (p.code, p.where, p.message))))


def _tree(serial: Serial, kept: frozenset[str]) -> tuple:
    clues = [c for c in serial.clues if c.source in kept]
    counted = counting(clues)
    return structure(places(clues, counted), counted), counted


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
    exact = [serial for serial in found if fold(serial.name) == wanted or (serial.language == series.lower() and series)]
    near = exact or [serial for serial in found if wanted and wanted in fold(serial.name)]
    if not near:
        names = ", ".join(f"'{_label(serial)}'" for serial in found if _label(serial))
        raise Misused(Problem("no-such-series", "error", "--series", f"no series is called '{series}'", f"found: {names}"))
    return near


def _label(serial: Serial) -> str:
    return serial.name or serial.language


def _left(serial: Serial) -> tuple[LeftOut, ...]:
    what = f"an instalment of another series: {_label(serial)}" if _label(serial) else "of no series"
    return tuple(LeftOut(c.source, what) for c in serial.clues)


def _other(serial: Serial, chosen: Sequence[Serial]) -> Problem:
    count = len(serial.clues)
    what = f"{count} article{'s' if count > 1 else ''} of another series"
    label = _label(serial)
    if label and label != _label(chosen[0]):
        named = f"{what}, '{serial.name}'" if serial.name else f"{what}, in another language ({serial.language})"
        return Problem("other-series", "warning", serial.clues[0].source, named, f"--series '{label}' makes its book")
    return Problem("other-series", "warning", serial.clues[0].source, what, "put it into a folder of its own")


def _several(found: Sequence[Serial]) -> Problem:
    names = ", ".join(f"'{_label(serial)}' ({len(serial.clues)})" for serial in found if _label(serial))
    return Problem(
        "several-series", "warning", found[0].clues[0].source, f"{len(found)} series lie here: {names}",
        "each is a part of the book; --series NAME takes one",
    )  # fmt: skip


def _side_by_side(trees: Sequence[tuple]) -> tuple[PlannedPart, ...]:
    """Each series as a part, in the order in which they began; what has no series stands last."""

    def began(found: tuple) -> tuple:
        serial = found[0]
        days = [c.day for c in serial.clues if c.day]
        return (not _label(serial), min(days, default="9"), serial.name, serial.clues[0].source)

    parts = []
    for serial, (tree, _) in sorted(trees, key=began):
        chapters = tuple(chapter for part in tree.parts for chapter in part.chapters)
        parts.append(PlannedPart(_label(serial) or None, None, chapters, "series"))
    return tuple(parts)


def _title_page(clues: Iterable[Clue]) -> list[str]:
    """Titles on the half title and title pages of another edition: they name the book."""
    pages = [c for c in clues if {"halftitlepage", "titlepage"} & set(c.article.meta.get("epub:type", "").split())]
    titles = [c.article.title for c in pages if c.article.title and fold(c.article.title).replace(" ", "") not in _GENERIC]
    return sorted(titles, key=len)


_GENERIC = frozenset(["titlepage", "halftitlepage", "halftitle", "cover", "untitled"])


def _name(chosen: Sequence[Serial], trees: Sequence[tuple], names: Sequence[str]) -> str:
    """What the book is called: declared, on its title page, what all titles share, its only section, or the site."""
    if len(chosen) == 1 and chosen[0].name and chosen[0].by != "titles":
        return chosen[0].name
    if names:
        return names[0]
    places_ = [place for _, (tree, _) in trees for place in tree.places.values()]
    stems = Counter(level.title for place in places_ for level in place.outer if level.title)
    texts = Counter(place.text for place in places_ if place.text)
    if len(stems) == 1 and 2 * sum(stems.values()) > len(places_):
        return next(iter(stems))
    if len(texts) == 1 and len(places_) > 1:
        return next(iter(texts))
    if len(chosen) == 1 and chosen[0].name:
        return chosen[0].name
    sites = Counter(place.clue.article.site for place in places_ if place.clue.article.site)
    if sites and 2 * max(sites.values()) > len(places_):
        return min(sites, key=lambda site: (-sites[site], site))
    return places_[0].clue.article.title if len(places_) == 1 else ""


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
                PlannedChapter(title, last.number if last else None, (replace(instalment, text=""),), last.kind if last else "part")
            )
    return replace(part, chapters=tuple(chapters))
