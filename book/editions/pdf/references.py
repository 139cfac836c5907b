"""Page numbers in the text. In: sheets with `data-target` elements, the names of the pages. Out: sheets with numbers.

`<span class="page" data-target="ID"></span>`, in the contents and wherever a text says "see page", is filled with
the folio of the page on which ID stands.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

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
    text = etree.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
    return replace(sheet, xhtml=text)


def targets(sheet: Sheet) -> frozenset[str]:
    """The ids whose pages a sheet names."""
    if not has_references(sheet):
        return frozenset()
    root = etree.fromstring(sheet.xhtml.encode(), _PARSER)
    return frozenset(place.get("data-target", "") for place in root.iterfind(".//*[@data-target]"))
