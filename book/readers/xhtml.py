"""Well-formed XHTML, read as XML. In: the text of a page. Out: its tree, or None when it must be read as HTML.

XML 1.0 section 4.6 and HTML's named characters. The document type goes, and with it every entity it declares; a
reference to one of those is not well-formed then, and the page is read as HTML, where it stays as it is written.
"""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree

from book.xhtml import XHTML_NS

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(
    r"<!DOCTYPE(?:[^>\[\"']|\"[^\"]*\"|'[^']*')*(?:\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]\s*)?>", re.IGNORECASE
)
_REFERENCE = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_PREDEFINED = frozenset(["amp", "lt", "gt", "quot", "apos"])
_DEPTH = 2000  # libxml2 itself gives up at 2,048
_PROLOGUE = 20_000  # characters before the root in which the document type is looked for


def parse(text: str) -> etree._Element | None:
    """The root `html` element, None when the text is not well-formed XHTML."""
    text = _DECLARATION.sub("", text, count=1)
    head = _DOCTYPE.sub("", text[:_PROLOGUE], count=1)
    text = _REFERENCE.sub(_character, head + text[_PROLOGUE:])
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(text.strip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if root.tag in (f"{{{XHTML_NS}}}html", "html") and not root.getroottree().docinfo.internalDTD else None


def serialise(root: etree._Element) -> str:
    """The tree as XML text without declaration."""
    return str(etree.tostring(root, encoding="unicode", with_tail=False))


def _character(found: re.Match[str]) -> str:
    if found[1] in _PREDEFINED:
        return found[0]
    return html5.get(f"{found[1]};", found[0])
