"""The same article twice, and two versions of one. In: clues. Out: those that stay, what is left out, and why.

Told by the text, not by the title: six different essays may bear one title. See `book.series.sentences`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from book.model import LeftOut, Problem
from book.series.clues import KEPT_WHOLE, with_title_of
from book.series.sentences import ALIKE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.series.clues import Clue
    from book.series.sentences import Pair

_SAME = 0.9  # of the shorter text: the same article
_VERSION = ALIKE  # of the shorter text: a version of it, when the titles say so
_RETITLED = 0.75  # of the shorter text: a version of it, when only its title says so


def copies(
    clues: Sequence[Clue], alike: Sequence[Pair]
) -> tuple[tuple[Clue, ...], tuple[LeftOut, ...], tuple[Problem, ...]]:
    """The clues to keep, what is left out, and a problem for every pair of those that are alike and are one.

    One that is kept and has no number in its title has that of its copy.
    """
    by_source = {clue.source: clue for clue in clues}
    left: dict[str, LeftOut] = {}
    lent: dict[str, Clue] = {}
    problems = []
    for pair in alike:
        if pair.one in left or pair.two in left:
            continue
        best, other = _better(by_source[pair.one], by_source[pair.two])
        others = len(left)
        if pair.share >= _SAME and pair.near:
            left[other.source] = LeftOut(other.source, f"the same article as {best.source}")
            problems.append(_duplicate(best, other))
        elif pair.share >= (_VERSION if _same_number(best, other) else _RETITLED) and _same_place(best, other):
            left[other.source] = LeftOut(other.source, f"another version of {best.source}")
            problems.append(_version(best, other))
        if len(left) > others and not best.title.ordinals and other.title.ordinals:
            lent.setdefault(best.source, with_title_of(best, other.title))
    kept = tuple(lent.get(clue.source, clue) for clue in clues if clue.source not in left)
    return kept, tuple(left.values()), tuple(problems)


def _same_number(one: Clue, two: Clue) -> bool:
    """Both titles have a number: the same place, not only the same words."""
    marks = (ordinal for clue in (one, two) for ordinal in clue.title.ordinals)
    return any(mark.number and mark.kind not in KEPT_WHOLE for mark in marks)


def _same_place(one: Clue, two: Clue) -> bool:
    """Their titles say the same: the same ordinals, or the same words where there are none."""
    marks = [[(o.kind, o.number) for o in clue.title.ordinals] for clue in (one, two)]
    if any(marks):
        return marks[0] == marks[1]
    return one.title.text.casefold() == two.title.text.casefold()


def _better(one: Clue, two: Clue) -> tuple[Clue, Clue]:
    """The one to keep first: the later one, then the longer one, then the one whose name is plainer."""

    def worth(clue: Clue) -> tuple[bool, str, int]:
        return (not _deprecated(clue), clue.day, clue.article.words or len(clue.article.body))

    ranked = sorted((one, two), key=lambda clue: (len(clue.source), clue.source))
    ranked.sort(key=worth, reverse=True)
    return ranked[0], ranked[1]


def _deprecated(clue: Clue) -> bool:
    """In a folder of old things, or a copy by its name."""
    return bool(re.search(r"deprecated|obsolete|archive|backup|\bold\b|\bcopy\b|\(\d\)", clue.source.lower()))


def _duplicate(best: Clue, other: Clue) -> Problem:
    said = f"the same article as {best.source}; it is printed once"
    return Problem("duplicate", "warning", other.source, said, "delete one of the two")


def _version(best: Clue, other: Clue) -> Problem:
    why = "newer" if best.day > other.day else "longer"
    said = f"another version of {best.source}, which is {why} and is printed"
    return Problem("versions", "warning", other.source, said, "delete one of the two, or choose in plan.toml")
