"""Where the author's text lies in a text copy. In: lines with their kinds. Out: its first line and the line after it.

The text is the run of lines that weighs most: paragraphs count for it by their length, what is known as furniture
against it, short lines a little, unless they are sentences or verse. So a box in mid-text does not end it, while the
small print at the foot, a paragraph below fifty links, is not reached (the maximum subsequence method of Pasternack and
Roth, WWW 2009).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from book.clean.copied import BULLET, SENTENCE, WIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.clean.copied import Line
    from book.clean.vocabulary import Vocabulary

_AGAINST = {"furniture": -1.0, "end": -1.5, "box": -0.5, "menu": -1.5, "date": -1.0, "count": -1.0, "byline": -1.0,
            "notice": -0.5, "credit": -0.3, "mark": 0.0, "row": 0.4,
            "contents": 0.0}  # fmt: skip
_WHOLE = 400  # characters of a paragraph beyond which it counts no more
_LONG = 140  # characters of a paragraph that no caption has
_ARTICLE = 300  # characters of text below which no comments follow
_CLAUSE = re.compile(r"[,،、，]$")
_SPEAKS = re.compile(
    r"comment|repl|respon|kommentar|antwort|réponse|comentario|risposta|yorum|коммент|تعليق|دیدگاه|评论|留言|コメント|댓글"
)


def stretch(lines: Sequence[Line], words: Vocabulary) -> tuple[int, int]:
    """The first line of the author's text that is certain, and the line after its last."""
    paragraphs = [at for at, line in enumerate(lines) if line.kind == "paragraph"]
    spoken = paragraphs or [at for at, line in enumerate(lines) if line.kind == "short"]
    limit = _end(lines, words, spoken)
    begin, end = _heaviest([_weight(line) for line in lines[:limit]])
    inner = [at for at in paragraphs if begin <= at < end]
    if not inner:  # verse, or a talk in short lines
        return begin, end
    return inner[0], end if inner[-1] < end - 1 and lines[end - 1].kind == "short" else inner[-1] + 1


def _weight(line: Line) -> float:
    if line.kind == "paragraph":
        return 1 + min(len(line.text) + 2 * len(WIDE.findall(line.text)), _WHOLE) / 40
    if line.kind != "short":
        return _AGAINST.get(line.kind, -1.0)
    if BULLET.match(line.text):
        return -0.6 if not SENTENCE.search(line.text) else 0.5
    several = len(line.text.split()) > 2 or len(line.text) > 20
    return 0.5 if several and (SENTENCE.search(line.text) or _CLAUSE.search(line.text)) else -0.25


def _heaviest(weights: Sequence[float]) -> tuple[int, int]:
    """The run of greatest sum, the first of several."""
    best, begin, end = 0.0, 0, len(weights)
    total, start = 0.0, 0
    for at, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, at
        total += weight
        if total > best:
            best, begin, end = total, start, at + 1
    return begin, end


def _end(lines: Sequence[Line], words: Vocabulary, paragraphs: Sequence[int]) -> int:
    """The line from which on nothing can be the author's: comments, the author's box, what to read next."""
    total = sum(len(lines[at].text) for at in paragraphs)
    running = set(paragraphs)
    before = 0
    told = _told_below(lines)
    for at, line in enumerate(lines):
        if line.kind == "end" and line.folded not in words.boxes and _ends(lines, at, before, total, told[at]):
            return at
        before += len(line.text) if at in running else 0
    return len(lines)


def _told_below(lines: Sequence[Line]) -> list[bool]:
    """For each line, whether those below it are as often a name, a date or a button as a paragraph."""
    told = [False] * len(lines)
    known = paragraphs = 0
    for at in range(len(lines) - 1, -1, -1):
        told[at] = known >= paragraphs
        kind = lines[at].kind
        paragraphs += kind == "paragraph"
        known += kind not in {"paragraph", "short", "mark"}
    return told


def _ends(lines: Sequence[Line], at: int, before: int, total: int, told: bool) -> bool:
    if before > total / 2:
        return not _goes_on(lines, at, total)
    # Comments may outweigh a short article: each has a name, a date or a button beside it.
    return before >= _ARTICLE and bool(_SPEAKS.search(lines[at].folded)) and told


def _goes_on(lines: Sequence[Line], at: int, total: int) -> bool:
    """Whether running text follows at once, as no thread of comments does: the line was a box in mid-text."""
    if _SPEAKS.search(lines[at].folded):
        return False
    run = 0
    best = 0
    for line in lines[at + 1 :]:
        if line.kind == "paragraph" and len(line.text) >= _LONG:
            run += len(line.text)
        elif line.kind not in {"short", "paragraph", "mark"}:
            run = 0
        best = max(best, run)
        if line.kind == "end":
            break
    return best > max(total * 0.15, 3 * _LONG)
