"""An OpenDocument text. In: a `Snapshot`. Out: one document with its pictures; notes as linked notes.

OpenDocument 1.3 part 3, sections 5 (text) and 6.3 (notes). Read from `content.xml` by lxml: an article needs a small
part of the format, and odfpy, the library for it, has had no release since 2020.
"""

from __future__ import annotations

import mimetypes
import re
from html import escape
from typing import TYPE_CHECKING

from book.charset import NotText
from book.model import Document, Reading, Resource
from book.readers import headings
from book.readers.dates import iso
from book.readers.epub import Box, parse_xml
from book.readers.names import name_facts
from book.readers.xmltree import child_text, local

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from book.model import Snapshot

# Elements of the text and what HTML calls them; all others leave only their content.
_TAGS = {
    "list-item": "li",
    "list-header": "li",
    "table": "table",
    "table-row": "tr",
    "table-cell": "td",
    "ruby-base": "rb",
    "ruby-text": "rt",
    "ruby": "ruby",
    "caption": "figcaption",
}
_UNSEEN = frozenset(
    ["tracked-changes", "annotation", "annotation-end", "sequence-decls", "table-of-content", "bookmark-end", "forms"]
)
_DEPTH = 200


class _Writer:
    """Writes the HTML of one document."""

    def __init__(self, styles: Mapping[str, set[str]], numbered: set[str]) -> None:
        self.styles = styles  # by name: "bold", "italic", "quote", "title", ...
        self.numbered = numbered  # names of list styles that number
        self.notes: list[str] = []
        self.images: list[str] = []

    def content(self, element: etree._Element, depth: int = 0) -> str:
        """The HTML of what is in an element."""
        if depth > _DEPTH:
            return escape("".join(map(str, element.itertext())), quote=False)
        parts = [escape(element.text or "", quote=False)]
        for child in element:
            if isinstance(child.tag, str) and local(child) not in _UNSEEN:
                parts.append(self.one(child, depth + 1))
            parts.append(escape(child.tail or "", quote=False))
        return "".join(parts)

    def one(self, element: etree._Element, depth: int) -> str:  # noqa: PLR0911 - a table of elements
        """The HTML of an element."""
        name = local(element)
        if name in ("p", "h"):
            return self._block(element, name, depth)
        if name == "span":
            return self._styled(element, self.content(element, depth))
        if name == "s":
            return " " * min(int(_attribute(element, "c") or 1), 100)
        if name in ("tab", "line-break"):
            return "<br>" if name == "line-break" else " "
        if name == "a":
            return f'<a href="{escape(_attribute(element, "href"))}">{self.content(element, depth)}</a>'
        if name in ("bookmark", "bookmark-start"):
            return f'<a id="{escape(_attribute(element, "name"))}"></a>'
        if name == "note":
            return self._note(element, depth)
        if name == "image":
            href = _attribute(element, "href")
            self.images.append(href)
            return f'<img src="{escape(href)}" alt="{escape(_title(element))}">'
        if name in ("title", "desc"):
            return ""
        if name == "list":
            tag = "ol" if _attribute(element, "style-name") in self.numbered else "ul"
            return f"<{tag}>{self.content(element, depth)}</{tag}>"
        tag = _TAGS.get(name, "")
        return f"<{tag}>{self.content(element, depth)}</{tag}>" if tag else self.content(element, depth)

    def _block(self, element: etree._Element, name: str, depth: int) -> str:
        inner = self.content(element, depth)
        kinds = self.styles.get(_attribute(element, "style-name"), set())
        if name == "h":
            level = _attribute(element, "outline-level") or "1"
            tag = f"h{min(int(level), 6)}" if level.isdecimal() else "h2"
        else:
            tag = "h1" if "title" in kinds else "p"
        if not inner.strip():
            return ""
        block = f"<{tag}>{inner}</{tag}>\n"
        return f"<blockquote>{block}</blockquote>" if "quote" in kinds else block

    def _styled(self, element: etree._Element, inner: str) -> str:
        kinds = self.styles.get(_attribute(element, "style-name"), set())
        for kind, tag in (("bold", "strong"), ("italic", "em"), ("super", "sup"), ("sub", "sub"), ("code", "code")):
            if kind in kinds and inner.strip():
                inner = f"<{tag}>{inner}</{tag}>"
        return inner

    def _note(self, element: etree._Element, depth: int) -> str:
        number = len(self.notes) + 1
        self.notes.append("")
        body = next((child for child in element if local(child) == "note-body"), None)
        inner = "" if body is None else self.content(body, depth)
        self.notes[number - 1] = f'<aside epub:type="footnote" role="doc-footnote" id="fn-{number}">{inner}</aside>'
        return f'<a epub:type="noteref" role="doc-noteref" href="#fn-{number}" id="fnref-{number}">{number}</a>'


