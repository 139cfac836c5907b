"""What a page is called. In: the digits of the book's language. Out: folios as printed, and the PDF's page labels.

Front matter is numbered by itself, in the manner of the script: roman numerals, or the letters that count in
Arabic (abjad) and Hebrew (gematria), or, where a script has neither, its digits. The body begins again at 1.
ISO 32000-1, 12.4.2 (page labels).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.editions.pdf.objects import string
from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
# Letters by the number they stand for.
_HUNDREDS = (1000, 900, 800, 700, 600, 500, 400, 300, 200, 100)
_TENS = (90, 80, 70, 60, 50, 40, 30, 20, 10)
_ONES = (9, 8, 7, 6, 5, 4, 3, 2, 1)
_ABJAD = tuple(zip((*_HUNDREDS, *_TENS, *_ONES), "غظضذخثتشرقصفعسنملكيطحزوهدجبا", strict=True))
_GEMATRIA = (
    *zip(_HUNDREDS[6:], "תשרק", strict=True),
    *zip(_TENS[:-1], "צפעסנמלכ", strict=True),
    (10, "י"),
    *zip(_ONES, "טחזוהדגבא", strict=True),
)
_ADDED = {"ar": _ABJAD, "fa": _ABJAD, "ur": _ABJAD, "ps": _ABJAD, "ckb": _ABJAD, "he": _GEMATRIA, "yi": _GEMATRIA}


@frozen
class Folio:
    """The name of one page."""

    text: str  # as printed, and as a viewer shows it
    front: bool = False  # of the front matter


def folios(front: int, body: int, language: str, digits: Callable[[str], str]) -> tuple[Folio, ...]:
    """The names of `front` pages of front matter and `body` pages after them. `digits` writes a number's digits."""
    return (
        *(Folio(front_number(number, language, digits), front=True) for number in range(1, front + 1)),
        *(Folio(digits(str(number))) for number in range(1, body + 1)),
    )


def front_number(number: int, language: str, digits: Callable[[str], str]) -> str:
    """A page number of the front matter."""
    table = _ADDED.get(language.partition("-")[0].lower())
    if table is None:
        return _add(number, _ROMAN) if digits("1") == "1" else digits(str(number))
    return _add(number, table)


def characters(language: str, digits: Callable[[str], str]) -> str:
    """Every character that page numbers of a language are made of, in order."""
    front = "".join(front_number(number, language, digits) for number in range(1, 1000))
    return "".join(sorted({*front, *digits("0123456789")}))


def _add(number: int, table: Sequence[tuple[int, str]]) -> str:
    letters = []
    for value, letter in table:
        while number >= value:
            letters.append(letter)
            number -= value
    # In Hebrew 15 and 16 are 9 + 6 and 9 + 7, not to spell the Name.
    return "".join(letters).replace("יה", "טו").replace("יו", "טז")


def page_labels(names: Sequence[Folio]) -> bytes:
    """The number tree of page labels: a range where the viewer counts as the book does, else a label a page."""
    ranges: list[bytes] = []
    for front in (True, False):
        part = [(index, name.text) for index, name in enumerate(names) if name.front is front]
        if not part:
            continue
        start = part[0][0]
        if front and all(text == _add(number, _ROMAN) for number, (_, text) in enumerate(part, 1)):
            ranges.append(b"%d<</S/r>>" % start)
        elif all(text == str(number) for number, (_, text) in enumerate(part, 1)):
            ranges.append(b"%d<</S/D>>" % start)
        else:
            ranges.extend(b"%d<</P%b>>" % (index, string(text)) for index, text in part)
    return b"<</Nums[" + b"".join(ranges) + b"]>>"
