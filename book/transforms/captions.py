"""Captions written as paragraphs. In: a passage. Out: the same, `figcaption` where a paragraph is one for certain.

Right under a figure without a caption: one short paragraph all in italics, or one that begins as the language labels
figures ("Figure 3: ..."). Right above or under a table: one that begins as it labels tables. The order of the words
stays. HTML Living Standard, section 4.4.13; Chicago Manual of Style, 3.21 and 3.52.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree

from book.messages import messages
from book.xhtml import text_of, unwrap

if TYPE_CHECKING:
    from book.transforms.passage import Passage

_ITALIC = 160  # characters: a longer paragraph in italics is text
_LABELLED = 400  # characters
_KEPT = ("em", "i")


def captions(passage: Passage) -> None:
    """Make captions of the paragraphs that are some."""
    for figure in list(passage.tree.iter("figure")):
        _caption_figure(figure, passage.setting.language)
    for table in list(passage.tree.iter("table")):
        _caption_table(table, passage.setting.language)


def _caption_figure(figure: etree._Element, language: str) -> None:
    if figure.find(".//figcaption") is not None or figure.find(".//table") is not None:
        return
    below = _neighbour(figure, after=True)
    if below is None or not (_in_italics(below) or _labelled(below, language, "figure")):
        return
    _take(figure, below, first=False)


def _caption_table(table: etree._Element, language: str) -> None:
    """A table with its caption is a figure: no reader tears a paragraph from it, and the caption stays where it was."""
    block = table
    holder = table.getparent()
    if (
        table.find("caption") is not None
        or holder is None
        or next(table.iterancestors("table", "figure"), None) is not None
    ):
        return
    if holder.tag == "div" and len(holder) == 1 and not text_outside(holder):
        block = holder
    for after in (False, True):
        found = _neighbour(block, after=after)
        if found is not None and _labelled(found, language, "table"):
            parent = block.getparent()
            if parent is None:
                return
            figure = etree.Element("figure", {"class": "table"})
            figure.tail, block.tail = block.tail, None
            parent.replace(block, figure)
            figure.append(block)
            _take(figure, found, first=not after)
            return


def text_outside(holder: etree._Element) -> bool:
    """Whether there is text beside the elements."""
    return bool((holder.text or "").strip() or any((child.tail or "").strip() for child in holder))


def _neighbour(block: etree._Element, *, after: bool) -> etree._Element | None:
    """The paragraph right before or after a block."""
    other = block.getnext() if after else block.getprevious()
    between = block.tail if after else None if other is None else other.tail
    if other is None or other.tag != "p" or (between or "").strip() or next(other.iter("img", "br"), None) is not None:
        return None
    return other


def _in_italics(paragraph: etree._Element) -> bool:
    children = [child for child in paragraph if isinstance(child.tag, str)]
    whole = len(children) == 1 and children[0].tag in _KEPT and not text_outside(paragraph)
    return whole and 0 < len(text_of(paragraph)) <= _ITALIC


def _labelled(paragraph: etree._Element, language: str, kind: str) -> bool:
    text = text_of(paragraph)
    return len(text) <= _LABELLED and bool(_label(language, kind).match(text))


@cache
def _label(language: str, kind: str) -> re.Pattern[str]:
    """How a caption begins: the label of the language and a number, then a mark or the end."""
    words = messages(language)
    pattern = words.figure("\0") if kind == "figure" else words.table("\0")
    found = (
        [re.escape(pattern).replace("\0", r"\d+(?:[.-]\d+)*[a-z]?").replace(r"\ ", r"\s*")] if pattern != "\0" else []
    )
    found += [r"Fig(?:ure|\.)\s*\d+(?:[.-]\d+)*[a-z]?"] if kind == "figure" else [r"Table\s*\d+(?:[.-]\d+)*"]
    return re.compile(rf"(?:{'|'.join(found)})\s*(?:[.:：、—–)-]|$)", re.IGNORECASE)


def _take(figure: etree._Element, paragraph: etree._Element, *, first: bool) -> None:
    """Put a paragraph into a figure as its caption."""
    if first:
        before = figure.getprevious()
        if before is paragraph:
            paragraph.tail = None
    else:
        figure.tail = paragraph.tail
    paragraph.tail = None
    figure.insert(0 if first else len(figure), paragraph)
    paragraph.tag = "figcaption"
    children = [child for child in paragraph if isinstance(child.tag, str)]
    # Whether captions are in italics is the theme's to say.
    if len(children) == 1 and children[0].tag in _KEPT and not text_outside(paragraph):
        unwrap(children[0])