def read(snapshot: Snapshot) -> Reading:
    """One document."""
    box = Box(snapshot.data)
    root = parse_xml(box.read("content.xml"))
    styles, numbered = _styles([root, _optional(box, "styles.xml")])
    body = next((element for element in root.iter() if local(element) == "text" and "office" in str(element.tag)), None)
    if body is None:
        raise NotText("it is no text document")
    writer = _Writer(styles, numbered)
    html = writer.content(body)
    if writer.notes:
        html += f'<section epub:type="footnotes" role="doc-endnotes">{"".join(writer.notes)}</section>'
    meta = _optional(box, "meta.xml")
    facts = (
        {}
        if meta is None
        else {
            name: child_text(meta, f".//{{*}}{name}")
            for name in ("title", "creator", "initial-creator", "date", "language", "subject")
        }
    )
    document = Document(
        source=snapshot.name,
        form="content",
        markup=html,
        title=facts.get("title") or headings.first(html),
        byline=facts.get("initial-creator") or facts.get("creator", ""),
        date=name_facts(snapshot.name).date or iso(facts.get("date", "")),
        language=facts.get("language", ""),
        meta={key: value for key, value in facts.items() if value},
        resources=tuple(_images(writer.images, box)),
        position=snapshot.position,
    )
    return Reading((document,))


def _images(hrefs: list[str], box: Box) -> list[Resource]:
    found = []
    for href in dict.fromkeys(hrefs):
        try:
            found.append(Resource(href, mimetypes.guess_type(href)[0] or "", box.read(href.removeprefix("./"))))
        except NotText:
            continue  # a picture elsewhere: the finder, or the problem it reports, sees to it
    return found


def _optional(box: Box, name: str) -> etree._Element | None:
    try:
        return parse_xml(box.read(name))
    except NotText:
        return None


def _attribute(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _title(image: etree._Element) -> str:
    frame = image.getparent()
    return "" if frame is None else child_text(frame, "{*}desc", "{*}title")


def _styles(roots: list[etree._Element | None]) -> tuple[dict[str, set[str]], set[str]]:
    """What each style makes of a text, from its properties and the names it inherits from; and the numbering lists."""
    kinds: dict[str, set[str]] = {}
    parents: dict[str, str] = {}
    numbered: set[str] = set()
    for root in roots:
        for style in root.iter() if root is not None else ():
            name = _attribute(style, "name")
            if local(style) == "list-style":
                first = next(iter(style), None)
                if first is not None and local(first) == "list-level-style-number":
                    numbered.add(name)
            elif local(style) == "style":
                parents[name] = _attribute(style, "parent-style-name")
                kinds[name] = _own(style, f"{name} {_attribute(style, 'display-name')}")
    for name in kinds:
        parent, steps = parents.get(name, ""), 0
        while parent in kinds and steps < 20:
            kinds[name] |= kinds[parent] & {"quote", "title", "code"}
            parent, steps = parents.get(parent, ""), steps + 1
    return kinds, numbered


def _own(style: etree._Element, name: str) -> set[str]:
    found = set()
    for properties in style:
        if _attribute(properties, "font-weight") in ("bold", "600", "700", "800", "900"):
            found.add("bold")
        if _attribute(properties, "font-style") in ("italic", "oblique"):
            found.add("italic")
        position = _attribute(properties, "text-position")
        if position:
            found.add("sub" if position.startswith(("sub", "-")) else "super")
    if re.search(r"\bQuot|Block.?Text", name):
        found.add("quote")
    if re.match(r"Title\b", name):
        found.add("title")
    if re.search(r"Source.?Text|Preformatted", name):
        found.add("code")
    return found
