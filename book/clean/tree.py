"""Markup to tree, whatever the markup. In: HTML or XHTML as a str. Out: an `html` element with `head` and `body`.

Well-formed XHTML is read as XML (no DTD, no entities but HTML's named ones, no network); all else is parsed as HTML5
(WHATWG HTML, section 13.2) by lexbor. Both give the same tree: HTML elements without a namespace, `svg` and `math` in
theirs, at most `DEPTH` levels deep. What lies deeper is flattened into its ancestor at that depth: no text is lost.
(Over 300 lines: two ways in, and the bounds both need before a parser sees the markup.)
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from book.xhtml import EPUB_NS, EPUB_TYPE, MATHML_NS, SVG_NS, VOID, XHTML_NS, XML_LANG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

# Below libxml2's and html5ever's own limits, above any page a person wrote.
DEPTH = 180
# Formatting left open is opened again in every later paragraph (HTML 13.2.4.3): 40 of them are a mistake or an attack.
FORMATTING_DEPTH = 40
# Above this many attributes, an element is an attack; parsers compare each with each.
ATTRIBUTES = 200

_INLINE = (
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark nobr q rb rp rt rtc ruby "
    "s samp small span strike strong sub sup svg math time tt u var wbr"
)
INLINE = frozenset([*_INLINE.split(), f"{{{SVG_NS}}}svg", f"{{{MATHML_NS}}}math"])

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_XML_ENTITIES = frozenset(["amp", "lt", "gt", "quot", "apos"])
_NAME = re.compile(r"[A-Za-z_][\w.-]*\Z", re.ASCII)
_FOREIGN = {"svg": SVG_NS, "math": MATHML_NS}
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"

# A page as publishers write it: one namespace, declared where it begins.
_SPACE = f' xmlns="{XHTML_NS}"'
_ROOT = re.compile(rf"\s*<html\b[^>]*{re.escape(_SPACE)}[^>]*>")
_USUAL = {("epub", EPUB_NS)}
_DEEP = etree.XPath(f"boolean({'/*' * (DEPTH + 1)})")

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
# Elements whose end tag may be left out do not nest in themselves, and count for no depth.
_OPTIONAL_END = (
    "p li dt dd tr td th thead tbody tfoot option optgroup rt rp rb html head body colgroup caption path param frame"
)
_IMPLIED_END = frozenset(_OPTIONAL_END.split())
_FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
_FAT_TAG = re.compile(r"<[a-zA-Z][^<>]{4000,}>")
_ATTRIBUTE = re.compile(r"""[^\s"'>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?""")


def parse(markup: str, *, xml: bool = False) -> etree._Element:
    """The tree of a page or a fragment; never fails: what is not well-formed XML is read as HTML."""
    clean = _NOT_XML.sub("", markup)
    if xml:
        page = _at_once(clean)
        if page is not None:
            return page
        root = _parse_xml(clean)
        if root is not None:
            return _from_xml(root)
    return _from_html(clean)


def body_of(root: etree._Element) -> etree._Element:
    """The `body` of a tree made by `parse`."""
    return root[-1]


def head_of(root: etree._Element) -> etree._Element:
    """The `head` of a tree made by `parse`."""
    return root[0]


# ---------------------------------------------------------------- XML


def _at_once(markup: str) -> etree._Element | None:
    """The tree of a page in which nothing is to be renamed, dropped or flattened; None for any other.

    Such is what publishers write. Its namespace is taken off the text before it is parsed, so that nothing is copied.
    """
    opening = _ROOT.match(markup)
    if opening is None or "xmlns" in markup[opening.end() :]:
        return None
    root = _parse_xml(markup.replace(_SPACE, "", 1))
    if root is None or [part.tag for part in root] != ["head", "body"] or not {*root.nsmap.items()} <= _USUAL:
        return None
    tags = {str(node.tag) for node in root.iterdescendants()}
    keys = {str(key) for node in root.iterdescendants() for key in node.attrib} - {EPUB_TYPE, XML_LANG}
    if not all(map(_NAME.match, tags | keys)) or _DEEP(root):
        return None
    html, *parts = _page()
    _attributes(html, _xml_attributes(root))
    for part, source in zip(parts, root, strict=True):
        _attributes(part, _xml_attributes(source))
        part.text = source.text
        part.extend([*source])
    return html


