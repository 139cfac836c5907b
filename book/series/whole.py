"""Titles that are kept whole: dated posts, releases, sprints, lists of parts, notices. In: tokens. Out: an `Ordinal`.

Their number is a sort key, not a label: "Announcing Rust 1.31", "Project goals update — July 2025", "Sprint 3".
"""

# ruff: noqa: E501 - a pattern reads best in one line

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from book.model import Ordinal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.series.grammar import Grammar
    from book.series.tokens import Token

_VERSION = r"v?(\d+\.\d+(?:\.\d+)*)"
_RELEASES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:announcing|introducing|releasing|released?:?|presenting)\b[^\d]{{1,40}}?\b{_VERSION}(?![\w%])",
        rf"^(?:\S+ ){{0,3}}{_VERSION} (?:is out|(?:is )?(?:stable|released|available)|(?:pre-?)?release\b(?! incident)|release notes|beta\b|rc\d*\b|changelog)",
        rf"^{_VERSION} (?:pre-?release|release|stable|beta|rc)\b",
        rf"^(?:version|release|changelog|what(?:'|’)?s new in \D{{1,30}}|release notes (?:for )?\D{{0,30}})[ :]+{_VERSION}$",
        rf"^this development[- ]cycle in \D+?:? {_VERSION}$",
    )
)
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?!\d)")
_QUARTER = re.compile(r"\b((?:19|20)\d\d)[- ](?P<q>[QH][1-4])\b|\b(?P<q2>[QH][1-4])[- ,]+((?:19|20)\d\d)\b")
_SPRINT = re.compile(r"\bsprint (?:#|no\.? )?(\d{1,3})\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


def release(title: str) -> Ordinal | None:
    """A post about one release; its number keeps all its components, and `1.10` comes after `1.9`."""
    for pattern in _RELEASES:
        match = pattern.search(title)
        if match:
            return Ordinal("version", match[1])
    return None


def sprint(title: str) -> Ordinal | None:
    """A report of one sprint."""
    match = _SPRINT.search(title)
    return Ordinal("sprint", str(int(match[1]))) if match else None


def dated(title: str, tokens: Sequence[Token], grammar: Grammar) -> Ordinal | None:
    """An issue of something that appears by date; an event's date in a headline makes none."""
    words = {token.key for token in tokens if token.kind == "word"}
    if words & set(grammar.phrases.get("events", ())):
        return None
    date, alone = _date(title, tokens, grammar)
    if date is None:
        return None
    if alone or words & set(grammar.phrases.get("reports", ())):
        return Ordinal("dated", date)
    return None


def _date(title: str, tokens: Sequence[Token], grammar: Grammar) -> tuple[str | None, bool]:
    """The date a title names, as far as it names it, and whether it leads or is all there is."""
    match = _ISO.search(title)
    if match:
        return match.group(), match.start() == 0 or len(title) - len(match.group()) < 3
    match = _QUARTER.search(title)
    if match:
        year = match[1] or match[4]
        return f"{year}-{(match['q'] or match['q2']).upper()}", len(match.group()) == len(title)
    for i, token in enumerate(tokens):
        month = grammar.months.get(token.key) if token.kind == "word" and token.text[:1] != "m" else None
        if month is None or (token.key in ("may", "march") and token.text.islower()):
            continue
        return _around(tokens, i, month)
    return None, False


def _around(tokens: Sequence[Token], i: int, month: int) -> tuple[str, bool]:
    """Day and year around the month at token `i`."""
    first = last = i
    day = year = None

    def at(j: int) -> str:
        return tokens[j].key if 0 <= j < len(tokens) and tokens[j].kind == "number" else ""

    def small(text: str) -> bool:
        return text.isdecimal() and 1 <= int(text) <= 31

    for j in (i - 1, i - 2):
        if small(at(j)) and not _YEAR.fullmatch(at(j)) and (j == i - 1 or tokens[i - 1].key in _SUFFIX):
            day, first = int(at(j)), j
            break
    j = i + 1
    if small(at(j)) and day is None:
        day, last = int(at(j)), j
        j += 1
    while j < len(tokens) and j <= last + 2 and tokens[j].key in (",", ".", "de", "of", "del", *_SUFFIX):
        j += 1
    if _YEAR.fullmatch(at(j)):
        year, last = at(j), j
    elif _YEAR.fullmatch(at(first - 1)):
        year, first = at(first - 1), first - 1
    date = f"{month:02d}" if day is None or year is None else f"{month:02d}-{day:02d}"
    alone = first == 0 and last == len(tokens) - 1 and (year is not None)
    return (f"{year}-{date}" if year else date), alone


_SUFFIX = ("st", "nd", "rd", "th", ".")
