"""Fragments of XHTML: text to tree and back. In: a fragment (see `book.model`). Out: an lxml `body`, or a fragment.

The parser is given no DTD, no entities, no network and a bounded depth, so a fragment is safe to parse even
when a cache entry was tampered with. XML 1.0, section 2.11 and EPUB 3.3, section 5.2 (`epub:type`).
"""

from __future__ import annotations

from lxml import etree

EPUB_NS = "http://www.idpf.org/2007/ops"
XML_NS = "http://www.w3.org/XML/1998/namespace"
XHTML_NS = "http://www.w3.org/1999/xhtml"
SVG_NS = "http://www.w3.org/2000/svg"
MATHML_NS = "http://www.w3.org/1998/Math/MathML"

EPUB_TYPE = f"{{{EPUB_NS}}}type"
XML_LANG = f"{{{XML_NS}}}lang"

_STRING = etree.XPath("string()", smart_strings=False)
_HOLLOW = etree.XPath("descendant-or-self::*[not(node())]")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
_OPEN = f'<body xmlns:epub="{EPUB_NS}">'
_CLOSE = "</body>"

# Elements that HTML writes as `<br>` and XML as `<br/>`; every other empty element gets an end tag, since
# an HTML parser would swallow what follows `<a id="x"/>`.
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


def parse(fragment: str) -> etree._Element:
    """The tree of a fragment under a `body` element. Raises `lxml.etree.XMLSyntaxError` when it is not well-formed."""
    return etree.fromstring(f"{_OPEN}{fragment}{_CLOSE}", _PARSER)


def write(body: etree._Element) -> str:
    """The fragment of a tree made by `parse` (or of any `body` with the same namespaces)."""
    for element in elements(_HOLLOW, body):
        if element.tag not in VOID and "}" not in str(element.tag):
            element.text = ""
    text = etree.tostring(body, encoding="unicode", with_tail=False)
    return text[text.index(">") + 1 : -len(_CLOSE)] if text.endswith(_CLOSE) else ""


def elements(path: etree.XPath, tree: etree._Element) -> list[etree._Element]:
    """The nodes that a path selects, in document order."""
    found = path(tree)
    return [node for node in found if isinstance(node, etree._Element)] if isinstance(found, list) else []  # noqa: SLF001 - lxml gives the class no public name


def values(fragment: str, attribute: str) -> list[str]:
    """The values of an attribute in a fragment that `write` wrote, as they are written there.

    Many times faster than a tree, for those who want to know whether there is anything to do. In what `write` wrote,
    "<" and ">" are the ends of tags and nothing else.
    """
    before, *pieces = fragment.split(f' {attribute}="')
    found, inside = [], False
    for piece in pieces:
        opened, closed = before.rfind("<"), before.rfind(">")
        inside = opened > closed if opened != closed else inside
        if inside:
            found.append(piece.partition('"')[0])
        before = piece
    return found


def text_of(element: etree._Element) -> str:
    """The text of an element and its descendants, white space folded; comments are not text."""
    return " ".join(string_of(element).split())


def string_of(element: etree._Element) -> str:
    """The text of an element and its descendants as it stands; comments are not text."""
    return str(_STRING(element))


def plain(fragment: str) -> str:
    """The text of a fragment, white space folded."""
    return text_of(parse(fragment))


def unwrap(element: etree._Element) -> None:
    """Take an element away and leave its content in its place."""
    parent = element.getparent()
    if parent is None:
        msg = "the root cannot be unwrapped"
        raise ValueError(msg)
    at = parent.index(element)
    _append_text(parent, at, element.text)
    for child in list(element):
        parent.insert(parent.index(element), child)
    _append_text(parent, parent.index(element), element.tail)
    element.tail = None
    parent.remove(element)


def remove(element: etree._Element) -> None:
    """Take an element and its content away; the text that follows it stays."""
    parent = element.getparent()
    if parent is None:
        msg = "the root cannot be removed"
        raise ValueError(msg)
    _append_text(parent, parent.index(element), element.tail)
    element.tail = None
    parent.remove(element)


def _append_text(parent: etree._Element, at: int, text: str | None) -> None:
    """Add text just before the child at index `at`."""
    if not text:
        return
    if at == 0:
        parent.text = (parent.text or "") + text
    else:
        before = parent[at - 1]
        before.tail = (before.tail or "") + text
