"""One key of front matter, read down all articles of a series. In: clues. Out: each one's number under that key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from book.series import declared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from book.series.clues import Clue


def counting(clues: Sequence[Clue]) -> Mapping[str, str]:
    """The numbers front matter counts the instalments of a series with, by source; empty if it does not."""
    return _column(clues, declared.COUNTING)


def weights(clues: Sequence[Clue]) -> Mapping[str, str]:
    """The weights that order a series and count nothing, by source; empty if there are none."""
    return _column(clues, declared.WEIGHING)


def _column(clues: Sequence[Clue], keys: Sequence[str]) -> Mapping[str, str]:
    """The first key that most articles have and that tells them apart: `weight: 0` everywhere orders nothing."""
    declaring = [clue for clue in clues if clue.article.meta]
    known = {key for clue in declaring for key in clue.article.meta}
    for key in (key for key in keys if declared.is_among(known, key)):
        found = {}
        for clue in declaring:
            number = declared.number_of(declared.value_of(clue.article.meta, key))
            if number is not None:
                found[clue.source] = declared.written(number)
        if 5 * len(found) >= 3 * len(clues) and 5 * len(set(found.values())) >= 4 * len(found) and found:
            return found
    return {}
