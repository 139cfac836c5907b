"""The end of cleaning. In: a document, its main content as a tree, what was removed. Out: an `Article`.

The content passes the gate, the title is settled and taken out of the body, headings and links are listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from sys import intern
from typing import TYPE_CHECKING

from lxml import etree

from book import language, xhtml
from book.clean import gate
from book.model import Article, Heading, Link, Removal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from book.model import Document

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Elements that may stand around a title without being text before it.
_AROUND = frozenset(["div", "section", "header", "hgroup", "article"])
# Between a title and the name of its site.
_TITLED = re.compile(r"(?:^|[\s_-])title(?:$|[\s_-])", re.IGNORECASE)
_SITE_SUFFIX = re.compile(r"\s+(?:[|·•–—»«:/-]|::)\s+")


@dataclass(slots=True)
class Found:
    """What cleaning learnt about one document beside its body."""

    title: str = ""
    byline: str = ""
    date: str = ""
    site: str = ""
    removals: list[Removal] = field(default_factory=list)
    links: tuple[Link, ...] = ()


def finish(document: Document, body: etree._Element, found: Found) -> Article:
    """The article of a body tree, which is consumed."""
    safe = gate.safe(body)
    title = found.title or document.title or _first_heading(safe)
    title = _without_title(safe, title, document, found.removals)
    _without_echo(safe, title, document, found.removals)
    text = xhtml.string_of(safe)
    tag = language.normalise(document.language) or language.detect(" ".join(text.split()))
    return Article(
        source=document.source,
        title=" ".join(title.split()),
        body=xhtml.write(safe),
        byline=" ".join((document.byline or found.byline).split()),
        date=document.date or found.date,
        language=tag,
        direction=document.direction or (language.direction(tag) if tag else ""),
        address=document.address,
        site=document.site or found.site,
        series=document.series,
        meta=document.meta,
        headings=tuple(
            Heading(int(str(node.tag)[1]), xhtml.text_of(node), node.get("id") or "") for node in safe.iter(*_HEADINGS)
        ),
        links=found.links,
        words=len(language.words(text)),
        position=document.position,
        removals=tuple(found.removals),
    )


def links(root: etree._Element) -> tuple[Link, ...]:
    """All links of a tree, those of the head included, in document order."""
    listed = []
    for node in root.iter("a", "link"):
        href, rel = (node.get("href") or "").strip(), " ".join((node.get("rel") or "").split()).lower()
        if node.tag == "link" and not {"next", "prev", "canonical"} & set(rel.split()):
            continue
        if href and not href.lower().startswith(("javascript:", "data:")):
            # The menu of a site is the same on each of its pages: its words are held once.
            listed.append(Link(intern(href), intern(xhtml.text_of(node)), intern(rel)))
    return tuple(listed)


def key(text: str) -> str:
    """A text folded so that two copies of it compare equal."""
    return " ".join(language.words(text))


def same_title(one: str, other: str) -> bool:
    """Whether two texts are the same title, one perhaps with the name of its site behind it."""
    if not one or not other:
        return False
    first, second = key(one), key(other)
    if first == second:
        return bool(first)
    return any(key(piece) == second for piece in _trims(one)) or any(key(piece) == first for piece in _trims(other))


def shown_title(body: etree._Element, declared: str) -> str:
    """The heading a page shows for a title declared with the name of its site; without one, as declared."""
    marks = list(_SITE_SUFFIX.finditer(declared))
    headings = [" ".join(xhtml.text_of(node).split()) for node in _headed(body)] if marks else []
    pieces = [declared[: mark.start()] for mark in reversed(marks)] + [declared[mark.end() :] for mark in marks]
    keys = {key(heading): heading for heading in reversed(headings) if heading}
    return next((keys[key(piece)] for piece in pieces if key(piece) and key(piece) in keys), declared)


def _headed(body: etree._Element) -> Iterator[etree._Element]:
    """What a page shows as its title: headings, then elements that are named so and hold no others of a block."""
    yield from body.iter("h1", "h2", "h3")
    for node in body.iter("div", "p", "span"):
        if _TITLED.search(f"{node.get('class') or ''} {node.get('id') or ''}") and node.find(".//p") is None:
            yield node


def _trims(title: str) -> tuple[str, ...]:
    """A title without its last and without its first piece, where it has pieces."""
    marks = list(_SITE_SUFFIX.finditer(title))
    return (title[: marks[-1].start()], title[marks[0].end() :]) if marks else ()


def _first_heading(body: etree._Element) -> str:
    """The heading a body begins with."""
    heading = _opening(body)
    return xhtml.text_of(heading) if heading is not None and heading.tag in _HEADINGS else ""


def _opening(body: etree._Element) -> etree._Element | None:
    """The first element with text or a picture, looked for inside wrappers."""
    for element in body.iterchildren(etree.Element):
        if element.tag in _AROUND:
            inner = _opening(element)
            if inner is not None:
                return inner
        elif xhtml.text_of(element) or element.tag == "img" or element.find(".//img") is not None:
            return element
    return None


def _without_title(body: etree._Element, title: str, document: Document, removals: list[Removal]) -> str:
    """Take the title out where the body begins with it; its anchor stays, since others may point at it.

    Returns the title: the page's own, where the one declared has the name of the site beside it.
    """
    for heading in _candidates(body):
        text = xhtml.text_of(heading)
        if same_title(text, title) and heading.find(".//img") is None:
            _drop_title(heading)
            removals.append(Removal(document.source, "repeated-title", text))
            return text if document.form == "page" and len(text) < len(title) else title
    return title


def _without_echo(body: etree._Element, title: str, document: Document, removals: list[Removal]) -> None:
    """Take out a title that stands again where the text begins, with its standfirst, where that stands twice as well.

    Editors print both above the text, and their exports keep what the author typed below.
    """
    head = list(islice(_blocks(body), 3))
    keys = [key(xhtml.text_of(block)) for block in head]
    doubled = len(head) == 3 and keys[0] == keys[2]
    at = 1 if doubled else 0
    if at < len(head) and head[at].tag in _HEADINGS and same_title(xhtml.text_of(head[at]), title):
        for block, reason in zip(head[at:], ("repeated-title", "repeated-standfirst")[: 1 + doubled], strict=False):
            removals.append(Removal(document.source, reason, xhtml.text_of(block)))
            _drop_title(block)


def _blocks(body: etree._Element) -> Iterator[etree._Element]:
    """The elements that hold text themselves, not in another, in their order."""
    around: set[etree._Element] = set()
    for element in body.iter(etree.Element):
        if element.getparent() in around:
            around.add(element)
        elif element is not body and ((element.text or "").strip() or element.tag in {*_HEADINGS, "p"}):
            around.add(element)
            if xhtml.text_of(element):
                yield element


def _candidates(body: etree._Element) -> list[etree._Element]:
    opening = _opening(body)
    first = next(body.iter("h1"), None)
    found = [opening] if opening is not None and opening.tag in {*_HEADINGS, "p"} else []
    if first is not None and first is not opening:
        found.append(first)
    return found


def _drop_title(heading: etree._Element) -> None:
    anchor = heading.get("id") or next((node.get("id") for node in heading.iter("a", "span") if node.get("id")), None)
    parent = heading.getparent()
    if parent is None:
        return
    if anchor and not any(node.get("id") == anchor for node in heading.iterancestors()):
        mark = etree.Element("span", id=anchor)
        mark.text = ""
        after = heading.getnext()
        xhtml.remove(heading)
        if after is not None and after.tag == "p":
            mark.tail, after.text = after.text, None
            after.insert(0, mark)
            return
        holder = etree.Element("p")
        holder.append(mark)
        parent.insert(0 if after is None else parent.index(after), holder)
        return
    xhtml.remove(heading)
    if parent.tag in {"header", "hgroup"} and not xhtml.text_of(parent) and not len(parent) and not parent.attrib:
        xhtml.remove(parent)
