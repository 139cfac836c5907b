"""Who wrote a page and when, as the page itself prints it. In: the tree of a page. Out: name and date, and their lines.

Only what stands between the title and the first paragraph is read, never the prose: `By Jane Doe · 3 March 2024` in
many languages, an element that names itself an author's, a `time`. What metadata declare goes before it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from book import xhtml
from book.clean import blocks, bylines, finish
from book.clean.copied import is_paragraph
from book.clean.vocabulary import fold, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINES = ("p", "li", "div", "span", "time", "address", "small", "h1", "h2", "h3", "h4", "h5", "h6", "td")
_HEADINGS = ("h1", "h2", "h3")
_PROSE = 80  # characters of a paragraph that no byline has
_NEAR = 14  # blocks below the title in which a name may stand
_AUTHOR = re.compile(r"(?:^|[\s_-])(?:author|byline|vcard|fn|creator|user-?name|writer)(?:$|[\s_-])", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


def near_title(body: etree._Element, title: str, language: str) -> tuple[str, str]:
    """The name and the ISO 8601 date below the title of a page; empty where it prints none."""
    words, tag = vocabulary(language or "en"), language or "en"
    name = date = ""
    before = ""  # a bare name in the block above
    for node, text in _between(body, title):
        told = bylines.said(text, words, tag, running=is_paragraph(text))
        if told.kind in {"byline", "date"} and not words.holds(fold(text)):
            name, date = name or told.name or (before if told.kind == "date" else ""), date or told.moment
        before = text if bylines.is_bare_name(text) and node.find(".//a") is not None else ""
        name = name or _named(node, text)
        date = date or next((found[0] for t in node.iter("time") if (found := _ISO.match(t.get("datetime") or ""))), "")
    return name, date


def lines(body: etree._Element, title: str, language: str) -> Iterator[tuple[etree._Element, str]]:
    """The blocks of an article that are a byline or a date line and nothing else, above its first paragraph."""
    words, tag = vocabulary(language or "en"), language or "en"
    for node, text in _between(body, title):
        told = bylines.said(text, words, tag, running=is_paragraph(text))
        if told.kind in {"byline", "date"} and node.find(".//img") is None and not _is_cell(node):
            yield node, text


def _is_cell(node: etree._Element) -> bool:
    """Whether a block lies in a table of several rows and columns, whose dates are its matter."""
    table = next(node.iterancestors("table"), None)
    return table is not None and any(len(row) > 1 for row in table.iter("tr")) and len(list(table.iter("tr"))) > 2


def _between(body: etree._Element, title: str) -> list[tuple[etree._Element, str]]:
    """The short blocks between the title, where it stands, and the first paragraph."""
    every = list(_short_blocks(body))
    shown = [at for at, (node, text) in enumerate(every) if _is_title(node, text, title)]
    below: list[tuple[etree._Element, str]] = []
    for node, text in every[shown[0] + 1 if shown else 0 :][:_NEAR]:
        if str(node.tag) in _HEADINGS:
            if _is_title(node, text, title):
                continue
            break
        if is_paragraph(text) and len(text) > _PROSE:
            break
        below.append((node, text))
    return below


def _is_title(node: etree._Element, text: str, title: str) -> bool:
    return str(node.tag) in _HEADINGS and (finish.same_title(text, title) or (not title and node.tag == "h1"))


def _short_blocks(body: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for node in body.iter(
        "p", "li", "div", "span", "time", "address", "small", "h1", "h2", "h3", "h4", "h5", "h6", "td"
    ):
        inline = str(node.tag) in {"span", "time", "small"}
        if inline and str(getattr(node.getparent(), "tag", "")) not in {"div", "section", "header", "article", "td"}:
            continue
        if not any(child.tag in blocks.BLOCKS for child in node.iter(etree.Element) if child is not node):
            text = xhtml.text_of(node)
            if text:
                yield node, text


def _named(node: etree._Element, text: str) -> str:
    """The name in an element that is called an author's."""
    parent = node.getparent()
    beside = [] if parent is None else [child for child in parent.iterchildren("a", "span") if child is not node]
    for element in (node, *node.iter("a", "span"), *beside):
        inner = text if element is node else xhtml.text_of(element)
        if bylines.is_bare_name(inner) and (_AUTHOR.search(_hint(element)) or (element in beside and _signs(parent))):
            return inner
    return ""


def _hint(element: etree._Element) -> str:
    return " ".join(element.get(key) or "" for key in ("class", "rel", "itemprop", "data-hook"))


def _signs(element: etree._Element | None) -> bool:
    return element is not None and bool(_AUTHOR.search(_hint(element)))
