"""Numbers that texts give instalments whose titles have none. In: clues with what they say. Out: a number each.

"This is the second part of a series" numbers the article it stands in, "Read Part One here" the one it leads to. Most
voices win; a number that two articles would get, or that a title already has, is given to none.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from book.series.clues import KEPT_WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from book.series.clues import Clue

_ENOUGH = 2  # numbers that are known before the last one can be told
_FEW = 1  # numbers it could have
_OWN = 2  # voices that an article has about itself


def claims(clues: Sequence[Clue]) -> Mapping[str, tuple[str, str]]:
    """The numbers of articles whose titles and front matter give none, each with what says so.

    Empty where they number less than half of those articles: a few references count nothing.
    """
    body = [clue for clue in clues if not clue.matter]
    numbered = {clue.source: number for clue in body if (number := own_number(clue))}
    open_ones = [clue for clue in body if clue.source not in numbered and not clue.declared]
    found = {
        source: said for source, said in called(clues).items() if any(clue.source == source for clue in open_ones)
    } if open_ones else {}  # fmt: skip
    counts = Counter([*numbered.values(), *(number for number, _ in found.values())])
    alone = {source: said for source, said in found.items() if counts[said[0]] == 1}
    alone |= _remaining(alone, open_ones, {*numbered.values(), *(number for number, _ in alone.values())})
    return alone if len(alone) >= max(1, len(open_ones) / 2) and len(alone) + len(numbered) > 1 else {}


def _remaining(
    found: Mapping[str, tuple[str, str]], clues: Sequence[Clue], taken: set[str]
) -> dict[str, tuple[str, str]]:
    """The only one that nobody calls by a number, and that calls others: the number missing among them, or the next."""
    left = [clue for clue in clues if clue.source not in found]
    if len(left) != 1 or len(taken) < _ENOUGH or not any(source in found for source, _, _ in left[0].said.numbers):
        return {}
    counts = {int(number) for number in taken if number.isdecimal()}
    absent = [number for number in range(1, max(counts) + 2) if number not in counts]
    return {left[0].source: (str(absent[0]), "the only one without a number")} if len(absent) <= _FEW else {}


def own_number(clue: Clue) -> str:
    """The innermost number of a title, "" where it has none."""
    marks = [ordinal for ordinal in clue.title.ordinals if ordinal.kind not in KEPT_WHOLE]
    return (marks[-1].number or "") if marks else ""


def called(clues: Sequence[Clue]) -> Mapping[str, tuple[str, str]]:
    """The number that most voices give each article that is spoken of, with the first of them."""
    voices: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for clue in clues:
        for source, number, words in clue.said.numbers:
            own = source == clue.source
            voice = f"'{words[:60]}'" + ("" if own else f" in {clue.source}")
            voices.setdefault(source, {}).setdefault(number, []).extend([(voice, clue.source)] * (_OWN if own else 1))
    return dict(_settled(voices))


def _settled(voices: Mapping[str, Mapping[str, list[tuple[str, str]]]]) -> Iterator[tuple[str, tuple[str, str]]]:
    for source, numbers in voices.items():
        number = min(numbers, key=lambda each: (-len(numbers[each]), len(each), each))
        yield source, (number, min(numbers[number], key=lambda voice: voice[1])[0])