def _parse_xml(markup: str) -> etree._Element | None:
    """The XML tree, or None when it is not well-formed even inside a wrapper."""
    text = _ENTITY.sub(_character, _DOCTYPE.sub("", _DECLARATION.sub("", markup), count=1))
    wrapped = f'<body xmlns="{XHTML_NS}" xmlns:epub="http://www.idpf.org/2007/ops">{text}</body>'
    for candidate in (text, wrapped):
        # A parser serves one document: it keeps the state of a failure.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        try:
            return etree.fromstring(candidate, parser)
        except (etree.XMLSyntaxError, ValueError):
            continue
    return None


def _character(found: re.Match[str]) -> str:
    name = found[1]
    # An entity that only a DTD could define is left as the text it was written as.
    return found[0] if name in _XML_ENTITIES else html5.get(f"{name};", f"&amp;{name};")


def _from_xml(root: etree._Element) -> etree._Element:
    """Copy an XML tree without namespaces, split into head and body."""
    html, head, body = _page()
    name = _local(root.tag)
    _attributes(html if name == "html" else body, _xml_attributes(root))
    if name == "html":
        for child in root.iterchildren(etree.Element):
            part = _local(child.tag)
            target = head if part == "head" else body
            if part in {"head", "body"}:
                _attributes(target, _xml_attributes(child))
                _copy(child, target)
            else:
                _copy_one(child, target)
    elif name == "body":
        _copy(root, body)
    else:
        _copy_one(root, body)
    return html


def _copy_one(node: etree._Element, target: etree._Element) -> None:
    holder = etree.Element("holder")
    node.tail = None
    holder.append(node)
    _copy(holder, target)


def _copy(source: etree._Element, target: etree._Element) -> None:
    """Copy the content of one element into another, depth first without recursion."""
    builder = _Builder(target)
    builder.text(source.text)
    for event, node in etree.iterwalk(source, events=("start", "end", "comment", "pi")):
        if node is source:
            continue
        if event == "start":
            name, namespace = _local(node.tag), _foreign(node.tag)
            builder.open(name, namespace, _xml_attributes(node))
            builder.text(node.text)
        else:
            if event == "end":
                builder.close(_local(node.tag))
            builder.text(node.tail)


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _foreign(tag: object) -> str:
    space = str(tag).rpartition("}")[0][1:]
    return space if space in {SVG_NS, MATHML_NS} else ""


def _xml_attributes(node: etree._Element) -> Iterator[tuple[str, str]]:
    for key, value in node.attrib.items():
        yield ("href", str(value)) if key == _XLINK_HREF else (str(key), str(value))


# ---------------------------------------------------------------- HTML


def _from_html(markup: str) -> etree._Element:
    html, head, body = _page()
    root = LexborHTMLParser(bounded(markup)).root
    if root is None:
        return html
    _attributes(html, _html_attributes(root))
    part = root.child
    while part is not None:
        if part.tag in {"head", "body"}:
            target = head if part.tag == "head" else body
            _attributes(target, _html_attributes(part))
            _build(part, target)
        part = part.next
    return html


def _build(node: LexborNode, target: etree._Element) -> None:
    """Copy the children of a lexbor node, depth first without recursion."""
    builder = _Builder(target)
    current = node.child
    open_nodes: list[tuple[LexborNode, str]] = []
    space = ""
    while current is not None or open_nodes:
        if current is None:
            current, space = open_nodes.pop()
            builder.close(str(current.tag))
            current = current.next
            continue
        if current.is_text_node:
            builder.text(current.text_content)
        elif current.is_element_node:
            name = str(current.tag)
            inner = "" if name == "foreignObject" else _FOREIGN.get(name, space)
            builder.open(name, inner, _html_attributes(current))
            child = current.child
            if child is not None:
                open_nodes.append((current, space))
                current, space = child, inner
                continue
            builder.close(name)
        current = current.next


def _html_attributes(node: LexborNode) -> Iterator[tuple[str, str]]:
    for key, value in node.attributes.items():
        name = {"epub:type": EPUB_TYPE, "xml:lang": XML_LANG, "xlink:href": "href"}.get(key, key)
        yield name, value or ""


def bounded(markup: str) -> str:
    """The same markup without the nesting and the attributes that make HTML parsers quadratic; no text is lost."""
    lean = _FAT_TAG.sub(_fewer_attributes, markup)
    return lean if _within(lean) else _flattened(lean)


