"""What printers ask of pages on paper. In: nothing. Out: the numbers, for the edition that is made and its check.

Inside margins by page count as printers on demand ask for them (Kindle Direct Publishing, "Set trim size, bleed, and
margins"); resolution of pictures as all do.
"""

from __future__ import annotations

from bisect import bisect_left

FINE = 300 * 0.99  # dpi that a picture is printed with at least, but for what rounding takes
FAIR = 150  # dpi that an office printer shows well: below, squares are seen on any paper
_PAGES = (150, 300, 500, 700)  # up to so many pages
_INSIDE = (0.375, 0.5, 0.625, 0.75, 0.875)  # in


def inside(pages: int) -> float:
    """The least inside margin of a book of so many pages, in pt: a thick book does not open flat."""
    return _INSIDE[bisect_left(_PAGES, pages)] * 72
