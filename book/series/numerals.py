"""Numerals as titles write them, read as decimal text. In: a word or sign. Out: an int, or None where it is none.

Digits of every script (Unicode's decimal digits), roman numerals in their canonical spelling, Chinese numerals,
Hebrew letter numerals. Number *words* are in the tables of `book.series.languages`.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
# Keyboards of Cyrillic and Greek have look-alikes of the roman letters, and typists use them.
_LOOKALIKES = str.maketrans("ІХМСІхмсΙΧΜ", "IXMCIXMCIXM")

_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "兩": 2}
_HAN_DIGITS |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))
_HAN_DIGITS |= dict(zip("壱弐参", range(1, 4), strict=True))
_HAN_DIGITS |= dict(zip("貳參陸", (2, 3, 6), strict=True))
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_HAN_TENS = {"廿": 20, "卅": 30}
HAN_NUMERAL = "[" + "".join([*_HAN_DIGITS, *_HAN_UNITS, *_HAN_TENS]) + "]"

_HEBREW = {c: v for v, c in enumerate("אבגדהוזחט", 1)}
_HEBREW |= dict(zip("יכלמנסעפצ", range(10, 100, 10), strict=True))
_HEBREW |= dict(zip("קרשת", range(100, 500, 100), strict=True))
_GREEK = {c: v for v, c in enumerate("ΑΒΓΔΕϚΖΗΘ", 1)} | dict(zip("ΙΚΛΜΝΞΟΠϘ", range(10, 100, 10), strict=True))
_HEBREW_SIGNS = re.compile(r"[\u05f3\u05f4'\"’”]")


def decimal(text: str) -> str:
    """The text with every decimal digit, of whatever script or width, as an ASCII digit."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def plain(number: str) -> str:
    """A digit string without leading zeros: `08` is `8`, `0` stays."""
    return decimal(number).lstrip("0") or "0"


def roman(text: str) -> int | None:
    """The value of a canonical roman numeral in capitals or small letters, 1 to 3999; `IIII` and `IC` are none."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES)
    if not (text.isupper() or text.islower()):
        return None
    letters = text.upper()
    if not letters or not _ROMAN.fullmatch(letters):
        return None
    values = [_ROMAN_VALUES[c] for c in letters]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def han(text: str) -> int | None:
    """The value of a Chinese numeral, by place (`二〇三`) or with units (`二百零三`, `十二`)."""
    if not text:
        return None
    if all(c in _HAN_DIGITS for c in text):
        return int("".join(str(_HAN_DIGITS[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in _HAN_DIGITS:
            digit = _HAN_DIGITS[c]
        elif c in _HAN_UNITS:
            total += (1 if digit is None else digit) * _HAN_UNITS[c]
            digit = None
        elif c in _HAN_TENS:
            total += _HAN_TENS[c]
            digit = None
        else:
            return None
    return total + (digit or 0)


def greek(text: str) -> int | None:
    """The value of Greek capitals used as a numeral: `Γ`, `ΙΒ`, `ΣΤ` (6)."""
    letters = text.replace("ΣΤ", "Ϛ")
    values = [_GREEK.get(c, 0) for c in letters]
    if not values or 0 in values or any(a // 10 == 0 or b >= 10 for a, b in pairwise(values)) or len(values) > 2:
        return None
    return sum(values)


def hebrew(text: str) -> int | None:
    """The value of Hebrew letters used as a numeral: descending (`קכ"ג`), or the 15 and 16 written `טו`, `טז`."""
    letters = _HEBREW_SIGNS.sub("", text)
    # Three letters without a sign spell a word.
    if (len(letters) > 2 and letters == text) or not letters or any(c not in _HEBREW for c in letters):
        return None
    values = [_HEBREW[c] for c in letters]
    # Letters that do not descend spell a word.
    descending = all(a > b for a, b in pairwise(values))
    if not descending and values[-2:] not in ([9, 6], [9, 7]):
        return None
    return sum(values)
