"""What no page could hold is made to fit. In: a chapter's tree. Out: the same words, and what was done.

Words longer than a line get places to break (ZERO WIDTH SPACE, which changes no word); tables of many columns get
smaller type, and of very many are parted into tables of fewer. Unicode Standard Annex 14 (line breaking, class ZW).
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from book.typeset.listing import mark_long_lines
from book.typeset.opening import places_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Runs of characters of scripts that are broken at spaces only. An address is broken after its punctuation; what is
# still longer than a line wherever it must, and in any case: the engine's time grows with the square of such a run.
_LONG = re.compile(r"[!-\u2e7f]{32,}")
_AFTER = re.compile(r"(?<=[/?&=_.,;:+)-])(?=[^/?&=_.,;:+)\u200b-])")
_UNBROKEN = re.compile(r"[^\u200b]{46,}")
_TOO_LONG = 46  # characters: a line of code in the narrowest page at hand
_PIECE = re.compile(r".{8}")
_WIDE = 8  # columns that fit a page of 6 inches in the type of tables
_WIDEST = 14  # columns that fit it in small type
_BREAKS = re.compile(r"[\s\u200b-]+")  # where a word may end in a cell
_PADDING = 3  # characters between columns
_TABLE = 1.05  # characters of a table on a line for each of code; some 1.15 fit
_SHARE = 10  # columns of each part of a table that fits in none
_ENDLESS = 1000  # characters of a word that is worth a remark
_SHORT = 12  # lines of code that stay on one page
_STRING = etree.XPath("string()", smart_strings=False)
# In a name of code in the text: after its joints, where a reader takes the rest for the same name.
_JOINT = re.compile(r"(?<=[^\W_]{2}[/_.,:;=&?({\[-])(?=[^\W\d]{3})|(?<=[a-z]{3})(?=[A-Z][a-z]{2})")
_LONG_NAME = re.compile(r"[!-~]{17,}")
_WHOLE = re.compile(r"\S{1,16}")  # a name of code that is never broken
# What leaves a justified line with two or three spaces to stretch: the paragraph is set ragged.
_STIFF = re.compile(r"[!-\u2e7f]{24,}")
# As much of a text as has a space in every 24 characters: of most texts all, which is found out in no time.
_SPACED = re.compile(r"(?s:.{0,23} )*+")
_PARAGRAPHS = ("p", "li", "dd", "dt", "figcaption", "span")


def fit(body: etree._Element, places: int = 60) -> list[str]:
    """Make what is too wide fit. What was done, a phrase each. `places`: characters of a line of code."""
    pieces = list(_long_pieces(body))
    done = [f"a word of {longest:,} characters is broken over lines" for longest in _breakable(pieces)]
    for name in body.iter("code", "kbd", "samp"):
        if name.text and next(name.iterancestors("pre"), None) is None:
            if not len(name) and _WHOLE.fullmatch(name.text):
                _add_class(name, "whole")
            name.text = _LONG_NAME.sub(lambda found: _JOINT.sub("\u200b", found[0]), name.text)
    for paragraph in _around(pieces):
        if (paragraph.tag != "span" or paragraph.get("class") == "footnote") and _stiff(paragraph):
            _add_class(paragraph, "ragged")
    done.extend(_tables(body, places))
    for code in list(body.iter("pre")):
        mark_long_lines(code, places)
        _break_between_tokens(code, max(8, min(_TOO_LONG, places - 10)))
        if str(_STRING(code)).count("\n") < _SHORT:
            _add_class(code, "short")
    return done


def _tables(body: etree._Element, places: int) -> Iterator[str]:
    """Give tables the type that their columns ask for, and part those that no type makes fit."""
    for table in list(body.iter("table")):
        columns = max((_columns(row) for row in table.iter("tr")), default=0)
        if columns > _WIDE:
            _add_class(table, "wide")
        elif _whole(table, columns, places):
            _add_class(table, "whole")
        if columns > _WIDEST and _regular(table, columns):
            _part(table, columns)
            yield f"a table of {columns} columns is set as {-(-columns // _SHARE)} tables"
        elif columns > _WIDEST:
            _add_class(table, "widest")


def _long_pieces(body: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Where text stands that has no space for some way: elements, and whether it is the text after them."""
    for element in body.iter(etree.Element):
        text, tail = element.text, element.tail
        if text and not _spaced(text):
            yield element, False
        if tail and not _spaced(tail):
            yield element, True


def _spaced(text: str) -> bool:
    """Whether nothing in a text is as long as what is looked for here."""
    found = _SPACED.match(text)
    return found is not None and len(text) - found.end() < 24


