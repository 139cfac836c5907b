"""Pictures too coarse for paper. In: laid out sheets, the pages of the book, the assets. Out: a problem for each.

How fine a picture is printed depends on the size it is printed at: 300 pixels an inch is what printers ask for.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from book.model import Problem
from book.paper import FAIR, FINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from book.editions.pdf.impose import Leaf
    from book.editions.pdf.laid import Laid, Picture
    from book.model import Asset


def coarse(
    laid: Sequence[Laid], leaves: Sequence[Leaf], assets: Mapping[str, Asset], *, press: bool
) -> tuple[Problem, ...]:
    """A problem for each picture below 300 dpi, where it is coarsest, with its page; a `press` warns of all of them."""
    worst: dict[str, tuple[float, str, Picture]] = {}
    for folio, picture in _placed(laid, leaves):
        asset = assets.get(picture.name)
        if asset is not None and asset.width and asset.height:
            dpi = resolution(asset, picture)
            if dpi < FINE and (picture.name not in worst or dpi < worst[picture.name][0]):
                worst[picture.name] = (dpi, folio, picture)
    return tuple(
        Problem(
            "image-coarse",
            "warning" if press or dpi < FAIR else "note",
            assets[name].source or name,
            f"is printed at {dpi:.0f} dpi on page {folio}, coarser than the 300 dpi printers ask for",
            f"supply it {ceil(assets[name].width * 300 / dpi)} px wide, or print it smaller",
        )
        for name, (dpi, folio, picture) in worst.items()
    )


def resolution(asset: Asset, picture: Picture) -> float:
    """How many pixels an inch a picture is printed with. It fills its box in one direction at least."""
    return max(asset.width / max(picture.width, 0.01), asset.height / max(picture.height, 0.01)) * 72


def _placed(laid: Sequence[Laid], leaves: Sequence[Leaf]) -> Iterator[tuple[str, Picture]]:
    """Every picture of the book with the name of its page."""
    folios = {(leaf.sheet, leaf.page): leaf.folio.text for leaf in leaves if leaf.page is not None}
    for index, sheet in enumerate(laid):
        for picture in sheet.pictures:
            yield folios.get((index, picture.page), ""), picture
