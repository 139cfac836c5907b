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
    from collections.abc import Iterable, Iterator

_TARGET = "instalment"


def milestone(source: str) -> str:
    """The mark for the start of an article, as a piece of a fragment."""
    return f"<?{_TARGET} {quote(source)}?>"


def walk(body: etree._Element, source: str, *tags: str) -> Iterator[tuple[etree._Element, str]]:
    """The elements of these names in document order, with the article each comes from; `source` before the first mark.

    No name means every element but `body` itself.
    """
    return origins(body.iter(etree.PI, *tags) if tags else body.iterdescendants(), source)


def origins(nodes: Iterable[etree._Element], source: str) -> Iterator[tuple[etree._Element, str]]:
    """Those of `nodes`, in document order and all milestones among them, that are elements, each with its article."""
    for node in nodes:
        if isinstance(node, etree._ProcessingInstruction):  # noqa: SLF001 - lxml gives the class no public name
            if node.target == _TARGET:
                source = unquote(node.text or "")
        elif isinstance(node.tag, str):
            yield node, source


def drop(body: etree._Element) -> None:
    """Take all marks out of a tree."""
    etree.strip_tags(body, etree.PI)
