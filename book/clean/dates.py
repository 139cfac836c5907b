"""Dates as sites print them, in the language of the text. In: a line. Out: the ISO 8601 date in it and where it stands.

Names of months are those of CLDR (through Babel), in the language and in English. A date that names no year, or
only a distance from today, gives none: a book must not change with the day it is built on.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from unicodedata import digit

_VARIANTS = {"ar": ("ar", "ar_SY", "ar_DZ", "ar_MA"), "no": ("nb",), "": ()}
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_DAY = r"(?P<day>[0-3]?\d)"
_ISO = re.compile(rf"(?<!\d){_YEAR}[-/.](?P<month>[01]?\d)[-/.]{_DAY}(?!\d)")
_CJK = re.compile(rf"{_YEAR}\s*[年년]\s*(?P<month>[01]?\d)\s*[月월]\s*{_DAY}\s*[日일號号]?")
_NUMBERS = re.compile(rf"(?<!\d){_DAY}[-/.](?P<month>[01]?\d)[-/.]{_YEAR}(?!\d)")
_ORDINAL = r"(?:st|nd|rd|th|er|º|ª|\.|-?го|-?а)?"


def find(text: str, language: str) -> tuple[str, int, int] | None:
    """ISO date, start and end of the first date in a line; None where there is none that is whole."""
    plain = _ascii_digits(text)
    for pattern in (_ISO, _CJK, *_named(language.partition("-")[0]), _NUMBERS):
        found = pattern.search(plain)
        if found and (iso := _iso(found, language)):
            return iso, found.start(), found.end()
    return None


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(
        str(digit(char)) if char.isdigit() and digit(char, -1) >= 0 and len(char) == 1 else char for char in text
    )


def _iso(found: re.Match[str], language: str) -> str:
    month = found["month"].casefold().strip(".")
    number = int(month) if month.isdecimal() else _months(language.partition("-")[0])[month]
    try:
        return date(int(found["year"]), number, int(found["day"])).isoformat()
    except ValueError:
        return ""


@cache
def _months(language: str) -> dict[str, int]:
    """Names of months, folded, in English and a language."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - only lines that may hold dates need its data

    names: dict[str, int] = {}
    for tag in dict.fromkeys([*_VARIANTS.get(language, (language,)), "en"]):
        try:
            locale = Locale.parse(tag)
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    if not name[:1].isdecimal():
                        names.setdefault(name.casefold().strip("."), number)
    names.setdefault("sept", 9)
    return names


@cache
def _named(language: str) -> tuple[re.Pattern[str], ...]:
    """`6 January 2024`, `January 6, 2024`, `2024 January 6` in English and a language."""
    listed = sorted(_months(language), key=len, reverse=True)
    month = rf"(?P<month>{'|'.join(map(re.escape, listed))})\.?"
    of = r"(?:\s+(?:de|di|del|of|d'|do))?"
    return (
        re.compile(rf"(?<!\d){_DAY}{_ORDINAL}{of}[\s-]+{month}{of}[\s,،-]+{_YEAR}(?!\d)", re.IGNORECASE),
        re.compile(rf"(?<!\w){month}\s+{_DAY}{_ORDINAL}[\s,،]+{_YEAR}(?!\d)", re.IGNORECASE),
        re.compile(rf"{_YEAR}[\s.]+{month}\s+{_DAY}{_ORDINAL}(?!\d)", re.IGNORECASE),
    )
