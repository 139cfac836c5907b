"""Where in a chapter which article begins. In: a source's name. Out: a mark in a fragment, and back.

The mark is a processing instruction: it survives parsing and writing, is no text and no element, and no
reader shows it. It lets a transform name the article, and find a picture relative to it, long after articles
were joined. The last transform takes all marks out. XML 1.0, section 2.6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

_TARGET = "instalment"


def milestone(source: str) -> str:
    """The mark for the start of an article, as a piece of a fragment."""
    return f"<?{_TARGET} {quote(source)}?>"


def walk(body: etree._Element, source: str = "") -> Iterator[tuple[etree._Element, str]]:
    """Every element below `body` in document order, with the article it comes from; `source` before the first mark."""
    for node in body.iter():
        if isinstance(node, etree._ProcessingInstruction):  # noqa: SLF001 - lxml gives the class no public name
            if node.target == _TARGET:
                source = unquote(node.text or "")
        elif isinstance(node.tag, str) and node is not body:
            yield node, source


def drop(body: etree._Element) -> None:
    """Take all marks out of a tree."""
    etree.strip_tags(body, etree.PI)