def _around(pieces: Iterable[tuple[etree._Element, bool]]) -> list[etree._Element]:
    """The paragraphs in which pieces of text stand, each once."""
    found: dict[etree._Element, None] = {}
    for element, tail in pieces:
        if element.tag in _PARAGRAPHS and not tail:
            found[element] = None
        found.update(dict.fromkeys(element.iterancestors(*_PARAGRAPHS)))
    return list(found)


def _breakable(pieces: Iterable[tuple[etree._Element, bool]]) -> list[int]:
    """Let long words break; the lengths of those that take lines of their own."""
    found: list[int] = []

    def broken(match: re.Match[str]) -> str:
        if len(match[0]) > _ENDLESS:
            found.append(len(match[0]))
        return _broken(match)

    for element, tail in pieces:
        if tail:
            element.tail = _LONG.sub(broken, element.tail or "")
        else:
            element.text = _LONG.sub(broken, element.text or "")
    return found


def _stiff(paragraph: etree._Element) -> bool:
    """Whether a paragraph's own lines hold something long that justifying cannot stretch."""
    return any(
        _STIFF.search(str(piece).replace("\u200b", ""))
        for element in (paragraph, *paragraph.iter("a", "code", "kbd", "samp", "em", "i", "strong", "b"))
        for piece in (element.text, element.tail if element is not paragraph else None)
        if piece
    )


def _break_between_tokens(code: etree._Element, longest: int) -> None:
    """Let a line of coloured code break between tokens where it has gone on for `longest` without a space."""
    run = 0
    for element in list(code.iter(etree.Element)):
        for name in ("text", "tail"):
            text = (element.text if name == "text" else element.tail) or ""
            if not text or (name == "tail" and element is code):
                continue
            if run + len(text.split(maxsplit=1)[0] if text.strip() else "") > longest and not text[0].isspace():
                setattr(element, name, f"\u200b{text}")
                run = 0
            last = re.split(r"[\s\u200b]", text)[-1]
            run = run + len(last) if last == text else len(last)


def _broken(match: re.Match[str]) -> str:
    return _UNBROKEN.sub(lambda run: _PIECE.sub("\\g<0>\u200b", run[0]), _AFTER.sub("\u200b", match[0]))


def _add_class(element: etree._Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _columns(row: etree._Element) -> int:
    return sum(_span(cell, "colspan") for cell in _cells(row))


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1")
    return min(int(value), 1000) if value.isdecimal() and value != "0" else 1


def _regular(table: etree._Element, columns: int) -> bool:
    """Whether every row has as many cells, so that the table can be cut between columns."""
    rows = list(table.iter("tr"))
    spans = any(_span(cell, name) > 1 for row in rows for cell in _cells(row) for name in ("colspan", "rowspan"))
    return (
        not spans and next(table.iterdescendants("table"), None) is None and all(_columns(r) == columns for r in rows)
    )


def _whole(table: etree._Element, columns: int, places: int) -> bool:
    """Whether each column can be as wide as its longest word; else words are broken where they must."""
    longest = [0] * columns
    for row in table.iter("tr"):
        at = 0
        for cell in _cells(row):
            span = _span(cell, "colspan")
            words = _BREAKS.split(str(_STRING(cell)))
            share = -(-max(places_of(word) for word in words) // span)
            for column in range(at, min(at + span, columns)):
                longest[column] = max(longest[column], share)
            at += span
    return sum(longest) + _PADDING * columns <= places * _TABLE


def _part(table: etree._Element, columns: int) -> None:
    """Put tables of the first columns, the next, ... in a table's place; its caption and id stay with the first."""
    parent = table.getparent()
    if parent is None:
        return
    at = parent.index(table)
    parts = list(_parts(table, columns))
    parts[-1].tail = table.tail
    parent[at : at + 1] = parts


def _parts(table: etree._Element, columns: int) -> Iterator[etree._Element]:
    for first in range(0, columns, _SHARE):
        part = deepcopy(table)
        part.tail = None
        if first:
            for surplus in (*part.iterchildren("caption"), *part.iterchildren("colgroup")):
                part.remove(surplus)
            for frame in part.iter("table", "thead", "tbody", "tfoot", "tr"):
                if "id" in frame.attrib:
                    del frame.attrib["id"]
        for row in part.iter("tr"):
            for number, cell in enumerate(_cells(row)):
                if not first <= number < first + _SHARE:
                    row.remove(cell)
        yield part
