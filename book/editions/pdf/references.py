"""Page numbers in the text. In: sheets with `data-target` elements, the names of the pages. Out: sheets with numbers.

`<span class="page" data-target="ID"></span>`, in the contents and wherever a text says "see page", is filled with
the folio of the page on which ID stands; in an index, equal pages become one and neighbours a range.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from book.xhtml import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from book.model import Sheet

MARK = "data-target="
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def has_references(sheet: Sheet) -> bool:
    """Whether a sheet shows page numbers."""
    return MARK in sheet.xhtml


def fill(sheet: Sheet, folios: Mapping[str, str], unknown: str) -> Sheet:
    """The sheet with its page numbers. `unknown` stands for a page that is not known (yet)."""
    if not has_references(sheet):
        return sheet
    root = etree.fromstring(sheet.xhtml.encode(), _PARSER)
    for place in root.iterfind(".//*[@data-target]"):
        place.text = folios.get(place.get("data-target", ""), unknown)
    for locators in root.iterfind(".//*[@class='locators']"):
        _collapse(locators)
    text = etree.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
    return replace(sheet, xhtml=text)


def _collapse(locators: etree._Element) -> None:
    """Name each page of an index entry once, and neighbouring pages as a range: "3, 3, 4, 5, 9" is "3–5, 9"."""
    runs: list[list[tuple[etree._Element, int]]] = []
    for link in list(locators):
        text = text_of(link)
        number = int(text) if text.isdecimal() else -1  # front matter is counted in letters: each page by itself
        if runs and number >= 0 and number - runs[-1][-1][1] in (0, 1):
            runs[-1].append((link, number))
        else:
            runs.append([(link, number)])
    last = runs[-1][-1][0].tail if runs else None
    for index, run in enumerate(runs):
        (first, low), (end, high) = run[0], run[-1]
        for link, _ in run[1:]:
            if link is not end or low == high:
                locators.remove(link)
        if low != high:
            first.tail = "–"
        kept = first if low == high else end
        kept.tail = ", " if index + 1 < len(runs) else last


def targets(sheet: Sheet) -> frozenset[str]:
    """The ids whose pages a sheet names."""
    if not has_references(sheet):
        return frozenset()
    root = etree.fromstring(sheet.xhtml.encode(), _PARSER)
    return frozenset(place.get("data-target", "") for place in root.iterfind(".//*[@data-target]"))
