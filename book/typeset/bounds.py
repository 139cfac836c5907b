"""What no page could hold is made to fit. In: a chapter's tree. Out: the same words, and what was done.

Words longer than a line get places to break (ZERO WIDTH SPACE, which changes no word); tables of many columns get
smaller type, and of very many are parted into tables of fewer. Unicode Standard Annex 14 (line breaking, class ZW).
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

# Characters of scripts that are broken at spaces only; the engine's time grows with the square of an unbroken run.
_LONG = re.compile(r"[!-\u2e7f]{160,}")
_PIECE = re.compile(r".{8}")
_WIDE = 8  # columns that fit a page of 6 inches in the type of tables
_WIDEST = 14  # columns that fit it in small type
_SHARE = 10  # columns of each part of a table that fits in none
_SHORT = 12  # lines of code that stay on one page
_STRING = etree.XPath("string()")


def fit(body: etree._Element) -> list[str]:
    """Make what is too wide fit. What was done, a phrase each."""
    done = []
    if _breakable(body):
        done.append("a word longer than a line is broken where it must")
    for table in list(body.iter("table")):
        columns = max((_columns(row) for row in table.iter("tr")), default=0)
        if columns > _WIDE:
            _add_class(table, "wide")
        if columns > _WIDEST and _regular(table, columns):
            _part(table, columns)
            done.append(f"a table of {columns} columns is set as {-(-columns // _SHARE)} tables")
        elif columns > _WIDEST:
            _add_class(table, "widest")
    for code in body.iter("pre"):
        if str(_STRING(code)).count("\n") < _SHORT:
            _add_class(code, "short")
    return done


def _breakable(body: etree._Element) -> bool:
    found = False
    for element in body.iter(etree.Element):
        if element.text and _LONG.search(element.text):
            element.text, found = _LONG.sub(_broken, element.text), True
        if element.tail and _LONG.search(element.tail):
            element.tail, found = _LONG.sub(_broken, element.tail), True
    return found


def _broken(match: re.Match[str]) -> str:
    return _PIECE.sub("\\g<0>\u200b", match[0])


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
