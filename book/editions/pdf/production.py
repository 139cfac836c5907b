"""What an edition's settings ask of the press. In: `EditionSettings`, the bytes of an ICC profile. Out: `Production`.

What cannot be had is left out, and a problem says so: the pages stay pages.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from book.config import points
from book.editions.pdf.boxes import Cut
from book.editions.pdf.gutter import settle
from book.editions.pdf.intent import Profile, read
from book.frozen import frozen
from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from book.config import EditionSettings
    from book.editions.pdf.colour import Inks, Kind
    from book.model import Direction


@frozen
class Production:
    """How a book goes to press. The default is plain: as laid out, for a screen."""

    cut: Cut = field(default_factory=Cut)
    gutter: str = "auto"  # the inside margin: "auto" or a length
    fixed: bool = True  # the margins are the user's own
    inks: Inks | None = None  # None: as the sheets are
    profile: Profile | None = None  # of the press: the PDF is PDF/X-4
    problems: tuple[Problem, ...] = ()

    def bound(self, pages: int, variables: Mapping[str, str], where: str) -> tuple[Cut, tuple[Problem, ...]]:
        """How pages are cut once their number is known. `variables` are the theme's; `where` names the edition."""
        cut = self.cut
        found = settle(pages, variables, wanted=self.gutter, fixed=self.fixed, bleed=cut.bleed, where=where)
        return Cut(cut.bleed, cut.marks, found.moved, cut.leftward), found.problems


def production(edition: EditionSettings | None, profile: bytes, direction: Direction) -> Production:
    """What a print edition is made with; `profile` is empty where there is none."""
    if edition is None:
        return Production(Cut(leftward=direction == "rtl"), fixed=False)
    press, problems = _profile(edition, profile)
    colour = edition.colour or (press.space if press else "rgb")
    if press is not None and colour != press.space:
        problems = (_unfit(edition.profile, f"is for {press.space}, and the edition is in {colour}"),)
        press = None
    return Production(
        cut=Cut(points(edition.bleed), edition.crop_marks, leftward=direction == "rtl"),
        gutter=edition.gutter,
        fixed=any(name in edition.variables for name in ("margin-inner", "margin-outer")),
        inks=_inks(colour, press),
        profile=press,
        problems=problems,
    )


def _inks(colour: Kind | Literal["rgb"], press: Profile | None) -> Inks | None:
    if colour == "rgb":
        return None
    from book.editions.pdf.colour import Inks  # noqa: PLC0415 - most editions need no colour engine

    return Inks(colour, press)


def _profile(edition: EditionSettings, data: bytes) -> tuple[Profile | None, tuple[Problem, ...]]:
    if not edition.profile:
        return None, ()
    try:
        return read(data), ()
    except ValueError as error:
        return None, (_unfit(edition.profile, str(error)),)


def _unfit(where: str, what: str) -> Problem:
    hint = "the PDF was made without it and is no PDF/X-4; ask your printer for the profile"
    return Problem("profile-unfit", "warning", where, what, hint)
