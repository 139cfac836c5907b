"""Labels that are written in one word with their number: Thai, Lao, Khmer, Burmese. In: tokens. Out: the tokens parted.

These scripts set no space between words, so `ตอนที่สาม` ("episode three") and `ตอนจบ` ("last episode") are one token.
It is parted where its head is a label of the language and all the rest is a number, or the word for the last.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from book.series.grammar import fold, grammar, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from book.series.tokens import Token

_LANGUAGES = ("km", "lo", "my", "th")
_FIRST, _LAST = "\u0e00", "\u17ff"  # from Thai to Khmer; Georgian, Ethiopic and Hangul jamo between them part words
_LONGEST = 40  # letters of a label with its number


@cache
def _labels() -> dict[str, frozenset[str]]:
    """Each label of one word, with the languages that have it."""
    found: dict[str, set[str]] = {}
    for labels in grammar().labels.values():
        for label in labels:
            if label.language in _LANGUAGES and len(label.words) == 1:
                found.setdefault(label.words[0], set()).add(label.language)
    return {word: frozenset(languages) for word, languages in found.items()}


def parted(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, each label that is tied to its number parted from it. Texts in other scripts are as they were."""
    return [part for token in tokens for part in _halves(token)]


def _halves(token: Token) -> Iterator[Token]:
    text = token.text
    if token.kind == "word" and _FIRST <= text[0] <= _LAST and len(text) <= _LONGEST:
        for at in range(len(text) - 1, 0, -1):
            languages = _labels().get(fold(text[:at]), ())
            rest = fold(text[at:]) if languages else ""
            if any(rest in table.ordinals or rest in table.cardinals for table in map(numbers, sorted(languages))):
                middle = token.start + at
                yield replace(token, text=text[:at], end=middle, key=fold(text[:at]))
                yield replace(token, text=text[at:], start=middle, gap=True, key=rest)
                return
    yield token