def _fewer_attributes(found: re.Match[str]) -> str:
    tag = found[0]
    name = _TAG.match(tag)
    if name is None or tag.count("=") + tag.count(" ") < ATTRIBUTES:
        return tag
    kept = [part[0] for _, part in zip(range(ATTRIBUTES), _ATTRIBUTE.finditer(tag, name.end()), strict=False)]
    return f"{name[0]} {' '.join(kept)}>"


def _within(markup: str) -> bool:
    """Whether no branch of the markup is too deep, by a count of tags."""
    depth = formatting = 0
    for slash, name in _TAG.findall(markup):
        tag = name.lower()
        if tag in VOID or tag in _IMPLIED_END:
            continue
        step = -1 if slash else 1
        if tag in _FORMATTING:
            formatting = max(0, formatting + step)
        else:
            depth = max(0, depth + step)
        if depth > DEPTH or formatting > FORMATTING_DEPTH:
            return False
    return True


def _flattened(markup: str) -> str:
    """The markup with the tags beyond the depth made spaces, each with its end tag."""
    out: list[str] = []
    at = 0
    open_tags: list[tuple[str, bool]] = []  # name, kept
    counts = {True: 0, False: 0}  # open kept tags: formatting, others
    for tag in _TAG.finditer(markup):
        name = tag[2].lower()
        if name in VOID or name in _IMPLIED_END or tag.start() < at:
            continue
        formatting = name in _FORMATTING
        limit = FORMATTING_DEPTH if formatting else DEPTH
        if not tag[1]:
            keep = counts[formatting] < limit
            open_tags.append((name, keep))
            counts[formatting] += keep
        elif open_tags and open_tags[-1][0] == name:
            _, keep = open_tags.pop()
            counts[formatting] -= keep
        else:
            continue
        if not keep:
            end = markup.find(">", tag.end())
            end = len(markup) if end < 0 else end + 1
            out += (markup[at : tag.start()], " ")
            at = end
    out.append(markup[at:])
    return "".join(out)


# ---------------------------------------------------------------- building


class _Builder:
    """Builds an lxml tree from open, text and close, flattening what is deeper than `DEPTH`."""

    def __init__(self, target: etree._Element) -> None:
        self._stack = [target]
        self._last: etree._Element | None = None  # the element just closed, whose tail text goes on
        self._skipped = 0  # open elements that were flattened away

    def open(self, name: str, namespace: str, attributes: Iterator[tuple[str, str]]) -> None:
        if self._skipped or (len(self._stack) >= DEPTH and name not in VOID):
            self._skipped += 1
            self._part(name)
            return
        tag = name if _NAME.match(name) else "span"
        if namespace:
            element = etree.SubElement(self._stack[-1], f"{{{namespace}}}{tag}", nsmap={None: namespace})  # type: ignore[dict-item]  # stubs - None is lxml's default
        else:
            element = etree.SubElement(self._stack[-1], tag)
        _attributes(element, attributes)
        self._stack.append(element)
        self._last = None

    def close(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            self._part(name)
            return
        self._last = self._stack.pop()

    def text(self, text: str | None) -> None:
        if not text:
            return
        try:
            self._add(text)
        except ValueError:  # a character reference to what XML cannot hold
            self._add(_NOT_XML.sub("", text))

    def _add(self, text: str) -> None:
        if self._last is None:
            self._stack[-1].text = (self._stack[-1].text or "") + text
        else:
            self._last.tail = (self._last.tail or "") + text

    def _part(self, name: str) -> None:
        """Where a block is flattened, its words must not run into the next."""
        if name not in INLINE:
            self.text(" ")


def _page() -> tuple[etree._Element, etree._Element, etree._Element]:
    html = etree.Element("html", nsmap={"epub": "http://www.idpf.org/2007/ops"})
    return html, etree.SubElement(html, "head"), etree.SubElement(html, "body")


def _attributes(element: etree._Element, attributes: Iterator[tuple[str, str]]) -> None:
    """Set those attributes that XML can hold."""
    for key, value in attributes:
        if key in {EPUB_TYPE, XML_LANG} or _NAME.match(key):
            try:
                element.set(key, value)
            except ValueError:
                element.set(key, _NOT_XML.sub("", value))
