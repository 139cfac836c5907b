"""The lines of a text copy. In: plain text, a vocabulary. Out: lines, each with what it is by its words and shape.

A browser copies a paragraph as one line; a text file breaks it at a width, or marks it by an indented first line. A
line broken at a width is known by its being full: the first word of the next line would not have fitted. Verse is not
full, and stays lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from book.clean.finish import key
from book.clean.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

SENTENCE = re.compile(r"[.!?…。！？؟۔।:;]['\"”’»›」』)\]]*(?:\[\d{1,3}\])*$")
CLOSED = re.compile(r"[.!?…。！？؟۔।]['\"”’»›」』)\]]*(?:\[\d{1,3}\])*$")
SPEECH = re.compile(r"^(?:[-–—―]\s?|[\"“„«»‹›「『‘'”])")
BULLET = re.compile(r"^(?:[*+•‣▪◦·]|[-–](?=\s)|o(?=\s+[A-Z\d]))\s+(?=\S)")
NUMBERED = re.compile(r"^(?:\d{1,3}|[IVXLC]{1,7}|[A-Z])[.):]\s+\S")
WIDE = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")
TAB = "\t"
COLUMNS = re.compile(r"\S {3,}\S")  # a row of a table set with spaces
_WIDTH = 110  # characters; no file is wrapped at more
_SLACK = 8  # characters by which a full line may fall short of the width, where words are not broken greedily
_PHRASE = 200  # characters; a longer line is no phrase of a site
_TERMS = 500  # characters of small print
_SCENE = re.compile(r"\s*(?:[*＊•·◦●○◆◇■□▪❖✦✧⁂※~—–_=#+-]\s*){1,12}\s*$")
_STAR = re.compile(r"[*＊•◦●○◆◇❖✦⁂※~#]|(?:[-—–_=·]\s*){3,}")
_ARROW = re.compile(r"^(?:[←→‹›«»<>◄►▶◀↑↓▲▼▴▾]+\s*[^.!?»›]{0,60}|[^.!?«‹]{0,60}\s*[←→›»◄►▶◀↑▲]+)$|^<<|>>$")


@dataclass(slots=True)
class Line:
    """One line, or one paragraph of hard-wrapped lines."""

    text: str
    folded: str
    key: str
    block: int  # lines of one block stand together without an empty line between
    kind: str = "short"  # paragraph, row, furniture, credit, end, box, menu, date, byline, mark, notice, short
    reason: str = ""  # why it is taken out; empty: it stays
    value: str = ""  # the name of a byline, the ISO date of a date


def split(text: str) -> list[Line]:
    """The lines of a text that are not empty, hard-wrapped paragraphs made whole."""
    blocks = [
        [line.rstrip() for line in block.split("\n") if line.strip()] for block in re.split(r"\n[ \t\xa0]*\n", text)
    ]
    blocks = [block for block in blocks if block]
    width = _wrapped(blocks)
    if width:
        blocks = [made for block in blocks for made in _unwrapped(block, width)]
    lines = [(number, line.strip()) for number, block in enumerate(blocks) for line in block]
    return [Line(line, fold(line), key(line), number) for number, line in lines]


def _wrapped(blocks: Sequence[Sequence[str]]) -> int:
    """The width at which a text was broken; 0 where a line is a paragraph."""
    several = [block for block in blocks if len(block) > 1]
    width = max((len(line) for block in blocks for line in block), default=0)
    if not several or width > _WIDTH:
        return 0
    full = sum(1 for block in several if _full(block, width))
    return width if full * 2 > len(several) else 0


def _full(block: Sequence[str], width: int) -> bool:
    """Whether each line but the last of its paragraph is as long as the width lets it be."""
    pairs = [(line, after) for line, after in pairwise(block) if not _indents(after, block)]
    if not pairs or width <= 40:
        return False
    fits = sum(1 for line, after in pairs if len(line) + 1 + len(_first_word(after)) >= width - _SLACK)
    return fits >= len(pairs) * 0.85


def _first_word(line: str) -> str:
    return "" if WIDE.match(line.lstrip()) else (line.split() or [""])[0]


def _indents(line: str, block: Sequence[str]) -> bool:
    """Whether a line begins a paragraph by standing further in than the block."""
    base = min(len(other) - len(other.lstrip()) for other in block)
    return len(line) - len(line.lstrip()) >= base + 2


def _unwrapped(block: Sequence[str], width: int) -> list[list[str]]:
    """A block as paragraphs of one line each, where it is full; else as it stands."""
    if len(block) < 2 or not _full(block, width):
        return [list(block)]
    paragraphs: list[list[str]] = []
    for line in block:
        if not paragraphs or _indents(line, block) or BULLET.match(line.lstrip()):
            paragraphs.append([line.strip()])
        else:
            joint = "" if WIDE.match(line.lstrip()) and WIDE.match(paragraphs[-1][0][-1]) else " "
            paragraphs[-1] = [f"{paragraphs[-1][0]}{joint}{line.strip()}"]
    return paragraphs


# ---------------------------------------------------------------- what a line is


def is_paragraph(text: str) -> bool:
    """Whether a line reads as running text, by its length and its end."""
    length = len(text) + 2 * len(WIDE.findall(text))
    return length >= 140 or (length >= 60 and bool(SENTENCE.search(text)))


def is_scene(text: str) -> bool:
    """Whether a line of signs is a scene break."""
    return bool(_SCENE.match(text) and _STAR.search(text))


def kind_of(line: Line, words: Vocabulary) -> str:
    """What a line is by its own words and shape."""
    if not line.folded:
        return "mark"
    if TAB in line.text:
        return "row"
    if words.is_notice(line.folded):
        return "notice"
    known = _known(line, words) if len(line.text) <= _PHRASE else ""
    if not known and words.holds(line.folded) and len(line.text) < _TERMS:
        known = "furniture"
    if not known and words.credits(line.text) and len(line.text) <= _PHRASE:
        known = "credit"
    return known or ("paragraph" if is_paragraph(line.text) else "short")


def _known(line: Line, words: Vocabulary) -> str:
    folded = line.folded
    if folded in words.ago:
        return "date"
    for kind, phrases in (
        ("box", words.boxes),
        ("end", words.ends),
        ("furniture", words.furniture),
        ("menu", words.menu),
    ):
        if folded in phrases:
            return kind
    if words.teases(line.text, ended=bool(CLOSED.search(line.text))):
        return "furniture"
    if words.is_share(folded) or words.is_counts(folded) or (_ARROW.search(line.text) and len(line.text) < 80):
        return "furniture" if not folded.isdigit() else "count"
    return ""
