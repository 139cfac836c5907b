"""The one gate for untrusted markup. In: a `body` tree made by `book.clean.tree`. Out: the same content as safe XHTML.

Nothing passes but what the lists here name: nh3 (ammonia over html5ever) holds them, whatever the steps before it
did. Drawings and formulas pass apart, by the lists of `book.clean.embedded`. What is no element of a book gives its
text to its parent; what has no text a reader sees (scripts, styles, form fields) goes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import nh3
from lxml import etree

from book import xhtml
from book.clean import embedded, tree
from book.xhtml import EPUB_TYPE, MATHML_NS, SVG_NS, XML_LANG

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCKS = (
    "address article aside blockquote caption col colgroup dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hgroup hr li main nav ol p pre section table tbody td tfoot th thead tr ul"
)
_PHRASES = (
    "a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q rb rp rt rtc ruby s samp small span strong sub "
    "sup time u var wbr"
)
TAGS = frozenset([*_BLOCKS.split(), *_PHRASES.split()])
# Elements whose text no reader of the page sees.
_UNSEEN = (
    "script style template noscript iframe object embed applet head title base link meta textarea select datalist "
    "option input video audio source track canvas map frame frameset noframes param area progress meter dialog"
)
SILENT = frozenset(_UNSEEN.split())

_ANY = frozenset(["id", "class", "lang", "dir", "title", "role", "aria-label", "aria-hidden", "aria-describedby"])
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(_ANY),
    "a": {"href", "rel", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "time": {"datetime"},
    "data": {"value"},
    "ins": {"datetime", "cite"},
    "del": {"datetime", "cite"},
    "q": {"cite"},
    "blockquote": {"cite"},
}
SCHEMES = frozenset(["http", "https", "mailto", "tel", "ftp", "data"])
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif|svg\+xml)[;,]", re.IGNORECASE)

_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(SILENT),
    attributes=ATTRIBUTES,
    generic_attribute_prefixes={"data-"},
    link_rel=None,
    url_schemes=set(SCHEMES),
)
# html5ever writes `<br>` and `&nbsp;`; in its output `<` stands in text and attributes only as `&lt;`.
_VOID = re.compile(rf"<({'|'.join(sorted(xhtml.VOID))})((?:\s[^<>\"]+=\"[^\"]*\"|\s[^<>\"=]+)*)\s*>")
_SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):")
# How a cell is set: a Markdown table says it in a style, an old page in an attribute.
_ALIGNED = re.compile(r"(?:^|;)\s*text-align\s*:\s*(left|center|right)\b", re.IGNORECASE)
_SIDES = frozenset(["left", "center", "right"])
_SPACES = re.compile(r"[\x00-\x20]+")
# Most elements have no attributes, and most texts no drawing: what is to be looked at is found in C.
_MARKED = etree.XPath("descendant-or-self::*[@data-embedded]")
_EMBEDDED = etree.XPath("descendant::s:svg | descendant::m:math", namespaces={"s": SVG_NS, "m": MATHML_NS})
_WITH_ATTRIBUTES = etree.XPath("descendant-or-self::*[@*]")
_CARRYING = etree.XPath("descendant-or-self::*[@data-epub-type or @lang]")


def safe(body: etree._Element) -> etree._Element:
    """A new `body` holding what the lists allow of this one, which is consumed."""
    for element in xhtml.elements(_MARKED, body):
        del element.attrib["data-embedded"]
    kept = list(_set_aside(body))
    for element in xhtml.elements(_WITH_ATTRIBUTES, body):
        _prepare(element)
    clean = _tree(_CLEANER.clean(xhtml.write(body)))
    for element in xhtml.elements(_CARRYING, clean):
        _restore(element)
    _put_back(clean, kept)
    return clean


def fragment(body: etree._Element) -> str:
    """`safe`, written as a fragment."""
    return xhtml.write(safe(body))


def _set_aside(body: etree._Element) -> Iterator[etree._Element]:
    """Take out drawings and formulas, leaving a marker for each, in order."""
    for element in xhtml.elements(_EMBEDDED, body):
        parent = element.getparent()
        if parent is None or any(embedded.is_embedded(above) for above in element.iterancestors()):
            continue
        marker = etree.Element("span")
        marker.set("data-embedded", "")
        marker.tail, element.tail = element.tail, None
        parent.replace(element, marker)
        yield embedded.safe(element)
    for node in list(body.iter(etree.Comment, etree.ProcessingInstruction)):
        xhtml.remove(node)


def _put_back(body: etree._Element, kept: list[etree._Element]) -> None:
    markers = [node for node in body.iter("span") if "data-embedded" in node.attrib]
    for marker, element in zip(markers, kept, strict=True):
        parent = marker.getparent()
        if parent is not None:
            element.tail = marker.tail
            parent.replace(marker, element)


def _prepare(element: etree._Element) -> None:
    """Carry what an element has that nh3 would not understand, and drop what it cannot judge."""
    if element.tag in {"td", "th"}:
        _align(element)
    for key in list(element.attrib):
        name, value = str(key), str(element.attrib[key])
        if name == EPUB_TYPE:
            element.set("data-epub-type", value)
        elif name == XML_LANG:
            element.set("lang", element.get("lang") or value)
        if name in {EPUB_TYPE, XML_LANG} or (name in {"href", "src"} and not _may_point(element.tag, value)):
            del element.attrib[key]


def _align(cell: etree._Element) -> None:
    """Say in a class (`align-right`) how a cell is set, since no style passes."""
    styled = _ALIGNED.search(cell.get("style", ""))
    side = (styled[1] if styled else cell.get("align", "")).strip().lower()
    if side in _SIDES:
        cell.set("class", f"{cell.get('class', '')} align-{side}".strip())


def _may_point(tag: object, value: str) -> bool:
    """Whether a reference has a scheme that a book can follow; a colon in a file's name is no scheme."""
    scheme = _SCHEME.match(_SPACES.sub("", value))
    if not scheme:
        return True
    name = scheme[1].lower()
    return bool(_PICTURE.match(value.strip())) and tag == "img" if name == "data" else name in SCHEMES


def _tree(markup: str) -> etree._Element:
    """What nh3 wrote, as a tree."""
    closed = _VOID.sub(r"<\1\2/>", markup).replace("&nbsp;", "\u00a0")
    try:
        return xhtml.parse(closed)
    except etree.XMLSyntaxError:
        body = tree.body_of(tree.parse(markup))
        parsed = xhtml.parse("")
        parsed.text = body.text
        parsed.extend(list(body))
        return parsed


def _restore(element: etree._Element) -> None:
    types = element.attrib.pop("data-epub-type", "")
    if types:
        element.set(EPUB_TYPE, str(types))
    language = element.get("lang")
    if language is not None:
        if language.strip():
            element.set(XML_LANG, language)
        else:
            del element.attrib["lang"]
