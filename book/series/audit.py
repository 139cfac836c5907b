"""What is missing or doubtful in a series. In: its tree and clues. Out: `Problem`s, each with a place and a way out.

Codes: `gap`, `same-number`, `date-conflict`, `order-conflict`, `link-missing`, `mixed-languages`, `unplaced`,
`called-otherwise`. Copies and other series are found before the tree is made (`copies`, `serials`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from book.model import Problem
from book.series.chain import contested
from book.series.claims import called, own_number
from book.series.clues import KEPT_WHOLE, MATTER
from book.series.filenames import dense
from book.series.gaps import gaps
from book.series.missing import missing_links
from book.series.order import disorder
from book.series.scales import published, weak
from book.series.serials import foreign

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from book.model import PlannedChapter
    from book.series.clues import Clue
    from book.series.structure import Structure


_MANY = 6  # contradictions that are named one by one, however few the articles


def audit(
    tree: Structure, counted: Mapping[str, str], clues: Sequence[Clue], collected: Sequence[Clue]
) -> list[Problem]:
    """Everything worth a person's look. `clues` are those of the tree, `collected` of all articles."""
    return [
        *gaps(tree, counted),
        *_same_numbers(tree),
        *_dates(tree),
        *_lists(tree),
        *_contested(tree),
        *_called(clues),
        *missing_links(clues, collected),
        *_languages(clues),
        *_unplaced(tree),
    ]


def _instalments(tree: Structure) -> list[str]:
    return [
        instalment.source
        for part in tree.parts
        for chapter in part.chapters
        if chapter.kind not in MATTER
        for instalment in chapter.instalments
    ]


def _same_numbers(tree: Structure) -> Iterator[Problem]:
    """Two different texts under one number."""
    for part in tree.parts:
        yield from _repeated([(_chapter_number(tree, c), c.instalments[0].source) for c in part.chapters])
        for chapter in part.chapters:
            numbers = [((p.inner.kind, p.number) if (p := tree.places[i.source]).inner and p.number else None, i.source)
                       for i in chapter.instalments]  # fmt: skip
            if len(numbers) > 1:
                yield from _repeated(numbers)


def _chapter_number(tree: Structure, chapter: PlannedChapter) -> tuple[str, str] | None:
    del tree
    return (chapter.kind, chapter.number) if chapter.number and chapter.kind not in KEPT_WHOLE else None


def _repeated(numbered: Sequence[tuple[tuple[str, str] | None, str]]) -> Iterator[Problem]:
    first: dict[tuple[str, str], str] = {}
    for key, source in numbered:
        if key is None:
            continue
        other = first.setdefault(key, source)
        if other != source:
            said = f"is {key[0]} {key[1]}, and so is {other}, with another text"
            yield Problem(
                "same-number", "warning", source, said, "correct one of the titles, or order them in plan.toml"
            )


def _dates(tree: Structure) -> Iterator[Problem]:
    """Dates of publication that contradict the order found by weightier evidence."""
    if tree.ruling in ("date", ""):
        return
    days = published(list(tree.places.values()))
    hint = f"the order is by {tree.ruling}; plan.toml can change it"
    found = disorder(_instalments(tree), days)
    shown = found if len(found) <= _MANY or 4 * len(found) <= len(days) else found[:1]
    for source, other in shown:
        yield Problem(
            "date-conflict", "note", source, f"is dated {days[source]}, against {other} of {days[other]}", hint
        )
    if len(shown) < len(found):
        said = f"{len(found) - len(shown)} more dates contradict the order"
        yield Problem("date-conflict", "note", found[1][0], said, hint)


def _lists(tree: Structure) -> Iterator[Problem]:
    """An index, links or file names that contradict weightier evidence."""
    sources = _instalments(tree)
    for scale in weak(list(tree.places.values())):
        if scale.origin not in ("index", "link", "file name") or scale.origin == tree.ruling:
            continue
        if scale.origin == "file name" and not dense(scale.keys):
            continue  # years and other numbers that count nothing
        found = disorder(sources, scale.keys)
        # A shuffled folder or a feed with the newest first says nothing about order, and contradicts nothing.
        if found and 4 * len(found) <= len(scale.keys):
            for source, other in found:
                said = f"stands on the other side of {other} by {scale.origin} ({scale.says[source]})"
                hint = f"the order is by {tree.ruling}; plan.toml can change it"
                yield Problem("order-conflict", "note", source, said, hint)


def _contested(tree: Structure) -> Iterator[Problem]:
    """Instalments that say one and the same comes next; the one that stands right before it is taken to be right."""
    sources = _instalments(tree)
    before = {after: source for source, after in pairwise(sources)}
    found = contested({place.source: place.clue.said for place in tree.places.values()})
    if len(found) > max(1, len(sources) // 4):
        return  # the links of such a site speak of no order
    for to, several in found.items():
        right = before.get(to) if before.get(to) in several else several[0]
        for source in several:
            # Where nearly all lead on to one, it is the newest.
            if source != right and 3 * len(several) <= 2 * len(sources):
                said = f"leads to {to} as the next, and so does {right}"
                yield Problem("order-conflict", "note", source, said, "correct the link, or order them in plan.toml")


def _called(clues: Sequence[Clue]) -> Iterator[Problem]:
    """Articles that others call by a number which is not the one in their title."""
    voices = called(clues)
    for clue in clues:
        number = own_number(clue)
        said = voices.get(clue.source)
        if said and number.isdecimal() and said[0] != number and len(clue.title.ordinals) == 1:
            what = f"is number {number} by its title, and {said[0]} by {said[1]}"
            yield Problem("called-otherwise", "note", clue.source, what, "the title rules; plan.toml can change it")


def _languages(clues: Sequence[Clue]) -> Iterator[Problem]:
    """Articles of the book in another language than most."""
    tags = {
        c.source: c.article.language.partition("-")[0].lower() for c in clues if c.article.language and not c.matter
    }
    counts: dict[str, int] = {}
    for tag in tags.values():
        counts[tag] = counts.get(tag, 0) + 1
    usual = min(counts, key=lambda tag: (-counts[tag], tag)) if counts else ""
    sure = {c.source for c in clues if foreign(c)}
    for source, tag in sorted(tags.items()):
        # One language guessed once is more likely guessed wrong.
        if tag != usual and (counts[tag] > 1 or source in sure):
            said = f"is in another language ({tag}) than most of the series ({usual})"
            yield Problem("mixed-languages", "note", source, said, "declare its language if that is wrong")


def _unplaced(tree: Structure) -> Iterator[Problem]:
    there = _instalments(tree)
    if not tree.ruling and not tree.unplaced and len(there) > 1:
        said = f"nothing says in what order {len(there)} articles belong; they stand by the alphabet of their names"
        hint = "number their titles or files, add an index page, or order them in plan.toml"
        yield Problem("unplaced", "warning", there[0], said, hint)
    for source in tree.unplaced:
        yield Problem(
            "unplaced", "warning", source, "nothing says where it belongs; it stands first", "place it in plan.toml"
        )
