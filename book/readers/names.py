"""What a file's name declares. In: a name. Out: date, language and slug.

Jekyll: `2017-08-30-title.md`; Hugo and Zola: `index.fa.md`.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath

from book.frozen import frozen

_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?=[-_. ]|$)")
# The languages sites put in file names; a two-letter word of a title ("part.to.md") is none of these.
_LANGUAGES = frozenset(
    [
        "ar",
        "bg",
        "bn",
        "ca",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "eu",
        "fa",
        "fi",
        "fr",
        "gl",
        "he",
        "hi",
        "hr",
        "hu",
        "hy",
        "id",
        "it",
        "ja",
        "ka",
        "ko",
        "lt",
        "lv",
        "nl",
        "nn",
        "no",
        "pl",
        "pt",
        "ro",
        "ru",
        "sk",
        "sl",
        "sr",
        "sv",
        "sw",
        "ta",
        "te",
        "th",
        "tr",
        "uk",
        "ur",
        "vi",
        "zh",
    ]
)
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_]([A-Za-z]{2,4}))?$")


@frozen
class NameFacts:
    """Facts of a file's name, each "" where it has none."""

    date: str  # ISO 8601
    language: str  # BCP 47


def name_facts(name: str) -> NameFacts:
    """The date at the start of a file's name and the language at its end."""
    stem = PurePosixPath(name).stem
    found = _DATE.match(stem)
    return NameFacts(_iso(found) if found else "", _language(stem))


def _iso(found: re.Match[str]) -> str:
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return ""


def _language(stem: str) -> str:
    base, dot, last = stem.rpartition(".")
    match = _LANGUAGE.fullmatch(last) if dot and base else None
    if match is None or match[1] not in _LANGUAGES:
        return ""
    return f"{match[1]}-{match[2]}" if match[2] else match[1]
