"""Tables that can be read and heard. In: a passage. Out: the same, headers marked, wide tables able to scroll.

A first row of headers becomes the table's head; every header says what it heads. WCAG 2.2, technique H63; HTML
Living Standard, section 4.9.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from book.xhtml import text_of

if TYPE_CHECKING:
    from book.transforms.passage import Passage

_WRAPPER = "table-scroll"


def tables(passage: Passage) -> None:
    """Mark the headers of tables and wrap each table in a block that can scroll."""
    for table in list(passage.tree.iter("table")):
        if table.get("role") not in ("presentation", "none"):
            _head(table)
            _scopes(table)
        _wrap(table)


def _head(table: etree._Element) -> None:
    """Move a first row that is all headers into a `thead`."""
    if table.find("thead") is not None:
        return
    rows = list(table.iter("tr"))
    if len(rows) < 2 or not len(rows[0]) or any(cell.tag != "th" for cell in rows[0]):
        return
    first = rows[0]
    holder = first.getparent()
    if holder is None or any(cell.get("rowspan", "1") != "1" for cell in first):
        return
    before = table if holder is table else holder
    head = etree.Element("thead")
    at = before.index(first) if holder is table else table.index(holder)
    first.tail = None
    head.append(first)
    table.insert(at, head)
    if holder is table:
        _bodies(table)
    elif holder.tag == "tbody" and not len(holder):
        table.remove(holder)


def _bodies(table: etree._Element) -> None:
    """HTML wants rows beside a `thead` in a `tbody`."""
    loose = [child for child in table if child.tag == "tr"]
    if loose:
        body = etree.Element("tbody")
        table.insert(table.index(loose[0]), body)
        for row in loose:
            body.append(row)


def _scopes(table: etree._Element) -> None:
    for cell in table.iter("th"):
        if cell.get("scope"):
            continue
        row = cell.getparent()
        if row is None or not text_of(cell):
            continue
        in_head = next(cell.iterancestors("thead"), None) is not None
        if in_head or all(other.tag == "th" for other in row):
            cell.set("scope", "col")
        elif row.index(cell) == 0:
            cell.set("scope", "row")


def _wrap(table: etree._Element) -> None:
    parent = table.getparent()
    if parent is None or parent.get("class") == _WRAPPER or next(table.iterancestors("table"), None) is not None:
        return
    wrapper = etree.Element("div")
    wrapper.set("class", _WRAPPER)
    # A block that scrolls must be reachable with the keyboard. WCAG 2.2, 2.1.1.
    wrapper.set("tabindex", "0")
    wrapper.tail, table.tail = table.tail, None
    parent.replace(table, wrapper)
    wrapper.append(table)
