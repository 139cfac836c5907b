"""What only a series shows of a page's content: blocks that recur. In: the content of a page. Out: removals.

A short block that stands in several pages of the series goes when it is also made of links, or worded as sites word
their furniture, so that a refrain, a signature or an epigraph stays. A link that is nothing but the title of another
instalment goes wherever it stands alone, and so does a line about the series ("to be continued").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from book import xhtml
from book.clean.finish import key
from book.clean.vocabulary import fold, vocabulary
from book.model import Removal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from book.clean.recurrence import Recurring

LEAVES = ("p", "li", "h2", "h3", "h4", "h5", "h6", "div", "section")
BLOCKS = frozenset(["p", "li", "ul", "ol", "table", "div", "section", "blockquote", "pre", "figure", "h1", "h2", "h3"])
_SHORT = 240  # characters of a block that may be furniture


def leaves(body: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Blocks without blocks inside, with their text; of running text, only what is short."""
    for node in list(body.iter(*LEAVES)):
        if not any(child.tag in BLOCKS for child in node.iter(etree.Element) if child is not node):
            text = xhtml.text_of(node)
            if 0 < len(text) <= _SHORT:
                yield node, text


def strip(body: etree._Element, source: str, common: Recurring, *, title: str, language: str) -> list[Removal]:
    """Take recurring furniture out of a page's content."""
    words = vocabulary(language or "en")
    own, removals = key(title), []
    for node, text in leaves(body):
        folded, marks = fold(text), key(text)
        linked = sum(len(xhtml.text_of(link)) for link in node.iter("a")) >= len(text) * 0.8
        known = folded in words.furniture or folded in words.boxes or words.is_share(folded) or words.holds(folded)
        reason = ""
        if words.is_notice(folded):
            reason = "notice"
        elif marks in common.often and (linked or known):
            reason = "recurs"
        elif linked and marks in common.titles and marks != own and len(marks.split()) > 2:
            reason = "other-title"
        if reason and node.getparent() is not None and node.find(".//img") is None:
            removals.append(Removal(source, reason, text))
            xhtml.remove(node)
    return removals
