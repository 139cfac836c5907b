"""The body of a note as a fragment. In: the block in which a note stood. Out: its content, without mark and back-link.

What is taken out is returned, to be recorded: the arrow back to the text, the number printed again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from book.xhtml import parse, remove, text_of, write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

_BLOCKS = frozenset(
    [
        *("p", "div", "ul", "ol", "dl", "blockquote", "pre", "table", "figure", "section", "aside", "hr"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "article", "header", "footer", "hgroup"),
    ]
)
_WHOLE = frozenset(["p", "blockquote"])  # blocks that are content themselves, not only its holder
_LABEL = re.compile(r"(?:^|\s)(?:label|footnote-label|footnote-number|fn-number|note-number)(?:\s|$)")


def body(
    blocks: Sequence[etree._Element],
    marks: Sequence[str],
    back: AbstractSet[etree._Element],
) -> tuple[str, list[tuple[str, str]]]:
    """The fragment of a note in `blocks`, which are emptied, and what was taken out as (reason, words).

    `marks` are the texts of its references: where one stands again at the note's beginning it goes, as do the
    links `back` to the text.
    """
    holder = parse("")
    for block in blocks:
        _pour(block, holder)
    taken = _without_back(holder, back)
    taken += _without_mark(holder, marks)
    _tidy(holder)
    _in_paragraphs(holder)
    return write(holder), taken


def _pour(block: etree._Element, holder: etree._Element) -> None:
    """Move a block, or what it holds, to the end of the holder."""
    if block.tag in _WHOLE:
        block.attrib.pop("id", "")
        copy = etree.SubElement(holder, block.tag)
        for name, value in block.items():
            copy.set(name, value)
        _move(block, copy)
    elif block.tag == "tr":
        for cell in block:
            _move(cell, etree.SubElement(holder, "div"))
    elif block.tag != "dt":
        _move(block, holder)


def _move(block: etree._Element, into: etree._Element) -> None:
    if len(into):
        into[-1].tail = (into[-1].tail or "") + (block.text or "")
    else:
        into.text = (into.text or "") + (block.text or "")
    block.text = None
    for child in list(block):
        into.append(child)


def _without_back(holder: etree._Element, back: AbstractSet[etree._Element]) -> list[tuple[str, str]]:
    taken = []
    for link in list(holder.iter("a")):
        if link not in back:
            continue
        taken.append(("note-back-link", text_of(link)))
        parent = link.getparent()
        remove(link)
        # `<sup><a>↩</a></sup>`, `[<a>1</a>]`: the wrapper goes with the link.
        while parent is not None and parent is not holder and parent.tag not in _BLOCKS and not len(parent):
            rest = text_of(parent)
            if re.search(r"\w", rest):
                break
            outer = parent.getparent()
            remove(parent)
            parent = outer
    return [(reason, text) for reason, text in taken if text]


def _without_mark(holder: etree._Element, marks: Sequence[str]) -> list[tuple[str, str]]:
    """Take the note's number from its beginning, as plain text or in an element of its own."""
    bare = {mark.strip("[](){}（）［］.: \u00a0") for mark in marks}
    first = holder
    while not (first.text or "").strip() and len(first) and isinstance(first[0].tag, str):
        inner = first[0]
        if inner.tag not in _BLOCKS:
            text = text_of(inner)
            label = text.strip("[](){}（）［］.: \u00a0")
            if label in bare or _LABEL.search(inner.get("class") or ""):
                remove(inner)
                first.text = (first.text or "").lstrip(" \t\r\n.:)]\u00a0")
                return [("note-mark", text)] if text else []
            if not text and not inner.get("id"):
                remove(inner)
                continue
        first = inner
    text = first.text or ""
    match = re.match(r"\s*[\[(（［]?\s*(\w{1,4}|[*†‡§¶#]{1,4})\s*[\])）］.:]*(?=\s|$)", text)
    brackets = re.match(r"\s*[\[(（［]\s*[\])）］][.:]?\s*", text)
    if match and match[1] in bare and (match[0].strip() != match[1] or not match[1].isalpha()):
        first.text = text[match.end() :].lstrip()
        return [("note-mark", match[1])]
    if brackets:
        first.text = text[brackets.end() :]
    return []


def _tidy(holder: etree._Element) -> None:
    """Drop paragraphs that held only a back-link, and the space that stood before it."""
    for block in reversed(list(holder.iter("p", "div"))):
        if not text_of(block) and not len(block):
            remove(block)
    first = holder
    while not (first.text or "").strip() and len(first) and first[0].tag in _BLOCKS and first[0].tag != "pre":
        first = first[0]
    first.text = (first.text or "").lstrip() if first.tag != "pre" else first.text
    last = holder
    while len(last) and not (last[-1].tail or "").strip() and last[-1].tag in _BLOCKS:
        last[-1].tail = None
        last = last[-1]
    if len(last):
        last[-1].tail = (last[-1].tail or "").rstrip() or None
    elif last.text:
        last.text = last.text.rstrip()


def _in_paragraphs(holder: etree._Element) -> None:
    """Wrap runs of text and phrases between blocks in paragraphs: a note is block content."""
    children = list(holder)
    text, holder.text = holder.text, None
    for child in children:
        holder.remove(child)
    run: etree._Element | None = None

    def phrase() -> etree._Element:
        return etree.SubElement(holder, "p") if run is None else run

    if text and text.strip():
        run = phrase()
        run.text = text.lstrip()
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag in _BLOCKS:
            run = None
            holder.append(child)
        else:
            run = phrase()
            run.append(child)
        if tail and (tail.strip() or run is not None):
            if run is None:
                run = phrase()
                run.text = tail.lstrip()
            else:
                child.tail = tail
