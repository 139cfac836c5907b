"""Numbers that only the other titles show: `Low Water`, `Low Water II`. In: clues. Out: the same, their titles read.

One title that ends in a numeral may be a name (`Apollo 13`, `Henry VIII`). Several that are alike but for it, from the
first or second on and with hardly a gap, are the parts of one thing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from book.model import Ordinal, Title
from book.series import reading
from book.series.clues import fold
from book.series.grammar import grammar
from book.series.numerals import decimal, roman
from book.series.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.series.clues import Clue

_LAST = re.compile(r"(?P<stem>.+?)[\s:,–—-]+(?P<numeral>[IVXL]{1,6}|\d{1,3}|[^\W\d_]{2,12})")
_LARGEST = 60  # instalments; a larger number is a year, a model, a distance


def numbered(clues: Sequence[Clue]) -> list[Clue]:
    """The clues, those whose titles are alike but for a numeral at the end with that as their number."""
    plain = {clue.source: clue for clue in clues if not clue.title.ordinals and not clue.matter}
    families: dict[str, dict[str, tuple[str, int]]] = {}
    for source, clue in plain.items():
        if found := _split(clue):
            stem, number = found
            families.setdefault(fold(stem), {})[source] = (stem, number)
    bare = {fold(clue.title.text) for clue in plain.values()}
    read: dict[str, tuple[str, int]] = {}
    for stem, members in families.items():
        counts = sorted(number for _, number in members.values())
        begins = counts[0] == 1 or (counts[0] == 2 and stem in bare)
        distinct = len(set(counts)) == len(counts)
        if begins and distinct and len(counts) + (stem in bare) > 1 and counts[-1] <= 2 * len(counts) + 1:
            read |= members
    return [_read(clue, *read[clue.source]) if clue.source in read else clue for clue in clues]


def _split(clue: Clue) -> tuple[str, int] | None:
    """A title's stem and the numeral it ends in."""
    match = _LAST.fullmatch(clue.title.text)
    if match is None:
        return None
    text = match["numeral"]
    number = int(decimal(text)) if text.isdecimal() else roman(text) if text.isupper() else None
    if number is None and not text.isdecimal():
        language = clue.article.language.partition("-")[0].lower() or "en"
        words = tokens(text)
        found = reading.spelled(words, 0, [language]) if language in grammar().of and len(words) == 1 else None
        number = int(found.value) if found and found.value.isdecimal() else None
    return (match["stem"], number) if number and number <= _LARGEST else None


def _read(clue: Clue, stem: str, number: int) -> Clue:
    return replace(clue, title=Title(stem, (Ordinal("part", str(number)),), clue.title.series))
