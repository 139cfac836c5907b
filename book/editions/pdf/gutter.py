"""The inside margin that a book of so many pages needs. In: the page count, the margins. Out: how far the text moves.

A thick book does not open flat: the more pages, the more of the inside margin is lost in the spine. The text block
keeps its width and moves outward when the book is bound, so that no page is laid out again and the count stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.frozen import frozen
from book.model import Problem
from book.paper import inside
from book.theme import length

if TYPE_CHECKING:
    from collections.abc import Mapping

OUTSIDE = 0.25  # in, the least that may be left at the outer edge; with bleed half as much again


@frozen
class Gutter:
    """The inside margin of a book, settled."""

    moved: float  # pt outward
    problems: tuple[Problem, ...] = ()


def settle(  # noqa: PLR0913 - what decides a margin
    pages: int, variables: Mapping[str, str], *, wanted: str, fixed: bool, bleed: float = 0.0, where: str = ""
) -> Gutter:
    """How far the text moves outward.

    `variables` are the theme's, margins settled in pt; `wanted` is "auto" or a length for the inside margin; `fixed`
    says that the margins are the user's own, and are left alone unless `wanted` is a length. `where` names the edition.
    """
    inner, outer = (length(variables.get(f"margin-{side}", "")) for side in ("inner", "outer"))
    asked = length(wanted)
    if inner is None or outer is None or (fixed and asked is None):
        return Gutter(0.0)
    need = inside(pages) if asked is None else asked
    short = need - inner
    if short <= 0 and asked is None:
        return Gutter(0.0)
    room = outer - OUTSIDE * 72 * (1.5 if bleed else 1)
    moved = round(min(short, max(room, 0.0)), 3)
    if moved < short - 0.01:
        said = f"{pages} pages want an inside margin of {_inches(need)}; there is room for {_inches(inner + moved)}"
        hint = "choose a larger trim, a smaller measure or smaller type"
        return Gutter(moved, (Problem("gutter-narrow", "warning", where, said, hint),))
    said = f"the inside margin is {_inches(inner + moved)}, for {pages} pages; the theme has {_inches(inner)}"
    return Gutter(moved, (Problem("gutter", "note", where, said),))


def _inches(points: float) -> str:
    return f"{points / 72:.3f}".rstrip("0").rstrip(".") + " in"
