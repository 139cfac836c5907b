"""Lines composed as a body. In: the lines of a text copy that stay. Out: a `body` tree.

Headings, scene breaks, lists, tables copied with tabs, and verse: short lines that do not end as sentences are one
paragraph a stanza, with line breaks; a talk in short lines, and short paragraphs, are not verse.
"""

from __future__ import annotations

import re
from itertools import groupby, islice
from typing import TYPE_CHECKING

from lxml import etree

from book.clean.copied import BULLET, CLOSED, NUMBERED, SENTENCE, SPEECH, TAB, WIDE, is_scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.clean.copied import Line

_HEADING = 100  # characters
_ITEM = re.compile(r"^(\d{1,3})[.)]\s+(?=\S)")
_VERSE_LINES = 3  # lines from which a run can be verse
_VERSE = 72  # characters of its longest line
_CLOSING = 0.55  # share of its lines that may end as sentences do
_SPOKEN = 0.25  # share of its lines that may begin as speech does


def body(lines: Sequence[Line]) -> etree._Element:
    """The body of the lines for whose removal there is no reason."""
    root = etree.Element("body")
    kept = [(at, line) for at, line in enumerate(lines) if not line.reason]
    shapes = [(_shape(lines, kept, n), line) for n, (_, line) in enumerate(kept)]
    for shape, group in groupby(shapes, key=lambda pair: pair[0]):
        run = [line for _, line in group]
        if shape == "bullet" and len(run) > 1:
            _list(root, "ul", [BULLET.sub("", line.text, count=1) for line in run])
        elif shape == "item" and _counts_up(run):
            _list(root, "ol", [_ITEM.sub("", line.text, count=1) for line in run], start=_number(run[0]))
        elif (
            shape == "row" and len({line.text.count(TAB) for line in run}) == 1 and TAB in run[0].text and len(run) > 1
        ):
            _table(root, run)
        elif shape == "short" and is_verse(run):
            _verse(root, run)
        else:
            for line in run:
                _one(root, shape, line)
    return root


def _one(root: etree._Element, shape: str, line: Line) -> None:
    if shape == "scene":
        etree.SubElement(root, "hr")
        return
    element = etree.SubElement(root, "h2" if shape == "heading" else "p")
    element.text = line.text.replace(TAB, " ")


def _shape(lines: Sequence[Line], kept: Sequence[tuple[int, Line]], n: int) -> str:
    at, line = kept[n]
    if line.kind == "mark" and is_scene(line.text):
        return "scene"
    if line.kind == "row":
        return "row"
    if is_heading(lines, at):
        return "heading"
    if BULLET.match(line.text) and not (line.text[0] in "-–" and CLOSED.search(line.text)):
        return "bullet"
    if _ITEM.match(line.text):
        return "item"
    return "paragraph" if line.kind == "paragraph" else "short"


def is_heading(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a heading: short, without an end of sentence, and with text after it."""
    line = lines[at]
    if line.reason or line.kind in {"paragraph", "mark", "row"} or len(line.text) > _HEADING:
        return False
    following = (other for other in islice(lines, at + 1, None) if not other.reason)
    after = next(following, None)
    if after is None or ((BULLET.match(line.text) or _ITEM.match(line.text)) and not NUMBERED.match(line.text)):
        return False
    if line.value == "heading" and not line.reason:  # the page itself says so
        return True
    if NUMBERED.match(line.text):
        return not SENTENCE.search(line.text) and after.kind == "paragraph" and not _ITEM.match(after.text)
    if SPEECH.match(line.text) and not re.match(r"^[\"“„«»‹›「『‘'].*[\"”“»«›‹」』’']$", line.text):
        return False
    closed = SENTENCE.search(line.text) or re.search(r"[,،、，]$", line.text)
    return not closed and (after.kind == "paragraph" or _begins_notes(lines, at, after, next(following, None)))


def _begins_notes(lines: Sequence[Line], at: int, first: Line, second: Line | None) -> bool:
    """Whether a list numbered from 1, of sentences, follows a paragraph and this line: `References`."""
    above = next((lines[n] for n in range(at - 1, -1, -1) if not lines[n].reason), None)
    if above is None or second is None or above.kind != "paragraph":
        return False
    return _number(first) == 1 and _number(second) == 2 and bool(SENTENCE.search(first.text))


# ---------------------------------------------------------------- lists and tables


def _number(line: Line) -> int:
    found = _ITEM.match(line.text)
    return int(found[1]) if found else 0


def _counts_up(run: Sequence[Line]) -> bool:
    first = _number(run[0])
    return len(run) > 1 and [_number(line) for line in run] == list(range(first, first + len(run)))


def _list(root: etree._Element, tag: str, items: Sequence[str], *, start: int = 1) -> None:
    holder = etree.SubElement(root, tag)
    if start != 1:
        holder.set("start", str(start))
    for item in items:
        etree.SubElement(holder, "li").text = item


def _is_table(run: Sequence[Line]) -> bool:
    """Whether rows have the same number of cells, two or more."""
    return len(run) > 1 and {line.text.count(TAB) for line in run} == {run[0].text.count(TAB) or -1}


def _table(root: etree._Element, run: Sequence[Line]) -> None:
    """Rows of cells; a first row without numbers above rows with some is their head."""
    table = etree.SubElement(root, "table")
    rows = [[cell.strip() for cell in line.text.split(TAB)] for line in run]
    headed = not re.search(r"\d", " ".join(rows[0][1:])) and any(re.search(r"\d", cell) for cell in rows[1][1:])
    for number, cells in enumerate(rows):
        row = etree.SubElement(table, "tr")
        for cell in cells:
            etree.SubElement(row, "th" if headed and not number and cell else "td").text = cell


# ---------------------------------------------------------------- verse


def is_verse(run: Sequence[Line]) -> bool:
    """Whether short lines in a row are verse: even, mostly not ending as sentences, and nobody's speech by turns."""
    texts = [line.text for line in run]
    if len(texts) < _VERSE_LINES or max(map(_length, texts)) > _VERSE:
        return False
    closed = sum(1 for text in texts if CLOSED.search(text))
    spoken = sum(1 for text in texts if SPEECH.match(text))
    pausing = sum(1 for text in texts if re.search(r"[,;:،؛、，；—–-]['\"”’»)]*$|[.!?…。！？؟۔।]['\"”’»)]*$", text))
    return closed <= len(texts) * _CLOSING and spoken <= len(texts) * _SPOKEN and pausing > 0


def _length(text: str) -> int:
    return len(text) + len(WIDE.findall(text))


def _verse(root: etree._Element, run: Sequence[Line]) -> None:
    holder = etree.SubElement(root, "div")
    holder.set("class", "verse")
    blocks = [list(group) for _, group in groupby(run, key=lambda line: line.block)]
    if all(len(block) == 1 for block in blocks):  # each line stands alone: the copy shows no stanzas
        blocks = [list(run)]
    for stanza in blocks:
        paragraph = etree.SubElement(holder, "p")
        paragraph.text = stanza[0].text
        for line in stanza[1:]:
            etree.SubElement(paragraph, "br").tail = line.text
