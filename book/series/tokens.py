"""A title as tokens. In: the raw title. Out: words, numbers and signs with their places, nothing lost."""

from __future__ import annotations

import re

from book.frozen import frozen
from book.series.grammar import fold
from book.series.numerals import decimal

# Combining vowel signs, which Python's \w does not count as parts of words, and the two joiners.
_SIGNS = "\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0970-\u09e5\u09f0-\u0a65\u0a70-\u0ae5\u0af0-\u0b65\u0b70-\u0be5\u0bf0-\u0c65\u0c70-\u0ce5\u0cf0-\u0d65\u0d70-\u0de5\u0df0-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u109d\u17b4-\u17d3\u200c\u200d"  # fmt: skip  # noqa: E501 - one character class
_LETTER = rf"(?:[^\W\d_]|[{_SIGNS}])"
_TOKEN = re.compile(
    rf"(?P<number>\d+(?:[.,٫]\d+)*)"
    rf"|(?P<word>{_LETTER}+(?:['’ʼ׳״\"]{_LETTER}+)*)"
    r"|(?P<space>\s+)"
    r"|(?P<sign>\.{2,}|--+|::+|.)",
    re.DOTALL,
)
OPENING = dict(zip("([{（［【〔「『〈《«", ")]}）］】〕」』〉》»", strict=True))
_SEPARATORS = frozenset(":-–—―‒|·•,;._~/>\\/∙：；，、。．·・｜〜～—‐‑→*+…،؛।॥፡።፣፤፥፦၊။៖។")
CLOSING = frozenset(OPENING.values())


@frozen
class Token:
    """A word, a number or a sign of a title."""

    text: str
    start: int  # offsets in the title
    end: int
    kind: str  # "number", "word", "separator", "open", "close", "sign"
    gap: bool  # white space stands before it
    key: str  # folded word, decimal digits, or the sign itself


def tokens(title: str) -> list[Token]:
    """The title's tokens, white space left out."""
    found: list[Token] = []
    gap = False
    for match in _TOKEN.finditer(title):
        kind, text = match.lastgroup or "sign", match.group()
        if kind == "space":
            gap = True
            continue
        if kind == "sign":
            kind = _kind(text)
        key = fold(text) if kind == "word" else decimal(text).replace("٫", ".")
        found.append(Token(text, match.start(), match.end(), kind, gap, key))
        gap = False
    return found


def _kind(sign: str) -> str:
    if sign in OPENING:
        return "open"
    if sign in CLOSING:
        return "close"
    if sign[0] in _SEPARATORS or sign.startswith(("..", "--", "::")):
        return "separator"
    return "sign"
