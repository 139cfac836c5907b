"""The title of a text copy. In: its lines with their kinds. Out: which line it is.

It is never running text. For a line speak a serial mark, an echo at the foot or in the trail of crumbs, a name or a
date close below; against it that it is one word, an item of a menu, the site's name (which the small print repeats), a
heading that stands again in the text.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from book.clean import dates
from book.clean.copied import BULLET, COLUMNS, SENTENCE, WIDE
from book.clean.finish import key
from book.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.clean.copied import Line
    from book.clean.recurrence import Recurring
    from book.clean.vocabulary import Vocabulary

_SHORT = 7  # words of a title that counts without a number
_NAME = 4  # words from which an echo is no chance
_HEAD = 80  # lines before the text in which a title is looked for
_CRUMB = re.compile(r"\s*(?:/|›|»|>|→|::|\|)\s*")
_PIECES = re.compile(r"\s[|·•]\s")  # between the pieces of a row of facts: volume, issue, month
_SERIAL = re.compile(
    r"[\[(#（]\s*(?:\d+|[一二三四五六七八九十]+)(?:\s*/\s*\d+)?\s*[\])）]?|\b\d+\s*/\s*\d+\b|第.{1,6}[章回話话部编編节節集篇巻卷]|제\s*\d+\s*[장화부편회]"
    r"|\([IVXLC]+\)|\b[IVXLC]{2,}\b"
)
_NUMBER = re.compile(r"(?:0|[ivxlc]+)\Z")
_TRAIL = re.compile(r"(?:›|»|\s>|→).*(?:›|»|>|→)")
_RIGHTS = re.compile(
    r"©|\(c\)|copyright|rights reserved|todos los derechos|tous droits|alle rechte|все права|حقوق", re.IGNORECASE
)


@frozen
class Head:
    """What a title is looked for in."""

    lines: Sequence[Line]
    start: int  # the first line of the text
    declared: str  # the title declared elsewhere, as `key` folds it; may be empty
    common: Recurring
    words: Vocabulary
    tag: str  # the language, BCP 47


def title_at(head: Head) -> int:
    """The line that is the title; -1 where there is none."""
    lines, start = head.lines, head.start
    best, most = -1, 0.0
    met = False  # whether a byline has gone by: what follows is a caption or a standfirst
    first = max(0, start - _HEAD)
    for at, line in enumerate(lines[first : start + 1], first):
        met = met or line.kind == "byline"
        if line.kind not in {"short", "paragraph"} or (at == start and not _titled(line.text)):
            continue
        points = _points(head, at) - (2 if met else 0)
        if points > most:
            best, most = at, points
    return best


def _titled(text: str) -> bool:
    return len(text) < 200 and not SENTENCE.search(text)


def serial(line: Line, words: Vocabulary) -> bool:
    """Whether a line counts something, as titles of a series do."""
    if _SERIAL.search(line.text):
        return True
    parts = line.folded.split()
    if len(parts) <= _SHORT or parts[0] in words.part or parts[-2] in words.part:
        return any(part in words.part for part in parts)
    return any(
        (one in words.part and _NUMBER.match(other)) or (one == "0" and other in words.part)
        for one, other in pairwise(parts)
    )


def _points(head: Head, at: int) -> float:
    lines, words = head.lines, head.words
    line = lines[at]
    points = 3.0 - (head.start - at) * 0.05
    points += _echoes(lines, at, head.start)
    points += 6 if head.declared and head.declared == line.key else 0
    points += 3 if serial(line, words) else 0.5 if re.search(r"\d", line.text) else 0
    points += _below(lines, at)
    points += 1 if at and lines[at - 1].kind == "date" else 0
    points += 1 if 12 <= len(line.text) + len(WIDE.findall(line.text)) <= 160 else -1
    points += 1 if len(line.key.split()) > 2 else -0.5
    points -= 5 if line.key in head.common.often and not serial(line, words) else 0
    points += 0.3 if line.text.isupper() or line.text.istitle() else 0
    points -= _standfirst(lines, at)
    points -= 3 if re.search(r"[.,;:]$", line.text) else 0
    points -= 4 if BULLET.match(line.text) or COLUMNS.search(line.text) else 0
    points -= 2 if at + 1 < len(lines) and (not lines[at + 1].folded or lines[at + 1].folded == "follow") else 0
    points -= 3 if dates.find(line.text, head.tag) else 0
    points -= 3 if len(_PIECES.split(line.text)) > 2 else 0
    points -= 5 if at and lines[at - 1].folded == "published in" else 0
    return points - _crumbs(lines, at)


def _standfirst(lines: Sequence[Line], at: int) -> float:
    """Points against a line that is rather the standfirst below a title: long, or longer than a line right above it."""
    count = len(lines[at].text.split())
    above = at > 0 and lines[at - 1].kind == "short" and len(lines[at - 1].key.split()) > 1
    return 1.6 if count > 2 * _SHORT else 0.6 if count > _SHORT + 1 and above else 0.0


def _echoes(lines: Sequence[Line], at: int, start: int) -> float:
    """Points for standing again in crumbs, a share row or a box at the foot; against, as a name of the site."""
    line = lines[at]
    short = len(line.key.split()) < 3  # a name, which "Written by" repeats
    twins = [
        (n, other)
        for n, other in enumerate(lines)
        if n != at and len(line.key) > 8 and f" {line.key} " in f" {other.key} "
        if not (short and other.kind in {"end", "byline"})
    ]
    if any(_RIGHTS.search(other.text) and len(other.text) < 300 for _, other in twins):
        return -4
    if any(
        n > start and other.key == line.key and n + 1 < len(lines) and lines[n + 1].kind == "paragraph"
        for n, other in twins
    ):
        return -3  # a heading of the text, listed above it
    echoed = any(other.kind != "paragraph" for _, other in twins)
    if len(line.key.split()) < _NAME:  # as the name of a site is
        return -2 if len(twins) > 2 else 1 if echoed else 0
    return 4 if echoed else 0


def _below(lines: Sequence[Line], at: int) -> float:
    """Points for a name or a date below, the more the nearer."""
    for distance, other in enumerate(lines[at + 1 : at + 6]):
        if other.kind in {"date", "byline"}:
            return 2.0 if distance < 3 else 1.0
        if other.kind == "paragraph" and not _titled(other.text):
            break
    return 0.0


def _crumbs(lines: Sequence[Line], at: int) -> float:
    """Points against a trail whose last crumb is the title below."""
    crumbs = [piece for piece in _CRUMB.split(lines[at].text) if piece.strip()]
    last = key(crumbs[-1]) if len(crumbs) > 1 else ""
    if len(crumbs) > 2 and not last.startswith("http") and _TRAIL.search(lines[at].text):
        return 6.0
    below = [*lines[:at], *lines[at + 1 :]]
    return 6.0 if last and any(len(other.key) > 3 and other.key.startswith(last) for other in below) else 0.0
